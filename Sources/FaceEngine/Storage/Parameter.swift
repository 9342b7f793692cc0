/// How the scalars of a stored parameter are written.
public enum ScalarType: String, Hashable, Sendable, CaseIterable {
    case float32, float16, bfloat16, int8, uint8, int32, int64, float64

    /// The size of one scalar in bytes.
    public var byteCount: Int {
        switch self {
        case .int8, .uint8: 1
        case .float16, .bfloat16: 2
        case .float32, .int32: 4
        case .int64, .float64: 8
        }
    }
}

/// One named array of weights: in memory, or lying in a mapped file until someone reads it.
public struct Parameter: Sendable {
    private enum Storage {
        case tensor([Float])
        case mapped(MappedFile, offset: Int)
    }

    /// The extents, outermost first.
    public let shape: Shape
    /// How the scalars are stored.
    public let scalarType: ScalarType
    private let storage: Storage

    /// Creates a parameter from a tensor in memory.
    public init(_ tensor: Tensor) {
        shape = tensor.shape
        scalarType = .float32
        storage = .tensor(tensor.scalars)
    }

    /// Creates a parameter of 16 bits a scalar, each the nearest to one of a tensor's; of two as near the even one.
    ///
    /// - Complexity: O(*n*) for *n* scalars.
    public init(roundingToBFloat16 tensor: Tensor) {
        let rounded = tensor.scalars.map { scalar -> UInt16 in
            let bits = scalar.bitPattern
            // What is no number stays none: rounding could carry it to infinity.
            guard !scalar.isNaN else { return UInt16(truncatingIfNeeded: bits >> 16) | 0x40 }
            return UInt16(truncatingIfNeeded: (bits &+ 0x7fff &+ (bits >> 16 & 1)) >> 16).littleEndian
        }
        let bytes = rounded.withUnsafeBytes { MappedFile(copying: $0) }
        self.init(mapped: bytes, offset: 0, shape: tensor.shape, scalarType: .bfloat16)
    }

    /// Creates a parameter that lies in a mapped file, little-endian and row-major from byte `offset` on.
    ///
    /// - Precondition: The bytes lie inside the file; readers check this against the file's own header first.
    public init(mapped file: MappedFile, offset: Int, shape: Shape, scalarType: ScalarType) {
        precondition(
            offset >= 0 && offset + shape.count * scalarType.byteCount <= file.count,
            "parameter of shape \(shape) at \(offset) lies outside its file"
        )
        self.shape = shape
        self.scalarType = scalarType
        storage = .mapped(file, offset: offset)
    }

    /// Calls `body` with the stored bytes, `shape.count * scalarType.byteCount` of them, not necessarily aligned.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch storage {
        case .tensor(let scalars):
            try scalars.withUnsafeBufferPointer { buffer throws(Failure) in
                try body(UnsafeRawBufferPointer(buffer))
            }
        case .mapped(let file, let offset):
            try file.withUnsafeBytes { bytes throws(Failure) in
                try body(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + shape.count * scalarType.byteCount]))
            }
        }
    }

    /// Calls `body` with the scalars as 32-bit floats: the stored bytes themselves where they are that already.
    public func withUnsafeFloats<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if case .tensor(let scalars) = storage { return try scalars.withUnsafeBufferPointer(body) }
        return try withUnsafeBytes { bytes throws(Failure) in
            let isAligned = Int(bitPattern: bytes.baseAddress) % MemoryLayout<Float>.alignment == 0
            guard scalarType == .float32, isAligned else {
                return try floats(from: bytes).withUnsafeBufferPointer(body)
            }
            return try body(bytes.assumingMemoryBound(to: Float.self))
        }
    }

    /// The scalars as 32-bit floats, in memory.
    ///
    /// - Complexity: O(*n*) for a mapped parameter of *n* scalars, O(1) for one in memory.
    public var tensor: Tensor {
        if case .tensor(let scalars) = storage { return Tensor(scalars, shape: shape) }
        return Tensor(withUnsafeBytes(floats(from:)), shape: shape)
    }

    /// Lets the pages of a mapped parameter leave resident memory, once a program has packed what it needs.
    func releasePages() {
        guard case .mapped(let file, let offset) = storage else { return }
        file.release(offset..<offset + shape.count * scalarType.byteCount)
    }

    private func floats(from bytes: UnsafeRawBufferPointer) -> [Float] {
        func map<Scalar>(_: Scalar.Type, _ convert: (Scalar) -> Float) -> [Float] {
            (0..<shape.count).map { index in
                convert(bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Scalar>.size, as: Scalar.self))
            }
        }
        return switch scalarType {
        case .float32: map(Float.self) { $0 }
        case .float64: map(Double.self) { Float($0) }
        case .bfloat16: map(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
        case .float16: map(UInt16.self) { Float(half: $0) }
        case .int8: map(Int8.self) { Float($0) }
        case .uint8: map(UInt8.self) { Float($0) }
        case .int32: map(Int32.self) { Float($0) }
        case .int64: map(Int64.self) { Float($0) }
        }
    }
}

extension Float {
    /// Creates a float from the bits of an IEEE half.
    ///
    /// By hand, since `Float16` is not available everywhere.
    init(half bits: UInt16) {
        let sign = UInt32(bits & 0x8000) << 16
        let exponent = UInt32(bits >> 10) & 0x1f
        let fraction = UInt32(bits) & 0x3ff
        switch (exponent, fraction) {
        case (0, _): self = Float(fraction) * 0x1p-24 * (sign == 0 ? 1 : -1)
        case (0x1f, _): self.init(bitPattern: sign | 0x7f80_0000 | fraction << 13)
        default: self.init(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }
}
