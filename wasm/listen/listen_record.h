// A listen in a record (base/record.h): of a play that was just heard, or that is
// to be shown. When a row was confirmed stays behind: no service says it, and it
// shows nowhere.
#pragma once

#include "listen/listen.h"

namespace user_listens {

// The fields in their order, for writer and reader alike: the writer's are const.
template <class Record, class AnyListen>
void pass_listen(Record& record, AnyListen& listen) {
  for (const auto text : kListenTexts) record.text(listen.*text);
  record.time(listen.played_at);
  record.time(listen.first_seen);
  record.time(listen.stated_at);
  record.flag(listen.now_playing);
}

}  // namespace user_listens
