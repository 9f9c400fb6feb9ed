// Effects and events as bytes.
#include "boundary/message.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csetjmp>
#include <csignal>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json_facts.h"
#include "boundary/messages.h"
#include "samples.h"

namespace user_listens::boundary {
namespace {

using messages::bytes;
using messages::head;
using messages::kNone;
using messages::kNoNumber;
using messages::number;
using messages::numbers;
using messages::text;
using namespace std::string_view_literals;

const Event& only(const std::vector<Event>& events) {
  REQUIRE(events.size() == 1);
  return events[0];
}

template <class T>
const T& as(const Event& event) {
  REQUIRE(std::holds_alternative<T>(event.what));
  return std::get<T>(event.what);
}

sigjmp_buf g_after_trap;

// How many of `inputs` trap. A trap ends a process, so that another one has to
// try them; what it loses by its jumps goes with it.
std::size_t count_traps(const std::vector<std::string>& inputs) {
  int told[2];
  REQUIRE(pipe(told) == 0);
  const pid_t child = fork();
  if (child == 0) {
    for (const int signal : {SIGILL, SIGTRAP}) {
      std::signal(signal, [](int) { siglongjmp(g_after_trap, 1); });
    }
    // Not in registers, which a jump restores.
    static std::size_t count = 0;
    for (const auto& input : inputs) {
      if (sigsetjmp(g_after_trap, 1) == 0) {
        (void)decode_events(input);
      } else {
        ++count;
      }
    }
    _exit(write(told[1], &count, sizeof count) == sizeof count ? 0 : 1);
  }
  std::size_t count = 0;
  close(told[1]);
  CHECK(read(told[0], &count, sizeof count) == sizeof count);
  close(told[0]);
  int status = 0;
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  return count;
}

bool traps_on(const std::string& events) { return count_traps({events}) == 1; }

std::vector<Event> every_event() {
  const auto at = samples::now();
  return {
      {at, event::Rows{.id = 0x01000001, .json = "[{}]"}},
      {at, event::Rows{.id = 1}},
      {at, event::Value{.id = 2, .value = "\0\xFF"sv, .metadata = seal_of("value", 3)}},
      {at, event::Value{.id = 3}},
      {at, event::Oversize{.id = 4, .bytes = 1 << 30}},
      {at,
       event::Response{
           .id = 5, .status = 503, .headers = {{"retry-after", "90"}, {"", ""}}, .body = "<html>"}},
      {at, event::Response{.id = 6, .status = 204}},
      {at, event::Completed{.id = 0xFFFFFFFF}},
      {at, event::Failed{.id = 7, .reason = "timeout", .message = "KV said \xEF\xBF\xBD"}},
  };
}

}  // namespace

TEST_CASE("message: each event is what was written") {
  const auto events = every_event();
  const auto read = messages::encode(events);
  const auto decoded = decode_events(read);
  REQUIRE(decoded.size() == events.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    CAPTURE(i);
    CHECK(decoded[i].at == events[i].at);
    CHECK(decoded[i].what.index() == events[i].what.index());
    // By the bytes: the same fields, of the same values.
    CHECK(messages::encode(decoded[i]) == messages::encode(events[i]));
  }
  const auto& value = as<event::Value>(decoded[2]);
  CHECK(value.value == "\0\xFF"sv);
  CHECK(value.metadata == seal_of("value", 3));
  CHECK_FALSE(as<event::Value>(decoded[3]).value);
  CHECK_FALSE(as<event::Value>(decoded[3]).metadata);
  CHECK_FALSE(as<event::Rows>(decoded[1]).json);
  CHECK(as<event::Response>(decoded[5]).headers.at(0).value == "90");
  CHECK_FALSE(as<event::Response>(decoded[6]).body);
  CHECK(as<event::Completed>(decoded[7]).id == 0xFFFFFFFF);
  // They are views of the bytes.
  CHECK(value.value->data() > read.data());
  CHECK(value.value->data() < read.data() + read.size());
}

TEST_CASE("message: no bytes are no events") { CHECK(decode_events("").empty()); }

TEST_CASE("message: events that are cut at any byte trap") {
  for (const Event& event : every_event()) {
    CAPTURE(event.what.index());
    const auto whole = messages::encode(event);
    CHECK_FALSE(traps_on(whole));
    std::vector<std::string> cut;
    for (std::size_t size = 1; size < whole.size(); ++size) cut.push_back(whole.substr(0, size));
    CHECK(count_traps(cut) == cut.size());
  }
}

TEST_CASE("message: what is no event traps") {
  struct Case {
    std::string_view name;
    std::string bytes;
  };
  for (const auto& c : {
           Case{"the first unknown kind", head(6, 0, 1)},
           Case{"the last one", head(255, 0, 1)},
           Case{"a text longer than all", head(5, 0, 1) + messages::count(1000) + text("")},
           Case{"a text of no length", head(5, 0, 1) + messages::count(kNone) + text("")},
           Case{"bytes longer than all", head(0, 0, 1) + messages::count(kNone - 1)},
           Case{"headers without end", head(3, 0, 1) + number(200) + messages::count(kNone)},
           Case{"a seal without end", head(1, 0, 1) + bytes({}) + messages::count(kNone)},
           Case{"a byte behind it", head(4, 0, 1) + '\0'},
       }) {
    CAPTURE(c.name);
    CHECK(traps_on(c.bytes));
  }
}

TEST_CASE("message: numbers that are none of ours are zero") {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  struct Case {
    double given;
    std::int64_t whole;
  };
  for (const auto& c :
       {Case{0, 0}, Case{-0.0, 0}, Case{1, 1}, Case{599, 599}, Case{-1, -1}, Case{0.5, 0},
        Case{1.5, 0}, Case{-7.25, 0}, Case{kNoNumber, 0}, Case{kInfinity, 0}, Case{-kInfinity, 0},
        Case{1e300, 0}, Case{9'007'199'254'740'992.0, 9'007'199'254'740'992},
        Case{9'007'199'254'740'994.0, 0}, Case{5e-324, 0}}) {
    CAPTURE(c.given);
    const auto response = head(3, c.given, 1) + number(c.given) + messages::count(0) + bytes({});
    const auto events = decode_events(response);
    CHECK(as<event::Response>(only(events)).status == c.whole);
    CHECK(only(events).at == unix_millis(c.whole));
    const auto oversize = head(2, 0, 1) + number(c.given);
    const auto size = static_cast<std::size_t>(std::max<std::int64_t>(c.whole, 0));
    CHECK(as<event::Oversize>(only(decode_events(oversize))).bytes == size);
  }
}

TEST_CASE("message: times are clamped") {
  const auto at = [](double given) { return only(decode_events(head(4, given, 1))).at; };
  CHECK(at(-1) == unix_millis(0));
  CHECK(at(8.64e15) == samples::time("9999-12-31T23:59:59.999Z"));
}

TEST_CASE("message: a seal is whole, or there is none") {
  const auto whole = messages::pairs_of(seal_of("value", 3));
  struct Case {
    std::string_view name;
    messages::Pairs pairs;
    bool is_seal = false;
  };
  const auto without = [&](std::size_t position) {
    auto pairs = whole;
    pairs.erase(pairs.begin() + static_cast<std::ptrdiff_t>(position));
    return pairs;
  };
  const auto with = [&](std::size_t position, double value) {
    auto pairs = whole;
    pairs.at(position).second = value;
    return pairs;
  };
  auto others = whole;
  others.insert(others.begin(), {"by", 7});
  others.push_back({"lengths", kNoNumber});
  auto twice = without(3);
  twice.push_back(twice.front());
  auto backwards = whole;
  std::reverse(backwards.begin(), backwards.end());
  for (const auto& c : {
           Case{"whole", whole, true},
           Case{"with fields of others", others, true},
           Case{"in another order", backwards, true},
           Case{"nothing", {}},
           Case{"no version", without(0)},
           Case{"no count", without(1)},
           Case{"no length", without(2)},
           Case{"no checksum", without(3)},
           Case{"one of them twice", twice},
           Case{"a count that is no number", with(1, kNoNumber)},
           Case{"a negative length", with(2, -1)},
           Case{"a fraction", with(3, 0.5)},
           Case{"a number beyond all", with(2, 1e300)},
           Case{"another writer's", {{"by", 1}, {"at", 2}, {"of", 3}, {"on", 4}}},
       }) {
    CAPTURE(c.name);
    const auto encoded = head(1, 0, 1) + bytes("value") + numbers(c.pairs);
    const auto events = decode_events(encoded);
    const auto& metadata = as<event::Value>(only(events)).metadata;
    CHECK(metadata.has_value() == c.is_seal);
    if (metadata) CHECK(*metadata == seal_of("value", 3));
  }
}

TEST_CASE("message: each effect is what the core wanted") {
  const Seal seal = seal_of("value", 3);
  const auto at = samples::now();
  const auto encoded =
      encode_effects({effect::Print{.level = Level::info, .text = "a"},
                      effect::Print{.level = Level::warning, .text = ""},
                      effect::Print{.level = Level::error, .text = "\xF0\x9F\x8E\xB5"},
                      effect::Query{.id = 0x01000001, .sql = "SELECT 1", .timeout = Seconds{10}},
                      effect::Read{.id = 2,
                                   .key = "k",
                                   .cache_ttl = Seconds{30},
                                   .timeout = Millis{1},
                                   .max_sealed_bytes = 10,
                                   .max_unsealed_bytes = 20,
                                   .set_aside = SetAside::list},
                      effect::Fetch{.id = 3,
                                    .url = "https://a.example/?k=1",
                                    .headers = {{"accept", "application/json"}, {"x", ""}},
                                    .response_headers = "retry-after x",
                                    .timeout = Seconds{8},
                                    .max_bytes = 1 << 20},
                      effect::Put{.id = 4,
                                  .key = "k",
                                  .value = "\0v"sv,
                                  .expiration_ttl = Seconds{420},
                                  .metadata = seal,
                                  .written_at = at,
                                  .is_first = true,
                                  .timeout = Seconds{10}},
                      effect::Put{.id = 5},
                      effect::Wait{.id = 0xFFFFFFFF, .duration = Millis{1500}}, effect::Done{}});
  const auto effects = messages::decode(encoded);
  REQUIRE(effects.size() == 10);
  CHECK(std::get<effect::Print>(effects[0]).level == Level::info);
  CHECK(std::get<effect::Print>(effects[0]).text == "a");
  CHECK(std::get<effect::Print>(effects[1]).level == Level::warning);
  CHECK(std::get<effect::Print>(effects[2]).level == Level::error);
  CHECK(std::get<effect::Print>(effects[2]).text == "\xF0\x9F\x8E\xB5");
  const auto& query = std::get<effect::Query>(effects[3]);
  CHECK(query.id == 0x01000001);
  CHECK(query.sql == "SELECT 1");
  CHECK(query.timeout == Seconds{10});
  CHECK(query.set_aside == SetAside::roster);
  const auto& read = std::get<effect::Read>(effects[4]);
  CHECK(read.id == 2);
  CHECK(read.key == "k");
  CHECK(read.cache_ttl == Seconds{30});
  CHECK(read.timeout == Millis{1});
  CHECK(read.max_sealed_bytes == 10);
  CHECK(read.max_unsealed_bytes == 20);
  CHECK(read.set_aside == SetAside::list);
  const auto& fetch = std::get<effect::Fetch>(effects[5]);
  CHECK(fetch.id == 3);
  CHECK(fetch.url == "https://a.example/?k=1");
  REQUIRE(fetch.headers.size() == 2);
  CHECK(fetch.headers[0].name == "accept");
  CHECK(fetch.headers[0].value == "application/json");
  CHECK(fetch.response_headers == "retry-after x");
  CHECK(fetch.timeout == Seconds{8});
  CHECK(fetch.max_bytes == 1 << 20);
  CHECK(fetch.set_aside == SetAside::answers);
  const auto& put = std::get<effect::Put>(effects[6]);
  CHECK(put.id == 4);
  CHECK(put.key == "k");
  CHECK(put.value == "\0v"sv);
  CHECK(put.expiration_ttl == Seconds{420});
  CHECK(put.metadata == seal);
  CHECK(put.written_at == at);
  CHECK(put.is_first);
  CHECK(put.timeout == Seconds{10});
  CHECK_FALSE(std::get<effect::Put>(effects[7]).value);
  CHECK_FALSE(std::get<effect::Put>(effects[7]).is_first);
  const auto& wait = std::get<effect::Wait>(effects[8]);
  CHECK(wait.id == 0xFFFFFFFF);
  CHECK(wait.duration == Millis{1500});
  CHECK(std::holds_alternative<effect::Done>(effects[9]));
  CHECK(encode_effects({}).empty());
}

TEST_CASE("message: an effect, byte by byte") {
  CHECK(encode_effects({effect::Print{.level = Level::warning, .text = "hm"},
                        effect::Wait{.id = 2, .duration = Millis{1}}, effect::Done{}}) ==
        "\0\4\0\0\0warn\2\0\0\0hm"
        "\5\0\0\0\0\0\0\0\x40\0\0\0\0\0\0\xF0\x3F"
        "\6"sv);
}

TEST_CASE("message: describe tells the fields of each kind, in their order") {
  json::Writer out;
  {
    const auto scope = out.object();
    write_messages(out);
  }
  CHECK(out.text() ==
        R"({"effects":[)"
        R"({"name":"print","fields":[["level","text"],["text","text"]]},)"
        R"({"name":"query","fields":[["id","number"],["sql","text"],["timeoutMs","number"],)"
        R"(["setAside","number"]]},)"
        R"({"name":"read","fields":[["id","number"],["key","text"],["cacheTtl","number"],)"
        R"(["timeoutMs","number"],["maxSealedBytes","number"],["maxUnsealedBytes","number"],)"
        R"(["setAside","number"]]},)"
        R"({"name":"fetch","fields":[["id","number"],["url","text"],["headers","headers"],)"
        R"(["responseHeaders","text"],["timeoutMs","number"],["maxBytes","number"],)"
        R"(["setAside","number"]]},)"
        R"({"name":"put","fields":[["id","number"],["key","text"],["value","bytes"],)"
        R"(["expirationTtl","number"],["metadata","numbers"],["writtenMs","number"],)"
        R"(["isFirst","flag"],["timeoutMs","number"]]},)"
        R"({"name":"wait","fields":[["id","number"],["durationMs","number"]]},)"
        R"({"name":"done","fields":[]}],"events":[)"
        R"({"name":"rows","fields":[["id","number"],["json","bytes"]]},)"
        R"({"name":"value","fields":[["id","number"],["value","bytes"],["metadata","numbers"]]},)"
        R"({"name":"oversize","fields":[["id","number"],["bytes","number"]]},)"
        R"({"name":"response","fields":[["id","number"],["status","number"],)"
        R"(["headers","headers"],["body","bytes"]]},)"
        R"({"name":"completed","fields":[["id","number"]]},)"
        R"({"name":"failed","fields":[["id","number"],["reason","text"],["message","text"]]}]})");
}

}  // namespace user_listens::boundary
