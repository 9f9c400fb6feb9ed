#include "season.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "habits.h"
#include "listen/merge.h"
#include "refresh/plan.h"
#include "settings/settings.h"

namespace user_listens::simulation::planning {
namespace {

constexpr Seconds kSampling{30};
constexpr std::size_t kNewest = 10;
constexpr std::size_t kShownRows = 50;  // MAX_TRACKS
constexpr Seconds kDay = std::chrono::days{1};

Settings settings_of(const Season& season) {
  Settings settings;
  settings.poll_budget = season.budget;
  for (std::size_t i = 0; i < kServices.size(); ++i) {
    settings.services[i] = {
        .url = kServices[i]->default_url, .secret = "k", .pace = kServices[i]->pace};
  }
  return settings;
}

// The number of a member by the name "m17".
std::size_t number_of(std::string_view username) {
  std::size_t number = 0;
  std::from_chars(username.data() + 1, username.data() + username.size(), number);
  return number;
}

class World {
 public:
  explicit World(const Season& season) : random_(season.seed, "planning") {
    names_.reserve(season.members);
    for (std::size_t i = 0; i < season.members; ++i) {
      names_.push_back(std::string{"m"}.append(std::to_string(i)));
      roster.accounts.push_back({.username = names_[i], .source = "lastfm", .name = names_[i]});
      roster.members.push_back(names_[i]);
      plays_.emplace_back(Random{random_.next()}, season.days);
    }
  }

  [[nodiscard]] bool is_playing(std::size_t member, UnixMillis now) {
    return plays_[member].is_playing(now);
  }

  // As the service would say now.
  [[nodiscard]] Answer answer(std::size_t member, UnixMillis now) {
    Answer answer{.account = roster.accounts[member], .kind = AnswerKind::silent};
    const auto play = plays_[member].latest(now);
    if (!play) return answer;
    answer.kind = AnswerKind::listened;
    answer.listen =
        Listen{.username = names_[member], .now_playing = now < play->end, .source = "lastfm"};
    if (now >= play->end) answer.listen->played_at = play->begin;
    return answer;
  }

  // When the play that an answer of `now` names began.
  [[nodiscard]] UnixMillis begin_of_latest(std::size_t member, UnixMillis now) {
    return plays_[member].latest(now)->begin;
  }

  Roster roster;

 private:
  Random random_;
  std::vector<std::string> names_;
  std::vector<Plays> plays_;
};

class Measuring {
 public:
  Measuring(const Season& season, Planner planner)
      : season_(season),
        planner_(planner),
        settings_(settings_of(season)),
        world_(season),
        // The same moments whoever plans.
        moments_(season.seed, "moments"),
        asked_at_(season.members, kBegin),
        began_(season.members),
        is_shown_(season.members) {}

  Figures measure() {
    const auto refreshes = season_.days * std::size_t{kDay / kTick};
    for (std::size_t i = 0; i < refreshes; ++i) {
      const UnixMillis tick = kBegin + kTick * i;
      is_counted_ = i >= std::size_t{kDay / kTick};
      refresh(tick);
      for (Seconds passed{0}; passed < kTick; passed += kSampling) sample(tick + passed);
    }
    for (const UnixMillis asked_at : asked_at_) note_wait(kBegin + kTick * refreshes - asked_at);
    return conclude();
  }

 private:
  // A few seconds late, as crons are; it is over some seconds later.
  void refresh(UnixMillis tick) {
    const UnixMillis now = tick + moments_.between(Millis{0}, Millis{3000});
    const UnixMillis over = now + moments_.between(Millis{2000}, Millis{12'000});
    std::vector<Answer> answers;
    for (const std::size_t member : chosen(now)) {
      answers.push_back(world_.answer(member, now));
      if (answers.back().listen) began_[member] = world_.begin_of_latest(member, now);
      note_wait(now - asked_at_[member]);
      asked_at_[member] = now;
    }
    memories_ = merge(world_.roster.accounts, memories_, answers, over).memories;
    if (is_counted_) {
      ++refreshes_;
      requests_ += answers.size();
    }
    look_at_list(over);
  }

  std::vector<std::size_t> chosen(UnixMillis now) {
    std::vector<std::size_t> members;
    if (planner_ == Planner::product) {
      Arena arena;
      for (const auto& request :
           plan_requests(world_.roster, memories_, {}, settings_, now, arena).requests) {
        members.push_back(number_of(request.question.account.username));
      }
      return members;
    }
    const bool has_budget = planner_ == Planner::round_robin;
    members.resize(has_budget ? std::min(season_.budget, season_.members) : season_.members);
    for (std::size_t& member : members) {
      member = next_;
      next_ = (next_ + 1) % season_.members;
    }
    return members;
  }

  void look_at_list(UnixMillis now) {
    std::fill(is_shown_.begin(), is_shown_.end(), false);
    for (const Listen& row : list_of(memories_, now, season_.members)) {
      if (row.now_playing) is_shown_[number_of(row.username)] = true;
    }
    if (!is_counted_) return;
    const auto list = list_of(memories_, now, kShownRows);
    for (std::size_t i = 0; i < std::min(kNewest, list.size()); ++i) {
      ages_.push_back(now - began_[number_of(list[i].username)]);
    }
  }

  void sample(UnixMillis now) {
    if (!is_counted_) return;
    auto& at_this_time = playing_at_[std::size_t((now - kBegin) % kDay / std::chrono::hours{1})];
    for (std::size_t i = 0; i < season_.members; ++i) {
      const bool is_playing = world_.is_playing(i, now);
      playing_ += is_playing;
      at_this_time += is_playing;
      shown_ += is_shown_[i];
      shown_and_playing_ += is_shown_[i] && is_playing;
    }
    ++samples_;
  }

  void note_wait(Millis wait) { longest_wait_ = std::max(longest_wait_, wait); }

  Figures conclude() {
    const auto ratio = [](std::size_t part, std::size_t whole) {
      return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
    };
    const auto middle = ages_.begin() + std::ssize(ages_) / 2;
    std::nth_element(ages_.begin(), middle, ages_.end());
    return {.share = ratio(shown_and_playing_, playing_),
            .precision = ratio(shown_and_playing_, shown_),
            .newest_age = ages_.empty() ? Millis{0} : *middle,
            .longest_wait = longest_wait_,
            .requests = ratio(requests_, refreshes_),
            .playing = ratio(playing_, samples_ * season_.members),
            .most_playing = ratio(*std::max_element(playing_at_.begin(), playing_at_.end()),
                                  samples_ * season_.members / playing_at_.size())};
  }

  const Season& season_;
  Planner planner_;
  Settings settings_;
  World world_;
  Random moments_;
  std::vector<Memory> memories_;
  std::size_t next_ = 0;  // of round-robin
  bool is_counted_ = false;

  std::vector<UnixMillis> asked_at_;
  std::vector<UnixMillis> began_;  // the play last heard of
  std::vector<bool> is_shown_;     // as playing
  std::vector<Millis> ages_;
  Millis longest_wait_{0};
  std::size_t refreshes_ = 0, requests_ = 0;
  std::size_t samples_ = 0, playing_ = 0, shown_ = 0, shown_and_playing_ = 0;
  std::array<std::size_t, 24> playing_at_{};
};

}  // namespace

Figures figures_of(const Season& season, Planner planner) {
  return Measuring{season, planner}.measure();
}

}  // namespace user_listens::simulation::planning
