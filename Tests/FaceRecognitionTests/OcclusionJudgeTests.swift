import FaceImaging
import Testing

@testable import FaceRecognition

@Suite struct OcclusionJudgeTests {
    private func drawn(_ person: Int) -> Photo {
        SyntheticFaceSet(size: 112, seed: 2).sample(0, of: person).photo
    }

    @Test func `features of a picture of one color are all zero`() {
        let color = Color(red: 9, green: 99, blue: 200)
        let features = OcclusionFeatures(Photo(width: 112, height: 112, filledWith: color))
        #expect(features.values.count == 550)
        #expect(features.values.allSatisfy { abs($0) < 1e-3 })
    }

    @Test func `a bright cell is a bright feature in its place, and mirrored in the place opposite`() {
        var photo = Photo(width: 112, height: 112, filledWith: Color(red: 100, green: 100, blue: 100))
        // Row 3 and column 2 of the cells are the face's first.
        for y in 24..<32 { for x in 16..<24 { photo[x, y] = .white } }
        let features = OcclusionFeatures(photo)
        #expect(features.values[0] == 4)
        #expect(features.values[1..<110].allSatisfy { abs($0) < 0.1 })
        #expect(features.mirrored.values[9] == 4)
        #expect(features.mirrored.mirrored == features)
    }

    @Test func `less light changes the features less than another face does`() {
        let photo = drawn(1)
        var dim = photo
        for y in 0..<112 {
            for x in 0..<112 {
                let color = photo[x, y]
                dim[x, y] = Color(red: color.red / 4 * 3, green: color.green / 4 * 3, blue: color.blue / 4 * 3)
            }
        }
        func difference(_ one: Photo, _ other: Photo) -> Float {
            zip(OcclusionFeatures(one).values, OcclusionFeatures(other).values).reduce(0) { $0 + abs($1.0 - $1.1) }
        }
        #expect(difference(photo, dim) < 0.5 * difference(photo, drawn(2)))
    }

    @Test func `a mirrored face has its eyes exchanged and all else as before`() {
        let photo = drawn(3)
        var mirrored = photo
        for y in 0..<112 { for x in 0..<112 { mirrored[x, y] = photo[111 - x, y] } }
        let (one, other) = (OcclusionJudge().occlusion(of: photo), OcclusionJudge().occlusion(of: mirrored))
        // Sums of the same numbers in another order.
        for (part, opposite) in [(FacePart.leftEye, FacePart.rightEye), (.rightEye, .leftEye)] {
            #expect(abs((one[part] ?? 0) - (other[opposite] ?? 1)) < 1e-4)
        }
        #expect(abs((one[.mouth] ?? 0) - (other[.mouth] ?? 1)) < 0.3)
        #expect(Set(one.keys) == Set(FacePart.allCases))
    }
}
