#include "render/scene.h"

#include <cstdlib>
#include <cstring>

namespace user_listens {
namespace {

// The same for every compiler.
using Count = std::uint32_t;

// The fields in their order, for writer and reader alike: the writer's are const.
template <class Bytes, class AnyListen>
void pass_listen(Bytes& bytes, AnyListen& listen) {
  bytes.text(listen.username);
  bytes.text(listen.artist);
  bytes.text(listen.album);
  bytes.text(listen.track);
  bytes.text(listen.image);
  bytes.text(listen.url);
  bytes.text(listen.source);
  bytes.time(listen.played_at);
  bytes.time(listen.first_seen);
  bytes.plain(listen.now_playing);
}

template <class Bytes, class AnyScene>
void pass_scene(Bytes& bytes, AnyScene& scene) {
  bytes.plain(scene.form);
  bytes.plain(scene.theme);
  bytes.plain(scene.is_stale);
  bytes.plain(scene.is_warming);
  bytes.plain(scene.width);
  bytes.time(scene.updated);
  bytes.text(scene.origin);
  bytes.text(scene.build);
}

class Writing {
 public:
  template <class T>
  void plain(const T& value) {
    append(&value, sizeof value);
  }
  void time(const std::optional<UnixMillis>& time) {
    plain(time.has_value());
    plain(time.value_or(UnixMillis{}));
  }
  void text(std::string_view text) {
    plain(static_cast<Count>(text.size()));
    append(text.data(), text.size());
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void append(const void* bytes, std::size_t count) {
    out_.append(static_cast<const char*>(bytes), count);
  }
  std::string out_;
};

class Reading {
 public:
  explicit Reading(std::string_view bytes) : rest_(bytes) {}

  template <class T>
  void plain(T& value) {
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
  }
  void time(std::optional<UnixMillis>& time) {
    bool is_known = false;
    UnixMillis value;
    plain(is_known);
    plain(value);
    if (is_known) time = value;
  }
  [[nodiscard]] bool is_over() const { return rest_.empty(); }
  void text(std::string_view& text) {
    Count size = 0;
    plain(size);
    text = take(size);
  }

 private:
  std::string_view take(std::size_t count) {
    if (count > rest_.size()) std::abort();
    const auto taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  std::string_view rest_;
};

}  // namespace

std::string encode_scene(const Scene& scene) {
  Writing bytes;
  pass_scene(bytes, scene);
  bytes.plain(static_cast<Count>(scene.listens.size()));
  for (const Listen& listen : scene.listens) pass_listen(bytes, listen);
  bytes.plain(scene.now);
  return bytes.take();
}

Scene decode_scene(std::string_view bytes) {
  Reading reading{bytes};
  Scene scene;
  pass_scene(reading, scene);
  Count count = 0;
  reading.plain(count);
  for (; count > 0; --count) {
    Listen listen;
    pass_listen(reading, listen);
    scene.listens.push_back(listen);
  }
  reading.plain(scene.now);
  const bool is_scene = scene.form <= Form::text && scene.theme <= Theme::dark;
  if (!is_scene || !reading.is_over()) std::abort();
  return scene;
}

}  // namespace user_listens
