#include "filters/message_writer.h"

#include <algorithm>

#include "filters/ascii.h"
#include "filters/charset.h"
#include "filters/encoded_word.h"
#include "filters/message_parser.h"
#include "filters/transfer_encoding.h"

namespace ajar {
namespace {

constexpr std::size_t kLongestLine = 78;        // RFC 5322 2.1.1
constexpr std::size_t kLongestPlainLine = 998;  // RFC 5322 2.1.1, must
constexpr std::size_t kFlowWidth = 72;          // RFC 3676 4.2 asks for at most 78
constexpr std::size_t kMostReferences = 100;
constexpr std::string_view kSignatureLine = "-- ";

auto refuse(const std::string& what) { return fail(ErrorKind::message, "the mail cannot be written: " + what); }

bool is_atext(char c) {
  return ascii::is_alnum(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

/// A dot-atom on both sides: what can stand between <> without a second thought.
bool is_writable_email(std::string_view email) {
  const auto at = email.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == email.size() || email.size() > 320) return false;
  return std::all_of(email.begin(), email.end(),
                     [&](const char& c) { return is_atext(c) || c == '.' || (c == '@' && &c == email.data() + at); });
}

bool is_writable_id(std::string_view id) {
  return !id.empty() && id.size() < kLongestPlainLine - 20 &&
         std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 0x7F && c != '<' && c != '>'; });
}

/// One line, single blanks, no quotes around the whole.
std::string tidy(std::string_view text) {
  std::string out;
  for (const char c : one_line(text))
    if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
  return std::string(ascii::trim(out));
}

std::string tidy_name(const Address& address) {
  std::string name = tidy(address.name);
  const auto quoted = [&] {
    return name.size() > 1 && name.front() == name.back() && (name[0] == '\'' || name[0] == '"');
  };
  while (quoted()) name = std::string(ascii::trim(std::string_view(name).substr(1, name.size() - 2)));
  return same_email(name, address.email) ? std::string{} : name;
}

/// A display name as phrase, quoted string or encoded words.
std::string encode_name(std::string_view name) {
  if (!is_plain_header_text(name) || name.size() > 60) return encode_words(name);
  if (std::all_of(name.begin(), name.end(), [](char c) { return is_atext(c) || c == ' '; })) return std::string(name);
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string encode_subject(std::string_view subject) {
  std::size_t word = 0;
  std::size_t longest = 0;
  for (const char c : subject) longest = std::max(longest, word = c == ' ' ? 0 : word + 1);
  return is_plain_header_text(subject) && longest < 60 ? std::string(subject) : encode_words(subject);
}

/// One header field, folded between its blanks so that no line passes 78 characters (ids stay whole).
std::string write_field(std::string_view name, std::string_view value) {
  std::string out(name);
  out += ':';
  std::size_t column = out.size();
  while (!value.empty()) {
    const std::size_t size = std::min(value.find(' '), value.size());
    if (column + 1 + size > kLongestLine && column > name.size() + 1) {
      out += "\r\n";
      column = 0;
    }
    out += ' ';
    out += value.substr(0, size);
    column += 1 + size;
    value.remove_prefix(std::min(size + 1, value.size()));
  }
  return out + "\r\n";
}

std::string write_addresses(const std::vector<Address>& addresses) {
  std::string out;
  for (const Address& address : addresses) {
    if (!out.empty()) out += ", ";
    const std::string name = encode_name(address.name);
    out += name.empty() ? address.email : name + " <" + address.email + ">";
  }
  return out;
}

std::string write_ids(const std::vector<std::string>& ids) {
  std::string out;
  for (const std::string& id : ids) out += (out.empty() ? "<" : " <") + id + ">";
  return out;
}

/// Text lines without control characters and without blanks at their ends; no empty lines at the end.
std::string tidy_body(std::string_view body) {
  std::string out;
  std::size_t line_start = 0;
  const auto end_line = [&] {
    if (std::string_view(out).substr(line_start) == kSignatureLine) return;
    while (out.size() > line_start && out.back() == ' ') out.pop_back();
  };
  for (const char c : body) {
    if (c == '\n') {
      end_line();
      out += c;
      line_start = out.size();
    } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) {
      out += c;
    } else if (c == '\t') {
      out += ' ';
    }
  }
  end_line();
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

/// RFC 3676: lines broken softly (a blank stays at their end), stuffed where their start could be misread.
std::string flow(std::string_view body) {
  std::string out;
  const auto put_line = [&](std::string_view line) {
    if (line.starts_with(' ') || line.starts_with('>') || line.starts_with("From ")) out += ' ';
    out += line;
    out += '\n';
  };
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('\n'), body.size());
    std::string_view line = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    while (line != kSignatureLine && count_code_points(line.substr(0, 4 * kFlowWidth + 4)) > kFlowWidth) {
      std::size_t cut = std::string_view::npos;  // after the last blank that fits, else after the first one
      for (std::size_t at = line.find(' '); at != std::string_view::npos; at = line.find(' ', at + 1)) {
        if (cut != std::string_view::npos && count_code_points(line.substr(0, at + 1)) > kFlowWidth) break;
        cut = at;
      }
      if (cut == std::string_view::npos) break;
      put_line(line.substr(0, cut + 1));
      line.remove_prefix(cut + 1);
    }
    put_line(line);
  }
  return out;
}

struct EncodedBody {
  std::string_view encoding;
  std::string bytes;
};

EncodedBody encode_body(std::string_view text) {
  std::size_t column = 0;
  bool plain = true;
  for (const char c : text) {
    column = c == '\n' ? 0 : column + 1;
    plain = plain && static_cast<unsigned char>(c) < 0x80 && column < kLongestPlainLine;
  }
  if (!plain) return {"quoted-printable", encode_quoted_printable(text)};
  EncodedBody body{"7bit", {}};
  for (const char c : text) body.bytes += c == '\n' ? "\r\n" : std::string(1, c);
  return body;
}

/// The mail as it will be written: values tidied, ids that cannot be written left out.
OutgoingMessage tidied(const OutgoingMessage& message) {
  OutgoingMessage mail = message;
  const auto tidy_address = [](Address& address) {
    address.name = tidy_name(address);
    address.email = std::string(local_part(address.email)) + "@" + ascii::lower(domain_of(address.email));
  };
  tidy_address(mail.from);
  std::for_each(mail.to.begin(), mail.to.end(), tidy_address);
  mail.subject = tidy(mail.subject);
  mail.body = tidy_body(mail.body);
  if (!is_writable_id(mail.in_reply_to)) mail.in_reply_to.clear();
  auto& ids = mail.references;
  ids.erase(std::remove_if(ids.begin(), ids.end(), [](const std::string& id) { return !is_writable_id(id); }),
            ids.end());
  if (ids.empty() && !mail.in_reply_to.empty()) ids.push_back(mail.in_reply_to);
  if (ids.size() > kMostReferences) ids.erase(ids.begin() + 1, ids.end() - (kMostReferences - 1));
  return mail;
}

std::string write_bytes(const OutgoingMessage& mail) {
  const EncodedBody body = encode_body(mail.flowed ? flow(mail.body) : mail.body + "\n");
  std::string out = write_field("From", write_addresses({mail.from})) + write_field("To", write_addresses(mail.to)) +
                    write_field("Subject", encode_subject(mail.subject)) +
                    write_field("Date", format_mail_date(mail.date, mail.time_zone)) +
                    write_field("Message-ID", "<" + mail.message_id + ">");
  if (!mail.in_reply_to.empty()) out += write_field("In-Reply-To", "<" + mail.in_reply_to + ">");
  if (!mail.references.empty()) out += write_field("References", write_ids(mail.references));
  out += write_field("MIME-Version", "1.0");
  out += write_field("Content-Type",
                     mail.flowed ? "text/plain; charset=utf-8; format=flowed" : "text/plain; charset=utf-8");
  out += write_field("Content-Transfer-Encoding", body.encoding);
  return out + "\r\n" + body.bytes;
}

/// What differs when the bytes are read again; empty if nothing does.
std::string difference(const OutgoingMessage& mail, const std::string& bytes) {
  const auto read = parse_message(bytes, std::nullopt, mail.date);
  if (!read) return "its header";
  const Envelope& envelope = read->envelope;
  std::vector<std::string> replies;
  if (!mail.in_reply_to.empty()) replies.push_back(mail.in_reply_to);
  const std::size_t fields = 8 + replies.size() + (mail.references.empty() ? 0 : 1);
  if (read->headers.size() != fields) return "the number of header fields";
  if (envelope.from != std::vector<Address>{mail.from}) return "From";
  if (envelope.to != mail.to) return "To";
  if (envelope.subject != mail.subject) return "Subject";
  if (envelope.date != mail.date) return "Date";
  if (envelope.message_id != mail.message_id) return "Message-ID";
  if (envelope.in_reply_to != replies) return "In-Reply-To";
  if (envelope.references != mail.references) return "References";
  return tidy_body(read->text) == mail.body ? std::string{} : "the body";
}

}  // namespace

Result<std::string> write_message(const OutgoingMessage& message) {
  OutgoingMessage mail = tidied(message);
  if (mail.to.empty()) return refuse("there is no address in To");
  if (!is_writable_email(mail.from.email)) return refuse("the sender's address is not usable");
  for (const Address& address : mail.to)
    if (!is_writable_email(address.email)) return refuse("an address in To is not usable");
  if (!is_writable_id(mail.message_id)) return refuse("the Message-ID is not usable");
  for (const std::string* text : {&mail.from.name, &mail.subject, &mail.body})
    if (!is_valid_utf8(*text)) return refuse("its text is not UTF-8");
  std::string bytes = write_bytes(mail);
  const std::string different = difference(mail, bytes);
  if (!different.empty()) return refuse("read again, " + different + " would not be the same");
  return bytes;
}

}  // namespace ajar
