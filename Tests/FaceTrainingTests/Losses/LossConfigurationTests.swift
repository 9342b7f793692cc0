import FaceTraining
import Foundation
import Testing

@Suite struct LossConfigurationTests {
    private func decode(_ text: String) throws -> LossConfiguration {
        try JSONDecoder().decode(LossConfiguration.self, from: Data(text.utf8))
    }

    @Test func `what a file leaves out has its default`() throws {
        #expect(try decode(#"{"kind": "triplet"}"#) == .triplet(TripletLoss()))
        #expect(
            try decode(#"{"kind": "triplet", "mining": "batchHard", "margin": 0.5, "reduction": "sum"}"#)
                == .triplet(TripletLoss(margin: 0.5, mining: .batchHard, reduction: .sum))
        )
        #expect(try decode(#"{"kind": "arcFace", "scale": 30}"#) == .arcFace(.init(scale: 30)))
        #expect(try decode(#"{"kind": "softmax", "labelSmoothing": 0.1}"#) == .softmax(.init(labelSmoothing: 0.1)))
        #expect(
            try decode(#"{"kind": "distillation", "measure": "squaredDistance"}"#)
                == .distillation(.init(measure: .squaredDistance))
        )
    }

    @Test(arguments: [
        LossConfiguration.triplet(
            TripletLoss(
                margin: 0.3,
                mining: .randomViolator,
                choice: .hardest,
                form: .softMargin,
                reduction: .meanOverActive,
                roles: .selfRestrained
            )
        ),
        .softmax(.init(labelSmoothing: 0.25, hasBias: false)),
        .arcFace(.init(scale: 20, margin: 0.25, border: .easy)),
        .distillation(.init(measure: .squaredDistance, projects: true)),
    ])
    func `a configuration survives a file`(configuration: LossConfiguration) throws {
        let data = try JSONEncoder().encode(configuration)
        #expect(try JSONDecoder().decode(LossConfiguration.self, from: data) == configuration)
    }

    @Test(arguments: [
        #"{"kind": "triplet", "magrin": 0.3}"#, #"{"kind": "triplet", "margin": -1}"#, #"{"kind": "quadruplet"}"#,
        #"{"kind": "triplet", "mining": "hardest"}"#, #"{"kind": "softmax", "labelSmoothing": 1}"#,
        #"{"kind": "arcFace", "scale": 0}"#, #"{"kind": "arcFace", "margin": 4}"#,
        #"{"kind": "distillation", "teacher": "x"}"#, #"{"margin": 0.2}"#,
    ])
    func `nonsense is refused`(text: String) {
        #expect(throws: DecodingError.self) { try decode(text) }
    }

    @Test func `a misspelled option is named beside those there are`() {
        do {
            _ = try decode(#"{"kind": "softmax", "smoothing": 0.1}"#)
            Issue.record("it was taken")
        } catch DecodingError.dataCorrupted(let context) {
            #expect(
                context.debugDescription == "unknown key 'smoothing': there are labelSmoothing, hasBias"
            )
        } catch {
            Issue.record(error)
        }
    }
}
