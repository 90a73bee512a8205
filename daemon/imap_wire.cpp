#include "daemon/imap_wire.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace ajar {

ImapWire::ImapWire(std::unique_ptr<VerifiedStream> stream, std::chrono::milliseconds command_timeout)
    : stream_(std::move(stream)), timeout_(command_timeout) {
  restart_deadline();
}

void ImapWire::restart_deadline() { deadline_ = std::chrono::steady_clock::now() + timeout_; }

tl::unexpected<Error> ImapWire::kill(Error error) {
  if (!death_) death_ = std::move(error);
  return tl::unexpected(*death_);
}

Result<int> ImapWire::send(std::string_view command) {
  restart_deadline();
  ++tag_;
  if (auto sent = send_bytes(std::to_string(tag_) + " " + std::string(command) + "\r\n"); !sent)
    return tl::unexpected(sent.error());
  return tag_;
}

Result<void> ImapWire::send_bytes(std::string_view bytes) {
  if (death_) return tl::unexpected(*death_);
  if (auto sent = stream_->write(bytes, deadline_); !sent) return kill(sent.error());
  return {};
}

/// Feeds the guard once: with what is left over, else with what the stream gives.
Result<ResponseGuard::Progress> ImapWire::fill() {
  if (death_) return tl::unexpected(*death_);
  if (raw_.empty()) {
    raw_.resize(32 * 1024);
    const auto got = stream_->read(raw_.data(), raw_.size(), deadline_);
    raw_.resize(got ? *got : 0);
    if (!got) return kill(got.error());
  }
  std::string_view rest = raw_;
  const auto progress = guard_.feed(rest, vetted_);
  raw_.erase(0, raw_.size() - rest.size());
  if (progress != ResponseGuard::Progress::refused) return progress;
  const std::string words = guard_.status().word == "BYE" ? server_words(guard_.status()) : "";
  return kill({ErrorKind::network, place() + ": " + guard_.why() + words, ""});
}

Error ImapWire::stray_answer() const {
  return {ErrorKind::network, place() + ": answer to a command that was not sent", ""};
}

Result<std::string> ImapWire::read_answer(int tag) {
  for (;;) {
    const auto progress = fill();
    if (!progress) return tl::unexpected(progress.error());
    if (*progress == ResponseGuard::Progress::answered) break;
  }
  if (guard_.status().tag != std::to_string(tag)) return kill(stray_answer());
  std::string answer = at_ == 0 ? std::move(vetted_) : vetted_.substr(at_);
  vetted_.clear();
  at_ = 0;
  return answer;
}

Result<std::string> ImapWire::read_line() {
  while (!has_line()) {
    vetted_.erase(0, at_);
    at_ = 0;
    if (const auto filled = fill(); !filled) return tl::unexpected(filled.error());
  }
  const std::size_t newline = vetted_.find('\n', at_);
  std::string line = vetted_.substr(at_, newline - at_);
  at_ = newline + 1;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

Result<Wait> ImapWire::wait_for_line(Deadline deadline, int wake_fd) {
  restart_deadline();
  while (!has_line()) {
    if (raw_.empty()) {
      if (death_) return tl::unexpected(*death_);
      const auto waited = stream_->wait(deadline, wake_fd);
      if (!waited) return kill(waited.error());
      if (*waited != Wait::readable) return waited;
      restart_deadline();
    }
    if (const auto filled = fill(); !filled) return tl::unexpected(filled.error());
  }
  return Wait::readable;
}

std::string server_words(const StatusLine& status, std::string_view secret) {
  constexpr std::size_t longest = 160;
  std::string words = status.code.empty() ? status.text : "[" + status.code + "] " + status.text;
  if (words.size() > longest) words = words.substr(0, longest) + "...";
  std::replace_if(
      words.begin(), words.end(), [](char c) { return c < ' ' || c > '~' || c == '"'; }, '?');
  if (words.empty() || (!secret.empty() && words.find(secret) != std::string::npos)) return "";
  return ": \"" + words + "\"";
}

}  // namespace ajar
