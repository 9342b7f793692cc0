import FaceEngine
import FaceTraining

/// Two layers and a normalization, small enough to collapse or learn in a blink, trained with what is to be tested.
struct TinyNetwork {
    static let (input, hidden, output) = (16, 32, 8)
    static let count = hidden * (input + 1) + output * (hidden + 1)

    var weights: [Float]

    /// A network from its random start, its output moved by `offset`: with a large one, all faces start near one point.
    init(offset: Float, seed: UInt64) {
        var generator = Generator(seed: seed)
        weights = (0..<Self.count).map { _ in Float.random(in: -0.3...0.3, using: &generator) }
        weights[Self.count - 1] = offset
    }

    /// A network with given weights: those of a layer `[O, I]`, then its biases, layer by layer.
    init(weights: [Float]) {
        precondition(weights.count == Self.count, "\(weights.count) weights are not \(Self.count)")
        self.weights = weights
    }

    /// Faces of `people` people: a point for each, and noise around it.
    static func faces(people: Int, each: Int, noise: Float, step: UInt64) -> (pixels: [Float], labels: [Int]) {
        let labels = (0..<people * each).map { $0 / each }
        let pixels = labels.enumerated().flatMap { row, label in
            var person = Generator(seed: 7, UInt64(label))
            var face = Generator(seed: 8, step, UInt64(row))
            return (0..<input).map { _ in
                Float.random(in: -1...1, using: &person) + Float.random(in: -noise...noise, using: &face)
            }
        }
        return (pixels, labels)
    }

    /// The embeddings of `x`, `[N, D]`, and how to turn their gradient into one of the weights.
    func forward(_ x: [Float]) -> (embeddings: Tensor, backward: (Tensor) -> [Float]) {
        let (input, hidden, output) = (Self.input, Self.hidden, Self.output)
        let count = x.count / input
        let (bias1, w2) = (hidden * input, hidden * (input + 1))
        let bias2 = w2 + output * hidden
        let w = weights
        var (h, y, lengths) = ([Float](), [Float](), [Float]())
        for row in 0..<count {
            let start = h.count
            for unit in 0..<hidden {
                var sum = w[bias1 + unit]
                for i in 0..<input { sum += w[unit * input + i] * x[row * input + i] }
                h.append(max(sum, 0))
            }
            var z: [Float] = []
            for unit in 0..<output {
                var sum = w[bias2 + unit]
                for i in 0..<hidden { sum += w[w2 + unit * hidden + i] * h[start + i] }
                z.append(sum)
            }
            let length = max(z.reduce(0) { $0 + $1 * $1 }.squareRoot(), 1e-12)
            lengths.append(length)
            y += z.map { $0 / length }
        }
        let embeddings = Tensor(y, shape: [count, output])
        return (embeddings, backward)

        func backward(_ slopes: Tensor) -> [Float] {
            var gradient = [Float](repeating: 0, count: Self.count)
            for row in 0..<count {
                let g = slopes.scalars[row * output..<(row + 1) * output]
                let e = y[row * output..<(row + 1) * output]
                let along = zip(g, e).reduce(0) { $0 + $1.0 * $1.1 }
                let dz = zip(g, e).map { ($0 - along * $1) / lengths[row] }
                for i in 0..<hidden {
                    var dh: Float = 0
                    for unit in 0..<output {
                        gradient[w2 + unit * hidden + i] += dz[unit] * h[row * hidden + i]
                        dh += dz[unit] * w[w2 + unit * hidden + i]
                    }
                    guard h[row * hidden + i] > 0 else { continue }
                    gradient[bias1 + i] += dh
                    for j in 0..<input { gradient[i * input + j] += dh * x[row * input + j] }
                }
                for unit in 0..<output { gradient[bias2 + unit] += dz[unit] }
            }
            return gradient
        }
    }
}
