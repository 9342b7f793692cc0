import FaceDetection
import FaceEmbedding
import FaceEngine
import FaceEvaluation
import FaceImaging
import FaceLaboratory
import FaceNetworks
import FacePipeline

/// A calibration from photos to thresholds.
struct ThresholdCalibration {
    /// Folder, aliases, model and detector.
    let options: LabeledFolderOptions
    /// Where embeddings are kept.
    let cache: CacheOptions
    /// The rates asked for.
    let rates: FalseAcceptRates
    /// What of the faces shall be seen.
    let visibilities: [FaceVisibility]

    /// Measures everybody of the folder against everybody else.
    ///
    /// - Parameters:
    ///   - heldOut: People to check the thresholds on.
    ///   - seed: Chooses them.
    /// - Returns: What was found, and the reader.
    /// - Throws: ``Failure`` if there are too few people, also for a rate, or something cannot be read.
    func measure(heldOut: HeldOutPeople?, seed: UInt64) async throws -> (CalibrationOutcome, FaceReader) {
        let aliases = try LabeledPhotos.aliases(at: options.aliases)
        let photos = try CalibrationPhotos(in: options.images, aliases: aliases)
        // As far as names tell; faces may be fewer. What cannot be is said before minutes of work.
        try require(people: photos.people.count, "has")
        let others: CalibrationPhotos? =
            if case .folder(let folder) = heldOut { try CalibrationPhotos(in: folder, aliases: aliases) } else { nil }
        let laboratory = try await laboratory(samples: photos.names.map { "\(options.images)/\($0)" })
        var faces = try await photos.faces(by: laboratory, showing: visibilities)
        try require(people: faces.people.count, "shows faces of")
        var apart: CalibrationFaces?
        if case .share(let share) = heldOut {
            let (measured, rest) = faces.split(heldOut: share, seed: seed)
            (faces, apart) = (measured, rest)
            try require(people: faces.people.count, "without those held out has")
        } else if let others {
            apart = try await others.faces(by: laboratory, showing: visibilities).without(faces, in: others.folder)
        }
        if let apart, apart.people.count < ImpostorTail.fewestPeople {
            throw Failure("--held-out", "has \(apart.people.count) people; a check needs \(ImpostorTail.fewestPeople)")
        }
        let precision = laboratory.reader.embedder.options.precision.rawValue
        let outcome = CalibrationOutcome(
            faces,
            heldOut: apart,
            rates: rates.asked,
            source: "\(options.images), one photo each of \(faces.people.count) people, \(precision)"
        )
        guard outcome.tail != nil else {
            throw Failure(options.images, "shows no two people who are alike enough to measure anything")
        }
        return (outcome, laboratory.reader)
    }

    /// Measures the pairs of a list.
    ///
    /// - Throws: ``Failure`` if there are too few pairs for a rate, or a photo cannot be read.
    func measure(_ list: CalibrationPairs) async throws -> (CalibrationOutcome, FaceReader) {
        try rates.require(pairs: list.impostors, people: nil, in: list.path)
        var laboratory = try await laboratory(samples: list.names.map { "\(options.images)/\($0)" })
        // A list names what it is about: a photo that is missing is a mistake of the list.
        laboratory.unreadable = .refused
        let faces = try await CalibrationPhotos.faces(
            of: list.names,
            in: options.images,
            by: laboratory,
            showing: visibilities
        )
        let all = FacePairing.allCases.filter {
            visibilities.contains($0.sides.enrolled) && visibilities.contains($0.sides.probe)
        }
        var pairings: [PairingCalibration] = []
        for pairing in all { pairings.append(try list.calibration(pairing, faces: faces, rates: rates.asked)) }
        let left = (pairings.first?.pairs ?? 0)
        try rates.require(pairs: left, people: nil, in: list.path)
        guard pairings.contains(where: { !$0.thresholds.isEmpty }) else {
            throw Failure(
                list.path,
                "has \(left) pairs of different people whose faces were found, too few for any rate"
            )
        }
        return (CalibrationOutcome(pairings: pairings, photos: faces.count), laboratory.reader)
    }

    /// How it was done, for the bundle.
    func record(of outcome: CalibrationOutcome, source: String, precision: String) -> ThresholdRecord {
        var occluders: [FaceVisibility: [String]] = [:]
        if visibilities.contains(.mouthCovered) {
            occluders[.mouthCovered] = CalibrationPhotos.mouthOccluders.map(\.rawValue)
        }
        if visibilities.contains(.eyesCovered) { occluders[.eyesCovered] = ["sunglasses"] }
        return ThresholdRecord(
            source: source,
            people: outcome.people,
            photos: outcome.photos,
            heldOut: outcome.heldOut,
            occluders: occluders,
            precision: precision,
            detector: options.source.detector.detector.rawValue,
            command: ["facenet"] + CommandLine.arguments.dropFirst(),
            checks: outcome.checks.map(ThresholdRecord.Check.init)
        )
    }

    private func require(people: Int, _ verb: String) throws(Failure) {
        guard people >= ImpostorTail.fewestPeople else {
            let reason = "\(verb) \(people) people; a calibration needs \(ImpostorTail.fewestPeople)"
            throw Failure(options.images, reason)
        }
        try rates.require(pairs: people * (people - 1) / 2, people: people, in: options.images)
    }

    private func laboratory(samples: [String]) async throws -> Laboratory {
        let reader = try await options.source.reader(choice: .central, samples: samples)
        let model = options.source.model.path()
        let kept = try cache.open(detector: options.source.detector, model: model)
        return Laboratory(reader: reader, cache: kept, undetected: .leftOut, unreadable: .leftOut)
    }
}

extension CalibrationFaces {
    /// The people who are not among others; those who are, are noted: nobody can check a threshold they are behind.
    fileprivate func without(_ others: CalibrationFaces, in folder: String) -> CalibrationFaces {
        let names = Set(others.people.map(\.name))
        let rest = people.filter { !names.contains($0.name) }
        if rest.count < people.count {
            Console.note("\(folder): \(people.count - rest.count) people left out, as the calibration has them")
        }
        return CalibrationFaces(people: rest, visibilities: visibilities)
    }
}
