// Small HTTPS requests, and the OAuth tokens that are got by them.
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/curl_transport.h"
#include "daemon/oauth_token.h"
#include "tests/support/certificates.h"
#include "tests/support/http_server.h"
#include "tests/support/scratch.h"
#include "tests/support/scripted_server.h"

namespace ajar::testing {
namespace {

using std::chrono::milliseconds;

HttpRequest get(const std::string& url) {
  HttpRequest request;
  request.url = url;
  request.timeout = milliseconds(5000);
  return request;
}

TEST(Http, SendsMethodHeadersBodyAndBasicAuthentication) {
  const HttpServer server([](const std::string&) {
    return HttpServer::answer("207 Multi-Status", "<ok/>", "ETag: \"7\"\r\nX-Odd:  spaced \r\n");
  });
  HttpRequest request = get(server.url("/calendars/sam/?x=1"));
  request.method = "PROPFIND";
  request.headers = {{"Depth", "0"}, {"Content-Type", "application/xml"}};
  request.body = std::string("<a>\0</a>", 8);
  request.user = "sam";
  request.password = "knock:knock";
  const auto response = http_exchange(request, -1);
  ASSERT_TRUE(response) << response.error().what;
  EXPECT_EQ(response->status, 207);
  EXPECT_EQ(response->body, "<ok/>");
  EXPECT_EQ(response->header("etag"), "\"7\"");
  EXPECT_EQ(response->header("x-odd"), "spaced");
  EXPECT_EQ(response->header("none"), "");
  const std::string sent = server.requests().at(0);
  EXPECT_EQ(sent.rfind("PROPFIND /calendars/sam/?x=1 HTTP/1.1\r\n", 0), 0U) << sent;
  for (const std::string part :
       {"\r\nDepth: 0\r\n", "\r\nAuthorization: Basic c2FtOmtub2NrOmtub2Nr\r\n",
        "\r\nContent-Type: application/xml\r\n", "\r\nUser-Agent: ajar\r\n", "Content-Length: 8\r\n"})
    EXPECT_NE(sent.find(part), std::string::npos) << part << sent;
  EXPECT_EQ(sent.substr(sent.size() - 8), request.body);
  EXPECT_EQ(sent.find("Expect:"), std::string::npos);
}

TEST(Http, SendsBearerTokensAndEveryMethod) {
  const HttpServer server([](const std::string&) { return HttpServer::answer("201 Created", ""); });
  for (const char* method : {"GET", "POST", "PUT", "REPORT", "OPTIONS", "HEAD"}) {
    HttpRequest request = get(server.url("/x"));
    request.method = method;
    request.bearer = "token";
    const auto response = http_exchange(request, -1);
    ASSERT_TRUE(response) << method << response.error().what;
    EXPECT_EQ(response->status, 201);
    const std::string sent = server.requests().back();
    EXPECT_EQ(sent.rfind(std::string(method) + " /x HTTP/1.1\r\n", 0), 0U) << sent;
    EXPECT_NE(sent.find("\r\nAuthorization: Bearer token\r\n"), std::string::npos) << sent;
  }
}

TEST(Http, FollowsNoRedirect) {
  const HttpServer server([](const std::string&) {
    return HttpServer::answer("302 Found", "", "Location: http://127.0.0.1:1/elsewhere\r\n");
  });
  const auto response = http_exchange(get(server.url()), -1);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 302);
  EXPECT_EQ(response->header("location"), "http://127.0.0.1:1/elsewhere");
}

TEST(Http, RefusesAnswersOverTheCap) {
  const HttpServer server([](const std::string&) { return HttpServer::answer("200 OK", std::string(2000, 'x')); });
  HttpRequest request = get(server.url());
  request.most_bytes = 1000;
  const auto response = http_exchange(request, -1);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().what,
            server.url().substr(7, server.url().size() - 8) + " answered with more than Ajar reads");
}

TEST(Http, ClearTextIsForLoopbackOnlyAndHeadersHaveOneLine) {
  EXPECT_EQ(http_exchange(get("http://example.org/x"), -1).error().what,
            "http:// sends passwords in clear text and is for loopback addresses only");
  for (const char* url : {"ftp://127.0.0.1/", "imap://127.0.0.1/", "example.org", "https://sam:x@example.org/"})
    EXPECT_EQ(http_exchange(get(url), -1).error().kind, ErrorKind::config) << url;
  HttpRequest split = get("http://127.0.0.1:1/");
  split.headers = {{"X", "a\r\nAuthorization: evil"}};
  EXPECT_EQ(http_exchange(split, -1).error().kind, ErrorKind::config);
}

TEST(Http, EndsInTimeAndWhenWoken) {
  const ScriptedServer server("STALL");
  HttpRequest request = get("http://127.0.0.1:" + std::to_string(server.port()));
  request.timeout = milliseconds(200);
  EXPECT_EQ(http_exchange(request, -1).error().what,
            "127.0.0.1:" + std::to_string(server.port()) + " gave no answer in time");
  request.timeout = milliseconds(60000);
  const int wake = ::eventfd(1, EFD_CLOEXEC);
  EXPECT_EQ(http_exchange(request, wake).error().what,
            "connection to 127.0.0.1:" + std::to_string(server.port()) + " was cancelled");
  ::close(wake);
}

TEST(Http, ChecksTheCertificate) {
  if (!has_program("openssl")) GTEST_SKIP() << "openssl is not installed";
  const ScratchDirectory scratch;
  const Certificates certificates = make_certificates(scratch.path());
  for (const std::string& shown :
       {certificates.good, certificates.self_signed, certificates.expired, certificates.wrong_host}) {
    const int port = free_port();
    const Process server({"openssl", "s_server", "-accept", "127.0.0.1:" + std::to_string(port), "-www", "-cert", shown,
                          "-key", key_of(shown)},
                         scratch / "log");
    ASSERT_TRUE(wait_until([&] { return can_connect(port); })) << read_file(scratch / "log");
    HttpRequest request = get("https://localhost:" + std::to_string(port) + "/");
    request.tls_ca = certificates.ca;
    request.user = "sam";
    request.password = "knock";
    const auto response = http_exchange(request, -1);
    ASSERT_EQ(response.has_value(), shown == certificates.good) << shown << (response ? "" : response.error().what);
    if (!response) {
      EXPECT_EQ(response.error().what.rfind("the certificate of localhost:", 0), 0U) << response.error().what;
    }
  }
}

// --- OAuth -----------------------------------------------------------------------------------------------------------

class Oauth : public ::testing::Test {
 protected:
  Oauth() {
    write_secret("old token");
    auth_.oauth = true;
    auth_.provider = "custom";
    auth_.client_id = "ajar & co";
    auth_.scope = "mail offline";
    auth_.refresh_token = {SecretSource::Kind::file, {}, scratch_ / "token"};
  }
  void write_secret(const std::string& text) {
    write_file(scratch_ / "token", text + "\n");
    ::chmod((scratch_ / "token").c_str(), 0600);
  }
  void answer(HttpServer::Answer answer) {
    server_ = std::make_unique<HttpServer>(std::move(answer));
    auth_.token_url = server_->url("/token");
    auth_.device_url = server_->url("/device");
  }
  void answer(const std::string& status, const std::string& body) {
    answer([=](const std::string&) { return HttpServer::answer(status, body); });
  }
  Error error() {
    const auto token = fetch_access_token(auth_, "", -1);
    EXPECT_FALSE(token);
    return token ? Error{} : token.error();
  }
  std::string host() const { return server_->url("").substr(7); }

  ScratchDirectory scratch_;
  AuthSettings auth_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(Oauth, ARefreshTokenBecomesAnAccessToken) {
  answer("200 OK", R"({"access_token": "fresh", "expires_in": 3599, "token_type": "Bearer"})");
  const auto token = fetch_access_token(auth_, "", -1);
  ASSERT_TRUE(token) << token.error().what;
  EXPECT_EQ(token->token.text(), "fresh");
  EXPECT_EQ(token->lifetime, std::chrono::seconds(3599));
  EXPECT_EQ(token->new_refresh_token.text(), "");
  const std::string request = server_->requests().at(0);
  EXPECT_EQ(request.rfind("POST /token HTTP/1.1\r\n", 0), 0U);
  EXPECT_NE(request.find("\r\nContent-Type: application/x-www-form-urlencoded\r\n"), std::string::npos);
  EXPECT_EQ(request.substr(request.find("\r\n\r\n") + 4),
            "grant_type=refresh_token&client_id=ajar%20%26%20co&refresh_token=old%20token");
}

TEST_F(Oauth, ARotatedRefreshTokenReplacesTheFile) {
  answer("200 OK", R"({"access_token": "fresh", "expires_in": "3600", "refresh_token": "new token"})");
  const auto token = fetch_access_token(auth_, "", -1);
  ASSERT_TRUE(token) << token.error().what;
  EXPECT_EQ(token->lifetime, std::chrono::seconds(3600));
  EXPECT_EQ(token->new_refresh_token.text(), "new token");
  EXPECT_EQ(read_file(scratch_ / "token"), "new token\n");
  struct stat status {};
  ASSERT_EQ(::stat((scratch_ / "token").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(Oauth, RefusalsAreToldInWords) {
  answer("400 Bad Request", R"({"error": "invalid_grant", "error_description": "Token has been expired or revoked."})");
  EXPECT_EQ(error().kind, ErrorKind::sign_in);
  EXPECT_EQ(error().what, host() + ": the consent has expired or was withdrawn (invalid_grant)");
  answer("401 Unauthorized", R"({"error": "invalid_client"})");
  EXPECT_EQ(error().kind, ErrorKind::sign_in);
  answer("400 Bad Request", R"({"error": "something new"})");
  EXPECT_EQ(error().kind, ErrorKind::server);
  EXPECT_EQ(error().what, host() + " refused: something?new");
  answer("503 Service Unavailable", "<html>");
  EXPECT_EQ(error().kind, ErrorKind::network);
  answer("429 Too Many Requests", "{}");
  EXPECT_EQ(error().kind, ErrorKind::network);
  answer("200 OK", "<html>hotel network</html>");
  EXPECT_EQ(error().kind, ErrorKind::server);
  answer("200 OK", R"({"access_token": 7})");
  EXPECT_EQ(error().what, host() + " gave no access token");
}

TEST_F(Oauth, ProvidersAreKnownOrDescribed) {
  AuthSettings google;
  google.provider = "google";
  EXPECT_EQ(find_provider(google)->token_url, "https://oauth2.googleapis.com/token");
  google.scope = "other";
  EXPECT_EQ(find_provider(google)->scope, "other");
  AuthSettings microsoft;
  microsoft.provider = "microsoft";
  EXPECT_NE(find_provider(microsoft)->scope.find("offline_access"), std::string::npos);
  AuthSettings nobody;
  nobody.provider = "custom";
  EXPECT_EQ(find_provider(nobody).error().kind, ErrorKind::config);
}

TEST_F(Oauth, TheDeviceFlowShowsACodeAndAsksUntilTheUserConsents) {
  int asked = 0;
  answer([&](const std::string& request) {
    if (request.rfind("POST /device", 0) == 0)
      return HttpServer::answer("200 OK", R"({"device_code": "dev", "user_code": "ABCD-EFGH", "interval": 0, )"
                                          R"("verification_uri": "https://example.org/device", "expires_in": 900})");
    return ++asked < 3 ? HttpServer::answer("400 Bad Request", R"({"error": "authorization_pending"})")
                       : HttpServer::answer("200 OK", R"({"access_token": "a", "refresh_token": "kept"})");
  });
  DeviceCode shown;
  const auto token = run_device_flow(
      auth_, "", [&](const DeviceCode& code) { shown = code; }, -1);
  ASSERT_TRUE(token) << token.error().what;
  EXPECT_EQ(token->text(), "kept");
  EXPECT_EQ(shown.url, "https://example.org/device");
  EXPECT_EQ(shown.code, "ABCD-EFGH");
  EXPECT_EQ(asked, 3);
}

TEST_F(Oauth, TheDeviceFlowEndsWhenTheUserDeclines) {
  answer([&](const std::string& request) {
    return request.rfind("POST /device", 0) == 0
               ? HttpServer::answer(
                     "200 OK", R"({"device_code": "dev", "user_code": "A", "interval": 0, "verification_url": "u"})")
               : HttpServer::answer("403 Forbidden", R"({"error": "access_denied"})");
  });
  const auto token = run_device_flow(
      auth_, "", [](const DeviceCode&) {}, -1);
  ASSERT_FALSE(token);
  EXPECT_EQ(token.error().kind, ErrorKind::sign_in);
  EXPECT_EQ(token.error().what, host() + ": consent was refused (access_denied)");
}

}  // namespace
}  // namespace ajar::testing
