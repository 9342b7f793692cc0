import FaceEmbedding
import Testing

@testable import FaceGallery

@Suite struct NeighborGraphTests {
    private let faces = RandomFaces(people: 30, faces: 7, spread: 0.6, seed: 1).embeddings

    /// By looking at every pair.
    private func neighbors(of face: Int, within threshold: Float) -> [Int] {
        faces.indices.filter { $0 != face && faces[face].squaredDistance(to: faces[$0]) <= threshold }
            .sorted { faces[face].squaredDistance(to: faces[$0]) < faces[face].squaredDistance(to: faces[$1]) }
    }

    @Test(arguments: [1, 2, 5])
    func `holds all pairs within the threshold, the nearest first`(threads: Int) throws {
        let graph = NeighborGraph(of: try FaceMatrix(faces), threshold: 0.9, limit: 1000, threads: threads)
        #expect(graph.isComplete)
        for face in faces.indices {
            #expect(graph.neighbors(of: face).map { Int($0.face) } == neighbors(of: face, within: 0.9))
            for neighbor in graph.neighbors(of: face) {
                let expected = faces[face].squaredDistance(to: faces[Int(neighbor.face)])
                #expect(abs(neighbor.squaredDistance - expected) < 1e-5)
            }
        }
    }

    @Test func `keeps the nearest where there are too many, and both ends of each`() throws {
        let limit = 3
        let graph = NeighborGraph(of: try FaceMatrix(faces), threshold: 1.5, limit: limit, threads: 2)
        #expect(!graph.isComplete)
        let kept = faces.indices.map { Set(neighbors(of: $0, within: 1.5).prefix(limit)) }
        for face in faces.indices {
            let expected = faces.indices.filter { kept[face].contains($0) || kept[$0].contains(face) }
            #expect(Set(graph.neighbors(of: face).map { Int($0.face) }) == Set(expected))
            #expect(graph.neighbors(of: face).count == expected.count)
            #expect(zip(graph.neighbors(of: face), graph.neighbors(of: face).dropFirst()).allSatisfy(<))
        }
    }
}
