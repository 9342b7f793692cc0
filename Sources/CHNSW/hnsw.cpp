#include "hnsw.h"

#include <atomic>
#include <cstring>
#include <new>
#include <thread>
#include <unordered_set>
#include <vector>

#include "index.hpp"
#include "saving.hpp"

namespace {

// Runs what may throw; the library throws for lack of memory and for its own mistakes.
template <typename Body>
hnsw_status guarded(Body body) noexcept {
    try {
        return body();
    } catch (const std::bad_alloc &) {
        return HNSW_MEMORY;
    } catch (...) {
        return HNSW_INTERNAL;
    }
}

// Overwrites a node's code with that of a neighbor that is alive, or with zeros.
void forget(Graph &graph, hnswlib::tableint node, size_t stride) {
    auto *links = graph.get_linklist0(node);
    const auto *neighbors = reinterpret_cast<const hnswlib::tableint *>(links + 1);
    char *code = graph.getDataByInternalId(node);
    for (size_t i = 0; i < graph.getListCount(links); i++) {
        if (graph.isMarkedDeleted(neighbors[i])) continue;
        std::memcpy(code, graph.getDataByInternalId(neighbors[i]), stride);
        return;
    }
    std::memset(code, 0, stride);
}

}  // namespace

hnsw_index *hnsw_create(size_t stride, size_t capacity, size_t links, size_t breadth) {
    if (stride == 0 || stride % CODES_ALIGNMENT != 0 || links < 2 || links > 256) return nullptr;
    try {
        return new hnsw_index(stride, capacity < 16 ? 16 : capacity, links, breadth);
    } catch (...) {
        return nullptr;
    }
}

void hnsw_free(hnsw_index *index) { delete index; }

size_t hnsw_count(const hnsw_index *index) {
    std::shared_lock<std::shared_mutex> lock(index->mutex);
    return index->graph.cur_element_count;
}

size_t hnsw_deleted_count(const hnsw_index *index) {
    std::shared_lock<std::shared_mutex> lock(index->mutex);
    return index->graph.num_deleted_;
}

size_t hnsw_memory(const hnsw_index *index) {
    std::shared_lock<std::shared_mutex> lock(index->mutex);
    const Graph &graph = index->graph;
    size_t upper = 0;
    for (size_t i = 0; i < graph.cur_element_count; i++) {
        upper += static_cast<size_t>(graph.element_levels_[i]) * graph.size_links_per_element_;
    }
    // A node's place, its pointer to upper links, level, mutex, mark as visited, and entry in the hash of identifiers.
    size_t fixed = graph.size_data_per_element_ + sizeof(void *) + sizeof(int) + sizeof(std::mutex) + 2;
    return graph.max_elements_ * fixed + graph.cur_element_count * 40 + upper;
}

hnsw_status hnsw_insert(hnsw_index *index, const int8_t *const *codes, const int64_t *identifiers, size_t count,
                        size_t threads) {
    return guarded([&] {
        std::unique_lock<std::shared_mutex> lock(index->mutex);
        Graph &graph = index->graph;
        std::unordered_set<int64_t> fresh;
        for (size_t i = 0; i < count; i++) {
            auto label = static_cast<hnswlib::labeltype>(identifiers[i]);
            if (graph.label_lookup_.count(label) || (count > 1 && !fresh.insert(identifiers[i]).second)) {
                return HNSW_IDENTIFIER;
            }
        }
        size_t needed = graph.cur_element_count + count;
        if (needed > graph.max_elements_) {
            graph.resizeIndex(needed + needed / 8 + 16);
            index->ask_for_large_pages();
        }
        graph.label_lookup_.reserve(needed);
        std::atomic<size_t> next{0};
        std::atomic<int> status{HNSW_OK};
        auto work = [&] {
            for (size_t i = next++; i < count && status == HNSW_OK; i = next++) {
                auto one = guarded([&] {
                    graph.addPoint(codes[i], static_cast<hnswlib::labeltype>(identifiers[i]));
                    return HNSW_OK;
                });
                if (one != HNSW_OK) status = one;
            }
        };
        std::vector<std::thread> helpers;
        for (size_t i = 1; i < threads && i < count; i++) helpers.emplace_back(work);
        work();
        for (auto &helper : helpers) helper.join();
        return static_cast<hnsw_status>(status.load());
    });
}

hnsw_status hnsw_delete(hnsw_index *index, int64_t identifier) {
    return guarded([&] {
        std::unique_lock<std::shared_mutex> lock(index->mutex);
        Graph &graph = index->graph;
        auto found = graph.label_lookup_.find(static_cast<hnswlib::labeltype>(identifier));
        if (found == graph.label_lookup_.end() || graph.isMarkedDeleted(found->second)) return HNSW_IDENTIFIER;
        graph.markDelete(static_cast<hnswlib::labeltype>(identifier));
        forget(graph, found->second, index->stride);
        return HNSW_OK;
    });
}

hnsw_status hnsw_search(const hnsw_index *index, const int8_t *code, size_t breadth, int64_t *identifiers,
                        int32_t *distances, size_t *found) {
    *found = 0;
    return guarded([&] {
        std::shared_lock<std::shared_mutex> lock(index->mutex);
        auto nearest = index->graph.searchKnn(code, breadth);
        for (; !nearest.empty() && *found < breadth; nearest.pop()) {
            identifiers[*found] = static_cast<int64_t>(nearest.top().second);
            distances[*found] = static_cast<int32_t>(nearest.top().first);
            *found += 1;
        }
        return HNSW_OK;
    });
}
