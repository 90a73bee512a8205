#pragma once
// What was found in a mail, as `ajar classify --json` prints it: the fields of contracts.md, one object a line.
#include <string>

#include "daemon/mail_files.h"
#include "filters/reading.h"

namespace ajar {

/// Ends with a newline. Unknown values are null.
std::string json_line(const FoundMail& mail, const Reading& reading);
/// The line of a mail that cannot be read.
std::string json_line(const FoundMail& mail, const Error& error);

}  // namespace ajar
