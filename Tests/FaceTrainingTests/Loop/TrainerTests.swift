import FaceEngine
import FaceNetworks
import Foundation
import Synchronization
import Testing

@testable import FaceTraining

@Suite struct TrainerTests {
    @Test func `the loss falls, and the model it leaves embeds`() throws {
        let training = try TinyTraining()
        let trainer = try training.trainer(change: {
            $0.loss = .softmax(.init())
            $0.run.steps = 60
            $0.schedule = Schedule(rate: 0.003)
            $0.validation.every = 30
        })
        _ = try trainer.run()
        let losses = training.curve().compactMap(\.step).map(\.loss)
        let (early, late): (Float, Float) = (losses.prefix(10).reduce(0, +), losses.suffix(10).reduce(0, +))
        #expect(late < 0.9 * early)
        let model = try Model(contentsOf: "\(training.folder)/run/model")
        #expect(model.card.dimension == 16 && model.card.inputSize == ImageSize(32))
        #expect(model.architecture == "nns2-bn")
        #expect(model.card.provenance.contains("people") && model.card.provenance.contains("softmax"))
        let best = try Checkpoint(contentsOf: CheckpointFolder(path: "\(training.folder)/run/checkpoints").best)
        let expected = best.bestParameters(of: model.network)
        for name in expected.names {
            let weights = model.parameters[name].map { parameter in parameter.withUnsafeFloats { Array($0) } }
            let best = expected[name].map { parameter in parameter.withUnsafeFloats { Array($0) } }
            #expect(weights == best)
        }
    }

    @Test func `chunks embed with batch statistics of their own, and a frozen network learns as from one chunk`() throws
    {
        let training = try TinyTraining()
        func freeze(_ configuration: inout TrainingConfiguration) {
            configuration.network.freezesStatistics = true
            configuration.run.steps = 4
            configuration.run.clip = nil
        }
        _ = try training.trainer("one", change: freeze).run()
        _ = try training.trainer("three") {
            freeze(&$0)
            $0.batch.chunk = 4
        }.run()
        let (one, three) = (training.curve("one").compactMap(\.step), training.curve("three").compactMap(\.step))
        #expect(one.map(\.chunks).allSatisfy { $0 <= 1 })
        #expect(three.map(\.chunks).contains(3))
        for (a, b) in zip(one, three) {
            #expect(abs(a.loss - b.loss) <= 2e-4 * max(abs(a.loss), 0.01), "\(a.loss) \(b.loss)")
        }
    }

    @Test func `frozen layers stay as they are to the bit, on one rank and on two, and go on from a checkpoint`() throws
    {
        let training = try TinyTraining()
        @Sendable func freeze(_ configuration: inout TrainingConfiguration) {
            configuration.network.frozenThrough = "inception3a"
            configuration.batch.chunk = 6
            configuration.run.steps = 4
            configuration.optimizer = .adamW(.init(weightDecay: 0.1))
        }
        let trainer = try training.trainer("one", change: freeze)
        let program = trainer.learner.program
        let (weights, statistics) = (Array(program.weights), Array(program.statistics))
        let (frozen, still) = (program.frozenWeights, program.frozenStatistics)
        let block = program.layout.entries.last { $0.name.hasPrefix("inception3a.") }
        #expect(frozen.upperBound == block?.range.upperBound)
        _ = try trainer.run()
        #expect(Array(program.weights[frozen]) == Array(weights[frozen]))
        #expect(Array(program.statistics[still]) == Array(statistics[still]))
        #expect(Array(program.weights[frozen.upperBound...]) != Array(weights[frozen.upperBound...]))
        let ends = try ThreadRanks.run(2) { ranks in
            let trainer = try training.trainer("two", communicator: ranks, change: freeze)
            _ = try trainer.run()
            return [trainer.learner.program.weights, trainer.learner.program.statistics].map { Array($0) }
        }
        for end in ends {
            #expect(Array(end[0][frozen]) == Array(weights[frozen]) && Array(end[1][still]) == Array(statistics[still]))
        }
        #expect(training.curve("two").compactMap(\.step).count == 4)
        let resumed = try training.trainer("one", start: .resume) {
            freeze(&$0)
            $0.run.steps = 6
        }
        _ = try resumed.run()
        #expect(training.curve("one").compactMap(\.step).count == 6)
        #expect(Array(resumed.learner.program.weights[frozen]) == Array(weights[frozen]))
    }

    @Test(arguments: [("inception3x", "did you mean 'inception3"), ("embedding", "leaves nothing to train")])
    func `freezing what is not there, or everything, is refused`(name: String, reason: String) throws {
        let training = try TinyTraining()
        let error = #expect(throws: TrainingFailure.self) {
            _ = try training.trainer { $0.network.frozenThrough = name }
        }
        #expect(error.map { "\($0)" }?.contains(reason) ?? false, "\(error.map { "\($0)" } ?? "")")
    }

    @Test func `a checkpoint or a model is a start for another training`() throws {
        let training = try TinyTraining()
        _ = try training.trainer("first").run()
        let model = try Model(contentsOf: "\(training.folder)/first/model")
        for path in ["first/model", "first/checkpoints/best.safetensors"] {
            let next = try training.trainer("next", start: .restart) {
                $0.network = NetworkConfiguration()
                $0.network.initialize = "\(training.folder)/\(path)"
            }
            let program = next.learner.program
            for entry in program.layout.entries {
                let weights = model.parameters[entry.name]?.withUnsafeFloats { Array($0) }
                #expect(weights == Array(program.weights[entry.range]), "\(path): \(entry.name)")
            }
        }
    }

    @Test func `a model grows into a deeper one, which says nothing new before it has learned`() throws {
        let training = try TinyTraining()
        _ = try training.trainer("first") {
            $0.network.architecture = "face-inception-s"
            $0.run.steps = 2
        }.run()
        let model = try Model(contentsOf: "\(training.folder)/first/model")
        let trainer = try training.trainer("next") {
            $0.network = NetworkConfiguration()
            $0.network.initialize = "\(training.folder)/first/model"
            $0.network.growsInto = "face-inception-d"
            $0.run.steps = 2
        }
        let program = trainer.learner.program
        for entry in program.layout.entries {
            guard let kept = model.parameters[entry.name] else { continue }
            #expect(kept.withUnsafeFloats { Array($0) } == Array(program.weights[entry.range]), "\(entry.name)")
        }
        let back = try #require(program.layout["block7.8.up.weight"])
        #expect(program.weights[back.range].allSatisfy { $0 == 0 })
        _ = try trainer.run()
        #expect(program.weights[back.range].contains { $0 != 0 })
        #expect(try Model(contentsOf: "\(training.folder)/next/model").architecture == "face-inception-d")
        // Its checkpoint is one of the deeper network, and what it grew out of is not asked for any more.
        try FileManager.default.removeItem(atPath: "\(training.folder)/first/model")
        let resumed = try training.trainer("next", start: .resume) {
            $0.network = NetworkConfiguration()
            $0.network.initialize = "\(training.folder)/first/model"
            $0.network.growsInto = "face-inception-d"
            $0.run.steps = 3
        }
        #expect(Array(resumed.learner.program.weights[back.range]) == Array(program.weights[back.range]))
        _ = try resumed.run()
        #expect(training.curve("next").compactMap(\.step).count == 3)
        let third = try training.trainer("third") {
            $0.network = NetworkConfiguration()
            $0.network.initialize = "\(training.folder)/next/checkpoints/last.safetensors"
        }
        #expect(third.learner.program.layout["block7.8.up.weight"] != nil)
    }

    @Test(
        arguments: [
            ("first/model", "face-inception-x", "did you mean 'face-inception-"),
            ("first/model", "nn4-bn", "cannot grow into nn4-bn: "),
            (nil, "face-inception-d", "no network.initialize"),
        ] as [(String?, String, String)]
    )
    func `growing into what is no deeper one of the same kind is refused`(
        path: String?,
        name: String,
        reason: String
    ) throws {
        let training = try TinyTraining()
        _ = try training.trainer("first") { $0.run.steps = 2 }.run()
        let error = #expect(throws: TrainingFailure.self) {
            _ = try training.trainer("next") {
                $0.network = NetworkConfiguration()
                $0.network.initialize = path.map { "\(training.folder)/\($0)" }
                $0.network.growsInto = name
            }
        }
        #expect(error?.subject == "network.growsInto")
        #expect(error.map { "\($0)" }?.contains(reason) ?? false, "\(error.map { "\($0)" } ?? "")")
    }

    @Test func `weights that are no numbers end the training, with the layer and the batch`() throws {
        let training = try TinyTraining()
        let trainer = try training.trainer()
        let entry = try #require(trainer.learner.program.layout["inception3a.b1.weight"])
        trainer.learner.program.weights[entry.range.lowerBound] = .nan
        trainer.learner.program.weightsChanged()
        do {
            _ = try trainer.run()
            Issue.record("it went on")
        } catch let failure {
            guard case .notFinite(let found) = failure.error else { throw failure }
            // The rectifier behind it makes zeros of what is no number: it shows on the way back.
            #expect(found.step == 0)
            #expect(found.place == .gradients)
            #expect(found.gradient != nil)
            #expect(found.weight == "inception3a.b1.weight")
            let folder = try #require(found.folder)
            let batch = try String(contentsOfFile: "\(folder)/batch.json", encoding: .utf8)
            #expect(batch.components(separatedBy: "\"name\"").count == 13)
            #expect(try Checkpoint(contentsOf: "\(folder)/before.safetensors").state.step == 0)
        }
    }

    @Test func `pixels that are no numbers end the training with the photo`() throws {
        let training = try TinyTraining()
        let trainer = try training.trainer { $0.data.normalization.scale = [.nan, 1, 1] }
        do {
            _ = try trainer.run()
            Issue.record("it went on")
        } catch let failure {
            guard case .notFinite(let found) = failure.error else { throw failure }
            #expect(found.place == .pixels)
            #expect(found.photo?.hasSuffix(".png") == true)
        }
    }

    @Test func `the hardest negatives at a high rate set off the alarm within 200 steps`() throws {
        let training = try TinyTraining()
        let alarms = Mutex<[CollapseAlarm.Finding]>([])
        let trainer = try training.trainer(
            change: {
                $0.loss = .triplet(TripletLoss(mining: .batchHard))
                $0.optimizer = .sgd(.init(momentum: 0.9))
                $0.schedule = Schedule(rate: 2)
                $0.run.steps = 200
                $0.run.clip = nil
                $0.validation.every = 0
            },
            observe: { event in
                if case .alarmed(let finding) = event { alarms.withLock { $0.append(finding) } }
            }
        )
        do {
            _ = try trainer.run()
            Issue.record("no alarm in 200 steps")
        } catch let failure {
            guard case .collapse(let finding) = failure.error else { throw failure }
            #expect(finding.step <= 200)
            #expect(finding.remedy.contains("hardest negatives"))
            #expect(alarms.withLock { $0 } == [finding])
            #expect(try training.checkpoint().state.step == finding.step)
        }
    }

    @Test func `one person, people with one photo, and nobody are told apart`() throws {
        let training = try TinyTraining()
        func error(_ counts: [Int]) throws -> TrainingError? {
            var configuration = training.configuration
            configuration.output = "\(training.folder)/bad"
            configuration.data.heldOut = 0
            let set = TrainingSet(PhotoFolder.imaginary(counts), configuration.data)
            do throws(TrainingFailure) {
                _ = try Trainer(configuration, set: set)
                return nil
            } catch {
                return error.error
            }
        }
        #expect(try error([9]) == .data(.onePerson(name: "p00")))
        #expect(try error([1, 1, 1, 1, 1, 1]) == .data(.noPositives))
        #expect(try error([2, 2]) == .data(.tooFewPhotos(batch: 12, available: 4)))
        var configuration = training.configuration
        configuration.data.sources = ["\(training.folder)/nowhere"]
        #expect(throws: TrainingFailure.self) { try TrainingSet(configuration.data) }
    }

    @Test func `an end is wanted, and a name that nobody has is refused`() throws {
        let training = try TinyTraining()
        #expect(throws: TrainingFailure.self) { try training.trainer { $0.run.steps = nil }.run() }
        do {
            _ = try training.trainer("other") { $0.network.architecture = "nn22" }
            Issue.record("it was taken")
        } catch let failure as TrainingFailure {
            #expect(failure.description.contains("did you mean 'nn2'?"))
        }
    }

    @Test func `a student comes near a teacher that sees the same photos`() throws {
        let training = try TinyTraining()
        _ = try training.trainer("teacher").run()
        let trainer = try training.trainer("student") {
            $0.loss = .distillation(.init())
            $0.teacher = "\(training.folder)/teacher/model"
            $0.seed = 5
            $0.run.steps = 40
            $0.schedule = Schedule(rate: 0.003)
            $0.validation.every = 0
        }
        _ = try trainer.run()
        let losses = training.curve("student").compactMap(\.step).map(\.loss)
        let (early, late): (Float, Float) = (losses.prefix(5).reduce(0, +), losses.suffix(5).reduce(0, +))
        #expect(late < 0.7 * early)
        let kept = "\(training.folder)/student/teacher.safetensors"
        #expect(FileManager.default.fileExists(atPath: kept))
    }

    @Test func `a student goes on along the directions it began with, whoever has left`() throws {
        let training = try TinyTraining()
        _ = try training.trainer("teacher").run()
        func change(_ configuration: inout TrainingConfiguration) {
            configuration.loss = .distillation(.init(measure: .squaredDistance, reduction: .principal))
            configuration.teacher = "\(training.folder)/teacher/model"
            configuration.network.embedding = 8
            configuration.run.steps = 4
            configuration.validation.every = 0
        }
        _ = try training.trainer("student", change: change).run()
        let first = try #require(try training.checkpoint("student").arrays["teacher:directions"])
        #expect(first.count == 8 * 16)
        var configuration = training.configuration
        change(&configuration)
        configuration.data.heldOut = 0.6
        configuration.run.steps = 6
        let fewer = try TrainingSet(configuration.data)
        func directions(_ name: String, _ start: Trainer.Start) throws -> [Float]? {
            configuration.output = "\(training.folder)/\(name)"
            _ = try Trainer(configuration, start: start, set: fewer).run()
            return try training.checkpoint(name).arrays["teacher:directions"]
        }
        #expect(try directions("student", .resumeChanged) == first)
        #expect(try directions("other", .new) != first)
        // A new training of the same student goes on nearly where it was, along directions turned to it.
        let before = try #require(training.curve("student").compactMap(\.step).last?.loss)
        let anew = try #require(training.curve("other").compactMap(\.step).first?.loss)
        configuration.network = NetworkConfiguration()
        configuration.network.initialize = "\(training.folder)/student/model"
        let turned = try directions("next", .new)
        let after = try #require(training.curve("next").compactMap(\.step).first?.loss)
        #expect(turned != first)
        #expect(after < before + (anew - before) / 4, "\(before), then \(after); anew \(anew)")
    }

    @Test func `a teacher embeds a photo once, whoever comes and goes`() throws {
        let training = try TinyTraining()
        _ = try training.trainer("teacher").run()
        let file = "\(training.folder)/teacher.safetensors"
        func taught(_ heldOut: Double) throws -> (embeddings: Tensor, computed: Int) {
            var data = training.configuration.data
            data.heldOut = heldOut
            let set = try TrainingSet(data)
            var computed = 0
            let teacher = try TeacherEmbeddings(
                model: "\(training.folder)/teacher/model",
                of: set,
                file: file,
                threads: 1
            ) { event in if case .teaching(let done, _) = event { computed = done } }
            return (teacher.rows(of: Array(set.trained.samples.indices)), computed)
        }
        let few = try taught(0.6)
        let all = try taught(0)
        #expect(few.computed > 0 && all.computed > 0)
        #expect(few.computed + all.computed == 12 * 6)
        let again = try taught(0.6)
        #expect(again.computed == 0)
        #expect(again.embeddings.scalars == few.embeddings.scalars)
        try FileManager.default.removeItem(atPath: file)
        let anew = try taught(0)
        #expect(anew.computed == 12 * 6)
        let difference = zip(anew.embeddings.scalars, all.embeddings.scalars).map { abs($0 - $1) }.max() ?? 1
        #expect(difference < 1e-4, "rows have changed places: \(difference)")
    }

    @Test func `a teacher's embeddings are kept on the way`() throws {
        let training = try TinyTraining()
        _ = try training.trainer("teacher").run()
        let teacher = try Model.named("\(training.folder)/teacher/model")
        let file = "\(training.folder)/teacher.safetensors"
        let samples = training.set.trained.samples
        let photos = samples.map { $0.hash?.description ?? $0.name }
        var kept = KeptEmbeddings(of: teacher, file: file)
        kept.chunk = 20
        var known: Set<Int> = []
        try kept.add(Array(samples.indices), photos, of: training.set.trained, by: teacher, threads: 1) { event in
            guard case .teaching(_, let total) = event else { return }
            #expect(total == samples.count)
            let written = KeptEmbeddings(of: teacher, file: file)
            known.insert(photos.count { written[$0] != nil })
        }
        // What is seen while the first, second and third twenty are computed, and so on.
        #expect(known == Set(stride(from: 0, to: samples.count, by: 20)))
        let written = KeptEmbeddings(of: teacher, file: file)
        #expect(photos.allSatisfy { written[$0] != nil && written[$0] == kept[$0] })
    }
}
