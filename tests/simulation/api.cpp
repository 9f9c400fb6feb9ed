#include "api.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "boundary/calls.h"
#include "decision.h"
#include "facts.h"
#include "json_text.h"

namespace user_listens::simulation {
namespace {

constexpr Millis kReadTimeout{5000};

std::string url_of(const Question& question) {
  if (question.kind == Question::Kind::health) return "https://s.t/api/internal/health";
  std::string url = "https://s.t/api/internal/user-listens";
  if (question.limit > 0) url += "?limit=" + std::to_string(question.limit);
  return url;
}

}  // namespace

Task<> Api::answer(const Deployment& live, Question question, Location at) {
  const std::string facts =
      live.facts + text_fact("method", "GET") + text_fact("url", url_of(question));
  std::vector<std::string> keys;
  std::vector<Reading> read;
  for (;;) {
    std::string reads;
    std::vector<std::optional<std::string_view>> parts{{}};
    for (const Reading& reading : read) {
      if (!reads.empty()) reads += ',';
      reads += fact_of(reading);
      parts.push_back(part_of(reading));
    }
    std::string all = facts + time_fact("nowMs", timeline_.now());
    all.append(",\"reads\":[").append(reads).append("]}");
    parts[0] = all;
    const auto output = boundary::reply(parts);
    const Decision decision = read_decision(output[0]);
    JsonText log{decision.log};
    log.array([&] { judge_.logged("api", log.skip()); });
    if (!decision.read_key) {
      if (journal_.is_open()) {
        journal_.note(timeline_.now(), "api " + std::to_string(at), output[1]);
      }
      if (decision.source && decision.written) {
        instances_.at(at).keep(keys.at(*decision.source), read.at(*decision.source).copy,
                               *decision.written, timeline_.now());
      }
      judge_.replied({at, question, live.max_tracks, read, decision.status, output[1]});
      co_return;
    }
    keys.emplace_back(*decision.read_key);
    read.push_back(co_await this->read(keys.back(), at));
  }
}

// From KV, or from what the instance has kept.
Task<Reading> Api::read(const std::string& key, Location at) {
  Copies& copies = instances_.at(at);
  if (random_.one_in(200)) copies.clear();  // a new instance
  Reading reading = co_await store_.read(key, at, kReadTimeout);
  if (!reading.error.empty()) reading.copy = copies.find(key);
  co_return reading;
}

}  // namespace user_listens::simulation
