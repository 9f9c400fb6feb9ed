// Against the library's own conversion, which the module does without.
#include "base/decimal_range.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <string>
#include <string_view>

namespace user_listens {

TEST_CASE("decimal range: the same verdict as strtod") {
  for (const std::string_view number : {"0",
                                        "-0",
                                        "1",
                                        "-1.5",
                                        "0.0001e3",
                                        "1e308",
                                        "1e309",
                                        "-1e309",
                                        "1E+400",
                                        "1e-400",
                                        "0e999",
                                        "0.000e9999999999999999999",
                                        "1e9999999999999999999",
                                        "1e-9999999999999999999",
                                        "1.7976931348623157e308",
                                        "1.7976931348623158e308",
                                        "1.7976931348623159e308",
                                        "17976931348623158079e289",
                                        "17976931348623158078e289",
                                        "0.00017976931348623159e312",
                                        "1.797693134862315807937289714053e308",
                                        "1.797693134862315807937289714054e308",
                                        "1.79769313486231580793728971405303415e308",
                                        "9.9e307",
                                        "0.99e309",
                                        "123456789.125"}) {
    CAPTURE(number);
    CHECK(is_finite_double(number) ==
          std::isfinite(std::strtod(std::string{number}.c_str(), nullptr)));
  }
}

TEST_CASE("decimal range: the same verdict as strtod for numbers of many digits") {
  for (const std::size_t digits : {1U, 308U, 309U, 310U, 4000U}) {
    for (const char digit : {'1', '2'}) {
      const std::string whole = digit + std::string(digits - 1, '0');
      const std::string fraction =
          "0." + std::string(digits, '0') + digit + "e" + std::to_string(digits + 309);
      CAPTURE(digits);
      CHECK(is_finite_double(whole) == std::isfinite(std::strtod(whole.c_str(), nullptr)));
      CHECK(is_finite_double(fraction) == std::isfinite(std::strtod(fraction.c_str(), nullptr)));
    }
  }
}

}  // namespace user_listens
