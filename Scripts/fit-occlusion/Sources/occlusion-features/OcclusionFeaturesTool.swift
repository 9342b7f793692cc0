import FaceNet
import Foundation

/// Writes the features of the faces of many photos, some with an occluder that is drawn before the face is found again.
///
///     occlusion-features [--draw] DATA OUTPUT < PHOTOS
///
/// DATA is a folder with `mtcnn/`. OUTPUT.f32 gets 550 numbers a row, OUTPUT.tsv the photo, the kind of occluder, the
/// hidden parts, and whether the row is `plain` or `changed`: with --draw each face comes three times, as it is, and
/// twice under other light, blur and noise.
@main
struct OcclusionFeaturesTool {
    static func main() throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        let draws = arguments.first == "--draw"
        if draws { arguments.removeFirst() }
        guard arguments.count == 2 else { return print("usage: occlusion-features [--draw] DATA OUTPUT < PHOTOS") }
        let detector = try DetectorKind.mtcnn.load(from: [arguments[0]])
        var (table, numbers, seed) = ("", Data(), UInt64(1))
        while let path = readLine() {
            var dice = Generator(state: seed)
            seed += 1
            guard let face = try Face(path, detector: detector, draws: draws, using: &dice) else { continue }
            for change in 0..<(draws ? 3 : 1) {
                let crop = change == 0 ? face.crop : Self.augmentation(face.crop, landmarks: nil, using: &dice).photo
                OcclusionFeatures(crop).values.withUnsafeBytes { numbers.append(contentsOf: $0) }
                let hidden = face.hidden.map(\.rawValue).sorted().joined(separator: ",")
                table += "\(path)\t\(face.kind?.rawValue ?? "none")\t\(hidden)\t\(change == 0 ? "plain" : "changed")\n"
            }
        }
        try numbers.write(to: URL(fileURLWithPath: arguments[1] + ".f32"))
        try Data(table.utf8).write(to: URL(fileURLWithPath: arguments[1] + ".tsv"))
    }

    /// Light, blur, size, noise and gray, but no other place: the crop is where landmarks put it.
    private static var augmentation: Augmentation {
        var augmentation = Augmentation()
        (augmentation.mirror, augmentation.gray, augmentation.placement.probability) = (0, 0.2, 0)
        return augmentation
    }

    /// A face at its place, with or without an occluder.
    private struct Face {
        var kind: Occluder.Kind?
        var hidden: Set<FacePart> = []
        var crop: Photo

        init?(_ path: String, detector: any FaceDetector, draws: Bool, using dice: inout Generator) throws {
            guard var photo = try? Photo(contentsOf: path) else { return nil }
            let size = (photo.width, photo.height)
            var found = FaceChoice.central(try detector.faces(in: photo), width: size.0, height: size.1)
            guard let bare = found.first else { return nil }
            if draws, Float.random(in: 0..<1, using: &dice) < 0.55 {
                // Masks and dark glasses twice, as they are what is asked for most.
                let drawn = Occluder(of: Occluder.Kind.allCases + [.surgicalMask, .sunglasses], using: &dice)
                kind = drawn.kind
                hidden = drawn.draw(onto: &photo, landmarks: bare.landmarks)
                found = try detector.faces(in: photo).filter { $0.box.intersectionOverUnion(bare.box) > 0.3 }
            }
            guard let face = found.first, let transform = face.alignment(width: 112, height: 112) else { return nil }
            // Half of the photos end near the face, as photos that were cut by somebody else do.
            if draws, Bool.random(using: &dice) {
                let eyes = face.landmarks.leftEye.distance(to: face.landmarks.rightEye)
                let around = face.box.expanded(by: eyes * Float.random(in: 0...0.5, using: &dice))
                guard let region = PixelRegion(rounding: around)?.intersection(photo.bounds) else { return nil }
                let shift = AffineTransform2D(a: 1, b: 0, tx: Float(region.x), c: 0, d: 1, ty: Float(region.y))
                photo = photo.cropped(to: region)
                crop = photo.warped(by: shift.followed(by: transform), width: 112, height: 112, border: .edge)
            } else {
                crop = photo.warped(by: transform, width: 112, height: 112, border: .edge)
            }
        }
    }

    /// SplitMix64, so that two runs draw the same.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}
