// Performs a refresh's effects in a world of the test's own making, where time
// passes when the test says so.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/json_facts.h"
#include "boundary/facts.h"
#include "cache/format.h"
#include "refresh/machine.h"
#include "settings/settings.h"

namespace user_listens {

using Outcome = decltype(Event::what);

// What a refresh is given to begin with, made of the Worker's facts.
class BeginFacts {
 public:
  explicit BeginFacts(std::string_view worker_facts)
      : facts_(json::Facts::read(worker_facts).value()),
        settings_(read_settings(facts_, arena_)),
        deployment_(boundary::deployment_of(facts_)) {}

  [[nodiscard]] Begin begin(UnixMillis scheduled, UnixMillis started) const {
    return {.settings = settings_,
            .self = deployment_,
            .has_database = facts_.is_true("hasDatabase"),
            .scheduled = scheduled,
            .started = started,
            .entropy = 7};
  }

 private:
  Arena arena_;
  json::Facts facts_;
  Settings settings_;
  Deployment deployment_;
};

// What a key of KV holds.
struct KeyContent {
  std::optional<std::string> value;
  std::optional<Seal> seal;
};

// As the core stores it, but for the count.
[[nodiscard]] inline KeyContent sealed_content(std::string_view value) {
  return {.value = std::string{value}, .seal = seal_of(value, 0)};
}

// The account that a request to a music service is about; of a service's second
// question, with "/listens" behind it.
[[nodiscard]] inline std::string account_in(std::string_view url) {
  const auto between = [&](std::string_view before, std::string_view behind) {
    const auto begin = url.find(before) + before.size();
    return std::string{url.substr(begin, url.find(behind, begin) - begin)};
  };
  if (url.find("/user/") == std::string_view::npos) return between("&user=", "&");
  const bool is_second = url.find("/listens") != std::string_view::npos;
  return between("/user/", "/") + (is_second ? "/listens" : "");
}

class Performing {
 public:
  // Events of one moment, in one step: the first to come first, or the last. Or
  // each of them in a step of its own.
  enum class Order : std::uint8_t { forward, backward, one_by_one };

  // Performs what a machine wants until there is nothing to perform any more.
  template <class Machine>
  void perform(Machine& machine, UnixMillis from) {
    now = from;
    take(machine.begin());
    while (!due_.empty()) {
      auto effects = machine.step(next_events());
      told_.clear();
      take(std::move(effects));
    }
  }

  // What the world is like.

  std::string rows = "[]";
  std::map<std::string, KeyContent, std::less<>> keys;  // "list", "snapshot"
  // What a music service says of an account; nothing: it hangs.
  std::function<std::optional<Outcome>(const effect::Fetch&)> ask = [](const effect::Fetch&) {
    return std::nullopt;
  };
  // By what is done ("read list"): what comes of it instead, each time one, if it is not nothing.
  std::map<std::string, std::deque<std::optional<Outcome>>, std::less<>> instead;
  Millis latency{100};
  Order order = Order::forward;

  // What has come of it.

  UnixMillis now;
  std::vector<std::string> lines;  // of the log, without their levels
  std::string log;                 // "info: …" a line
  std::string doings;              // "fetch alice_fm, fetch bob_fm" a step that does something
  std::vector<std::string> urls;   // of requests
  std::vector<effect::Put> puts;   // whose values `values` has
  std::deque<std::string> values;
  std::vector<effect::Fetch> fetches;  // without their views
  std::vector<effect::Read> reads;     // without theirs
  bool is_done = false;

 private:
  static std::string_view place_of(std::string_view key) {
    return key == key_of(Slot::recent) ? "list" : "snapshot";
  }

  void take(const std::vector<Effect>& effects) {
    std::string done;
    for (const Effect& effect : effects) {
      const auto name = std::visit([&](const auto& one) { return name_of(one); }, effect);
      if (name.empty()) continue;
      done.append(done.empty() ? "" : ", ").append(name);
      std::visit([&](const auto& one) { start(name, one); }, effect);
    }
    if (!done.empty()) doings.append(done).append("\n");
  }

  std::string name_of(const effect::Print& print) {
    log.append(print.level == Level::info      ? "info: "
               : print.level == Level::warning ? "warning: "
                                               : "error: ");
    log.append(print.text).append("\n");
    lines.emplace_back(print.text);
    return "";
  }
  static std::string name_of(const effect::Query&) { return "query"; }
  static std::string name_of(const effect::Read& read) {
    return std::string{"read "}.append(place_of(read.key));
  }
  static std::string name_of(const effect::Fetch& fetch) {
    return "fetch " + account_in(fetch.url);
  }
  static std::string name_of(const effect::Put& put) {
    return std::string{"put "}.append(place_of(put.key));
  }
  static std::string name_of(const effect::Wait& wait) {
    return "wait " + std::to_string(wait.duration.count());
  }
  static std::string name_of(const effect::Done&) { return "done"; }

  void start(const std::string&, const effect::Print&) {}
  void start(const std::string&, const effect::Done&) { is_done = true; }
  void start(const std::string& name, const effect::Query& query) {
    finish(name, query.id, event::Rows{.json = rows});
  }
  void start(const std::string& name, const effect::Read& read) {
    reads.push_back(read);
    const KeyContent& content = keys[std::string{place_of(read.key)}];
    event::Value value{.metadata = content.seal};
    if (content.value) value.value = *content.value;
    finish(name, read.id, value);
  }
  void start(const std::string& name, const effect::Put& put) {
    values.emplace_back(put.value.value_or(""));
    puts.push_back(put);
    const bool is_refused = is_instead(name);
    finish(name, put.id, event::Completed{});
    if (!is_refused) keys[name.substr(4)] = {.value = values.back(), .seal = put.metadata};
  }
  void start(const std::string& name, const effect::Fetch& fetch) {
    urls.emplace_back(fetch.url);
    fetches.push_back(fetch);
    const auto outcome = ask(fetch);
    if (!outcome && !is_instead(name)) {
      return tell(fetch.id, event::Failed{.reason = "timeout"}, fetch.timeout);
    }
    finish(name, fetch.id, outcome.value_or(event::Failed{}));
  }
  void start(const std::string& name, const effect::Wait& wait) {
    finish(name, wait.id, event::Completed{}, wait.duration);
  }

  [[nodiscard]] bool is_instead(const std::string& name) const {
    const auto found = instead.find(name);
    return found != instead.end() && !found->second.empty() && found->second.front();
  }

  void finish(const std::string& name, EffectId id, Outcome outcome,
              std::optional<Millis> after = {}) {
    if (const auto found = instead.find(name); found != instead.end() && !found->second.empty()) {
      outcome = found->second.front().value_or(outcome);
      found->second.pop_front();
    }
    tell(id, outcome, after.value_or(latency));
  }

  void tell(EffectId id, Outcome outcome, Millis after) {
    std::visit([&](auto& what) { what.id = id; }, outcome);
    Due due{.at = now + after, .what = outcome, .texts = std::make_unique<Texts>()};
    std::visit([&](auto& what) { own(what, *due.texts); }, due.what);
    due_.push_back(std::move(due));
  }

  // Texts of an event live until the step returns, and no longer.
  using Texts = std::deque<std::string>;

  static std::string_view own(std::string_view text, Texts& texts) {
    return texts.emplace_back(text);
  }
  static void own(Bytes& bytes, Texts& texts) {
    if (bytes) bytes = own(*bytes, texts);
  }
  static void own(event::Rows& rows, Texts& texts) { own(rows.json, texts); }
  static void own(event::Value& value, Texts& texts) { own(value.value, texts); }
  static void own(event::Oversize&, Texts&) {}
  static void own(event::Response& response, Texts& texts) {
    for (Header& header : response.headers) {
      header = {own(header.name, texts), own(header.value, texts)};
    }
    own(response.body, texts);
  }
  static void own(event::Completed&, Texts&) {}
  static void own(event::Failed& failed, Texts& texts) {
    failed.reason = own(failed.reason, texts);
    failed.message = own(failed.message, texts);
  }

  std::vector<Event> next_events() {
    std::stable_sort(due_.begin(), due_.end(),
                     [](const Due& one, const Due& other) { return one.at < other.at; });
    now = due_.front().at;
    auto end = std::find_if(due_.begin(), due_.end(), [&](const Due& due) { return due.at > now; });
    if (order == Order::one_by_one) end = due_.begin() + 1;
    std::vector<Event> events;
    for (auto due = due_.begin(); due != end; ++due) {
      events.push_back({now, due->what});
      told_.push_back(std::move(due->texts));
    }
    due_.erase(due_.begin(), end);
    if (order == Order::backward) std::reverse(events.begin(), events.end());
    return events;
  }

  struct Due {
    UnixMillis at;
    Outcome what;
    std::unique_ptr<Texts> texts;  // that it is about
  };

  std::vector<Due> due_;
  std::vector<std::unique_ptr<Texts>> told_;  // in the step under way
};

}  // namespace user_listens
