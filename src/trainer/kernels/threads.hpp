/** Sharing work with helpers, in pieces that do not depend on how many there are. */
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace aioli {

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

inline Helpers& helpers() {
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
inline void share(int64_t count, int64_t values, const std::function<void(int64_t, int64_t)>& work) {
  const int64_t rows = std::max<int64_t>(1, pieceOfValues / std::max<int64_t>(values, 1));
  const int64_t pieces = (count + rows - 1) / rows;
  if (pieces <= 1) return work(0, count);
  helpers().share(pieces, [&](int64_t piece) { work(piece * rows, std::min(count, (piece + 1) * rows)); });
}

}  // namespace aioli
