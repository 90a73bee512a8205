// Any text as a body, plain and from HTML: the parts have the form that prepared_text.h promises.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "filters/charset.h"
#include "filters/language.h"
#include "filters/prepared_text.h"

namespace {

using namespace ajar;

void require(bool holds) {
  if (!holds) std::abort();
}

/// Words by one blank, sentences by "\n", paragraphs by "\n\n".
void check_form(std::string_view body) {
  require(is_valid_utf8(body));
  require(body.find("  ") == std::string_view::npos);
  require(body.find(" \n") == std::string_view::npos && body.find("\n ") == std::string_view::npos);
  require(body.find("\n\n\n") == std::string_view::npos);
  require(body.find_first_of("\r\t") == std::string_view::npos);
  require(body.empty() || (body.front() != ' ' && body.front() != '\n' && body.back() != ' ' && body.back() != '\n'));
}

void check(const Message& message) {
  const PreparedText text = prepare_text(message);
  check_form(text.body);
  check_form(text.quoted);
  require(text.opening_end <= text.body.size());
  require(text.body.empty() || text.opening_end > 0);
  require(text.salutation.empty() || text.body.find(text.salutation) != std::string::npos);
  for (const auto sentence : sentences_of(text.body)) require(!sentence.empty());
  require(recognise_languages(text.body).size() <= 7);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Message message;
  message.text = to_utf8({reinterpret_cast<const char*>(data), size}, "utf-8");
  message.envelope.subject = message.text.substr(0, 60);
  check(message);
  message.text_from_html = true;
  message.envelope.in_reply_to = {"a@b"};
  check(message);
  return 0;
}
