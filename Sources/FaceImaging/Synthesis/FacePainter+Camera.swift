extension FacePainter {
    /// Light from one side: bright where the head faces it, dark behind.
    mutating func paintLight() {
        let middle = head(0, 0)
        let radii = SIMD2(1.25 * face.head.width, 1.6) * unit
        let direction = view.lightDirection
        let source = SIMD3(direction.x, direction.y, 0.8)
        let light = source / (source * source).sum().squareRoot()
        let (strength, color) = (view.lightStrength, view.lightColor)
        canvas.modify { place, pixel in
            let offset = (place - middle) / radii
            // A bowl that goes on behind the head, so that the background has no edge where the head ends.
            let normal = SIMD3(offset.x, offset.y, 0.75)
            let facing = max(0, (normal * light).sum()) / (normal * normal).sum().squareRoot()
            return pixel * color * (1 - strength + strength * facing * 1.4)
        }
    }

    /// The picture as a camera keeps it: colors, contrast, blur and noise.
    func developed() -> Photo {
        var canvas = canvas
        let (saturation, contrast) = (view.saturation, view.contrast)
        canvas.modify { _, pixel in
            let gray = (pixel * SIMD3(0.299, 0.587, 0.114)).sum()
            let colored = SIMD3(repeating: gray) + (pixel - gray) * saturation
            return (colored - 128) * contrast + 128
        }
        canvas.blur(by: view.blur * Float(size) / 112)
        var dice = Dice(seed: view.seed ^ 2)
        let deviation = view.noise
        if deviation > 0 {
            canvas.modify { _, pixel in
                pixel + SIMD3(dice.bell(0, deviation), dice.bell(0, deviation), dice.bell(0, deviation))
            }
        }
        return canvas.photo
    }
}
