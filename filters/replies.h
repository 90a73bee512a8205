#pragma once
// ReplyBook: the sentences drafts are made of (config/replies/<lang>.yaml and the user's replies.d/), and rotation.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "filters/rules.h"

namespace ajar {

/// What this user's drafts have said so far: variant ids, oldest first. Rotation never repeats the latest ones.
struct ReplyMemory {
  std::vector<std::string> used;
};

class ReplyBook {
 public:
  static tl::expected<ReplyBook, std::vector<Fault>> load(const std::vector<NamedText>& shipped,
                                                          const std::vector<NamedText>& overlay);
  std::vector<std::string> languages() const;

  struct Compiled;  ///< for draft and etiquette
  const Compiled& compiled() const;

 private:
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace ajar
