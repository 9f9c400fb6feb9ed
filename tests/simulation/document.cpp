#include "document.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "json_text.h"

namespace user_listens::simulation {
namespace {

constexpr std::uint32_t kFirstNumber = 70'000;

// The number at the front of `text`, which loses it.
std::optional<std::uint32_t> take_number(std::string_view& text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// What may be the account's own trouble: then the snapshot counts how often.
constexpr std::array<std::string_view, 8> kOfOneAccount{
    "unreadable",  "another_users", "too_large",     "crashed",
    "key_refused", "rate_limited",  "service_error", "http_error"};

Rest rest_after(std::string_view answer) {
  for (const std::string_view name : {"private", "unknown_account"}) {
    if (answer == name) return Rest::an_hour;
  }
  for (const std::string_view name : kOfOneAccount) {
    if (answer == name) return Rest::growing;
  }
  return Rest::none;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : json_(text) {}

  std::optional<Document> read() {
    json_.object([&](std::string_view key) { take_field(key); });
    if (is_of_this_world_ && json_.ends_well()) return std::move(document_);
    return std::nullopt;
  }

 private:
  void take_field(std::string_view key) {
    if (key == "version") {
      document_.version = json_.integer();
    } else if (key == "lastUpdated") {
      document_.last_updated = time();
    } else if (key == "writtenAt") {
      document_.written_at = time();
    } else if (key == "complete") {
      document_.is_complete = json_.boolean();
    } else if (key == "writer") {
      take_writer();
    } else if (key == "tracks" || key == "data") {
      json_.array([&] {
        Row row{.has_listen = true};
        take_listen(row);
        document_.rows.push_back(row);
      });
    } else if (key == "members") {
      document_.is_snapshot = true;
      json_.array([&] { take_member(Row{}); });
    } else if (key == "concealed") {
      json_.array([&] { take_member(Row{.is_concealed = true}); });
    } else if (key == "services") {
      json_.array([&] { take_service(); });
    } else if (key == "cached") {
      document_.is_cached = json_.boolean();
    } else if (key == "stale") {
      document_.is_stale = json_.boolean();
    } else if (key == "staleReason") {
      document_.stale_reason = json_.string();
    } else {
      json_.skip();
    }
  }

  void take_writer() {
    json_.object([&](std::string_view key) {
      if (key == "id") {
        document_.writer = json_.string();
      } else if (key == "deployedAt") {
        document_.deployed_at = time();
      } else {
        json_.skip();
      }
    });
  }

  void take_service() {
    json_.object([&](std::string_view key) {
      if (key == "pausedUntil") {
        document_.paused_until = time();
      } else if (key == "refusesKey") {
        document_.refuses_key = json_.boolean();
      } else {
        json_.skip();
      }
    });
  }

  void take_member(Row row) {
    json_.object([&](std::string_view key) {
      if (key == "username") {
        row.member = member(json_.string());
      } else if (key == "account") {
        const auto name = json_.string();
        row.account = parse_account(name);
        if (!row.account && !name.empty()) is_of_this_world_ = false;
      } else if (key == "askedAt") {
        row.asked_at = time();
      } else if (key == "lastAnswer") {
        row.rest = rest_after(json_.text_or_null().value_or(""));
      } else if (key == "failures") {
        row.failures = static_cast<std::uint32_t>(json_.integer());
      } else if (key == "listen" && json_.peek() == '{') {
        row.has_listen = true;
        take_listen(row);
      } else {
        json_.skip();
      }
    });
    document_.rows.push_back(row);
  }

  void take_listen(Row& row) {
    json_.object([&](std::string_view key) {
      if (key == "username") {
        row.member = member(json_.string());
      } else if (key == "track") {
        take_track(json_.string(), row);
      } else if (key == "playedAt") {
        row.played_at = time();
      } else if (key == "nowPlaying") {
        row.now_playing = json_.boolean();
      } else {
        json_.skip();
      }
    });
  }

  // "p17m3": a member's row must show that member's play.
  void take_track(std::string_view name, Row& row) {
    const bool is_play = take(name, 'p');
    const auto play = take_number(name);
    const auto whose = parse_member(name);
    if (!is_play || !play || !whose || *whose != row.member) is_of_this_world_ = false;
    row.play = play.value_or(0);
  }

  std::uint8_t member(std::string_view name) {
    const auto number = parse_member(name);
    if (!number) is_of_this_world_ = false;
    return static_cast<std::uint8_t>(number.value_or(0));
  }

  std::optional<UnixMillis> time() {
    const auto text = json_.text_or_null();
    if (!text) return std::nullopt;
    const auto parsed = parse_time(*text);
    if (!parsed) is_of_this_world_ = false;
    return parsed;
  }

  JsonText json_;
  Document document_;
  bool is_of_this_world_ = true;
};

}  // namespace

std::string member_name(std::size_t member) {
  return std::string{"m"}.append(std::to_string(member));
}

std::string member_names(const Members& members) {
  std::string names;
  for (std::size_t i = 0; i < kMaxMembers; ++i) {
    if (!members.test(i)) continue;
    if (!names.empty()) names += ' ';
    names += member_name(i);
  }
  return names;
}

std::string account_name(Account account) {
  if (account.change == kNumberInstead) return std::to_string(kFirstNumber + account.member);
  auto name = std::string{"a"}.append(std::to_string(account.member));
  if (account.change > 0) name.append("x").append(std::to_string(account.change));
  return name;
}

std::string track_name(std::size_t member, std::size_t play) {
  return std::string{"p"}.append(std::to_string(play)).append(member_name(member));
}

std::optional<std::size_t> parse_member(std::string_view name) {
  if (!take(name, 'm')) return std::nullopt;
  const auto number = take_number(name);
  if (!number || *number >= kMaxMembers || !name.empty()) return std::nullopt;
  return *number;
}

std::optional<Account> parse_account(std::string_view name) {
  if (name.starts_with('7')) {
    const auto number = take_number(name);
    if (!number || !name.empty() || *number - kFirstNumber >= kMaxMembers) return std::nullopt;
    return Account{static_cast<std::uint8_t>(*number - kFirstNumber), kNumberInstead};
  }
  if (!take(name, 'a')) return std::nullopt;
  const auto member = take_number(name);
  if (!member || *member >= kMaxMembers) return std::nullopt;
  std::uint32_t change = 0;
  if (take(name, 'x')) change = take_number(name).value_or(0);
  if (!name.empty()) return std::nullopt;
  return Account{static_cast<std::uint8_t>(*member), static_cast<std::uint8_t>(change)};
}

const Row* Document::row_of(std::size_t member) const {
  for (const Row& row : rows) {
    if (row.member == member && row.has_listen && !row.is_concealed) return &row;
  }
  return nullptr;
}

Members Document::failing() const {
  Members failing;
  for (const Row& row : rows) {
    if (row.failures > 0) failing.set(row.member);
  }
  return failing;
}

bool Document::remembers(std::size_t member) const {
  return std::any_of(rows.begin(), rows.end(),
                     [&](const Row& row) { return row.member == member && row.has_listen; });
}

std::optional<Document> read_document(std::string_view text) { return Reader{text}.read(); }

// "2025-12-04T14:25:27.000Z" and no other form.
std::optional<UnixMillis> parse_time(std::string_view text) {
  if (text.size() != 24) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = 0;
    for (const char c : text.substr(at, digits)) value = value * 10 + (c - '0');
    return value;
  };
  const std::chrono::year_month_day day{std::chrono::year{number(0, 4)},
                                        std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                        std::chrono::day{static_cast<unsigned>(number(8, 2))}};
  if (!day.ok()) return std::nullopt;
  return std::chrono::sys_days{day} + std::chrono::hours{number(11, 2)} +
         std::chrono::minutes{number(14, 2)} + Seconds{number(17, 2)} + Millis{number(20, 3)};
}

}  // namespace user_listens::simulation
