// What bodies must come to, as tables that the tests of all services share.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "upstream/bodies.h"

namespace user_listens::answers {

// The listen of most fixtures; a row says what is different in its own.
struct Expected {
  std::string_view artist = "Massive Attack";
  std::string_view track = "Teardrop";
  std::string_view album = "Mezzanine";
  std::string_view played_at = samples::kPlayed;  // "" for unknown
  bool now_playing = false;
  std::optional<std::string_view> image = {};  // nothing: the suite's
  std::optional<std::string_view> url = {};
};

struct ListenedCase {
  std::string_view file;
  std::optional<std::uint32_t> step = {};  // nothing: the suite's
  Expected listen = {};
};

struct OtherCase {
  std::string_view file;
  std::optional<std::uint32_t> step = {};
  std::int64_t status = 200;
  AnswerKind kind = AnswerKind::unreadable;
  std::string_view detail = {};
};

// The fixtures of one service.
struct Suite {
  const Service& service;
  std::uint32_t step = 0;
  std::string_view image;  // "" when most have none
  std::string_view url;
  std::span<const ListenedCase> listened;
  std::span<const OtherCase> others;
};

inline void check_listen(const Suite& suite, const Answer& answer, const Expected& expected) {
  CHECK(traits(answer.kind).name == traits(AnswerKind::listened).name);
  CHECK(answer.detail.empty());
  REQUIRE(answer.listen);
  CHECK(answer.listen->username == "alice");
  CHECK(answer.listen->artist == expected.artist);
  CHECK(answer.listen->track == expected.track);
  CHECK(answer.listen->album == expected.album);
  CHECK(answer.listen->image == expected.image.value_or(suite.image));
  CHECK(answer.listen->played_at == parse_iso8601(expected.played_at));
  CHECK(answer.listen->now_playing == expected.now_playing);
  CHECK(answer.listen->url == expected.url.value_or(suite.url));
  CHECK(answer.listen->source == suite.service.source);
}

inline void check_listened(const Suite& suite) {
  for (const auto& c : suite.listened) {
    CAPTURE(c.file);
    Arena arena;
    const auto body = bodies::read(bodies::own(suite.service) / c.file);
    const auto question = bodies::question_to(suite.service, c.step.value_or(suite.step));
    check_listen(suite, bodies::answer_to(question, {.status = 200, .body = body}, arena),
                 c.listen);
  }
}

inline void check_others(const Suite& suite) {
  for (const auto& c : suite.others) {
    CAPTURE(c.file);
    CAPTURE(c.status);
    Arena arena;
    const auto body = bodies::read(bodies::own(suite.service) / c.file);
    const auto question = bodies::question_to(suite.service, c.step.value_or(suite.step));
    const auto answer = bodies::answer_to(question, {.status = c.status, .body = body}, arena);
    CHECK(traits(answer.kind).name == traits(c.kind).name);
    CHECK(answer.detail == c.detail);
    CHECK_FALSE(answer.listen);
  }
}

// Every file of the folder stands in a table, or in `apart`.
inline void check_all_told(const Suite& suite, const std::set<std::string>& apart = {}) {
  auto untold = bodies::names_in(bodies::own(suite.service));
  for (const auto& file : apart) CHECK(untold.erase(file) == 1);
  for (const auto& c : suite.listened) untold.erase(std::string{c.file});
  for (const auto& c : suite.others) untold.erase(std::string{c.file});
  for (const auto& file : untold) FAIL_CHECK("in no table: ", file);
}

// Of long_names.json, whose names are beyond the limit.
inline void check_long_names(const Suite& suite) {
  Arena arena;
  const auto body = bodies::read(bodies::own(suite.service) / "long_names.json");
  const auto question = bodies::question_to(suite.service, suite.step);
  const auto answer = bodies::answer_to(question, {.status = 200, .body = body}, arena);
  REQUIRE(answer.listen);
  CHECK(answer.listen->artist == std::string(299, 'A') + "\xE2\x80\xA6");
  CHECK(answer.listen->album == std::string(299, 'B') + "\xE2\x80\xA6");
  std::string umlauts;
  for (int i = 0; i < 299; ++i) umlauts += "\xC3\xA4";
  CHECK(answer.listen->track == umlauts + "\xE2\x80\xA6");
}

// A body that a service really sent.
struct CapturedCase {
  std::string_view file;
  std::string_view account = "whoever";  // the body's own user, if it names one
  std::uint32_t step = 0;
  std::int64_t status = 200;
  AnswerKind kind = AnswerKind::listened;
  std::string_view detail = {};
  std::string_view artist = {};
  std::string_view track = {};
  std::string_view album = {};
  std::string_view image = {};
  std::string_view played_at = {};
  bool now_playing = false;
  std::string_view url = {};
};

inline void check_captured_answer(const Answer& answer, const CapturedCase& expected) {
  CHECK(traits(answer.kind).name == traits(expected.kind).name);
  CHECK(answer.detail == expected.detail);
  const Listen listen = answer.listen.value_or(Listen{});
  CHECK(listen.artist == expected.artist);
  CHECK(listen.track == expected.track);
  CHECK(listen.album == expected.album);
  CHECK(listen.image == expected.image);
  CHECK(listen.played_at == parse_iso8601(expected.played_at));
  CHECK(listen.now_playing == expected.now_playing);
  CHECK(listen.url == expected.url);
}

// What each body comes to, whole and cut at every byte, and that none is left
// out. The bodies are no part of the project: where there are none the case is
// skipped (bodies::has_captured).
inline void check_captured(const Service& service, std::span<const CapturedCase> cases) {
  const auto folder = bodies::captured(service);
  auto untold = bodies::names_in(folder);
  for (const auto& c : cases) {
    CAPTURE(c.file);
    Arena arena;
    const auto body = bodies::read(folder / c.file);
    const auto question = bodies::question_to(service, c.step, c.account);
    check_captured_answer(bodies::answer_to(question, {.status = c.status, .body = body}, arena),
                          c);
    bodies::check_cuts(question, body);
    untold.erase(std::string{c.file});
  }
  for (const auto& file : untold) FAIL_CHECK("not in the table: ", file);
}

}  // namespace user_listens::answers
