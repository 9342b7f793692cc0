import FaceTraining

/// One run of `facenet data pack`: every photo of a set, in its order, into shards.
struct Packing {
    private let set: FaceDataset
    private let packer: FacePacker
    /// What came of it so far.
    private(set) var report: PackReport

    init(_ set: FaceDataset, packer: FacePacker, detector: String, without people: [String]) {
        (self.set, self.packer) = (set, packer)
        report = PackReport(set.report, packer: packer, detector: detector, without: people)
    }

    /// Packs people one after the other; a person's faces wait until it is known that there are enough.
    mutating func run(into writer: ShardWriter, minimumPhotos: Int, threads: Int) async throws {
        let start = ContinuousClock.now
        let progress = Progress(total: set.samples.count, unit: "photos")
        for problem in report.problems { progress.note("\(problem)") }
        var waiting: [FacePacker.Packed] = []
        var (label, done) = (0, 0)
        try await OrderedWork.run(set.samples, width: threads) { [set, packer] sample in
            packer.pack(sample, of: set.people[sample.label].name)
        } sink: { result in
            progress.advance()
            switch result {
            case .success(let packed): waiting.append(packed)
            case .failure(let problem): leaveOut(problem, progress)
            }
            done += 1
            guard done == set.people[label].samples.upperBound else { return }
            if waiting.count >= minimumPhotos {
                try write(waiting, to: writer)
            } else {
                let reason = "has \(waiting.count) faces, fewer than \(minimumPhotos)"
                leaveOut(DatasetProblem(.fewPhotos, set.people[label].name, reason), progress)
            }
            waiting = []
            label += 1
        }
        progress.finish()
        do throws(DataError) { try writer.finish() } catch { throw Failure("--output", error) }
        guard report.packed > 0 else { throw Failure("--output", "nothing was packed: \(report.summary)") }
        report.finish(shards: writer.shards, seconds: (ContinuousClock.now - start) / .seconds(1))
    }

    private mutating func leaveOut(_ problem: DatasetProblem, _ progress: Progress) {
        report.problems.append(problem)
        progress.note("\(problem)")
    }

    private mutating func write(_ faces: [FacePacker.Packed], to writer: ShardWriter) throws(Failure) {
        for face in faces {
            do throws(DataError) {
                try writer.append(face.image, face.record)
            } catch {
                throw Failure("--output", error)
            }
            report.bytes += face.image.count
        }
        report.packed += faces.count
        report.people += 1
        if faces.count == 1 { report.peopleWithOnePhoto.append(faces[0].record.person) }
    }
}
