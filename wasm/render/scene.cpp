#include "render/scene.h"

#include <cstdlib>

#include "base/record.h"
#include "listen/listen_record.h"

namespace user_listens {
namespace {

// Of listens.
using Count = std::uint32_t;

// The fields in their order, for writer and reader alike: the writer's are const.
template <class Record, class AnyScene>
void pass_scene(Record& record, AnyScene& scene) {
  record.plain(scene.form);
  record.plain(scene.theme);
  record.flag(scene.is_stale);
  record.plain(scene.absence);
  record.plain(scene.width);
  record.time(scene.updated);
  record.text(scene.origin);
  record.text(scene.build);
}

}  // namespace

std::string encode_scene(const Scene& scene) {
  RecordWriter record;
  pass_scene(record, scene);
  record.plain(static_cast<Count>(scene.listens.size()));
  for (const Listen& listen : scene.listens) pass_listen(record, listen);
  record.text(scene.token);
  record.plain(scene.now);
  return record.take();
}

std::size_t passing_bytes(std::string_view token) {
  return RecordWriter::kLengthBytes + token.size() + sizeof(UnixMillis);
}

Scene decode_scene(std::string_view bytes) {
  RecordReader record{bytes};
  Scene scene;
  pass_scene(record, scene);
  Count count = 0;
  record.plain(count);
  for (; count > 0 && record.is_sound(); --count) {
    Listen listen;
    pass_listen(record, listen);
    scene.listens.push_back(listen);
  }
  record.text(scene.token);
  record.plain(scene.now);
  const bool is_scene = scene.form <= Form::text && scene.theme <= Theme::dark &&
                        scene.absence <= Absence::unreadable;
  if (!is_scene || !record.is_whole()) std::abort();
  return scene;
}

}  // namespace user_listens
