public import Configuration
import Foundation

/// How a service is run: where it listens, what it keeps, what it refuses.
public struct ServiceConfiguration: Sendable {
    /// What is refused.
    public struct Limits: Sendable {
        /// The most bytes of a photo or another body.
        public var bodyBytes = 20 << 20
        /// The most bytes of all bodies that are being received or worked on.
        public var bodyBytesAtOnce = 256 << 20
        /// The most bytes of a zip archive or an export that is brought in.
        public var importBytes = 2 << 30
        /// The seconds a body may take to arrive.
        public var bodySeconds = 30.0
        /// The seconds a connection may be idle.
        public var idleSeconds = 60.0
        /// The most pixels of a photo.
        public var pixels = 50_000_000
        /// The most faces of a photo.
        public var faces = 200
        /// The most connections; further ones wait.
        public var connections = 1024
        /// The most photos that wait for the engine; further ones are refused with 429.
        public var queue = 64
        /// Requests a second that a key may make.
        public var requestsPerSecond = 1000.0
        /// Requests that a key may make at once.
        public var requestsAtOnce = 2000.0

        /// Creates the standard limits.
        public init() {}
    }

    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port to listen on; 0 for any that is free.
    public var port = 8080
    /// The file of a certificate chain (PEM), for TLS.
    public var certificate: String?
    /// The file of its private key (PEM).
    public var privateKey: String?
    /// The file of the API keys; `nil` if nobody is asked for one.
    public var keys: String?
    /// The folder that backups go to; `nil` if none may be made.
    public var backups: String?
    /// The threads that read photos.
    public var workers = ProcessInfo.processInfo.activeProcessorCount
    /// The most photos a thread reads at once.
    public var batch = 8
    /// The milliseconds that the first photo of a batch waits for others.
    public var deadlineMilliseconds = 1.0
    /// The share of strangers that may be taken for somebody, until the settings say otherwise.
    public var fpir = 0.01
    /// What is refused.
    public var limits = Limits()

    /// Creates the standard configuration.
    public init() {}

    /// Why a configuration cannot be used: the key, and a sentence.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The key that is wrong.
        public var key: String
        /// One sentence that can follow `key: `.
        public var reason: String
        /// Both.
        public var description: String { "\(key): \(reason)" }
    }

    /// Reads a configuration: command line before environment before file, whatever the reader has.
    ///
    /// - Parameter config: Where the values are; keys are those of ``keys``.
    /// - Throws: ``Failure`` for a value that cannot be.
    public init(_ config: ConfigReader) throws(Failure) {
        self.init()
        host = config.string(forKey: "host", default: host)
        port = try Self.number(config.int(forKey: "port"), "port", port, 0...65535)
        certificate = config.string(forKey: "tls.certificate")
        privateKey = config.string(forKey: "tls.key")
        keys = config.string(forKey: "keys")
        backups = config.string(forKey: "backups")
        workers = try Self.number(config.int(forKey: "engine.workers"), "engine.workers", workers, 1...256)
        batch = try Self.number(config.int(forKey: "engine.batch"), "engine.batch", batch, 1...256)
        deadlineMilliseconds = try Self.number(
            config.double(forKey: "engine.deadline"),
            "engine.deadline",
            deadlineMilliseconds,
            0...1000
        )
        fpir = try Self.number(config.double(forKey: "fpir"), "fpir", fpir, 1e-9...0.999)
        limits = try Limits(config)
        guard (certificate == nil) == (privateKey == nil) else {
            throw Failure(key: "tls", reason: "a certificate and its key are given together")
        }
        guard keys != nil || Access.isLoopback(host) else {
            throw Failure(
                key: "keys",
                reason: "needed to listen on \(host), which others can reach: make one with `facenet keys add`"
            )
        }
    }

    static func number<Value: Comparable>(
        _ value: Value?,
        _ key: String,
        _ standard: Value,
        _ range: ClosedRange<Value>
    ) throws(Failure) -> Value {
        let value = value ?? standard
        guard range.contains(value) else {
            throw Failure(key: key, reason: "is \(value), and may be \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}

extension ServiceConfiguration.Limits {
    init(_ config: ConfigReader) throws(ServiceConfiguration.Failure) {
        self.init()
        func integer(
            _ key: String,
            _ standard: Int,
            _ range: ClosedRange<Int>
        ) throws(ServiceConfiguration.Failure) -> Int {
            let value = config.int(forKey: "limits.\(key)".configKey)
            return try ServiceConfiguration.number(value, "limits.\(key)", standard, range)
        }
        func number(
            _ key: String,
            _ standard: Double,
            _ range: ClosedRange<Double>
        ) throws(ServiceConfiguration.Failure) -> Double {
            let value = config.double(forKey: "limits.\(key)".configKey)
            return try ServiceConfiguration.number(value, "limits.\(key)", standard, range)
        }
        bodyBytes = try integer("bodyBytes", bodyBytes, 1024...(1 << 31))
        bodyBytesAtOnce = try integer("bodyBytesAtOnce", bodyBytesAtOnce, 1024...(1 << 40))
        importBytes = try integer("importBytes", importBytes, 1024...(1 << 40))
        bodySeconds = try number("bodySeconds", bodySeconds, 0.1...86400)
        idleSeconds = try number("idleSeconds", idleSeconds, 0.1...86400)
        pixels = try integer("pixels", pixels, 1...(1 << 32))
        faces = try integer("faces", faces, 1...100_000)
        connections = try integer("connections", connections, 1...100_000)
        queue = try integer("queue", queue, 1...100_000)
        requestsPerSecond = try number("requestsPerSecond", requestsPerSecond, 0.001...1e9)
        requestsAtOnce = try number("requestsAtOnce", requestsAtOnce, 1...1e9)
    }
}

extension String {
    /// The same as a configuration's key, its parts divided by dots.
    fileprivate var configKey: ConfigKey { ConfigKey(split(separator: ".").map(String.init)) }
}
