#include "daemon/imap_answers.h"

#include <libetpan/libetpan.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace ajar {
namespace {

/// What libetpan reads from: the answer at hand, then nothing.
struct Source {
  std::string_view left;
};

ssize_t read_source(mailstream_low* low, void* buffer, std::size_t size) {
  auto& source = *static_cast<Source*>(low->data);
  const std::size_t count = std::min(size, source.left.size());
  if (count == 0) return -1;
  std::memcpy(buffer, source.left.data(), count);
  source.left.remove_prefix(count);
  return static_cast<ssize_t>(count);
}

ssize_t write_nothing(mailstream_low*, const void*, std::size_t) { return -1; }
int close_nothing(mailstream_low*) { return 0; }
int no_descriptor(mailstream_low*) { return -1; }
void free_low(mailstream_low* low) { std::free(low); }
void cancel_nothing(mailstream_low*) {}

mailstream_low_driver driver = {read_source, write_nothing, close_nothing, no_descriptor, free_low, cancel_nothing,
                                nullptr,     nullptr,       nullptr,       nullptr,       nullptr};

template <class Item, class Visit>
void each(clist* list, Visit visit) {
  if (list == nullptr) return;
  for (clistiter* at = clist_begin(list); at != nullptr; at = clist_next(at))
    if (auto* item = static_cast<Item*>(clist_content(at))) visit(*item);
}

ListAnswer read_list(const mailimap_mailbox_list& line) {
  ListAnswer answer;
  answer.name = line.mb_name ? line.mb_name : "";
  answer.delimiter = line.mb_delimiter;
  if (line.mb_flag == nullptr) return answer;
  answer.no_select = line.mb_flag->mbf_type == MAILIMAP_MBX_LIST_FLAGS_SFLAG &&
                     line.mb_flag->mbf_sflag == MAILIMAP_MBX_LIST_SFLAG_NOSELECT;
  each<mailimap_mbx_list_oflag>(line.mb_flag->mbf_oflags, [&](const mailimap_mbx_list_oflag& flag) {
    if (flag.of_flag_ext) answer.attributes.emplace_back(flag.of_flag_ext);
  });
  return answer;
}

/// nullopt if the server sent a date that is none.
std::optional<Instant> to_instant(const mailimap_date_time& date) {
  const std::chrono::year_month_day day{std::chrono::year(date.dt_year),
                                        std::chrono::month(static_cast<unsigned>(date.dt_month)),
                                        std::chrono::day(static_cast<unsigned>(date.dt_day))};
  if (!day.ok()) return std::nullopt;
  const int offset = date.dt_zone / 100 * 60 + date.dt_zone % 100;  // +0530 is 530
  return std::chrono::sys_days(day) + std::chrono::hours(date.dt_hour) + std::chrono::minutes(date.dt_min - offset) +
         std::chrono::seconds(date.dt_sec);
}

void read_static(const mailimap_msg_att_static& item, FetchAnswer& answer) {
  const auto& data = item.att_data;
  switch (item.att_type) {
    case MAILIMAP_MSG_ATT_UID:
      answer.uid = data.att_uid;
      break;
    case MAILIMAP_MSG_ATT_RFC822_SIZE:
      answer.size = data.att_rfc822_size;
      break;
    case MAILIMAP_MSG_ATT_INTERNALDATE:
      if (data.att_internal_date) answer.internal_date = to_instant(*data.att_internal_date);
      break;
    case MAILIMAP_MSG_ATT_BODY_SECTION:
      if (data.att_body_section && data.att_body_section->sec_body_part)
        answer.body.emplace(data.att_body_section->sec_body_part, data.att_body_section->sec_length);
      else
        answer.body.emplace();
      break;
    default:
      break;
  }
}

FetchAnswer read_fetch(const mailimap_msg_att& line) {
  FetchAnswer answer;
  answer.number = line.att_number;
  each<mailimap_msg_att_item>(line.att_list, [&](const mailimap_msg_att_item& item) {
    if (item.att_type == MAILIMAP_MSG_ATT_ITEM_STATIC && item.att_data.att_static)
      read_static(*item.att_data.att_static, answer);
  });
  return answer;
}

ImapAnswer read_info(const mailimap_response_info& info) {
  ImapAnswer answer;
  each<mailimap_mailbox_list>(info.rsp_mailbox_list,
                              [&](const auto& line) { answer.listed.push_back(read_list(line)); });
  each<std::uint32_t>(info.rsp_search_result, [&](std::uint32_t uid) { answer.found.push_back(uid); });
  each<mailimap_msg_att>(info.rsp_fetch_list, [&](const auto& line) { answer.fetched.push_back(read_fetch(line)); });
  return answer;
}

constexpr std::size_t buffer_size = 16 * 1024;

}  // namespace

struct ImapAnswerReader::Session {
  Session() : imap(mailimap_new(0, nullptr)), low(mailstream_low_new(&source, &driver)) {
    mailstream* stream = mailstream_new(low, buffer_size);
    source.left = "* PREAUTH x\r\n";
    mailimap_connect(imap, stream);
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() {
    mailstream_close(imap->imap_stream);
    imap->imap_stream = nullptr;  // else mailimap_free would say LOGOUT to nobody
    mailimap_free(imap);
  }

  Source source;
  mailimap* imap;
  mailstream_low* low;
};

ImapAnswerReader::ImapAnswerReader() : session_(std::make_unique<Session>()) {}
ImapAnswerReader::~ImapAnswerReader() = default;

void ImapAnswerReader::begin_selection() {
  mailimap& imap = *session_->imap;
  if (imap.imap_selection_info) mailimap_selection_info_free(imap.imap_selection_info);
  imap.imap_selection_info = mailimap_selection_info_new();
}

std::optional<ImapAnswer> ImapAnswerReader::read(int tag, const std::string& bytes) {
  mailimap* imap = session_->imap;
  session_->source.left = bytes;
  imap->imap_tag = tag;
  if (mailimap_read_line(imap) == nullptr) return std::nullopt;
  mailimap_response* response = nullptr;
  const int result = mailimap_parse_response(imap, &response);
  if (result == MAILIMAP_NO_ERROR) mailimap_response_free(response);
  // BAD, or another tag, which the wire has ruled out.
  if (result != MAILIMAP_NO_ERROR && result != MAILIMAP_ERROR_PROTOCOL) return std::nullopt;
  if (imap->imap_response_info == nullptr) return ImapAnswer{};
  ImapAnswer answer = read_info(*imap->imap_response_info);
  mailimap_response_info_free(imap->imap_response_info);
  imap->imap_response_info = nullptr;
  return answer;
}

Selection ImapAnswerReader::selection() const {
  const mailimap_selection_info* info = session_->imap->imap_selection_info;
  if (info == nullptr) return {};
  return {info->sel_uidvalidity, info->sel_uidnext, info->sel_exists};
}

}  // namespace ajar
