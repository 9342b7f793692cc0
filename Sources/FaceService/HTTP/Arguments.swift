import FaceEmbedding
import FaceRecognition
import Foundation
import Hummingbird

/// What a request says in its path and query, read strictly: what is there and wrong is a 400 that names it.
struct Arguments {
    private let request: Request
    private let context: ServiceContext

    init(_ request: Request, _ context: ServiceContext) { (self.request, self.context) = (request, context) }

    /// A query parameter's text, once; `nil` if it is absent.
    func text(_ name: String, most: Int = 200) throws -> String? {
        let values = try fields().filter { $0.name == name }.map(\.value)
        guard let value = values.first else { return nil }
        guard values.count == 1 else { throw Problem.badRequest("`\(name)` is given \(values.count) times") }
        guard value.unicodeScalars.count <= most else {
            throw Problem.badRequest("`\(name)` has more than \(most) characters")
        }
        return value
    }

    /// The query as browsers and forms write it: `+` is a space there, which a decoder of addresses leaves alone.
    private func fields() throws -> [(name: String, value: String)] {
        try (request.uri.query ?? "").split(separator: "&").map { field in
            let pair = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = pair.map { $0.replacing("+", with: " ").removingPercentEncoding }
            guard let name = decoded[0], let value = decoded.count == 2 ? decoded[1] : "" else {
                throw Problem.badRequest("the query cannot be decoded")
            }
            return (name, value)
        }
    }

    func requiredText(_ name: String, most: Int = 200) throws -> String {
        guard let text = try text(name, most: most), !text.isEmpty else {
            throw Problem.badRequest("`\(name)` is missing")
        }
        return text
    }

    /// A whole number of a range.
    func integer(_ name: String, in range: ClosedRange<Int>, default value: Int) throws -> Int {
        guard let text = try text(name) else { return value }
        guard let number = Self.integer(text), range.contains(number) else {
            throw Problem.badRequest("`\(name)` is a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A rate: above 0 and below 1.
    func rate(_ name: String) throws -> Double? {
        guard let text = try text(name) else { return nil }
        guard let number = Double(text), number > 0, number < 1, !text.contains("x"), !text.contains("X") else {
            throw Problem.badRequest("`\(name)` is a rate above 0 and below 1")
        }
        return number
    }

    /// Which face of a photo is meant.
    func face(default selection: FaceSelection = .only) throws -> FaceSelection {
        switch try text("face") {
        case nil: return selection
        case "only": return .only
        case "largest": return .largest
        case "central": return .central
        case let text?:
            guard let number = Self.integer(text), 0...10000 ~= number else {
                throw Problem.badRequest("`face` is only, largest, central, or a number from 0")
            }
            return .number(number)
        }
    }

    /// The person of the path or query.
    func person(_ text: String?) throws -> PersonID {
        guard let text, 1...64 ~= text.utf8.count, text.utf8.allSatisfy({ Self.isIdentifier($0) && $0 != 46 }) else {
            throw Problem.badRequest("a person's identifier has letters, digits, - and _")
        }
        return PersonID(rawValue: text)
    }

    func personInPath() throws -> PersonID { try person(context.parameters.get("person")) }

    /// A number of the path, 1 or more.
    func number(_ name: String) throws -> Int64 {
        guard let text = context.parameters.get(name), let number = Self.integer(text), number >= 1 else {
            throw Problem.badRequest("`\(name)` is a whole number from 1")
        }
        return Int64(number)
    }

    /// Decimal digits alone: no sign but a leading minus, no spaces, no `1e3`; and what JSON can hold exactly.
    private static func integer(_ text: String) -> Int? {
        guard let number = Int(text), abs(number) <= 9_007_199_254_740_991, !text.hasPrefix("+") else { return nil }
        return number
    }

    /// Whether a byte is a letter, a digit, a dot, `-` or `_`.
    static func isIdentifier(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
