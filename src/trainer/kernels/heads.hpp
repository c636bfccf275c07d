/** From one matrix to rotated heads, and back. */
#pragma once

#include <cstring>

#include "call.hpp"
#include "threads.hpp"

namespace aioli {

/** Calls work(row, place, cosine, sine) for every head of every row: `row` counts (B·T,H), `place` (B·H,T). */
template <typename Work>
void eachHead(int64_t batch, int64_t heads, const Given& cosines, const Given& sines, const Work& work) {
  const int64_t time = cosines.shape[0], width = cosines.shape[1];
  share(batch * time, 3 * heads * width, [&](int64_t first, int64_t last) {
    for (int64_t row = first; row < last; row++)
      for (int64_t h = 0; h < heads; h++) {
        const int64_t t = row % time;
        work(row * heads + h, (row / time * heads + h) * time + t, cosines.values + t * width, sines.values + t * width);
      }
  });
}

/**
 * fused (B·T,3C), per head the query, key and value side by side; cosines and sines (T,D) of the rotary angles, which turn
 * the first 2·half numbers of a head -> queries (rotated, times scale), keys (rotated), values, each (B·H,T,D).
 */
inline void partHeads(Call& call, const Attributes& with) {
  const Given fused = call.input(0), cosines = call.input(1), sines = call.input(2);
  const int64_t heads = with.heads, half = with.half;
  if (!call.expect(fused.shape.size() == 2 && cosines.shape.size() == 2 && cosines.shape == sines.shape &&
                       fused.shape[1] == 3 * heads * cosines.shape[1] && fused.shape[0] % cosines.shape[0] == 0,
                   "the fused matrix does not fit heads and positions"))
    return;
  const int64_t time = cosines.shape[0], width = cosines.shape[1], batch = fused.shape[0] / time;
  const Shape shape = {batch * heads, time, width};
  float* const queries = call.output(0, shape);
  float* const keys = call.output(1, shape);
  float* const values = call.output(2, shape);
  if (!queries || !keys || !values) return;
  const auto rotate = [half, width](const float* in, const float* cosine, const float* sine, float scale, float* out) {
#pragma omp simd
    for (int64_t d = 0; d < half; d++) {
      out[d] = (in[d] * cosine[d] - in[d + half] * sine[d]) * scale;
      out[d + half] = (in[d + half] * cosine[d + half] + in[d] * sine[d + half]) * scale;
    }
#pragma omp simd
    for (int64_t d = 2 * half; d < width; d++) out[d] = in[d] * scale;
  };
  eachHead(batch, heads, cosines, sines, [&](int64_t row, int64_t place, const float* cosine, const float* sine) {
    const float* const in = fused.values + row * 3 * width;
    rotate(in, cosine, sine, with.scale, queries + place * width);
    rotate(in + width, cosine, sine, 1.0f, keys + place * width);
    std::memcpy(values + place * width, in + 2 * width, static_cast<size_t>(width) * sizeof(float));
  });
}

/** The gradient of partHeads: dQueries, dKeys, dValues (B·H,T,D), cosines, sines (T,D) -> dFused (B·T,3C). */
inline void partHeadsGradient(Call& call, const Attributes& with) {
  const Given dQueries = call.input(0), dKeys = call.input(1), dValues = call.input(2);
  const Given cosines = call.input(3), sines = call.input(4);
  const int64_t heads = with.heads, half = with.half;
  if (!call.expect(dQueries.shape.size() == 3 && dQueries.shape == dKeys.shape && dKeys.shape == dValues.shape &&
                       cosines.shape == sines.shape && cosines.shape == Shape{dQueries.shape[1], dQueries.shape[2]} &&
                       dQueries.shape[0] % heads == 0,
                   "gradients of queries, keys and values do not fit heads and positions"))
    return;
  const int64_t time = cosines.shape[0], width = cosines.shape[1], batch = dQueries.shape[0] / heads;
  float* const dFused = call.output(0, {batch * time, 3 * heads * width});
  if (!dFused) return;
  const auto turnBack = [half, width](const float* in, const float* cosine, const float* sine, float scale, float* out) {
#pragma omp simd
    for (int64_t d = 0; d < half; d++) {
      out[d] = (in[d] * cosine[d] + in[d + half] * sine[d + half]) * scale;
      out[d + half] = (in[d + half] * cosine[d + half] - in[d] * sine[d]) * scale;
    }
#pragma omp simd
    for (int64_t d = 2 * half; d < width; d++) out[d] = in[d] * scale;
  };
  eachHead(batch, heads, cosines, sines, [&](int64_t row, int64_t place, const float* cosine, const float* sine) {
    float* const out = dFused + row * 3 * width;
    turnBack(dQueries.values + place * width, cosine, sine, with.scale, out);
    turnBack(dKeys.values + place * width, cosine, sine, 1.0f, out + width);
    std::memcpy(out + 2 * width, dValues.values + place * width, static_cast<size_t>(width) * sizeof(float));
  });
}

}  // namespace aioli
