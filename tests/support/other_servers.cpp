#include "tests/support/other_servers.h"

#include <arpa/inet.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

namespace ajar::testing {
namespace {

FetchedServers fetch() {
  FetchedServers servers;
  const RunResult result = run_program({AJAR_SOURCE_DIR "/tests/support/fetch_servers.sh"});
  std::string last = result.output.substr(0, result.output.find_last_not_of('\n') + 1);
  last = last.substr(last.rfind('\n') + 1);
  if (result.status != 0) {
    servers.reason = last;
    return servers;
  }
  servers.folder = last;
  servers.libraries = read_file(last + "/complete");
  servers.libraries.erase(servers.libraries.find_last_not_of('\n') + 1);
  return servers;
}

/// Neither runs as root: then everything is nobody's.
std::vector<std::string> as_normal_user(std::vector<std::string> command) {
  if (::getuid() == 0)
    command.insert(command.begin(), {"setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"});
  return command;
}

void give_to_normal_user(const std::string& path) {
  if (::getuid() == 0 && run_program({"chown", "-R", "nobody:nogroup", path}).status != 0)
    throw std::runtime_error("chown " + path);
}

std::string normal_user() { return ::getuid() == 0 ? "nobody" : ::getpwuid(::getuid())->pw_name; }
std::string normal_group() { return ::getuid() == 0 ? "nogroup" : ::getgrgid(::getgid())->gr_name; }

}  // namespace

const FetchedServers& fetched_servers() {
  static const FetchedServers servers = fetch();
  return servers;
}

Cyrus::Cyrus() {
  const FetchedServers& servers = fetched_servers();
  if (!servers.reason.empty()) throw std::runtime_error(servers.reason);
  const std::string tree = servers.folder + "/cyrus";
  const std::string home = scratch_ / "cyrus";
  for (const char* name : {"db", "socket", "proc", "lock", "msg", "log", "user", "quota"})
    std::filesystem::create_directories(home + "/conf/" + name);
  std::filesystem::create_directories(home + "/spool");
  write_file(home + "/imapd.conf",
             "configdirectory: " + home + "/conf\ndefaultpartition: default\npartition-default: " + home + "/spool\n" +
                 "cyrus_user: " + normal_user() + "\ncyrus_group: " + normal_group() + "\n" +
                 "allowplaintext: yes\nsasl_mech_list: none\nvirtdomains: off\nunixhierarchysep: yes\n"
                 "altnamespace: yes\nautocreate_quota: 0\nautocreate_inbox_folders: Drafts|Sent|Archive\n"
                 "autocreate_subscribe_folders: Drafts|Sent\nxlist-drafts: Drafts\nxlist-sent: Sent\n"
                 "xlist-archive: Archive\nimapidlepoll: 1\nsearch_engine: none\n");
  ::chmod(scratch_.path().c_str(), 0755);
  for (int attempt = 0; attempt < 5; ++attempt) {
    port_ = free_port();
    write_file(home + "/cyrus.conf", "START {\n}\nSERVICES {\n  imap cmd=\"" + tree + "/usr/lib/cyrus/bin/imapd -C " +
                                         home + "/imapd.conf -N\" listen=\"127.0.0.1:" + std::to_string(port_) +
                                         "\" prefork=1 proto=tcp4\n}\nEVENTS {\n}\n");
    give_to_normal_user(home);
    process_ = std::make_unique<Process>(
        as_normal_user({tree + "/usr/lib/cyrus/bin/master", "-D", "-C", home + "/imapd.conf", "-M",
                        home + "/cyrus.conf", "-p", home + "/pid"}),
        scratch_ / "log", std::vector<std::string>{"LD_LIBRARY_PATH=" + tree + "/usr/lib/" + servers.libraries});
    const auto up = [&] { return !process_->running() || can_connect(port_); };
    if (wait_until(up) && process_->running()) return;
    process_.reset();
  }
  throw std::runtime_error("Cyrus does not start: " + read_file(scratch_ / "log"));
}

Cyrus::~Cyrus() {
  if (process_) process_->kill();
}

Courier::Courier() {
  const FetchedServers& servers = fetched_servers();
  if (!servers.reason.empty()) throw std::runtime_error(servers.reason);
  const std::string tree = servers.folder + "/courier";
  const std::string home = scratch_ / "sam";
  std::filesystem::create_directory(home);
  ::chmod(scratch_.path().c_str(), 0755);
  give_to_normal_user(home);
  const std::string libraries = "LD_LIBRARY_PATH=" + tree + "/usr/lib/" + servers.libraries + ":" + tree + "/usr/lib";
  const RunResult made =
      run_program(as_normal_user({tree + "/usr/bin/maildirmake.courier", home + "/Maildir"}), {libraries});
  if (made.status != 0) throw std::runtime_error("maildirmake: " + made.output);
  const std::string id = "ajar-" + std::to_string(::getpid());
  gamin_ = std::make_unique<Process>(as_normal_user({tree + "/usr/libexec/gam_server", id}), scratch_ / "gamin.log",
                                     std::vector<std::string>{libraries});

  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  stop_fd_ = ::eventfd(0, EFD_CLOEXEC);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  ::bind(listener_, reinterpret_cast<sockaddr*>(&address), length);
  ::listen(listener_, 16);
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

Courier::~Courier() {
  ::eventfd_write(stop_fd_, 1);
  if (thread_.joinable()) thread_.join();
  ::close(listener_);
  ::close(stop_fd_);
  gamin_->kill();
}

/// As inetd would: an imapd for each connection.
void Courier::serve() {
  const FetchedServers& servers = fetched_servers();
  const std::string tree = servers.folder + "/courier";
  std::vector<std::unique_ptr<Process>> sessions;
  for (;;) {
    pollfd fds[] = {{listener_, POLLIN, 0}, {stop_fd_, POLLIN, 0}};
    if (::poll(fds, 2, -1) < 0 || fds[1].revents) break;
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) continue;
    sessions.push_back(std::make_unique<Process>(
        as_normal_user(
            {"sh", "-c", "cd \"$0\" && exec \"$1\" Maildir <&3 >&3", scratch_ / "sam", tree + "/usr/bin/imapd"}),
        scratch_ / "log",
        std::vector<std::string>{"LD_LIBRARY_PATH=" + tree + "/usr/lib/" + servers.libraries + ":" + tree + "/usr/lib",
                                 "GAM_CLIENT_ID=ajar-" + std::to_string(::getpid()),
                                 "GAMIN_DEBUG_SERVER=" + tree + "/usr/libexec/gam_server", "HOME=" + (scratch_ / "sam"),
                                 "IMAP_CAPABILITY=IMAP4rev1 UIDPLUS CHILDREN NAMESPACE IDLE", "IMAP_IDLE_TIMEOUT=1",
                                 "IMAP_USELOCKS=1", "IMAP_ENHANCEDIDLE=0", "IMAP_TRASHFOLDERNAME=Trash"},
        std::vector<int>{fd}));
    ::close(fd);
  }
  for (auto& session : sessions) session->kill();
}

}  // namespace ajar::testing
