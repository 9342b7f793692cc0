import Foundation
import HTTPTypes
import NIOCore
import NIOFoundationCompat

@testable import FaceService

/// The OpenAPI document, and whether an answer is as it says.
struct APIDocument: @unchecked Sendable {
    static let shared: APIDocument = {
        do { return try APIDocument() } catch { fatalError("\(error)") }
    }()

    let root: [String: Any]

    struct Operation {
        var method, path, role: String
        var responses: [String: Any]
        /// The names of what a query, a header or the path may say.
        var parameters: Set<String>
    }

    init() throws {
        let bytes = PageFiles.file("openapi.json")?.bytes ?? ByteBuffer()
        let object = try JSONSerialization.jsonObject(with: Data(buffer: bytes))
        root = object as? [String: Any] ?? [:]
    }

    var operations: [Operation] {
        (root["paths"] as? [String: [String: [String: Any]]] ?? [:]).flatMap { path, methods in
            methods.map { method, operation in
                let parameters = operation["parameters"] as? [[String: Any]] ?? []
                return Operation(
                    method: method.uppercased(),
                    path: path,
                    role: operation["x-role"] as? String ?? "",
                    responses: operation["responses"] as? [String: Any] ?? [:],
                    parameters: Set(parameters.compactMap { $0["name"] as? String })
                )
            }
        }
    }

    /// What of an answer is not as the document says; `nil` if nothing, or the path is none of the document's.
    func complaint(about answer: Client.Answer, to method: String, _ path: String) throws -> String? {
        let operation = operations.first { operation in
            let (own, other) = (operation.path.split(separator: "/"), path.split(separator: "/"))
            return operation.method == method && own.count == other.count
                && zip(own, other).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
                && !(operation.path.contains("{") && operations.contains { $0.path == path && $0.method == method })
        }
        guard let operation else { return nil }
        guard let response = operation.responses[String(answer.status)].map(resolved) else {
            return "the document has no \(answer.status)"
        }
        let type = HeaderParameters(answer.headers[.contentType] ?? "").value
        guard let content = response["content"] as? [String: Any] else {
            return answer.body.readableBytes == 0 ? nil : "there is a body where none is documented"
        }
        guard let media = content[type] as? [String: Any] else { return "the document has no \(type)" }
        guard type == "application/json" || type == "application/problem+json", let schema = media["schema"] else {
            return nil
        }
        let value = try JSONSerialization.jsonObject(with: Data(buffer: answer.body), options: .fragmentsAllowed)
        return complaint(about: value, schema as? [String: Any] ?? [:], at: "body")
    }

    /// The parts of JSON Schema that the document uses.
    private func complaint(about value: Any, _ schema: [String: Any], at place: String) -> String? {
        let schema = resolved(schema)
        if let choices = schema["oneOf"] as? [[String: Any]] {
            let fitting = choices.count { complaint(about: value, $0, at: place) == nil }
            return fitting == 1 ? nil : "\(place) fits \(fitting) of \(choices.count)"
        }
        let types = (schema["type"] as? [String]) ?? (schema["type"] as? String).map { [$0] } ?? []
        if !types.isEmpty, !types.contains(where: { Self.isOf($0, value) }) {
            return "\(place) is no \(types.joined(separator: " or "))"
        }
        if let choices = schema["enum"] as? [String], let text = value as? String, !choices.contains(text) {
            return "\(place) is \(text)"
        }
        if let pattern = schema["pattern"] as? String, let text = value as? String,
            text.range(of: pattern, options: .regularExpression) == nil
        {
            return "\(place) is not of \(pattern)"
        }
        if let items = schema["items"] as? [String: Any], let list = value as? [Any] {
            for (index, item) in list.enumerated() {
                if let problem = complaint(about: item, items, at: "\(place)[\(index)]") { return problem }
            }
        }
        guard let object = value as? [String: Any] else { return nil }
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        for name in schema["required"] as? [String] ?? [] where object[name] == nil { return "\(place) lacks \(name)" }
        for (name, item) in object {
            if let property = properties[name] {
                if let problem = complaint(about: item, property, at: "\(place).\(name)") { return problem }
            } else if schema["additionalProperties"] as? Bool == false {
                return "\(place) has \(name)"
            }
        }
        return nil
    }

    private func resolved(_ value: Any) -> [String: Any] {
        guard let object = value as? [String: Any] else { return [:] }
        guard let reference = object["$ref"] as? String else { return object }
        var found: Any = root
        for name in reference.dropFirst(2).split(separator: "/") {
            found = (found as? [String: Any])?[String(name)] ?? [:]
        }
        return resolved(found)
    }

    private static func isOf(_ type: String, _ value: Any) -> Bool {
        switch type {
        case "null": return value is NSNull
        case "string": return value is String
        case "array": return value is [Any]
        case "object": return value is [String: Any]
        case "boolean": return value is Bool
        case "integer": return (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } ?? false
        default: return value is NSNumber
        }
    }
}
