/**
 * Operations of the training step that TensorFlow has only as chains of passes over memory, each as one pass: the exact
 * GELU, layer norm, rotary heads, causal attention, sums over rows, AdamW; each with its gradient. They are registered with
 * the TensorFlow library of this process by its C interface, so that they run eagerly and in graphs like its own.
 *
 * Everything is float32, row by row. Work is cut into pieces that do not depend on the number of threads, so neither does
 * any digit. N rows, C columns; B sequences of T tokens, H heads of width D.
 */
#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

// The part of TensorFlow's C interface that is used (tensorflow/c/kernels.h, ops.h, tf_tensor.h of 2.x).
extern "C" {
struct TF_Status;
struct TF_Tensor;
struct TF_OpDefinitionBuilder;
struct TF_ShapeInferenceContext;
struct TF_KernelBuilder;
struct TF_OpKernelConstruction;
struct TF_OpKernelContext;
TF_Status* TF_NewStatus();
void TF_DeleteStatus(TF_Status*);
int TF_GetCode(const TF_Status*);
void TF_SetStatus(TF_Status*, int code, const char* message);
void* TF_TensorData(const TF_Tensor*);
int TF_NumDims(const TF_Tensor*);
int64_t TF_Dim(const TF_Tensor*, int);
void TF_DeleteTensor(TF_Tensor*);
TF_OpDefinitionBuilder* TF_NewOpDefinitionBuilder(const char*);
void TF_OpDefinitionBuilderAddAttr(TF_OpDefinitionBuilder*, const char*);
void TF_OpDefinitionBuilderAddInput(TF_OpDefinitionBuilder*, const char*);
void TF_OpDefinitionBuilderAddOutput(TF_OpDefinitionBuilder*, const char*);
void TF_OpDefinitionBuilderSetShapeInferenceFunction(TF_OpDefinitionBuilder*,
                                                     void (*)(TF_ShapeInferenceContext*, TF_Status*));
void TF_RegisterOpDefinition(TF_OpDefinitionBuilder*, TF_Status*);
void TF_ShapeInferenceContextSetUnknownShape(TF_ShapeInferenceContext*, TF_Status*);
TF_KernelBuilder* TF_NewKernelBuilder(const char* operation, const char* device,
                                      void* (*create)(TF_OpKernelConstruction*),
                                      void (*compute)(void*, TF_OpKernelContext*), void (*destroy)(void*));
void TF_RegisterKernelBuilder(const char*, TF_KernelBuilder*, TF_Status*);
void TF_OpKernelConstruction_GetAttrFloat(TF_OpKernelConstruction*, const char*, float*, TF_Status*);
void TF_OpKernelConstruction_GetAttrInt64(TF_OpKernelConstruction*, const char*, int64_t*, TF_Status*);
void TF_GetInput(TF_OpKernelContext*, int, TF_Tensor**, TF_Status*);
TF_Tensor* TF_AllocateOutput(TF_OpKernelContext*, int, int type, const int64_t*, int, size_t, TF_Status*);
void TF_OpKernelContext_Failure(TF_OpKernelContext*, TF_Status*);
}

namespace {

constexpr int float32 = 1;           // TF_FLOAT
constexpr int invalidArgument = 3;   // TF_INVALID_ARGUMENT

// --- Threads -------------------------------------------------------------------------------------------------------

/** Helpers of the threads that TensorFlow calls from. A caller always works too, so nothing waits for a helper to come. */
class Helpers {
 public:
  explicit Helpers(int count) {
    for (int i = 0; i < count; i++) std::thread([this] { help(); }).detach();
  }

  /** Calls work(0) ... work(count - 1), in any order, on any thread, and returns when all are done. */
  void share(int64_t count, const std::function<void(int64_t)>& work) {
    if (count == 1) return work(0);
    const auto job = std::make_shared<Job>(count, &work);
    {
      const std::lock_guard lock(mutex_);
      jobs_.push_back(job);
    }
    wake_.notify_one();
    takePart(*job);
    {
      const std::lock_guard lock(mutex_);
      std::erase(jobs_, job);
    }
    for (int64_t done = job->done; done < count; done = job->done) job->done.wait(done);
  }

 private:
  struct Job {
    Job(int64_t count, const std::function<void(int64_t)>* work) : count(count), work(work) {}
    const int64_t count;
    const std::function<void(int64_t)>* const work;
    std::atomic<int64_t> next = 0;
    std::atomic<int64_t> done = 0;
  };

  static void takePart(Job& job) {
    for (int64_t i = job.next++; i < job.count; i = job.next++) {
      (*job.work)(i);
      if (++job.done == job.count) job.done.notify_all();
    }
  }

  void help() {
    for (;;) {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return !jobs_.empty(); });
      const auto job = jobs_.front();
      if (job->next >= job->count) {
        jobs_.pop_front();
        continue;
      }
      lock.unlock();
      takePart(*job);
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::shared_ptr<Job>> jobs_;
};

Helpers& helpers() {
  // As many threads as TensorFlow has for one operation. They live as long as the process.
  static Helpers& all = *new Helpers([] {
    const char* asked = std::getenv("TF_NUM_INTRAOP_THREADS");
    const int threads = asked ? std::atoi(asked) : 0;
    return (threads > 0 ? threads : static_cast<int>(std::thread::hardware_concurrency())) - 1;
  }());
  return all;
}

/** Values that one thread should have at least; below that, waking another costs more than it brings. */
constexpr int64_t pieceOfValues = 1 << 15;

/** Calls work(first, last) on pieces of `count` rows of so many values each. */
void share(int64_t count, int64_t values, const std::function<void(int64_t, int64_t)>& work) {
  const int64_t rows = std::max<int64_t>(1, pieceOfValues / std::max<int64_t>(values, 1));
  const int64_t pieces = (count + rows - 1) / rows;
  if (pieces <= 1) return work(0, count);
  helpers().share(pieces, [&](int64_t piece) { work(piece * rows, std::min(count, (piece + 1) * rows)); });
}

// --- Functions of one number, written so that the compiler makes them work on many at once --------------------------

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

// --- What a kernel is ------------------------------------------------------------------------------------------------

/** Numbers that an operation was made with. */
struct Attributes {
  float epsilon = 0;
  float scale = 0;
  float beta1 = 0;
  float beta2 = 0;
  float clip = 0;
  int64_t heads = 0;
  int64_t half = 0;
};

using Shape = std::vector<int64_t>;

/** An input: its values and sizes. */
struct Given {
  const float* values;
  Shape shape;
  int64_t size() const {
    int64_t product = 1;
    for (const int64_t one : shape) product *= one;
    return product;
  }
};

/** One call: inputs, outputs, and a failure when something is wrong. */
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context_(context), status_(TF_NewStatus()) {}
  Call(const Call&) = delete;
  ~Call() {
    for (TF_Tensor* tensor : tensors_) TF_DeleteTensor(tensor);
    TF_DeleteStatus(status_);
  }

  Given input(int at) {
    TF_Tensor* tensor = nullptr;
    TF_GetInput(context_, at, &tensor, status_);
    if (!keep(tensor)) return {nullptr, {0}};
    Shape shape;
    for (int i = 0; i < TF_NumDims(tensor); i++) shape.push_back(TF_Dim(tensor, i));
    return {static_cast<const float*>(TF_TensorData(tensor)), shape};
  }

  float* output(int at, const Shape& shape) {
    int64_t size = 1;
    for (const int64_t one : shape) size *= one;
    TF_Tensor* tensor = TF_AllocateOutput(context_, at, float32, shape.data(), static_cast<int>(shape.size()),
                                          static_cast<size_t>(size) * sizeof(float), status_);
    return keep(tensor) ? static_cast<float*>(TF_TensorData(tensor)) : nullptr;
  }

  /** Whether sizes fit; else the call fails with these words. */
  bool expect(bool fits, const char* words) {
    if (!fits && TF_GetCode(status_) == 0) TF_SetStatus(status_, invalidArgument, words);
    return good();
  }

  bool good() {
    if (TF_GetCode(status_) == 0) return true;
    TF_OpKernelContext_Failure(context_, status_);
    return false;
  }

 private:
  bool keep(TF_Tensor* tensor) {
    if (tensor) tensors_.push_back(tensor);
    return good() && tensor;
  }

  TF_OpKernelContext* const context_;
  TF_Status* const status_;
  std::vector<TF_Tensor*> tensors_;
};

// --- GELU --------------------------------------------------------------------------------------------------------------

/** x -> x·Φ(x). */
void gelu(Call& call, const Attributes&) {
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
void geluGradient(Call& call, const Attributes&) {
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

// --- Sums over rows ------------------------------------------------------------------------------------------------------

/** So many pieces of the rows are summed apart, whatever the number of threads. */
constexpr int64_t sumPieces = 16;

/** Adds up the partial sums (pieces, columns) into `total`. */
void addUp(const std::vector<float>& partial, int64_t pieces, int64_t columns, float* total) {
  std::copy(partial.begin(), partial.begin() + columns, total);
  for (int64_t piece = 1; piece < pieces; piece++)
    for (int64_t c = 0; c < columns; c++) total[c] += partial[piece * columns + c];
}

/** Cuts rows into at most sumPieces pieces and calls work(piece, first, last). @returns how many there are */
int64_t shareSums(int64_t rows, const std::function<void(int64_t, int64_t, int64_t)>& work) {
  const int64_t each = std::max<int64_t>(1, (rows + sumPieces - 1) / sumPieces);
  const int64_t pieces = std::max<int64_t>(1, (rows + each - 1) / each);
  helpers().share(pieces, [&](int64_t piece) { work(piece, piece * each, std::min(rows, (piece + 1) * each)); });
  return pieces;
}

/** x (N,C) -> its sum over rows (C). */
void sumRows(Call& call, const Attributes&) {
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

// --- Layer norm -----------------------------------------------------------------------------------------------------------

/** x (N,C), weight (C), bias (C) -> y (N,C), and per row (N) the mean and one over the standard deviation. */
void layerNorm(Call& call, const Attributes& with) {
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
void layerNormGradient(Call& call, const Attributes&) {
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

// --- Attention ------------------------------------------------------------------------------------------------------------

/**
 * fused (B·T,3C), per head the query, key and value side by side; cosines and sines (T,D) of the rotary angles, which turn
 * the first 2·half numbers of a head -> queries (rotated, times scale), keys (rotated), values, each (B·H,T,D).
 */
void partHeads(Call& call, const Attributes& with) {
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
  share(batch * time, 3 * heads * width, [&](int64_t first, int64_t last) {
    for (int64_t row = first; row < last; row++) {
      const int64_t b = row / time, t = row % time;
      const float* const cosine = cosines.values + t * width;
      const float* const sine = sines.values + t * width;
      for (int64_t h = 0; h < heads; h++) {
        const float* const in = fused.values + (row * heads + h) * 3 * width;
        const int64_t to = ((b * heads + h) * time + t) * width;
        rotate(in, cosine, sine, with.scale, queries + to);
        rotate(in + width, cosine, sine, 1.0f, keys + to);
        std::memcpy(values + to, in + 2 * width, static_cast<size_t>(width) * sizeof(float));
      }
    }
  });
}

/** The gradient of partHeads: dQueries, dKeys, dValues (B·H,T,D), cosines, sines (T,D) -> dFused (B·T,3C). */
void partHeadsGradient(Call& call, const Attributes& with) {
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
  share(batch * time, 3 * heads * width, [&](int64_t first, int64_t last) {
    for (int64_t row = first; row < last; row++) {
      const int64_t b = row / time, t = row % time;
      const float* const cosine = cosines.values + t * width;
      const float* const sine = sines.values + t * width;
      for (int64_t h = 0; h < heads; h++) {
        float* const out = dFused + (row * heads + h) * 3 * width;
        const int64_t from = ((b * heads + h) * time + t) * width;
        turnBack(dQueries.values + from, cosine, sine, with.scale, out);
        turnBack(dKeys.values + from, cosine, sine, 1.0f, out + width);
        std::memcpy(out + 2 * width, dValues.values + from, static_cast<size_t>(width) * sizeof(float));
      }
    }
  });
}

// A product of small matrices, in tiles that stay in registers.

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
void multiplyRows(int64_t rows, int64_t terms, const Factors& f, bool isAdded) {
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
void multiply(int64_t rows, int64_t columns, int64_t terms, const Factors& f, bool isAdded = false) {
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

int64_t roundedUp(int64_t size) { return (size + 2 * lanes - 1) / (2 * lanes) * (2 * lanes); }

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
void attend(Call& call, const Attributes& with) {
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
void attendGradient(Call& call, const Attributes& with) {
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

// --- Optimiser ------------------------------------------------------------------------------------------------------------

/**
 * AdamW on flat vectors (P): parameters, first and second moments, gradient, its norm (), mask (P) of what decays, scalars
 * (3): decay, step size, one over the root of the second bias correction -> parameters, first, second.
 */
void adamW(Call& call, const Attributes& with) {
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

// --- Registering ------------------------------------------------------------------------------------------------------------

using Compute = void (*)(Call&, const Attributes&);

void* create(TF_OpKernelConstruction* context) {
  auto* made = new Attributes;
  TF_Status* const status = TF_NewStatus();
  // An operation lacks most of these; what it lacks stays 0.
  TF_OpKernelConstruction_GetAttrFloat(context, "epsilon", &made->epsilon, status);
  TF_OpKernelConstruction_GetAttrFloat(context, "scale", &made->scale, status);
  TF_OpKernelConstruction_GetAttrFloat(context, "beta1", &made->beta1, status);
  TF_OpKernelConstruction_GetAttrFloat(context, "beta2", &made->beta2, status);
  TF_OpKernelConstruction_GetAttrFloat(context, "clip", &made->clip, status);
  TF_OpKernelConstruction_GetAttrInt64(context, "heads", &made->heads, status);
  TF_OpKernelConstruction_GetAttrInt64(context, "rotary_half", &made->half, status);
  TF_DeleteStatus(status);
  return made;
}

void destroy(void* made) { delete static_cast<Attributes*>(made); }

template <Compute compute>
void run(void* made, TF_OpKernelContext* context) {
  Call call(context);
  compute(call, *static_cast<const Attributes*>(made));
}

template <Compute compute>
void add(const char* name, std::initializer_list<const char*> inputs, std::initializer_list<const char*> outputs,
         std::initializer_list<const char*> attributes = {}) {
  TF_OpDefinitionBuilder* const operation = TF_NewOpDefinitionBuilder(name);
  for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(operation, input);
  for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(operation, output);
  for (const char* attribute : attributes) TF_OpDefinitionBuilderAddAttr(operation, attribute);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(operation, TF_ShapeInferenceContextSetUnknownShape);
  TF_Status* const status = TF_NewStatus();
  TF_RegisterOpDefinition(operation, status);
  TF_RegisterKernelBuilder(name, TF_NewKernelBuilder(name, "CPU", create, run<compute>, destroy), status);
  TF_DeleteStatus(status);
}

}  // namespace

/** Node calls this when it loads the file; there is nothing to export. */
extern "C" __attribute__((visibility("default"))) void* napi_register_module_v1(void*, void* exports) {
  static bool isDone = false;
  if (isDone) return exports;
  isDone = true;
  add<gelu>("AioliGelu", {"x: float"}, {"y: float"});
  add<geluGradient>("AioliGeluGradient", {"x: float", "dy: float"}, {"dx: float"});
  add<sumRows>("AioliSumRows", {"x: float"}, {"sums: float"});
  add<layerNorm>("AioliLayerNorm", {"x: float", "weight: float", "bias: float"},
                 {"y: float", "means: float", "inverses: float"}, {"epsilon: float"});
  add<layerNormGradient>("AioliLayerNormGradient",
                         {"x: float", "means: float", "inverses: float", "weight: float", "dy: float"},
                         {"dx: float", "d_weight: float", "d_bias: float"});
  add<partHeads>("AioliPartHeads", {"fused: float", "cosines: float", "sines: float"},
                 {"queries: float", "keys: float", "values: float"}, {"heads: int", "rotary_half: int", "scale: float"});
  add<partHeadsGradient>("AioliPartHeadsGradient",
                         {"d_queries: float", "d_keys: float", "d_values: float", "cosines: float", "sines: float"},
                         {"d_fused: float"}, {"heads: int", "rotary_half: int", "scale: float"});
  add<attend>("AioliAttend", {"queries: float", "keys: float", "values: float"},
              {"mixed: float", "logarithms: float"}, {"heads: int"});
  add<attendGradient>("AioliAttendGradient",
                      {"d_mixed: float", "queries: float", "keys: float", "values: float", "logarithms: float"},
                      {"d_queries: float", "d_keys: float", "d_values: float"}, {"heads: int"});
  add<adamW>("AioliAdamW",
             {"parameters: float", "first: float", "second: float", "gradient: float", "norm: float", "mask: float",
              "scalars: float"},
             {"new_parameters: float", "new_first: float", "new_second: float"},
             {"beta1: float", "beta2: float", "epsilon: float", "clip: float"});
  return exports;
}
