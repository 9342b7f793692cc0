/// Reads a pickle of lists, tuples, numbers, text and bytes, of protocols 0 through 5, and runs nothing.
///
/// The operations are those of CPython's `Lib/pickletools.py`. Python 3 writes bytes in protocols 0 through 2 as a call of
/// `_codecs.encode`; that one name, and `bytes` without arguments, are understood without calling anything, and every other
/// name is refused.
struct Pickle {
    private let bytes: [UInt8]
    private var place = 0
    private var stack: [PickleValue] = []
    private var memo: [Int: PickleValue] = [:]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Returns the pickle's value.
    ///
    /// - Throws: ``EvaluationError/malformedBytes(offset:reason:)`` where the pickle is cut off, not one, or holds something
    ///   else.
    mutating func value() throws(EvaluationError) -> PickleValue {
        while true {
            let start = place
            let operation = try byte()
            if operation == UInt8(ascii: ".") { return try pop() }
            if try runStructure(operation) { continue }
            if try runNumber(operation) { continue }
            if try runText(operation) { continue }
            if try runMemo(operation) { continue }
            throw .malformedBytes(
                offset: start,
                reason: "operation \(operation) is not one of lists, numbers and bytes"
            )
        }
    }

    /// Marks, lists, tuples and the two functions.
    private mutating func runStructure(_ operation: UInt8) throws(EvaluationError) -> Bool {
        switch operation {
        case 0x80:
            let version = try byte()
            guard version <= 5 else { throw problem("protocol \(version) is newer than 5") }
        case 0x95: _ = try count(8)
        case UInt8(ascii: "("): stack.append(.mark)
        case UInt8(ascii: "]"), UInt8(ascii: ")"): stack.append(.sequence(PickleValue.Items()))
        case UInt8(ascii: "l"), UInt8(ascii: "t"): stack.append(.sequence(PickleValue.Items(try popToMark())))
        case 0x85, 0x86, 0x87:
            var items: [PickleValue] = []
            for _ in 0...operation - 0x85 { items.append(try pop()) }
            stack.append(.sequence(PickleValue.Items(items.reversed())))
        case UInt8(ascii: "a"):
            let item = try pop()
            try append([item])
        case UInt8(ascii: "e"):
            let items = try popToMark()
            try append(items)
        case UInt8(ascii: "0"): _ = try pop()
        case UInt8(ascii: "c"):
            let (module, name) = (try line(), try line())
            stack.append(.function(try function(module: module, name: name)))
        case 0x93:
            guard case .text(let name) = try pop(), case .text(let module) = try pop() else {
                throw problem("a function's name is not text")
            }
            stack.append(.function(try function(module: module, name: name)))
        case UInt8(ascii: "R"): stack.append(.bytes(try call()))
        default: return false
        }
        return true
    }

    private mutating func runNumber(_ operation: UInt8) throws(EvaluationError) -> Bool {
        switch operation {
        case 0x88: stack.append(.integer(1))
        case 0x89: stack.append(.integer(0))
        case UInt8(ascii: "K"): stack.append(.integer(try count(1)))
        case UInt8(ascii: "M"): stack.append(.integer(try count(2)))
        case UInt8(ascii: "J"): stack.append(.integer(Int(Int32(truncatingIfNeeded: try count(4)))))
        case UInt8(ascii: "I"), UInt8(ascii: "L"):
            var digits = try line()
            if digits.last == UInt8(ascii: "L") { digits.removeLast() }
            guard let value = Int(String(decoding: digits, as: UTF8.self)) else { throw problem("not a whole number") }
            stack.append(.integer(value))
        case 0x8A:
            let little = try take(try count(1))
            guard little.count <= 8 else { throw problem("a number of \(little.count) bytes") }
            // Two's complement: the last byte carries the sign.
            var value = little.last.map { $0 >= 0x80 ? -1 : 0 } ?? 0
            for byte in little.reversed() { value = value << 8 | Int(byte) }
            stack.append(.integer(value))
        default: return false
        }
        return true
    }

    private mutating func runText(_ operation: UInt8) throws(EvaluationError) -> Bool {
        switch operation {
        case UInt8(ascii: "C"), UInt8(ascii: "U"): stack.append(.bytes(try take(try count(1))))
        case UInt8(ascii: "B"), UInt8(ascii: "T"): stack.append(.bytes(try take(try count(4))))
        case 0x8E, 0x96: stack.append(.bytes(try take(try count(8))))
        case UInt8(ascii: "S"): stack.append(.bytes(try PickleLiteral.bytes(line(), at: place)))
        case 0x8C: stack.append(.text(try take(try count(1))))
        case UInt8(ascii: "X"): stack.append(.text(try take(try count(4))))
        case 0x8D: stack.append(.text(try take(try count(8))))
        case UInt8(ascii: "V"): stack.append(.text(try PickleLiteral.text(line(), at: place)))
        default: return false
        }
        return true
    }

    private mutating func runMemo(_ operation: UInt8) throws(EvaluationError) -> Bool {
        switch operation {
        case 0x94: memo[memo.count] = try top()
        case UInt8(ascii: "q"): memo[try count(1)] = try top()
        case UInt8(ascii: "r"): memo[try count(4)] = try top()
        case UInt8(ascii: "p"): memo[try lineNumber()] = try top()
        case UInt8(ascii: "h"): stack.append(try remembered(try count(1)))
        case UInt8(ascii: "j"): stack.append(try remembered(try count(4)))
        case UInt8(ascii: "g"): stack.append(try remembered(try lineNumber()))
        default: return false
        }
        return true
    }
}

// What operations are made of.
extension Pickle {
    private func problem(_ reason: String) -> EvaluationError { .malformedBytes(offset: place, reason: reason) }

    private mutating func byte() throws(EvaluationError) -> UInt8 {
        guard place < bytes.count else { throw problem("the pickle is cut off") }
        defer { place += 1 }
        return bytes[place]
    }

    private mutating func take(_ count: Int) throws(EvaluationError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.count - place else { throw problem("the pickle is cut off") }
        defer { place += count }
        return bytes[place..<place + count]
    }

    /// A number of `size` bytes, the least first.
    private mutating func count(_ size: Int) throws(EvaluationError) -> Int {
        let value = try take(size).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard let count = Int(exactly: value) else { throw problem("a length of \(value)") }
        return count
    }

    private mutating func line() throws(EvaluationError) -> ArraySlice<UInt8> {
        guard let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) else {
            throw problem("the pickle is cut off")
        }
        defer { place = end + 1 }
        return bytes[place..<end]
    }

    private mutating func lineNumber() throws(EvaluationError) -> Int {
        guard let number = Int(String(decoding: try line(), as: UTF8.self)) else { throw problem("not a whole number") }
        return number
    }

    private mutating func pop() throws(EvaluationError) -> PickleValue {
        guard let value = stack.popLast() else { throw problem("an operation lacks its value") }
        return value
    }

    private func top() throws(EvaluationError) -> PickleValue {
        guard let value = stack.last else { throw problem("an operation lacks its value") }
        return value
    }

    private mutating func popToMark() throws(EvaluationError) -> [PickleValue] {
        let mark = stack.lastIndex { if case .mark = $0 { true } else { false } }
        guard let mark else { throw problem("a list lacks its beginning") }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[(mark + 1)...])
    }

    private mutating func append(_ items: [PickleValue]) throws(EvaluationError) {
        guard case .sequence(let list) = try top() else { throw problem("items are appended to what is no list") }
        list.items += items
    }

    private mutating func remembered(_ number: Int) throws(EvaluationError) -> PickleValue {
        guard let value = memo[number] else { throw problem("value \(number) is used before it is there") }
        return value
    }

    private func function(
        module: ArraySlice<UInt8>,
        name: ArraySlice<UInt8>
    ) throws(EvaluationError) -> PickleValue.Function {
        switch (String(decoding: module, as: UTF8.self), String(decoding: name, as: UTF8.self)) {
        case ("_codecs", "encode"): return .encode
        case ("__builtin__", "bytes"), ("builtins", "bytes"): return .bytes
        case (let module, let name): throw problem("\(module).\(name) is not one of lists, numbers and bytes")
        }
    }

    /// What calling a function would give.
    private mutating func call() throws(EvaluationError) -> ArraySlice<UInt8> {
        guard case .sequence(let arguments) = try pop(), case .function(let function) = try pop() else {
            throw problem("a call lacks its function")
        }
        switch (function, arguments.items.first, arguments.items.last) {
        case (.bytes, nil, nil): return []
        case (.encode, .text(let text)?, .text(let codec)?)
        where arguments.items.count == 2 && codec.elementsEqual("latin1".utf8):
            var encoded: [UInt8] = []
            encoded.reserveCapacity(text.count)
            for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
                guard let byte = UInt8(exactly: scalar.value) else { throw problem("text stands for no bytes") }
                encoded.append(byte)
            }
            return encoded[...]
        default: throw problem("a call is not one that gives bytes")
        }
    }
}
