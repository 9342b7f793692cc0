import FaceEmbedding
import FaceEvaluation
import FaceGallery
import Foundation

extension GalleryEvaluation {
    /// The shares of strangers that may be taken for somebody.
    static let rates = [0.01, 0.001]

    /// Enrolls everybody with more photos than `count` by so many, and looks up all other photos.
    mutating func measureIdentification(
        _ faces: LabeledFaces,
        enrolling count: Int,
        rule: PersonRule,
        model: GalleryModel,
        threads: Int,
        progress: Progress
    ) throws(GalleryError) {
        var scores: [OpenSetScores] = []
        var calibrated: [[Calibrated]] = []
        var split = OpenSetSplit(people: faces.people, enrolling: count, seed: 0)
        guard !split.enrolled.isEmpty, split.strangers.count >= 20 else { return }
        for round in 0..<rounds {
            split = OpenSetSplit(people: faces.people, enrolling: count, seed: UInt64(round))
            let snapshot = try GallerySnapshot(
                enrolling: split.enrolled.map(\.photos),
                of: faces.embeddings,
                model: model,
                threads: threads
            )
            func nearest(_ photo: Int) throws(GalleryError) -> PersonDistance {
                let found = try snapshot.nearestPeople(to: faces.embeddings[photo], count: 1, rule: rule)
                guard let nearest = found.first else { preconditionFailure("a gallery of people found none") }
                return nearest
            }
            var mated: [OpenSetScores.Mated] = []
            for probe in split.probes {
                let found = try nearest(probe.photo)
                mated.append(
                    .init(
                        person: probe.enrollment,
                        isRight: found.personRow == Int64(probe.enrollment),
                        squaredDistance: found.squaredDistance
                    )
                )
            }
            var strangers: [Float] = []
            for photo in split.strangers { strangers.append(try nearest(photo).squaredDistance) }
            scores.append(OpenSetScores(mated: mated, strangers: strangers))

            // Every second stranger calibrates, the others judge.
            let half = stride(from: 0, to: strangers.count, by: 2).map { faces.embeddings[split.strangers[$0]] }
            let judges = stride(from: 1, to: strangers.count, by: 2).map { strangers[$0] }
            if let tail = ImpostorTail(oneFaceEach: half, source: "") {
                let judged = OpenSetScores(mated: mated, strangers: judges)
                calibrated.append(
                    Self.rates.map { rate in
                        let threshold = tail.threshold(falsePositiveRate: rate, gallerySize: snapshot.count)
                        return Calibrated(
                            fpir: Double(judged.falsePositives(threshold: threshold)) / Double(judges.count),
                            fnir: judged.falseNegativeRate(threshold: threshold)
                        )
                    }
                )
            }
            progress.advance()
        }
        identification.append(Self.summary(count, split: split, scores: scores, calibrated: calibrated))
    }

    private static func summary(
        _ count: Int,
        split: OpenSetSplit,
        scores: [OpenSetScores],
        calibrated: [[Calibrated]]
    ) -> Identification {
        func misses(_ rate: Double) -> [Double] {
            scores.map { $0.falseNegativeRate(threshold: $0.threshold(falsePositiveRate: rate)) }
        }
        let rates = rates.enumerated().map { index, rate in
            let fnir = misses(rate)
            return Rate(
                fpir: rate,
                fnir: fnir.mean,
                fnirRange: [fnir.min() ?? 0, fnir.max() ?? 0],
                calibrated: calibrated.isEmpty
                    ? nil
                    : Calibrated(
                        fpir: calibrated.map { $0[index].fpir }.mean,
                        fnir: calibrated.map { $0[index].fnir }.mean
                    )
            )
        }
        let grid = (0...40).map { pow(10, -3.25 + Double($0) * 0.0625) }.filter { $0 < 0.2 }
        return Identification(
            photos: count,
            people: split.enrolled.count,
            probes: split.probes.count,
            strangers: split.strangers.count,
            rankOne: scores.map(\.rankOneRate).mean,
            rates: rates,
            curve: grid.map { [$0, misses($0).mean] }
        )
    }
}

extension [Double] {
    /// The mean; 0 of none.
    var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}
