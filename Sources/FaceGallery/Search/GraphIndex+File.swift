import CHNSW
import Crypto
import Foundation

extension GraphIndex {
    /// What a graph's file must belong to.
    public struct Origin: Hashable, Sendable {
        /// The gallery's identity, whatever bytes tell it from all others; at most 255.
        public let gallery: [UInt8]
        /// The gallery's state.
        public let revision: Int64

        /// Creates an origin.
        ///
        /// - Parameters:
        ///   - gallery: The gallery's identity.
        ///   - revision: The gallery's state.
        public init(gallery: [UInt8], revision: Int64) {
            precondition(gallery.count <= 255, "an identity of \(gallery.count) bytes")
            self.gallery = gallery
            self.revision = revision
        }
    }

    /// What became of a graph's file.
    public enum Opening: Hashable, Sendable {
        /// It was whole, and so many templates were added and taken out to bring it up to date.
        case loaded(added: Int, removed: Int)
        /// It was of no use, for this reason, or missing, and the graph was built anew.
        case rebuilt(reason: GalleryError)
    }

    /// How a file begins.
    ///
    /// What follows, numbers little-endian: version `u32`, stride `u32`, revision `i64`, length of the identity `u8`,
    /// identity, graph (see `saving.hpp`), SHA-256 of all before.
    static let magic: [UInt8] = Array("FNGRAPH\n".utf8)
    static let version: UInt32 = 1

    /// Writes the graph: links and template ids, not a byte of a code.
    ///
    /// The file is complete or it is not there: it is written beside, and then takes the other's place.
    ///
    /// - Parameters:
    ///   - path: The file, usually `<gallery>.graph`.
    ///   - origin: The gallery and its state.
    /// - Throws: ``GalleryError/unreadable(reason:)`` or ``GalleryError/diskFull``.
    /// - Complexity: O(*n*).
    public func save(to path: String, of origin: Origin) throws(GalleryError) {
        let bytes = try serialized(of: origin)
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch CocoaError.fileWriteOutOfSpace {
            throw .diskFull
        } catch {
            throw .unreadable(reason: "the search graph cannot be written")
        }
    }

    /// Reads a graph, and brings it up to date; builds it anew if there is none, it is damaged or another gallery's.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - origin: The gallery and its state now.
    ///   - table: The gallery's templates now.
    ///   - options: How it is built, if it must be.
    ///   - threads: How many threads insert.
    /// - Returns: The graph, and what became of the file.
    /// - Throws: ``GalleryError/database(reason:)`` if there is not enough memory.
    public static func open(
        _ path: String,
        of origin: Origin,
        table: TemplateTable,
        options: Options = Options(),
        threads: Int = 1
    ) throws(GalleryError) -> (graph: GraphIndex, opening: Opening) {
        do throws(GalleryError) {
            let bytes: [UInt8]
            do { bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path))) } catch {
                throw GalleryError.unreadable(reason: "there is no search graph")
            }
            let (graph, added, removed) = try load(bytes, of: origin, table: table, threads: threads)
            guard !graph.needsRebuilding else { throw .corrupt(reason: "most of the search graph was removed") }
            return (graph, .loaded(added: added, removed: removed))
        } catch {
            return (try GraphIndex(table, options: options, threads: threads), .rebuilt(reason: error))
        }
    }

    /// Reads a graph and throws it away.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - origin: The gallery and its state now.
    ///   - table: The gallery's templates now.
    /// - Throws: ``GalleryError`` with what is wrong with it; that it lags behind is not.
    static func check(_ path: String, of origin: Origin, table: TemplateTable) throws(GalleryError) {
        let bytes: [UInt8]
        do { bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path))) } catch {
            throw .unreadable(reason: "the search graph cannot be read")
        }
        _ = try load(bytes, of: origin, table: table, threads: 1)
    }

    /// The bytes of the file.
    func serialized(of origin: Origin) throws(GalleryError) -> [UInt8] {
        var bytes = Self.magic
        bytes.append(Self.version)
        bytes.append(UInt32(stride))
        bytes.append(UInt64(bitPattern: origin.revision))
        bytes.append(UInt8(origin.gallery.count))
        bytes += origin.gallery
        // A graph of nothing has no bytes.
        if hnsw_count(index) > 0 {
            let start = bytes.count
            let size = hnsw_saved_size(index)
            bytes += [UInt8](repeating: 0, count: size)
            let status = bytes.withUnsafeMutableBufferPointer { buffer in
                buffer.baseAddress.map { hnsw_save(index, $0 + start, size) } ?? HNSW_INTERNAL
            }
            // The graph was changed in between.
            guard status == HNSW_OK else { throw .busy }
        }
        bytes += Array(SHA256.hash(data: bytes))
        return bytes
    }

    /// Makes a graph of a file's bytes and the gallery's codes; all is checked before it is used.
    static func load(
        _ bytes: [UInt8],
        of origin: Origin,
        table: TemplateTable,
        threads: Int
    ) throws(GalleryError) -> (graph: GraphIndex, added: Int, removed: Int) {
        let header = magic.count + 17 + origin.gallery.count
        guard bytes.count >= header + SHA256.byteCount, bytes.starts(with: magic) else { throw damaged }
        let version = UInt32(littleEndian: bytes, at: 8)
        guard version == Self.version else { throw .newerVersion(found: Int(version), known: Int(Self.version)) }
        let body = bytes.count - SHA256.byteCount
        guard SHA256.hash(data: bytes[..<body]).elementsEqual(bytes[body...]) else { throw damaged }
        guard UInt32(littleEndian: bytes, at: 12) == UInt32(table.stride), Int(bytes[24]) == origin.gallery.count,
            bytes[25..<header].elementsEqual(origin.gallery)
        else { throw .corrupt(reason: "the search graph is another gallery's") }
        // A state that this gallery has not had yet: the gallery was put back to an older one.
        guard UInt64(littleEndian: bytes, at: 16) <= UInt64(bitPattern: origin.revision) else {
            throw .corrupt(reason: "the search graph is newer than the gallery")
        }
        return try load(graph: bytes[header..<body], table: table, threads: threads)
    }

    static func load(
        graph bytes: ArraySlice<UInt8>,
        table: TemplateTable,
        threads: Int
    ) throws(GalleryError) -> (graph: GraphIndex, added: Int, removed: Int) {
        guard !bytes.isEmpty else {
            return (try GraphIndex(table, threads: threads), table.count, 0)
        }
        let loaded = bytes.withUnsafeBufferPointer { bytes in
            Result { () throws(GalleryError) in
                let count = hnsw_loaded_count(bytes.baseAddress, bytes.count)
                var ids = [Int64](repeating: 0, count: count)
                try check(hnsw_loaded_identifiers(bytes.baseAddress, bytes.count, &ids))
                let rows = ids.map { id in table.place(of: id).flatMap(table.pointer) }
                var index: OpaquePointer?
                let room = table.count / 8
                try check(hnsw_load(bytes.baseAddress, bytes.count, table.stride, rows, room, &index))
                guard let index else { throw noMemory }
                let graph = GraphIndex(index, stride: table.stride, options: Options(), lastID: table.lastID ?? .min)
                return (graph, ids, rows.count { $0 == nil })
            }
        }
        let (graph, ids, removed) = try loaded.get()
        let known = ids.sorted()
        var next = 0
        let missing = table.places(after: .min).filter { place in
            let id = table.id(at: place)
            while next < known.count, known[next] < id { next += 1 }
            return next == known.count || known[next] != id
        }
        try graph.insert(missing.map { table.pointer(to: $0) }, ids: missing.map { table.id(at: $0) }, threads: threads)
        withExtendedLifetime(table) {}
        return (graph, missing.count, removed)
    }

    private static let damaged = GalleryError.corrupt(reason: "the search graph is damaged")
}

extension Array<UInt8> {
    fileprivate mutating func append(_ number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}

extension FixedWidthInteger {
    fileprivate init(littleEndian bytes: [UInt8], at offset: Int) {
        self = bytes.withUnsafeBytes { Self(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Self.self)) }
    }
}
