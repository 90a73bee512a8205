#include "tests/support/certificates.h"

#include <stdexcept>
#include <vector>

#include "tests/support/scratch.h"

namespace ajar::testing {
namespace {

constexpr const char* local_names =
    "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2,IP:127.0.0.3,IP:127.0.0.4,IP:127.0.0.5,IP:::1";

void openssl(std::vector<std::string> words) {
  words.insert(words.begin(), "openssl");
  const RunResult result = run_program(words);
  if (result.status != 0) throw std::runtime_error("openssl " + words[1] + ": " + result.output);
}

constexpr const char* key_kind[] = {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"};

std::vector<std::string> request(const std::string& base, const std::string& out) {
  std::vector<std::string> words{"req", "-new", "-keyout", base + ".key", "-out", out, "-subj", "/CN=ajar test"};
  words.insert(words.end(), std::begin(key_kind), std::end(key_kind));
  return words;
}

std::string make_self_signed(const std::string& directory, const std::string& name, const std::string& extension) {
  const std::string base = directory + "/" + name;
  std::vector<std::string> words = request(base, base + ".pem");
  for (const char* word : {"-x509", "-days", "30", "-addext"}) words.emplace_back(word);
  words.push_back(extension);
  openssl(words);
  return base + ".pem";
}

/// `openssl ca`, because only it takes dates in the past.
std::string make_signed(const std::string& directory, const std::string& name, const std::string& names,
                        const std::string& authority, const std::string& end = "20400101000000Z") {
  const std::string base = directory + "/" + name;
  openssl(request(base, base + ".csr"));
  write_file(base + ".db", "");
  write_file(base + ".cnf", "[any]\ndatabase=" + base + ".db\nnew_certs_dir=" + directory +
                                "\nrand_serial=yes\ndefault_md=sha256\npolicy=policy\n[policy]\n" +
                                "commonName=supplied\n[names]\nbasicConstraints=CA:FALSE\n" + names + "\n");
  openssl({"ca",          "-batch",     "-notext",         "-config",         base + ".cnf", "-name",       "any",
           "-cert",       authority,    "-keyfile",        key_of(authority), "-in",         base + ".csr", "-out",
           base + ".pem", "-startdate", "20200101000000Z", "-enddate",        end,           "-extensions", "names"});
  return base + ".pem";
}

}  // namespace

std::string key_of(const std::string& certificate) { return certificate.substr(0, certificate.size() - 4) + ".key"; }

Certificates make_certificates(const std::string& directory) {
  Certificates made;
  made.ca = make_self_signed(directory, "ca", "keyUsage=keyCertSign");
  const std::string other = make_self_signed(directory, "other-ca", "keyUsage=keyCertSign");
  made.good = make_signed(directory, "good", local_names, made.ca);
  made.wrong_host = make_signed(directory, "wrong-host", "subjectAltName=DNS:mail.example.org", made.ca);
  made.expired = make_signed(directory, "expired", local_names, made.ca, "20210101000000Z");
  made.self_signed = make_self_signed(directory, "self-signed", local_names);
  made.untrusted = make_signed(directory, "untrusted", local_names, other);
  return made;
}

}  // namespace ajar::testing
