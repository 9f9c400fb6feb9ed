#include "upstream/services.h"

#include "base/url.h"
#include "upstream/waiting.h"

namespace user_listens {
namespace {

constexpr std::string_view kUserAgent = "user-listens/" USER_LISTENS_VERSION " (Cloudflare Worker)";

}  // namespace

std::vector<Header> request_headers(const Service& service, const Access& access, Arena& arena) {
  std::vector<Header> headers{{"user-agent", kUserAgent}, {"accept", "application/json"}};
  if (!service.authorization.empty() && !access.secret.empty()) {
    headers.push_back({"authorization", arena.joined({service.authorization, access.secret})});
  }
  return headers;
}

// An operator's own server has its pages where its API is.
std::string_view account_page(const Service& service, const Access& access, const Account& account,
                              Arena& arena) {
  const auto name = percent_encoded(account.name);
  const auto host = host_of(access.url, "https://");
  if (host == host_of(service.default_url, "https://")) {
    return arena.joined({service.account_page, name});
  }
  return host ? arena.filled("https://%/user/%", {*host, name}) : "";
}

std::optional<std::size_t> service_named(std::string_view source) {
  for (std::size_t i = 0; i < kServices.size(); ++i) {
    if (kServices[i]->source == source) return i;
  }
  return std::nullopt;
}

Answer read_answer(const Service& service, const Question& question, const Received& received,
                   UnixMillis now, Arena& arena) {
  Answer answer{.account = question.account, .known_to_fail = question.known_to_fail};
  if (received.failure) {
    answer.kind = *received.failure;
    return answer;
  }
  const auto reading = service.read(question, received, now, arena);
  answer.kind = reading.kind;
  answer.detail = reading.detail;
  if (reading.play) answer.listen = listen_of(*reading.play, question.account, now, arena);
  // That nothing plays is a valid answer too, though not the last one.
  const bool is_valid = !traits(answer.kind).is_failure || answer.kind == AnswerKind::not_playing;
  const auto limit = is_valid ? wait_for_limit(received) : std::nullopt;
  if (limit) {
    answer.limited_until = now + *limit;
    return answer;
  }
  auto wait = wait_asked_for(received, now);
  if (!wait && answer.kind == AnswerKind::rate_limited) wait = service.pause;
  if (wait) answer.paused_until = now + *wait;
  return answer;
}

}  // namespace user_listens
