#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension Augmentation.Blur {
    func apply(to photo: inout Photo, dice: Dice) {
        var dice = dice
        guard dice.chance(probability) else { return }
        let scale = Float(photo.width) / 112
        let (isMotion, angle) = (dice.chance(motion), dice.uniform(0 ... .pi))
        let (deviation, length) = (dice.uniform(deviation) * scale, dice.uniform(length) * scale)
        var canvas = Canvas(photo)
        if isMotion {
            canvas.smear(along: SIMD2(cos(angle), sin(angle)) * length)
        } else {
            canvas.blur(deviation: deviation)
        }
        photo = canvas.photo
    }
}

extension Augmentation.Noise {
    func apply(to photo: inout Photo, dice: Dice) {
        var dice = dice
        guard dice.chance(probability) else { return }
        let deviation = dice.uniform(deviation)
        photo.withUnsafeMutablePixels { bytes in
            for index in bytes.indices { bytes[index] = Canvas.byte(Float(bytes[index]) + dice.bell(0, deviation)) }
        }
    }
}

extension Augmentation.JPEG {
    func apply(to photo: inout Photo, dice: Dice) {
        var dice = dice
        guard dice.chance(probability) else { return }
        // A libvips without JPEG could have read no photo to come here; of memory there is enough for a crop. What is
        // left, a photo too wide for JPEG, stays as it is.
        guard let bytes = try? photo.encoded(as: .jpeg(quality: dice.whole(quality))),
            let decoded = try? Photo(decoding: bytes)
        else { return }
        photo = decoded
    }
}
