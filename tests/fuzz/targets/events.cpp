// A refresh that is told anything: events of all kinds, about whatever it asked
// for or not, in any order and at any time. The input is a script of operations,
// each a byte (modulo 8) and its operands:
//
//   0 to 5  an event of that kind (refresh/effects.h), about an effect: a byte
//           says which, from the latest on, or 0xF0 and more: four bytes are its id.
//           Behind it:
//             rows       a content: a byte of kContents, or beyond them a byte
//                        with a length and so many bytes
//             value      a content, and a seal: 0 none, 1 its own, 2 another's
//             oversize   a byte, of a million each
//             response   a content, a byte of kStatusesTold, a byte of kWaits
//             failed     a byte of kReasons
//   6       the events so far are a step
//   7       the time moves by a byte with a sign, in tenths of seconds
//
// What is missing at the end is zero. Then all that was asked for is told of.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <deque>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "boundary/message.h"
#include "cache/entry.h"
#include "cache/snapshot.h"
#include "facts.h"
#include "refresh/performing.h"
#include "target.h"

namespace user_listens::fuzz {
namespace {

constexpr std::string_view kMembers =
    R"([{"username":"alice","lastfm_username":"a","listenbrainz_username":"a"},)"
    R"({"username":"bob","lastfm_username":"b"},{"username":"carol","librefm_username":"c"},)"
    R"({"username":"dave","lastfm_username":"d","profile_visibility":"private"}])";
constexpr std::string_view kPlays =
    R"({"recenttracks":{"track":[{"artist":{"#text":"Low"},"name":"Sunflower",)"
    R"("date":{"uts":"1764858000"}}],"@attr":{"user":"a"}}})";
constexpr std::string_view kNotPlaying =
    R"({"payload":{"count":0,"listens":[],"playing_now":true,"user_id":"a"}})";

std::string list_by(std::string_view writer, std::string_view deployed_at) {
  return encode_entry(
      {.last_updated = kNow - Seconds{60},
       .writer = {.id = writer, .deployed_at = parse_iso8601(deployed_at)},
       .written_at = kNow - Seconds{60},
       .tracks = {
           {.username = "dave", .artist = "Low", .track = "Sunflower", .source = "lastfm"}}});
}

std::string old_snapshot() {
  const Snapshot snapshot{.last_updated = kNow - std::chrono::days{2},
                          .written_at = kNow - std::chrono::days{2},
                          .writer = {.id = "f3b1", .deployed_at = {}},
                          .memories = {{.account = {"dave", "lastfm", "d"}}}};
  return complete_snapshot(encode_snapshot_draft(snapshot), "confirmed");
}

// The last one stands for what was put last.
const std::vector<std::string>& contents() {
  static const std::vector<std::string> contents{"",
                                                 "[]",
                                                 std::string{kMembers},
                                                 std::string{kPlays},
                                                 std::string{kNotPlaying},
                                                 R"({"error":10})",
                                                 R"({"error":29})",
                                                 R"({"code":401})",
                                                 old_snapshot(),
                                                 list_by("f3b1", "2025-12-01T09:00:00.000Z"),
                                                 list_by("next", "2025-12-02T09:00:00.000Z"),
                                                 "what was put last"};
  return contents;
}

constexpr std::array kStatusesTold{200, 204, 301, 401, 403, 404, 429, 500, 503, 0, -1};
constexpr std::array<std::string_view, 5> kWaits{"", "0", "5", "3600", "Sun"};
constexpr std::array<std::string_view, 8> kReasons{
    "timeout", "unreachable", "too_large", "crashed", "not_sent", "", "listened", "none of ours"};

class Script {
 public:
  explicit Script(std::string_view rest) : rest_(rest) {}

  [[nodiscard]] bool has_more() const { return !rest_.empty(); }
  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const auto first = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return first;
  }
  std::string_view bytes(std::size_t count) {
    const auto taken = rest_.substr(0, count);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  template <class Table>
  auto one_of(const Table& table) {
    return table[byte() % table.size()];
  }

 private:
  std::string_view rest_;
};

// What has been asked for and not been told of.
struct Awaited {
  EffectId id;
  Outcome fitting;  // what it may be told
  UnixMillis due;   // of a wait
};

// Whether the event tells what came of it; any other means nothing.
bool is_told(const Awaited& awaited, const Outcome& outcome) {
  if (std::holds_alternative<event::Failed>(outcome)) return true;
  const bool is_value = std::holds_alternative<event::Value>(awaited.fitting);
  return awaited.fitting.index() == outcome.index() ||
         (is_value && std::holds_alternative<event::Oversize>(outcome));
}

// Two machines that are told the same.
class Twins {
 public:
  explicit Twins(const BeginFacts& facts)
      : one_(facts.begin(kNow, kNow)), other_(facts.begin(kNow, kNow)) {
    take(one_.begin(), other_.begin());
  }

  void step(const std::vector<Event>& events) {
    for (const Event& event : events) {
      std::visit([&](const auto& what) { forget(what.id, event.what); }, event.what);
      now = std::max(now, event.at);
    }
    take(one_.step(events), other_.step(events));
  }

  // An id, from the latest on.
  [[nodiscard]] EffectId asked(std::size_t position) const {
    return asked_.empty() ? 0 : asked_[asked_.size() - 1 - position % asked_.size()];
  }
  [[nodiscard]] const std::vector<Awaited>& awaited() const { return awaited_; }
  [[nodiscard]] bool is_done() const { return one_.state() == RefreshMachine::State::done; }

  UnixMillis now = kNow;
  std::string put_last;

 private:
  void forget(EffectId id, const Outcome& outcome) {
    std::erase_if(awaited_,
                  [&](const Awaited& one) { return one.id == id && is_told(one, outcome); });
  }

  void take(const std::vector<Effect>& effects, const std::vector<Effect>& of_other) {
    const auto bytes = boundary::encode_effects(effects);
    MUST(bytes == boundary::encode_effects(of_other), bytes);
    for (const Effect& effect : effects) std::visit([&](const auto& one) { note(one); }, effect);
    // Whatever it was told, it goes on or is done.
    MUST(is_done() || !awaited_.empty(), bytes);
  }

  void await(EffectId id, Outcome fitting, UnixMillis due = {}) {
    MUST(ids_.insert(id).second, "an id that was used before");
    std::visit([&](auto& what) { what.id = id; }, fitting);
    asked_.push_back(id);
    awaited_.push_back({id, fitting, due});
  }

  static void note(const effect::Print& print) {
    MUST(is_clean(print.text), print.text);
    MUST(!shows_secret(print.text), print.text);
  }
  void note(const effect::Query& query) { await(query.id, event::Rows{.json = kMembers}); }
  void note(const effect::Read& read) { await(read.id, event::Value{}); }
  void note(const effect::Fetch& fetch) {
    MUST(fetch.timeout > Millis{0}, "a request without time");
    await(fetch.id, event::Response{.status = 200});
  }
  void note(const effect::Put& put) {
    MUST(matches(put.metadata, put.value.value_or("")), *put.value);
    put_last = *put.value;
    await(put.id, event::Completed{});
  }
  void note(const effect::Wait& wait) {
    MUST(wait.duration > Millis{0}, "a wait for nothing");
    await(wait.id, event::Completed{}, now + wait.duration);
  }
  void note(const effect::Done&) const { MUST(is_done(), "done too early"); }

  RefreshMachine one_, other_;
  std::vector<EffectId> asked_;
  std::set<EffectId> ids_;
  std::vector<Awaited> awaited_;
};

class Telling {
 public:
  Telling(Twins& twins, Script script) : twins_(twins), script_(script) {}

  void tell_all() {
    while (script_.has_more()) {
      const auto operation = script_.byte() % 8;
      if (operation == 7) {
        now_ += Millis{100 * static_cast<std::int8_t>(script_.byte())};
      } else if (operation == 6) {
        end_step();
      } else {
        events_.push_back({now_, outcome(operation)});
      }
    }
    end_step();
    go_on_to_the_end();
  }

 private:
  void end_step() {
    twins_.step(std::exchange(events_, {}));
    texts_.clear();
  }

  // Nothing is missing any more, so it ends: each round asks for what follows.
  void go_on_to_the_end() {
    constexpr int kMostRounds = 500;
    for (int round = 0; !twins_.is_done(); ++round) {
      MUST(round < kMostRounds, "a refresh without end");
      now_ = std::max(now_, twins_.now);
      for (const Awaited& one : twins_.awaited()) now_ = std::max(now_, one.due);
      for (const Awaited& one : twins_.awaited()) events_.push_back({now_, one.fitting});
      end_step();
    }
  }

  EffectId id() {
    const auto which = script_.byte();
    if (which < 0xF0) return twins_.asked(which);
    EffectId id = 0;
    const auto given = script_.bytes(sizeof id);
    std::memcpy(&id, given.data(), given.size());
    return id;
  }

  std::string_view content() {
    const std::size_t which = script_.byte() % (contents().size() + 1);
    if (which == contents().size()) return texts_.emplace_back(script_.bytes(script_.byte()));
    if (which + 1 == contents().size()) return texts_.emplace_back(twins_.put_last);
    return texts_.emplace_back(contents()[which]);
  }

  std::optional<Seal> seal_for(std::string_view value) {
    const auto which = script_.byte() % 3;
    if (which == 0) return std::nullopt;
    return which == 1 ? seal_of(value, 1) : Seal{.version = 2, .count = 1, .length = 7};
  }

  Outcome outcome(int kind) {
    const EffectId about = id();
    switch (kind) {
      case 0:
        return event::Rows{.id = about, .json = content()};
      case 1: {
        const auto value = content();
        return event::Value{.id = about, .value = value, .metadata = seal_for(value)};
      }
      case 2:
        return event::Oversize{.id = about, .bytes = std::size_t{script_.byte()} * 1'000'000};
      case 3: {
        const auto body = content();
        const auto status = script_.one_of(kStatusesTold);
        return event::Response{.id = about,
                               .status = status,
                               .headers = {{"retry-after", script_.one_of(kWaits)}},
                               .body = body};
      }
      case 4:
        return event::Completed{.id = about};
      default:
        return event::Failed{
            .id = about, .reason = script_.one_of(kReasons), .message = "no \n\xFF"};
    }
  }

  Twins& twins_;
  Script script_;
  UnixMillis now_ = kNow;
  std::vector<Event> events_;
  std::deque<std::string> texts_;  // of the events
};

void try_events(std::string_view bytes) {
  // A secret in the input may well be told of.
  if (shows_secret(bytes)) return;
  const BeginFacts facts{facts_with([](json::Writer&) {})};
  Twins twins{facts};
  Telling{twins, Script{bytes}}.tell_all();
}

const Target kEventsTarget{"events", try_events};

}  // namespace
}  // namespace user_listens::fuzz
