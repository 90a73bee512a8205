#include "filters/mime_part.h"

#include <mimetic/mimetic.h>

#include <array>
#include <cstddef>
#include <exception>
#include <iterator>

#include "filters/ascii.h"

namespace ajar {
namespace {

constexpr std::size_t kLongestHeaderBlock = std::size_t{64} * 1024;
constexpr std::size_t kLongestHeaderLine = std::size_t{16} * 1024;
constexpr int kMostMultiparts = 50;
constexpr int kMostSections = 1000;  ///< bodies, preambles and epilogues; what follows is not read

/// Where mimetic stands in the bytes. Its header reader is quadratic in the length of a line and recursive in the depth
/// of nesting, so the bytes come to an end for it (`refused`) as soon as a limit is passed.
struct Feed {
  const char* at = nullptr;
  const char* end = nullptr;
  bool in_body = false;
  std::size_t header_bytes = 0;
  std::size_t line_bytes = 0;
  int multiparts = 0;
  int sections = 0;
  bool refused = false;

  void step() {
    const char c = *at++;
    if (in_body) return;
    line_bytes = c == '\n' || c == '\r' ? 0 : line_bytes + 1;
    if (++header_bytes > kLongestHeaderBlock || line_bytes > kLongestHeaderLine) refuse();
  }
  void refuse() {
    refused = true;
    at = end;
  }
};

/// An input iterator, because mimetic's parser for random access iterators throws on short mails.
class FeedIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  FeedIterator() = default;
  explicit FeedIterator(Feed& feed) : feed_(&feed) {}
  char operator*() const { return *feed_->at; }
  FeedIterator& operator++() {
    feed_->step();
    return *this;
  }
  /// Every comparison mimetic makes is with the end.
  bool operator!=(const FeedIterator&) const { return feed_->at != feed_->end; }
  bool operator==(const FeedIterator&) const { return feed_->at == feed_->end; }

 private:
  Feed* feed_ = nullptr;
};

using Parser = mimetic::IteratorParser<FeedIterator, std::input_iterator_tag>;

/// Tells the feed whether header or body is being read, and counts the multiparts.
class WatchedParser : public Parser {
 public:
  WatchedParser(mimetic::MimeEntity& entity, Feed& feed) : Parser(entity), feed_(feed) {}
  void read() { run(FeedIterator(feed_), FeedIterator(feed_)); }

 private:
  void copy_until_boundary(mimetic::ParsingElem element) override {
    if (element == pePreamble && ++feed_.multiparts > kMostMultiparts) return feed_.refuse();
    if (++feed_.sections > kMostSections) feed_.at = feed_.end;
    feed_.in_body = true;
    Parser::copy_until_boundary(element);
    feed_.in_body = false;
    feed_.header_bytes = 0;
    feed_.line_bytes = 0;
  }

  Feed& feed_;
};

std::string_view field_value(const std::vector<RawField>& fields, std::string_view name) {
  for (const RawField& field : fields)
    if (field.name == name) return field.value;
  return {};
}

MimePart describe(std::vector<RawField> fields) {
  MimePart part;
  part.type = parse_mime_field(field_value(fields, "content-type"));
  if (part.type.value.find('/') == std::string::npos) part.type.value = "text/plain";
  part.disposition = parse_mime_field(field_value(fields, "content-disposition"));
  part.encoding = ascii::lower(ascii::trim(field_value(fields, "content-transfer-encoding")));
  part.fields = std::move(fields);
  return part;
}

/// Takes over what mimetic read. `depth` is bounded by kMostMultiparts and the enclosed mails.
MimePart take_over(mimetic::MimeEntity& entity, int depth) {
  std::vector<RawField> fields;
  const mimetic::Header& header = entity.header();
  for (auto field = header.begin(); field != header.end(); ++field)
    fields.push_back({ascii::lower({field->name().data(), field->name().size()}), field->value()});
  MimePart part = describe(std::move(fields));
  if (depth > 2 * kMostMultiparts) return part;
  for (mimetic::MimeEntity* child : entity.body().parts()) part.children.push_back(take_over(*child, depth + 1));
  if (part.children.empty()) part.body = std::move(static_cast<std::string&>(entity.body()));
  return part;
}

/// Mails that enclose mails make mimetic recurse without a multipart between.
bool encloses_too_many(std::string_view body) {
  constexpr std::string_view type_end = "822";
  int count = 0;
  for (auto at = body.find(type_end); at != std::string_view::npos; at = body.find(type_end, at + 1))
    if (at >= 11 && ascii::equal(body.substr(at - 11, 11), "message/rfc") && ++count > kMostMultiparts) return true;
  return false;
}

/// The boundary of a multipart whose header names none: the first line "--..." that a Content- field follows.
std::string guess_boundary(std::string_view body) {
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t end = std::min(body.find('\n', at), body.size());
    const std::string_view line = ascii::trim(body.substr(at, end - at));
    if (line.size() > 2 && line.substr(0, 2) == "--" && line.size() < 200 &&
        ascii::starts_with(body.substr(std::min(end + 1, body.size())), "content-"))
      return std::string(line.substr(2));
    at = end + 1;
  }
  return {};
}

bool is_boundary_text(std::string_view text) {
  for (const char c : text)
    if (c < ' ' || c > '~' || c == '"' || c == '\\') return false;
  return !text.empty();
}

/// A part that was cut inside the boundary that ends it shows the start of that line.
void drop_cut_boundary(MimePart& part, std::string_view boundary) {
  if (!part.children.empty()) return drop_cut_boundary(part.children.back(), boundary);
  const auto line = part.body.rfind('\n');
  const std::string_view last = std::string_view(part.body).substr(line == std::string::npos ? 0 : line + 1);
  if (last.size() >= 2 && ("--" + std::string(boundary)).compare(0, last.size(), last) == 0)
    part.body.resize(part.body.size() - last.size());
}

}  // namespace

bool MimePart::is_multipart() const { return ascii::starts_with(type.value, "multipart/"); }

HeaderBlock read_header_block(std::string_view bytes) {
  HeaderBlock block;
  std::size_t at = 0;
  if (bytes.substr(0, 5) == "From " || bytes.substr(0, 6) == ">From ")
    at = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
  const std::size_t start = at;
  bool in_field = false;
  while (at < bytes.size()) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    std::string_view line = bytes.substr(at, end - at);
    if (line.size() > kLongestHeaderLine || end - start > kLongestHeaderBlock) {
      block.too_long = true;
      break;
    }
    at = std::min(end + 1, bytes.size());
    while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) break;
    if (ascii::is_blank(line.front())) {
      if (in_field) block.fields.back().value.append(" ").append(ascii::trim(line));
      continue;
    }
    const auto colon = line.find(':');
    const std::string_view name = ascii::trim(line.substr(0, std::min(colon, line.size())));
    in_field = colon != std::string_view::npos && !name.empty() && name.find_first_of(" \t") == std::string_view::npos;
    if (in_field) block.fields.push_back({ascii::lower(name), std::string(ascii::trim(line.substr(colon + 1)))});
  }
  block.body_start = at;
  return block;
}

std::optional<MimePart> read_parts(std::vector<RawField> fields, std::string_view body) {
  MimePart root = describe(std::move(fields));
  const bool enclosed = root.is("message/rfc822");
  std::string boundary(root.type.parameter("boundary"));
  if (root.is_multipart() && !is_boundary_text(boundary)) boundary = guess_boundary(body);
  if (!enclosed && (!root.is_multipart() || !is_boundary_text(boundary))) {
    if (root.is_multipart()) root.type.value = "text/plain";
    root.body = body;
    return root;
  }
  if (encloses_too_many(body)) return std::nullopt;
  // mimetic sees no header of the mail's own but a clean Content-Type, and a line end after the last boundary.
  std::string bytes = "Content-Type: " + root.type.value;
  if (!enclosed) bytes += "; boundary=\"" + boundary + "\"";
  bytes.append("\r\n\r\n").append(body).append("\r\n");
  try {
    Feed feed;
    feed.at = bytes.data();
    feed.end = bytes.data() + bytes.size();
    mimetic::MimeEntity entity;
    WatchedParser(entity, feed).read();
    if (feed.refused) return std::nullopt;
    root.children = take_over(entity, 0).children;
  } catch (const std::exception&) {
    return std::nullopt;
  }
  if (root.children.empty()) {  // the boundary never came
    root.type.value = "text/plain";
    root.body = body;
  } else if (!enclosed) {
    drop_cut_boundary(root, boundary);
  }
  return root;
}

}  // namespace ajar
