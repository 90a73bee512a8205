#pragma once
// Commands out, vetted answer lines in: a VerifiedStream with the response guard in front and one deadline per
// command. After any failure the stream is out of step: the connection is dead and every later call fails alike.
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/curl_transport.h"
#include "daemon/response_guard.h"

namespace ajar {

class ImapWire {
 public:
  ImapWire(std::unique_ptr<VerifiedStream> stream, std::chrono::milliseconds command_timeout);

  /// Limits of the answers to the commands that follow.
  void expect(const ResponseLimits& limits) { guard_.expect(limits); }
  /// Sends "TAG command CRLF"; returns the tag. The deadline of its answer starts here.
  Result<int> send(std::string_view command);
  /// Bytes as they are: the rest of a command after a "+".
  Result<void> send_bytes(std::string_view bytes);
  /// The clock of a pipelined command starts when its answer is due.
  void restart_deadline();
  void set_deadline(Deadline deadline) { deadline_ = deadline; }

  /// One vetted line without CR LF.
  Result<std::string> read_line();
  /// The whole vetted answer to `tag`, its tagged line included; guard().status() is that line.
  Result<std::string> read_answer(int tag);
  /// Reads lines up to the tagged one: its status. Lines on the way are given to `on_line`, if there is one.
  template <class OnLine>
  Result<StatusLine> finish(int tag, OnLine on_line);
  Result<StatusLine> finish(int tag) {
    return finish(tag, [](const std::string&) {});
  }
  /// Waits until read_line() would give a line at once; ends at once when `wake_fd` is readable.
  Result<Wait> wait_for_line(Deadline deadline, int wake_fd);

  const ResponseGuard& guard() const { return guard_; }
  const std::string& place() const { return stream_->place(); }
  bool preauthenticated() const { return stream_->preauthenticated(); }
  bool dead() const { return death_.has_value(); }
  /// Ends the connection for a reason found elsewhere; the error to return.
  tl::unexpected<Error> kill(Error error);

 private:
  Result<ResponseGuard::Progress> fill();
  Error stray_answer() const;
  bool has_line() const { return vetted_.find('\n', at_) != std::string::npos; }

  std::unique_ptr<VerifiedStream> stream_;
  ResponseGuard guard_;
  std::chrono::milliseconds timeout_;
  Deadline deadline_{};
  std::string raw_;     ///< read, not yet vetted: what came after a tagged line
  std::string vetted_;  ///< lines from at_ on are still to be read
  std::size_t at_ = 0;
  int tag_ = 0;
  std::optional<Error> death_;
};

template <class OnLine>
Result<StatusLine> ImapWire::finish(int tag, OnLine on_line) {
  const std::string start = std::to_string(tag) + " ";
  for (;;) {
    const auto line = read_line();
    if (!line) return tl::unexpected(line.error());
    if (line->rfind(start, 0) == 0) return guard_.status();
    if ((*line)[0] != '*' && (*line)[0] != '+') return kill(stray_answer());
    on_line(*line);
  }
}

/// What the server said, for an error message: one line of printable text in quotes, without `secret`; may be empty.
std::string server_words(const StatusLine& status, std::string_view secret = {});

}  // namespace ajar
