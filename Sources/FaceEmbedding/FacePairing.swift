/// Which kinds of faces are compared with each other: what a threshold is measured for.
///
/// The order of the two does not matter to a distance, so there are six of three states.
public enum FacePairing: String, Hashable, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
    /// Two bare faces.
    case bare
    /// A bare face and one whose mouth is hidden.
    case bareMouth = "bare-mouth"
    /// Two faces whose mouths are hidden.
    case mouthMouth = "mouth-mouth"
    /// A bare face and one whose eyes are hidden.
    case bareEyes = "bare-eyes"
    /// Two faces whose eyes are hidden.
    case eyesEyes = "eyes-eyes"
    /// A face whose eyes are hidden and one whose mouth is.
    case eyesMouth = "eyes-mouth"

    /// The pairing of two faces, in either order.
    ///
    /// - Parameters:
    ///   - first: What of the one can be seen.
    ///   - second: What of the other can be seen.
    public init(_ first: FaceVisibility, _ second: FaceVisibility) {
        self =
            switch (first, second) {
            case (.bare, .bare): .bare
            case (.bare, .mouthCovered), (.mouthCovered, .bare): .bareMouth
            case (.mouthCovered, .mouthCovered): .mouthMouth
            case (.bare, .eyesCovered), (.eyesCovered, .bare): .bareEyes
            case (.eyesCovered, .eyesCovered): .eyesEyes
            case (.eyesCovered, .mouthCovered), (.mouthCovered, .eyesCovered): .eyesMouth
            }
    }

    /// The two states: of the enrolled face and of the one it is compared with, where that matters.
    public var sides: (enrolled: FaceVisibility, probe: FaceVisibility) {
        switch self {
        case .bare: (.bare, .bare)
        case .bareMouth: (.bare, .mouthCovered)
        case .mouthMouth: (.mouthCovered, .mouthCovered)
        case .bareEyes: (.bare, .eyesCovered)
        case .eyesEyes: (.eyesCovered, .eyesCovered)
        case .eyesMouth: (.eyesCovered, .mouthCovered)
        }
    }

    /// Whether both faces are of one state, so that each pair of people gives one distance and not two.
    public var isSymmetric: Bool { sides.enrolled == sides.probe }
}

extension FacePairing: CustomStringConvertible {
    /// As files and the command line spell it, such as `bare-mouth`.
    public var description: String { rawValue }
}
