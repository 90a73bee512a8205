#include "daemon/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "build_places.h"
#include "daemon/commands/commands.h"
#include "daemon/output.h"
#include "filters/message.h"

namespace ajar {
namespace {

constexpr const char* about =
    "Ajar answers job rejections with gracious drafts. It reads your mail, files a draft you can send or throw away,\n"
    "and reminds you to keep in touch. It never sends anything.";
constexpr const char* epilogue =
    "Try it on one mail:       ajar classify mail.eml\n"
    "See the draft it writes:  ajar preview mail.eml\n"
    "Manual:                   man ajar, man ajar.yaml";

constexpr const char* common_options =
    "\n\nEvery command also takes --config FILE, --state DIR, --now RFC3339, --json, -q, -v and --no-color: ajar --help";

/// Options that every command takes, before or after its name.
void add_shared_options(CLI::App& app, Invocation& invocation) {
  app.add_option("--config", invocation.config, "Settings file (default: ~/.config/ajar/ajar.yaml)")->type_name("FILE");
  app.add_option("--state", invocation.state, "Directory of the ledger (default: ~/.local/state/ajar)")->type_name("DIR");
  app.add_option_function<std::string>(
         "--now",
         [&invocation](const std::string& text) {
           auto at = parse_rfc3339(text);
           if (!at) throw CLI::ValidationError("--now", at.error().what);
           invocation.now = *at;
         },
         "Pretend it is this instant, such as 2026-11-25T09:00:00+01:00")
      ->type_name("RFC3339");
  app.add_flag("--json", invocation.json, "Print JSON, one object a line (lists, classify, explain, preview)");
  app.add_flag("-q,--quiet", invocation.quiet, "Print nothing but results and errors");
  app.add_flag("-v,--verbose", invocation.verbose, "Say more");
  app.add_flag("--no-color", invocation.no_color, "No colours (NO_COLOR is respected too)");
}

/// What is wrong with an address; nothing: it is one.
std::string is_address(const std::string& text) {
  const bool alone = text.find_first_of(" <>,;\"\r\n\t") == std::string::npos;
  return alone && !local_part(text).empty() && !domain_of(text).empty() ? "" : "'" + text + "' is no mail address";
}

Stage stage_named(std::string_view name) {
  for (Stage stage : {Stage::application, Stage::screen, Stage::assessment, Stage::interview, Stage::final})
    if (to_string(stage) == name) return stage;
  return Stage::none;
}

class CommandLine {
 public:
  CommandLine();
  int run(int argc, char** argv);

 private:
  template <class Action>
  CLI::App* command(const std::string& name, const std::string& says, const std::string& example, Action action);
  std::string what_is_wrong(const CLI::ParseError& fault) const;
  void add_mail_commands();
  void add_settings_commands();
  void add_ledger_commands();
  void add_review_command();
  void add_word_commands();
  void add_book_commands();

  CLI::App app_{about, "ajar"};
  Invocation invocation_;
  ExitCode result_ = ExitCode::ok;
  RunOptions run_;
  std::vector<std::string> paths_;
  ExplainOptions explain_;
  PreviewOptions preview_;
  std::int64_t review_id_ = 0;
  AddOptions add_;
  MuteOptions mute_;
  std::string forget_;
  bool forget_all_ = false;
  NewRuleOptions new_rule_;
  std::string sign_in_;
};

CommandLine::CommandLine() {
  app_.set_version_flag("--version", "ajar " AJAR_VERSION, "Print the version");
  app_.set_help_flag("-h,--help", "Print this help");
  app_.require_subcommand(1);
  app_.fallthrough();
  app_.footer(epilogue);
  add_shared_options(app_, invocation_);
  auto* run = command("run", "Watch the mailboxes, file drafts, deliver reminders (the daemon)",
                      "ajar run --once      one pass over every account, then stop",
                      [this] { return ajar::run(invocation_, run_); });
  run->add_flag("--once", run_.once, "Sweep every account once, carry out everything due, and stop");
  add_mail_commands();
  add_settings_commands();
  add_ledger_commands();
  add_review_command();
  add_word_commands();
  add_book_commands();
}

/// A subcommand whose action gives the exit code.
template <class Action>
CLI::App* CommandLine::command(const std::string& name, const std::string& says, const std::string& example,
                               Action action) {
  CLI::App* added = app_.add_subcommand(name, says);
  added->footer("Example:\n  " + example + common_options);
  added->fallthrough();
  added->callback([this, action] { result_ = action(); });
  return added;
}

void CommandLine::add_mail_commands() {
  auto* classify = command("classify", "Say what mails are: rejection, invitation, ... (no settings, no network)",
                           "ajar classify --json mail.eml ~/Maildir archive.mbox",
                           [this] { return ajar::classify(invocation_, paths_); });
  classify->add_option("PATH", paths_, ".eml, mbox, Maildir, folder of .eml, or - for standard input")->required();
  auto* explain = command("explain", "Say why: points, rules and words; what would be filed, to whom, when",
                          "ajar explain mail.eml", [this] { return ajar::explain(invocation_, explain_); });
  explain->add_option("FILE", explain_.path, "One mail, or - for standard input")->required();
  explain->add_option("--history", explain_.history, "Earlier mails: DIR/INBOX and DIR/Sent with .eml files")->type_name("DIR");
  auto* preview = command("preview", "Print the draft that would be filed for a mail",
                          "ajar preview --history ~/old-mail rejection.eml",
                          [this] { return ajar::preview(invocation_, preview_); });
  preview->add_option("FILE", preview_.path, "The rejection, or - for standard input")->required();
  preview->add_option("--history", preview_.history, "Earlier mails: DIR/INBOX and DIR/Sent with .eml files")->type_name("DIR");
  preview->add_flag("--all", preview_.all, "The notes to the other interviewers too, as mbox");
}

void CommandLine::add_settings_commands() {
  command("check", "Check settings, rules and replies; name every fault and its place", "ajar check --config ajar.yaml",
          [this] { return ajar::check(invocation_); });
}

void CommandLine::add_ledger_commands() {
  command("status", "How things stand: accounts, drafts, reminders; -v: the latest mails too", "ajar status -v", [this] { return ajar::status(invocation_); });
  command("drafts", "Every draft and what became of it; -v prints the texts", "ajar drafts -v",
          [this] { return ajar::drafts(invocation_); });
  command("reminders", "Every reminder and when it is due; -v prints the texts", "ajar reminders --json",
          [this] { return ajar::reminders(invocation_); });
  command("applications", "Every application Ajar knows of", "ajar applications", [this] { return ajar::applications(invocation_); });
}

void CommandLine::add_review_command() {
  auto* review = app_.add_subcommand("review", "Mails between the thresholds: was it a rejection?");
  review->footer(std::string("Example:\n  ajar review yes 12") + common_options);
  review->fallthrough();
  for (bool yes : {true, false}) {
    auto* answer = review->add_subcommand(yes ? "yes" : "no", yes ? "It was a rejection" : "It was none");
    answer->fallthrough();
    answer->add_option("ID", review_id_, "As `ajar review` lists it")->required();
    answer->callback([this, yes] { result_ = ajar::answer_review(invocation_, review_id_, yes); });
  }
  review->callback([this, review] {
    if (review->get_subcommands().empty()) result_ = ajar::review(invocation_);
  });
}

void CommandLine::add_word_commands() {
  auto* add = command("add", "A no that came by phone, voicemail or letter",
                      "ajar add --company Lumen --role Analyst --person \"Priya Raman\" --email priya@lumen.example --via phone",
                      [this] { return ajar::add(invocation_, add_); });
  add->add_option("--company", add_.rejection.company, "Who said no")->required();
  add->add_option("--role", add_.rejection.role, "Which job");
  add->add_option("--person", add_.rejection.person, "Who called or wrote");
  add->add_option("--email", add_.rejection.email, "Where to write to")->check(is_address, "");
  add->add_option("--via", add_.rejection.via, "phone, letter or voicemail")
      ->required()
      ->check(CLI::IsMember({"phone", "letter", "voicemail"}));
  add->add_option_function<std::string>(
         "--stage", [this](const std::string& name) { add_.rejection.stage = stage_named(name); }, "How far it had come")
      ->check(CLI::IsMember({"application", "screen", "assessment", "interview", "final"}));
  add->add_option("--detail", add_.rejection.details, "Something only this conversation held; may be repeated");
  add->add_option("--account", add_.account, "Which account writes (default: the first)");

  auto* mute = command("mute", "No more drafts and reminders about someone; alone: who is muted", "ajar mute @lumen.example",
                       [this] { return ajar::mute(invocation_, mute_); });
  mute->add_option("WHO", mute_.what, "An address, @domain or company");
  mute->add_flag("--off", mute_.off, "Take it back");

  auto* forget = command("forget", "Take a person or company out of the ledger", "ajar forget \"Lumen Analytics\"", [this] {
    if (!forget_all_ && forget_.empty()) throw CLI::RequiredError("WHO or --all");
    return ajar::forget(invocation_, forget_all_ ? "--all" : forget_);
  });
  auto* who = forget->add_option("WHO", forget_, "An address, name or company");
  auto* all = forget->add_flag("--all", forget_all_, "Everything");
  who->excludes(all);
}

void CommandLine::add_book_commands() {
  auto* rules = app_.add_subcommand("rules", "The rules: list, check, test, new, why");
  rules->footer(std::string("Example:\n  ajar rules new missed-rejection.eml > ~/.config/ajar/rules.d/mine.yaml") + common_options);
  rules->fallthrough();
  rules->require_subcommand(1);
  auto verb = [this](CLI::App* parent, const std::string& name, const std::string& says, auto action) {
    auto* added = parent->add_subcommand(name, says);
    added->fallthrough();
    added->callback([this, action] { result_ = action(); });
    return added;
  };
  verb(rules, "list", "Every rule: points, purpose, reason", [this] { return list_rules(invocation_); });
  verb(rules, "check", "Name every fault in the rules and its place", [this] { return check_rules(invocation_); });
  verb(rules, "test", "Run the examples of all rules", [this] { return test_rules(invocation_); });
  auto* add = verb(rules, "new", "Propose a rule from a mail's decisive sentence", [this] { return new_rule(invocation_, new_rule_); });
  add->add_option("FILE", new_rule_.path, "The mail, or - for standard input")->required();
  add->add_flag("--not", new_rule_.is_none, "The mail is no rejection: propose what speaks against it");
  auto* why = verb(rules, "why", "As explain: which rules fired, and on which words", [this] { return ajar::explain(invocation_, explain_); });
  why->add_option("FILE", explain_.path, "The mail, or - for standard input")->required();

  auto* replies = app_.add_subcommand("replies", "The sentences that drafts are made of: check");
  replies->footer(std::string("Example:\n  ajar replies check") + common_options);
  replies->fallthrough();
  replies->require_subcommand(1);
  verb(replies, "check", "Name every fault in the replies and its place", [this] { return check_replies_command(invocation_); });

  auto* sign_in = command("sign-in", "Consent in a browser, for accounts with oauth", "ajar sign-in work",
                          [this] { return ajar::sign_in(invocation_, sign_in_); });
  sign_in->add_option("ACCOUNT", sign_in_, "Name in ajar.yaml (default: the first with oauth)");
}

/// "'rules lst'; did you mean 'rules list'?", of a word that is no command of `parent` ("" or "rules ").
std::string unknown_command(const CLI::App& parent, const std::string& before, const std::string& word) {
  std::vector<std::string> known;
  for (const auto* command : parent.get_subcommands([](const CLI::App*) { return true; })) known.push_back(command->get_name());
  const std::string nearest = nearest_name(word, known);
  return "there is no command '" + before + word + "'" + (nearest.empty() ? "" : "; did you mean '" + before + nearest + "'?");
}

/// CLI11 says "A subcommand is required" of a misspelt one and "was not expected" of a misspelt option: better to name
/// the nearest that there is.
std::string CommandLine::what_is_wrong(const CLI::ParseError& fault) const {
  const CLI::App* command = &app_;
  std::string before;
  for (auto chosen = app_.get_subcommands(); !chosen.empty(); chosen = command->get_subcommands()) {
    command = chosen.front();
    before += command->get_name() + " ";
  }
  const std::string listing = "\n      ajar " + before + "--help shows what there is";
  const auto unexpected = app_.remaining(true);
  const bool has_commands = !command->get_subcommands([](const CLI::App*) { return true; }).empty();
  if (unexpected.empty())
    return (has_commands && command->get_subcommands().empty() && fault.get_name() == "RequiredError"
                ? "a command is missing"
                : std::string(fault.what())) +
           listing;
  const std::string& word = unexpected.front();
  if (word.starts_with('-')) return "there is no option " + word + listing;
  if (has_commands) return unknown_command(*command, before, word) + listing;
  return "'" + word + "' is one word too many" + listing;
}

int CommandLine::run(int argc, char** argv) {
  try {
    app_.parse(argc, argv);
    return static_cast<int>(result_);
  } catch (const CLI::CallForHelp& call) {
    return app_.exit(call);
  } catch (const CLI::CallForVersion& call) {
    return app_.exit(call);
  } catch (const CLI::ParseError& fault) {
    std::fprintf(stderr, "ajar: %s\n", what_is_wrong(fault).c_str());
    return static_cast<int>(ExitCode::usage);
  }
}

}  // namespace

int run_command_line(int argc, char** argv) {
  try {
    return CommandLine().run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("ajar: out of memory\n", stderr);
    return static_cast<int>(ExitCode::storage);
  } catch (const std::exception& unexpected) {
    std::fprintf(stderr, "ajar: unexpected: %s\n      please report this with the command you gave\n", unexpected.what());
    return 70;  // EX_SOFTWARE
  }
}

}  // namespace ajar
