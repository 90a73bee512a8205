#pragma once
// An IMAP server that says what a script tells it, in clear text on a loopback port, for what a real server will not
// do on request. A script has one step a line:
//   C: pattern     a line from the client; `*` matches anything; its first word becomes the tag
//   S: text        a line to the client; %t is the tag
//   RAW: text      the same without CR LF; \r \n \0 \\ are understood
//   REPEAT n: text RAW, n times
//   DRIP n: text   RAW byte by byte, n milliseconds apart
//   LITERAL        takes as many bytes as the {n} at the end of the last client line announced, and a line end
//   CLOSE | RESET  ends the connection with FIN or RST
//   STALL          says nothing more until the client goes away
// At the end of the script the server answers "%t OK" to whatever comes.
#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ajar::testing {

class ScriptedServer {
 public:
  /// One script for each connection, the last one for all that follow.
  explicit ScriptedServer(std::vector<std::string> scripts);
  explicit ScriptedServer(const std::string& script) : ScriptedServer(std::vector<std::string>{script}) {}
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  int port() const { return port_; }
  std::string url(const std::string& scheme = "imap+insecure") const;
  /// All bytes clients have sent so far.
  std::string received() const;
  /// What clients said against the script; empty if all went by it.
  std::string surprises() const;
  /// Connections that have ended.
  int finished() const { return finished_; }

  /// Script of a greeting and a sign-in by AUTHENTICATE PLAIN, to be followed by a test's own steps.
  static std::string signed_in(const std::string& capabilities = "IMAP4rev1 IDLE UIDPLUS");
  /// ... and of an EXAMINE of INBOX.
  static std::string examined(int exists = 3, int uid_next = 4);

 private:
  struct Talk;
  void serve();
  void note_surprise(const std::string& text);

  std::vector<std::string> scripts_;
  int listener_ = -1, stop_fd_ = -1, port_ = 0;
  mutable std::mutex mutex_;
  std::string received_, surprises_;
  std::atomic<int> finished_{0};
  std::thread thread_;
};

}  // namespace ajar::testing
