#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension Augmentation.Placement {
    func apply(to result: inout Augmentation.Result, dice: Dice) {
        let photo = result.photo
        guard let transform = transform(width: photo.width, height: photo.height, dice: dice) else { return }
        result.move(by: transform, width: photo.width, height: photo.height)
    }

    /// Cuts and places at once, so that pixels are interpolated once only.
    func apply(to result: inout Augmentation.Result, cut: Augmentation.Cut, dice: Dice) {
        let placement = transform(width: cut.width, height: cut.height, dice: dice)
        let whole = placement.map(cut.transform.followed(by:)) ?? cut.transform
        result.move(by: whole, width: cut.width, height: cut.height)
    }

    /// Where a photo is moved, or `nil` if it stays.
    private func transform(width: Int, height: Int, dice: Dice) -> AffineTransform2D? {
        var dice = dice
        guard dice.chance(probability) else { return nil }
        let angle = dice.uniform(-rotation...rotation) * .pi / 180
        let scale = dice.uniform(zoom)
        let (right, down) = (dice.uniform(-shift...shift), dice.uniform(-shift...shift))
        let (width, height) = (Float(width), Float(height))
        let (a, c) = (cos(angle) * scale, sin(angle) * scale)
        // About the middle, which then moves.
        return AffineTransform2D(
            a: a,
            b: -c,
            tx: width / 2 - a * width / 2 + c * height / 2 + right * width,
            c: c,
            d: a,
            ty: height / 2 - c * width / 2 - a * height / 2 + down * width
        )
    }
}

extension Augmentation.Result {
    fileprivate mutating func move(by transform: AffineTransform2D, width: Int, height: Int) {
        photo = photo.warped(by: transform, width: width, height: height, border: .edge)
        landmarks = landmarks?.moved(by: transform)
    }
}

extension Augmentation.Occlusion {
    /// What comes before a face, or `nil` if nothing does; by lot where nobody says whether.
    func occluder(occludes: Bool?, dice: Dice) -> Occluder? {
        var dice = dice
        let lot = dice.chance(probability)
        guard occludes ?? lot, !kinds.isEmpty else { return nil }
        return Occluder(
            kind: dice.pick(kinds),
            seed: dice.next(),
            share: dice.uniform(blockShare),
            rise: dice.uniform(maskRise)
        )
    }
}

extension Augmentation.Downscale {
    func apply(to photo: inout Photo, dice: Dice) {
        var dice = dice
        guard dice.chance(probability) else { return }
        let factor = dice.uniform(factor)
        let width = max(1, Int(Float(photo.width) * factor))
        let height = max(1, Int(Float(photo.height) * factor))
        photo = photo.resized(width: width, height: height).resized(width: photo.width, height: photo.height)
    }
}
