// When requests start, and what each account's answer is in the end.
#include "refresh/polling.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "refresh/lines.h"

namespace user_listens {
namespace {

// What comes at a time, and what starts then.
struct Moment {
  std::int64_t at;
  std::string_view answers;
  std::string_view starts = {};
};

struct PollingCase {
  std::string_view name;
  std::string_view accounts;
  std::vector<Moment> moments;
  std::string_view outcome;  // when all is over
  std::size_t parallel = kMaxParallel;
  std::size_t retries = 0;
  Millis deadline{100'000};
  std::optional<Pace> pace = {};  // of all services
};

const std::vector<PollingCase>& polling_cases() {
  static const std::vector<PollingCase> cases{
      {.name = "nobody", .accounts = "", .moments = {{0, ""}}, .outcome = ""},
      {.name = "answers in any order",
       .accounts = "a3",
       .moments = {{0, "", "a0 a1 a2"}, {5, "a1=plays a2=404"}, {6, "a0=timeout"}},
       .outcome = "a0=timeout a1=listened a2=http_error"},
      {.name = "an answer comes twice, and another of nobody",
       .accounts = "a2",
       .moments = {{0, "", "a0 a1"}, {5, "a0=plays a0=503 a7=plays"}, {6, "a1=404 a0=404"}},
       .outcome = "a0=listened a1=http_error"},

      // Connections.
      {.name = "no more at once than of a service",
       .accounts = "a4",
       .moments = {{0, "", "a0 a1"},
                   {5, "a1=plays", "a2"},
                   {6, "a0=plays a2=plays", "a3"},
                   {7, "a3=plays"}},
       .outcome = "a0=listened a1=listened a2=listened a3=listened",
       .parallel = 2},
      {.name = "no more at once than in all, and each service in its turn",
       .accounts = "a4 f4 z2",
       .moments = {{0, "", "a0 f0 z0 a1 f1 z1"},
                   {5, "z0=timeout", "a2"},
                   {6, "z1=timeout a0=plays", "a3 f2"},
                   {7, "a1=plays a2=plays a3=plays", "f3"},
                   {8, "f0=plays f1=plays f2=plays f3=plays"}},
       .outcome = "a0=listened a1=listened a2=listened a3=listened f0=listened f1=listened "
                  "f2=listened f3=listened z0=timeout z1=timeout",
       .parallel = 4},

      // Further questions and repetitions.
      {.name = "a further question goes before those about others",
       .accounts = "z3",
       .moments = {{0, "", "z0"},
                   {5, "z0=nothing", "z0/listens"},
                   {6, "z0/listens=plays", "z1"},
                   {7, "z1=nothing", "z1/listens"},
                   {8, "z1/listens=404", "z2"},
                   {9, "z2=plays"}},
       .outcome = "z0=listened z1=http_error z2=listened",
       .parallel = 1},
      {.name = "the last of our requests for a while: the further question waits for the service",
       .accounts = "z2",
       .moments = {{0, "", "z0"},
                   {5, "z0=last_nothing:7"},
                   {7004, ""},
                   {7005, "", "z0/listens"},
                   {7006, "z0/listens=plays", "z1"},
                   {7007, "z1=plays"}},
       .outcome = "z0=listened z1=listened",
       .parallel = 1},
      {.name = "no repetition without retries",
       .accounts = "a1",
       .moments = {{0, "", "a0"}, {5, "a0=503"}},
       .outcome = "a0=service_error"},
      {.name = "a repetition lets others go first while it waits",
       .accounts = "a2",
       .moments = {{0, "", "a0"},
                   {5, "a0=503", "a1"},
                   {6, "a1=plays"},
                   {504, ""},
                   {1005, "", "a0"},
                   {1010, "a0=plays"}},
       .outcome = "a0=listened a1=listened",
       .parallel = 1,
       .retries = 1},
      {.name = "a repetition whose time has come goes before others",
       .accounts = "a3",
       .moments = {{0, "", "a0"},
                   {5, "a0=503", "a1"},
                   {2000, "a1=plays", "a0"},
                   {2001, "a0=plays", "a2"},
                   {2002, "a2=plays"}},
       .outcome = "a0=listened a1=listened a2=listened",
       .parallel = 1,
       .retries = 1},
      {.name = "a repetition of the further question asks that one",
       .accounts = "z1",
       .moments = {{0, "", "z0"},
                   {5, "z0=nothing", "z0/listens"},
                   {6, "z0/listens=502"},
                   {1006, "", "z0/listens"},
                   {1007, "z0/listens=plays"}},
       .outcome = "z0=listened",
       .retries = 1},
      {.name = "the last of all repetitions counts",
       .accounts = "a1",
       .moments = {{0, "", "a0"},
                   {0, "a0=503"},
                   {1000, "", "a0"},
                   {1000, "a0=unreachable"},
                   {3000, "", "a0"},
                   {3000, "a0=503"}},
       .outcome = "a0=service_error",
       .retries = 5},

      // Holds, pauses, and the end of a service.
      {.name = "a service that is held gets no request before its next answer, others do",
       .accounts = "a8 z3",
       .moments = {{0, "", "a0 z0 a1 z1 a2 z2"},
                   {5, "z0=plays", "a3"},
                   {6, "a1=key z1=plays z2=plays"},
                   {7, "a0=plays", "a4 a5"},
                   {8, "a2=plays a3=plays a4=plays a5=plays", "a6 a7"},
                   // Nothing is under way after it: nobody would end the hold.
                   {9, "a6=plays a7=often"}},
       .outcome = "a0=listened a1=key_refused a2=listened a3=listened a4=listened a5=listened "
                  "a6=listened a7=rate_limited z0=listened z1=listened z2=listened",
       .parallel = 4},
      {.name = "with nothing under way there is no hold",
       .accounts = "a2",
       .moments = {{0, "", "a0"}, {5, "a0=key", "a1"}, {6, "a1=plays"}},
       .outcome = "a0=key_refused a1=listened",
       .parallel = 1},
      {.name = "two witnesses end a service, and no other",
       .accounts = "a4 z3",
       .moments = {{0, "", "a0 z0 a1 z1"},
                   {5, "a0=key z0=refused a1=key"},
                   {6, "z1=plays", "z2"},
                   {7, "z2=plays"}},
       .outcome = "a0=key_refused a1=key_refused a2=not_sent a3=not_sent z0=key_refused "
                  "z1=listened z2=listened",
       .parallel = 2},
      {.name = "objections of different kinds do not add up",
       .accounts = "a4",
       .moments = {{0, "", "a0"},
                   {5, "a0=key", "a1"},
                   {6, "a1=often", "a2"},
                   {7, "a2=plays", "a3"},
                   {8, "a3=plays"}},
       .outcome = "a0=key_refused a1=rate_limited a2=listened a3=listened",
       .parallel = 1},
      {.name = "a further question to a service that has ended: the answer before says more",
       .accounts = "z3",
       .moments = {{0, "", "z0 z1 z2"}, {5, "z0=refused z1=nothing z2=refused"}},
       .outcome = "z0=key_refused z1=not_playing z2=key_refused"},
      {.name = "a repetition to a service that has ended: the answer before stays",
       .accounts = "a3",
       .moments = {{0, "", "a0 a1 a2"}, {5, "a0=503 a1=key"}, {6, "a2=key"}},
       .outcome = "a0=service_error a1=key_refused a2=key_refused",
       .retries = 1},
      {.name = "two who are told to wait pause the service, whoever else is asked about",
       .accounts = "a3 z2",
       .moments = {{0, "", "a0 z0 a1 z1"},
                   {5, "a0=503:20 a1=503:30 z0=plays"},
                   {6, "z1=plays"},
                   {30004, ""},
                   {30005, "", "a2"},
                   {30006, "a2=plays"}},
       .outcome = "a0=service_error a1=service_error a2=listened z0=listened z1=listened",
       .parallel = 2},
      {.name = "a pause that is shorter than the one before changes nothing",
       .accounts = "a3",
       .moments = {{0, "", "a0 a1"},
                   {5, "a0=last:7"},
                   {6, "a1=last:3"},
                   {7004, ""},
                   {7005, "", "a2"},
                   {7006, "a2=plays"}},
       .outcome = "a0=listened a1=listened a2=listened",
       .parallel = 2},
      {.name = "a service that is paused beyond the deadline gets nothing more",
       .accounts = "a3",
       .moments = {{0, "", "a0 a1"}, {5, "a0=last:100"}, {6, "a1=plays"}},
       .outcome = "a0=listened a1=listened a2=not_sent",
       .parallel = 2},

      // The deadline.
      {.name = "the deadline cuts off what is under way, and the rest is not sent",
       .accounts = "a3",
       .moments = {{0, "", "a0"}, {6000, "a0=timeout"}},
       .outcome = "a0=not_sent a1=not_sent a2=not_sent",
       .parallel = 1,
       .deadline = Millis{6000}},
      {.name = "what takes too long by itself is a timeout",
       .accounts = "a3",
       .moments = {{0, "", "a0"},
                   {8000, "a0=timeout", "a1"},
                   {16000, "a1=timeout", "a2"},
                   {24000, "a2=timeout"}},
       .outcome = "a0=timeout a1=timeout a2=timeout",
       .parallel = 1},
      {.name = "the first takes too long by itself, the second is cut off, the third is not sent",
       .accounts = "a3",
       .moments = {{0, "", "a0"}, {8000, "a0=timeout", "a1"}, {12000, "a1=timeout"}},
       .outcome = "a0=timeout a1=not_sent a2=not_sent",
       .parallel = 1,
       .deadline = Millis{12'000}},
      {.name = "one that may take until the deadline takes too long by itself",
       .accounts = "a1",
       .moments = {{0, "", "a0"}, {8000, "a0=timeout"}},
       .outcome = "a0=timeout",
       .deadline = Millis{8000}},
      {.name = "near the deadline other failures are what they are",
       .accounts = "a3",
       .moments = {{0, "", "a0 a1 a2"}, {50, "a0=unreachable a1=503 a2=plays"}},
       .outcome = "a0=unreachable a1=service_error a2=listened",
       .deadline = Millis{100}},
      {.name = "nothing starts at the deadline",
       .accounts = "a2",
       .moments = {{0, "", "a0"}, {5000, "a0=plays"}},
       .outcome = "a0=listened a1=not_sent",
       .parallel = 1,
       .deadline = Millis{5000}},
      {.name = "something starts before it",
       .accounts = "a2",
       .moments = {{0, "", "a0"}, {4999, "a0=plays", "a1"}, {5000, "a1=timeout"}},
       .outcome = "a0=listened a1=not_sent",
       .parallel = 1,
       .deadline = Millis{5000}},
      {.name = "what the pace would let start after it is given up at once",
       .accounts = "a3",
       .moments = {{0, "", "a0 a1"}, {5, "a0=plays a1=plays"}},
       .outcome = "a0=listened a1=listened a2=not_sent",
       .deadline = Millis{5000},
       .pace = Pace{.burst = 2, .per_second = 1, .window = Millis{5000}}},
      {.name = "the deadline cuts off a repetition: the answer before stays",
       .accounts = "a1",
       .moments = {{0, "", "a0"}, {5, "a0=503"}, {1005, "", "a0"}, {3000, "a0=timeout"}},
       .outcome = "a0=service_error",
       .retries = 1,
       .deadline = Millis{3000}},
      {.name = "the deadline cuts off a further question: the account was not polled",
       .accounts = "z1",
       .moments = {{0, "", "z0"}, {5, "z0=nothing", "z0/listens"}, {3000, "z0/listens=timeout"}},
       .outcome = "z0=not_sent",
       .deadline = Millis{3000}},
      {.name = "a further question that is still waiting then",
       .accounts = "z2",
       .moments = {{0, "", "z0 z1"},
                   {2900, "z0=nothing z1=503", "z0/listens"},
                   {2950, "z0/listens=502"},
                   {3000, ""}},
       .outcome = "z0=service_error z1=service_error",
       .retries = 5,
       .deadline = Millis{3000}},
      {.name = "nobody waits for a repetition that would come after the deadline",
       .accounts = "a1",
       .moments = {{0, "", "a0"}, {5, "a0=503"}},
       .outcome = "a0=service_error",
       .retries = 1,
       .deadline = Millis{505}},
  };
  return cases;
}

}  // namespace

TEST_CASE("polling: what starts when, and what comes of it") {
  for (const auto& c : polling_cases()) {
    CAPTURE(c.name);
    Lines lines{c.accounts};
    lines.plan.parallel_of_service = c.parallel;
    lines.plan.retries = c.retries;
    lines.plan.deadline = c.deadline;
    if (c.pace) {
      for (Access& access : lines.settings.services) access.pace = *c.pace;
    }
    for (const Moment& moment : c.moments) {
      CAPTURE(moment.at);
      if (!lines.has_begun()) lines.begin();
      lines.answer(moment.at, moment.answers);
      CHECK(lines.start(moment.at) == moment.starts);
    }
    CHECK(lines.polling().is_over());
    CHECK_FALSE(lines.next_start());
    CHECK(lines.outcome() == c.outcome);
  }
}

namespace {

struct PaceCase {
  std::string_view name;
  Pace pace;
  std::vector<std::int64_t> starts;  // when each is answered at once
};

const std::vector<PaceCase>& pace_cases() {
  static const std::vector<PaceCase> cases{
      {"a burst, then one by one",
       {.burst = 3, .per_second = 5, .window = Millis{0}},
       {0, 0, 0, 200, 400, 600}},
      {"never more than the burst in a window",
       {.burst = 3, .per_second = 10, .window = Millis{1000}},
       {0, 0, 0, 1000, 1100, 1200, 2000}},
      {"a burst of one", {.burst = 1, .per_second = 10, .window = Millis{1000}}, {0, 1000, 2000}},
      {"a pace that does not divide a second is rounded to the slower side",
       {.burst = 1, .per_second = 3},
       {0, 334, 668}},
      {"7", {.burst = 1, .per_second = 7}, {0, 143}},
      {"600", {.burst = 1, .per_second = 600}, {0, 2}},
      {"999", {.burst = 1, .per_second = 999}, {0, 2}},
      {"1000", {.burst = 1, .per_second = 1000}, {0, 1}},
  };
  return cases;
}

// As early as the pace allows.
std::vector<std::int64_t> starts_of(Lines& lines, std::size_t count) {
  std::vector<std::int64_t> starts;
  lines.begin();
  for (std::int64_t now = 0; starts.size() < count;) {
    for (const auto& name : words_in(lines.start(now))) {
      starts.push_back(now);
      lines.answer(now, name + "=plays");
    }
    if (const auto next = lines.next_start()) now = *next;
  }
  return starts;
}

}  // namespace

TEST_CASE("polling: the pace of a service") {
  for (const auto& c : pace_cases()) {
    CAPTURE(c.name);
    Lines lines{"a" + std::to_string(c.starts.size())};
    lines.pace("lastfm") = c.pace;
    CHECK(starts_of(lines, c.starts.size()) == c.starts);
  }
}

TEST_CASE("polling: each service has a pace of its own") {
  Lines lines{"a2 f2"};
  lines.pace("lastfm") = {.burst = 1, .per_second = 1};
  CHECK(lines.start(0) == "a0 f0 f1");
  CHECK(lines.next_start() == 1000);
}

TEST_CASE("polling: the pace holds for repetitions and further questions too") {
  Lines lines{"z1"};
  lines.pace("listenbrainz") = {.burst = 1, .per_second = 1};
  lines.plan.retries = 1;
  CHECK(lines.start(0) == "z0");
  lines.answer(5, "z0=nothing");
  CHECK(lines.start(5).empty());
  CHECK(lines.next_start() == 1000);
  CHECK(lines.start(1000) == "z0/listens");
  lines.answer(1001, "z0/listens=503");
  CHECK(lines.start(1999).empty());
  CHECK(lines.next_start() == 2000);
  CHECK(lines.start(2002) == "z0/listens");
}

TEST_CASE("polling: no more retries than there are, when all fail in the same moment") {
  Lines lines{"a40"};
  lines.plan.retries = 5;
  lines.plan.parallel_of_service = 40;
  std::size_t starts = 0;
  for (std::int64_t at = 0; !lines.polling_is_over(); at += 4000) {
    for (const auto& name : words_in(lines.start(at))) {
      ++starts;
      lines.answer(at, name + "=unreachable");
    }
  }
  CHECK(starts == 45);
}

TEST_CASE("polling: a repetition waits, the double the second time, each as long as chance says") {
  std::set<std::int64_t> firsts;
  for (const std::uint32_t entropy : {0U, 1U, 499U, 500U, 501U, 1425U, 4294967295U}) {
    CAPTURE(entropy);
    Lines lines{"a1"};
    lines.entropy = entropy;
    lines.plan.retries = 5;
    CHECK(lines.start(0) == "a0");
    lines.answer(0, "a0=503");
    const auto first = lines.next_start().value();
    firsts.insert(first);
    CHECK(first >= 500);
    CHECK(first <= 1000);
    CHECK(lines.start(first - 1).empty());
    CHECK(lines.start(first) == "a0");
    lines.answer(first, "a0=503");
    const auto second = lines.next_start().value() - first;
    CHECK(second >= 1000);
    CHECK(second <= 2000);
    CHECK(lines.start(first + second) == "a0");
    lines.answer(first + second, "a0=503");
    CHECK(lines.polling().is_over());
  }
  CHECK(firsts.size() > 3);
}

TEST_CASE("polling: nothing waits for a repetition that would start at the deadline or later") {
  Lines lines{"a1"};
  lines.plan.retries = 5;
  CHECK(lines.start(0) == "a0");
  lines.answer(0, "a0=503");
  const auto wait = lines.next_start().value();
  for (const std::int64_t deadline : {wait - 1, wait, wait + 1}) {
    CAPTURE(deadline);
    Lines near_its_end{"a1"};
    near_its_end.plan.retries = 5;
    near_its_end.plan.deadline = Millis{deadline};
    CHECK(near_its_end.start(0) == "a0");
    near_its_end.answer(0, "a0=503");
    const bool is_in_time = deadline > wait;
    CHECK(near_its_end.polling().is_over() == !is_in_time);
    CHECK(near_its_end.next_start().has_value() == is_in_time);
  }
}

TEST_CASE("polling: those who fail in the same moment do not come in step") {
  Lines lines{"a6"};
  lines.plan.retries = 6;
  CHECK(lines.start(0) == "a0 a1 a2 a3 a4 a5");
  lines.answer(0, "a0=503 a1=503 a2=503 a3=503 a4=503 a5=503");
  std::set<std::int64_t> starts;
  for (std::int64_t at = 500; at <= 1000; ++at) {
    if (!lines.start(at).empty()) starts.insert(at);
  }
  CHECK(starts.size() > 3);
}

TEST_CASE("polling: a service that hangs does not take all connections") {
  Lines lines{"a8 z20"};
  lines.plan.parallel_of_service = kMaxParallelBesideOthers;
  std::size_t hanging = 0, answered = 0;
  for (std::int64_t at = 0; answered < 20; ++at) {
    REQUIRE(at < 1000);
    for (const auto& name : words_in(lines.start(at))) {
      const bool hangs = name.starts_with("a");
      ++(hangs ? hanging : answered);
      if (!hangs) lines.answer(at, name + "=plays");
    }
  }
  CHECK(hanging == 4);
  CHECK_FALSE(lines.polling().is_over());
}

TEST_CASE("polling: a request may take as long as there is, and not longer than its own time") {
  Lines lines{"a2"};
  lines.plan.deadline = Millis{12'000};
  lines.plan.parallel_of_service = 1;
  CHECK(lines.start(0) == "a0");
  CHECK(lines.timeouts["a0"] == Seconds{8});
  lines.answer(9000, "a0=plays");
  CHECK(lines.start(9000) == "a1");
  CHECK(lines.timeouts["a1"] == Seconds{3});
}

TEST_CASE("polling: nobody is waited for but the time") {
  Lines lines{"a3"};
  lines.plan.parallel_of_service = 1;
  CHECK(lines.start(0) == "a0");
  // A connection is.
  CHECK_FALSE(lines.next_start());
  lines.answer(1, "a0=last:2");
  CHECK(lines.start(1).empty());
  CHECK(lines.next_start() == 2001);
}

TEST_CASE("polling: what is received becomes an answer about the account") {
  struct Case {
    std::string_view what;
    std::string_view kind;
    bool is_repeated = false;
  };
  for (const auto& c : {
           Case{"plays", "listened"},
           Case{"timeout", "timeout"},
           Case{"not_sent", "not_sent"},
           Case{"too_large", "too_large"},
           Case{"crashed", "crashed"},
           Case{"unreachable", "unreachable", true},
           Case{"200", "unreadable", true},
           Case{"nothing", "unreadable", true},
           Case{"503", "service_error", true},
           Case{"404", "http_error"},
           Case{"429", "rate_limited"},
           Case{"often", "rate_limited"},
           Case{"key", "key_refused"},
       }) {
    CAPTURE(c.what);
    Lines lines{"a1"};
    lines.plan.retries = 1;
    CHECK(lines.start(0) == "a0");
    lines.answer(0, std::string{"a0="}.append(c.what));
    CHECK(lines.outcome() == std::string{"a0="}.append(c.kind));
    CHECK(lines.polling().is_over() != c.is_repeated);
    const Answer& answer = lines.polling().answers()[0];
    CHECK(answer.account == samples::account("a0"));
    CHECK(answer.listen.has_value() == (c.kind == "listened"));
  }
}

TEST_CASE("polling: how long a service wants to be left alone stands in the answer") {
  Lines lines{"a2"};
  (void)lines.start(0);
  lines.answer(0, "a0=often a1=last:7");
  const auto& answers = lines.polling().answers();
  CHECK(answers[0].paused_until == Lines::kBegin + kLastfm.pause);
  CHECK_FALSE(answers[0].limited_until);
  CHECK(answers[1].limited_until == Lines::kBegin + Seconds{7});
}

TEST_CASE("polling: a listen without a link leads to the account's page") {
  Lines lines{"z1"};
  (void)lines.start(0);
  lines.answer(0, "z0=nothing");
  (void)lines.start(0);
  lines.answer(0, "z0/listens=plays");
  CHECK(lines.polling().answers()[0].listen->url == "https://listenbrainz.org/user/z0");
}

TEST_CASE("polling: an account that is known to fail is no witness, in a repetition either") {
  Lines lines{"a3"};
  lines.plan.retries = 1;
  lines.plan.parallel_of_service = 1;
  for (const std::size_t one : {0, 1}) {
    lines.plan.requests[one].question.known_to_fail = true;
  }
  CHECK(lines.start(0) == "a0");
  lines.answer(0, "a0=503");
  CHECK(lines.start(0) == "a1");
  lines.answer(1000, "a1=key");
  CHECK(lines.start(1000) == "a0");
  lines.answer(1000, "a0=key");
  CHECK(lines.start(1000) == "a2");
  lines.answer(1000, "a2=plays");
  CHECK(lines.outcome() == "a0=key_refused a1=key_refused a2=listened");
  CHECK(lines.polling().answers()[0].known_to_fail);
  CHECK_FALSE(lines.polling().answers()[2].known_to_fail);
}

TEST_CASE("polling: the same chance gives the same starts") {
  std::string first;
  for (int run = 0; run < 2; ++run) {
    Lines lines{"a6"};
    lines.plan.retries = 6;
    (void)lines.start(0);
    lines.answer(0, "a0=503 a1=503 a2=503 a3=503 a4=503 a5=503");
    std::string starts;
    for (std::int64_t at = 500; at <= 1000; ++at) starts.append(lines.start(at)).append(",");
    if (run == 0) first = starts;
    CHECK(starts == first);
  }
}

}  // namespace user_listens
