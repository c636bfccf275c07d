/** A product of small matrices, in tiles that stay in registers. */
#pragma once

#include <algorithm>
#include <cstdint>

namespace aioli {

using Vector = float __attribute__((vector_size(64), aligned(4), may_alias));
constexpr int64_t lanes = 16;
constexpr int64_t tileRows = 6;

/** a, of `step` numbers from row to row and `jump` from column to column; b and c row by row. */
struct Factors {
  const float* a;
  int64_t step, jump;
  const float* b;
  int64_t bStep;
  float* c;
  int64_t cStep;
};

/** c (R, V vectors) = or += a (R,terms) · b (terms, V vectors). */
template <int R, int V>
inline void multiplyTile(int64_t terms, const Factors& f, bool isAdded) {
  Vector sums[R][V];
  for (int r = 0; r < R; r++)
    for (int v = 0; v < V; v++)
      sums[r][v] = isAdded ? *reinterpret_cast<const Vector*>(f.c + r * f.cStep + v * lanes) : Vector{};
  for (int64_t k = 0; k < terms; k++) {
    Vector row[V];
    for (int v = 0; v < V; v++) row[v] = *reinterpret_cast<const Vector*>(f.b + k * f.bStep + v * lanes);
    for (int r = 0; r < R; r++) {
      const float factor = f.a[r * f.step + k * f.jump];
      for (int v = 0; v < V; v++) sums[r][v] += factor * row[v];
    }
  }
  for (int r = 0; r < R; r++)
    for (int v = 0; v < V; v++) *reinterpret_cast<Vector*>(f.c + r * f.cStep + v * lanes) = sums[r][v];
}

template <int V>
inline void multiplyRows(int64_t rows, int64_t terms, const Factors& f, bool isAdded) {
  switch (rows) {
    case 1: return multiplyTile<1, V>(terms, f, isAdded);
    case 2: return multiplyTile<2, V>(terms, f, isAdded);
    case 3: return multiplyTile<3, V>(terms, f, isAdded);
    case 4: return multiplyTile<4, V>(terms, f, isAdded);
    case 5: return multiplyTile<5, V>(terms, f, isAdded);
    default: return multiplyTile<6, V>(terms, f, isAdded);
  }
}

/** c (rows,columns) = or += a (rows,terms) · b (terms,columns); columns are a multiple of `lanes`. */
inline void multiply(int64_t rows, int64_t columns, int64_t terms, const Factors& f, bool isAdded = false) {
  for (int64_t column = 0; column < columns; column += 2 * lanes)
    for (int64_t row = 0; row < rows; row += tileRows) {
      const Factors part = {f.a + row * f.step, f.step, f.jump, f.b + column, f.bStep, f.c + row * f.cStep + column,
                            f.cStep};
      const int64_t count = std::min(tileRows, rows - row);
      if (columns - column > lanes)
        multiplyRows<2>(count, terms, part, isAdded);
      else
        multiplyRows<1>(count, terms, part, isAdded);
    }
}

}  // namespace aioli
