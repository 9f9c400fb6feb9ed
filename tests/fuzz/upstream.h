// What must hold of every music service's reader. A target for another service
// is a file that calls try_upstream with that service.
#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/link.h"
#include "base/time.h"
#include "base/utf8.h"
#include "listen/answer.h"
#include "listen/name.h"
#include "texts.h"
#include "upstream/received.h"
#include "upstream/request.h"
#include "upstream/services.h"

namespace user_listens::fuzz {

// 2025-12-04T14:25:27Z, the time of the fixtures.
inline constexpr UnixMillis kAskedAt{Seconds{1'764'858'327}};
// 2001-09-09, before the first scrobble.
inline constexpr UnixMillis kFirstPlay{Seconds{1'000'000'000}};

inline void check_name(std::string_view name) {
  Arena arena;
  MUST(utf8::count(name) <= kMaxNameCharacters, name);
  MUST(clean_name(name, arena) == name, name);
}

inline void check_url(std::string_view url) {
  Arena arena;
  MUST(https_link(url, arena) == url, url);
}

inline void check_listen(const Listen& listen, const Account& account) {
  check_texts(listen);
  MUST(listen.username == account.username, listen.username);
  MUST(listen.source == account.source, listen.source);
  MUST(is_complete(listen), listen.artist);
  for (const auto name : {listen.artist, listen.album, listen.track}) check_name(name);
  if (!listen.image.empty()) check_url(listen.image);
  check_url(listen.url);
  if (!listen.played_at) return;
  MUST(!listen.now_playing, listen.track);
  MUST(*listen.played_at >= kFirstPlay && *listen.played_at <= kAskedAt, listen.track);
}

inline void check_answer(const Answer& answer, const Account& account) {
  MUST(answer.account == account, answer.account.name);
  MUST(is_clean(answer.detail), answer.detail);
  MUST(answer.listen.has_value() == (answer.kind == AnswerKind::listened), answer.detail);
  // No header says so here: it is the service's own pause.
  const bool is_refused = answer.kind == AnswerKind::rate_limited;
  MUST(answer.paused_until.has_value() == is_refused, answer.detail);
  if (answer.listen) check_listen(*answer.listen, account);
}

// As the body of a success and of failures, in answer to each question.
inline void try_upstream(const Service& service, std::string_view body) {
  Question question{.account = {.username = "alice", .source = service.source, .name = "listener"}};
  for (question.step = 0; question.step < service.questions; ++question.step) {
    for (const std::int64_t status : {200, 404, 502}) {
      Arena arena;
      auto answer =
          read_answer(service, question, {.status = status, .body = body}, kAskedAt, arena);
      if (answer.listen && answer.listen->url.empty()) {
        const Access access{.url = service.default_url, .secret = "", .pace = service.pace};
        answer.listen->url = account_page(service, access, question.account, arena);
      }
      check_answer(answer, question.account);
      MUST(status == 200 || answer.kind != AnswerKind::listened, body);
    }
  }
}

}  // namespace user_listens::fuzz
