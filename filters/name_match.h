#pragma once
// When two spellings mean the same company or the same role.
#include <string>
#include <string_view>

namespace ajar {

/// True if `words` occurs in `text` at word boundaries. Both are comparison keys; empty words never occur.
bool has_words(std::string_view text, std::string_view words);

/// Comparison key of a company without legal form ("GmbH") and without what HR adds to it ("Careers", "Talent Team").
std::string company_core(std::string_view name);
/// "Harbor & Finch GmbH" and "Harbor & Finch Careers"; "Northwind" and "Northwind Traders". Empty names match nothing.
bool same_company(std::string_view a, std::string_view b);
/// True if a label is this company's name run together: "harborfinch", "harbor-and-finch", "northwind" for Northwind
/// Traders.
bool label_names_company(std::string_view label, std::string_view company);

enum class Likeness { different, loose, same };
/// Roles without gender marks, numbers, "position of" and endings: "Projektingenieurin (m/w/d)" is the same as
/// "Projektingenieur"; "Data Engineer, Berlin" is loosely "Data Engineer". An empty role is different from any.
Likeness compare_roles(std::string_view a, std::string_view b);
/// True if the roles differ only in seniority ("Senior Data Engineer", "Data Engineer").
bool differ_in_seniority(std::string_view a, std::string_view b);
/// True if a text (comparison key) names the role.
bool mentions_role(std::string_view text_key, std::string_view role);

}  // namespace ajar
