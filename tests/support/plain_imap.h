#pragma once
// An independent hand on an IMAP server: a few lines over clear text, sharing no code with the program.
#include <string>
#include <vector>

namespace ajar::testing {

class PlainImap {
 public:
  /// Connects to 127.0.0.1 and signs in, unless the server greets with PREAUTH. Throws std::runtime_error.
  PlainImap(int port, const std::string& user, const std::string& password);
  ~PlainImap();
  PlainImap(const PlainImap&) = delete;
  PlainImap& operator=(const PlainImap&) = delete;

  /// All lines of the answer, the tagged one last. Throws if that is not OK.
  std::string command(const std::string& text);
  /// APPEND; `date` as IMAP writes it ("25-Nov-2026 10:00:00 +0100"), may be empty.
  void append(const std::string& mailbox, const std::string& bytes, const std::string& date = {},
              const std::string& flags = {});
  /// Flags, size and UID of every message, for comparing before and after.
  std::string listing(const std::string& mailbox);

 private:
  std::string read_line();
  void send(const std::string& bytes);
  std::string finish(const std::string& tag);
  int fd_ = -1, tag_ = 0;
  std::string input_;
};

}  // namespace ajar::testing
