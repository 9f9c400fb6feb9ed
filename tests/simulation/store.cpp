#include "store.h"

#include <algorithm>
#include <utility>

#include "deployment.h"

namespace user_listens::simulation {
namespace {

using std::chrono::minutes;

// How long a location keeps what it has fetched.
constexpr Seconds kCached{60};

std::string timed_out(Millis longest) {
  return "Error: no answer within " + std::to_string(longest.count()) + " ms";
}

// Errors of a platform may quote whatever was sent.
std::string quoting_error(std::string_view what) {
  return std::string{what}.append(" https://l.fm/?api_key=").append(kApiKey);
}

}  // namespace

Copy copy_of(const Put& put, UnixMillis now) {
  return std::make_shared<const Version>(Version{.value = put.value,
                                                 .seal = put.seal,
                                                 .meaning = put.meaning,
                                                 .expires = now + put.ttl,
                                                 .landed = now,
                                                 .visible_from = {}});
}

Task<Reading> Store::read(std::string_view key, Location at, Millis longest) {
  Reading reading;
  if (random_.one_in(400)) {
    tally_.count(Count::failed_gets);
    const bool hangs = random_.one_in(2);
    co_await timeline_.sleep(hangs ? longest : Millis{20});
    note(key, at, "cannot be read");
    reading.error = hangs ? timed_out(longest) : quoting_error("Error: KV GET failed: 500");
    co_return reading;
  }
  co_await timeline_.sleep(random_.between(Millis{5}, Millis{60}));
  if (faults_.fails_read(key, timeline_.now()) || outages_.fails_read(at, kLocations)) {
    note(key, at, "cannot be read");
    reading.error = "Error: KV GET failed: 503";
    co_return reading;
  }
  reading.copy = look(key_of(key), at);
  co_return reading;
}

Task<std::string> Store::put(Put put, Location at, Millis longest) {
  co_await timeline_.sleep(random_.between(Millis{40}, Millis{250}));
  if (faults_.refuses_put(put.key, timeline_.now())) {
    note(put.key, at, "refuses a put");
    co_return "Error: KV PUT failed: 429 Too Many Requests";
  }
  if (!random_.one_in(80)) {
    land(std::move(put), at);
    co_return "";
  }
  switch (random_.below(3)) {
    case 0:
      tally_.count(Count::refused_puts);
      note(put.key, at, "refuses a put");
      co_return quoting_error("Error: KV PUT failed: 429 Too Many Requests");
    case 1:
      tally_.count(Count::refused_but_landed);
      note(put.key, at, "says that it refuses a put, but takes it");
      land(std::move(put), at);
      co_return "Error: KV PUT failed: 500 Internal Server Error";
    default:
      tally_.count(Count::late_landings);
      timeline_.spawn(
          land_later(std::move(put), at, random_.of_any_length(Millis{500}, minutes{4})));
      co_await timeline_.sleep(longest);
      co_return timed_out(longest);
  }
}

Task<> Store::land_later(Put put, Location at, Millis later) {
  co_await timeline_.sleep(later);
  land(std::move(put), at);
}

Store::Key& Store::key_of(std::string_view name) {
  for (Key& key : keys_) {
    if (key.name == name) return key;
  }
  return keys_.emplace_back(Key{.name = std::string{name}});
}

Copy Store::look(Key& key, Location at) {
  const auto now = timeline_.now();
  Cached& cached = key.caches.at(at);
  if (now >= cached.until) {
    cached = {.copy = visible(key, at),
              .until = now + (random_.one_in(200) ? Seconds{minutes{4}} : kCached)};
  }
  Copy found = cached.copy;
  // Another machine of the same location may know less.
  if (random_.one_in(300) && !key.versions.empty()) found = key.versions.front();
  if (!key.versions.empty() && found != key.versions.back()) tally_.count(Count::old_copies);
  if (found && now >= found->expires) found = nullptr;
  if (journal_.is_open()) {
    note(key.name, at,
         found ? "gives the value of " + std::string{std::string_view{to_iso8601(found->landed)}}
               : "has none");
  }
  return found;
}

Copy Store::visible(const Key& key, Location at) const {
  const auto newest =
      std::find_if(key.versions.rbegin(), key.versions.rend(),
                   [&](const Copy& one) { return one->visible_from.at(at) <= timeline_.now(); });
  return newest == key.versions.rend() ? nullptr : *newest;
}

void Store::land(Put put, Location at) {
  const auto now = timeline_.now();
  if (put.landed != nullptr) *put.landed = now;
  auto version = std::make_shared<Version>(Version{.value = std::move(put.value),
                                                   .seal = put.seal,
                                                   .meaning = std::move(put.meaning),
                                                   .expires = now + put.ttl,
                                                   .landed = now,
                                                   .visible_from = {}});
  for (auto& from : version->visible_from) from = now + lag();
  version->visible_from.at(at) = now;
  if (random_.one_in(2000)) {
    damage(*version);
  } else if (put.key.ends_with(":recent") && random_.one_in(2000)) {
    make_foreign(*version);
  }
  Key& key = key_of(put.key);
  forget_old(key);
  key.versions.push_back(version);
  if (!random_.one_in(40)) key.caches.at(at) = {.copy = version, .until = now + kCached};
  note(put.key, at, version->meaning ? "takes a put" : "takes a put, which is foreign or damaged");
}

Millis Store::lag() {
  if (!random_.one_in(60)) return random_.between(Millis{100}, Seconds{10});
  tally_.count(Count::late_spreads);
  return random_.of_any_length(Seconds{10}, minutes{8});
}

// A bit turned, the end lost, or something else altogether; the seal stays.
void Store::damage(Version& version) {
  tally_.count(Count::damaged_values);
  version.meaning = nullptr;
  std::string& value = version.value;
  switch (random_.below(5)) {
    case 0: {
      char& byte = value.at(random_.below(value.size()));
      byte = static_cast<char>(byte ^ (1 << random_.below(7)));
      break;
    }
    case 1:
      value.resize(random_.below(value.size()));
      break;
    case 2:
      value = "[]";
      version.seal.reset();
      break;
    case 3:
      value = R"({"tracks":[],"lastUpdated":")" +
              std::string{std::string_view{to_iso8601(version.landed)}} + R"(","version":2})";
      version.seal.reset();
      break;
    default:
      value = "{}";
      version.seal.reset();
  }
}

// Another writer's, without a seal, that calls itself a newer deployment.
void Store::make_foreign(Version& version) {
  constexpr std::string_view kName = R"("deployedAt":")";
  const auto at = version.value.find(kName);
  if (at == std::string::npos) return;
  tally_.count(Count::foreign_lists);
  const std::string time{std::string_view{to_iso8601(version.landed)}};
  version.value.replace(at + kName.size(), time.size(), time);
  version.seal.reset();
  version.meaning = nullptr;
  version.is_foreign_list = true;
}

// All but what some location may still be shown, and what was there ten minutes ago.
void Store::forget_old(Key& key) const {
  const auto now = timeline_.now();
  while (key.versions.size() > 2 && key.versions[1]->landed < now - minutes{10}) {
    key.versions.pop_front();
  }
}

void Store::note(std::string_view key, Location at, std::string_view what) const {
  if (!journal_.is_open()) return;
  journal_.note(timeline_.now(), "kv " + std::to_string(at),
                std::string{key}.append(" ").append(what));
}

}  // namespace user_listens::simulation
