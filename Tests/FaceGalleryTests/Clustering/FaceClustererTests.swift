import FaceEmbedding
import FaceGallery
import Testing

@Suite struct FaceClustererTests {
    static let methods: [FaceClusterer.Method] =
        FaceClusterer.Linkage.allCases.map { .agglomerative($0) } + [.density(minimumFaces: 3), .whispers(seed: 3)]

    @Test(arguments: FaceClusterer.Linkage.allCases, [0.2, 0.5, 0.8, 1.1, 1.6] as [Float])
    func `linkage agrees with its definition`(linkage: FaceClusterer.Linkage, threshold: Float) throws {
        for seed in 1...3 as ClosedRange<UInt64> {
            let faces = RandomFaces(people: 8, faces: 6, spread: 0.8, seed: seed).embeddings
            let expected = ClusteringReference.agglomerated(faces, linkage, threshold: threshold)
            let actual = try FaceClusterer(method: .agglomerative(linkage), threshold: threshold).clustering(of: faces)
            #expect(sets(actual.groups) == sets(expected))
            #expect(actual.isExact)
        }
    }

    @Test(arguments: [FaceClusterer.Linkage.average, .complete, .single])
    func `linkage agrees with its definition where photos show a person once`(linkage: FaceClusterer.Linkage) throws {
        for seed in 1...3 as ClosedRange<UInt64> {
            let faces = RandomFaces(people: 6, faces: 8, spread: 0.7, seed: seed).embeddings
            let photos = faces.indices.map { $0 / 3 }
            let expected = ClusteringReference.agglomerated(faces, linkage, threshold: 0.9) { a, b in
                Set(a.map { photos[$0] }).isDisjoint(with: b.map { photos[$0] })
            }
            let clusterer = FaceClusterer(method: .agglomerative(linkage), threshold: 0.9)
            let actual = try clusterer.clustering(of: faces, constraints: ClusterConstraints(photos: photos))
            #expect(sets(actual.groups) == sets(expected))
            #expect(actual.groups.contains { $0.count > 2 })
        }
    }

    @Test(arguments: [1, 3, 5], [0.3, 0.6, 0.9] as [Float])
    func `density agrees with its definition`(minimum: Int, threshold: Float) throws {
        let faces = RandomFaces(people: 10, faces: 6, spread: 0.7, seed: 9).embeddings
        let cores = ClusteringReference.cores(faces, minimumFaces: minimum, threshold: threshold)
        let isCore = Set(cores.joined())
        let clustering = try FaceClusterer(method: .density(minimumFaces: minimum), threshold: threshold)
            .clustering(of: faces)
        #expect(sets(clustering.groups.map { $0.filter(isCore.contains) }.filter { !$0.isEmpty }) == sets(cores))
        for face in faces.indices where !isCore.contains(face) {
            let near = isCore.filter { faces[$0].squaredDistance(to: faces[face]) <= threshold }
            let nearest = near.min { one, other in
                faces[one].squaredDistance(to: faces[face]) < faces[other].squaredDistance(to: faces[face])
            }
            if let nearest {
                #expect(clustering.labels[nearest] == clustering.labels[face])
            } else {
                #expect(clustering.groups[clustering.labels[face]] == [face])
            }
        }
    }

    @Test(arguments: methods) func `finds people who are well apart`(method: FaceClusterer.Method) throws {
        let faces = RandomFaces(people: 40, faces: 5, dimension: 64, spread: 0.4, seed: 5)
        let clustering = try FaceClusterer(method: method, threshold: 0.6).clustering(of: faces.embeddings)
        #expect(sets(clustering.groups) == sets((0..<40).map { person in (0..<5).map { 5 * person + $0 } }))
    }

    @Test(arguments: methods) func `the number of threads changes nothing`(method: FaceClusterer.Method) throws {
        let faces = RandomFaces(people: 60, faces: 6, spread: 0.8, seed: 6).embeddings
        let groups = try [1, 2, 7].map { try FaceClusterer(method: method, threads: $0).clustering(of: faces).groups }
        #expect(groups[0] == groups[1] && groups[1] == groups[2])
    }

    @Test func `numbers groups by size, then by their first face`() throws {
        let faces = RandomFaces(people: 3, faces: 4, dimension: 64, spread: 0.3, seed: 2).embeddings
        let order = [0, 4, 5, 8, 9, 10, 11]
        let clustering = try FaceClusterer(method: .agglomerative(.average), threshold: 0.6)
            .clustering(of: order.map { faces[$0] })
        #expect(clustering.groups == [[3, 4, 5, 6], [1, 2], [0]])
        #expect(clustering.labels == [2, 1, 1, 0, 0, 0, 0])
    }

    @Test(arguments: methods) func `few neighbors are told apart from all`(method: FaceClusterer.Method) throws {
        let faces = RandomFaces(people: 4, faces: 20, dimension: 64, spread: 0.3, seed: 4)
        let clusterer = FaceClusterer(method: method, threshold: 0.6, maximumNeighbors: 6)
        #expect(try !clusterer.clustering(of: faces.embeddings).isExact)
    }
}
