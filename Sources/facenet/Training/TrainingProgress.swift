import FaceTraining

/// How far a training is: a bar with loss, active share, rate and time left on a terminal, lines elsewhere.
struct TrainingProgress {
    /// Whether an alarm is told; where it ends the training, the training's failure tells it.
    let tellsAlarms: Bool
    private let isWatched = Console.isWatched
    private var summary: TrainingSummary?
    private var recent: [StepRecord] = []
    private var last = ContinuousClock.now
    private var first = true

    /// Creates a display of nothing yet.
    init(tellsAlarms: Bool) { self.tellsAlarms = tellsAlarms }

    /// Tells of an event.
    mutating func show(_ event: TrainingEvent) {
        switch event {
        case .prepared(let report, let trained, let heldOut):
            Console.note("\(report); \(trained) people to train on, \(heldOut) held out")
            for problem in report.problems.prefix(10) { Console.note("\(problem)") }
            if report.problems.count > 10 { Console.note("and \(report.problems.count - 10) more") }
        case .started(let summary):
            self.summary = summary
            let photos = summary.photosPerPerson.map { ", up to \($0) a person" } ?? ""
            Console.note(
                "\(summary.network): \(summary.weights) weights, \(summary.precision), \(summary.threads) threads; batches of "
                    + "\(summary.batch)\(photos), \(summary.stepsPerEpoch) steps an epoch"
            )
            if summary.firstStep > 0 { Console.note("going on after step \(summary.firstStep)") }
        case .stepped(let record): step(record)
        case .validated(let record): note(Self.text(record))
        case .alarmed(let finding) where tellsAlarms:
            note("step \(finding.step): \(finding.symptom); \(finding.remedy)")
        case .saved, .alarmed: break
        case .passedOver(let path, let reason): note("\(path): \(reason); the checkpoint before it is taken")
        case .loading(.unreadable(_, let name, let reason)): note("\(name): \(reason); another photo is taken for it")
        case .teaching(let done, let total):
            if isWatched { Console.write("\r\u{1B}[K\(done) of \(total) photos seen by the teacher", to: 2) }
        case .wrote(let model): note("the model is in \(model)")
        }
    }

    /// Takes the bar away.
    func finish() {
        if isWatched { Console.write("\r\u{1B}[K", to: 2) }
    }

    private func note(_ text: String) {
        finish()
        Console.note(text)
    }

    private mutating func step(_ record: StepRecord) {
        recent.append(record)
        if recent.count > 50 { recent.removeFirst() }
        let now = ContinuousClock.now
        guard first || (now - last) / .seconds(1) >= (isWatched ? 0.2 : 10) else { return }
        (first, last) = (false, now)
        let text = Self.text(recent, summary)
        guard isWatched else { return Console.note(text) }
        let total = summary?.steps ?? 0
        let filled = total > 0 ? 20 * min(record.step, total) / total : 0
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
        Console.write("\r\u{1B}[K[\(bar)] \(text)", to: 2)
    }

    /// What the last steps were like.
    static func text(_ recent: [StepRecord], _ summary: TrainingSummary?) -> String {
        guard let record = recent.last else { return "" }
        let seconds = recent.reduce(0) { $0 + $1.seconds.total } / Double(recent.count)
        let images = recent.reduce(0) { $0 + $1.images } / recent.count
        var parts = ["step \(record.step)" + (summary?.steps.map { " of \($0)" } ?? "")]
        parts.append("loss \(record.loss.formatted(decimals: 4))")
        if let mined = record.mined, let active = record.active {
            parts.append("\(active) of \(mined) triplets active")
        }
        if let correct = record.correct { parts.append("\((100 * correct).formatted(decimals: 1)) % right") }
        parts.append("\((Double(images) / max(seconds, 1e-9)).formatted(decimals: 1)) images/s")
        if let steps = summary?.steps {
            parts.append("\(Int((Double(steps - record.step) * seconds).rounded(.up)).asDuration) left")
        }
        return parts.joined(separator: ", ")
    }

    /// What a validation found.
    static func text(_ record: ValidationRecord) -> String {
        let rates = record.rates.map {
            "VAL \((100 * $0.validationRate).formatted(decimals: 2)) % at FAR \($0.falseAcceptRate)"
        }
        let accuracy = "accuracy \((100 * record.accuracy).formatted(decimals: 2)) %"
        return "step \(record.step), \(record.people) held-out people: " + ([accuracy] + rates).joined(separator: ", ")
    }
}
