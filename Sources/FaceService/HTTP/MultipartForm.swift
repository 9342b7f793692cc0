import Foundation
import NIOCore

/// The parts of a `multipart/form-data` body (RFC 7578), as far as files by name go.
///
/// Takes a whole body: this API bounds bodies before it collects them. Nested and encoded parts are refused, as no browser
/// sends them.
struct MultipartForm {
    struct Part {
        var name: String
        var filename: String?
        var bytes: ArraySlice<UInt8>
    }

    var parts: [Part] = []

    /// The most parts of a form.
    static let mostParts = 64

    /// Reads a form.
    ///
    /// - Parameters:
    ///   - body: The whole body.
    ///   - contentType: The header, with the boundary.
    /// - Throws: ``Problem`` if it is no form, cut or has too many parts.
    /// - Complexity: O(*bytes*).
    init(_ body: [UInt8], contentType: String) throws {
        guard let boundary = Self.boundary(of: contentType) else {
            throw Problem.badRequest("the form's Content-Type names no boundary")
        }
        let delimiter = Array("--\(boundary)".utf8)
        guard body.starts(with: delimiter) else {
            throw Problem.badRequest("the form does not begin with its boundary")
        }
        var rest = body[delimiter.count...]
        let next = Array("\r\n".utf8) + delimiter
        while true {
            if rest.starts(with: "--".utf8) { return }
            guard rest.starts(with: "\r\n".utf8) else { throw Problem.badRequest("the form is cut or damaged") }
            rest = rest.dropFirst(2)
            guard let end = rest.firstRange(of: next)?.lowerBound else {
                throw Problem.badRequest("the form is cut: its last boundary is missing")
            }
            guard parts.count < Self.mostParts else { throw Problem.badRequest("the form has too many parts") }
            parts.append(try Self.part(rest[..<end]))
            rest = rest[(end + next.count)...]
        }
    }

    /// The one file of a name.
    func file(_ name: String) throws -> Part {
        let found = parts.filter { $0.name == name }
        guard let part = found.first else { throw Problem.badRequest("the form has no part `\(name)`") }
        guard found.count == 1 else { throw Problem.badRequest("the form has several parts `\(name)`") }
        return part
    }

    private static func part(_ bytes: ArraySlice<UInt8>) throws -> Part {
        let blank = Array("\r\n\r\n".utf8)
        guard let head = bytes.firstRange(of: blank), bytes.distance(from: bytes.startIndex, to: head.lowerBound) < 8192
        else { throw Problem.badRequest("a part of the form has no header") }
        let lines = String(decoding: bytes[..<head.lowerBound], as: UTF8.self).split(separator: "\r\n")
        for line in lines {
            let field = line.split(separator: ":", maxSplits: 1)
            guard field.count == 2, field[0].lowercased() == "content-disposition" else { continue }
            let parameters = HeaderParameters(String(field[1]))
            guard parameters.value == "form-data", let name = parameters["name"] else { break }
            return Part(name: name, filename: parameters["filename"], bytes: bytes[head.upperBound...])
        }
        throw Problem.badRequest("a part of the form has no name")
    }

    private static func boundary(of contentType: String) -> String? {
        HeaderParameters(contentType)["boundary"].flatMap { 1...70 ~= $0.utf8.count ? $0 : nil }
    }
}

/// A header's value and what follows it: `form-data; name="photo"`.
struct HeaderParameters {
    /// What stands before the first semicolon, in lower case.
    let value: String
    private var parameters: [String: String] = [:]

    init(_ text: String) {
        var fields: [String] = [""]
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if isEscaped {
                fields[fields.count - 1].append(character)
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == ";", !isQuoted {
                fields.append("")
            } else {
                fields[fields.count - 1].append(character)
            }
        }
        value = fields[0].trimmingCharacters(in: .whitespaces).lowercased()
        for field in fields.dropFirst() {
            let pair = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            let name = pair[0].trimmingCharacters(in: .whitespaces).lowercased()
            parameters[name] = pair[1].trimmingCharacters(in: .whitespaces)
        }
    }

    subscript(_ name: String) -> String? { parameters[name] }
}
