/** The update of AdamW. */
#pragma once

#include <algorithm>
#include <cmath>

#include "call.hpp"
#include "threads.hpp"

namespace aioli {

/**
 * AdamW on flat vectors (P): parameters, first and second moments, gradient, its norm (), mask (P) of what decays, scalars
 * (3): decay, step size, one over the root of the second bias correction -> parameters, first, second.
 */
inline void adamW(Call& call, const Attributes& with) {
  const Given parameters = call.input(0), first = call.input(1), second = call.input(2), gradient = call.input(3);
  const Given norm = call.input(4), mask = call.input(5), scalars = call.input(6);
  const int64_t size = parameters.size();
  if (!call.expect(first.size() == size && second.size() == size && gradient.size() == size && mask.size() == size &&
                       norm.size() == 1 && scalars.size() == 3,
                   "sizes of the optimiser's vectors differ"))
    return;
  float* const newParameters = call.output(0, parameters.shape);
  float* const newFirst = call.output(1, parameters.shape);
  float* const newSecond = call.output(2, parameters.shape);
  if (!newParameters || !newFirst || !newSecond) return;
  const float shrink = std::min(with.clip / (norm.values[0] + 1e-6f), 1.0f);
  const float decay = scalars.values[0], stepSize = scalars.values[1], inverseRoot = scalars.values[2];
  const float beta1 = with.beta1, beta2 = with.beta2, rest1 = 1.0f - beta1, rest2 = 1.0f - beta2;
  share(size, 1, [=, p = parameters.values, m = first.values, v = second.values, g = gradient.values,
                  isDecayed = mask.values, epsilon = with.epsilon](int64_t from, int64_t to) {
#pragma omp simd
    for (int64_t i = from; i < to; i++) {
      const float slope = g[i] * shrink;
      const float mean = m[i] * beta1 + slope * rest1;
      const float spread = v[i] * beta2 + slope * slope * rest2;
      newFirst[i] = mean;
      newSecond[i] = spread;
      newParameters[i] =
          p[i] * (1.0f - isDecayed[i] * decay) - mean * stepSize / (std::sqrt(spread) * inverseRoot + epsilon);
    }
  });
}

}  // namespace aioli
