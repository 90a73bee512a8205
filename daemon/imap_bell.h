#pragma once
// Counts the messages of a mailbox for a doorbell: EXISTS above what was told before is new mail. Pure.
#include <cstdint>
#include <string>

namespace ajar {

class ImapBell {
 public:
  /// A mailbox was opened: rings, since nobody can know what came before.
  void opened(std::uint32_t exists);
  /// An untagged line while nobody reads answers: "* 23 EXISTS", "* 4 EXPUNGE"; others do not matter.
  void hear(const std::string& line);
  bool ringing() const { return ringing_; }
  /// The count by now: more than was told rings.
  void counted(std::uint32_t exists);
  /// True if it rings; then it is silent until there are more news.
  bool take();

 private:
  bool ringing_ = false;
  std::uint32_t told_ = 0;
};

}  // namespace ajar
