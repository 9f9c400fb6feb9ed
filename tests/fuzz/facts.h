// The facts that the shim would tell the core, for targets that make calls.
#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "base/time.h"
#include "boundary/calls.h"
#include "cache/seal.h"
#include "property.h"
#include "texts.h"

namespace user_listens::fuzz {

// 2025-12-04T14:25:27Z, the time of the fixtures.
inline constexpr UnixMillis kNow{Seconds{1'764'858'327}};
inline constexpr std::string_view kApiKey = "0f1e2d3c4b5a6978";
inline constexpr std::string_view kToken = "a1b2c3d4-token";
inline constexpr std::string_view kTokenSecretValue = "c5d6e7f8-secret-of-tokens";
inline constexpr std::size_t kMaxTracks = 5;

// A value under a key of KV. Only what the core sealed comes with a seal.
struct Kept {
  std::optional<std::string> value;
  std::optional<Seal> seal;
  std::string_view error = {};  // why KV could not be asked; the value is an older copy then
};

// As if ours; nothing is stored when there are no bytes.
[[nodiscard]] inline Kept sealed(std::string_view value) {
  if (value.empty()) return {};
  return {.value = std::string{value}, .seal = seal_of(value, 0)};
}

inline void write_reads(json::Writer& out, const std::vector<Kept>& reads) {
  const auto list = out.key("reads").array();
  for (const Kept& read : reads) {
    const auto scope = out.object();
    if (read.seal) write_seal(out.key("metadata"), *read.seal);
    if (!read.error.empty()) out.field("error", read.error);
  }
}

// `add` writes the fields that are the call's own.
[[nodiscard]] inline std::string facts_with(const std::function<void(json::Writer&)>& add,
                                            bool wants_token = false) {
  json::Writer out;
  {
    const auto scope = out.object();
    for (const auto* name : {"nowMs", "scheduledMs", "startedMs"}) {
      out.field(name, kNow.time_since_epoch().count());
    }
    out.field("hasCache", true);
    out.field("hasDatabase", true);
    {
      const auto settings = out.key("settings").object();
      out.field("LASTFM_API_KEY", kApiKey);
      out.field("LISTENBRAINZ_TOKEN", kToken);
      out.field("MAX_TRACKS", decimal(kMaxTracks));
      if (wants_token) out.field("INTERNAL_API_SECRET", kTokenSecretValue);
      out.field("ALLOWED_ORIGINS", "https://site.example, http://localhost:8787");
    }
    {
      const auto deployment = out.key("deployment").object();
      out.field("id", "f3b1");
      out.field("timestamp", "2025-12-01T09:00:00.000Z");
    }
    add(out);
  }
  return out.take();
}

[[nodiscard]] inline bool shows_secret(std::string_view text) {
  return text.find(kApiKey) != std::string_view::npos ||
         text.find(kToken) != std::string_view::npos ||
         text.find(kTokenSecretValue) != std::string_view::npos;
}

// A Worker cannot hide what it has not been told: `facts` are those of the call.
[[nodiscard]] inline bool shows_secret_of(std::string_view facts, std::string_view text) {
  return std::ranges::any_of(std::array{kApiKey, kToken, kTokenSecretValue}, [&](auto secret) {
    const std::string as_setting = ":\"" + std::string{secret} + "\"";
    return facts.find(as_setting) != std::string_view::npos &&
           text.find(secret) != std::string_view::npos;
  });
}

// Whether a part from outside spells a secret; then a log line may well quote it.
[[nodiscard]] inline bool know_secret(std::span<const std::optional<std::string_view>> outside) {
  return std::any_of(outside.begin(), outside.end(),
                     [](const auto& part) { return part && shows_secret(*part); });
}

// The call's output, of which the first part is JSON and the log in it clean.
struct Called {
  nlohmann::json decision;
  boundary::Output parts;  // the decision's text first
};

using Parts = std::vector<std::optional<std::string_view>>;

[[nodiscard]] inline Called make_call(boundary::Output (*call)(boundary::Parts),
                                      const Parts& parts) {
  Called called{.decision = {}, .parts = call(parts)};
  const auto& text = called.parts.at(0);
  const bool is_known = know_secret(std::span{parts}.subspan(1));
  MUST(is_json(text), text);
  called.decision = nlohmann::json::parse(text);
  for (const auto& line : called.decision.value("log", nlohmann::json::array())) {
    const auto& shown = line["text"].get_ref<const std::string&>();
    MUST(is_clean(shown), shown);
    MUST(is_known || !shows_secret_of(parts.at(0).value_or(""), shown), shown);
  }
  return called;
}

// The text up to a line "=====", taken off the front of `rest`.
[[nodiscard]] inline std::string_view next_section(std::string_view& rest) {
  constexpr std::string_view kSeparator = "\n=====\n";
  const auto end = rest.find(kSeparator);
  const auto section = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + kSeparator.size());
  return section;
}

}  // namespace user_listens::fuzz
