import FaceEmbedding
import FaceEvaluation
import FaceLaboratory
import FaceNetworks
import Foundation
import Testing

@testable import facenet

/// What `calibrate` does before and after faces are embedded.
@Suite struct CalibrationTests {
    private func folder(_ files: [String]) throws -> String {
        let folder = FileManager.default.temporaryDirectory.path + "/calibration-\(UUID().uuidString)"
        for file in files {
            let path = "\(folder)/\(file)"
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent,
                withIntermediateDirectories: true
            )
            try Data("no photo".utf8).write(to: URL(fileURLWithPath: path))
        }
        return folder
    }

    @Test func `of each person the first two photos count, and two names may be one person`() throws {
        let folder = try folder(["b/3.jpg", "b/1.jpg", "b/2.jpg", "a/1.jpg", "c/1.jpg", "notes.txt", "4.jpg"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let photos = try CalibrationPhotos(in: folder, aliases: ["c": "a"])
        #expect(photos.people.map(\.name) == ["a", "b"])
        #expect(photos.names == ["a/1.jpg", "c/1.jpg", "b/1.jpg", "b/2.jpg"])
    }

    @Test func `all kinds of masks are drawn, each photo its own`() {
        let kinds = (0..<200).compactMap { CalibrationPhotos.mouthOccluder(for: "person/\($0).jpg") }
        for kind in CalibrationPhotos.mouthOccluders { #expect((25...80).contains(kinds.count { $0 == kind })) }
        #expect(
            CalibrationPhotos.mouthOccluder(for: "a/1.jpg") == CalibrationPhotos.mouthOccluder(for: "elsewhere/1.jpg")
        )
    }

    @Test func `a rate that was asked for and has too few pairs is refused with what it needs`() {
        let failure = #expect(throws: Failure.self) {
            try FalseAcceptRates([1e-3, 1e-6]).require(pairs: 9_135_675, people: 4275, in: "lfw")
        }
        #expect(
            failure?.description
                == "lfw: a false accept rate of 1e-06 needs 30000000 pairs of different people, those of 7747 people, as "
                + "fewer than 30 false accepts say nothing; 4275 people make 9135675 pairs, enough for 3.3e-6"
        )
        #expect(throws: Never.self) { try FalseAcceptRates([1e-5]).require(pairs: 9_135_675, people: 4275, in: "") }
        #expect(throws: Never.self) { try FalseAcceptRates([]).require(pairs: 40, people: nil, in: "") }
        let list = #expect(throws: Failure.self) {
            try FalseAcceptRates([0.1]).require(pairs: 20, people: nil, in: "pairs.txt")
        }
        #expect(
            list?.description
                == "pairs.txt: a false accept rate of 0.1 needs 300 pairs of different people, as fewer than 30 false "
                + "accepts say nothing; there are 20"
        )
    }

    @Test func `what was measured replaces what the card had of the same pairings, in the card's scale`() {
        var card = ModelCard(
            name: "m",
            dimension: 4,
            distanceScale: 2,
            operatingPoints: [
                .init(falseAcceptRate: 1e-3, threshold: 9),
                .init(pairing: "bare-masked", falseAcceptRate: 1e-3, threshold: 8),
            ]
        )
        let outcome = CalibrationOutcome(
            pairings: [Self.pairing(.bare), Self.pairing(.mouthMouth)],
            photos: 5
        )
        let record = ThresholdRecord(source: "s", people: 2, photos: 5, precision: "fp32", detector: "mtcnn")
        outcome.apply(to: &card, record: record)
        #expect(card.operatingPoints.map(\.pairing) == ["bare-masked", "bare", "mouth-mouth"])
        #expect(
            card.operatingPoints(for: .mouthMouth).first?.threshold == 2 * outcome.pairings[1].thresholds[0].threshold
        )
        #expect(card.operatingPoints(for: .bare).first?.falseAccepts == 40)
        #expect(card.operatingPoints(for: .bare).first?.interval != nil)
        #expect(card.thresholdRecord == record)
        let text = CalibrationReport(outcome, record: record, scale: 2, bundle: nil).text
        #expect(text.contains("\nmouth-mouth\t0.1\t"))
        #expect(text.contains("\nbare\t0.01\t3000\t78\t7"))
    }

    /// Seven people, 400 pairs: one threshold, for a tenth, and one that cannot be had.
    private static func pairing(_ pairing: FacePairing) -> PairingCalibration {
        let distances = [0.1, 0.3] + (0..<400).map { 0.9 + Float($0) / 400 }
        return PairingCalibration(
            pairing,
            distances: distances,
            isSame: distances.indices.map { $0 < 2 },
            people: distances.indices.map { (first: "p\($0 % 4)", second: $0 < 2 ? "p\($0 % 4)" : "q\($0 % 3)") },
            rates: [0.1, 0.01],
            impostors: 400,
            bootstrap: IdentityBootstrap(replicates: 40)
        )
    }

    @Test func `people held out are a share or a folder`() {
        #expect(HeldOutPeople(argument: "0.3") == .share(0.3))
        #expect(HeldOutPeople(argument: "others") == .folder("others"))
        #expect(HeldOutPeople(argument: "1") == nil)
        #expect(HeldOutPeople(argument: "0") == nil)
    }

    @Test func `bad input is named, ends with 2, and writes nothing`() throws {
        let folder = try folder((0..<120).map { "people/p\($0)/1.jpg" } + ["few/a/1.jpg", "few/b/1.jpg", "there/x"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let output = "\(folder)/bundle"
        func run(_ arguments: String...) throws -> String {
            let outcome = try Binary.run(["calibrate", "--no-cache", "--output"] + [output] + arguments)
            #expect(outcome.code == 2)
            #expect(outcome.output.isEmpty)
            #expect(!FileManager.default.fileExists(atPath: output))
            return outcome.errorLines.last ?? ""
        }
        #expect(
            try run("--images", "\(folder)/few")
                == "facenet: \(folder)/few: has 2 people; a calibration needs 100"
        )
        #expect(
            try run("--images", "\(folder)/none")
                == "facenet: \(folder)/none: holds no folders of photos, one for each person"
        )
        #expect(
            try run("--images", "\(folder)/people", "--far", "1e-4").contains("needs 300000 pairs of different people")
        )
        let list = "\(folder)/pairs.csv"
        try "first,second,same\np0/1.jpg,p1/1.jpg,0\n".write(toFile: list, atomically: true, encoding: .utf8)
        #expect(
            try run("--images", "\(folder)/people", "--pairs", list).hasPrefix(
                "facenet: \(list): no pairs of the same person"
            )
        )
        #expect(try run("--images", "\(folder)/people", "--pairs", "\(folder)/no.csv").contains("could not be read"))
        let there = try Binary.run(["calibrate", "--images", folder, "--output", "\(folder)/there"])
        #expect(there.code == 2)
        #expect(there.errorLines == ["facenet: \(folder)/there: it exists already"])
    }
}
