import FaceEmbedding
import FaceGallery
import Testing

@Suite struct ClusterConstraintTests {
    private typealias Pair = ClusterConstraints.Pair
    private let faces = RandomFaces(people: 12, faces: 10, spread: 0.8, seed: 11).embeddings

    @Test(arguments: FaceClustererTests.methods)
    func `a photo never shows a person twice`(method: FaceClusterer.Method) throws {
        let photos = faces.indices.map { $0 / 4 }
        let clusterer = FaceClusterer(method: method, threshold: 1)
        func repeats(_ clustering: Clustering) -> Int {
            clustering.groups.reduce(0) { $0 + $1.count - Set($1.map { photos[$0] }).count }
        }
        #expect(try repeats(clusterer.clustering(of: faces)) > 0)
        #expect(try repeats(clusterer.clustering(of: faces, constraints: ClusterConstraints(photos: photos))) == 0)
    }

    @Test(arguments: FaceClustererTests.methods)
    func `faces that must not be together are not, through others either`(method: FaceClusterer.Method) throws {
        let clusterer = FaceClusterer(method: method, threshold: 1.2)
        let free = try clusterer.clustering(of: faces)
        let pairs = free.groups.filter { $0.count > 3 }.flatMap { [Pair($0[0], $0[1]), Pair($0[2], $0[3])] }
        #expect(!pairs.isEmpty)
        let kept = try clusterer.clustering(of: faces, constraints: ClusterConstraints(cannotLink: pairs))
        #expect(pairs.allSatisfy { kept.labels[$0.first] != kept.labels[$0.second] })
    }

    @Test(arguments: FaceClustererTests.methods)
    func `faces that must be together are, however far apart`(method: FaceClusterer.Method) throws {
        let pairs = (0..<11).map { Pair(10 * $0, 10 * $0 + 13) }
        let clustering = try FaceClusterer(method: method, threshold: 0.2)
            .clustering(of: faces, constraints: ClusterConstraints(mustLink: pairs))
        #expect(pairs.allSatisfy { clustering.labels[$0.first] == clustering.labels[$0.second] })
    }

    @Test(arguments: FaceClustererTests.methods)
    func `known people are never mixed, and keep their faces`(method: FaceClusterer.Method) throws {
        let people: [Int?] = faces.indices.map { $0 % 10 < 3 ? $0 / 10 % 4 : nil }
        let clustering = try FaceClusterer(method: method, threshold: 1.4)
            .clustering(of: faces, constraints: ClusterConstraints(people: people))
        for group in clustering.groups { #expect(Set(group.compactMap { people[$0] }).count <= 1) }
        for person in 0..<4 {
            #expect(Set(faces.indices.filter { people[$0] == person }.map { clustering.labels[$0] }).count == 1)
        }
    }

    @Test(arguments: FaceClustererTests.methods)
    func `a face near a known one joins that person, the nearest if there are two`(
        method: FaceClusterer.Method
    ) throws {
        let vectors: [[Float]] = [[1, 0, 0, 0], [0, 1, 0, 0], [1, 0.3, 0, 0], [0.6, 0.7, 0, 0], [0, 0, 1, 0]]
        let clusterer = FaceClusterer(method: method, threshold: 0.001, knownThreshold: 0.8)
        let clustering = try clusterer.clustering(
            of: vectors.compactMap(Embedding.init(normalizing:)),
            constraints: ClusterConstraints(people: [7, 9, nil, nil, nil])
        )
        #expect(clustering.groups == [[0, 2], [1, 3], [4]])
    }

    @Test func `only the nearer of one photo's faces joins a known person`() throws {
        let vectors: [[Float]] = [[1, 0, 0], [1, 0.2, 0], [1, 0, 0.1]]
        let clustering = try FaceClusterer(method: .agglomerative(.average), threshold: 0.5).clustering(
            of: vectors.compactMap(Embedding.init(normalizing:)),
            constraints: ClusterConstraints(photos: [0, 1, 1], people: [1, nil, nil])
        )
        #expect(clustering.groups == [[0, 2], [1]])
    }

    @Test func `what contradicts itself is refused`() {
        let both = ClusterConstraints(mustLink: [Pair(0, 1), Pair(1, 2)], cannotLink: [Pair(0, 2)])
        #expect(throws: ClusteringError.contradiction(first: 1, second: 2)) {
            try FaceClusterer().clustering(of: faces, constraints: both)
        }
        #expect(throws: ClusteringError.contradiction(first: 3, second: 3)) {
            try FaceClusterer().clustering(of: faces, constraints: ClusterConstraints(cannotLink: [Pair(3, 3)]))
        }
    }

    @Test func `what is said of two faces outweighs that they are in one photo`() throws {
        let constraints = ClusterConstraints(mustLink: [Pair(0, 1)], photos: faces.indices.map { $0 / 2 })
        let clustering = try FaceClusterer().clustering(of: faces, constraints: constraints)
        #expect(clustering.labels[0] == clustering.labels[1])
    }

    @Test func `constraints of other faces are refused`() {
        #expect(throws: ClusteringError.constraintCount(faces: 120, given: 3)) {
            try FaceClusterer().clustering(of: faces, constraints: ClusterConstraints(photos: [1, 2, 3]))
        }
        #expect(throws: ClusteringError.constraintCount(faces: 120, given: 0)) {
            try FaceClusterer().clustering(of: faces, constraints: ClusterConstraints(people: []))
        }
        #expect(throws: ClusteringError.unknownFace(index: 120, faces: 120)) {
            try FaceClusterer().clustering(of: faces, constraints: ClusterConstraints(mustLink: [Pair(0, 120)]))
        }
    }
}
