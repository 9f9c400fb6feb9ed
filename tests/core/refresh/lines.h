// A polling under way, with the time as an argument and accounts named by what
// they are on: "a3" the third on Last.fm, "f0" the first on Libre.fm, "z0" the
// first on ListenBrainz.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "refresh/outsets.h"
#include "refresh/performing.h"
#include "refresh/polling.h"

namespace user_listens {

// "a0 a1", one by one.
[[nodiscard]] inline std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    words.emplace_back(text.substr(0, text.find(' ')));
    text.remove_prefix(std::min(text.size(), words.back().size() + 1));
  }
  return words;
}

// Bodies for an account of the name.
[[nodiscard]] inline std::string plays_body(std::string_view account) {
  const std::string name{account};
  if (account.starts_with("z")) {
    return R"({"payload":{"count":1,"user_id":")" + name +
           R"(","listens":[{"listened_at":1764858000,"track_metadata":{"artist_name":"Low",)"
           R"("track_name":"Sunflower"}}]}})";
  }
  return R"({"recenttracks":{"track":[{"artist":{"#text":"Low"},"name":"Sunflower",)"
         R"("date":{"uts":"1764858000"}}],"@attr":{"user":")" +
         name + R"("}}})";
}
[[nodiscard]] inline std::string nothing_plays_body(std::string_view account) {
  return R"({"payload":{"count":0,"listens":[],"playing_now":true,"user_id":")" +
         std::string{account} + R"("}})";
}

class Lines {
 public:
  // "a4 z2": four accounts on Last.fm, two on ListenBrainz, in the plan's order.
  explicit Lines(std::string_view accounts) {
    settings = usable_settings();
    for (Access& access : settings.services) {
      access.pace = {.burst = 1000, .per_second = 1000, .window = Millis{0}};
    }
    plan.deadline = Millis{100'000};
    for (const auto& one : words_in(accounts)) {
      const int count = std::stoi(one.substr(1));
      for (int number = 0; number < count; ++number) add(one[0], number);
    }
  }

  void begin() { polling_.emplace(plan, settings, entropy, kBegin, arena_); }
  [[nodiscard]] bool has_begun() const { return polling_.has_value(); }
  [[nodiscard]] bool polling_is_over() const { return has_begun() && polling_->is_over(); }

  // The requests that start at that time, in milliseconds: "a0 a1", or "z0/listens"
  // for ListenBrainz's second request.
  std::string start(std::int64_t at) {
    if (!polling_) begin();
    std::string names;
    for (const Started& started : polling_->start(kBegin + Millis{at})) {
      auto name = account_in(started.url);
      names.append(names.empty() ? "" : " ").append(name);
      flights_[name] = started.flight;
      timeouts[name] = started.timeout;
    }
    return names;
  }

  // "a0=plays a1=503": answers that come in a moment.
  void answer(std::int64_t at, std::string_view answers) {
    for (const auto& one : words_in(answers)) {
      const auto equals = one.find('=');
      receive(at, one.substr(0, equals), std::string_view{one}.substr(equals + 1));
    }
  }

  // "a0=listened a1=service_error": of all, when all is over.
  [[nodiscard]] std::string outcome() const {
    std::string text;
    for (const Answer& one : polling_->answers()) {
      text.append(text.empty() ? "" : " ").append(one.account.name).append("=");
      text.append(traits(one.kind).name);
    }
    return text;
  }

  // From the beginning, in milliseconds.
  [[nodiscard]] std::optional<std::int64_t> next_start() const {
    const auto next = polling_->next_start();
    if (!next) return std::nullopt;
    return (*next - kBegin).count();
  }

  [[nodiscard]] const Polling& polling() const { return *polling_; }
  [[nodiscard]] Pace& pace(std::string_view source) {
    return settings.services.at(service_named(source).value()).pace;
  }

  static constexpr UnixMillis kBegin{Seconds{1'764'858'327}};

  Settings settings;
  Plan plan;
  std::uint32_t entropy = 7;
  std::map<std::string, Millis> timeouts;  // of each account's last request

 private:
  void add(char service, int number) {
    const std::string_view source = service == 'a'   ? "lastfm"
                                    : service == 'f' ? "librefm"
                                                     : "listenbrainz";
    const auto name = arena_.keep(service + std::to_string(number));
    const Question question{.account = {.username = name, .source = source, .name = name}};
    const std::size_t position = service_named(source).value();
    const auto url = kServices.at(position)->url(question, settings.services.at(position), arena_);
    plan.requests.push_back({question, url});
  }

  // `what` came: a failure's name, or
  //   plays, nothing   nothing: ListenBrainz has nothing that plays now
  //   key, often       errors 10 and 29 of Last.fm
  //   refused          ListenBrainz refuses the token
  //   503, 503:90      a status, and a Retry-After
  //   last:7           plays, and nothing is left of the limit for 7 seconds;
  //   last_nothing:7   nothing, and so
  void receive(std::int64_t at, const std::string& name, std::string_view what) {
    const auto account = name.substr(0, name.find('/'));
    Received received{.status = 200};
    std::string body;
    const auto colon = what.find(':');
    const auto behind = colon == std::string_view::npos ? "" : what.substr(colon + 1);
    const auto word = what.substr(0, colon);
    if (const auto failure = answer_kind(word)) {
      received = {.failure = failure};
    } else if (word == "plays" || word == "last") {
      body = plays_body(account);
    } else if (word == "nothing" || word == "last_nothing") {
      body = nothing_plays_body(account);
    } else if (word == "key") {
      received.status = 403;
      body = R"({"error":10})";
    } else if (word == "refused") {
      received.status = 401;
      body = R"({"code":401,"error":"Invalid authorization token."})";
    } else if (word == "often") {
      received.status = 429;
      body = R"({"error":29})";
    } else {
      received.status = std::stoi(std::string{word});
    }
    if (word.starts_with("last")) {
      received.rate_limit_remaining = "0";
      received.rate_limit_reset_in = behind;
    } else {
      received.retry_after = behind;
    }
    received.body = body;
    const auto flight = flights_.find(name);
    const std::uint32_t id = flight == flights_.end() ? 0xFFFFFF : flight->second;
    if (flight != flights_.end()) flights_.erase(flight);
    polling_->receive(id, received, kBegin + Millis{at});
  }

  Arena arena_;
  std::optional<Polling> polling_;
  std::map<std::string, std::uint32_t> flights_;  // by what they are about
};

}  // namespace user_listens
