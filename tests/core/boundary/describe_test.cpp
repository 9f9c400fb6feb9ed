// The constants that the shim reads once, when it starts.
#include <doctest/doctest.h>

#include <string_view>

#include "boundary/calling.h"
#include "cache/entry.h"
#include "cache/seal.h"
#include "cache/snapshot.h"

namespace user_listens {

TEST_CASE("boundary: describe names the settings and the reply of last resort") {
  const auto out = call(calls::describe, {});
  const auto decision = json::Facts::read(out[0]).value();
  CHECK(decision.text("settings.0") == "USER_LISTENS_TTL_MINUTES");
  CHECK(decision.text("settings.18") == "LISTENBRAINZ_TOKEN");
  CHECK_FALSE(decision.text("settings.19"));
  CHECK(decision.text("tokenSecret") == "INTERNAL_API_SECRET");
  CHECK(decision.integer("rateLimitTimeoutMs") == 100);
  CHECK(decision.integer("lastResort.status") == 200);
  CHECK(decision.text("lastResort.body") ==
        R"({"data":[],"lastUpdated":null,"cached":false,)"
        R"("version":2,"stale":true,"staleReason":"unreadable",)"
        R"("message":"The list cannot be read at the moment. Try again in a minute."})");
  CHECK(decision.text("lastResort.headers.content-type") == "application/json; charset=utf-8");
}

TEST_CASE("boundary: describe tells how a reply reads each key") {
  const auto decision = json::Facts::read(call(calls::describe, {})[0]).value();
  struct Row {
    std::string_view key;
    std::size_t max_sealed_bytes;
  };
  for (const auto& row : {Row{"user-listens:v2:recent", kMaxEntryBytes},
                          Row{"user-listens:v2:snapshot", kMaxSnapshotBytes}}) {
    CAPTURE(row.key);
    const auto at = joined({"reads.", row.key, "."});
    CHECK(decision.text(at, "key") == row.key);
    CHECK(decision.integer(at, "cacheTtl") == 30);
    CHECK(decision.integer(at, "timeoutMs") == 5000);
    CHECK(decision.integer(at, "maxSealedBytes") ==
          static_cast<std::int64_t>(row.max_sealed_bytes));
    CHECK(decision.integer(at, "maxUnsealedBytes") == static_cast<std::int64_t>(kMaxUnsealedBytes));
  }
}

TEST_CASE("boundary: describe tells of the messages of a refresh") {
  const auto decision = json::Facts::read(call(calls::describe, {})[0]).value();
  CHECK(decision.text("effects.0.name") == "print");
  CHECK(decision.text("effects.6.name") == "done");
  CHECK_FALSE(decision.text("effects.7.name"));
  CHECK(decision.text("events.0.name") == "rows");
  CHECK(decision.text("events.5.name") == "failed");
  CHECK_FALSE(decision.text("events.6.name"));
  CHECK(decision.text("events.1.fields.2.0") == "metadata");
  CHECK(decision.text("events.1.fields.2.1") == "numbers");
}

}  // namespace user_listens
