#include "daemon/mail_files.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <vector>

#include "filters/message_parser.h"

namespace ajar {
namespace {

namespace fs = std::filesystem;
using Visit = std::function<void(const FoundMail&)>;
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

constexpr std::string_view from_line = "From ";
constexpr std::size_t block = 256 * 1024;

/// Cuts an mbox into mails: a line that begins "From " after an empty line (or at the top) begins the next one.
class MboxCutter {
 public:
  MboxCutter(std::string_view path, const Visit& visit) : path_(path), visit_(visit) {}

  void take(std::string_view bytes) {
    buffer_.append(bytes);
    for (std::size_t next; (next = next_boundary()) != std::string::npos;) hand_out(next);
    buffer_.erase(0, begin_);
    searched_ -= begin_;
    begin_ = 0;
    if (buffer_.size() <= longest_mail + block) return;
    buffer_.resize(longest_mail);  // keeps the beginning; the look for the next mail goes on behind it
    searched_ = std::min(searched_, buffer_.size());
  }

  void finish() {
    if (begin_ < buffer_.size()) hand_out(buffer_.size());
  }

 private:
  /// Offset of the "From " of the next mail, or npos if it is not here yet.
  std::size_t next_boundary() {
    while (true) {
      std::size_t newline = buffer_.find("\nFrom ", searched_);
      if (newline == std::string::npos) {
        constexpr std::size_t overlap = 8;
        searched_ = std::max(searched_, buffer_.size() - std::min(buffer_.size(), overlap));
        return std::string::npos;
      }
      searched_ = newline + 1;
      const std::string_view before = std::string_view(buffer_).substr(begin_, newline - begin_);
      bool after_empty_line = before.ends_with('\n') || before.ends_with("\n\r");
      if (after_empty_line) return newline + 1;
    }
  }

  void hand_out(std::size_t end) {
    std::string mail = unquote_mbox(std::string_view(buffer_).substr(begin_, std::min(end - begin_, longest_mail)));
    visit_({path_, index_++, std::string_view(mail)});
    begin_ = searched_ = end;
  }

  std::string_view path_;
  const Visit& visit_;
  std::string buffer_;
  std::size_t begin_ = 0;  ///< of the mail that is not yet handed out
  std::size_t searched_ = 0;
  std::size_t index_ = 0;
};

tl::unexpected<Error> unreadable(std::string_view path, std::string_view reason) {
  return fail(ErrorKind::message, "cannot read " + std::string(path) + ": " + std::string(reason));
}

bool read_block(std::FILE* file, std::string& into) {
  into.resize(block);
  into.resize(std::fread(into.data(), 1, block, file));
  return !into.empty();
}

/// One mail, read to its end or to the cap; `first` is what has been read already.
void visit_single(std::string_view path, std::FILE* file, std::string first, const Visit& visit) {
  std::string mail = std::move(first), more;
  while (mail.size() < longest_mail && read_block(file, more)) mail += more;
  if (std::ferror(file)) return visit({path, 0, unreadable(path, "the disk gives an error")});
  if (mail.empty()) return visit({path, 0, unreadable(path, "it is empty")});
  mail.resize(std::min(mail.size(), longest_mail));
  visit({path, 0, std::string_view(mail)});
}

/// A file that begins with "From " is an mbox, unless its name says that it is one mail.
void visit_stream(std::string_view path, std::FILE* file, const Visit& visit) {
  std::string bytes;
  read_block(file, bytes);
  bool is_mbox = bytes.starts_with(from_line) && !path.ends_with(".eml");
  if (!is_mbox) return visit_single(path, file, std::move(bytes), visit);
  MboxCutter cutter(path, visit);
  do cutter.take(bytes);
  while (read_block(file, bytes));
  cutter.finish();
}

void visit_file(const std::string& path, const Visit& visit) {
  File file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) return visit({path, 0, unreadable(path, std::strerror(errno))});
  visit_stream(path, file.get(), visit);
}

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::error_code failed;
  std::vector<fs::path> entries;
  for (const auto& entry : fs::directory_iterator(folder, failed)) entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  return entries;
}

bool is_maildir(const fs::path& folder) {
  std::error_code missing;
  return fs::is_directory(folder / "cur", missing) && fs::is_directory(folder / "new", missing);
}

/// Everything in cur and new of a Maildir; *.eml and *.mbox elsewhere; folders within folders likewise.
std::size_t visit_folder(const fs::path& folder, const Visit& visit) {
  bool maildir = is_maildir(folder);
  std::size_t files = 0;
  for (const auto& entry : sorted_entries(folder)) {
    std::error_code missing;
    if (fs::is_symlink(entry, missing) && fs::is_directory(entry, missing)) continue;  // no circles
    if (fs::is_directory(entry, missing)) {
      bool delivered = maildir && (entry.filename() == "cur" || entry.filename() == "new");
      if (maildir && entry.filename() == "tmp") continue;
      if (!delivered) {
        files += visit_folder(entry, visit);
        continue;
      }
      for (const auto& mail : sorted_entries(entry)) {
        visit_file(mail.string(), visit);
        ++files;
      }
    } else if (entry.extension() == ".eml" || entry.extension() == ".mbox") {
      visit_file(entry.string(), visit);
      ++files;
    }
  }
  return files;
}

}  // namespace

void visit_mails(const std::string& path, const Visit& visit) {
  if (path == "-") return visit_stream(path, stdin, visit);
  std::error_code missing;
  if (!fs::is_directory(path, missing)) return visit_file(path, visit);
  if (visit_folder(path, visit) == 0)
    visit({path, 0, unreadable(path, "this folder holds no mails (.eml, .mbox, or a Maildir's cur and new)")});
}

Error in_file(const std::string& path, Error error, std::size_t index) {
  error.what = path + (index > 0 ? ":" + std::to_string(index) : "") + ": " + error.what;
  return error;
}

Result<std::string> read_one_mail(const std::string& path) {
  std::error_code missing;
  if (fs::is_directory(path, missing)) return unreadable(path, "it is a folder; name one mail");
  Result<std::string> first = unreadable(path, "it is empty");
  visit_mails(path, [&](const FoundMail& mail) {
    if (mail.index != 0) return;
    if (mail.bytes)
      first = std::string(*mail.bytes);
    else
      first = tl::unexpected(mail.bytes.error());
  });
  return first;
}

}  // namespace ajar
