#include "filters/draft.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "filters/charset.h"
#include "filters/circumstances.h"
#include "filters/etiquette.h"
#include "filters/message_parser.h"
#include "filters/prepared_text.h"
#include "filters/reply_subject.h"
#include "filters/reply_variants.h"
#include "filters/spoken_names.h"
#include "tests/support/invented_occasions.h"

namespace ajar {
namespace {

const ReplyBook& book() {
  static const ReplyBook shipped = shipped_replies();
  return shipped;
}

Result<Draft> compose(const InventedOccasion& made, const ReplyMemory& memory = {}) {
  return compose_draft(made.occasion, book(), RuleBook(), memory);
}

/// An interview after which the interviewer writes the no herself; each test changes what it is about.
struct Story {
  InventedOccasion made;
  Story() {
    made.candidate.self = {"Sam Rivera", "sam@example.org"};
    made.correspondence.company = "Kestrel Maps";
    made.correspondence.role = "Cartographer";
    made.correspondence.stage = Stage::interview;
    Contact contact;
    contact.address = {"Marta Oyelaran", "marta@kestrel.example"};
    contact.human = contact.met = true;
    made.correspondence.contacts.push_back(contact);
    made.trigger = mail(false, "We will not be moving forward.");
    made.trigger.message.envelope.subject = "Re: AW: Our talk";
    made.occasion.trigger = &made.trigger;
    made.occasion.correspondence = &made.correspondence;
    made.occasion.candidate = &made.candidate;
    made.occasion.addressee = contact;
    made.occasion.now = made.trigger.message.received + std::chrono::hours(24);
    made.occasion.seed = "story";
  }
  Story(const Story&) = delete;

  Reading mail(bool own, const std::string& text, const std::string& id = "no@kestrel.example", const std::string& greeting = "Hi") const {
    Reading reading;
    reading.own = own;
    const Address me{"Sam Rivera", "sam@example.org"}, they{"Marta Oyelaran", "marta@kestrel.example"};
    reading.message.envelope.from = {own ? me : they};
    reading.message.envelope.to = {own ? they : me};
    reading.message.envelope.message_id = id;
    reading.message.identity = id;
    reading.message.received = Instant(std::chrono::seconds(1789000000 - (own ? 86400 * 9 : 0)));
    reading.text.salutation = greeting + (own ? " Marta," : " Sam,");
    reading.text.body = reading.text.salutation + "\n" + text;
    reading.verdict.language = "en";
    return reading;
  }
  void sent(const std::string& text) {
    made.correspondence.mails.push_back({mail(true, text, "thanks@example.org"), true});
    made.occasion.addressee.has_mail = true;
  }
  void heard_from_robot() { made.trigger.message.envelope.from = {{"Kestrel Maps", "no-reply@ats.example"}}; }
  Draft draft() const {
    auto composed = compose(made);
    if (!composed) ADD_FAILURE() << composed.error().what;
    return composed.value_or(Draft{});
  }
};

std::size_t questions(const Draft& draft) { return static_cast<std::size_t>(std::count(draft.body.begin(), draft.body.end(), '?')); }

std::string first_line(const Draft& draft) { return draft.body.substr(0, draft.body.find('\n')); }

TEST(Draft, TheSameOccasionGivesTheSameDraft) {
  const auto made = invent_occasion("en", 7), again = invent_occasion("en", 7);
  EXPECT_EQ(compose(*made)->body, compose(*again)->body);
}

TEST(Draft, TheNextDraftSaysNothingAgain) {
  const Story story;
  const Draft first = story.draft();
  ReplyMemory memory;
  memory.used = first.variants;
  const Draft second = *compose(story.made, memory);
  for (const std::string& id : second.variants) {
    const bool formula = id.find(".salutation.") != std::string::npos;
    EXPECT_TRUE(formula || std::find(first.variants.begin(), first.variants.end(), id) == first.variants.end()) << id;
  }
}

// ------------------------------------------------------------------------------------------------- detail and person

TEST(Draft, TakesTheDetailFromTheUsersOwnThankYou) {
  Story story;
  story.sent("I enjoyed hearing about how your team moved the event store off nightly batches.");
  EXPECT_EQ(story.draft().detail, "how your team moved the event store off nightly batches");
  EXPECT_NE(story.draft().body.find("how your team moved the event store off nightly batches"), std::string::npos);
}

TEST(Draft, TurnsTheEmployersWordsIntoTheUsers) {
  Story story;
  story.made.correspondence.mails.push_back({story.mail(false, "I will show you our audio catalogue.", "invitation"), false});
  EXPECT_EQ(story.draft().detail, "your audio catalogue");
}

TEST(Draft, ThanksLightlyForPraise) {
  Story story;
  story.made.trigger.text.body += "\nYour line work with the brush is lovely.";
  EXPECT_EQ(story.draft().detail, "my line work with the brush");
}

TEST(Draft, LeavesOutADetailOfSomebodyElsesThread) {
  Story story;
  story.sent("I enjoyed our discussion of the adaptive grid.");
  story.made.correspondence.mails.front().reading.message.envelope.to = {{"Jun", "jun@kestrel.example"}};
  EXPECT_EQ(story.draft().detail, "");
}

TEST(Draft, NeverRepeatsWhatIsPrivate) {
  Story story;
  story.sent("I enjoyed our conversation about salary and visa questions.");
  EXPECT_EQ(story.draft().detail, "");
}

TEST(Draft, ARoleIsNoDetail) {
  Story story;
  story.sent("I enjoyed our conversation about the Cartographer role.");
  EXPECT_EQ(story.draft().detail, "");
}

TEST(Draft, TakesTheDetailTheUserGives) {
  Story story;
  story.made.occasion.trigger = nullptr;
  story.made.occasion.via = "phone";
  story.made.occasion.given_details = {"the old atlases in the hall"};
  EXPECT_EQ(story.draft().detail, "the old atlases in the hall");
}

TEST(Draft, ATemplateMarkInAMailStaysOut) {
  Story story;
  story.sent("I enjoyed our conversation about {{name}} and {role}.");
  const Draft draft = story.draft();
  EXPECT_EQ(draft.detail, "");
  EXPECT_EQ(draft.body.find('{'), std::string::npos);
}

TEST(Draft, AHostileNameGetsNoLineOfItsOwn) {
  Story story;
  story.made.occasion.addressee.address.name = "Marta\r\nBcc: everyone@example.org";
  story.made.correspondence.role = "Cartographer\r\nX-Evil: 1 {{role}}";
  story.made.correspondence.company = std::string(10000, 'A');
  const Draft draft = story.draft();
  EXPECT_EQ(draft.body.find("Bcc"), std::string::npos);
  EXPECT_EQ(draft.body.find("X-Evil"), std::string::npos);
  EXPECT_EQ(draft.body.find("AAAA"), std::string::npos);
  EXPECT_EQ(first_line(draft), "Hello,");
}

// --------------------------------------------------------------------------------------------------------- salutation

TEST(Draft, GreetsAsTheAddresseeGreeted) {
  Story story;
  EXPECT_EQ(first_line(story.draft()), "Hi Marta,");
  story.made.trigger.text.salutation = "Dear Sam,";
  EXPECT_EQ(first_line(story.draft()), "Dear Marta,");
}

TEST(Draft, GuessesNoGender) {
  Story story;
  story.made.trigger.text.salutation = "Dear Mr Rivera,";
  EXPECT_EQ(first_line(story.draft()), "Dear Marta Oyelaran,");
}

TEST(Draft, TakesATitleFromTheMails) {
  Story story;
  story.made.trigger.text.salutation = "Dear Mr Rivera,";
  story.made.trigger.text.body += "\nYou will hear from Ms Oyelaran.";
  EXPECT_EQ(first_line(story.draft()), "Dear Ms Oyelaran,");
  story.made.occasion.addressee.address.name = "Dr. Marta Oyelaran";
  EXPECT_EQ(first_line(story.draft()), "Dear Dr. Oyelaran,");
}

TEST(Draft, RecasesANameInCapitals) {
  Story story;
  story.made.occasion.addressee.address.name = "ÉLODIE O'BRIEN-MARTEL";
  EXPECT_EQ(first_line(story.draft()), "Hi Élodie,");
  EXPECT_EQ(story.draft().to.name, "Élodie O'Brien-Martel");
}

TEST(Draft, TakesANameInTheOrderOfItsOwnersSignature) {
  Story story;
  story.made.occasion.addressee.address.name = "DE LA CRUZ MARIA-JOSE";
  story.made.trigger.text.body += "\nMaria-Jose";
  EXPECT_EQ(first_line(story.draft()), "Hi Maria-Jose,");
}

TEST(Draft, WritesNoSharpSToSwitzerlandButInNames) {
  Story story;
  story.made.trigger.verdict.language = "de";
  story.made.trigger.text.salutation = "Guten Tag Herr Rivera";
  story.made.trigger.text.body = "Guten Tag Herr Rivera\nwir haben uns anders entschieden und danken Ihnen. Frau Weiß";
  story.made.occasion.addressee.address.name = "Marta Weiß";
  int sharp = 0;
  for (const char* seed : {"one", "two", "three", "four", "five", "six"}) {
    story.made.occasion.seed = seed;
    story.made.candidate.country = "";
    sharp += story.draft().body.find("Grüße") != std::string::npos;
    story.made.candidate.country = "CH";
    const std::string swiss = story.draft().body;
    EXPECT_EQ(swiss.find("Grüße"), std::string::npos) << swiss;
    EXPECT_NE(swiss.find("Weiß"), std::string::npos) << swiss;
  }
  EXPECT_GT(sharp, 0);
}

TEST(Draft, GreetsWarmlyInGermanWhereItWasGreetedSo) {
  Story story;
  story.made.trigger.verdict.language = "de";
  story.made.trigger.text.salutation = "Lieber Herr Rivera,";
  story.made.trigger.text.body = "Lieber Herr Rivera,\nwir haben uns anders entschieden und danken Ihnen. Frau Oyelaran";
  EXPECT_EQ(first_line(story.draft()), "Liebe Frau Oyelaran,");
}

TEST(Draft, NamesTheRoleWithoutTheWordsOfASubject) {
  for (const auto& [written, spoken] : {std::pair{"Interview Lab Technician", "Lab Technician"}, std::pair{"Vorstellungsgespräch als Redakteur", "Redakteur"},
                                        std::pair{"Redakteur/in", ""}, std::pair{"Interview", ""}, std::pair{"Interviewer", "Interviewer"},
                                        std::pair{"Application Developer", "Application Developer"}, std::pair{"Video Editor", "Video Editor"},
                                        std::pair{"Application for Baker", "Baker"}, std::pair{"Phone interview - Baker", "Baker"},
                                        std::pair{"Comptable H/F", "Comptable"}, std::pair{"Addetta stampa non", "Addetta stampa"},
                                        std::pair{"Entrevista técnica", ""}, std::pair{"Data Analyst role (ref. 12)", "Data Analyst"},
                                        std::pair{"Phone call about Product Analyst", "Product Analyst"}, std::pair{"Call Center Agent", "Call Center Agent"},
                                        std::pair{"di Addetta alla qualità", "Addetta alla qualità"}, std::pair{"A Level Teacher", "A Level Teacher"}}) {
    EXPECT_EQ(spoken_role(written, Gender::unspecified), spoken) << written;
  }
  EXPECT_EQ(spoken_role("Redakteur/in", Gender::female), "Redakteurin");
}

TEST(Draft, ThanksForWhatWasShownAsSomethingSeen) {
  Story story;
  story.sent("It was great to see the lab.");
  const Draft draft = story.draft();
  EXPECT_EQ(draft.detail, "the lab");
  EXPECT_EQ(draft.body.find("about the lab"), std::string::npos) << draft.body;
}

TEST(Draft, AWeekdayIsNoDetail) {
  Story story;
  story.sent("Thank you for the conversation on Friday. I enjoyed hearing how you recruit parents for the diary study.");
  EXPECT_EQ(story.draft().detail.find("Friday"), std::string::npos);
}

TEST(Draft, AnswersACalendarsMailUnderTheNameOfTheMeeting) {
  for (const auto& [written, answered] :
       {std::pair{"Accepted: Interview @ Tue 14 Apr 2026 2pm - 3pm (BST)", "Re: Interview"}, std::pair{"Re: Declined: Interview", "Re: Interview"},
        std::pair{"Invitation: Interview Sam / Baker @ Tue 14 Apr 2026", "Re: Interview Sam / Baker"}, std::pair{"AW: Zugesagt: Gespräch", "Re: Gespräch"},
        std::pair{"Accepté : Entretien", "Re: Entretien"}, std::pair{"Einladung: Vorstellungsgespräch", "Re: Einladung: Vorstellungsgespräch"},
        std::pair{"Absage: Koch", "Re: Absage: Koch"}, std::pair{"Baker: can we talk?", "Re: Baker: can we talk?"}}) {
    EXPECT_EQ(reply_subject(written), answered);
  }
}

TEST(Draft, GreetsByTheFamilyNameWhomTheUserCalledMonsieur) {
  Story story;
  story.made.trigger.verdict.language = "fr";
  story.made.trigger.text.salutation = "Madame,";
  story.made.trigger.text.body = "Madame,\nNous avons retenu une autre candidature, et je vous remercie.";
  story.sent("Merci pour notre échange sur le festival.");
  story.made.correspondence.mails.back().reading.text.salutation = "Monsieur,";
  EXPECT_EQ(first_line(story.draft()), "Bonjour Monsieur Oyelaran,");
}

TEST(Draft, TakesNoTopicFromAnInvitationWhereNobodyKnowsThatTheyMet) {
  Story story;
  Reading invitation = story.mail(false, "I will show you our audio catalogue.", "invitation@kestrel.example");
  invitation.message.received -= std::chrono::hours(24 * 9);
  story.made.correspondence.mails.push_back({invitation, false});
  EXPECT_EQ(story.draft().detail, "your audio catalogue");
  story.made.occasion.addressee.met = false;
  EXPECT_EQ(story.draft().detail, "");
}

TEST(Draft, NamesNoCompanyThatNeedsAnArticle) {
  Story story;
  story.made.trigger.verdict.language = "de";
  story.made.trigger.text.salutation = "Sehr geehrter Herr Rivera,";
  story.made.trigger.text.body = "Sehr geehrter Herr Rivera,\nwir haben uns anders entschieden und danken Ihnen.";
  story.made.correspondence.company = "Stadtwerke Altmoor";
  for (const char* seed : {"one", "two", "three", "four", "five", "six", "seven", "eight"}) {
    story.made.occasion.seed = seed;
    EXPECT_EQ(story.draft().body.find("Stadtwerke"), std::string::npos) << story.draft().body;
  }
}

TEST(Draft, SaysNothingOfAnOfferToPassOnThePapers) {
  Story story;
  story.made.trigger.verdict.signs.insert("forwards_resume");
  for (const char* seed : {"one", "two", "three", "four", "five", "six"}) {
    story.made.occasion.seed = seed;
    const std::string body = story.draft().body;
    EXPECT_EQ(body.find("pass my"), std::string::npos) << body;
    EXPECT_EQ(body.find("offer"), std::string::npos) << body;
  }
}

TEST(Draft, CutsASubjectThatGoesOnForever) {
  Story story;
  story.made.trigger.message.envelope.subject = std::string(10000, 'x');
  EXPECT_LE(story.draft().subject.size(), 204u);
}

TEST(Draft, SpeaksGermanInTheRegisterOfTheOther) {
  Story story;
  story.made.trigger.verdict.language = "de";
  story.made.trigger.text.salutation = "Sehr geehrter Herr Rivera,";
  story.made.trigger.text.body = "Sehr geehrter Herr Rivera,\nwir haben uns anders entschieden und danken Ihnen für das Gespräch.";
  Draft draft = story.draft();
  EXPECT_EQ(draft.language, "de");
  EXPECT_EQ(first_line(draft), "Guten Tag Marta Oyelaran,");
  story.made.trigger.text.salutation = "Hallo Sam,";
  story.made.trigger.text.body = "Hallo Sam,\nwir haben uns anders entschieden, danke dir für das Gespräch.";
  draft = story.draft();
  EXPECT_EQ(first_line(draft), "Hallo Marta,");
  for (const char* formal : {" Sie ", " Ihnen", " Ihre"}) EXPECT_EQ(draft.body.find(formal), std::string::npos) << draft.body;
}

TEST(Draft, GermanTakesFrauFromTheUsersOwnMail) {
  Story story;
  story.heard_from_robot();
  Reading own = story.mail(true, "vielen Dank für das Gespräch gestern, ich danke Ihnen.", "dank@example.org");
  own.verdict.language = "de";
  own.text.salutation = "Sehr geehrte Frau Dr. Oyelaran,";
  story.made.correspondence.mails.push_back({own, true});
  story.made.trigger.verdict.language = "de";
  EXPECT_EQ(first_line(story.draft()), "Sehr geehrte Frau Dr. Oyelaran,");
}

// ------------------------------------------------------------------------------------------------------- circumstances

TEST(Draft, AsksOneQuestionAfterAnInterview) { EXPECT_EQ(questions(Story().draft()), 1u); }

TEST(Draft, AsksNothingWhereManneredPeopleDoNot) {
  for (const char* sign : {"no_feedback_policy", "post_cancelled", "internal_candidate", "on_hold", "reason_given"}) {
    Story story;
    story.made.trigger.verdict.signs.insert(sign);
    EXPECT_EQ(questions(story.draft()), 0u) << sign;
  }
  Story never_met;
  never_met.made.occasion.addressee.met = false;
  EXPECT_EQ(questions(never_met.draft()), 0u);
  Story late;
  late.made.occasion.now = late.made.trigger.message.received + std::chrono::hours(24 * 20);
  EXPECT_EQ(questions(late.draft()), 0u);
}

TEST(Draft, AcceptsAnOfferOfFeedbackEvenWithAReason) {
  Story story;
  story.made.trigger.verdict.signs = {"reason_given", "offers_feedback"};
  EXPECT_EQ(questions(story.draft()), 1u);
}

TEST(Draft, WishesNoNewColleagueWellWhereThereIsNone) {
  for (std::uint64_t number = 0; number < 40; ++number) {
    Story story;
    story.made.occasion.seed = std::to_string(number);
    story.made.trigger.verdict.signs.insert("post_cancelled");
    EXPECT_EQ(story.draft().body.find("new colleague"), std::string::npos);
  }
}

TEST(Draft, ThanksForACallWithoutClaimingAMail) {
  for (const char* via : {"phone", "voicemail"}) {
    Story story;
    story.made.occasion.trigger = nullptr;
    story.made.occasion.via = via;
    const std::string body = fold_case(story.draft().body);
    EXPECT_TRUE(body.find("call") != std::string::npos || body.find("phone") != std::string::npos || body.find("ringing") != std::string::npos) << body;
    for (const char* claim : {"your message", "your note", "your mail", "your email"}) EXPECT_EQ(body.find(claim), std::string::npos) << body;
  }
}

TEST(Draft, SaysNothingOfTheFormMailToTheManager) {
  for (std::uint64_t number = 0; number < 40; ++number) {
    Story story;
    story.heard_from_robot();
    story.made.occasion.seed = std::to_string(number);
    const std::string body = fold_case(story.draft().body);
    for (const char* word : {"mail", "your message", "your note", "writing yourself"}) EXPECT_EQ(body.find(word), std::string::npos) << body;
  }
}

TEST(Draft, ThanksTheOthersByName) {
  Story story;
  Contact other;
  other.address = {"Tom Berg", "tom@kestrel.example"};
  story.made.occasion.others_thanked = {other};
  EXPECT_NE(story.draft().body.find("Tom"), std::string::npos);
}

TEST(Draft, LeavesTheOtherRoleToTheUser) {
  Story story;
  story.made.trigger.verdict.signs.insert("other_role");
  story.made.trigger.text.body += "\nWe will be opening a Support Engineer position in our onboarding team.";
  const Draft draft = story.draft();
  EXPECT_TRUE(draft.body.find("Support Engineer") != std::string::npos || draft.body.find("role") != std::string::npos) << draft.body;
  EXPECT_LE(questions(draft), 1u);
}

TEST(Draft, NamesEachPointOfFeedback) {
  Story story;
  story.made.occasion.purpose = "feedback_thanks";
  story.made.trigger.text.body =
      "Hi Sam,\nTwo things: your answers on hedging stayed quite general, and it would have helped to bring a worked example of a cash forecast.";
  const Draft draft = story.draft();
  EXPECT_NE(draft.body.find("my answers on hedging"), std::string::npos) << draft.body;
  EXPECT_NE(draft.body.find("a worked example of a cash forecast"), std::string::npos) << draft.body;
  EXPECT_EQ(questions(draft), 0u);
  EXPECT_LE(count_words(draft.body), 90u);
}

TEST(Draft, RefusesWithoutAnAddress) {
  Story story;
  story.made.occasion.addressee.address.email.clear();
  const auto draft = compose(story.made);
  ASSERT_FALSE(draft.has_value());
  EXPECT_EQ(draft.error().what, "no human is reachable");
}

// --------------------------------------------------------------------------------------------------- identity, thread

TEST(Draft, ComesFromTheAliasThatGotTheMail) {
  Story story;
  story.made.candidate.aliases = {"sam+jobs@rivera.example"};
  story.made.trigger.message.envelope.to = {{"", "list@kestrel.example"}};
  story.made.trigger.message.headers.push_back({"delivered-to", "sam+jobs@rivera.example"});
  EXPECT_EQ(story.draft().from, (Address{"Sam Rivera", "sam+jobs@rivera.example"}));
}

TEST(Draft, AnswersInTheThreadWithOnePrefix) {
  Story story;
  story.made.trigger.message.envelope.references = {"first@kestrel.example", "thanks@example.org"};
  const Draft draft = story.draft();
  EXPECT_EQ(draft.subject, "Re: Our talk");
  EXPECT_EQ(draft.in_reply_to, "no@kestrel.example");
  EXPECT_EQ(draft.references, (std::vector<std::string>{"first@kestrel.example", "thanks@example.org", "no@kestrel.example"}));
}

TEST(Draft, AnswersTheManagerInTheManagersThread) {
  Story story;
  story.sent("Thank you for yesterday.");
  story.heard_from_robot();
  story.made.correspondence.mails.front().reading.message.envelope.subject = "Re: Interview";
  const Draft draft = story.draft();
  EXPECT_EQ(draft.in_reply_to, "thanks@example.org");
  EXPECT_EQ(draft.subject, "Re: Interview");
}

TEST(Draft, OpensANewThreadWithASubjectFromTheRole) {
  Story story;
  story.heard_from_robot();
  const Draft draft = story.draft();
  EXPECT_EQ(draft.in_reply_to, "");
  EXPECT_TRUE(draft.references.empty());
  EXPECT_NE(draft.subject, "");
  EXPECT_EQ(draft.subject.find("Re:"), std::string::npos);
}

TEST(Draft, EndsWithTheSignatureOfTheSettings) {
  Story story;
  EXPECT_TRUE(story.draft().body.ends_with(",\nSam Rivera\n"));
  story.made.candidate.signature = "Sam Rivera\nMapmaker";
  EXPECT_TRUE(story.draft().body.ends_with(",\nSam Rivera\nMapmaker\n"));
}

TEST(Draft, IsFiledAsAMailThatReadsBackTheSame) {
  Story story;
  story.made.trigger.message.envelope.subject = "Gespräch über Größe";
  const Draft draft = story.draft();
  const Instant when = Instant(std::chrono::seconds(1789090000));
  const auto bytes = finish_draft(draft, when, "Europe/Berlin", "id@example.org");
  ASSERT_TRUE(bytes.has_value()) << bytes.error().what;
  const auto message = parse_message(*bytes, std::nullopt, when);
  ASSERT_TRUE(message.has_value());
  EXPECT_EQ(message->envelope.subject, "Re: Gespräch über Größe");
  EXPECT_EQ(message->envelope.to.front().email, "marta@kestrel.example");
  EXPECT_EQ(message->envelope.in_reply_to, std::vector<std::string>{"no@kestrel.example"});
  EXPECT_NE(message->text.find("Sam Rivera"), std::string::npos);
  for (const Header& header : message->headers) EXPECT_FALSE(header.name.starts_with("x-")) << header.name;
}

// ------------------------------------------------------------------------------------------------------ reminder texts

TEST(ReminderText, ALinkedInNoteFitsTheLimitAndSaysWhoAndFromWhere) {
  for (std::uint64_t number = 0; number < 200; ++number) {
    static constexpr std::array<const char*, 7> kLanguages{"en", "de", "fr", "es", "pt", "it", "nl"};
    const auto made = invent_occasion(kLanguages[number % kLanguages.size()], number);
    const auto text = compose_reminder_text("linkedin", 0, made->occasion, book(), RuleBook(), {}, 200);
    ASSERT_TRUE(text.has_value()) << text.error().what;
    EXPECT_LE(count_code_points(text->text), 200u);
    EXPECT_NE(text->text.find(made->candidate.self.name), std::string::npos);
    EXPECT_EQ(text->text.find('?'), std::string::npos);
  }
}

TEST(ReminderText, ALimitThatFitsNothingIsSaid) {
  const auto text = compose_reminder_text("linkedin", 0, Story().made.occasion, book(), RuleBook(), {}, 10);
  ASSERT_FALSE(text.has_value());
  EXPECT_NE(text.error().what.find("longer than 10 characters"), std::string::npos);
}

TEST(ReminderText, CardsAndCheckInsKeepTheirLengthAndRepeatNothing) {
  for (const char* language : {"en", "de", "fr", "es", "pt", "it", "nl"}) {
    for (std::uint64_t number = 0; number < 50; ++number) {
      const auto made = invent_occasion(language, number);
      if (made->correspondence.role.empty()) continue;
      ReplyMemory memory;
      for (const auto& [kind, step, fewest, most] : {std::tuple{"card", 0, 35u, 75u}, std::tuple{"check_in", 1, 40u, 90u}, std::tuple{"check_in", 2, 40u, 90u},
                                                     std::tuple{"check_in", 3, 40u, 90u}, std::tuple{"check_in", 4, 40u, 90u}}) {
        const auto text = compose_reminder_text(kind, step, made->occasion, book(), RuleBook(), memory, 200);
        ASSERT_TRUE(text.has_value()) << language << number << kind << step << ": " << text.error().what;
        EXPECT_GE(count_words(text->text), fewest) << text->text;
        EXPECT_LE(count_words(text->text), most) << text->text;
        for (const std::string& id : text->variants) {
          const bool formula = id.find(".salutation.") != std::string::npos;
          EXPECT_TRUE(formula || std::find(memory.used.begin(), memory.used.end(), id) == memory.used.end()) << id;
        }
        memory.used.insert(memory.used.end(), text->variants.begin(), text->variants.end());
      }
    }
  }
}

TEST(ReminderText, ACheckInNamesRoleAndMonthAtOnce) {
  const Story story;
  const std::string text = compose_reminder_text("check_in", 1, story.made.occasion, book(), RuleBook(), {}, 200)->text;
  const std::string opening = text.substr(0, text.size() * 2 / 3);
  EXPECT_NE(opening.find("Cartographer"), std::string::npos) << text;
  EXPECT_NE(opening.find("September"), std::string::npos) << text;
}

}  // namespace
}  // namespace ajar
