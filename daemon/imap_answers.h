#pragma once
// The only room that knows libetpan: it reads the complete, vetted answer to one command into plain values. Mail
// authors' text reaches it only inside literals; it never touches the network.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "filters/civil_time.h"

namespace ajar {

/// One LIST line; the name is raw (modified UTF-7), the attributes as sent, without the backslash.
struct ListAnswer {
  std::string name;
  char delimiter = 0;
  bool no_select = false;
  std::vector<std::string> attributes;
};

/// One FETCH line; what was not in it is nullopt.
struct FetchAnswer {
  std::uint32_t number = 0;  ///< message sequence number
  std::optional<std::uint32_t> uid;
  std::optional<Instant> internal_date;
  std::optional<std::uint32_t> size;
  std::optional<std::string> body;
};

/// What the untagged lines before a tagged one said.
struct ImapAnswer {
  std::vector<ListAnswer> listed;
  std::vector<std::uint32_t> found;
  std::vector<FetchAnswer> fetched;
};

/// As EXAMINE and the lines after it tell; 0: not told.
struct Selection {
  std::uint32_t uid_validity = 0;
  std::uint32_t uid_next = 0;
  std::uint32_t exists = 0;
};

class ImapAnswerReader {
 public:
  ImapAnswerReader();
  ~ImapAnswerReader();
  ImapAnswerReader(const ImapAnswerReader&) = delete;
  ImapAnswerReader& operator=(const ImapAnswerReader&) = delete;

  /// An EXAMINE is sent: forget the mailbox before.
  void begin_selection();
  /// `bytes` end with the tagged line of `tag`; a NO or BAD there is fine. nullopt: it cannot be read as IMAP.
  std::optional<ImapAnswer> read(int tag, const std::string& bytes);
  /// Up to date with every line read since begin_selection().
  Selection selection() const;

 private:
  struct Session;
  std::unique_ptr<Session> session_;
};

}  // namespace ajar
