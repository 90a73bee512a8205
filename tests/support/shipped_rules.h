#pragma once
// The shipped rule packs, loaded once; and invented mails to judge.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "filters/reading.h"

namespace ajar::testing {

inline std::vector<NamedText> shipped_rule_files() {
  std::vector<NamedText> files;
  for (const auto& entry : std::filesystem::directory_iterator(AJAR_SOURCE_DIR "/config/rules")) {
    std::ifstream file(entry.path(), std::ios::binary);
    files.push_back({entry.path().filename().string(), std::string(std::istreambuf_iterator<char>(file), {})});
  }
  std::sort(files.begin(), files.end(), [](const NamedText& a, const NamedText& b) { return a.name < b.name; });
  return files;
}

/// Prints the faults and ends the program if there are any.
inline const RuleBook& shipped_rules() {
  static const RuleBook book = [] {
    const auto files = shipped_rule_files();
    auto loaded = RuleBook::load(files, {}, {});
    if (!loaded) {
      for (const Fault& fault : loaded.error())
        for (const NamedText& file : files)
          if (file.name == fault.file) std::cerr << show_fault(fault, file.text);
      std::exit(1);
    }
    return std::move(*loaded);
  }();
  return book;
}

/// Reads a mail of a subject and a body as anybody might have sent it.
inline Reading read_invented(const std::string& subject, const std::string& body,
                             const std::string& more_headers = {}) {
  const std::string bytes =
      "Subject: " + subject + "\r\n" + more_headers +
      "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body;
  auto reading = read_message(bytes, std::nullopt, Instant{}, shipped_rules(), {});
  return reading ? std::move(*reading) : Reading{};
}

}  // namespace ajar::testing
