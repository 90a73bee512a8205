#pragma once
// The subject of an answer: "Re: " once, without what reply buttons and calendars put in front.
#include <string>
#include <string_view>

namespace ajar {

/// "AW: Gespräch" -> "Re: Gespräch"; "Accepted: Interview @ Tue 14 Apr 2026" -> "Re: Interview". At most 200 code points.
std::string reply_subject(std::string_view subject);

}  // namespace ajar
