// Included by hnsw.cpp alone: the headers of hnswlib 0.6 define functions, and cannot be in two files.
//
// The graph on disk, in little endian, without a byte of any code:
//
//     count u64, links u32, breadth u32, entry u32, top level u32
//     identifiers i64 [count]
//     levels u8 [count]
//     for each node, from level 0 to its own: number of links u16, links u32 [number]
//
// hnswlib's own file has the vectors in it, and is believed when it is read.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <unordered_set>
#include <vector>

#include "index.hpp"

namespace {

constexpr size_t header_size = 24;
constexpr size_t most_levels = 64;

struct Header {
    uint64_t count;
    uint32_t links, breadth, entry, top;
};

template <typename T>
T read(const uint8_t *bytes) {
    T value;
    std::memcpy(&value, bytes, sizeof(T));
    return value;
}

template <typename T>
uint8_t *write(uint8_t *bytes, T value) {
    std::memcpy(bytes, &value, sizeof(T));
    return bytes + sizeof(T);
}

// The header, if it makes sense for so many bytes.
bool parse(const uint8_t *bytes, size_t size, Header &header) {
    if (size < header_size) return false;
    header = {read<uint64_t>(bytes), read<uint32_t>(bytes + 8), read<uint32_t>(bytes + 12), read<uint32_t>(bytes + 16),
              read<uint32_t>(bytes + 20)};
    // Each node has an identifier, a level and at least one count: no header makes us ask for more than the file has.
    return header.count > 0 && header.count <= (size - header_size) / 11 && header.count < UINT32_MAX &&
           header.links >= 2 && header.links <= 256 && header.breadth >= 1 && header.breadth <= 100000 &&
           header.entry < header.count && header.top < most_levels;
}

// Copies one list of links that must be of nodes which have this level.
bool take(const uint8_t *&next, const uint8_t *end, const uint8_t *levels, const Header &header, size_t node,
          size_t level, char *list) {
    if (end - next < 2) return false;
    size_t number = read<uint16_t>(next), most = level == 0 ? 2 * size_t(header.links) : header.links;
    next += 2;
    if (number > most || size_t(end - next) < 4 * number) return false;
    for (size_t i = 0; i < number; i++) {
        auto link = read<uint32_t>(next + 4 * i);
        if (link >= header.count || link == node || levels[link] < level) return false;
    }
    auto count = static_cast<uint16_t>(number);
    std::memcpy(list, &count, sizeof(count));
    std::memcpy(list + sizeof(hnswlib::linklistsizeint), next, 4 * number);
    next += 4 * number;
    return true;
}

// Gives nodes without a code that of a neighbor, of a neighbor's neighbor and so on, and marks them as deleted.
void bury(Graph &graph, const std::vector<uint32_t> &dead, std::vector<bool> &has_code, size_t stride) {
    std::vector<uint32_t> waiting = dead;
    while (!waiting.empty()) {
        std::vector<uint32_t> later;
        for (auto node : waiting) {
            auto *links = graph.get_linklist0(node);
            const auto *neighbors = reinterpret_cast<const hnswlib::tableint *>(links + 1);
            const auto *last = neighbors + graph.getListCount(links);
            const auto *alive = std::find_if(neighbors, last, [&](auto other) { return has_code[other]; });
            if (alive == last) {
                later.push_back(node);
                continue;
            }
            std::memcpy(graph.getDataByInternalId(node), graph.getDataByInternalId(*alive), stride);
            has_code[node] = true;
        }
        if (later.size() == waiting.size()) break;
        waiting = std::move(later);
    }
    for (auto node : dead) graph.markDelete(graph.getExternalLabel(node));
}

bool fill(hnsw_index &index, const Header &header, const uint8_t *bytes, size_t size, const int8_t *const *codes) {
    Graph &graph = index.graph;
    const uint8_t *identifiers = bytes + header_size, *levels = identifiers + 8 * header.count;
    const uint8_t *next = levels + header.count, *end = bytes + size;
    if (levels[header.entry] != header.top) return false;
    std::vector<bool> has_code(header.count, false);
    std::vector<uint32_t> dead;
    graph.label_lookup_.reserve(graph.max_elements_);
    for (size_t node = 0; node < header.count; node++) {
        size_t level = levels[node];
        if (level > header.top) return false;
        auto id = static_cast<hnswlib::tableint>(node);
        char *place = graph.data_level0_memory_ + node * graph.size_data_per_element_;
        std::memset(place, 0, graph.size_data_per_element_);
        if (level > 0) {
            auto *upper = static_cast<char *>(std::calloc(level, graph.size_links_per_element_));
            if (!upper) throw std::bad_alloc();
            graph.linkLists_[node] = upper;
            graph.element_levels_[node] = static_cast<int>(level);
        }
        // The destructor frees the upper links of so many nodes.
        graph.cur_element_count = node + 1;
        if (!take(next, end, levels, header, node, 0, place)) return false;
        for (size_t l = 1; l <= level; l++) {
            char *list = graph.linkLists_[node] + (l - 1) * graph.size_links_per_element_;
            if (!take(next, end, levels, header, node, l, list)) return false;
        }
        auto label = static_cast<hnswlib::labeltype>(read<int64_t>(identifiers + 8 * node));
        graph.setExternalLabel(id, label);
        if (!graph.label_lookup_.emplace(label, id).second) return false;
        if (codes[node]) {
            std::memcpy(graph.getDataByInternalId(id), codes[node], index.stride);
            has_code[node] = true;
        } else {
            dead.push_back(id);
        }
    }
    if (next != end) return false;
    graph.maxlevel_ = static_cast<int>(header.top);
    graph.enterpoint_node_ = header.entry;
    bury(graph, dead, has_code, index.stride);
    return true;
}

}  // namespace

size_t hnsw_saved_size(const hnsw_index *index) {
    std::shared_lock<std::shared_mutex> lock(index->mutex);
    const Graph &graph = index->graph;
    size_t size = header_size;
    for (size_t node = 0; node < graph.cur_element_count; node++) {
        size += 9;
        for (int level = 0; level <= graph.element_levels_[node]; level++) {
            auto id = static_cast<hnswlib::tableint>(node);
            size += 2 + 4 * size_t(graph.getListCount(graph.get_linklist_at_level(id, level)));
        }
    }
    return size;
}

hnsw_status hnsw_save(const hnsw_index *index, uint8_t *bytes, size_t size) {
    if (hnsw_saved_size(index) != size) return HNSW_INTERNAL;
    std::shared_lock<std::shared_mutex> lock(index->mutex);
    const Graph &graph = index->graph;
    size_t count = graph.cur_element_count;
    if (count == 0) return HNSW_INTERNAL;
    uint8_t *next = write<uint64_t>(bytes, count);
    next = write<uint32_t>(next, static_cast<uint32_t>(graph.M_));
    next = write<uint32_t>(next, static_cast<uint32_t>(graph.ef_construction_));
    next = write<uint32_t>(next, graph.enterpoint_node_);
    next = write<uint32_t>(next, static_cast<uint32_t>(graph.maxlevel_));
    for (size_t node = 0; node < count; node++) {
        next = write<int64_t>(next, static_cast<int64_t>(graph.getExternalLabel(static_cast<uint32_t>(node))));
    }
    for (size_t node = 0; node < count; node++) next = write(next, static_cast<uint8_t>(graph.element_levels_[node]));
    for (size_t node = 0; node < count; node++) {
        for (int level = 0; level <= graph.element_levels_[node]; level++) {
            auto *links = graph.get_linklist_at_level(static_cast<uint32_t>(node), level);
            uint16_t number = graph.getListCount(links);
            next = write(next, number);
            std::memcpy(next, links + 1, 4 * size_t(number));
            next += 4 * size_t(number);
        }
    }
    return HNSW_OK;
}

size_t hnsw_loaded_count(const uint8_t *bytes, size_t size) {
    Header header;
    return parse(bytes, size, header) ? header.count : 0;
}

hnsw_status hnsw_loaded_identifiers(const uint8_t *bytes, size_t size, int64_t *identifiers) {
    Header header;
    if (!parse(bytes, size, header)) return HNSW_DAMAGED;
    std::memcpy(identifiers, bytes + header_size, 8 * header.count);
    return HNSW_OK;
}

hnsw_status hnsw_load(const uint8_t *bytes, size_t size, size_t stride, const int8_t *const *codes, size_t room,
                      hnsw_index **index) {
    *index = nullptr;
    Header header;
    if (!parse(bytes, size, header)) return HNSW_DAMAGED;
    hnsw_index *fresh = hnsw_create(stride, header.count + room, header.links, header.breadth);
    if (!fresh) return HNSW_MEMORY;
    try {
        if (fill(*fresh, header, bytes, size, codes)) {
            *index = fresh;
            return HNSW_OK;
        }
    } catch (...) {
        delete fresh;
        return HNSW_MEMORY;
    }
    delete fresh;
    return HNSW_DAMAGED;
}
