import FaceEngine
import FaceTestSupport
import FaceTraining
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

@Suite struct HeadTests {
    private static let classes = 4
    private static let configurations: [LossConfiguration] = [
        .softmax(.init()),
        .softmax(.init(labelSmoothing: 0.2, hasBias: false)),
        .arcFace(.init(scale: 8, margin: 0.5)),
        .arcFace(.init(scale: 8, margin: 2.5)),
        .arcFace(.init(scale: 8, margin: 0.7, border: .easy)),
        .distillation(.init(measure: .cosine)),
        .distillation(.init(measure: .squaredDistance)),
        .distillation(.init(measure: .cosine, projects: true)),
        .distillation(.init(measure: .squaredDistance, projects: true)),
    ]

    /// Faces of the classes 0 to 3, with a teacher of as many coordinates.
    private let batch: EmbeddingBatch = {
        let random = EmbeddingBatch.random(faces: [2, 5, 3, 4], dimension: 6, teacher: 6)
        return EmbeddingBatch(
            embeddings: random.embeddings,
            labels: random.labels.map { ($0 + 7) / 10 },
            teacher: random.teacher
        )
    }()

    private func objective(_ configuration: LossConfiguration, teacher: Int = 6) -> Objective {
        var generator = Generator(seed: 3)
        return Objective(
            configuration,
            dimension: 6,
            classes: Self.classes,
            teacherDimension: teacher,
            using: &generator
        )
    }

    /// The loss by its definition, row by row, in 64 bits.
    private func definition(_ configuration: LossConfiguration, _ x: [Double], _ weights: [Double]) -> Double {
        let teacher = (batch.teacher?.scalars ?? []).map { Double($0) }
        func dot(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
            zip(a, b).map { $0 * $1 }.reduce(0, +)
        }
        let costs = batch.labels.enumerated().map { row, label in
            let x = x[row * 6..<row * 6 + 6]
            switch configuration {
            case .triplet: return Double.nan
            case .softmax(let options):
                let logits = (0..<4).map { index in
                    dot(x, weights[index * 6..<index * 6 + 6]) + (options.hasBias ? weights[24 + index] : 0)
                }
                let smoothing = Double(options.labelSmoothing)
                return (0..<4).reduce(0) { sum, index in
                    let target = smoothing / 4 + (index == label ? 1 - smoothing : 0)
                    return sum - target * (logits[index] - log(logits.map(exp).reduce(0, +)))
                }
            case .arcFace(let options):
                let margin = Double(options.margin)
                let logits = (0..<4).map { index in
                    let weight = weights[index * 6..<index * 6 + 6]
                    // Of the embedding as it is: that it is of unit length is not the head's business.
                    let cosine = dot(x, weight) / dot(weight, weight).squareRoot()
                    guard index == label else { return Double(options.scale) * cosine }
                    let angle = acos(cosine)
                    switch options.border {
                    case .falling where angle > .pi - margin:
                        return Double(options.scale) * (cosine - margin * sin(margin))
                    case .easy where angle >= .pi / 2: return Double(options.scale) * cosine
                    default: return Double(options.scale) * cos(angle + margin)
                    }
                }
                return log(logits.map { exp($0 - logits[label]) }.reduce(0, +))
            case .distillation(let options):
                let t = teacher[row * 6..<row * 6 + 6]
                let y = weights.isEmpty ? Array(x) : (0..<6).map { dot(x, weights[$0 * 6..<$0 * 6 + 6]) }
                switch options.measure {
                case .squaredDistance: return zip(y, t).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
                case .cosine: return 1 - dot(y[...], t) / (dot(y[...], y[...]) * dot(t, t)).squareRoot()
                }
            }
        }
        return costs.reduce(0, +) / Double(batch.count)
    }

    @Test(arguments: configurations)
    func `loss and gradients agree with the definition and central differences`(
        configuration: LossConfiguration
    ) throws {
        var objective = objective(configuration)
        var generator = Generator(seed: 1)
        let (x, weights) = (batch.embeddings.scalars, objective.parameters.values)
        for threads in [1, 2] {
            objective.parameters.zeroGradients()
            let outcome = try objective.evaluate(batch, threads: threads, using: &generator)
            let loss = definition(configuration, x.map(Double.init), weights.map(Double.init))
            expectClose(Tensor([outcome.loss], shape: [1]), Tensor([Float(loss)], shape: [1]), .reduction)
            let slopes = numericalGradient(of: { definition(configuration, $0, weights.map(Double.init)) }, at: x)
            expectClose(outcome.gradient, Tensor(slopes, shape: batch.embeddings.shape), .reduction)
            let own = numericalGradient(of: { definition(configuration, x.map(Double.init), $0) }, at: weights)
            let shape: Shape = [own.count]
            expectClose(
                Tensor(objective.parameters.gradients, shape: shape),
                Tensor(own, shape: shape),
                .reduction
            )
            #expect(slopes.contains { abs($0) > 0.01 } && (own.isEmpty || own.contains { abs($0) > 0.01 }))
        }
    }

    @Test(arguments: configurations)
    func `gradients of the head's own weights add up`(configuration: LossConfiguration) throws {
        var (once, twice) = (objective(configuration), objective(configuration))
        var generator = Generator(seed: 1)
        _ = try once.evaluate(batch, using: &generator)
        _ = try twice.evaluate(batch, using: &generator)
        _ = try twice.evaluate(batch, using: &generator)
        #expect(twice.parameters.values == once.parameters.values)
        let shape: Shape = [once.parameters.layout.count]
        expectClose(
            Tensor(twice.parameters.gradients, shape: shape),
            Tensor(once.parameters.gradients.map { 2 * $0 }, shape: shape),
            .elementwise
        )
    }

    @Test(arguments: configurations)
    func `an empty batch costs nothing`(configuration: LossConfiguration) throws {
        var objective = objective(configuration)
        var generator = Generator(seed: 1)
        let empty = EmbeddingBatch(
            embeddings: Tensor(zeros: [0, 6]),
            labels: [],
            teacher: Tensor(zeros: [0, 6])
        )
        let outcome = try objective.evaluate(empty, using: &generator)
        #expect(outcome.loss == 0 && outcome.gradient == empty.embeddings)
        #expect(objective.parameters.gradients.allSatisfy { $0 == 0 })
    }

    @Test func `faces at their own class's direction are all correct, and hold still`() throws {
        var generator = Generator(seed: 1)
        var head = ArcFaceHead(classes: 2, dimension: 2, using: &generator)
        head.parameters.values = [2, 0, 0, -3]
        let batch = EmbeddingBatch(embeddings: Tensor([1, 0, 0, -1, 1, 0], shape: [3, 2]), labels: [0, 1, 1])
        let outcome = try head.evaluate(batch)
        #expect(outcome.correct == 2)
        #expect(outcome.loss.isFinite && outcome.gradient.scalars.allSatisfy { $0.isFinite })
        #expect(head.parameters.gradients.allSatisfy { $0.isFinite })
    }

    @Test func `a teacher of another dimension is met through a projection`() throws {
        let batch = EmbeddingBatch.random(faces: [2, 3], dimension: 6, teacher: 9)
        var generator = Generator(seed: 1)
        var objective = objective(.distillation(.init()), teacher: 9)
        #expect(objective.parameters.layout["head.weight"]?.shape == [9, 6])
        let outcome = try objective.evaluate(batch, using: &generator)
        #expect(outcome.loss > 0)
    }

    @Test func `parameters keep their names, which checkpoints know`() {
        #expect(objective(.softmax(.init())).parameters.layout.entries.map(\.name) == ["head.weight", "head.bias"])
        #expect(objective(.arcFace(.init())).parameters.layout.entries.map(\.name) == ["head.weight"])
        #expect(objective(.distillation(.init())).parameters.layout.entries.isEmpty)
        let projected = objective(.distillation(.init(projects: true)))
        #expect(projected.parameters.layout["head.weight"]?.shape == [6, 6])
        #expect(objective(.triplet(.init())).parameters.layout.entries.isEmpty)
    }

    @Test func `what a head cannot take is refused with a reason`() {
        func error(_ configuration: LossConfiguration, _ batch: EmbeddingBatch) -> LossError? {
            var (objective, generator) = (objective(configuration), Generator(seed: 1))
            do throws(LossError) {
                _ = try objective.evaluate(batch, using: &generator)
                return nil
            } catch {
                return error
            }
        }
        let foreign = EmbeddingBatch(embeddings: batch.embeddings, labels: batch.labels.map { $0 + 1 })
        for kind in [LossConfiguration.softmax(.init()), .arcFace(.init())] {
            guard case .unknownClass(_, label: 4, classes: 4) = error(kind, foreign) else {
                Issue.record("\(String(describing: error(kind, foreign)))")
                continue
            }
        }
        #expect(error(.distillation(.init()), foreign) == .noTeacher)
        let other = EmbeddingBatch(
            embeddings: batch.embeddings,
            labels: batch.labels,
            teacher: Tensor(zeros: [batch.count, 5])
        )
        #expect(error(.distillation(.init()), other) == .teacherDimension(expected: 6, actual: 5))
        var embeddings = batch.embeddings
        embeddings.scalars[20] = .infinity
        for configuration in Self.configurations {
            #expect(error(configuration, batch.moved(to: embeddings)) == .notFinite(row: 3))
        }
        #expect(LossError.notFinite(row: 3).description == "embedding 3 of the batch is not finite")
    }
}
