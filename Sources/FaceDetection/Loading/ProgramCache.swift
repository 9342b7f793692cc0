import Synchronization

/// Compiled programs of one network by size, compiled when first asked for and forgotten when long unused.
///
/// Photos of one size share the programs; a lookup takes a lock for a moment, never while something is compiled.
package final class ProgramCache<Key: Hashable & Sendable, Program: Sendable, Failure: Error>: Sendable {
    private struct Entry {
        var program: Program
        var lastUse: Int
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var uses = 0
    }

    private let state = Mutex(State())
    /// Held while compiling, so that tasks that want the same program at the same time do not both compile it.
    private let compiling = Mutex(())
    private let capacity: Int
    private let compile: @Sendable (Key) throws(Failure) -> Program

    /// Creates a cache.
    ///
    /// - Parameters:
    ///   - capacity: The most programs kept, at least 1.
    ///   - compile: Makes the program for a size.
    package init(capacity: Int, compile: @escaping @Sendable (Key) throws(Failure) -> Program) {
        precondition(capacity >= 1, "a cache keeps at least one program")
        self.capacity = capacity
        self.compile = compile
    }

    /// The program for a size.
    ///
    /// - Throws: What compiling throws.
    package func program(for key: Key) throws(Failure) -> Program {
        if let program = known(key) { return program }
        return try compiling.withLock { (_) throws(Failure) -> Program in
            if let program = known(key) { return program }
            let program = try compile(key)
            insert(program, for: key)
            return program
        }
    }

    private func known(_ key: Key) -> Program? {
        state.withLock { state in
            state.uses += 1
            state.entries[key]?.lastUse = state.uses
            return state.entries[key]?.program
        }
    }

    private func insert(_ program: Program, for key: Key) {
        state.withLock { state in
            if state.entries.count >= capacity {
                let oldest = state.entries.min { $0.value.lastUse < $1.value.lastUse }
                if let oldest { state.entries[oldest.key] = nil }
            }
            state.entries[key] = Entry(program: program, lastUse: state.uses)
        }
    }
}
