/** Functions of one number, written so that the compiler makes them work on many at once. */
#pragma once

#include <bit>
#include <cstdint>

namespace aioli {

inline float between(float low, float x, float high) { return x < low ? low : x > high ? high : x; }

/** e^x to a unit or two in the last place. Constants of Cephes (Moshier), expf. */
inline float exponential(float x) {
  x = between(-87.3365448f, x, 88.3762626f);
  constexpr float rounder = 12582912.0f;  // 1.5 · 2^23: adding it rounds to a whole number
  const float n = (x * 1.44269504f + rounder) - rounder;
  const float f = (x - n * 0.693359375f) - n * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * f + 1.3981999507e-3f;
  p = p * f + 8.3334519073e-3f;
  p = p * f + 4.1665795894e-2f;
  p = p * f + 1.6666665459e-1f;
  p = p * f + 5.0000001201e-1f;
  p = p * f * f + f + 1.0f;
  return p * std::bit_cast<float>((static_cast<int32_t>(n) + 127) << 23);
}

/** Gauss' error function as a quotient of polynomials on [-4,4], where it reaches its limits in float32. */
inline float errorFunction(float x) {
  x = between(-4.0f, x, 4.0f);
  const float s = x * x;
  float p = -2.72614225801306e-10f;
  p = p * s + 2.77068142495902e-08f;
  p = p * s + -2.10102402082508e-06f;
  p = p * s + -5.69250639462346e-05f;
  p = p * s + -7.34990630326855e-04f;
  p = p * s + -2.95459980854025e-03f;
  p = p * s + -1.60960333262415e-02f;
  float q = -1.45660718464996e-05f;
  q = q * s + -2.13374055278905e-04f;
  q = q * s + -1.68282697438203e-03f;
  q = q * s + -7.37332916720468e-03f;
  q = q * s + -1.42647390514189e-02f;
  return x * p / q;
}

/** Φ(x) of the normal distribution. */
inline float normalBelow(float x) { return 0.5f + 0.5f * errorFunction(x * 0.70710678f); }

}  // namespace aioli
