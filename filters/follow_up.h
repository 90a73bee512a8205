#pragma once
// The reminders around an answered no: LinkedIn note, card, check-ins, nudge; and how they rest.
#include "filters/deciding.h"

namespace ajar {

/// Whom a reply of the user's went to: a person of the application, else the first human in To, else the person it
/// should have gone to; no address if nobody human is known.
Address addressee_of_reply(const Deciding& deciding, const Reading& reply);

/// After the user's reply of `t0`: LinkedIn note, card and check-ins by the timetable. Its words may be drawn on. Steps
/// more than two weeks overdue (a reply seen late) are left out.
void plan_follow_ups(Deciding& deciding, Instant t0, const EarlierMail& reply);

/// Instead of a reply that would come too late: the first check-in.
void plan_late_hello(Deciding& deciding, const Contact& addressee);

/// One nudge, three working days after a draft is filed and lies untouched.
void plan_nudge(Deciding& deciding, const Draft& draft, Instant due, const std::string& rest);

/// A human wrote: the check-ins of `application` rest, and start again after 30 quiet days.
void rest_check_ins(Deciding& deciding, const KnownApplication& application, Instant mail_at);

}  // namespace ajar
