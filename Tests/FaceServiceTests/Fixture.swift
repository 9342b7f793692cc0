import FaceGallery
import FaceImaging
import FacePipeline
import FaceRecognition
import FaceTestSupport
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NIOFoundationCompat
import Testing

@testable import FaceService

/// A service of the shipped detector and model, with a gallery in a folder of its own.
///
/// Its people are drawn: the detector finds them, and the model tells them apart.
struct Fixture {
    let folder: String
    let service: FaceService
    /// By role; empty if the service asks for none.
    var keys: [Role: String] = [:]

    static let people = SyntheticFaceSet(size: 250, seed: 3)

    init(
        withKeys: Bool = false,
        workers: Int = 2,
        keepsCrops: Bool = true,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        change: (inout ServiceConfiguration) -> Void = { _ in }
    ) throws {
        folder = FileManager.default.temporaryDirectory.path + "/service-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var configuration = ServiceConfiguration()
        configuration.workers = workers
        configuration.backups = folder + "/backups"
        // Other tests may have the cores for minutes.
        configuration.limits.bodySeconds = 900
        configuration.limits.idleSeconds = 900
        if withKeys {
            configuration.keys = folder + "/keys.json"
            let file = try KeyFile(folder + "/keys.json")
            for role in Role.allCases { keys[role] = try file.add(named: "the \(role.rawValue)", role: role) }
        }
        change(&configuration)
        let recognizer = try Recognizer(
            reader: Self.reader,
            gallery: Self.gallery(folder + "/people.facegallery", keepsCrops: keepsCrops)
        )
        service = try FaceService(recognizer, configuration: configuration, logger: logger)
    }

    var gallery: Gallery { service.parts.recognizer.gallery }

    /// Stops the engine and removes the folder; tests call it last.
    func close() {
        service.parts.engine.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// One for all tests: the model is compiled once.
    private static let reader: FaceReader = {
        do { return try FaceReader(options: FaceReader.Options(threads: 2)) } catch { fatalError("\(error)") }
    }()

    private static func gallery(_ path: String, keepsCrops: Bool) throws -> Gallery {
        let options = Gallery.Options(keepsCrops: keepsCrops, recordsSearches: true)
        return try Gallery.create(at: path, model: GalleryModel(reader.embedder), options: options)
    }

    /// The photo of a drawn person as JPEG, a little different for each number.
    static func photo(of person: Int, number: Int = 0) throws -> [UInt8] {
        var view = SyntheticView(seed: UInt64(person * 100 + number))
        view.yaw = 0.03 * Float(number)
        view.smile = 0.2 * Float(number % 3)
        return try people.person(person).photo(in: view, size: 250).photo.encoded(as: .jpeg())
    }

    /// The photo of a drawn person with hardly any light.
    static func dark() throws -> [UInt8] {
        var photo = people.person(2).photo(in: SyntheticView(seed: 200), size: 250).photo
        for y in 0..<photo.height {
            for x in 0..<photo.width {
                let color = photo[x, y]
                photo[x, y] = Color(red: color.red / 4, green: color.green / 4, blue: color.blue / 4)
            }
        }
        return try photo.encoded(as: .png)
    }

    /// A photo without a face.
    static func wall() throws -> [UInt8] { try Photo(width: 200, height: 200).encoded(as: .png) }

    /// Runs `body` with a client of the service, in process.
    func test(_ body: @Sendable @escaping (Client) async throws -> Void) async throws {
        defer { close() }
        let application = Application(router: service.router, logger: service.parts.logger)
        try await application.test(.router) { try await body(Client($0, key: keys[.admin])) }
    }
}

/// Asks a service, and checks each answer against its document.
struct Client: Sendable {
    let client: any TestClientProtocol
    var key: String?

    init(_ client: any TestClientProtocol, key: String?) { (self.client, self.key) = (client, key) }

    /// An answer.
    struct Answer: Sendable {
        var status: Int
        var headers: HTTPFields
        var body: ByteBuffer

        var json: JSON {
            (try? JSONSerialization.jsonObject(with: Data(buffer: body))).map(JSON.init) ?? JSON(NSNull())
        }
        /// The word of a problem document.
        var reason: String { json["reason"].text }
    }

    @discardableResult
    func send(
        _ method: HTTPRequest.Method,
        _ uri: String,
        headers: HTTPFields = [:],
        type: String? = nil,
        body: [UInt8]? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        var headers = headers
        if let key, headers[.authorization] == nil { headers[.authorization] = "Bearer \(key)" }
        if let type { headers[.contentType] = type }
        let response = try await client.execute(
            uri: uri,
            method: method,
            headers: headers,
            body: body.map { ByteBuffer(bytes: $0) }
        )
        let answer = Answer(status: response.status.code, headers: response.headers, body: response.body)
        let path = String(uri.prefix { $0 != "?" })
        if let problem = try APIDocument.shared.complaint(about: answer, to: method.rawValue, path) {
            Issue.record("\(method) \(uri) answered \(answer.status): \(problem)", sourceLocation: sourceLocation)
        }
        return answer
    }

    func get(_ uri: String, headers: HTTPFields = [:]) async throws -> Answer {
        try await send(.get, uri, headers: headers)
    }

    func post(_ uri: String, json: String, headers: HTTPFields = [:]) async throws -> Answer {
        try await send(.post, uri, headers: headers, type: "application/json", body: Array(json.utf8))
    }

    func post(_ uri: String, photo: [UInt8], headers: HTTPFields = [:]) async throws -> Answer {
        try await send(.post, uri, headers: headers, type: "image/jpeg", body: photo)
    }

    /// Enrolls a photo of a drawn person under a name.
    @discardableResult
    func enroll(_ person: Int, as name: String, number: Int = 0) async throws -> Answer {
        try await post("/api/v1/enroll?name=\(name)", photo: Fixture.photo(of: person, number: number))
    }
}

/// JSON to look into.
struct JSON {
    let value: Any

    init(_ value: Any) { self.value = value }

    subscript(_ key: String) -> JSON { JSON((value as? [String: Any])?[key] ?? NSNull()) }
    subscript(_ index: Int) -> JSON {
        let list = value as? [Any] ?? []
        return JSON(list.indices.contains(index) ? list[index] : NSNull())
    }
    var list: [JSON] { (value as? [Any] ?? []).map(JSON.init) }
    var text: String { value as? String ?? "" }
    var number: Double { (value as? NSNumber)?.doubleValue ?? .nan }
    var integer: Int { (value as? NSNumber)?.intValue ?? -1 }
    var isTrue: Bool { (value as? NSNumber)?.boolValue ?? false }
    var isNull: Bool { value is NSNull }
}
