// What is served from end to end: a request and what is stored, through the
// calls `reply`, and a scene through the renderer. The input reads like a request, with the values
// behind it:
//
//   GET https://site.example/api/internal/user-listens?limit=3
//   if-none-match: "…"
//   origin: https://site.example
//   token: what is sent for one
//   claims: what the shim finds in it; with this line the API wants a token
//   preflight: the method that is announced
//   limited: by who has asked too often
//   list-error: what KV said instead of giving the list
//
//   the list
//   =====
//   the snapshot
#include <array>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "cache/entry.h"
#include "cache/format.h"
#include "facts.h"
#include "rendered.h"
#include "target.h"

namespace user_listens::fuzz {
namespace {

using Tree = nlohmann::json;

struct Request {
  std::string_view method, url;
  std::string_view if_none_match, origin;
  std::string_view token, preflight, limited;
  std::string_view list_error;
  std::string_view claims;
  bool wants_token = false;
};

std::string_view next_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

Request next_request(std::string_view& rest) {
  Request request{};
  auto line = next_line(rest);
  const auto blank = line.find(' ');
  request.method = line.substr(0, blank);
  if (blank != std::string_view::npos) request.url = line.substr(blank + 1);
  while (!(line = next_line(rest)).empty()) {
    for (const auto& [name, value] :
         {std::pair{"if-none-match: ", &Request::if_none_match},
          std::pair{"origin: ", &Request::origin}, std::pair{"token: ", &Request::token},
          std::pair{"preflight: ", &Request::preflight}, std::pair{"limited: ", &Request::limited},
          std::pair{"claims: ", &Request::claims},
          std::pair{"list-error: ", &Request::list_error}}) {
      if (line.starts_with(name)) request.*value = line.substr(std::string_view{name}.size());
    }
    if (line.starts_with("claims: ")) request.wants_token = true;
  }
  return request;
}

// A seal stands for our own hand: only what we would write gets one.
Kept kept(std::string_view value) {
  if (value.empty()) return {};
  Arena arena;
  const auto reading = read_entry(value, std::nullopt, arena);
  const bool is_ours = reading.state == EntryState::current && encode_entry(reading.entry) == value;
  Kept kept{.value = std::string{value}, .seal = {}};
  if (is_ours) kept.seal = seal_of(value, reading.item_count);
  return kept;
}

// What came of the orders to sign and to verify.
struct Tokens {
  bool is_signed = false;
  bool is_verified = false;
};
constexpr std::string_view kSigned = "signed.by-the-shim";

std::string facts_of(const Request& request, const std::vector<Kept>& reads, const Tokens& tokens) {
  const auto add = [&](json::Writer& out) {
    out.field("method", request.method);
    out.field("url", request.url);
    out.field("ifNoneMatch", request.if_none_match);
    out.field("origin", request.origin);
    out.field("token", request.token);
    out.field("announcedMethod", request.preflight);
    out.field("isLimited", !request.limited.empty());
    if (tokens.is_signed) out.field("signed", kSigned);
    if (tokens.is_verified) out.field("verified", request.claims);
    write_reads(out, reads);
  };
  return facts_with(add, request.wants_token);
}

struct Reply {
  Tree decision;
  std::string body;
};

// As the shim asks: one key after another, and a token at most once before them.
Reply ask(const Request& request, const std::array<Kept, 2>& stored) {
  constexpr std::array kOrder{Slot::recent, Slot::snapshot};
  std::vector<Kept> reads;
  Tokens tokens;
  while (true) {
    const auto facts = facts_of(request, reads, tokens);
    Parts parts{facts};
    for (const Kept& read : reads) parts.emplace_back(read.value);
    auto [decision, out] = make_call(boundary::reply, parts);
    if (decision.contains("sign") || decision.contains("verify")) {
      MUST(request.wants_token && reads.empty(), out[0]);
      bool& is_done = decision.contains("sign") ? tokens.is_signed : tokens.is_verified;
      MUST(!is_done, out[0]);
      is_done = true;
      continue;
    }
    if (!decision.contains("read")) return {std::move(decision), out.at(1)};
    MUST(reads.size() < kOrder.size(), out[0]);
    MUST(decision["read"] == key_of(kOrder.at(reads.size())), out[0]);
    reads.push_back(stored.at(reads.size()));
  }
}

void check_headers(const Reply& reply, const Request& request) {
  for (const auto& [name, header] : reply.decision["headers"].items()) {
    const auto& text = header.get_ref<const std::string&>();
    MUST(is_clean(text), text);
    if (name != "access-control-allow-origin") continue;
    MUST(text == request.origin, text);
    MUST(text == "https://site.example" || text == "http://localhost:8787", text);
  }
}

void check_tracks(const Tree& tracks) {
  MUST(tracks.is_array() && tracks.size() <= 50, tracks.dump());
  for (const auto& track : tracks) {
    for (const auto* name : {"username", "artist", "album", "track", "url", "source"}) {
      MUST(track.at(name).is_string(), track.dump());
    }
    MUST(track.at("nowPlaying").is_boolean(), track.dump());
    const auto& image = track.at("image");
    MUST(image.is_null() || image.get<std::string>().starts_with("https://"), track.dump());
    const auto& played = track.at("playedAt");
    MUST(played.is_null() || parse_iso8601(played.get<std::string>()), track.dump());
  }
}

void check_list(const Tree& body) {
  check_tracks(body.at("data"));
  const auto& updated = body.at("lastUpdated");
  MUST(updated.is_null() || parse_iso8601(updated.get<std::string>()), body.dump());
  if (body.at("cached") == false) {
    MUST(body.at("data").empty() && updated.is_null(), body.dump());
    return;
  }
  MUST(body.at("version") == 2, body.dump());
  MUST(body.at("stale").get<bool>() == body.contains("staleReason"), body.dump());
}

// The runtime gives no URL whose host is not ASCII.
constexpr std::string_view kHost = "https://site.example";

void check_scene(const Reply& reply, const Request& request) {
  Scene scene = decode_scene(reply.body);
  MUST(encode_scene(scene) == reply.body, reply.body);
  MUST(reply.decision.at("template") == traits_of(scene.form).file, reply.body);
  MUST(reply.decision.at("status") == 200, reply.body);
  const bool is_card = scene.form == Form::card;
  const bool is_text = scene.form == Form::text;
  MUST(!is_card || (scene.width >= 240 && scene.width <= 1000), reply.body);
  MUST(!is_text || (scene.width >= 40 && scene.width <= 500), reply.body);
  MUST(is_card || is_text || scene.width == 0, reply.body);
  MUST(scene.listens.size() <= (is_card ? 20 : 50), reply.body);
  const bool carries_token = scene.form == Form::page && request.wants_token;
  MUST(scene.token == (carries_token ? kSigned : ""), reply.body);
  MUST(scene.absence == Absence::none || (scene.listens.empty() && !scene.updated), reply.body);
  for (const Listen& listen : scene.listens) check_texts(listen);
  check_time(scene.updated);
  scene.origin = kHost;
  check_rendered(scene);
}

void check_body(const Reply& reply, const Request& request) {
  const auto status = reply.decision.at("status").get<int>();
  if (status == 204 || request.method == "HEAD") {
    MUST(reply.body.empty() && !reply.decision.contains("template"), reply.body);
    return;
  }
  if (reply.decision.contains("template")) return check_scene(reply, request);
  MUST(is_json(reply.body), reply.body);
  const auto body = Tree::parse(reply.body);
  if (body.contains("error")) {
    MUST(status >= 400, reply.body);
    MUST(body.at("error").is_string(), reply.body);
  } else if (body.contains("data")) {
    MUST(status == 200, reply.body);
    const auto& kept = reply.decision["headers"]["cache-control"];
    MUST(!request.wants_token || kept == "private, no-cache", reply.body);
    check_list(body);
  } else {
    MUST(status == (body.at("status") == "fresh" ? 200 : 503), reply.body);
  }
}

// The same request that names the tag of its reply gets the same, and the shim is
// told that a 304 says enough; as HEAD it gets the same headers and no body.
void check_siblings(Request request, const Reply& reply, const std::array<Kept, 2>& stored) {
  if (request.method != "GET") return;
  const auto& headers = reply.decision["headers"];
  if (reply.decision["status"] == 200 && headers.contains("etag")) {
    const auto tag = headers["etag"].get<std::string>();
    Request again = request;
    again.if_none_match = tag;
    const auto unchanged = ask(again, stored);
    json::Writer named;
    {
      const auto scope = named.object();
      named.field("ifNoneMatch", tag);
      named.field("tag", tag);
    }
    const auto facts = named.take();
    MUST(make_call(boundary::revalidate, Parts{facts}).decision["isCurrent"] == true, tag);
    MUST(unchanged.decision == reply.decision && unchanged.body == reply.body, tag);
  }
  request.method = "HEAD";
  const auto head = ask(request, stored);
  MUST(head.decision["status"] == reply.decision["status"], head.decision.dump());
  MUST(head.decision["headers"] == headers, head.decision.dump());
  MUST(head.body.empty(), head.body);
}

void try_reply(std::string_view bytes) {
  const auto request = next_request(bytes);
  auto list = kept(next_section(bytes));
  list.error = request.list_error;
  // Of a snapshot without a seal nothing is read.
  const auto snapshot = sealed(next_section(bytes));
  const std::array stored{list, snapshot};
  const auto reply = ask(request, stored);
  const auto status = reply.decision.at("status").get<int>();
  constexpr std::array kStatuses{200, 204, 400, 401, 404, 405, 414, 429, 431, 503};
  MUST(std::find(kStatuses.begin(), kStatuses.end(), status) != kStatuses.end(), request.url);
  check_headers(reply, request);
  check_body(reply, request);
  check_siblings(request, reply, stored);
}

const Target kReplyTarget{"reply", try_reply};

}  // namespace
}  // namespace user_listens::fuzz
