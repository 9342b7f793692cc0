import FaceImaging
import Foundation
import Testing

@testable import FaceLaboratory

/// What `evaluate occlusion` draws is a protocol: figures of two years can only be compared if it has not changed.
@Suite struct ProtocolTests {
    @Test func `the seed of a photo is FNV-1a of its file name, without folders`() {
        // The first two are the algorithm's published test vectors.
        #expect(Condition.seed(ofPhotoNamed: "") == 0xcbf2_9ce4_8422_2325)
        #expect(Condition.seed(ofPhotoNamed: "foobar") == 0x8594_4171_f739_67e8)
        let seed = Condition.seed(ofPhotoNamed: "Aaron_Peirsol_0001.jpg")
        #expect(seed == 0x2ea2_3046_fa9a_4b5a)
        #expect(Condition.seed(ofPhotoNamed: "/data/lfw/Aaron_Peirsol/Aaron_Peirsol_0001.jpg") == seed)
        #expect(Condition.seed(ofPhotoNamed: "Zo\u{eb}.jpg") == 0x6ce5_a3ee_ebe6_f2d1)
    }

    /// The mean brightness, 0 to 255, of 6x6 fields of one drawn face, bare and under each occlusion.
    static let fields: [String: [Int]] = [
        "bare": [
            109, 115, 140, 141, 132, 131, 102, 86, 110, 118, 110, 127, 84, 76, 82, 95, 92, 112,
            76, 70, 77, 83, 87, 108, 81, 75, 70, 76, 92, 101, 80, 76, 64, 67, 87, 90,
        ],
        "surgicalMask": [
            109, 115, 140, 141, 132, 131, 102, 86, 110, 118, 110, 127, 84, 76, 82, 95, 92, 112,
            76, 82, 104, 115, 101, 110, 81, 89, 110, 116, 105, 101, 80, 80, 102, 113, 98, 90,
        ],
        "clothMask": [
            109, 115, 140, 141, 132, 131, 102, 86, 110, 118, 110, 127, 84, 76, 82, 95, 92, 112,
            76, 72, 82, 91, 87, 108, 81, 77, 95, 99, 93, 101, 80, 76, 76, 81, 86, 90,
        ],
        "ffpMask": [
            109, 115, 140, 141, 132, 131, 102, 86, 110, 118, 110, 127, 84, 76, 82, 95, 92, 112,
            76, 66, 94, 140, 85, 107, 81, 77, 150, 163, 127, 100, 80, 75, 113, 142, 101, 90,
        ],
        "sunglasses": [
            109, 115, 140, 141, 132, 131, 102, 86, 110, 118, 110, 127, 84, 70, 64, 75, 70, 112,
            76, 59, 54, 69, 69, 108, 81, 75, 70, 76, 92, 101, 80, 76, 64, 67, 87, 90,
        ],
        "scarf": [
            109, 115, 140, 141, 132, 131, 102, 86, 110, 118, 110, 127, 84, 76, 82, 95, 92, 112,
            76, 74, 77, 80, 87, 111, 93, 106, 104, 66, 104, 88, 82, 76, 88, 65, 91, 106,
        ],
        "hand": [
            109, 115, 140, 141, 132, 131, 102, 86, 110, 118, 110, 127, 84, 76, 82, 95, 92, 112,
            76, 70, 86, 98, 87, 108, 81, 75, 125, 137, 102, 101, 80, 76, 79, 131, 133, 94,
        ],
        "block-10": [
            109, 115, 140, 141, 132, 131, 102, 86, 110, 118, 110, 127, 84, 76, 85, 89, 92, 112,
            76, 70, 78, 82, 87, 108, 81, 75, 70, 76, 92, 101, 80, 76, 64, 67, 87, 90,
        ],
        "block-20": [
            109, 115, 140, 141, 132, 131, 102, 86, 110, 118, 110, 127, 84, 77, 86, 87, 92, 112,
            76, 71, 80, 83, 87, 108, 81, 75, 70, 76, 92, 101, 80, 76, 64, 67, 87, 90,
        ],
        "block-30": [
            109, 115, 140, 141, 132, 131, 102, 86, 110, 118, 110, 127, 84, 79, 86, 86, 89, 112,
            76, 75, 83, 83, 87, 108, 81, 75, 70, 76, 92, 101, 80, 76, 64, 67, 87, 90,
        ],
        "block-40": [
            109, 115, 140, 141, 132, 131, 102, 86, 110, 118, 110, 127, 84, 81, 85, 85, 86, 112,
            76, 79, 85, 84, 86, 108, 81, 76, 71, 76, 92, 101, 80, 76, 64, 67, 87, 90,
        ],
        "block-50": [
            109, 115, 140, 141, 132, 131, 102, 86, 110, 118, 109, 127, 84, 82, 85, 84, 85, 112,
            76, 81, 85, 84, 85, 107, 81, 78, 76, 78, 92, 101, 80, 76, 64, 67, 87, 90,
        ],
        "block-60": [
            109, 115, 140, 141, 132, 131, 102, 86, 110, 117, 106, 127, 84, 83, 85, 84, 85, 112,
            76, 81, 85, 84, 85, 107, 81, 80, 82, 81, 89, 99, 80, 76, 64, 67, 87, 90,
        ],
    ]

    @Test(arguments: [.bare] + ConditionList.occlusions.conditions)
    func `an occlusion of a drawn face looks as it did`(condition: Condition) throws {
        let fields = Self.brightness(under: condition)
        let expected = try #require(Self.fields[condition.key], "\"\(condition.key)\": \(fields),")
        // One level of rounding apart: not all processors multiply and add in one step.
        for (field, pair) in zip(fields, expected).enumerated() {
            #expect(abs(pair.0 - pair.1) <= 1, "field \(field) of \(condition)")
        }
    }

    @Test func `each condition looks unlike every other`() {
        let looks = ([.bare] + ConditionList.occlusions.conditions).map(Self.brightness)
        #expect(Set(looks).count == looks.count)
    }

    private static func brightness(under condition: Condition) -> [Int] {
        let sample = SyntheticFaceSet(size: 96, seed: 1).sample(0, of: 3)
        var photo = sample.photo
        condition.occluder(forPhotoNamed: "Drawn_Face_0001.jpg")?.draw(onto: &photo, landmarks: sample.landmarks)
        return (0..<36).map { field in
            var sum = 0
            for y in 0..<16 {
                for x in 0..<16 {
                    let color = photo[field % 6 * 16 + x, field / 6 * 16 + y]
                    sum += Int(color.red) + Int(color.green) + Int(color.blue)
                }
            }
            return (sum + 384) / 768
        }
    }
}
