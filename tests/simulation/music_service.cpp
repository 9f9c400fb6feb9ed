#include "music_service.h"

#include "base/json_writer.h"

namespace user_listens::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr Trouble kPrivate{"private", Told::private_history, "", 403,
                           R"({"error":17,"message":"Login required"})"};
constexpr Trouble kRenamed{"renamed", Told::unknown_account, "", 404,
                           R"({"error":6,"message":"User not found"})"};

// From the end of an answer to before the name of its user: cut off there, it
// says nothing.
constexpr std::size_t kTail = 24;

void write_play(json::Writer& out, std::size_t member, std::size_t number, const Play* ended) {
  const auto scope = out.object();
  {
    const auto artist = out.key("artist").object();
    out.field("#text", "x");
  }
  out.field("name", track_name(member, number));
  out.field("url", "https://l.fm/1");
  if (ended == nullptr) {
    const auto attributes = out.key("@attr").object();
    out.field("nowplaying", "true");
  } else {
    const auto date = out.key("date").object();
    const auto seconds = std::chrono::floor<Seconds>(ended->begin).time_since_epoch().count();
    out.field("uts", std::to_string(seconds));
  }
}

}  // namespace

MusicService::MusicService(Timeline& timeline, Random random, Tally& tally, Journal& journal,
                           Roster& roster, BadAccount& bad_account, SlowSpells& slow_spells)
    : timeline_(timeline),
      random_(random),
      tally_(tally),
      journal_(journal),
      roster_(roster),
      bad_account_(bad_account),
      slow_spells_(slow_spells) {
  for (std::size_t i = 0; i < roster.members(); ++i) {
    // One in three has played nothing yet when the year begins.
    const auto quiet =
        random_.one_in(3) ? random_.of_any_length(hours{1}, hours{24 * 30}) : Millis{0};
    listenings_.emplace_back(Random{random_.next()}, timeline.now() - hours{48} + quiet);
  }
}

Millis MusicService::latency() {
  const Millis delay = slow_spells_.delay();
  if (random_.one_in(60)) return delay + random_.between(Millis{500}, Millis{9000});
  return delay + random_.between(Millis{40}, Millis{400});
}

ServiceAnswer MusicService::answer(std::string_view name) {
  tally_.count(Count::requests);
  const auto account = parse_account(name);
  if (!account) return failed(kRenamed, {});
  if (const auto* trouble = trouble_about(account->member)) return failed(*trouble, *account);
  if (roster_.account(account->member) != *account) return failed(kRenamed, *account);
  if (has_private_history_.at(account->member)) {
    tally_.count(Count::private_histories);
    return failed(kPrivate, *account);
  }
  return plays_of(*account);
}

const Trouble* MusicService::trouble_about(std::size_t member) {
  if (outage_ != nullptr && (outage_is_total_ || is_cut_off_.at(member))) {
    tally_.count(Count::outage_answers);
    return outage_;
  }
  if (const auto* trouble = bad_account_.trouble_about(member)) return trouble;
  if (!random_.one_in(60)) return nullptr;
  tally_.count(Count::failed_answers);
  return &kTroubles.at(random_.below(kTroubles.size()));
}

ServiceAnswer MusicService::failed(const Trouble& trouble, Account account) {
  ServiceAnswer answer{.told = trouble.told,
                       .failure = trouble.failure,
                       .status = trouble.status,
                       .body = std::string{trouble.body},
                       .retry_after = trouble.retry_after,
                       .asks_for = trouble.asks_for,
                       .service_error = service_error_of(trouble)};
  if (trouble.name == kAnotherUsers) {
    const auto other = (account.member + 1U) % roster_.members();
    answer.body = plays_of(roster_.account(other)).body;
  } else if (trouble.name == kContradicts) {
    tally_.count(Count::contradictions);
    answer.body = R"({"recenttracks":{"track":[],"@attr":{"user":")" + account_name(account) +
                  R"(","page":"1","perPage":"1","totalPages":"4711","total":"4711"}}})";
  } else if (trouble.name == kTruncated) {
    answer.body = plays_of(account).body;
    if (answer.body.size() > kTail) answer.body.resize(random_.below(answer.body.size() - kTail));
  }
  return answer;
}

ServiceAnswer MusicService::plays_of(Account account) {
  const std::size_t member = account.member;
  Listening& listening = listenings_.at(member);
  ServiceAnswer answer{.told = Told::silence};
  const auto latest = listening.latest(timeline_.now());
  json::Writer out;
  {
    const auto scope = out.object();
    const auto recent = out.key("recenttracks").object();
    {
      const auto plays = out.key("track").array();
      if (latest) {
        answer.told = Told::listen;
        answer.play = *latest;
        answer.now_playing = listening.is_playing(*latest, timeline_.now());
        write_play(out, member, *latest, answer.now_playing ? nullptr : listening.find(*latest));
        // The service names the last scrobble beside what is playing.
        if (answer.now_playing && *latest > 0) {
          write_play(out, member, *latest - 1, listening.find(*latest - 1));
        }
      }
    }
    const auto attributes = out.key("@attr").object();
    out.field("user", account_name(account));
  }
  answer.body = out.take();
  return answer;
}

Task<> MusicService::fail_at_times() {
  for (;;) {
    co_await timeline_.sleep(random_.of_any_length(hours{3}, hours{24 * 20}));
    tally_.count(Count::service_outages);
    outage_ = &kTroubles.at(random_.below(kTroubles.size()));
    outage_is_total_ = !random_.one_in(3);
    for (auto& is_cut_off : is_cut_off_) is_cut_off = random_.one_in(2);
    if (journal_.is_open()) {
      journal_.note(
          timeline_.now(), "music service",
          (outage_is_total_ ? "fails for all: " : "fails for some: ") + std::string{outage_->name});
    }
    co_await timeline_.sleep(random_.of_any_length(minutes{2}, hours{24 * 6}));
    outage_ = nullptr;
    journal_.note(timeline_.now(), "music service", "has recovered");
  }
}

Task<> MusicService::hide_histories() {
  for (;;) {
    co_await timeline_.sleep(random_.of_any_length(hours{12}, hours{24 * 30}));
    const auto member = random_.below(roster_.members());
    has_private_history_.at(member) = true;
    if (journal_.is_open()) {
      journal_.note(timeline_.now(), "music service", member_name(member) + " hides the history");
    }
    co_await timeline_.sleep(random_.of_any_length(minutes{10}, hours{24 * 3}));
    has_private_history_.at(member) = false;
  }
}

}  // namespace user_listens::simulation
