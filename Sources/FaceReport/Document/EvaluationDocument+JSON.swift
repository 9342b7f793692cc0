public import Foundation

extension EvaluationDocument {
    private struct Version: Decodable {
        var format: Int
    }

    /// Reads a document; keys it does not know are left alone, so what else a command prints may stand beside it.
    ///
    /// - Parameter json: A document in JSON, in UTF-8.
    /// - Throws: ``ReportError`` if it is none, or of a later format.
    public init(json: Data) throws(ReportError) {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "Infinity",
            negativeInfinity: "-Infinity",
            nan: "NaN"
        )
        let version: Int
        do { version = try decoder.decode(Version.self, from: json).format } catch {
            throw .notADocument(reason: Self.reason(for: error))
        }
        guard (1...Self.currentFormat).contains(version) else { throw .unknownFormat(version) }
        do { self = try decoder.decode(Self.self, from: json) } catch {
            throw .notADocument(reason: Self.reason(for: error))
        }
    }

    /// The document as one line of JSON, keys in alphabetical order: equal documents give equal bytes.
    ///
    /// An infinite number, such as the threshold that accepts everything, is the word `Infinity` in quotes.
    public func json() throws(ReportError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity",
            negativeInfinity: "-Infinity",
            nan: "NaN"
        )
        do { return try encoder.encode(self) } catch { throw .notADocument(reason: Self.reason(for: error)) }
    }

    /// Where in the file something is amiss, in words.
    private static func reason(for error: any Error) -> String {
        func place(_ path: [any CodingKey], _ last: (any CodingKey)? = nil) -> String {
            let keys = (path + (last.map { [$0] } ?? [])).map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }
            let place = keys.joined()
            return place.hasPrefix(".") ? String(place.dropFirst()) : place
        }
        return switch error {
        case DecodingError.keyNotFound(let key, let context): "there is no `\(place(context.codingPath, key))`"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            context.codingPath.isEmpty
                ? "it is not a JSON object" : "`\(place(context.codingPath))` is not what it should be"
        case DecodingError.dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "it is not JSON" : "`\(place(context.codingPath))` is not what it should be"
        default: "\(error)"
        }
    }
}
