// A hostile server behind the guard and in front of libetpan: nothing it sends may harm the reader of answers, and how
// its bytes are cut into pieces may not matter.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "daemon/imap_answers.h"
#include "daemon/response_guard.h"

namespace {

/// What the guard passes on, answer by answer.
std::vector<std::string> vetted_answers(std::string_view bytes, std::size_t step, bool continuation, std::string& why) {
  ajar::ResponseGuard guard;
  ajar::ResponseLimits limits;
  limits.line = 2000;
  limits.search_line = 4000;
  limits.literal = 500;
  limits.response = 20000;
  limits.continuation = continuation;
  guard.expect(limits);
  std::vector<std::string> answers;
  std::string answer;
  while (!bytes.empty()) {
    std::string_view piece = bytes.substr(0, step);
    bytes.remove_prefix(piece.size());
    while (!piece.empty()) {
      const auto progress = guard.feed(piece, answer);
      if (progress == ajar::ResponseGuard::Progress::refused) {
        why = guard.why();
        return answers;
      }
      if (progress == ajar::ResponseGuard::Progress::more) continue;
      answers.push_back(std::move(answer));
      answer.clear();
    }
  }
  return answers;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bool continuation = data[0] & 1, selecting = data[0] & 2;
  std::string why, why_in_pieces;
  const auto answers = vetted_answers(bytes, bytes.size() + 1, continuation, why);
  if (vetted_answers(bytes, 1 + data[0] % 7, continuation, why_in_pieces) != answers || why != why_in_pieces)
    std::abort();
  ajar::ImapAnswerReader reader;
  for (const std::string& answer : answers) {
    if (selecting) reader.begin_selection();
    if (!continuation && !reader.read(1, answer)) break;  // as the wire does: the connection is dropped
    (void)reader.selection();
  }
  return 0;
}
