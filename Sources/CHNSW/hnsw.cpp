#include "hnsw.h"

#include <hnswlib/hnswlib.h>

#include <memory>

#include "codes.h"

namespace {

float distance(const void *a, const void *b, const void *dimension) {
    return static_cast<float>(codes_distance(codes_best_path(), static_cast<const int8_t *>(a),
                                             static_cast<const int8_t *>(b), *static_cast<const size_t *>(dimension)));
}

class CodeSpace : public hnswlib::SpaceInterface<float> {
  public:
    explicit CodeSpace(size_t dimension) : dimension_(dimension) {}
    size_t get_data_size() override { return dimension_; }
    hnswlib::DISTFUNC<float> get_dist_func() override { return distance; }
    void *get_dist_func_param() override { return &dimension_; }

  private:
    size_t dimension_;
};

}  // namespace

struct hnsw_index {
    hnsw_index(size_t dimension, size_t capacity, size_t links, size_t ef_construction)
        : space(dimension), graph(&space, capacity, links, ef_construction) {}
    CodeSpace space;
    hnswlib::HierarchicalNSW<float> graph;
};

hnsw_index *hnsw_create(size_t dimension, size_t capacity, size_t links, size_t ef_construction) {
    try {
        return new hnsw_index(dimension, capacity, links, ef_construction);
    } catch (...) {
        return nullptr;
    }
}

void hnsw_free(hnsw_index *index) { delete index; }
