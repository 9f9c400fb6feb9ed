// Bodies cut at every byte: another listen than the body's own never comes of
// it, and no error of the whole service.
#include <doctest/doctest.h>

#include <string>

#include "upstream/lastfm_bodies.h"

namespace user_listens {

TEST_CASE("lastfm: a body cut at every byte is its own answer or none") {
  for (const auto& file : bodies::names_in(bodies::own())) {
    if (file == "two_documents.json") continue;  // the first of them is whole
    CAPTURE(file);
    bodies::check_cuts(bodies::read(bodies::own() / file), "listener");
  }
}

TEST_CASE("lastfm: a body beyond the limit is too large") {
  std::string body = bodies::read(bodies::own() / "no_scrobbles.json");
  body.append(kMaxAnswerBytes - body.size(), ' ');
  Arena arena;
  CHECK(bodies::answer_to("listener", 200, body, arena).kind == AnswerKind::silent);
  CHECK(bodies::answer_to("listener", 200, body + " ", arena).kind == AnswerKind::too_large);
}

TEST_CASE("lastfm: a request without an answer keeps its failure") {
  for (const auto failure : {AnswerKind::timeout, AnswerKind::unreachable, AnswerKind::not_sent,
                             AnswerKind::too_large, AnswerKind::crashed}) {
    Arena arena;
    const auto answer = lastfm::read_recent_tracks(
        {.username = "alice", .source = "lastfm", .account = "listener"},
        {.failure = failure, .status = 200, .body = R"({"error":10})"}, samples::now(), arena);
    CHECK(answer.kind == failure);
    CHECK(answer.username == "alice");
    CHECK(answer.account == "listener");
    CHECK_FALSE(answer.listen);
  }
}

}  // namespace user_listens
