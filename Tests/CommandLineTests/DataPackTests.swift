import FaceDetection
import FaceImaging
import FaceNetworks
import FaceTraining
import Foundation
import Testing

/// Packing, through the whole program; the photos are drawn by it too, so that no model is needed.
@Suite struct DataPackTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    private var faces: String { folder.path + "/faces" }
    private var packed: String { folder.path + "/packed" }

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let drawing = ["data", "synthesize", "--people", "4", "--photos", "3", "--size", "64", faces]
        #expect(try Binary.run(drawing).code == 0)
    }

    private func report() throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: packed + "/report.json"))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func `a set with landmarks is packed without a detector, landmarks where the template wants them`() throws {
        let outcome = try Binary.run(["data", "pack", faces, "--output", packed])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.text.hasPrefix("12 faces of 4 people, 0 with one; 12 photos read, "))
        let set = try FaceDataset(reading: [DatasetSource(at: packed)])
        #expect(set.people.map(\.samples.count) == [3, 3, 3, 3])
        #expect(set.metadata == ["crop": "similarity112", "size": "112x112"])
        for sample in set.samples {
            let photo = try sample.photo()
            #expect(photo.width == 112 && photo.height == 112)
            let landmarks = try #require(sample.landmarks)
            // A similarity cannot bring all five there at once, and turned heads less so.
            for (point, place) in zip(landmarks.points, ModelCard.Crop.fivePoints112) {
                #expect(point.distance(to: place) < 20, "\(sample.name): \(landmarks)")
            }
        }
        let report = try report()
        #expect(report["packed"] as? Int == 12 && report["shards"] as? [String] == ["00000.faces"])
    }

    @Test func `what is left out is said, counted and written`() throws {
        let photos = folder.path + "/photos"
        for (name, source) in [
            ("ada/1", "0001/001"), ("ada/2", "0001/001"), ("bob/1", "0002/001"), ("cid/1", "0002/001"),
            ("cid/2", "0003/001"), ("cid/3", "0003/002"), ("dee/1", "0004/001"),
        ] {
            let target = "\(photos)/\(name).jpg"
            try FileManager.default.createDirectory(
                atPath: (target as NSString).deletingLastPathComponent,
                withIntermediateDirectories: true
            )
            try FileManager.default.copyItem(atPath: "\(faces)/person-\(source).jpg", toPath: target)
        }
        try Data("no photo".utf8).write(to: URL(fileURLWithPath: photos + "/ada/3.jpg"))
        let arguments = ["data", "pack", photos, "--crop", "none", "--size", "32x24", "--minimum-photos", "2"]
        let outcome = try Binary.run(arguments + ["--output", packed])
        #expect(outcome.code == 1)
        let left = [
            "\(photos)/ada/2.jpg: the same bytes as \(photos)/ada/1.jpg",
            "\(photos)/bob/1.jpg: the same bytes as \(photos)/cid/1.jpg, of another person",
            "\(photos)/cid/1.jpg: the same bytes as \(photos)/bob/1.jpg, of another person",
            "\(photos)/ada/3.jpg: not a JPEG, PNG, WebP, GIF, HEIC or AVIF image",
            "ada: has 1 faces, fewer than 2", "dee: has 1 faces, fewer than 2",
        ]
        #expect(Set(outcome.errorLines) == Set(left.map { "facenet: \($0)" }))
        let report = try report()
        #expect(
            report["leftOut"] as? [String: Int]
                == ["duplicate": 1, "labelConflict": 2, "unreadable": 1, "fewPhotos": 2]
        )
        #expect((report["problems"] as? [Any])?.count == 6 && report["photosRead"] as? Int == 8)
        let set = try FaceDataset(reading: [.shards(packed)])
        #expect(set.people.map(\.name) == ["cid"])
        #expect(try set.samples.map { [try $0.photo().width, try $0.photo().height] } == [[24, 32], [24, 32]])
    }

    @Test func `photos packed whole keep their bytes, and packing shards again changes nothing`() throws {
        let again = folder.path + "/again"
        #expect(try Binary.run(["data", "pack", faces, "--crop", "none", "--output", packed]).code == 0)
        #expect(try Binary.run(["data", "pack", packed, "--crop", "none", "--output", again]).code == 0)
        let shards = [packed, again].map { URL(fileURLWithPath: $0 + "/00000.faces") }
        #expect(try Data(contentsOf: shards[0]) == Data(contentsOf: shards[1]))
        let set = try FaceDataset(reading: [.shards(packed)])
        let original = try FaceDataset(reading: [DatasetSource(at: faces)])
        #expect(try set.samples.map { try $0.photo() } == original.samples.map { try $0.photo() })
        #expect(set.samples.map(\.landmarks) == original.samples.map(\.landmarks))
    }

    @Test func `a flat folder goes by its list of identities`() throws {
        let list = folder.path + "/identities.txt"
        try Data("001.jpg 2880\n002.jpg 17\n003.jpg 2880\n".utf8).write(to: URL(fileURLWithPath: list))
        let arguments = ["data", "pack", faces + "/person-0001", "--identities", list, "--crop", "none"]
        let outcome = try Binary.run(arguments + ["--output", packed])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(try FaceDataset(reading: [.shards(packed)]).people.map(\.name) == ["17", "2880"])
    }

    @Test func `people are left out as asked, and nobody who is not there`() throws {
        let list = folder.path + "/people.txt"
        try Data("person-0002\nperson-0004\n".utf8).write(to: URL(fileURLWithPath: list))
        let arguments = ["data", "pack", faces, "--without", list, "--output", packed]
        let outcome = try Binary.run(arguments)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.text.hasPrefix("6 faces of 2 people, 0 with one; 12 photos read, "))
        #expect(outcome.text.contains("; without 2 people, as asked"))
        #expect(try report()["without"] as? [String] == ["person-0002", "person-0004"])
        #expect(try FaceDataset(reading: [.shards(packed)]).people.map(\.name) == ["person-0001", "person-0003"])

        try Data("person-0002\nperson-2\n".utf8).write(to: URL(fileURLWithPath: list))
        let wrong = try Binary.run(Array(arguments.dropLast()) + [folder.path + "/other"])
        #expect(wrong.code == 2)
        #expect(wrong.errorLines == ["facenet: \(list): line 2: nobody of the set is named person-2"])
    }

    @Test func `what cannot be packed is 2, and leaves nothing`() throws {
        let taken = try Binary.run(["data", "pack", faces, "--output", faces])
        #expect(taken.code == 2)
        #expect(taken.errorLines == ["facenet: \(faces): is there already, and not an empty folder"])
        let missing = try Binary.run(["data", "pack", folder.path + "/none", "--output", packed])
        #expect(missing.code == 2)
        #expect(missing.errorLines == ["facenet: \(folder.path)/none: could not be read: No such file or directory"])
        let blind = try Binary.run(
            ["data", "pack", faces, "--crop", "tight", "--detector", "mtcnn", "--detector-path", folder.path]
                + ["--output", packed]
        )
        #expect(blind.code == 2 && blind.errors.contains("the mtcnn detector was not found"))
        #expect(try Binary.run(["data", "pack", faces, "--crop", "square", "--output", packed]).code == 64)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["faces"])
    }

    @Test func `an interrupted run leaves nothing`() throws {
        let outcome = try Binary.run(["data", "pack", faces, "--size", "2048", "--output", packed]) { process in
            // Until it has begun, or it would not know yet that it is to clean up.
            for _ in 0..<500 {
                let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                if names.contains(where: { $0.hasSuffix(".partial") }) { break }
                Thread.sleep(forTimeInterval: 0.01)
            }
            Thread.sleep(forTimeInterval: 0.05)
            process.interrupt()
        }
        #expect(outcome.code == 130)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["faces"])
    }
}

/// Packing photos that have to be searched, with the models of `FACENET_DATA`.
@Suite(.enabled(if: Binary.data != nil, "FACENET_DATA is not set: no models to run"))
struct DataPackDetectionTests {
    @Test(arguments: ["similarity112", "margin160", "tight"])
    func `landmarks of a crop are where the detector finds them in it`(crop: String) throws {
        let data = try #require(Binary.data)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for person in ["Aaron_Sorkin", "Abel_Pacheco"] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path + "/" + person,
                withDestinationPath: "\(data)/lfw/images/\(person)"
            )
        }
        let packed = folder.path + ".packed"
        let arguments = ["data", "pack", folder.path, "--crop", crop, "--size", "200", "--output", packed]
        let outcome = try Binary.run(
            arguments,
            environment: ["FACENET_DATA": data, "FACENET_MODEL": Binary.published, "FACENET_DETECTOR": "mtcnn"]
        )
        #expect(outcome.code == 0, "\(outcome.errors)")
        let detector = try DetectorKind.mtcnn.load(from: [data])
        let set = try FaceDataset(reading: [.shards(packed)])
        #expect(set.samples.count >= 4)
        var distances: [Float] = []
        for sample in set.samples {
            let photo = try sample.photo()
            let known = try #require(sample.landmarks)
            // A face cut tightly and blown up is hard to find again: what is found may be a little off, or nothing.
            let faces = FaceChoice.central(try detector.faces(in: photo), width: 200, height: 200)
            distances += zip(faces.first?.landmarks.points ?? [], known.points).map { $0.distance(to: $1) }
        }
        #expect(distances.count >= 15)
        let median = distances.sorted()[distances.count / 2]
        #expect(median < 8, "\(median) pixels of 200")
    }
}
