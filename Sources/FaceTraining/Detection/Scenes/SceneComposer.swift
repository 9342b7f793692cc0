import FaceImaging

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Makes pictures to learn from of photos: one photo, or a mosaic of four, turned, scaled, with things before faces, and
/// in other colors.
///
/// Pictures are square. Every picture follows from the generator it is given.
struct SceneComposer: Sendable {
    /// A picture and what is on it.
    struct Picture {
        var photo: Photo
        var faces: [SceneFace]
        var ignored: [Rect]
    }

    let parts: [(scenes: [Scene], weight: Float)]
    let side: Int
    let augmentation: SceneAugmentation
    let cache: PhotoCache
    /// Smaller faces are ignored, in pixels of the picture.
    static let minimumSide: Float = 9

    /// Makes a picture.
    ///
    /// - Throws: ``DataError/nothingReadable`` if none of several photos drawn can be read.
    func picture(using generator: inout SeededGenerator) throws(DataError) -> Picture {
        let whole = PixelRegion(x: 0, y: 0, width: side, height: side)
        var picture: Picture
        if generator.chance(augmentation.mosaic) {
            picture = Picture(photo: Photo(width: side, height: side), faces: [], ignored: [])
            let column = Int(Float(side) * generator.uniform(0.35...0.65))
            let row = Int(Float(side) * generator.uniform(0.35...0.65))
            let regions = [
                PixelRegion(x: 0, y: 0, width: column, height: row),
                PixelRegion(x: column, y: 0, width: side - column, height: row),
                PixelRegion(x: 0, y: row, width: column, height: side - row),
                PixelRegion(x: column, y: row, width: side - column, height: side - row),
            ]
            for region in regions {
                let isBackground = generator.chance(augmentation.backgrounds)
                let part = try place(
                    in: region,
                    sides: augmentation.mosaicFaces,
                    isBackground: isBackground,
                    &generator
                )
                picture.paste(part, at: region)
            }
        } else {
            let isPortrait = generator.chance(augmentation.portraits)
            let sides = isPortrait ? augmentation.portraitFaces : augmentation.singleFaces
            picture = try place(in: whole, sides: sides, isBackground: false, &generator)
        }
        cover(&picture, &generator)
        picture.photo = augmentation.photo(picture.photo, landmarks: nil, occludes: false, using: &generator).photo
        return picture
    }

    /// A whole photo, as large as fits, unchanged: what a trial looks at.
    static func fitted(_ scene: Scene, side: Int) throws(DataError) -> Picture {
        let photo = try PhotoCache.read(scene)
        let scale = Float(side) / Float(max(photo.width, photo.height))
        let transform = AffineTransform2D(a: scale, b: 0, tx: 0, c: 0, d: scale, ty: 0)
        return warped(
            scene,
            photo,
            by: transform,
            scale: SIMD2(scale, scale),
            mirrors: false,
            width: side,
            height: side
        )
    }

    /// A photo drawn by lot, so that one of its faces has a side of the range and lies in the region.
    private func place(
        in region: PixelRegion,
        sides: ClosedRange<Float>,
        isBackground: Bool,
        _ generator: inout SeededGenerator
    ) throws(DataError) -> Picture {
        let (scene, photo) = try draw(&generator)
        let face = scene.faces.isEmpty ? nil : scene.faces.randomElement(using: &generator)
        let wanted = generator.logUniform(sides)
        var scale = wanted / (face?.box.area.squareRoot() ?? Float(max(photo.width, photo.height)) / 3)
        var anchor = face?.box.center ?? Point(x: Float(photo.width) / 2, y: Float(photo.height) / 2)
        if isBackground || face == nil {
            anchor = Point(
                x: generator.uniform(0...Float(photo.width)),
                y: generator.uniform(0...Float(photo.height))
            )
            if isBackground { scale *= generator.logUniform(0.7...3) }
        }
        // Enlarged further, a photo is only blur.
        scale = min(max(scale, 0.03), 4)
        let stretch = SIMD2(
            1 + generator.uniform(-augmentation.stretch...augmentation.stretch),
            1 + generator.uniform(-augmentation.stretch...augmentation.stretch)
        )
        let angle =
            generator.chance(0.5)
            ? generator.uniform(-augmentation.rotation...augmentation.rotation) * .pi / 180 : 0
        let mirrors = generator.chance(0.5)
        let center = SIMD2(
            Float(region.width) * generator.uniform(0.15...0.85),
            Float(region.height) * generator.uniform(0.15...0.85)
        )
        let (sx, sy) = (scale * stretch.x * (mirrors ? -1 : 1), scale * stretch.y)
        let (cosine, sine) = (cos(angle), sin(angle))
        var transform = AffineTransform2D(a: cosine * sx, b: -sine * sy, tx: 0, c: sine * sx, d: cosine * sy, ty: 0)
        let moved = transform(anchor)
        transform.tx = center.x - moved.x
        transform.ty = center.y - moved.y
        let fill = UInt8(generator.uniform(0...255))
        return Self.warped(
            scene,
            photo,
            by: transform,
            scale: SIMD2(abs(sx), sy),
            mirrors: mirrors,
            width: region.width,
            height: region.height,
            border: generator.chance(0.5) ? .black : .color(Color(red: fill, green: fill, blue: fill))
        )
    }

    private func draw(_ generator: inout SeededGenerator) throws(DataError) -> (Scene, Photo) {
        let total = parts.reduce(0) { $0 + $1.weight }
        for _ in 0..<8 {
            var lot = generator.uniform(0...total)
            var part = parts[0]
            for candidate in parts {
                part = candidate
                lot -= candidate.weight
                if lot < 0 { break }
            }
            guard let scene = part.scenes.randomElement(using: &generator) else { continue }
            if let photo = try? cache.photo(of: scene) { return (scene, photo) }
        }
        throw .nothingReadable
    }

    /// A photo seen through a transform, and its faces there.
    private static func warped(
        _ scene: Scene,
        _ photo: Photo,
        by transform: AffineTransform2D,
        scale: SIMD2<Float>,
        mirrors: Bool,
        width: Int,
        height: Int,
        border: Border = .black
    ) -> Picture {
        let (view, viewTransform) = shrunk(photo, transform, scale: scale)
        var picture = Picture(
            photo: view.warped(by: viewTransform, width: width, height: height, border: border),
            faces: [],
            ignored: []
        )
        let bounds = Rect(x: 0, y: 0, width: Float(width), height: Float(height))
        func moved(_ box: Rect) -> Rect {
            let center = transform(box.center)
            let (width, height) = (box.width * scale.x, box.height * scale.y)
            return Rect(x: center.x - width / 2, y: center.y - height / 2, width: width, height: height)
        }
        for face in scene.faces {
            let box = moved(face.box)
            let seen = box.intersection(bounds)
            guard seen.area > 0 else { continue }
            guard seen.area >= 0.5 * box.area, min(box.width, box.height) >= minimumSide else {
                picture.ignored.append(seen)
                continue
            }
            picture.faces.append(
                SceneFace(
                    box: box,
                    landmarks: face.landmarks?.moved(by: transform, mirrors: mirrors),
                    hidden: mirrors ? face.hidden?.mirrored : face.hidden,
                    cover: face.cover
                )
            )
        }
        picture.ignored += scene.ignored.map { moved($0).intersection(bounds) }.filter { $0.area > 0 }
        return picture
    }

    /// A photo that a transform would shrink, made as small before: a warp that shrinks looks at every pixel many times.
    private static func shrunk(
        _ photo: Photo,
        _ transform: AffineTransform2D,
        scale: SIMD2<Float>
    ) -> (Photo, AffineTransform2D) {
        guard min(scale.x, scale.y) < 0.95 else { return (photo, transform) }
        let width = max(1, Int((Float(photo.width) * min(scale.x, 1)).rounded()))
        let height = max(1, Int((Float(photo.height) * min(scale.y, 1)).rounded()))
        let (x, y) = (Float(width) / Float(photo.width), Float(height) / Float(photo.height))
        var smaller = transform
        (smaller.a, smaller.c) = (transform.a / x, transform.c / x)
        (smaller.b, smaller.d) = (transform.b / y, transform.d / y)
        return (photo.resized(width: width, height: height, filter: .area), smaller)
    }

    /// Draws things before bare faces.
    private func cover(_ picture: inout Picture, _ generator: inout SeededGenerator) {
        var left = 4
        for index in picture.faces.indices {
            let face = picture.faces[index]
            let isDrawn = generator.chance(augmentation.occluders)
            var occluder = Occluder(using: &generator)
            guard isDrawn, left > 0, face.cover == .bare, face.hidden == [], let landmarks = face.landmarks,
                face.box.area >= 20 * 20
            else { continue }
            left -= 1
            occluder.rise = Float.random(in: augmentation.maskRise, using: &generator)
            picture.faces[index].hidden = occluder.draw(onto: &picture.photo, landmarks: landmarks)
            picture.faces[index].cover = occluder.kind.cover
        }
    }
}

extension SceneComposer.Picture {
    /// Copies a smaller picture into a region of its size.
    fileprivate mutating func paste(_ other: SceneComposer.Picture, at region: PixelRegion) {
        let width = photo.width
        photo.withUnsafeMutablePixels { target in
            other.photo.withUnsafePixels { source in
                for row in 0..<region.height {
                    let from = row * region.width * 3
                    let to = ((region.y + row) * width + region.x) * 3
                    for index in 0..<region.width * 3 { target[to + index] = source[from + index] }
                }
            }
        }
        let (dx, dy) = (Float(region.x), Float(region.y))
        func moved(_ box: Rect) -> Rect {
            Rect(x: box.minX + dx, y: box.minY + dy, width: box.width, height: box.height)
        }
        let shift = AffineTransform2D(a: 1, b: 0, tx: dx, c: 0, d: 1, ty: dy)
        faces += other.faces.map { face in
            SceneFace(
                box: moved(face.box),
                landmarks: face.landmarks?.moved(by: shift, mirrors: false),
                hidden: face.hidden,
                cover: face.cover
            )
        }
        ignored += other.ignored.map(moved)
    }
}

extension FaceLandmarks {
    /// Where a transform of continuous coordinates takes the points; those of a mirrored face change sides.
    fileprivate func moved(by transform: AffineTransform2D, mirrors: Bool) -> FaceLandmarks {
        func moved(_ point: Point) -> Point {
            let place = transform(Point(x: point.x + 0.5, y: point.y + 0.5))
            return Point(x: place.x - 0.5, y: place.y - 0.5)
        }
        return FaceLandmarks(
            leftEye: moved(mirrors ? rightEye : leftEye),
            rightEye: moved(mirrors ? leftEye : rightEye),
            nose: moved(nose),
            leftMouth: moved(mirrors ? rightMouth : leftMouth),
            rightMouth: moved(mirrors ? leftMouth : rightMouth)
        )
    }
}

extension Set<FacePart> {
    /// The parts with left and right swapped.
    fileprivate var mirrored: Set<FacePart> {
        Set(
            map { part in
                switch part {
                case .leftEye: .rightEye
                case .rightEye: .leftEye
                case .nose, .mouth: part
                }
            }
        )
    }
}

extension SeededGenerator {
    /// True so often.
    fileprivate mutating func chance(_ probability: Float) -> Bool { uniform(0...1) < probability }

    fileprivate mutating func uniform(_ range: ClosedRange<Float>) -> Float {
        range.lowerBound + Float(next() >> 40) * 0x1p-24 * (range.upperBound - range.lowerBound)
    }

    /// A positive number whose logarithm is as likely anywhere.
    fileprivate mutating func logUniform(_ range: ClosedRange<Float>) -> Float {
        exp(uniform(log(range.lowerBound)...log(range.upperBound)))
    }
}
