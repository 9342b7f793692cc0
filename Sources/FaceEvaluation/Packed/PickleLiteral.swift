/// Strings as protocol 0 writes them: on a line, with escapes.
enum PickleLiteral {
    /// Reads a Python 2 string in quotes, such as `'\xff\xd8'`.
    static func bytes(_ line: ArraySlice<UInt8>, at offset: Int) throws(EvaluationError) -> ArraySlice<UInt8> {
        guard line.count >= 2, let quote = line.first, quote == line.last, quote == 0x22 || quote == 0x27 else {
            throw .malformedBytes(offset: offset, reason: "a string is not in quotes")
        }
        var bytes: [UInt8] = []
        var rest = line.dropFirst().dropLast()
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "n")?: bytes.append(0x0A)
            case UInt8(ascii: "r")?: bytes.append(0x0D)
            case UInt8(ascii: "t")?: bytes.append(0x09)
            case UInt8(ascii: "x")?: bytes.append(UInt8(try number(&rest, digits: 2, at: offset)))
            case let other? where [0x22, 0x27, UInt8(ascii: "\\")].contains(other): bytes.append(other)
            default: throw .malformedBytes(offset: offset, reason: "a string has an unknown escape")
            }
        }
        return bytes[...]
    }

    /// Reads text whose escapes are `\uXXXX` and `\UXXXXXXXX`; other bytes are Latin 1.
    static func text(_ line: ArraySlice<UInt8>, at offset: Int) throws(EvaluationError) -> ArraySlice<UInt8> {
        var text = String.UnicodeScalarView()
        var rest = line
        while let byte = rest.popFirst() {
            let digits: Int? =
                switch (byte, rest.first) {
                case (UInt8(ascii: "\\"), UInt8(ascii: "u")?): 4
                case (UInt8(ascii: "\\"), UInt8(ascii: "U")?): 8
                default: nil
                }
            guard let digits else {
                text.append(Unicode.Scalar(byte))
                continue
            }
            rest.removeFirst()
            guard let scalar = Unicode.Scalar(try number(&rest, digits: digits, at: offset)) else {
                throw .malformedBytes(offset: offset, reason: "text has an unknown escape")
            }
            text.append(scalar)
        }
        return Array(String(text).utf8)[...]
    }

    private static func number(
        _ rest: inout ArraySlice<UInt8>,
        digits: Int,
        at offset: Int
    ) throws(EvaluationError) -> UInt32 {
        let text = String(decoding: rest.prefix(digits), as: UTF8.self)
        guard rest.count >= digits, let value = UInt32(text, radix: 16) else {
            throw .malformedBytes(offset: offset, reason: "a string is cut off")
        }
        rest.removeFirst(digits)
        return value
    }
}
