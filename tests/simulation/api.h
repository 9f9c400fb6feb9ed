// A request as the shim answers it, in virtual time, like shim/reply.js.
#pragma once

#include <array>
#include <string>

#include "api_question.h"
#include "deployment.h"
#include "journal.h"
#include "judge.h"
#include "random.h"
#include "store.h"
#include "task.h"
#include "timeline.h"

namespace user_listens::simulation {

class Api {
 public:
  Api(Timeline& timeline, Random random, Journal& journal, Store& store, Judge& judge)
      : timeline_(timeline), random_(random), journal_(journal), store_(store), judge_(judge) {}

  [[nodiscard]] Task<> answer(const Deployment& live, Question question, Location at);

 private:
  [[nodiscard]] Task<Reading> read(const std::string& key, Location at);

  Timeline& timeline_;
  Random random_;
  Journal& journal_;
  Store& store_;
  Judge& judge_;
  // What the last good reply of an instance at each location was made of.
  struct Kept {
    std::string key;
    Copy copy;
  };
  std::array<Kept, kLocations> kept_;
};

}  // namespace user_listens::simulation
