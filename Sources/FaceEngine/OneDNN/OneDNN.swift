import COneDNN

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The library as a whole: its engine, its version, and how many threads it may use.
enum OneDNN {
    /// The CPU engine, one for the process.
    ///
    /// oneDNN promises that an engine may be used from several threads, and it is never destroyed.
    nonisolated(unsafe) static let engine: dnnl_engine_t? = {
        var engine: dnnl_engine_t?
        return dnnl_engine_create(&engine, dnnl_cpu, 0) == dnnl_success ? engine : nil
    }()

    /// What the library says it is, such as `2.6.3`.
    static var version: String {
        guard let version = dnnl_version()?.pointee else { return "unknown" }
        return "\(version.major).\(version.minor).\(version.patch)"
    }

    /// Whether this is oneDNN 3, which takes scales as arguments.
    static let isVersion3 = (dnnl_version()?.pointee.major ?? 2) >= 3

    /// Whether int8 dot products are summed without an intermediate 16-bit saturation.
    static var sumsInt8Exactly: Bool {
        #if arch(x86_64)
        has(dnnl_cpu_isa_avx512_core_vnni) || has(dnnl_cpu_isa_avx2_vnni)
        #else
        true
        #endif
    }

    /// Whether bf16 is native.
    static var hasBF16: Bool { has(dnnl_cpu_isa_avx512_core_bf16) }
    static var hasAVX512: Bool { has(dnnl_cpu_isa_avx512_core) }

    /// An instruction set is a set of bits, so that each includes those it builds on.
    ///
    /// Only on x86-64: elsewhere the library answers with bits that mean other things, and these would match some.
    private static func has(_ isa: dnnl_cpu_isa_t) -> Bool {
        #if arch(x86_64)
        dnnl_get_effective_cpu_isa().rawValue & isa.rawValue == isa.rawValue
        #else
        false
        #endif
    }

    /// Sets how many threads the primitives that this thread makes or runs may use.
    ///
    /// oneDNN leaves this to OpenMP, whose setting belongs to the calling thread; a library built without OpenMP runs
    /// as it was built.
    static func setThreadCount(_ count: Int) { setThreads?(CInt(count)) }

    private static let setThreads: (@convention(c) (CInt) -> Void)? = {
        guard let symbol = dlsym(nil, "omp_set_num_threads") else { return nil }
        return unsafeBitCast(symbol, to: (@convention(c) (CInt) -> Void).self)
    }()

    /// Makes a stream, in which primitives run one after the other; the caller destroys it.
    static func makeStream() throws(EngineError) -> dnnl_stream_t {
        var stream: dnnl_stream_t?
        try check(dnnl_stream_create(&stream, engine, dnnl_stream_default_flags.rawValue), "creating a stream")
        guard let stream else { throw .backend(action: "creating a stream", status: 0) }
        return stream
    }

    /// Turns a status into an error.
    static func check(_ status: dnnl_status_t, _ action: String) throws(EngineError) {
        guard status == dnnl_success else { throw .backend(action: action, status: Int(status.rawValue)) }
    }
}

/// A layout of memory with extents and a scalar type, owned.
final class MemoryDescriptor {
    let handle: dnnlx_md

    private init(owning handle: dnnlx_md) { self.handle = handle }

    deinit { dnnlx_md_destroy(handle) }

    /// A copy of a descriptor that belongs to somebody else.
    convenience init?(copying handle: dnnlx_const_md?) {
        guard let handle, let copy = dnnlx_md_clone(handle) else { return nil }
        self.init(owning: copy)
    }

    convenience init?(_ dimensions: [Int], _ type: dnnl_data_type_t, _ tag: dnnl_format_tag_t) {
        guard let handle = dnnlx_md_tag(CInt(dimensions.count), dimensions.map(Int64.init), type, tag) else {
            return nil
        }
        self.init(owning: handle)
    }

    convenience init?(_ dimensions: [Int], _ type: dnnl_data_type_t, strides: [Int]) {
        let strides = strides.map(Int64.init)
        guard let handle = dnnlx_md_strides(CInt(dimensions.count), dimensions.map(Int64.init), type, strides) else {
            return nil
        }
        self.init(owning: handle)
    }

    /// Row-major, without gaps.
    static func dense(_ shape: Shape, _ type: dnnl_data_type_t = dnnl_f32) -> MemoryDescriptor? {
        MemoryDescriptor(shape.dimensions, type, strides: shape.strides)
    }

    /// The part of this layout that has `dimensions` and starts at `offsets`, in the same memory.
    func part(_ dimensions: [Int], at offsets: [Int]) -> MemoryDescriptor? {
        withExtendedLifetime(self) {
            dnnlx_md_part(handle, dimensions.map(Int64.init), offsets.map(Int64.init)).map(
                MemoryDescriptor.init(owning:)
            )
        }
    }

    /// The bytes that a memory with this layout takes.
    var size: Int { withExtendedLifetime(self) { dnnlx_md_size(handle) } }

    /// Makes a memory of this layout at `base`; `nil` for one that is bound later.
    func wrap(_ base: UnsafeMutableRawPointer?, in memory: inout dnnl_memory_t?) throws(EngineError) {
        let status = withExtendedLifetime(self) { dnnlx_memory(&memory, handle, OneDNN.engine, base) }
        try OneDNN.check(status, "wrapping memory")
    }
}

extension MemoryDescriptor: Equatable {
    static func == (a: MemoryDescriptor, b: MemoryDescriptor) -> Bool {
        withExtendedLifetime((a, b)) { dnnlx_md_equal(a.handle, b.handle) != 0 }
    }
}

/// A compiled operation of oneDNN, owned, with the layouts it settled on.
final class Primitive {
    let handle: dnnl_primitive_t
    /// The kernel the library chose, such as `jit:avx512_core`.
    let kernel: String
    let source: MemoryDescriptor?
    let weights: MemoryDescriptor?
    let destination: MemoryDescriptor?
    let scratchpad: MemoryDescriptor?
    /// What a forward pass of training leaves for its backward pass; the backward pass reads the same.
    let workspace: MemoryDescriptor?
    let sourceGradient: MemoryDescriptor?
    let weightsGradient: MemoryDescriptor?
    let destinationGradient: MemoryDescriptor?

    /// Compiles what `description` describes, and frees the description.
    init?(consuming description: dnnl_primitive_desc_t?) {
        guard let description else { return nil }
        defer { dnnl_primitive_desc_destroy(description) }
        var primitive: dnnl_primitive_t?
        guard dnnl_primitive_create(&primitive, description) == dnnl_success, let primitive else { return nil }
        handle = primitive
        kernel = dnnlx_pd_name(description).map(String.init(cString:)) ?? "unnamed"
        source = MemoryDescriptor(copying: dnnlx_pd_md(description, dnnl_query_src_md, 0))
        weights = MemoryDescriptor(copying: dnnlx_pd_md(description, dnnl_query_weights_md, 0))
        destination = MemoryDescriptor(copying: dnnlx_pd_md(description, dnnl_query_dst_md, 0))
        scratchpad = MemoryDescriptor(copying: dnnlx_pd_md(description, dnnl_query_scratchpad_md, 0))
        workspace = MemoryDescriptor(copying: dnnlx_pd_md(description, dnnl_query_workspace_md, 0))
        sourceGradient = MemoryDescriptor(copying: dnnlx_pd_md(description, dnnl_query_diff_src_md, 0))
        weightsGradient = MemoryDescriptor(copying: dnnlx_pd_md(description, dnnl_query_diff_weights_md, 0))
        destinationGradient = MemoryDescriptor(copying: dnnlx_pd_md(description, dnnl_query_diff_dst_md, 0))
    }

    deinit { dnnl_primitive_destroy(handle) }
}

/// The attributes of a primitive: what is done to its result on the way out.
final class Attributes {
    let handle: dnnl_primitive_attr_t
    private let postOps: dnnl_post_ops_t
    /// How many post-ops there are so far; an argument of a post-op is named by its place.
    private(set) var count = 0

    init() throws(EngineError) {
        var (attributes, postOps): (dnnl_primitive_attr_t?, dnnl_post_ops_t?)
        try OneDNN.check(dnnl_primitive_attr_create(&attributes), "creating attributes")
        try OneDNN.check(dnnl_post_ops_create(&postOps), "creating post-ops")
        guard let attributes, let postOps else { throw .backend(action: "creating attributes", status: 0) }
        handle = attributes
        self.postOps = postOps
        try OneDNN.check(
            dnnl_primitive_attr_set_scratchpad_mode(handle, dnnl_scratchpad_mode_user),
            "asking for our own scratchpad"
        )
    }

    deinit {
        dnnl_post_ops_destroy(postOps)
        dnnl_primitive_attr_destroy(handle)
    }

    func appendSum(scale: Float, type: dnnl_data_type_t) throws(EngineError) {
        try OneDNN.check(dnnlx_append_sum(postOps, scale, type), "adding a sum")
        try attach()
    }

    func appendElementwise(_ algorithm: dnnl_alg_kind_t, _ alpha: Float, _ beta: Float) throws(EngineError) {
        try OneDNN.check(dnnlx_append_eltwise(postOps, algorithm, alpha, beta), "adding an activation")
        try attach()
    }

    /// - Returns: The number of the argument that hands in the slopes.
    func appendPReLU() throws(EngineError) -> CInt {
        try OneDNN.check(dnnl_post_ops_append_prelu(postOps, 1 << 1), "adding a prelu")
        try attach()
        return postOpArgument | DNNL_ARG_WEIGHTS
    }

    /// - Returns: The number of the argument that hands in the second operand.
    func appendBinary(_ algorithm: dnnl_alg_kind_t, _ operand: MemoryDescriptor) throws(EngineError) -> CInt {
        let status = withExtendedLifetime(operand) {
            dnnl_post_ops_append_binary(postOps, algorithm, operand.handle)
        }
        try OneDNN.check(status, "adding an operand")
        try attach()
        return postOpArgument | DNNL_ARG_SRC_1
    }

    func append(_ function: Activation) throws(EngineError) {
        let (algorithm, alpha, beta) = function.oneDNN
        try appendElementwise(algorithm, alpha, beta)
    }

    private var postOpArgument: CInt { DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * CInt(count) }

    private func attach() throws(EngineError) {
        count += 1
        try OneDNN.check(dnnl_primitive_attr_set_post_ops(handle, postOps), "attaching post-ops")
    }
}

extension Activation {
    /// The algorithm and its two constants.
    var oneDNN: (dnnl_alg_kind_t, Float, Float) {
        switch self {
        case .relu: (dnnl_eltwise_relu, 0, 0)
        case .leakyReLU(let slope): (dnnl_eltwise_relu, slope, 0)
        case .clip(let minimum, let maximum): (dnnl_eltwise_clip, minimum, maximum)
        case .sigmoid: (dnnl_eltwise_logistic, 0, 0)
        }
    }
}
