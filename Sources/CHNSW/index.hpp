// hnswlib's index with our distance, and the few places where its versions differ.
#ifndef FACENET_HNSW_INDEX_HPP
#define FACENET_HNSW_INDEX_HPP

#include <hnswlib/hnswlib.h>

#include <shared_mutex>

#if defined(__linux__)
#include <sys/mman.h>
#endif

#include "codes.h"
#include "hnsw.h"

// What the distance function is told: as the library passes one pointer, and a distance should not have to choose.
struct CodeMetric {
    explicit CodeMetric(size_t stride) : stride(stride), pair(codes_pair(codes_best_path(), stride)) {}
    size_t stride;
    codes_pair_function pair;
};

// Squared distances in steps. As floats, which the library is made for: exact up to 2^24, which unit vectors' never reach.
class CodeSpace : public hnswlib::SpaceInterface<float> {
  public:
    explicit CodeSpace(size_t stride) : metric_(stride) {}
    size_t get_data_size() override { return metric_.stride; }
    hnswlib::DISTFUNC<float> get_dist_func() override { return distance; }
    void *get_dist_func_param() override { return &metric_; }

  private:
    static float distance(const void *a, const void *b, const void *metric) {
        const auto *m = static_cast<const CodeMetric *>(metric);
        return static_cast<float>(m->pair(static_cast<const int8_t *>(a), static_cast<const int8_t *>(b), m->stride));
    }

    CodeMetric metric_;
};

using Graph = hnswlib::HierarchicalNSW<float>;

struct hnsw_index {
    hnsw_index(size_t stride, size_t capacity, size_t links, size_t breadth)
        : space(stride), graph(&space, capacity, links, breadth), stride(stride) {
        ask_for_large_pages();
    }

    // A search jumps about in hundreds of megabytes: with small pages nearly every jump misses the address cache too.
    void ask_for_large_pages() {
#if defined(__linux__)
        auto start = (reinterpret_cast<uintptr_t>(graph.data_level0_memory_) + 4095) & ~uintptr_t(4095);
        auto end = reinterpret_cast<uintptr_t>(graph.data_level0_memory_) + graph.max_elements_ * graph.size_data_per_element_;
        if (end > start) madvise(reinterpret_cast<void *>(start), end - start, MADV_HUGEPAGE);
#endif
    }

    CodeSpace space;
    Graph graph;
    size_t stride;
    // The library lets searches run beside insertions only if nobody minds a torn read; this does.
    mutable std::shared_mutex mutex;
};

#endif
