#include "filters/correspondence.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/mailbox_story.h"

namespace ajar::test {
namespace {

using Ids = std::vector<std::string>;

// The usual story: an invitation by the manager, the user's thanks, a no by a machine.
Mail invitation() {
  return Mail("invitation")
      .when("2026-03-02T09:00:00Z")
      .from("Dana Whitfield", "dana@harborfinch.com")
      .about("Harbor & Finch", "Data Engineer")
      .subject("Interview: Data Engineer")
      .saying("I look forward to meeting you on 10 March.")
      .is(Event::invitation, Stage::interview);
}

Mail thanks() {
  return Mail("thanks")
      .when("2026-03-11T09:00:00Z")
      .to("Dana Whitfield", "dana@harborfinch.com")
      .answering("invitation")
      .subject("Re: Interview: Data Engineer")
      .saying("Thank you for the conversation yesterday.");
}

Mail robot_no() {
  return Mail("no")
      .when("2026-03-20T09:00:00Z")
      .from_robot("Harbor & Finch Careers", "no-reply@ats-mail.com")
      .about("Harbor & Finch", "Data Engineer")
      .subject("Your application")
      .saying("We have decided not to go ahead.")
      .is(Event::rejection);
}

// ---- which mails

TEST(Correspondence, LinksATrackingSystemsNoToTheInterviewByCompanyName) {
  const Correspondence whole = gather(robot_no(), {invitation().received(), thanks().sent()});
  EXPECT_EQ(ids_of(whole), (Ids{"invitation", "thanks"}));
  EXPECT_EQ(whole.company, "Harbor & Finch");
  EXPECT_EQ(whole.role, "Data Engineer");
}

TEST(Correspondence, LinksByTheCompanysOwnDomainWhenTheMailNamesNothing) {
  Mail word = Mail("word").when("2026-03-05T09:00:00Z").from("Tom Berg", "tom@harborfinch.com").saying("See you then.");
  EXPECT_EQ(ids_of(gather(robot_no(), {invitation().received(), word.received()})), (Ids{"invitation", "word"}));
}

TEST(Correspondence, LinksByTheEmployersNameWithinTheTrackingSystemsHost) {
  Mail no = robot_no().from_robot("Notifications", "no-reply@harborfinch.ats-mail.com").about("", "Data Engineer");
  EXPECT_EQ(ids_of(gather(no, {invitation().about("", "").received()})), (Ids{"invitation"}));
}

TEST(Correspondence, LinksByReferencesAlone) {
  Mail first =
      Mail("first").from("Jo", "jo@freemail.com").saying("Come by on Monday.").is(Event::invitation, Stage::interview);
  Mail no =
      Mail("no").when("2026-03-20T09:00:00Z").from("Jo", "jo@freemail.com").answering("first").is(Event::rejection);
  EXPECT_EQ(ids_of(gather(no, {first.received()})), (Ids{"first"}));
}

TEST(Correspondence, LinksByPersonAtAFreeMailProviderButNotByTheProvider) {
  Mail hers = Mail("hers")
                  .from("Jo Park", "jo.park@freemail.com")
                  .subject("Hello")
                  .saying("Let us meet.")
                  .is(Event::invitation);
  Mail other = Mail("other").from("An Old Friend", "friend@freemail.com").saying("Dinner?");
  Mail no = Mail("no").when("2026-03-20T09:00:00Z").from("Jo Park", "jo.park@freemail.com").is(Event::rejection);
  EXPECT_EQ(ids_of(gather(no, {hers.received(), other.received()})), (Ids{"hers"}));
}

TEST(Correspondence, NeverTakesATrackingSystemsDomainForTheEmployers) {
  Mail another = Mail("another")
                     .from_robot("Northwind Careers", "no-reply@ats-mail.com")
                     .about("Northwind", "Data Engineer")
                     .is(Event::acknowledgement, Stage::application);
  EXPECT_EQ(ids_of(gather(robot_no(), {another.received()})), (Ids{}));
}

TEST(Correspondence, LeavesOutPrivateMailAndOtherCompanies) {
  Mail shop =
      Mail("shop").from("Bike Shop", "sales@bikes.example").subject("Your order").saying("Harbor & Finch handlebars");
  Mail rival =
      Mail("rival").from("Ana", "ana@northwind.example").about("Northwind", "Data Engineer").is(Event::invitation);
  EXPECT_EQ(ids_of(gather(robot_no(), {invitation().received(), shop.received(), rival.received()})),
            (Ids{"invitation"}));
}

TEST(Correspondence, LeavesOutWhatAFriendAnswersToAForwardedMail) {
  Mail forward = Mail("forward")
                     .when("2026-03-12T09:00:00Z")
                     .to("Kim", "kim@university.example")
                     .answering("invitation")
                     .subject("Fwd: Interview: Data Engineer")
                     .saying("What do you think?");
  Mail answer = Mail("answer")
                    .when("2026-03-12T10:00:00Z")
                    .from("Kim", "kim@university.example")
                    .answering("forward")
                    .subject("Re: Fwd: Interview: Data Engineer")
                    .saying("It was lovely to meet you.");
  const Correspondence whole = gather(robot_no(), {invitation().received(), forward.sent(), answer.received()});
  EXPECT_EQ(ids_of(whole), (Ids{"invitation"}));
  EXPECT_EQ(best_addressee(whole), "dana@harborfinch.com");
}

TEST(Correspondence, DropsDoublesAndTheNoItself) {
  EXPECT_EQ(ids_of(gather(robot_no(), {invitation().received(), invitation().received(), robot_no().received()})),
            (Ids{"invitation"}));
}

TEST(Correspondence, LeavesOutNotesToSelfSuchAsAjarsDigests) {
  Mail digest = Mail("digest").to("Sam Rivera", "sam.rivera@example.org").subject("Harbor & Finch: a short hello");
  EXPECT_EQ(ids_of(gather(robot_no(), {digest.sent()})), (Ids{}));
}

TEST(Correspondence, ReadsEighteenMonthsBackAndNoFurther) {
  EXPECT_EQ(ids_of(gather(robot_no(), {invitation().when("2024-06-01T09:00:00Z").received()})), (Ids{}));
  EXPECT_EQ(ids_of(gather(robot_no(), {invitation().when("2024-12-01T09:00:00Z").received()})), (Ids{"invitation"}));
}

TEST(Correspondence, KeepsTheNewestEightyMails) {
  std::vector<EarlierMail> found;
  for (int i = 0; i < 200; ++i) {
    const std::string minute = (i % 60 < 10 ? "0" : "") + std::to_string(i % 60),
                      hour = "0" + std::to_string(1 + i / 60);
    found.push_back(invitation().received());
    found.back().reading.message.identity = found.back().reading.message.envelope.message_id = std::to_string(i);
    found.back().reading.message.received = at("2026-03-02T" + hour + ":" + minute + ":00Z");
  }
  const Correspondence whole = gather(robot_no(), found);
  ASSERT_EQ(whole.mails.size(), 80U);
  EXPECT_EQ(whole.mails.front().reading.message.identity, "120");
  EXPECT_EQ(whole.mails.back().reading.message.identity, "199");
}

// ---- two applications at one company

Mail other_role_invitation() {
  return Mail("other invitation")
      .when("2026-02-20T09:00:00Z")
      .from("Ines Falk", "ines@harborfinch.com")
      .about("Harbor & Finch", "Web Developer")
      .subject("Interview: Web Developer")
      .saying("I look forward to meeting you on 25 February.")
      .is(Event::invitation, Stage::interview);
}

TEST(TwoRoles, StayApartByRole) {
  const Correspondence whole =
      gather(robot_no(), {invitation().received(), thanks().sent(), other_role_invitation().received()});
  EXPECT_EQ(ids_of(whole), (Ids{"invitation", "thanks"}));
  EXPECT_EQ(best_addressee(whole), "dana@harborfinch.com");
}

TEST(TwoRoles, GiveAMailWithoutARoleToItsThread) {
  Mail reply = Mail("ines again")
                   .when("2026-02-26T09:00:00Z")
                   .from("Ines Falk", "ines@harborfinch.com")
                   .answering("other invitation")
                   .subject("Re: Interview")
                   .saying("It was good to meet you.");
  const Correspondence whole =
      gather(robot_no(), {invitation().received(), other_role_invitation().received(), reply.received()});
  EXPECT_EQ(ids_of(whole), (Ids{"invitation"}));
}

TEST(TwoRoles, GiveAMailWithoutARoleToItsPerson) {
  Mail note = Mail("note")
                  .when("2026-03-12T09:00:00Z")
                  .to("Dana Whitfield", "dana@harborfinch.com")
                  .subject("Thank you")
                  .saying("Thanks for the talk yesterday.");
  Mail elsewhere = Mail("elsewhere")
                       .when("2026-02-26T09:00:00Z")
                       .to("Ines Falk", "ines@harborfinch.com")
                       .subject("Thank you")
                       .saying("Thanks for the talk yesterday.");
  const Correspondence whole =
      gather(robot_no(), {invitation().received(), other_role_invitation().received(), note.sent(), elsewhere.sent()});
  EXPECT_EQ(ids_of(whole), (Ids{"invitation", "note"}));
}

TEST(TwoRoles, LeaveOutAMailThatCouldBeEithersButShowItsPersonExists) {
  Mail either = Mail("either")
                    .when("2026-03-01T09:00:00Z")
                    .from("Rob Castell", "rob@harborfinch.com")
                    .subject("Parking")
                    .saying("Please use gate 3.");
  const Correspondence whole =
      gather(robot_no(), {invitation().received(), other_role_invitation().received(), either.received()});
  EXPECT_EQ(ids_of(whole), (Ids{"invitation"}));
  const auto rob = std::find_if(whole.contacts.begin(), whole.contacts.end(),
                                [](const Contact& c) { return c.address.email == "rob@harborfinch.com"; });
  ASSERT_NE(rob, whole.contacts.end());
  EXPECT_EQ(rob->rank, 0);
  EXPECT_FALSE(rob->met);
}

TEST(TwoRoles, TellSeniorFromPlainWhenBothWereAppliedFor) {
  Mail senior = other_role_invitation()
                    .about("Harbor & Finch", "Senior Data Engineer")
                    .subject("Interview: Senior Data Engineer");
  EXPECT_EQ(ids_of(gather(robot_no(), {invitation().received(), senior.received()})), (Ids{"invitation"}));
}

TEST(TwoRoles, TakeALooserNameForTheSameRoleWhenThereIsNoOther) {
  Mail loose = invitation().about("Harbor & Finch", "Senior Data Engineer").subject("Our talk");
  EXPECT_EQ(ids_of(gather(robot_no(), {loose.received()})), (Ids{"invitation"}));
}

TEST(TwoRoles, AreToldApartByTheRoleInTheTextWhenTheNoNamesNoneOutright) {
  Mail no =
      robot_no().about("Harbor & Finch", "").saying("We will not go ahead with your application as web developer.");
  EXPECT_EQ(ids_of(gather(no, {invitation().received(), other_role_invitation().received()})),
            (Ids{"other invitation"}));
}

TEST(TwoRoles, LeaveEverythingOutWhenNothingTellsWhichOne) {
  Mail no = robot_no().about("Harbor & Finch", "");
  EXPECT_EQ(ids_of(gather(no, {invitation().received(), other_role_invitation().received()})), (Ids{}));
  EXPECT_EQ(gather(no, {invitation().received(), other_role_invitation().received()}).role, "");
}

TEST(TwoRoles, AreNotMadeOfAMisreadWord) {
  Mail misread = invitation().about("Harbor & Finch", "final round").subject("Final interviews - Data Engineer");
  EXPECT_EQ(ids_of(gather(robot_no(), {misread.received(), thanks().sent()})), (Ids{"invitation", "thanks"}));
  EXPECT_EQ(gather(robot_no(), {misread.received()}).role, "Data Engineer");
}

TEST(TwoRoles, StartAfreshAfterAnEarlierNoForTheSameRole) {
  Mail old_invitation = invitation().when("2025-05-01T09:00:00Z").saying("I look forward to meeting you on 8 May.");
  old_invitation.subject("Interview");
  Mail old_no = Mail("old no")
                    .when("2025-06-01T09:00:00Z")
                    .from("HR", "hr@harborfinch.com", SenderKind::hr)
                    .about("Harbor & Finch", "Data Engineer")
                    .is(Event::rejection);
  Mail ack = Mail("ack")
                 .when("2026-03-01T09:00:00Z")
                 .from("HR", "hr@harborfinch.com", SenderKind::hr)
                 .about("Harbor & Finch", "Data Engineer")
                 .is(Event::acknowledgement);
  const Correspondence whole = gather(robot_no(), {old_invitation.received(), old_no.received(), ack.received()});
  EXPECT_EQ(ids_of(whole), (Ids{"ack"}));
  EXPECT_EQ(whole.stage, Stage::application);
  EXPECT_EQ(best_addressee(whole), "");
}

// ---- who

TEST(Addressee, IsTheInterviewerWhenAMachineSaysNo) {
  const Correspondence whole = gather(robot_no(), {invitation().received(), thanks().sent()});
  ASSERT_FALSE(whole.contacts.empty());
  const Contact& dana = whole.contacts.front();
  EXPECT_EQ(dana.address.name, "Dana Whitfield");
  EXPECT_TRUE(dana.human);
  EXPECT_TRUE(dana.met);
  ASSERT_TRUE(dana.has_mail);
  EXPECT_EQ(whole.mails[dana.newest_mail].reading.message.identity, "thanks") << "the newest mail of their thread";
}

TEST(Addressee, IsTheMostSeniorOfThoseWhoMet) {
  Mail panel = invitation()
                   .from("Helen Roe", "helen.roe@harborfinch.com")
                   .cc("Tom Berg", "tom@harborfinch.com")
                   .cc("Ruth Delgado", "ruth@harborfinch.com")
                   .saying("You will meet Ruth Delgado, Director of Data, and Tom Berg, engineer.");
  panel.saying("You will meet Ruth Delgado, Director of Data, and Tom Berg, engineer.\n\nHelen Roe\nPeople Operations");
  const Correspondence whole = gather(robot_no(), {panel.received()});
  EXPECT_EQ(best_addressee(whole), "ruth@harborfinch.com");
  EXPECT_EQ(whole.contacts[0].title, "Director of Data");
  EXPECT_EQ(whole.contacts[1].address.email, "tom@harborfinch.com");
  EXPECT_EQ(whole.contacts[2].address.email, "helen.roe@harborfinch.com") << "HR who coordinate come last";
}

TEST(Addressee, IsWhoeverMetTheUserAndWroteTheNoInPerson) {
  Mail no = robot_no()
                .from("Dana Whitfield", "dana@harborfinch.com")
                .saying("It was a pleasure to meet you, but we chose someone else.");
  Mail chief = Mail("chief")
                   .from("Ada Stone", "ada@harborfinch.com")
                   .about("", "Data Engineer")
                   .subject("Talk")
                   .saying("I look forward to our talk.\n\nAda Stone\nCEO")
                   .is(Event::invitation);
  EXPECT_EQ(best_addressee(gather(no, {invitation().received(), chief.received()})), "dana@harborfinch.com");
}

TEST(Addressee, IsTheInterviewerRatherThanTheRecruiterWhoWrites) {
  Mail no = robot_no()
                .from("Helen Roe", "helen.roe@harborfinch.com")
                .saying("Thank you for the interview.\n\nHelen Roe\nTalent Partner");
  EXPECT_EQ(best_addressee(gather(no, {invitation().received(), thanks().sent()})), "dana@harborfinch.com");
}

TEST(Addressee, IsWhoLedTheProcessRatherThanAStrangerWhoPassesOnTheNo) {
  Mail terse = invitation().saying("Tuesday 10 March, 14:00, room 3.");
  Mail stranger = robot_no().from("Rex Holm", "rex.holm@harborfinch.com");
  EXPECT_EQ(best_addressee(gather(stranger, {terse.received()})), "dana@harborfinch.com");
}

TEST(Addressee, IsTheHumanWhoWroteWhenNobodyElseIsKnown) {
  Mail no = robot_no().from("Helen Roe", "helen.roe@harborfinch.com");
  EXPECT_EQ(best_addressee(gather(no, {})), "helen.roe@harborfinch.com");
  EXPECT_FALSE(gather(no, {}).contacts.front().met);
}

TEST(Addressee, IsNeverAMachineAListOrADesk) {
  EXPECT_EQ(best_addressee(gather(robot_no(), {})), "");
  EXPECT_EQ(best_addressee(gather(robot_no().from("Harbor & Finch", "careers@harborfinch.com", SenderKind::hr), {})),
            "");
  EXPECT_EQ(best_addressee(gather(robot_no().from("Dana Whitfield", "news@harborfinch.com", SenderKind::list), {})),
            "");
  EXPECT_EQ(best_addressee(gather(robot_no().from("Talent Team", "harborfinch@ats-mail.com", SenderKind::robot), {})),
            "");
  EXPECT_EQ(best_addressee(gather(robot_no().from("Harbor & Finch", "harborfinch@harborfinch.com"), {})), "");
}

TEST(Addressee, IsReplyToBeforeFrom) {
  Mail no = robot_no()
                .from_robot("Harbor & Finch", "no-reply@harborfinch.com")
                .reply_to("Judith Amos", "judith@harborfinch.com");
  EXPECT_EQ(best_addressee(gather(no, {})), "judith@harborfinch.com");
}

TEST(Addressee, IsReplyToInTheEmployersDomainBehindATrackingSystem) {
  Mail no = robot_no().reply_to("Judith Amos", "judith@harborfinch.com");
  EXPECT_EQ(best_addressee(gather(no, {})), "judith@harborfinch.com");
}

TEST(Addressee, IsNeverAReplyToInAForeignDomain) {
  Mail no =
      robot_no().from("Dana Whitfield", "dana@harborfinch.com").reply_to("Dana Whitfield", "dana@harbor-finch.test");
  const Correspondence whole = gather(no, {invitation().received()});
  EXPECT_EQ(best_addressee(whole), "dana@harborfinch.com");
  EXPECT_EQ(whole.ignored_reply_to, "dana@harbor-finch.test");
  Mail robot = robot_no()
                   .from_robot("Harbor & Finch", "no-reply@harborfinch.com")
                   .reply_to("Dana Whitfield", "dana@evil.example");
  EXPECT_EQ(best_addressee(gather(robot, {})), "") << "then nobody";
}

TEST(Addressee, IsThePersonUnderWhoseNameATrackingSystemSends) {
  Mail no = robot_no().from_robot("Priya Shah (Recruiting)", "no-reply@ats-mail.com").reply_to("Priya Shah", "priya.shah@harborfinch.com");
  EXPECT_EQ(best_addressee(gather(no.about("", "Data Engineer"), {})), "priya.shah@harborfinch.com");
  Mail other = robot_no().from_robot("Priya Shah (Recruiting)", "no-reply@ats-mail.com").reply_to("Eve Grant", "eve@evil.example");
  EXPECT_EQ(best_addressee(gather(other.about("", "Data Engineer"), {})), "") << "another name is nobody's word";
}

TEST(Addressee, MayAnswerAtTheFrontDeskOfASmallFirm) {
  Mail no = robot_no().from("Hannes Dettmann", "info@harborfinch.com");
  EXPECT_EQ(best_addressee(gather(no, {})), "info@harborfinch.com");
  EXPECT_EQ(best_addressee(gather(robot_no().from("Harbor & Finch", "info@harborfinch.com"), {})), "");
}

TEST(Addressee, IsNeverTheSameNameAtAnEncodedLookAlike) {
  Mail no = robot_no().from("Dana Whitfield", "dana@xn--harborfnch-b2b.com").answering("invitation");
  EXPECT_EQ(best_addressee(gather(no, {invitation().received(), thanks().sent()})), "dana@harborfinch.com");
}

TEST(Addressee, IsNeverInALookalikeDomain) {
  Mail fake = Mail("fake")
                  .when("2026-03-12T09:00:00Z")
                  .from("Dana Whitfield", "dana@hаrborfinch.com")
                  .about("Harbor & Finch", "Data Engineer")
                  .saying("I look forward to meeting you.");
  const Correspondence whole = gather(robot_no(), {invitation().received(), fake.received()});
  for (const Contact& contact : whole.contacts) EXPECT_NE(contact.address.email, "dana@hаrborfinch.com");
  EXPECT_EQ(best_addressee(whole), "dana@harborfinch.com");
}

TEST(Addressee, IsTheConsultantAloneWithAnAgency) {
  Mail offer = Mail("offer")
                   .from("Fiona Blake", "fiona@tidewell.example")
                   .about("Garrick Freight", "Operations Lead")
                   .subject("Operations Lead")
                   .saying("My client is looking.")
                   .by_agency();
  Mail client = Mail("client")
                    .when("2026-03-05T09:00:00Z")
                    .from("Max Garrick", "max@garrickfreight.com")
                    .about("Garrick Freight", "Operations Lead")
                    .saying("I look forward to meeting you.")
                    .is(Event::invitation, Stage::interview);
  Mail no = Mail("no")
                .when("2026-03-20T09:00:00Z")
                .from("Fiona Blake", "fiona@tidewell.example")
                .about("Garrick Freight", "Operations Lead")
                .answering("offer")
                .by_agency()
                .is(Event::rejection);
  no.by_agency();
  const Correspondence whole = gather(no, {offer.received(), client.received()});
  EXPECT_EQ(whole.channel, Channel::agency);
  ASSERT_EQ(whole.contacts.size(), 1U);
  EXPECT_EQ(whole.contacts[0].address.email, "fiona@tidewell.example");
  EXPECT_TRUE(whole.contacts[0].consultant);
}

TEST(Addressee, IsThePersonAFormMailIsSignedByWhenTheirAddressIsKnown) {
  Mail word = Mail("word")
                  .from("Dana Whitfield", "dana@harborfinch.com")
                  .about("", "Data Engineer")
                  .saying("We got your papers.");
  Mail no = robot_no();
  Reading reading = no.read();
  reading.facts.person = Address{"Dana Whitfield", ""};
  const Correspondence whole = gather_correspondence(reading, {word.received()}, sam(), sender_rules());
  EXPECT_EQ(best_addressee(whole), "dana@harborfinch.com");
  EXPECT_GE(whole.contacts.front().rank, 150);
}

TEST(Addressee, DidNotMeetTheUserWhenTheInterviewWasAfterTheNo) {
  Mail late = invitation().saying("I look forward to meeting you on 27 March.");
  const Correspondence whole = gather(robot_no(), {late.received()});
  EXPECT_FALSE(whole.contacts.front().met);
  EXPECT_EQ(whole.stage, Stage::none);
}

// ---- how far, how long ago

TEST(Stages, AreTheFurthestOverAllMails) {
  Mail ack = Mail("ack")
                 .when("2026-02-20T09:00:00Z")
                 .from_robot("Harbor & Finch", "no-reply@ats-mail.com")
                 .about("Harbor & Finch", "Data Engineer")
                 .is(Event::acknowledgement, Stage::interview);
  EXPECT_EQ(gather(robot_no(), {ack.received()}).stage, Stage::application) << "an acknowledgement proves no interview";
  EXPECT_EQ(gather(robot_no(), {ack.received(), invitation().received()}).stage, Stage::interview);
}

TEST(Stages, CanBeProvedByTheUsersOwnThanksAlone) {
  Mail note = thanks().about("Harbor & Finch", "Data Engineer");
  EXPECT_EQ(gather(robot_no(), {note.sent()}).stage, Stage::interview);
  EXPECT_EQ(gather(robot_no(), {note.saying("Thank you for the phone call yesterday.").sent()}).stage, Stage::screen);
}

TEST(Stages, AreFinalAfterASecondRound) {
  EXPECT_EQ(
      gather(robot_no(), {invitation().saying("We would like to see you again for a second interview.").received()})
          .stage,
      Stage::final);
  Mail again = thanks().when("2026-03-16T09:00:00Z").saying("Thank you for the conversation yesterday.");
  std::vector<EarlierMail> found{invitation().received(), thanks().sent(), again.sent()};
  found.back().reading.message.identity = "again";
  EXPECT_EQ(gather(robot_no(), found).stage, Stage::final);
}

TEST(Stages, AreAnInterviewWhenACalendarInvitationCame) {
  std::vector<EarlierMail> found{invitation().is(Event::other).saying("Invitation").received()};
  found[0].reading.message.has_calendar = true;
  EXPECT_EQ(gather(robot_no(), found).stage, Stage::interview);
}

TEST(Silence, IsLongAfterThirtyDays) {
  EXPECT_TRUE(gather(robot_no(), {invitation().when("2026-02-10T09:00:00Z").received()}).silence_over_30_days);
  EXPECT_FALSE(gather(robot_no(), {invitation().received()}).silence_over_30_days);
  EXPECT_FALSE(gather(robot_no(), {}).silence_over_30_days);
}

// ---- answered (contracts.md)

TEST(Answered, ByAReplyToTheNo) {
  Mail reply =
      Mail("reply").when("2026-03-20T10:00:00Z").to("", "no-reply@ats-mail.com").answering("no").saying("Thank you.");
  const Correspondence whole = gather(robot_no(), {reply.sent()});
  ASSERT_TRUE(whole.answered_by);
  EXPECT_EQ(whole.mails[*whole.answered_by].reading.message.identity, "reply");
}

TEST(Answered, ByALaterMailInTheAnchorsThread) {
  Mail reply = Mail("reply").when("2026-03-20T10:00:00Z").to("Somebody", "somebody@else.example").answering("thanks");
  EXPECT_TRUE(gather(robot_no(), {invitation().received(), thanks().sent(), reply.sent()}).answered_by);
}

TEST(Answered, ByALaterMailToAPersonOfTheApplication) {
  Mail fresh =
      Mail("fresh").when("2026-03-21T10:00:00Z").to("Dana Whitfield", "DANA@harborfinch.com").subject("Thank you");
  EXPECT_TRUE(gather(robot_no(), {invitation().received(), fresh.sent()}).answered_by);
  EXPECT_TRUE(gather(robot_no(), {invitation().received(), fresh.in_drafts()}).answered_by)
      << "a draft of the user's own counts";
}

TEST(Answered, NeverByTheThanksThatCrossedWithTheNo) {
  Mail crossing = thanks().when("2026-03-20T08:30:00Z");
  EXPECT_FALSE(gather(robot_no(), {invitation().received(), crossing.sent()}).answered_by);
}

TEST(Answered, NeverByPassingTheNoOnToAFriend) {
  Mail forward = Mail("forward")
                     .when("2026-03-20T10:00:00Z")
                     .to("Kim", "kim@freemail.com")
                     .answering("no")
                     .subject("Fwd: Your application");
  EXPECT_FALSE(gather(robot_no(), {invitation().received(), forward.sent()}).answered_by);
}

TEST(Answered, NeverByMailToOtherPeopleOrByMailReceived) {
  Mail other = Mail("other").when("2026-03-21T10:00:00Z").to("Kim", "kim@university.example").subject("Hello");
  Mail theirs =
      Mail("theirs").when("2026-03-21T10:00:00Z").from("Dana Whitfield", "dana@harborfinch.com").answering("no");
  EXPECT_FALSE(gather(robot_no(), {invitation().received(), other.sent(), theirs.received()}).answered_by);
}

// ---- what to ask the server for

TEST(Question, AsksForThreadPeopleDomainCompanyAndRole) {
  Mail no = robot_no().from("Helen Roe", "helen.roe@harborfinch.com").answering("invitation");
  const HistoryQuery query = what_to_ask(no.read(), sam(), sender_rules());
  EXPECT_EQ(query.message_ids, (Ids{"no", "invitation"}));
  EXPECT_EQ(query.addresses, (Ids{"@harborfinch.com", "helen.roe@harborfinch.com", "@harborfinch"}));
  EXPECT_EQ(query.words, (Ids{"Harbor & Finch", "Data Engineer"}));
  EXPECT_EQ(format_rfc3339(query.since), "2024-09-20T00:00:00Z");
}

TEST(Question, NeverAsksForEverythingFromATrackingSystemOrTheUser) {
  const HistoryQuery query = what_to_ask(robot_no().read(), sam(), sender_rules());
  EXPECT_EQ(query.addresses, (Ids{"@harborfinch"}));
}

TEST(Question, AsksOnceMoreForWhatTheFirstAnswerBroughtToLight) {
  const HistoryQuery query = what_else_to_ask(robot_no().read(), {invitation().received()}, sam(), sender_rules());
  EXPECT_EQ(query.message_ids, (Ids{"invitation"}));
  EXPECT_EQ(query.addresses, (Ids{"@harborfinch.com"}));
  EXPECT_TRUE(what_else_to_ask(robot_no().read(), {}, sam(), sender_rules()).addresses.empty());
}

TEST(Question, StaysBounded) {
  Mail no = robot_no();
  for (int i = 0; i < 500; ++i)
    no.answering("id" + std::to_string(i)).cc("P", "p" + std::to_string(i) + "@firm" + std::to_string(i) + ".example");
  const HistoryQuery query = what_to_ask(no.read(), sam(), sender_rules());
  EXPECT_LE(query.message_ids.size(), 20U);
  EXPECT_LE(query.addresses.size(), 25U);
}

}  // namespace
}  // namespace ajar::test
