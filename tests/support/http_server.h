#pragma once
// A small HTTP server on a loopback port for what asks by HTTPS in earnest: one answer for each request, by a function.
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ajar::testing {

class HttpServer {
 public:
  /// From head and body of a request to the bytes of the answer. Runs on the server's thread.
  using Answer = std::function<std::string(const std::string& request)>;
  explicit HttpServer(Answer answer);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::string url(const std::string& path = "/") const;
  /// Head and body of each, in order.
  std::vector<std::string> requests() const;

  /// An answer with this status line ("200 OK"), more header lines (each with CR LF) and body.
  static std::string answer(const std::string& status, const std::string& body, const std::string& headers = {});

 private:
  void serve();
  void talk(int fd);
  Answer answer_;
  int listener_ = -1, stop_fd_ = -1, port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

}  // namespace ajar::testing
