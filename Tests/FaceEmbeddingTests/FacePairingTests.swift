import FaceEmbedding
import Foundation
import Testing

@Suite struct FacePairingTests {
    @Test func `the order of two faces does not matter, and each pairing names its own two`() {
        for first in FaceVisibility.allCases {
            for second in FaceVisibility.allCases {
                let pairing = FacePairing(first, second)
                #expect(pairing == FacePairing(second, first))
                #expect(Set([pairing.sides.enrolled, pairing.sides.probe]) == Set([first, second]))
                #expect(pairing.isSymmetric == (first == second))
            }
        }
    }

    @Test func `names are those of files`() {
        #expect(
            FacePairing.allCases.map(\.description)
                == ["bare", "bare-mouth", "mouth-mouth", "bare-eyes", "eyes-eyes", "eyes-mouth"]
        )
    }

    @Test func `pairings are keys of objects in files`() throws {
        let json = try JSONEncoder().encode([FacePairing.bareMouth: 1])
        #expect(String(decoding: json, as: UTF8.self) == #"{"bare-mouth":1}"#)
    }
}
