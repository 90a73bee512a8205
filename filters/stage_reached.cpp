#include "filters/stage_reached.h"

#include <algorithm>
#include <set>

#include "filters/named_date.h"
#include "filters/person_signs.h"
#include "filters/same_application.h"

namespace ajar {
namespace {

constexpr int kManyInterviewers = 3;

class StageFinder {
 public:
  StageFinder(const Reading& rejection, const Candidate& candidate) : rejection_(rejection), candidate_(candidate) {}

  Stage furthest(const std::vector<EarlierMail>& mails, const std::vector<Contact>& contacts) {
    raise(rejection_.facts.stage);
    read_theirs(rejection_);
    for (const EarlierMail& mail : mails) {
      if (mail.in_drafts || mail.reading.message.received > rejection_.message.received + std::chrono::days(1))
        continue;
      is_from_user(mail) ? read_users(mail.reading) : read_theirs(mail.reading);
    }
    const auto interviewers = std::count_if(contacts.begin(), contacts.end(), [](const Contact& c) {
      return c.met && !c.consultant && seniority_of(c.title) != Seniority::hr;
    });
    const bool several = rounds() > 1 || interviewers >= kManyInterviewers;
    if (stage_ == Stage::interview && several) raise(Stage::final);
    if (stage_ <= Stage::application && interviewers > 0) raise(Stage::interview);
    return stage_;
  }

 private:
  void raise(Stage stage) { stage_ = std::max(stage_, stage); }

  Stage talk_in(std::string_view sentence, std::string_view subject) const {
    if (speaks_of_further_round(sentence) || speaks_of_further_round(subject)) return Stage::final;
    return speaks_of_phone(sentence) || speaks_of_phone(subject) ? Stage::screen : Stage::interview;
  }

  void look_back(const Reading& mail) {
    for (std::string_view sentence : sentences_of(mail.text.body)) {
      if (looks_back_on_meeting(sentence)) raise(talk_in(sentence, mail.text.subject));
    }
  }

  // The user's thanks for a talk prove it; their wish for one does not.
  void read_users(const Reading& mail) {
    raise(Stage::application);
    for (std::string_view sentence : sentences_of(mail.text.body)) {
      if (!looks_back_on_meeting(sentence)) continue;
      const Stage stage = std::max(talk_in(sentence, mail.text.subject), std::min(mail.facts.stage, Stage::interview));
      raise(stage);
      if (stage >= Stage::interview) days_.insert(local_date(mail.message.received));
    }
  }

  void read_theirs(const Reading& mail) {
    const Event event = mail.verdict.event;
    const bool invites = event == Event::invitation || (mail.message.has_calendar && !mail.verdict.rejection);
    if (event == Event::acknowledgement) return raise(Stage::application);
    if (event == Event::assessment) raise(Stage::assessment);
    if (invites) {
      if (took_place(mail, rejection_, candidate_)) raise(stage_of_invitation(mail));
      return;
    }
    if (mail.verdict.signs.count("final_round") > 0) raise(Stage::final);
    if (mail.verdict.signs.count("take_home") > 0) raise(Stage::assessment);
    raise(mail.facts.stage);
    if (mail.facts.stage == Stage::none || mail.facts.sender_kind == SenderKind::person) look_back(mail);
  }

  Stage stage_of_invitation(const Reading& mail) const {
    const bool further = speaks_of_further_round(mail.text.subject) || speaks_of_further_round(mail.text.body);
    if (further) return Stage::final;
    if (mail.facts.stage > Stage::application) return mail.facts.stage;
    return speaks_of_phone(mail.text.subject) || speaks_of_phone(mail.text.body) ? Stage::screen : Stage::interview;
  }

  // Days on which the user gave thanks for an interview, two days or more apart.
  int rounds() const {
    int count = 0;
    std::optional<Date> last;
    for (Date day : days_) {
      if (!last || days_between(*last, day) > 2) ++count;
      last = day;
    }
    return count;
  }

  Date local_date(Instant at) const { return to_local(at, candidate_.time_zone).date; }

  const Reading& rejection_;
  const Candidate& candidate_;
  Stage stage_ = Stage::none;
  std::set<Date> days_;
};

}  // namespace

bool took_place(const Reading& invitation, const Reading& rejection, const Candidate& candidate) {
  const auto local_date = [&](const Reading& mail) {
    return to_local(mail.message.received, candidate.time_zone).date;
  };
  const std::vector<Date> days = calendar_days(invitation.text.body, local_date(invitation));
  return days.empty() || std::any_of(days.begin(), days.end(), [&](Date day) { return day <= local_date(rejection); });
}

Stage stage_reached(const Reading& rejection, const std::vector<EarlierMail>& mails,
                    const std::vector<Contact>& contacts, const Candidate& candidate) {
  return StageFinder(rejection, candidate).furthest(mails, contacts);
}

}  // namespace ajar
