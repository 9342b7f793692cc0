import FaceEmbedding
import Foundation

@testable import FaceGallery

/// A gallery whose faces are points on a circle, at angles in degrees, so that distances can be seen in a test.
struct Circle: GalleryRecords {
    /// The angles of each person's templates; person `i` has row `i + 1` and the name `pi`.
    var people: [[Double]]
    /// Feedback: an angle, and which person it is not.
    var rejections: [(angle: Double, person: Int)] = []
    /// Those who were removed after the snapshot was taken.
    var removed: Set<Int64> = []

    /// The face at an angle: `4 sin²(a/2)` from the one at 0.
    static func face(_ degrees: Double) -> Embedding {
        let angle = degrees * .pi / 180
        return Embedding(unit: [Float(cos(angle)), Float(sin(angle))]) ?? { preconditionFailure() }()
    }

    /// The squared distance of faces so many degrees apart.
    static func squaredDistance(_ degrees: Double) -> Float { Float(4 * pow(sin(degrees * .pi / 360), 2)) }

    static func person(_ index: Int) -> Person {
        Person(
            id: PersonID(rawValue: "p\(index)"),
            row: Int64(index + 1),
            name: "Person \(index)",
            aliases: [],
            metadata: [:],
            consent: nil,
            retainUntil: nil,
            created: Date(timeIntervalSince1970: 0)
        )
    }

    func snapshot() throws(GalleryError) -> GallerySnapshot {
        var table = TemplateTable(dimension: 2)
        for (index, angles) in people.enumerated() {
            for (number, angle) in angles.enumerated() {
                let id = Int64(100 * (index + 1) + number)
                try table.append(TemplateEntry(id: id, person: Int64(index + 1), embedding: Self.face(angle)))
            }
        }
        return GallerySnapshot(
            revision: 1,
            model: .test(2),
            table: table,
            rejections: rejections.map { Rejection(embedding: Self.face($0.angle), person: Int64($0.person + 1)) },
            records: self
        )
    }

    func embeddings(of ids: [Int64]) throws(GalleryError) -> [Embedding?] {
        ids.map { removed.contains($0 / 100) ? nil : Self.face(people[Int($0 / 100) - 1][Int($0 % 100)]) }
    }

    func people(rows: [Int64]) throws(GalleryError) -> [Int64: Person] {
        Dictionary(uniqueKeysWithValues: Set(rows).subtracting(removed).map { ($0, Self.person(Int($0) - 1)) })
    }

    func templateIDs(ofPeople rows: [Int64]) throws(GalleryError) -> [Int64: [Int64]] {
        Dictionary(
            uniqueKeysWithValues: Set(rows).subtracting(removed).map { row in
                (row, people[Int(row) - 1].indices.map { 100 * row + Int64($0) })
            }
        )
    }
}
