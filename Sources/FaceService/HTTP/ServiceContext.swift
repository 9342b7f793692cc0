import Foundation
import Hummingbird
import Logging
import NIOCore

/// What a request carries besides itself: who asks, and on which connection.
struct ServiceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who asks; set by ``Access`` before a handler runs.
    var caller = Caller.nobody
    /// The connection; `nil` in tests without one.
    let channel: (any Channel)?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The number that log and problem documents call the request by.
    var requestID: String { logger[metadataKey: "hb.request.id"].map { "\($0)" } ?? "-" }
}
