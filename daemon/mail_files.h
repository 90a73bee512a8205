#pragma once
// Mails out of files, one at a time: .eml, mbox (mboxo, mboxrd), Maildir, folders of .eml, standard input.
// Memory stays flat however large the mailbox is.
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "filters/result.h"

namespace ajar {

/// A mail longer than this is cut: its text stands at its beginning. Unit: bytes.
inline constexpr std::size_t longest_mail = 16 * 1024 * 1024;

/// One mail as found. `bytes` is valid during the visit only.
struct FoundMail {
  std::string_view path;  ///< as given, or below the folder given; "-" for standard input
  std::size_t index = 0;  ///< within the file, from 0
  Result<std::string_view> bytes;
};

/// Visits every mail of `path` in a stable order. What cannot be read is visited as a failure.
void visit_mails(const std::string& path, const std::function<void(const FoundMail&)>& visit);

/// The failure with its place: "PATH" or, within an mbox, "PATH:INDEX".
Error in_file(const std::string& path, Error error, std::size_t index = 0);

/// The first mail of a file or standard input ("-"). Fails with ErrorKind::message.
Result<std::string> read_one_mail(const std::string& path);

}  // namespace ajar
