#include "daemon/remind_caldav.h"

#include "daemon/calendar_text.h"
#include "daemon/curl_transport.h"
#include "daemon/sign_in.h"

namespace ajar {
namespace {

/// What a collection answers to a component it does not take: Google says 403, others 409 or 415 (RFC 4791 5.3.2.1).
bool takes_other_form(int status) { return status == 403 || status == 409 || status == 415; }

class CaldavChannel : public ReminderChannel {
 public:
  explicit CaldavChannel(Desk& desk) : desk_(desk), caldav_(desk.instructions.settings.caldav) {}

  std::string_view name() const override { return "caldav"; }

  Result<Told> tell(const Telling& telling) override {
    auto secret = read_secret(caldav_.secret, desk_.stop_fd);
    if (!secret) return tl::unexpected(secret.error());
    for (const ReminderEntry& reminder : telling.reminders) {
      auto status = put(reminder, CalendarForm::todo, *secret);
      if (status && takes_other_form(*status)) status = put(reminder, CalendarForm::event, *secret);
      if (!status) return tl::unexpected(status.error());
      if (auto accepted = judge_status(*status); !accepted) return tl::unexpected(accepted.error());
    }
    return Told::yes;
  }

 private:
  /// If-None-Match makes it happen once: 201 the first time, 412 for ever after.
  Result<int> put(const ReminderEntry& reminder, CalendarForm form, const Secret& secret) {
    HttpRequest request;
    request.method = "PUT";
    request.url = caldav_.url + (caldav_.url.empty() || caldav_.url.back() != '/' ? "/" : "") + calendar_uid(reminder) + ".ics";
    request.headers = {{"Content-Type", "text/calendar; charset=utf-8"}, {"If-None-Match", "*"}};
    request.body = calendar_of({reminder}, form, desk_.clock.now());
    request.user = caldav_.user;
    request.password = secret.text();
    request.tls_ca = caldav_.tls_ca;
    auto response = http_exchange(request, desk_.stop_fd);
    wipe(request.password);
    if (!response) return tl::unexpected(response.error());
    return response->status;
  }

  Result<void> judge_status(int status) const {
    if ((status >= 200 && status < 300) || status == 412) return {};
    if (status == 401)
      return fail(ErrorKind::sign_in, "The calendar server refuses the credentials.", "Check caldav.user and caldav.secret.");
    return fail(ErrorKind::server, "The calendar server answers " + std::to_string(status) + ".",
                "Check that caldav.url names a calendar collection.");
  }

  Desk& desk_;
  const CaldavSettings& caldav_;
};

}  // namespace

std::unique_ptr<ReminderChannel> make_caldav_channel(Desk& desk) { return std::make_unique<CaldavChannel>(desk); }

}  // namespace ajar
