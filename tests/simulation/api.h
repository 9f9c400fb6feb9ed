// A request as the shim answers it, in virtual time, like shim/reply.js.
#pragma once

#include <array>
#include <string>

#include "api_question.h"
#include "copies.h"
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
  Api(Timeline& timeline, Random random, Journal& journal, Store& store, Judge& judge,
      Instances& instances)
      : timeline_(timeline),
        random_(random),
        journal_(journal),
        store_(store),
        judge_(judge),
        instances_(instances) {}

  [[nodiscard]] Task<> answer(const Deployment& live, Question question, Location at);

 private:
  [[nodiscard]] Task<Reading> read(const std::string& key, Location at);

  Timeline& timeline_;
  Random random_;
  Journal& journal_;
  Store& store_;
  Judge& judge_;
  Instances& instances_;
};

}  // namespace user_listens::simulation
