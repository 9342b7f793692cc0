import FaceImaging
import Foundation
import Testing

/// Changes of training photos, one by one and together.
@Suite struct AugmentationTests {
    private let sample = SyntheticFaceSet(size: 96, seed: 5).sample(0, of: 0)

    private func apply(_ augmentation: Augmentation, seed: UInt64 = 1, occludes: Bool? = nil) -> Augmentation.Result {
        var lots = Lots(seed)
        return augmentation(sample.photo, landmarks: sample.landmarks, occludes: occludes, using: &lots)
    }

    /// Each change alone, for certain.
    static let alone: [String: Augmentation] = {
        var changes: [String: Augmentation] = [:]
        func add(_ name: String, _ change: (inout Augmentation) -> Void) {
            var augmentation = Augmentation.none
            change(&augmentation)
            changes[name] = augmentation
        }
        add("mirror") { $0.mirror = 1 }
        add("placement") { $0.placement.probability = 1 }
        add("occlusion") { $0.occlusion.probability = 1 }
        add("downscale") { $0.downscale.probability = 1 }
        add("blur") { $0.blur.probability = 1 }
        add("color") { $0.color.probability = 1 }
        add("gray") { $0.gray = 1 }
        add("noise") { $0.noise.probability = 1 }
        add("jpeg") { $0.jpeg.probability = 1 }
        return changes
    }()

    @Test func `with all probabilities 0 nothing changes`() {
        for seed in 0..<20 as Range<UInt64> {
            let result = apply(.none, seed: seed)
            #expect(result.photo == sample.photo)
            #expect(result.landmarks == sample.landmarks)
            #expect(result.hidden.isEmpty)
        }
    }

    @Test func `a cut without changes is the aligned face, and says where its landmarks are`() throws {
        let cut = try #require(Augmentation.Cut(aligning: sample.landmarks, width: 64, height: 64))
        var lots = Lots(1)
        let result = Augmentation.none(sample.photo, landmarks: sample.landmarks, cut: cut, using: &lots)
        #expect(result.photo == sample.photo.warped(by: cut.transform, width: 64, height: 64, border: .edge))
        let places = FaceLandmarks.aligned112.points
        for (found, place) in zip(try #require(result.landmarks).points, places) {
            #expect(abs(found.x - (place.x + 0.5) * 64 / 112 + 0.5) < 5)
            #expect(abs(found.y - (place.y + 0.5) * 64 / 112 + 0.5) < 5)
        }
    }

    @Test func `a cut is mirrored after it was made, landmarks and all`() throws {
        var mirroring = Augmentation.none
        mirroring.mirror = 1
        let cut = try #require(Augmentation.Cut(aligning: sample.landmarks, width: 64, height: 64))
        var (lots, same) = (Lots(1), Lots(1))
        let plain = Augmentation.none(sample.photo, landmarks: sample.landmarks, cut: cut, using: &lots)
        let result = mirroring(sample.photo, landmarks: sample.landmarks, cut: cut, using: &same)
        for (row, column) in [(0, 0), (5, 60), (63, 17)] {
            let (here, there) = (3 * (row * 64 + column), 3 * (row * 64 + 63 - column))
            #expect(result.photo.pixels[here..<here + 3].elementsEqual(plain.photo.pixels[there..<there + 3]))
        }
        #expect(result.landmarks == plain.landmarks?.mirrored(inWidth: 64))
    }

    @Test(arguments: alone.keys.sorted())
    func `a change alone changes the photo, and the same way every time`(name: String) throws {
        let augmentation = try #require(Self.alone[name])
        let (first, again) = (apply(augmentation, seed: 3), apply(augmentation, seed: 3))
        #expect(first == again)
        #expect(first.photo != sample.photo)
        #expect(first.photo.width == 96 && first.photo.height == 96)
        let movesFace = name == "mirror" || name == "placement"
        #expect((first.landmarks == sample.landmarks) == !movesFace)
        if name != "mirror", name != "gray" { #expect(apply(augmentation, seed: 4) != first) }
    }

    @Test func `one change more does not alter what the others draw`() throws {
        var both = try #require(Self.alone["placement"])
        let placed = apply(both, seed: 9).landmarks
        both.noise.probability = 1
        both.color.probability = 0.5
        #expect(apply(both, seed: 9).landmarks == placed)
    }

    @Test func `a mirrored face has its left eye where the right one was`() throws {
        let result = apply(try #require(Self.alone["mirror"]))
        let (before, after) = (sample.landmarks, try #require(result.landmarks))
        #expect(after.leftEye == Point(x: 95 - before.rightEye.x, y: before.rightEye.y))
        #expect(after.rightMouth == Point(x: 95 - before.leftMouth.x, y: before.leftMouth.y))
        #expect(after.leftEye.x < after.rightEye.x)
        #expect(after.mirrored(inWidth: 96).mirrored(inWidth: 96) == after)
        for y in stride(from: 0, to: 96, by: 7) {
            for x in 0..<96 { #expect(result.photo[x, y] == sample.photo[95 - x, y]) }
        }
    }

    @Test func `landmarks move with the pixels`() throws {
        // A white dot on each landmark, black elsewhere: the dots' middles are where the landmarks say.
        var photo = Photo(width: 120, height: 120)
        let marks = FaceLandmarks(
            leftEye: Point(x: 40, y: 45),
            rightEye: Point(x: 80, y: 45),
            nose: Point(x: 60, y: 62),
            leftMouth: Point(x: 44, y: 82),
            rightMouth: Point(x: 76, y: 82)
        )
        for point in marks.points {
            photo.drawDot(at: Point(x: point.x + 0.5, y: point.y + 0.5), radius: 2.6, color: .white)
        }
        let augmentation = try #require(Self.alone["placement"])
        for seed in 0..<10 as Range<UInt64> {
            var lots = Lots(seed)
            let result = augmentation(photo, landmarks: marks, using: &lots)
            for point in try #require(result.landmarks).points {
                var (sum, sumX, sumY): (Float, Float, Float) = (0, 0, 0)
                for y in Int(point.y) - 6...Int(point.y) + 7 {
                    for x in Int(point.x) - 6...Int(point.x) + 7 {
                        let weight = Float(result.photo[x, y].green)
                        (sum, sumX, sumY) = (sum + weight, sumX + weight * Float(x), sumY + weight * Float(y))
                    }
                }
                #expect(abs(sumX / sum - point.x) < 0.15 && abs(sumY / sum - point.y) < 0.15, "seed \(seed)")
            }
        }
    }

    @Test func `occluders come when they are asked for`() {
        var augmentation = Augmentation.none
        augmentation.occlusion.kinds = [.surgicalMask]
        #expect(apply(augmentation, occludes: true).hidden == [.nose, .mouth])
        augmentation.occlusion.probability = 1
        #expect(apply(augmentation).hidden == [.nose, .mouth])
        #expect(apply(augmentation, occludes: false).photo == sample.photo)
        var lots = Lots()
        #expect(augmentation(sample.photo, landmarks: nil, occludes: true, using: &lots).photo == sample.photo)
    }

    @Test func `covered faces are placed as they are told to be, bare ones as all are`() throws {
        var augmentation = Augmentation.none
        augmentation.occlusion.kinds = [.sunglasses]
        #expect(apply(augmentation, occludes: true).landmarks == sample.landmarks)
        augmentation.occlusion.placement = .init()
        augmentation.occlusion.placement?.probability = 1
        #expect(apply(augmentation, occludes: false).landmarks == sample.landmarks)
        let covered = apply(augmentation, occludes: true)
        var placing = Augmentation.none
        placing.placement = try #require(augmentation.occlusion.placement)
        // The same lots move a face, whoever asked for it; and what covers it moves with it.
        #expect(covered.landmarks != sample.landmarks && covered.landmarks == apply(placing).landmarks)
        #expect(covered.hidden == [.leftEye, .rightEye])
        augmentation.placement = placing.placement
        #expect(apply(augmentation, occludes: true) == covered)
        // Without landmarks nothing is drawn, and the face is as any other.
        (augmentation.placement.probability, augmentation.occlusion.probability) = (0, 1)
        var lots = Lots()
        #expect(augmentation(sample.photo, landmarks: nil, using: &lots).photo == sample.photo)
    }

    @Test func `masks are pulled up as far as they are told to be`() {
        var augmentation = Augmentation.none
        augmentation.occlusion.kinds = [.surgicalMask]
        let low = apply(augmentation, occludes: true).photo
        augmentation.occlusion.maskRise = 1...1
        let high = apply(augmentation, occludes: true).photo
        func changed(_ photo: Photo) -> Int { zip(photo.pixels, sample.photo.pixels).count { $0 != $1 } }
        #expect(changed(high) > changed(low) && changed(low) > 0)
    }

    @Test func `a gray photo is gray, and as bright as before`() throws {
        let photo = apply(try #require(Self.alone["gray"])).photo
        for y in stride(from: 0, to: 96, by: 5) {
            for x in 0..<96 {
                let (after, before) = (photo[x, y], sample.photo[x, y])
                #expect(after.red == after.green && after.green == after.blue)
                let (red, green, blue) = (Float(before.red), Float(before.green), Float(before.blue))
                #expect(abs(Float(after.red) - (0.299 * red + 0.587 * green + 0.114 * blue)) <= 0.51)
            }
        }
    }

    @Test(arguments: ["blur", "downscale", "color"])
    func `one color stays one color`(name: String) throws {
        let augmentation = try #require(Self.alone[name])
        let even = Photo(width: 50, height: 40, filledWith: Color(red: 90, green: 140, blue: 200))
        for seed in 0..<8 as Range<UInt64> {
            var lots = Lots(seed)
            let pixels = augmentation(even, landmarks: nil, using: &lots).photo.pixels
            #expect(Set(stride(from: 0, to: pixels.count, by: 3).map { pixels[$0] }).count == 1)
            if name != "color" { #expect(pixels == even.pixels) }
        }
    }

    @Test func `noise has the deviation that was asked for`() {
        var augmentation = Augmentation.none
        augmentation.noise.probability = 1
        augmentation.noise.deviation = 6...6
        var lots = Lots()
        let gray = Photo(width: 100, height: 100, filledWith: Color(red: 128, green: 128, blue: 128))
        let offsets = augmentation(gray, landmarks: nil, using: &lots).photo.pixels.map { Double($0) - 128 }
        let mean = offsets.reduce(0, +) / Double(offsets.count)
        let variance = offsets.map { $0 * $0 }.reduce(0, +) / Double(offsets.count)
        #expect(abs(mean) < 0.2)
        #expect(abs(variance.squareRoot() - 6) < 0.2)
    }

    @Test func `settings left out are the defaults, and what is not known is refused`() throws {
        let decoder = JSONDecoder()
        #expect(try decoder.decode(Augmentation.self, from: Data("{}".utf8)) == Augmentation())
        let text = #"""
            {"mirror": 0, "blur": {"probability": 1, "deviation": [1, 2]},
            "occlusion": {"kinds": ["hand"], "maskRise": [0, 0.5], "placement": {"shift": 0.1}}}
            """#
        let some = try decoder.decode(Augmentation.self, from: Data(text.utf8))
        #expect(some.mirror == 0 && some.blur.deviation == 1...2 && some.occlusion.kinds == [.hand])
        #expect(some.blur.length == Augmentation().blur.length && some.color == Augmentation().color)
        #expect(some.occlusion.maskRise == 0...0.5)
        #expect(some.occlusion.placement?.shift == 0.1 && some.occlusion.placement?.rotation == 8)
        #expect(try decoder.decode(Augmentation.self, from: JSONEncoder().encode(some)) == some)
        for wrong in [
            #"{"mirror": 2}"#, #"{"flip": 1}"#, #"{"blur": {"radius": 1}}"#, #"{"occlusion": {"kinds": ["hat"]}}"#,
            #"{"occlusion": {"placement": {"shift": 2}}}"#, #"{"occlusion": {"maskRise": [0, 2]}}"#,
        ] {
            #expect(throws: DecodingError.self, "\(wrong)") {
                try decoder.decode(Augmentation.self, from: Data(wrong.utf8))
            }
        }
    }

    @Test func `numbers that make no sense are refused by name`() throws {
        try Augmentation().validate()
        try Augmentation.none.validate()
        var wrong = Augmentation()
        wrong.blur.probability = 1.2
        #expect(throws: AugmentationError.outOfRange(setting: "blur.probability", allowed: 0...1)) {
            try wrong.validate()
        }
        wrong = Augmentation()
        wrong.jpeg.quality = 0...90
        #expect(throws: AugmentationError.outOfRange(setting: "jpeg.quality", allowed: 1...100)) {
            try wrong.validate()
        }
        wrong = Augmentation()
        wrong.placement.rotation = .nan
        #expect(throws: AugmentationError.self) { try wrong.validate() }
        wrong = Augmentation()
        wrong.occlusion.kinds = []
        #expect(throws: AugmentationError.noKinds) { try wrong.validate() }
        #expect("\(AugmentationError.outOfRange(setting: "gray", allowed: 0...1))" == "gray must be within 0.0 and 1.0")
    }
}
