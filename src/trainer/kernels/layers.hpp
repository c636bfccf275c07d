/** GELU, sums over rows and layer norm, with their gradients. */
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "call.hpp"
#include "numbers.hpp"
#include "threads.hpp"

namespace aioli {

/** x -> x·Φ(x). */
inline void gelu(Call& call, const Attributes&) {
  const Given x = call.input(0);
  if (!call.good()) return;
  float* y = call.output(0, x.shape);
  if (!y) return;
  share(x.size(), 1, [=, in = x.values](int64_t first, int64_t last) {
#pragma omp simd
    for (int64_t i = first; i < last; i++) y[i] = in[i] * normalBelow(in[i]);
  });
}

/** x, dy -> dy·(Φ(x) + x·φ(x)). */
inline void geluGradient(Call& call, const Attributes&) {
  const Given x = call.input(0), dy = call.input(1);
  if (!call.expect(x.size() == dy.size(), "x and dy differ in size")) return;
  float* dx = call.output(0, x.shape);
  if (!dx) return;
  share(x.size(), 1, [=, in = x.values, out = dy.values](int64_t first, int64_t last) {
#pragma omp simd
    for (int64_t i = first; i < last; i++) {
      const float density = 0.39894228f * exponential(-0.5f * in[i] * in[i]);
      dx[i] = out[i] * (normalBelow(in[i]) + in[i] * density);
    }
  });
}

/** So many pieces of the rows are summed apart, whatever the number of threads. */
constexpr int64_t sumPieces = 16;

/** Adds up the partial sums (pieces, columns) into `total`. */
inline void addUp(const std::vector<float>& partial, int64_t pieces, int64_t columns, float* total) {
  std::copy(partial.begin(), partial.begin() + columns, total);
  for (int64_t piece = 1; piece < pieces; piece++)
    for (int64_t c = 0; c < columns; c++) total[c] += partial[piece * columns + c];
}

/** Cuts rows into at most sumPieces pieces and calls work(piece, first, last). @returns how many there are */
inline int64_t shareSums(int64_t rows, const std::function<void(int64_t, int64_t, int64_t)>& work) {
  const int64_t each = std::max<int64_t>(1, (rows + sumPieces - 1) / sumPieces);
  const int64_t pieces = std::max<int64_t>(1, (rows + each - 1) / each);
  helpers().share(pieces, [&](int64_t piece) { work(piece, piece * each, std::min(rows, (piece + 1) * each)); });
  return pieces;
}

/** x (N,C) -> its sum over rows (C). */
inline void sumRows(Call& call, const Attributes&) {
  const Given x = call.input(0);
  if (!call.expect(x.shape.size() == 2, "x is not a matrix")) return;
  const int64_t rows = x.shape[0], columns = x.shape[1];
  float* sums = call.output(0, {columns});
  if (!sums) return;
  std::vector<float> partial(sumPieces * columns, 0.0f);
  const int64_t pieces = shareSums(rows, [&](int64_t piece, int64_t first, int64_t last) {
    float* const own = partial.data() + piece * columns;
    for (int64_t r = first; r < last; r++) {
      const float* const row = x.values + r * columns;
#pragma omp simd
      for (int64_t c = 0; c < columns; c++) own[c] += row[c];
    }
  });
  addUp(partial, pieces, columns, sums);
}

/** x (N,C), weight (C), bias (C) -> y (N,C), and per row (N) the mean and one over the standard deviation. */
inline void layerNorm(Call& call, const Attributes& with) {
  const Given x = call.input(0), weight = call.input(1), bias = call.input(2);
  if (!call.expect(x.shape.size() == 2 && weight.size() == x.shape[1] && bias.size() == x.shape[1],
                   "x is not a matrix, or weight and bias do not fit its rows"))
    return;
  const int64_t rows = x.shape[0], columns = x.shape[1];
  float* const y = call.output(0, x.shape);
  float* const means = call.output(1, {rows});
  float* const inverses = call.output(2, {rows});
  if (!y || !means || !inverses) return;
  share(rows, columns, [&](int64_t first, int64_t last) {
    for (int64_t r = first; r < last; r++) {
      const float* const in = x.values + r * columns;
      float sum = 0;
#pragma omp simd reduction(+ : sum)
      for (int64_t c = 0; c < columns; c++) sum += in[c];
      const float mean = sum / static_cast<float>(columns);
      float squares = 0;
#pragma omp simd reduction(+ : squares)
      for (int64_t c = 0; c < columns; c++) squares += (in[c] - mean) * (in[c] - mean);
      const float inverse = 1.0f / std::sqrt(squares / static_cast<float>(columns) + with.epsilon);
      means[r] = mean;
      inverses[r] = inverse;
      float* const out = y + r * columns;
#pragma omp simd
      for (int64_t c = 0; c < columns; c++) out[c] = (in[c] - mean) * inverse * weight.values[c] + bias.values[c];
    }
  });
}

/** x (N,C), means (N), inverses (N), weight (C), dy (N,C) -> dx (N,C), dWeight (C), dBias (C). */
inline void layerNormGradient(Call& call, const Attributes&) {
  const Given x = call.input(0), means = call.input(1), inverses = call.input(2), weight = call.input(3);
  const Given dy = call.input(4);
  if (!call.expect(x.shape.size() == 2 && dy.size() == x.size() && weight.size() == x.shape[1] &&
                       means.size() == x.shape[0] && inverses.size() == x.shape[0],
                   "sizes of x, dy, weight, means and inverses do not fit"))
    return;
  const int64_t rows = x.shape[0], columns = x.shape[1];
  float* const dx = call.output(0, x.shape);
  float* const dWeight = call.output(1, {columns});
  float* const dBias = call.output(2, {columns});
  if (!dx || !dWeight || !dBias) return;
  std::vector<float> weights(sumPieces * columns, 0.0f), biases(sumPieces * columns, 0.0f);
  const int64_t pieces = shareSums(rows, [&](int64_t piece, int64_t first, int64_t last) {
    float* const ownWeight = weights.data() + piece * columns;
    float* const ownBias = biases.data() + piece * columns;
    const float* const scale = weight.values;
    for (int64_t r = first; r < last; r++) {
      const float* const in = x.values + r * columns;
      const float* const out = dy.values + r * columns;
      const float mean = means.values[r], inverse = inverses.values[r];
      float sum = 0, along = 0;
#pragma omp simd reduction(+ : sum, along)
      for (int64_t c = 0; c < columns; c++) {
        const float scaled = out[c] * scale[c];
        sum += scaled;
        along += scaled * ((in[c] - mean) * inverse);
      }
#pragma omp simd
      for (int64_t c = 0; c < columns; c++) {
        ownWeight[c] += out[c] * ((in[c] - mean) * inverse);
        ownBias[c] += out[c];
      }
      sum /= static_cast<float>(columns);
      along /= static_cast<float>(columns);
      float* const d = dx + r * columns;
#pragma omp simd
      for (int64_t c = 0; c < columns; c++)
        d[c] = (out[c] * scale[c] - sum - (in[c] - mean) * inverse * along) * inverse;
    }
  });
  addUp(weights, pieces, columns, dWeight);
  addUp(biases, pieces, columns, dBias);
}

}  // namespace aioli
