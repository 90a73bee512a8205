#pragma once
// A line filter between the network and libetpan 1.9.4, which crashes, hangs or eats memory on answers a server must
// not but can give. Pure: bytes in, vetted bytes out. Lines Ajar has no use for are dropped, the text of status lines
// is kept here and replaced by "x" for libetpan, and what no client should accept ends the session.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ajar {

/// What one command's answer may be.
struct ResponseLimits {
  std::size_t line = 64 * 1024;       ///< bytes of one line without its literals; a SEARCH answer may have 16 MiB
  std::uint64_t literal = 64 * 1024;  ///< bytes of one literal: what was asked for
  std::uint64_t response = 64 << 20;  ///< bytes of the whole answer
  int depth = 16;                     ///< open parentheses
};

/// The last tagged or BYE line: "NO", "OVERQUOTA", "Quota exceeded".
struct StatusLine {
  std::string tag;   ///< "*" for BYE
  std::string word;  ///< OK NO BAD BYE, upper case
  std::string code;  ///< inside [ ], without them; may be empty
  std::string text;
};

class ResponseGuard {
 public:
  /// A new command: what its answer may be.
  void expect(const ResponseLimits& limits);
  /// Appends vetted bytes (whole lines and parts of literals) to `out`.
  /// False: the answer is refused, why() tells; drop the connection, every later call is false too.
  bool feed(std::string_view bytes, std::string& out);
  const std::string& why() const { return why_; }
  const StatusLine& last_status() const { return status_; }

 private:
  enum class Verdict { pass, drop, refuse };
  Verdict judge_line(std::string& line);
  Verdict judge_untagged(std::string& line);
  Verdict judge_numbered(const std::string& line);
  Verdict judge_status(std::string& line, std::size_t word_at, bool tagged);
  Verdict judge_data(std::string_view line, std::size_t from);
  Verdict judge_search(std::string_view line);
  bool end_line(std::string& out);
  bool refuse(const char* why);

  ResponseLimits limits_;
  StatusLine status_;
  std::string line_;
  std::string why_;
  std::uint64_t literal_left_ = 0;
  std::uint64_t seen_ = 0;
  int depth_ = 0;
  bool inside_ = false;  ///< the line goes on after a literal
};

}  // namespace ajar
