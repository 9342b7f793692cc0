extension FacePainter {
    /// White, iris, pupil, a spark of light, lids and lashes.
    mutating func paintEyes() {
        let (eyes, skin) = (face.eyes, face.skin.color)
        let open = max(0.02, eyes.width * eyes.openness * view.eyeOpening)
        for side: Float in [-1, 1] {
            let (x, y) = (side * eyes.spacing, eyes.height)
            // From the inner to the outer corner, which `tilt` raises.
            func place(_ along: Float, _ above: Float) -> SIMD2<Float> {
                head(x + side * along * eyes.width, y - along * eyes.tilt * eyes.width - above)
            }
            let upper = [
                place(-1, 0), place(-0.45, open * 0.75), place(0.15, open), place(0.7, open * 0.6), place(1, 0),
            ]
            let lower = [place(0.55, -open * 0.5), place(0, -open * 0.62), place(-0.6, -open * 0.4)]
            let socket = Path.ellipse(center: place(0, 0.04), radii: SIMD2(eyes.width * 1.35, eyes.width * 1.05) * unit)
            canvas.fill(socket, skin * 0.8, opacity: 0.45, feather: unit * 0.06, clip: skinMask)
            if eyes.bags > 0.1 {
                let bag = [place(-0.8, -open * 0.9), place(0, -open * 0.7 - 0.1), place(0.8, -open * 0.9)]
                canvas.fill(
                    .stroke(through: bag, width: max(0.03 * unit, 0.8)),
                    skin * 0.66,
                    opacity: eyes.bags,
                    clip: skinMask
                )
            }
            let almond = canvas.coverage(of: .smooth(through: upper + lower))
            canvas.paint(almond, clip: skinMask) { _, _ in (SIMD3(234, 230, 224), 1) }
            paintIris(at: place(0, open * 0.15), within: almond)
            let lid = Path.stroke(along: Path.curve(through: upper, isClosed: false, steps: 4)) { _ in
                max(eyes.lashes * unit * 1.6, 0.9)
            }
            canvas.fill(lid, mix(skin * 0.3, SIMD3(16, 12, 12), 0.5), clip: skinMask)
            let fold = [
                place(-0.9, open * 0.5 + 0.02), place(0, open + 0.05 + 0.05 * eyes.lid), place(0.9, open * 0.5 + 0.02),
            ]
            let crease = Path.stroke(through: fold, width: max(0.025 * unit, 0.7))
            canvas.fill(crease, skin * 0.55, opacity: 0.2 + 0.6 * eyes.lid, clip: skinMask)
        }
    }

    private mutating func paintIris(at middle: SIMD2<Float>, within almond: Coverage?) {
        let eyes = face.eyes
        let radius = eyes.width * eyes.iris * unit
        let center = middle + view.gaze * SIMD2(0.4, 0.2) * eyes.width * unit
        let ring = Path.ellipse(center: center, radii: SIMD2(radius, radius))
        canvas.fill(ring, eyes.color * 0.55, clip: almond)
        canvas.fill(.ellipse(center: center, radii: SIMD2(radius, radius) * 0.82), eyes.color, clip: almond)
        canvas.fill(.ellipse(center: center, radii: SIMD2(radius, radius) * 0.42), SIMD3(8, 8, 10), clip: almond)
        let spark = center + view.lightDirection * radius * 0.4
        let size = max(radius * 0.22, 0.5)
        canvas.fill(.ellipse(center: spark, radii: SIMD2(size, size)), SIMD3(250, 250, 250), opacity: 0.9, clip: almond)
    }
}
