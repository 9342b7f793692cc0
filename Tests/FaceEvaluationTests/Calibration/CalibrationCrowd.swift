import FaceEmbedding
import Foundation

@testable import FaceEvaluation

/// Drawn people whose faces look like each other more or less, as people do: a fifth crowd around one place.
struct CalibrationCrowd {
    private var generator: EvaluationGenerator

    init(seed: UInt64) { generator = EvaluationGenerator(seed: seed) }

    private mutating func normal() -> Float {
        let (u, v) = (Float(generator.next() >> 40) + 1, Float(generator.next() >> 40))
        return (-2 * log(u * 0x1p-25)).squareRoot() * cos(2 * .pi * v * 0x1p-24)
    }

    /// People with two photos each, bare and with a hidden mouth: hidden ones are pulled together by a common likeness.
    mutating func faces(_ count: Int, name: String = "p", likeness: Float = 1.5) -> CalibrationFaces {
        CalibrationFaces(
            people: (0..<count).map { index in
                var center = (0..<12).map { _ in normal() }
                if index.isMultiple(of: 5) { center[0] += 2 }
                let photos = (0..<2).compactMap { _ -> [FaceVisibility: Embedding]? in
                    let bare = center.map { $0 + 0.2 * normal() }
                    var hidden = center.map { $0 + 0.4 * normal() }
                    hidden[1] += likeness
                    guard let a = Embedding(normalizing: bare), let b = Embedding(normalizing: hidden) else {
                        return nil
                    }
                    return [.bare: a, .mouthCovered: b]
                }
                return CalibrationFaces.Person(name: "\(name)\(index)", photos: photos)
            },
            visibilities: [.bare, .mouthCovered]
        )
    }
}
