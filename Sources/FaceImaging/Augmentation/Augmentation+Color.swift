#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension Augmentation.ColorChange {
    /// Changes colors, and takes them away if the photo is to be gray: all of it is one matrix for each pixel.
    func apply(to photo: inout Photo, isGray: Bool, dice: Dice) {
        var dice = dice
        let changes = dice.chance(probability)
        guard changes || isGray else { return }
        let (bright, hard) = (1 + dice.uniform(-brightness...brightness), 1 + dice.uniform(-contrast...contrast))
        let (vivid, turn) = (1 + dice.uniform(-saturation...saturation), dice.uniform(-hue...hue) * .pi / 180)
        var matrix = ColorMatrix.identity
        if changes { matrix = ColorMatrix.hue(turn).followed(by: .saturation(vivid)) }
        if isGray { matrix = matrix.followed(by: .saturation(0)) }
        let (scale, offset): (Float, Float)
        if changes {
            // Contrast is about the photo's own middle: a dark photo stays as dark as it is.
            let middle = photo.meanBrightness * bright
            (scale, offset) = (bright * hard, middle - middle * hard)
        } else {
            (scale, offset) = (1, 0)
        }
        let (x, y, z) = (matrix.red * scale, matrix.green * scale, matrix.blue * scale)
        photo.withUnsafeMutablePixels { bytes in
            for from in stride(from: 0, to: bytes.count, by: 3) {
                let (red, green, blue) = (Float(bytes[from]), Float(bytes[from &+ 1]), Float(bytes[from &+ 2]))
                let color = x * red + y * green + z * blue + offset
                bytes[from] = Canvas.byte(color.x)
                bytes[from &+ 1] = Canvas.byte(color.y)
                bytes[from &+ 2] = Canvas.byte(color.z)
            }
        }
    }
}

/// A linear map of colors, by what becomes of pure red, green and blue.
struct ColorMatrix {
    var red, green, blue: SIMD3<Float>

    /// How bright red, green and blue look, after recommendation 601.
    static let brightness = SIMD3<Float>(0.299, 0.587, 0.114)
    static let identity = ColorMatrix(red: SIMD3(1, 0, 0), green: SIMD3(0, 1, 0), blue: SIMD3(0, 0, 1))

    /// Moves colors away from gray, or toward it below 1; brightness stays.
    static func saturation(_ amount: Float) -> ColorMatrix {
        func column(_ unit: SIMD3<Float>, _ share: Float) -> SIMD3<Float> { unit * amount + share * (1 - amount) }
        return ColorMatrix(
            red: column(identity.red, brightness.x),
            green: column(identity.green, brightness.y),
            blue: column(identity.blue, brightness.z)
        )
    }

    /// Turns colors about the axis of grays, by radians: Rodrigues' formula.
    static func hue(_ angle: Float) -> ColorMatrix {
        let (c, s) = (cos(angle), sin(angle))
        let (same, next) = (c + (1 - c) / 3, (1 - c) / 3)
        let (up, down) = (next + s * 0.577_350_3, next - s * 0.577_350_3)
        return ColorMatrix(red: SIMD3(same, up, down), green: SIMD3(down, same, up), blue: SIMD3(up, down, same))
    }

    /// This map, then another.
    func followed(by next: ColorMatrix) -> ColorMatrix {
        func mapped(_ color: SIMD3<Float>) -> SIMD3<Float> {
            next.red * color.x + next.green * color.y + next.blue * color.z
        }
        return ColorMatrix(red: mapped(red), green: mapped(green), blue: mapped(blue))
    }
}

extension Photo {
    /// How bright the photo is, 0 to 255.
    fileprivate var meanBrightness: Float {
        withUnsafePixels { bytes in
            var sums = SIMD3<Int>.zero
            for from in stride(from: 0, to: bytes.count, by: 3) {
                sums &+= SIMD3(Int(bytes[from]), Int(bytes[from &+ 1]), Int(bytes[from &+ 2]))
            }
            return (SIMD3<Float>(sums) * ColorMatrix.brightness).sum() / Float(bytes.count / 3)
        }
    }
}
