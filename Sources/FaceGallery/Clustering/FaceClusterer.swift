public import FaceEmbedding
public import Foundation

/// Groups faces of unknown people, by who is in which photos.
///
///     let clusterer = FaceClusterer()
///     let clustering = try clusterer.clustering(of: embeddings, constraints: ClusterConstraints(photos: photos))
///     for group in clustering.groups { ... }
///
/// Every face is compared with every other once; what is near enough becomes a graph, and all methods work on that. So a
/// threshold is part of every method, and nothing farther apart than it is ever compared again. The same faces in the
/// same order give the same groups, whatever the number of threads.
public struct FaceClusterer: Hashable, Sendable {
    /// When two groups become one.
    public enum Linkage: String, CaseIterable, Hashable, Sendable {
        /// When the mean over all pairs of their faces is within the threshold: the mean of squared distances.
        case average
        /// When every pair of their faces is within the threshold.
        case complete
        /// When any pair of their faces is within the threshold.
        case single
    }

    /// How groups are found.
    public enum Method: Hashable, Sendable {
        /// The two nearest groups join, over and over, until none are within the threshold.
        ///
        /// What the paper groups photos with (*FaceNet*, <https://arxiv.org/abs/1503.03832>, section 5.8).
        case agglomerative(Linkage)
        /// Faces with at least this many faces within the threshold, themselves among them, join theirs; the others
        /// join the nearest of those, or stay alone: DBSCAN, Ester et al., 1996.
        case density(minimumFaces: Int)
        /// Each face takes the name that most of its neighbors have, the nearer counting more, over and over: Chinese
        /// whispers, Biemann, 2006. The seed decides who speaks when.
        case whispers(seed: UInt64)
    }

    /// How groups are found.
    public var method: Method
    /// The greatest squared distance, 0 through 4; what it is compared with depends on the method.
    ///
    /// ``defaultThreshold(of:faces:)`` if `nil`.
    public var threshold: Float?
    /// The greatest squared distance of a face to one of a known person at which it joins that person before all else.
    public var knownThreshold: Float
    /// The most neighbors a face is compared with further; as many as memory allows if `nil`.
    public var maximumNeighbors: Int?
    /// Threads that compare faces.
    public var threads: Int

    /// Creates a way to group faces.
    public init(
        method: Method = .whispers(seed: 0),
        threshold: Float? = nil,
        knownThreshold: Float = Self.defaultKnownThreshold,
        maximumNeighbors: Int? = nil,
        threads: Int = ProcessInfo.processInfo.activeProcessorCount
    ) {
        self.method = method
        self.threshold = threshold
        self.knownThreshold = knownThreshold
        self.maximumNeighbors = maximumNeighbors
        self.threads = threads
    }

    /// See ``knownThreshold``.
    public static let defaultKnownThreshold: Float = 0.8

    /// The threshold that groups best, as measured under the classic 512-D model.
    ///
    /// The best B-cubed F on 4,400 faces of 260 people (CelebA); whispers and density did nearly as well with it on others
    /// (LFW). That of complete linkage depends on how many photos there are of a person, 1.1 for seven and 1.45 for
    /// seventeen, and is between. The more strangers there are, the nearer the nearest of them, so for whispers it falls by
    /// 0.05 with each doubling from 5,000 faces: the best were 0.8 for 10,000, 0.75 for 20,000, 0.6 for 100,000.
    ///
    /// - Parameters:
    ///   - method: How groups are found.
    ///   - faces: How many faces there are.
    /// - Returns: A squared distance.
    public static func defaultThreshold(of method: Method, faces: Int) -> Float {
        switch method {
        case .agglomerative(.average): 0.95
        case .agglomerative(.complete): 1.2
        case .agglomerative(.single): 0.55
        case .density: 0.55
        case .whispers: max(0.4, 0.85 - 0.05 * max(0, Float(log2(Double(max(1, faces)) / 5000))))
        }
    }

    /// Groups faces.
    ///
    /// - Parameters:
    ///   - embeddings: The faces, `[N]` of one dimension; none gives no groups.
    ///   - constraints: What is known of them.
    /// - Returns: The groups; every face is in one.
    /// - Throws: ``ClusteringError``.
    /// - Complexity: O(*N*² *D* / *threads*) for the comparison of all with all. Memory O(*N* (*D* + *K*)), where *K* is
    ///   ``maximumNeighbors``.
    public func clustering(
        of embeddings: [Embedding],
        constraints: ClusterConstraints = ClusterConstraints()
    ) throws(ClusteringError) -> Clustering {
        let limit = threshold ?? Self.defaultThreshold(of: method, faces: embeddings.count)
        for threshold in [limit, knownThreshold] where !(0...4).contains(threshold) {
            throw .invalidThreshold(threshold)
        }
        try constraints.check(count: embeddings.count)
        let matrix = try FaceMatrix(embeddings)
        var partition = try Partition(count: matrix.count, constraints: constraints)
        let isKnown = constraints.people?.map { $0 != nil } ?? []
        // Products of floats cannot tell less than this from zero: a face is within 0 of itself.
        let rounding: Float = 1e-5
        let (threshold, knownThreshold) = (limit + rounding, knownThreshold + rounding)
        let reach = isKnown.contains(true) ? max(threshold, knownThreshold) : threshold
        let graph = NeighborGraph(of: matrix, threshold: reach, limit: neighbors(of: matrix.count), threads: threads)
        if isKnown.contains(true) {
            KnownPeople(isKnown: isKnown, threshold: knownThreshold).pull(into: &partition, along: graph)
        }
        switch method {
        case .agglomerative(.single): DensityGrouping(minimumFaces: 1, threshold: threshold).join(&partition, graph)
        case .agglomerative(let linkage):
            var agglomeration = Agglomeration(linkage, threshold: threshold, graph: graph, matrix: matrix)
            agglomeration.join(&partition)
        case .density(let count): DensityGrouping(minimumFaces: count, threshold: threshold).join(&partition, graph)
        case .whispers(let seed): ChineseWhispers(seed: seed, threshold: threshold).join(&partition, graph)
        }
        return Clustering(roots: partition.roots(), isExact: graph.isComplete)
    }

    /// 24 million neighbors take 200 MB.
    private func neighbors(of count: Int) -> Int { max(1, maximumNeighbors ?? max(64, 24_000_000 / max(1, count))) }
}
