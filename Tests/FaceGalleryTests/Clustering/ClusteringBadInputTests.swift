import FaceEmbedding
import FaceGallery
import Testing

@Suite struct ClusteringBadInputTests {
    @Test(arguments: FaceClustererTests.methods) func `no faces are no groups`(method: FaceClusterer.Method) throws {
        let clustering = try FaceClusterer(method: method).clustering(of: [])
        #expect(clustering.groups.isEmpty && clustering.labels.isEmpty)
    }

    @Test(arguments: FaceClustererTests.methods) func `one face is one group`(method: FaceClusterer.Method) throws {
        let face = try #require(Embedding(normalizing: [1, 2, 3]))
        #expect(try FaceClusterer(method: method).clustering(of: [face]).groups == [[0]])
    }

    @Test(arguments: FaceClustererTests.methods)
    func `the same photo over and over is one group`(method: FaceClusterer.Method) throws {
        let face = try #require(Embedding(normalizing: [0.3, -2, 3]))
        // Complete linkage has to see every pair.
        for limit in method == .agglomerative(.complete) ? [nil] : [nil, 5] as [Int?] {
            let clusterer = FaceClusterer(method: method, threshold: 0, maximumNeighbors: limit)
            let clustering = try clusterer.clustering(of: [Embedding](repeating: face, count: 700))
            #expect(clustering.groups.count == 1)
        }
    }

    @Test(arguments: FaceClustererTests.methods)
    func `one photo of a crowd is as many groups`(method: FaceClusterer.Method) throws {
        let face = try #require(Embedding(normalizing: [0.3, -2, 3]))
        let clustering = try FaceClusterer(method: method, threshold: 4).clustering(
            of: [Embedding](repeating: face, count: 50),
            constraints: ClusterConstraints(photos: [Int](repeating: 8, count: 50))
        )
        #expect(clustering.groups.count == 50)
    }

    @Test(arguments: FaceClustererTests.methods)
    func `a threshold of 4 takes everyone together, one of 0 nobody`(method: FaceClusterer.Method) throws {
        let faces = RandomFaces(people: 20, faces: 4, spread: 0.9, seed: 8).embeddings
        #expect(try FaceClusterer(method: method, threshold: 4).clustering(of: faces).groups.count == 1)
        #expect(try FaceClusterer(method: method, threshold: 0).clustering(of: faces).groups.count == 80)
    }

    @Test(arguments: [-0.1, 4.1, .nan, .infinity] as [Float])
    func `a threshold that is no squared distance is refused`(threshold: Float) {
        #expect(throws: ClusteringError.self) { try FaceClusterer(threshold: threshold).clustering(of: []) }
        #expect(throws: ClusteringError.self) { try FaceClusterer(knownThreshold: threshold).clustering(of: []) }
    }

    @Test func `faces of two dimensions are refused`() throws {
        let faces = try [[1, 2], [1, 2, 3]].map { try #require(Embedding(normalizing: $0)) }
        #expect(throws: ClusteringError.dimension(index: 1, expected: 2, given: 3)) {
            try FaceClusterer().clustering(of: faces)
        }
    }

    @Test func `an embedding that is no number does not exist`() {
        #expect(Embedding(normalizing: [.nan, 1]) == nil)
        #expect(Embedding(unit: [.nan, 1]) == nil)
    }
}
