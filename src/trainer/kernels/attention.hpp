/** Causal attention without the matrix of scores, and its gradient. */
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "call.hpp"
#include "numbers.hpp"
#include "product.hpp"
#include "threads.hpp"

namespace aioli {

inline int64_t roundedUp(int64_t size) { return (size + 2 * lanes - 1) / (2 * lanes) * (2 * lanes); }

/** Rows of scores that are made at a time, so that they stay near the processor. */
constexpr int64_t scoreRows = 30;

/** A matrix (rows,columns) with zeros up to `step` numbers a row. */
struct Padded {
  Padded(int64_t rows, int64_t step) : step(step), values(static_cast<size_t>(rows * step), 0.0f) {}
  float* row(int64_t at) { return values.data() + at * step; }

  /** Takes (rows,columns) whose rows are `from` apart. */
  void take(const float* source, int64_t rows, int64_t columns, int64_t from) {
    for (int64_t r = 0; r < rows; r++)
      std::memcpy(row(r), source + r * from, static_cast<size_t>(columns) * sizeof(float));
  }
  /** Takes the transpose of (rows,columns). */
  void takeTurned(const float* source, int64_t rows, int64_t columns, int64_t from) {
    for (int64_t r = 0; r < rows; r++)
      for (int64_t c = 0; c < columns; c++) row(c)[r] = source[r * from + c];
  }

  const int64_t step;
  std::vector<float> values;
};

/**
 * queries, keys, values (B·H,T,D), of the queries scaled already -> the values mixed by the causal softmax of their
 * products, heads side by side (B·T,C), and per row (B·H,T) the logarithm of the softmax's denominator. No matrix of all
 * scores is ever made (Dao et al. 2022, FlashAttention), and none of the future.
 */
inline void attend(Call& call, const Attributes& with) {
  const Given queries = call.input(0), keys = call.input(1), values = call.input(2);
  const int64_t heads = with.heads;
  if (!call.expect(queries.shape.size() == 3 && queries.shape == keys.shape && keys.shape == values.shape &&
                       queries.shape[0] % heads == 0,
                   "queries, keys and values differ, or do not fit the heads"))
    return;
  const int64_t count = queries.shape[0], time = queries.shape[1], width = queries.shape[2], columns = heads * width;
  float* const mixed = call.output(0, {count / heads * time, columns});
  float* const logarithms = call.output(1, {count, time});
  if (!mixed || !logarithms) return;
  helpers().share(count, [&, mixed, logarithms](int64_t head) {
    const int64_t offset = head * time * width;
    const int64_t wide = roundedUp(width), lengthened = roundedUp(time);
    Padded turnedKeys(width, lengthened), ownValues(time, wide), scores(scoreRows, lengthened), sums(scoreRows, wide);
    turnedKeys.takeTurned(keys.values + offset, time, width, width);
    ownValues.take(values.values + offset, time, width, width);
    float* const out = mixed + head / heads * time * columns + head % heads * width;
    for (int64_t first = 0; first < time; first += scoreRows) {
      const int64_t rows = std::min(scoreRows, time - first), seen = first + rows;
      multiply(rows, roundedUp(seen), width,
               {queries.values + offset + first * width, width, 1, turnedKeys.row(0), lengthened, scores.row(0), lengthened});
      for (int64_t r = 0; r < rows; r++) {
        float* const row = scores.row(r);
        const int64_t own = first + r + 1;
        float largest = row[0];
#pragma omp simd reduction(max : largest)
        for (int64_t c = 0; c < own; c++) largest = row[c] > largest ? row[c] : largest;
        float sum = 0;
#pragma omp simd reduction(+ : sum)
        for (int64_t c = 0; c < own; c++) {
          const float e = exponential(row[c] - largest);
          row[c] = e;
          sum += e;
        }
        std::memset(row + own, 0, static_cast<size_t>(seen - own) * sizeof(float));
        logarithms[head * time + first + r] = largest + std::log(sum);
        const float inverse = 1.0f / sum;
#pragma omp simd
        for (int64_t c = 0; c < own; c++) row[c] *= inverse;
      }
      multiply(rows, wide, seen, {scores.row(0), lengthened, 1, ownValues.row(0), wide, sums.row(0), wide});
      for (int64_t r = 0; r < rows; r++)
        std::memcpy(out + (first + r) * columns, sums.row(r), static_cast<size_t>(width) * sizeof(float));
    }
  });
}

/** dMixed (B·T,C), queries, keys, values (B·H,T,D), logarithms (B·H,T) of `attend` -> dQueries, dKeys, dValues. */
inline void attendGradient(Call& call, const Attributes& with) {
  const Given dMixed = call.input(0), queries = call.input(1), keys = call.input(2), values = call.input(3);
  const Given logarithms = call.input(4);
  const int64_t heads = with.heads;
  if (!call.expect(queries.shape.size() == 3 && queries.shape == keys.shape && keys.shape == values.shape &&
                       queries.shape[0] % heads == 0 && dMixed.size() == queries.size() &&
                       logarithms.size() == queries.shape[0] * queries.shape[1],
                   "queries, keys, values and gradients differ, or do not fit the heads"))
    return;
  const int64_t count = queries.shape[0], time = queries.shape[1], width = queries.shape[2], columns = heads * width;
  float* const dQueries = call.output(0, queries.shape);
  float* const dKeys = call.output(1, queries.shape);
  float* const dValues = call.output(2, queries.shape);
  if (!dQueries || !dKeys || !dValues) return;
  helpers().share(count, [&, dQueries, dKeys, dValues](int64_t head) {
    const int64_t offset = head * time * width;
    const int64_t wide = roundedUp(width), lengthened = roundedUp(time);
    Padded turnedKeys(width, lengthened), turnedValues(width, lengthened), ownQueries(time, wide), ownKeys(time, wide);
    Padded own(time, wide), shares(scoreRows, lengthened), slopes(scoreRows, lengthened), sums(scoreRows, wide);
    Padded keySums(time, wide), valueSums(time, wide);
    turnedKeys.takeTurned(keys.values + offset, time, width, width);
    turnedValues.takeTurned(values.values + offset, time, width, width);
    ownQueries.take(queries.values + offset, time, width, width);
    ownKeys.take(keys.values + offset, time, width, width);
    own.take(dMixed.values + head / heads * time * columns + head % heads * width, time, width, columns);
    for (int64_t first = 0; first < time; first += scoreRows) {
      const int64_t rows = std::min(scoreRows, time - first), seen = first + rows, padded = roundedUp(seen);
      multiply(rows, padded, width, {ownQueries.row(first), wide, 1, turnedKeys.row(0), lengthened, shares.row(0), lengthened});
      multiply(rows, padded, width, {own.row(first), wide, 1, turnedValues.row(0), lengthened, slopes.row(0), lengthened});
      for (int64_t r = 0; r < rows; r++) {
        float* const share = shares.row(r);
        float* const slope = slopes.row(r);
        const float logarithm = logarithms.values[head * time + first + r];
        const int64_t past = first + r + 1;
        float along = 0;
#pragma omp simd reduction(+ : along)
        for (int64_t c = 0; c < past; c++) {
          const float e = exponential(share[c] - logarithm);
          share[c] = e;
          along += e * slope[c];
        }
#pragma omp simd
        for (int64_t c = 0; c < past; c++) slope[c] = share[c] * (slope[c] - along);
        std::memset(share + past, 0, static_cast<size_t>(seen - past) * sizeof(float));
        std::memset(slope + past, 0, static_cast<size_t>(seen - past) * sizeof(float));
      }
      multiply(rows, wide, seen, {slopes.row(0), lengthened, 1, ownKeys.row(0), wide, sums.row(0), wide});
      for (int64_t r = 0; r < rows; r++)
        std::memcpy(dQueries + offset + (first + r) * width, sums.row(r), static_cast<size_t>(width) * sizeof(float));
      multiply(seen, wide, rows, {slopes.row(0), 1, lengthened, ownQueries.row(first), wide, keySums.row(0), wide}, true);
      multiply(seen, wide, rows, {shares.row(0), 1, lengthened, own.row(first), wide, valueSums.row(0), wide}, true);
    }
    for (int64_t t = 0; t < time; t++) {
      std::memcpy(dKeys + offset + t * width, keySums.row(t), static_cast<size_t>(width) * sizeof(float));
      std::memcpy(dValues + offset + t * width, valueSums.row(t), static_cast<size_t>(width) * sizeof(float));
    }
  });
}

}  // namespace aioli
