import Foundation

/// What PyTorch computes: `Golden/optimizers.json`.
struct OptimizerGolden: Decodable {
    struct Clipped: Decodable {
        let limit: Float
        let norm: Double
        let gradients: [Float]
    }

    struct Rank: Decodable {
        let rows: Int
        let matrix: [Float]
        let singularValues: [Double]
        let effectiveRank: Double
    }

    let start: [Float]
    let gradients: [[Float]]
    let rates: [Float]
    let undecayed: Int
    let curves: [String: [[Float]]]
    let clipped: [Clipped]
    let rank: Rank

    static func load() throws -> OptimizerGolden {
        let url = Bundle.module.bundleURL.appending(path: "Golden/optimizers.json")
        return try JSONDecoder().decode(OptimizerGolden.self, from: Data(contentsOf: url))
    }
}
