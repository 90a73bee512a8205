#pragma once
// Cyrus and Courier from unpacked packages (fetch_servers.sh), as a normal user, in clear text on loopback ports.
// They show what Dovecot does not: lower-case special uses; no UIDNEXT, no special uses and the "INBOX." prefix.
#include <memory>
#include <string>
#include <thread>

#include "tests/support/scratch.h"

namespace ajar::testing {

/// Where fetch_servers.sh put them. Runs it once; `reason` tells why there is none.
struct FetchedServers {
  std::string folder, libraries, reason;
};
const FetchedServers& fetched_servers();

/// Any user with any password; INBOX, Drafts, Sent and Archive are there from the first sign-in.
class Cyrus {
 public:
  Cyrus();
  ~Cyrus();
  Cyrus(const Cyrus&) = delete;
  Cyrus& operator=(const Cyrus&) = delete;
  int port() const { return port_; }

 private:
  ScratchDirectory scratch_;
  int port_ = 0;
  std::unique_ptr<Process> process_;
};

/// One user, signed in by connecting (PREAUTH). INBOX only.
class Courier {
 public:
  Courier();
  ~Courier();
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;
  int port() const { return port_; }

 private:
  void serve();
  ScratchDirectory scratch_;
  int listener_ = -1, stop_fd_ = -1, port_ = 0;
  std::unique_ptr<Process> gamin_;
  std::thread thread_;
};

}  // namespace ajar::testing
