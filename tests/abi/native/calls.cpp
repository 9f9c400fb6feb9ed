// The core as a native program: makes the calls that standard input holds, one
// after another, and writes what each gives to standard output.
//
// A call comes as texts, its name first, then its parts; what it gives goes out
// as texts. Texts are their number, then for each its length (kAbsent for an
// absent part) and its bytes. Numbers are 32 bits, little-endian.
//
// The names are the module's exports. `begin_refresh` takes the facts and gives
// the first effects; each `step_refresh` takes events, in one part, and gives
// the next effects of the refresh that began last (boundary/message.h). Other
// calls may come in between.
#include "boundary/calls.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "boundary/session.h"

namespace {

namespace boundary = user_listens::boundary;

constexpr std::uint32_t kAbsent = 0xFFFFFFFF;

[[noreturn]] void give_up(const char* why) {
  std::fprintf(stderr, "%s\n", why);
  std::exit(2);
}

std::optional<boundary::RefreshSession>& session() {
  static std::optional<boundary::RefreshSession> session;
  return session;
}

boundary::Output begin_refresh(boundary::Parts parts) {
  boundary::KnownWorker worker;
  return session().emplace(parts, worker).begin();
}

boundary::Output step_refresh(boundary::Parts parts) {
  if (!session()) give_up("no refresh has begun");
  if (parts.empty() || !parts[0]) give_up("a step without events");
  return session()->step(*parts[0]);
}

struct NamedCall {
  std::string_view name;
  boundary::Output (*call)(boundary::Parts);
};
constexpr std::array kCalls{
    NamedCall{"describe", boundary::describe}, NamedCall{"begin_refresh", begin_refresh},
    NamedCall{"step_refresh", step_refresh},   NamedCall{"cache_key", boundary::cache_key},
    NamedCall{"reply", boundary::reply},       NamedCall{"revalidate", boundary::revalidate},
    NamedCall{"render", boundary::render},     NamedCall{"examine", boundary::examine},
};

std::uint32_t take_number(std::string_view& input) {
  std::uint32_t number = 0;
  if (input.size() < sizeof number) give_up("the input ends within a number");
  std::memcpy(&number, input.data(), sizeof number);
  input.remove_prefix(sizeof number);
  return number;
}

std::vector<std::optional<std::string_view>> take_texts(std::string_view& input) {
  std::vector<std::optional<std::string_view>> texts(take_number(input));
  for (auto& text : texts) {
    const auto length = take_number(input);
    if (length == kAbsent) continue;
    if (input.size() < length) give_up("the input ends within a text");
    text = input.substr(0, length);
    input.remove_prefix(length);
  }
  return texts;
}

void put_number(std::size_t number) {
  const auto bytes = static_cast<std::uint32_t>(number);
  std::fwrite(&bytes, 1, sizeof bytes, stdout);
}

void put_texts(const boundary::Output& texts) {
  put_number(texts.size());
  for (const std::string& text : texts) {
    put_number(text.size());
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  // If the next call traps, it is known which one it was.
  std::fflush(stdout);
}

boundary::Output make_call(std::span<const std::optional<std::string_view>> texts) {
  if (texts.empty() || !texts[0]) give_up("a call without a name");
  for (const auto& [name, call] : kCalls) {
    if (name == *texts[0]) return call(texts.subspan(1));
  }
  give_up("there is no such call");
}

}  // namespace

int main() {
  const std::string all{std::istreambuf_iterator<char>{std::cin}, {}};
  std::string_view input = all;
  while (!input.empty()) put_texts(make_call(take_texts(input)));
}
