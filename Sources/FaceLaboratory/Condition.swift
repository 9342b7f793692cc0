public import FaceImaging

/// What is done to a photo of a face before it is embedded, the same whenever and wherever it is done.
///
/// Faces are found on the bare photo, so that a condition measures what it does to the network and not what it does to the
/// detector, unless an occlusion asks for the ``Search/covered`` one. An occluder is drawn onto the photo, over the
/// landmarks found; its color, shape and place follow from the photo's file name alone, see ``seed(ofPhotoNamed:)``. JPEG
/// and pixels act on the crop, at the size of the network's input. Where no face was found there is nothing to draw on, and
/// an occluded photo is as a bare one.
public enum Condition: Hashable, Sendable {
    /// The photo as it is.
    case bare
    /// Something drawn over the face; `share` is that of the face a block covers, 0.01 to 0.8, else `nil`.
    case occluded(Occluder.Kind, share: Float? = nil, search: Search = .bare)
    /// The crop written as a JPEG of a quality from 1 to 100, and read again; from 90 on colors keep their resolution.
    case jpeg(quality: Int)
    /// The crop shrunk to so many columns and rows, and brought back; a side beyond the input's changes next to nothing.
    case pixels(side: Int)

    /// On which photo a face is found that something is drawn over.
    public enum Search: Hashable, Sendable {
        /// The photo as it is: what is measured is what the network makes of the crop.
        case bare
        /// The photo with what is drawn on it, as in life: the detector has to find the face, and to place it. Where it finds
        /// none, the photo's middle stands for it.
        case covered
    }

    /// What a condition varies.
    public enum Family: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nothing.
        case bare
        /// What hides the face.
        case occlusion
        /// How much a photo was compressed.
        case jpeg
        /// How small a photo was.
        case pixels
    }

    /// What it varies.
    public var family: Family {
        switch self {
        case .bare: .bare
        case .occluded: .occlusion
        case .jpeg: .jpeg
        case .pixels: .pixels
        }
    }

    /// The number that a curve is drawn over: the share of a block in percent, a JPEG's quality, or the pixels of a side.
    public var parameter: Double? {
        switch self {
        case .bare: nil
        case .occluded(_, let share, _): share.map { Double(Self.percent($0)) }
        case .jpeg(let quality): Double(quality)
        case .pixels(let side): Double(side)
        }
    }

    /// Whether a face is looked for under what is drawn over it.
    public var findsCovered: Bool {
        if case .occluded(_, _, .covered) = self { true } else { false }
    }

    /// The same occlusion, with the face found on another photo; what is none stays as it is.
    public func found(on search: Search) -> Condition {
        guard case .occluded(let kind, let share, _) = self else { return self }
        return .occluded(kind, share: share, search: search)
    }

    /// What is drawn over the face in a photo, or `nil` if nothing is.
    public func occluder(forPhotoNamed name: String) -> Occluder? {
        guard case .occluded(let kind, let share, _) = self else { return nil }
        return Occluder(kind: kind, seed: Self.seed(ofPhotoNamed: name), share: share)
    }

    /// The number that an occluder's color, shape and place follow from: 64-bit FNV-1a of the file's name, in UTF-8.
    ///
    /// Of the name alone, wherever its folder is, so that the same photo is hidden the same way in every copy of a data
    /// set; see <http://www.isthe.com/chongo/tech/comp/fnv/>.
    ///
    /// - Parameter path: A file's name, or a path that ends with it.
    /// - Returns: The number.
    public static func seed(ofPhotoNamed path: String) -> UInt64 {
        let name = path.split(separator: "/").last ?? ""
        return name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    static func percent(_ share: Float) -> Int { Int((share * 100).rounded()) }
}
