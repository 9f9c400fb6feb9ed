// What tells one scene from another: whoever has it need not get it again.
#include <doctest/doctest.h>

#include <set>
#include <string>
#include <string_view>

#include "reply/broken_lists.h"
#include "reply/replies.h"
#include "reply/scene_paths.h"

namespace user_listens {

TEST_CASE("scene: HEAD is GET without the body") {
  const auto value = list_value();
  for (const auto& c : kPathCases) {
    for (const Stored& recent : {sealed_list(value), Stored{}}) {
      CAPTURE(c.path);
      const auto url = url_of(c);
      const auto get = reply_to({.url = url, .kv = {{kRecent, recent}}});
      const auto head = reply_to({.method = "HEAD", .url = url, .kv = {{kRecent, recent}}});
      CHECK(head.status == 200);
      CHECK(head.body.empty());
      // Nothing to render.
      CHECK(head.template_name.empty());
      CHECK(head.headers == get.headers);
    }
  }
}

// Times are told to the minute, and the tag with them.
TEST_CASE("scene: the ETag changes with the minute, the deployment and the host") {
  const auto value = list_value();
  const auto other = list_value({samples::listen("alice")});
  for (const auto& c : kPathCases) {
    CAPTURE(c.path);
    const auto url = url_of(c);
    const auto tag = [&](auto change) {
      Asked asked{.url = url,
                  .kv = {{kRecent, sealed_list(value)}},
                  .now = samples::time("2025-12-04T14:25:27.000Z")};
      change(asked);
      return reply_to(asked).header("etag");
    };
    const auto first = tag([](Asked&) {});
    const auto at = [&](std::string_view now) {
      return tag([&](Asked& asked) { asked.now = samples::time(now); });
    };
    CHECK(at("2025-12-04T14:25:00.000Z") == first);
    CHECK(at("2025-12-04T14:25:59.999Z") == first);
    // A feed tells nobody how long ago anything was.
    CHECK((at("2025-12-04T14:24:59.999Z") == first) == is_feed(c.form));
    CHECK((at("2025-12-04T14:26:00.000Z") == first) == is_feed(c.form));
    CHECK(tag([](Asked& asked) { asked.deployment.id = "d2"; }) != first);
    CHECK(tag([](Asked& asked) { asked.settings.allowed_origins = {"*"}; }) == first);
    const auto elsewhere = std::string{"https://other.example"}.append(c.path);
    CHECK(tag([&](Asked& asked) { asked.url = elsewhere; }) != first);
    CHECK(tag([&](Asked& asked) { asked.kv[kRecent] = samples::sealed(other); }) != first);
  }
}

TEST_CASE("scene: other forms and looks have other ETags") {
  const auto value = list_value();
  std::set<std::string> tags;
  for (const std::string_view path :
       {"/", "/?limit=1", "/user-listens.json", "/user-listens.rss", "/user-listens.txt",
        "/user-listens.txt?width=81", "/user-listens.svg", "/user-listens.svg?width=421",
        "/user-listens.svg?theme=dark", "/user-listens.svg?theme=light"}) {
    const auto url = std::string{kSite}.append(path);
    tags.insert(reply_to({.url = url, .kv = {{kRecent, sealed_list(value)}}}).header("etag"));
  }
  CHECK(tags.size() == 10);
}

}  // namespace user_listens
