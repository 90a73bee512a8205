#include "daemon/calendar_text.h"

#include <libical/ical.h>

#include <memory>

#include "daemon/fingerprint.h"

namespace ajar {
namespace {

icaltimetype day(Date date) {
  icaltimetype time = icaltime_null_date();
  time.year = static_cast<int>(date.year());
  time.month = static_cast<int>(static_cast<unsigned>(date.month()));
  time.day = static_cast<int>(static_cast<unsigned>(date.day()));
  time.is_date = 1;
  return time;
}

icaltimetype moment(Instant at) {
  return icaltime_from_timet_with_zone(static_cast<time_t>(at.time_since_epoch().count()), 0,
                                       icaltimezone_get_utc_timezone());
}

std::string description_of(const Reminder& reminder) {
  std::string text = reminder.person;
  if (!reminder.company.empty()) text += (text.empty() ? "" : ", ") + reminder.company;
  if (!reminder.body.empty()) text += (text.empty() ? "" : "\n\n") + reminder.body;
  return text;
}

icalcomponent* component_of(const ReminderEntry& entry, CalendarForm form, Instant stamp) {
  const Reminder& reminder = entry.reminder;
  const Date date = entry.shown.value_or(reminder.due);
  const bool todo = form == CalendarForm::todo;
  icalcomponent* component = icalcomponent_new(todo ? ICAL_VTODO_COMPONENT : ICAL_VEVENT_COMPONENT);
  icalcomponent_add_property(component, icalproperty_new_uid(calendar_uid(entry).c_str()));
  icalcomponent_add_property(component, icalproperty_new_dtstamp(moment(stamp)));
  icalcomponent_add_property(component, icalproperty_new_summary(reminder.title.c_str()));
  if (const std::string text = description_of(reminder); !text.empty())
    icalcomponent_add_property(component, icalproperty_new_description(text.c_str()));
  if (todo) {
    icalcomponent_add_property(component, icalproperty_new_due(day(date)));
    icalcomponent_add_property(component, icalproperty_new_status(ICAL_STATUS_NEEDSACTION));
  } else {
    icalcomponent_add_property(component, icalproperty_new_dtstart(day(date)));
    icalcomponent_add_property(component, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
  }
  return component;
}

}  // namespace

std::string calendar_uid(const ReminderEntry& reminder) {
  return "ajar-" + Fingerprint().add(reminder.account).add(reminder.key).hex();
}

std::string calendar_of(const std::vector<ReminderEntry>& reminders, CalendarForm form, Instant stamp) {
  const std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)> calendar(
      icalcomponent_new(ICAL_VCALENDAR_COMPONENT), icalcomponent_free);
  icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//Ajar//Reminders//EN"));
  for (const ReminderEntry& reminder : reminders)
    icalcomponent_add_component(calendar.get(), component_of(reminder, form, stamp));
  const std::unique_ptr<char, decltype(&icalmemory_free_buffer)> text(icalcomponent_as_ical_string_r(calendar.get()),
                                                                     icalmemory_free_buffer);
  return text ? std::string(text.get()) : std::string();
}

}  // namespace ajar
