#include "decision.h"

#include <cstdlib>

#include "json_text.h"

namespace user_listens::simulation {
namespace {

void take_request(JsonText& json, Request& request) {
  json.object([&](std::string_view key) {
    const auto value = json.skip();
    if (key == "question") request.question = value;
  });
  JsonText question{request.question};
  question.object([&](std::string_view key) {
    if (key == "username") {
      request.username = question.string();
    } else if (key == "account") {
      request.account = question.string();
    } else {
      question.skip();
    }
  });
}

void take_write(JsonText& json, WriteOrder& write) {
  json.object([&](std::string_view key) {
    if (key == "key") {
      write.key = json.string();
    } else if (key == "expirationTtl") {
      write.ttl = Seconds{json.integer()};
    } else if (key == "metadata") {
      write.metadata = json.skip();
    } else {
      json.skip();
    }
  });
}

// A key in a reply, an array of them in a refresh.
void take_reads(JsonText& json, Decision& decision) {
  if (json.peek() == '"') {
    decision.read_keys.push_back(json.string());
  } else {
    json.array([&] { decision.read_keys.push_back(json.string()); });
  }
}

// Whether `key` is of what follows from an answer, taken.
bool take_reaction(JsonText& json, std::string_view key, Decision& decision) {
  if (key == "stopsService") {
    decision.stops_service = json.boolean();
  } else if (key == "pauseMs") {
    decision.pause = Millis{json.integer()};
  } else if (key == "next") {
    take_request(json, decision.next.emplace());
  } else if (key == "afterMs") {
    decision.after = Millis{json.integer()};
  } else if (key == "isRetry") {
    decision.is_retry = json.boolean();
  } else {
    return false;
  }
  return true;
}

// Whether `key` is one of a refresh's orders, taken.
bool take_order(JsonText& json, std::string_view key, Decision& decision) {
  if (key == "requests") {
    json.array([&] { take_request(json, decision.requests.emplace_back()); });
  } else if (key == "write") {
    take_write(json, decision.write.emplace());
  } else if (key == "carry") {
    decision.carry = json.skip();
  } else if (key == "goesOn") {
    decision.goes_on = json.boolean();
  } else if (key == "confirmation") {
    decision.confirmation = json.string();
  } else {
    return take_reaction(json, key, decision);
  }
  return true;
}

void take(JsonText& json, std::string_view key, Decision& decision) {
  if (key == "log") {
    decision.log = json.skip();
  } else if (key == "read") {
    take_reads(json, decision);
  } else if (key == "timeoutMs") {
    decision.timeout = Millis{json.integer()};
  } else if (key == "parallel") {
    decision.parallel = static_cast<std::size_t>(json.integer());
  } else if (key == "retries") {
    decision.retries = static_cast<std::size_t>(json.integer());
  } else if (key == "deadlineMs") {
    decision.deadline = Millis{json.integer()};
  } else if (key == "lookAgainAfterMs") {
    decision.look_again_after = Millis{json.integer()};
  } else if (key == "status") {
    decision.status = static_cast<int>(json.integer());
  } else if (key == "source") {
    decision.source = static_cast<std::size_t>(json.integer());
  } else if (!take_order(json, key, decision)) {
    json.skip();
  }
}

}  // namespace

Decision read_decision(std::string_view text) {
  Decision decision;
  JsonText json{text};
  json.object([&](std::string_view key) { take(json, key, decision); });
  // The shim's JSON.parse would throw as well.
  if (!json.ends_well()) std::abort();
  return decision;
}

}  // namespace user_listens::simulation
