# clang-tidy as a part of the build (preset `lint`): it checks a unit before the
# unit is compiled, so that only what changed, headers included, is checked again.
find_program(CLANG_TIDY NAMES clang-tidy clang-tidy-14 REQUIRED)

# Their contents are a part of the command, which makes a change of one check
# everything again.
file(GLOB_RECURSE tidy_configs CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/wasm/.clang-tidy ${PROJECT_SOURCE_DIR}/tests/.clang-tidy)
list(APPEND tidy_configs ${PROJECT_SOURCE_DIR}/.clang-tidy)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${tidy_configs})
set(tidy_hashes "")
foreach(config IN LISTS tidy_configs)
  file(SHA256 ${config} hash)
  string(APPEND tidy_hashes ${hash})
endforeach()
string(SHA256 tidy_hash "${tidy_hashes}")

# To the analyser the files of a unit are headers. g++'s warning options are not
# all known to clang.
set(CMAKE_CXX_CLANG_TIDY ${CLANG_TIDY} --quiet
  --extra-arg=-Xclang --extra-arg=-analyzer-opt-analyze-headers
  --extra-arg=-Wno-unknown-warning-option
  --extra-arg=-DCLANG_TIDY_CONFIG=${tidy_hash})

# In tests the analyser follows calls less deeply: as deep as in the core it takes
# 52 s of CPU time instead of 18 for tests/core/render, for code that never ships.
macro(lint_tests_from_here)
  list(APPEND CMAKE_CXX_CLANG_TIDY
    --extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=mode=shallow)
endmacro()

# The target `lint`: the objects of every target, and none of the programs.
function(add_lint_target)
  set(objects "")
  foreach(target IN ITEMS core modules boundary_calls core_tests fuzz_targets fuzz_replay fuzz
      simulation simulation_main planning
      simulate-without-fence simulate-without-memory simulate-without-versioned-key)
    list(APPEND objects $<TARGET_OBJECTS:${target}>)
    set_target_properties(${target} PROPERTIES
      UNITY_BUILD_CODE_BEFORE_INCLUDE "// NOLINTNEXTLINE(bugprone-suspicious-include)")
  endforeach()
  add_custom_target(lint DEPENDS ${objects})
endfunction()
