#include "daemon/books_loader.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace ajar {
namespace {

namespace fs = std::filesystem;

/// The *.yaml files of a directory in name order; none if there is no such directory. An unreadable one is a fault.
std::vector<NamedText> read_folder(const fs::path& folder, std::vector<Fault>& faults) {
  std::error_code missing;
  std::vector<std::string> paths;
  for (const auto& entry : fs::directory_iterator(folder, missing)) {
    bool hidden = entry.path().filename().string().starts_with('.');
    if (!hidden && entry.path().extension() == ".yaml") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<NamedText> texts;
  for (const auto& path : paths) {
    auto text = read_file(path);
    if (text)
      texts.push_back({path, std::move(*text)});
    else
      faults.push_back({path, {1, 1}, text.error().what, text.error().hint});
  }
  return texts;
}

/// Loads one kind of book from its shipped folder and the user's.
template <class Load>
auto load_book(const fs::path& shipped, const fs::path& overlay, Load load)
    -> decltype(load(std::vector<NamedText>{}, std::vector<NamedText>{})) {
  std::vector<Fault> faults;
  auto shipped_texts = read_folder(shipped, faults);
  auto overlay_texts = read_folder(overlay, faults);
  if (shipped_texts.empty())
    faults.push_back({shipped.string(), {1, 1}, "no shipped files were found here", "install Ajar again: cmake --install build"});
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return load(shipped_texts, overlay_texts);
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
  std::error_code not_there;
  if (fs::is_directory(path, not_there)) return fail(ErrorKind::config, path + " is a directory, not a file");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file.fail() || file.bad())
    return fail(ErrorKind::config, "cannot read " + path + (errno ? std::string(": ") + std::strerror(errno) : ""));
  return text;
}

tl::expected<RuleBook, std::vector<Fault>> load_rules(const Places& places, const Thresholds& thresholds) {
  return load_book(fs::path(places.data_dir) / "rules", fs::path(places.config_dir) / "rules.d",
                   [&](const auto& shipped, const auto& overlay) { return RuleBook::load(shipped, overlay, thresholds); });
}

tl::expected<ReplyBook, std::vector<Fault>> load_replies(const Places& places) {
  return load_book(fs::path(places.data_dir) / "replies", fs::path(places.config_dir) / "replies.d",
                   [](const auto& shipped, const auto& overlay) { return ReplyBook::load(shipped, overlay); });
}

tl::expected<Books, std::vector<Fault>> load_books(const Places& places, const Thresholds& thresholds) {
  auto rules = load_rules(places, thresholds);
  auto replies = load_replies(places);
  std::vector<Fault> faults;
  if (!rules) faults = std::move(rules.error());
  if (!replies) faults.insert(faults.end(), replies.error().begin(), replies.error().end());
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return Books{std::make_shared<const RuleBook>(std::move(*rules)), std::make_shared<const ReplyBook>(std::move(*replies))};
}

}  // namespace ajar
