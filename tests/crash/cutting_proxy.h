#pragma once
// A loopback proxy that cuts the first APPEND of a mail server's client at a chosen place, and later leaves it alone.
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ajar::testing {

class CuttingProxy {
 public:
  /// Position 0 to `positions` - 5: so far into what the client sends for APPEND, evenly; the last four: in the answer
  /// of the server to the finished APPEND, byte by byte.
  CuttingProxy(int server_port, int position, int positions);
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;
  int port() const { return port_; }
  bool has_cut() const { return cut_; }
  std::string story() const;

 private:
  struct Link;
  void serve();
  void carry(Link& link);
  bool forward_to_server(Link& link);
  bool forward_to_client(Link& link);

  int server_port_, position_, positions_, port_ = 0, listener_ = -1, stop_ = -1;
  std::atomic<bool> cut_{false};
  mutable std::mutex mutex_;
  std::string story_;
  std::thread thread_;
};

}  // namespace ajar::testing
