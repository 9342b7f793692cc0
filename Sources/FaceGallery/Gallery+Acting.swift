/// On whose behalf the current task writes to galleries.
///
/// A program that acts for one person says so once, by ``Gallery/Options/actor``. One that acts for many, as a service
/// does, says it around each of their requests:
///
/// ```swift
/// try Gallery.acting(as: caller.name) { try gallery.remove(person) }
/// ```
public enum AuditActor {
    /// Who the audit trail says it was, instead of ``Gallery/Options/actor``; `nil` where nobody said.
    ///
    /// Child tasks have it too; detached tasks and the blocks of a dispatch queue do not.
    @TaskLocal public static var current: String?
}

extension Gallery {
    /// Does something on somebody's behalf: every line it adds to an audit trail names them.
    ///
    /// - Parameters:
    ///   - actor: Who.
    ///   - body: Does it, with any gallery.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    public static func acting<T, Failure: Error>(
        as actor: String,
        _ body: () throws(Failure) -> T
    ) throws(Failure) -> T {
        // As a result: `withValue` would forget the type of the error.
        try AuditActor.$current.withValue(actor) { Result { () throws(Failure) in try body() } }.get()
    }

    /// Does something on somebody's behalf, as ``acting(as:_:)-(_,()->T)`` does, in a body that waits.
    ///
    /// - Parameters:
    ///   - actor: Who.
    ///   - isolation: The actor the body runs on; the caller's.
    ///   - body: Does it, with any gallery.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    public static func acting<T, Failure: Error>(
        as actor: String,
        isolation: isolated (any Actor)? = #isolation,
        _ body: () async throws(Failure) -> T
    ) async throws(Failure) -> T {
        let result: Result<T, Failure> = await AuditActor.$current.withValue(
            actor,
            operation: {
                do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
            },
            isolation: isolation
        )
        return try result.get()
    }
}
