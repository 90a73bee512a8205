#pragma once
// A line filter between the network and libetpan 1.9.4, which crashes, hangs or eats memory on answers that a server
// must not but can give. Pure: bytes in, vetted bytes out. What Ajar has no use for is dropped; the codes and texts of
// status lines and the capabilities are kept here instead of passed on; what no client should accept ends the session.
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace ajar {

/// What the answers to one command, or to a batch of alike commands, may be. Units: bytes.
struct ResponseLimits {
  std::size_t line = 64 * 1024;        ///< of one line without its literals
  std::size_t search_line = 16 << 20;  ///< of one SEARCH line: 1.4 million UIDs
  std::uint64_t literal = 8 * 1024;    ///< of one literal: what was asked for
  std::uint64_t response = 16 << 20;   ///< from one tagged line to the next
  int depth = 16;                      ///< open parentheses
  bool continuation = false;           ///< "+" lines are passed on, else dropped
};

/// The last tagged or BYE line: {"7", "NO", "OVERQUOTA", "Quota exceeded"}.
struct StatusLine {
  std::string tag;   ///< "*" for BYE
  std::string word;  ///< OK NO BAD BYE
  std::string code;  ///< what was inside [ ]; may be empty
  std::string text;
};

class ResponseGuard {
 public:
  /// A new command, or a batch of them, is sent.
  void expect(const ResponseLimits& limits);
  enum class Progress { more, answered, refused };
  /// Takes bytes off the front of `bytes` and appends what is vetted (whole lines, parts of literals) to `out`.
  /// more: all bytes are taken, the answer is not complete; answered: just past a tagged line, status() is that line's;
  /// refused: why() tells; drop the connection, every later call is refused too.
  Progress feed(std::string_view& bytes, std::string& out);
  const std::string& why() const { return why_; }
  const StatusLine& status() const { return status_; }
  /// Upper case; from the last CAPABILITY data or code.
  const std::set<std::string>& capabilities() const { return capabilities_; }

 private:
  enum class Fate { pass, drop, refuse };
  Fate judge_line();
  Fate judge_untagged();
  Fate judge_numbered();
  Fate judge_status(bool tagged);
  Fate judge_items(std::size_t from);
  Fate judge_list();
  Fate judge_search();
  Fate judge_data(std::size_t from);
  bool take_literal_size();
  void end_line(std::string& out);
  Fate refuse(std::string why);

  ResponseLimits limits_;
  StatusLine status_;
  std::set<std::string> capabilities_;
  std::string line_;
  std::string why_;
  std::uint64_t seen_ = 0;
  std::uint64_t literal_left_ = 0;
  int depth_ = 0;
  bool goes_on_ = false;   ///< the line goes on after a literal
  bool dropping_ = false;  ///< and is being dropped, literals and all
  bool answered_ = false;
};

}  // namespace ajar
