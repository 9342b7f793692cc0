import FaceImaging
import Testing

/// Drawn people: the same from the same seed, and nobody like anybody else.
@Suite struct SyntheticFaceTests {
    @Test func `the same seed draws the same bytes, another seed others`() {
        let (one, same) = (SyntheticFaceSet(size: 64, seed: 7), SyntheticFaceSet(size: 64, seed: 7))
        let other = SyntheticFaceSet(size: 64, seed: 8)
        for person in 0..<4 {
            #expect(one.sample(3, of: person) == same.sample(3, of: person))
            #expect(one.sample(3, of: person).photo != one.sample(4, of: person).photo)
            #expect(one.sample(3, of: person).photo != other.sample(3, of: person).photo)
        }
    }

    @Test func `occlusion changes what hides a face, not the face`() {
        let (bare, half) = (SyntheticFaceSet(size: 64), SyntheticFaceSet(size: 64, occluded: 0.5))
        var hidden = 0
        for number in 0..<60 {
            let (without, with) = (bare.sample(number, of: 1), half.sample(number, of: 1))
            #expect(without.landmarks == with.landmarks)
            #expect(without.occluder == nil)
            #expect((without.photo == with.photo) == (with.occluder == nil))
            if with.occluder != nil { hidden += 1 }
        }
        #expect(15...45 ~= hidden)
    }

    @Test(arguments: [16, 33, 112])
    func `landmarks are inside of the photo, and in their order`(size: Int) {
        let set = SyntheticFaceSet(size: size, seed: 3)
        for person in 0..<20 {
            for number in 0..<10 {
                let sample = set.sample(number, of: person)
                #expect(sample.photo.width == size && sample.photo.height == size)
                let marks = sample.landmarks
                #expect(marks.points.allSatisfy { 0...Float(size - 1) ~= $0.x && 0...Float(size - 1) ~= $0.y })
                #expect(marks.leftEye.x < marks.rightEye.x)
                #expect(marks.leftMouth.x < marks.rightMouth.x)
                #expect(marks.leftMouth.y > marks.leftEye.y && marks.rightMouth.y > marks.rightEye.y)
            }
        }
    }

    @Test func `an eye is where its landmark says`() {
        // From the front, with eyes wide open, the pupil is the darkest thing around.
        for seed in 0..<12 as Range<UInt64> {
            var lots = Lots(seed)
            var view = SyntheticView()
            view.lightStrength = 0
            let (photo, marks) = SyntheticFace(using: &lots).photo(in: view, size: 224)
            let eye = marks.leftEye
            let (x, y) = (Int(eye.x.rounded()), Int(eye.y.rounded()))
            var darkest: UInt8 = 255
            for row in y - 6...y + 6 {
                for column in x - 4...x + 4 { darkest = min(darkest, photo[column, row].green) }
            }
            #expect(darkest < 30, "seed \(seed)")
        }
    }

    @Test func `no two of 200 people look alike`() {
        let set = SyntheticFaceSet(size: 32)
        let looks = (0..<200).map { set.person($0).photo(in: SyntheticView(), size: 32).photo.pixels.map(Int.init) }
        var least = Int.max
        for first in looks.indices {
            for second in looks.indices where second > first {
                let (one, other) = (looks[first], looks[second])
                var sum = 0
                for index in one.indices { sum += abs(one[index] - other[index]) }
                least = min(least, sum)
            }
        }
        // The background is the same in all: all of the difference is in the person.
        #expect(Double(least) / Double(32 * 32 * 3) > 2.5, "\(Double(least) / Double(32 * 32 * 3))")
    }

    @Test func `the mean color does not tell people apart`() {
        let set = SyntheticFaceSet(size: 32)
        func mean(_ photo: Photo) -> [Float] {
            (0..<3).map { channel -> Float in
                var sum = 0
                for index in stride(from: channel, to: photo.pixels.count, by: 3) { sum += Int(photo.pixels[index]) }
                return Float(sum) / 1024
            }
        }
        func distance(_ first: [Float], _ second: [Float]) -> Float {
            zip(first, second).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
        }
        let means = (0..<60).map { person in (0..<4).map { mean(set.sample($0, of: person).photo) } }
        // How often a photo is nearer to another of its person than to one of the next person; half is chance.
        var (nearer, count) = (0, 0)
        for person in means.indices {
            for number in 1..<4 {
                let own = distance(means[person][0], means[person][number])
                let others = distance(means[person][0], means[(person + 1) % means.count][number])
                nearer += own < others ? 1 : 0
                count += 1
            }
        }
        #expect(Double(nearer) / Double(count) < 0.68, "\(nearer) of \(count)")
    }

    @Test func `a view beyond all reason still gives a photo`() {
        var lots = Lots()
        let face = SyntheticFace(using: &lots)
        var view = SyntheticView()
        (view.yaw, view.roll, view.scale, view.shift) = (9, .infinity, 1e9, SIMD2(1e9, .nan))
        (view.noise, view.blur, view.mouthOpening) = (.nan, .infinity, -1e9)
        #expect(face.photo(in: view, size: 20).photo.width == 20)
    }
}
