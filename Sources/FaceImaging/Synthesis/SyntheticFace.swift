/// A drawn person: the shapes and colors that stay the same from photo to photo.
///
/// A toy by its nature: a few dozen numbers decide what a person looks like, and nobody real looks like that. It is
/// there so that training and evaluation can run, and be tested, where no data set of real faces is at hand. What a
/// network learns of it says nothing about real faces.
///
/// Lengths are in units of about half a face's width, x to the right and y down from the middle of the face.
public struct SyntheticFace: Hashable, Sendable {
    var head: Head
    var skin: Skin
    var hair: Hair
    var eyes: Eyes
    var brows: Brows
    var nose: Nose
    var mouth: Mouth
    var beard: Beard

    /// Draws a person by lot.
    ///
    /// - Parameter generator: One number is taken of it, and everything follows from that.
    public init(using generator: inout some RandomNumberGenerator) {
        var dice = Dice(seed: generator.next())
        head = Head(using: &dice)
        skin = Skin(using: &dice)
        hair = Hair(using: &dice)
        eyes = Eyes(using: &dice)
        brows = Brows(using: &dice)
        nose = Nose(using: &dice)
        mouth = Mouth(using: &dice)
        beard = Beard(using: &dice)
    }

    /// Draws a photo of the person.
    ///
    /// - Parameters:
    ///   - view: From where, in which light, with what expression.
    ///   - size: Columns and rows of the photo, at least 16.
    /// - Returns: The photo, and where eyes, nose and mouth are in it, inside of the photo whatever the view.
    /// - Complexity: O(*pixels*).
    public func photo(in view: SyntheticView, size: Int) -> (photo: Photo, landmarks: FaceLandmarks) {
        precondition(size >= 16, "a face needs 16x16 pixels, got \(size)x\(size)")
        var painter = FacePainter(of: self, in: view, size: size)
        painter.paint()
        return (painter.photo(), painter.landmarks)
    }
}

extension SyntheticFace {
    /// The outline of the face, and the ears.
    struct Head: Hashable, Sendable {
        var width, cheek, jaw, chin, length, crown: Float
        var earSize, earHeight: Float

        init(using dice: inout Dice) {
            width = dice.uniform(0.84...1.08)
            cheek = dice.uniform(0.92...1.06)
            jaw = dice.uniform(0.66...0.96)
            chin = dice.uniform(0.22...0.58)
            length = dice.uniform(1.02...1.36)
            crown = dice.uniform(1.14...1.4)
            earSize = dice.uniform(0.16...0.34)
            earHeight = dice.uniform(-0.12...0.18)
        }
    }

    /// Its color, and what is on it.
    struct Skin: Hashable, Sendable {
        var color: SIMD3<Float>
        var blush, wrinkles, freckles: Float
        var moles: [SIMD3<Float>]
        var seed: UInt64

        private static let tones: [SIMD3<Float>] = [
            SIMD3(250, 218, 196), SIMD3(238, 192, 158), SIMD3(222, 170, 128), SIMD3(194, 134, 94), SIMD3(148, 94, 62),
            SIMD3(98, 62, 44),
        ]

        init(using dice: inout Dice) {
            let tone = dice.uniform(0...4.999)
            let below = Int(tone)
            color = mix(Self.tones[below], Self.tones[below + 1], tone - Float(below))
            color *= SIMD3(dice.uniform(0.97...1.03), 1, dice.uniform(0.94...1.06))
            blush = dice.uniform(0...0.4)
            wrinkles = max(0, dice.uniform(-0.8...1))
            freckles = max(0, dice.uniform(-1.5...1))
            // x, y and size; on cheeks, chin and forehead.
            moles = (0..<max(0, dice.whole(-1...3))).map { _ in
                let side: Float = dice.chance(0.5) ? -1 : 1
                return SIMD3(side * dice.uniform(0.3...0.72), dice.uniform(-0.6...0.9), dice.uniform(0.03...0.06))
            }
            seed = dice.next()
        }
    }
}
