import FaceTraining
import Foundation
import Testing

@Suite struct ScheduleTests {
    private func expect(_ schedule: Schedule, _ rates: [Int: Float]) {
        for (step, rate) in rates {
            #expect(abs(schedule.rate(at: step) - rate) < 1e-6, "step \(step): \(schedule.rate(at: step))")
        }
    }

    @Test func `the rate rises over the warm-up and stays`() {
        expect(Schedule(rate: 0.4, warmUp: 4), [0: 0.1, 1: 0.2, 3: 0.4, 4: 0.4, 100_000: 0.4])
        expect(Schedule(rate: 0.4), [0: 0.4])
    }

    @Test func `steps multiply the rate where they are`() {
        let schedule = Schedule(rate: 1, shape: .step(at: [10, 20], factor: 0.1))
        expect(schedule, [0: 1, 9: 1, 10: 0.1, 19: 0.1, 20: 0.01, 1000: 0.01])
    }

    @Test func `half a cosine from the warm-up's end to the last step`() {
        let schedule = Schedule(rate: 2, warmUp: 10, shape: .cosine(steps: 110, floor: 0.1))
        expect(schedule, [9: 2, 10: 2, 60: 1.1, 110: 0.2, 500: 0.2])
        let quarter = (1 + Float(0.5).squareRoot()) / 2
        expect(schedule, [35: 0.2 + 1.8 * quarter])
    }

    @Test func `a line from the warm-up's end to the last step`() {
        let schedule = Schedule(rate: 2, warmUp: 10, shape: .linear(steps: 110, floor: 0.5))
        expect(schedule, [4: 1, 10: 2, 60: 1.5, 110: 1, 111: 1])
    }

    @Test func `an inverse square root from the warm-up's end`() {
        let schedule = Schedule(rate: 1, warmUp: 5, shape: .inverseSquareRoot(steps: 100))
        expect(schedule, [5: 1, 105: Float(0.5).squareRoot(), 305: 0.5])
    }

    @Test(arguments: [
        Schedule(rate: 0.1, warmUp: 3), Schedule(rate: 0.1, shape: .step(at: [1, 2], factor: 0.5)),
        Schedule(rate: 0.1, shape: .cosine(steps: 10, floor: 0.25)),
        Schedule(rate: 0.1, shape: .linear(steps: 10, floor: 0.25)),
        Schedule(rate: 0.1, shape: .inverseSquareRoot(steps: 10)),
    ])
    func `a schedule survives a file`(schedule: Schedule) throws {
        let data = try JSONEncoder().encode(schedule)
        #expect(try JSONDecoder().decode(Schedule.self, from: data) == schedule)
    }

    @Test func `what a file leaves out has its default`() throws {
        func decode(_ text: String) throws -> Schedule {
            try JSONDecoder().decode(Schedule.self, from: Data(text.utf8))
        }
        #expect(try decode(#"{"rate": 0.5}"#) == Schedule(rate: 0.5))
        #expect(
            try decode(#"{"kind": "cosine", "rate": 0.5, "steps": 9}"#)
                == Schedule(rate: 0.5, shape: .cosine(steps: 9, floor: 0))
        )
    }

    @Test(arguments: [
        #"{}"#, #"{"rate": -1}"#, #"{"rate": 1, "kind": "cosine"}"#, #"{"rate": 1, "steps": 5}"#,
        #"{"rate": 1, "kind": "linear", "steps": 0}"#, #"{"rate": 1, "kind": "linear", "steps": 5, "at": [1]}"#,
        #"{"rate": 1, "warmup": 5}"#, #"{"rate": 1, "kind": "cosine", "steps": 5, "floor": 2}"#,
    ])
    func `nonsense is refused`(text: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Schedule.self, from: Data(text.utf8)) }
    }
}
