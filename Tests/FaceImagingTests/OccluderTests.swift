import FaceImaging
import Testing

/// Occluders: where they are, what they hide, and that they are the same every time.
@Suite struct OccluderTests {
    /// A gray photo and a face in it, turned and moved a little.
    private func face(_ number: Int, size: Float = 160) -> (photo: Photo, landmarks: FaceLandmarks) {
        var lots = Lots(UInt64(number))
        func moved(_ x: Float, _ y: Float) -> Point {
            let (jitterX, jitterY) = (Float.random(in: -2...2, using: &lots), Float.random(in: -2...2, using: &lots))
            let slant = Float(number % 5 - 2) * 0.1
            let (turnedX, turnedY): (Float, Float) = (x + jitterX - slant * (y - 70), y + jitterY + slant * (x - 56))
            return Point(x: turnedX * size / 112, y: turnedY * size / 112)
        }
        let landmarks = FaceLandmarks(
            leftEye: moved(40, 52),
            rightEye: moved(72, 52),
            nose: moved(56 + Float(number % 3 - 1) * 5, 68),
            leftMouth: moved(44, 88),
            rightMouth: moved(69, 88)
        )
        let gray = Color(red: 121, green: 121, blue: 121)
        return (Photo(width: Int(size), height: Int(size), filledWith: gray), landmarks)
    }

    /// Whether a landmark's pixel was changed.
    private func isChanged(_ before: Photo, _ after: Photo, at point: Point) -> Bool {
        let (x, y) = (Int((point.x + 0.5).rounded(.down)), Int((point.y + 0.5).rounded(.down)))
        return before[x, y] != after[x, y]
    }

    private func points(_ part: FacePart, _ marks: FaceLandmarks) -> [Point] {
        switch part {
        case .leftEye: [marks.leftEye]
        case .rightEye: [marks.rightEye]
        case .nose: [marks.nose]
        case .mouth: [marks.leftMouth, marks.rightMouth]
        }
    }

    @Test(arguments: Occluder.Kind.allCases)
    func `the same kind and seed draw the same bytes, another seed others`(kind: Occluder.Kind) {
        let (photo, landmarks) = face(1)
        var drawings = Set<Photo>()
        for seed in 0..<6 as Range<UInt64> {
            var (first, second) = (photo, photo)
            Occluder(kind: kind, seed: seed).draw(onto: &first, landmarks: landmarks)
            Occluder(kind: kind, seed: seed).draw(onto: &second, landmarks: landmarks)
            #expect(first == second)
            #expect(first != photo)
            drawings.insert(first)
        }
        #expect(drawings.count == 6)
    }

    @Test(arguments: Occluder.Kind.allCases)
    func `what a kind says it hides is hidden`(kind: Occluder.Kind) {
        for number in 0..<60 {
            let (photo, landmarks) = face(number)
            var drawn = photo
            let hidden = Occluder(kind: kind, seed: UInt64(number)).draw(onto: &drawn, landmarks: landmarks)
            #expect(hidden.isSuperset(of: kind.hides), "\(number): \(hidden)")
            for part in hidden {
                for point in points(part, landmarks) {
                    #expect(isChanged(photo, drawn, at: point), "\(number): \(part)")
                }
            }
            if kind == .eyeglasses { #expect(hidden.isEmpty) }
            if kind == .maskBelowNose { #expect(!hidden.contains(.nose), "\(number)") }
        }
    }

    /// The rows, in multiples of the way from eyes to mouth, that a kind stays within; `nil` if it may be anywhere.
    private func reach(_ kind: Occluder.Kind) -> ClosedRange<Float>? {
        switch kind {
        case .surgicalMask, .clothMask, .ffpMask, .maskBelowNose: -0.35...2.1
        case .sunglasses, .eyeglasses: -0.75...0.75
        case .scarf: 0...9
        case .microphone: 0.2...9
        case .hand, .phone: nil
        case .block: -1.2...1.9
        }
    }

    @Test(arguments: Occluder.Kind.allCases)
    func `only pixels near the part are changed`(kind: Occluder.Kind) {
        for number in 0..<20 {
            let (photo, marks) = face(number)
            var drawn = photo
            Occluder(kind: kind, seed: UInt64(number)).draw(onto: &drawn, landmarks: marks)
            let eyes = Point(x: (marks.leftEye.x + marks.rightEye.x) / 2, y: (marks.leftEye.y + marks.rightEye.y) / 2)
            let mouth = Point(
                x: (marks.leftMouth.x + marks.rightMouth.x) / 2,
                y: (marks.leftMouth.y + marks.rightMouth.y) / 2
            )
            let (dx, dy) = (mouth.x - eyes.x, mouth.y - eyes.y)
            var changed = 0
            for y in 0..<photo.height {
                for x in 0..<photo.width where photo[x, y] != drawn[x, y] {
                    changed += 1
                    guard let reach = reach(kind) else { continue }
                    let (fromX, fromY) = (Float(x) - eyes.x, Float(y) - eyes.y)
                    let along = (fromX * dx + fromY * dy) / (dx * dx + dy * dy)
                    if !(reach ~= along) {
                        Issue.record("\(number): pixel \(x), \(y) at \(along)")
                        return
                    }
                }
            }
            #expect(changed < photo.width * photo.height * 6 / 10)
        }
    }

    @Test(arguments: [Occluder.Kind.surgicalMask, .clothMask, .ffpMask])
    func `a mask that is pulled up hides more of the nose and cheeks, and never an eye`(kind: Occluder.Kind) {
        let photo = Photo(width: 160, height: 160, filledWith: Color(red: 121, green: 121, blue: 121))
        let marks = FaceLandmarks(
            leftEye: Point(x: 58, y: 64),
            rightEye: Point(x: 102, y: 64),
            nose: Point(x: 80, y: 88),
            leftMouth: Point(x: 63, y: 114),
            rightMouth: Point(x: 97, y: 114)
        )
        for seed in 0..<30 as Range<UInt64> {
            // The pixels above the nose's tip that are covered.
            let counts = ([nil, -1, 0.5, 1, 7] as [Float?]).map { rise in
                var drawn = photo
                let hidden = Occluder(kind: kind, seed: seed, rise: rise).draw(onto: &drawn, landmarks: marks)
                #expect(hidden == [.nose, .mouth], "\(seed)")
                return (0..<86).reduce(0) { sum, y in sum + (0..<160).count { photo[$0, y] != drawn[$0, y] } }
            }
            #expect(counts[1] < counts[2] && counts[2] < counts[3], "\(seed): \(counts)")
            #expect(counts[0] == counts[1] && counts[3] == counts[4], "\(seed): \(counts)")
        }
    }

    @Test(arguments: [Float(0.05), 0.15, 0.3, 0.5, 0.75])
    func `a block covers the share of the face that was asked for`(share: Float) {
        for seed in 0..<20 as Range<UInt64> {
            var photo = Photo(width: 300, height: 300, filledWith: Color(red: 1, green: 2, blue: 3))
            let before = photo
            let landmarks = FaceLandmarks(
                leftEye: Point(x: 115, y: 120),
                rightEye: Point(x: 185, y: 120),
                nose: Point(x: 150, y: 160),
                leftMouth: Point(x: 125, y: 200),
                rightMouth: Point(x: 175, y: 200)
            )
            Occluder(kind: .block, seed: seed, share: share).draw(onto: &photo, landmarks: landmarks)
            let changed = (0..<300 * 300).count { photo[$0 % 300, $0 / 300] != before[$0 % 300, $0 / 300] }
            // The face is 2.1 eye distances wide, and 2.45 times the way from eyes to mouth high.
            let area = Float(2.1 * 70 * 2.45 * 80)
            #expect(abs(Float(changed) / area - share) < 0.02, "seed \(seed): \(Float(changed) / area)")
        }
    }

    @Test(arguments: Occluder.Kind.allCases)
    func `a face that is none is left alone, and one half outside is no trouble`(kind: Occluder.Kind) {
        let (photo, _) = face(1, size: 60)
        let nowhere = Point(x: 30, y: 30)
        for point in [nowhere, Point(x: .nan, y: 3), Point(x: .infinity, y: 0), Point(x: 1e30, y: 1e30)] {
            var drawn = photo
            let none = FaceLandmarks(leftEye: point, rightEye: point, nose: point, leftMouth: point, rightMouth: point)
            #expect(Occluder(kind: kind, seed: 1).draw(onto: &drawn, landmarks: none).isEmpty)
            #expect(drawn == photo)
        }
        let large = face(2, size: 400).landmarks
        for shift: Float in [-300, -150, 0, 9000] {
            var (drawn, moved) = (photo, large)
            for path in [\FaceLandmarks.leftEye, \.rightEye, \.nose, \.leftMouth, \.rightMouth] {
                moved[keyPath: path].x += shift
            }
            Occluder(kind: kind, seed: 4).draw(onto: &drawn, landmarks: moved)
            if shift == 9000 { #expect(drawn == photo) }
        }
    }
}
