import ArgumentParser
import FaceNetworks
import FaceTraining

/// How `facenet data pack` cuts faces out.
enum PackedCrop: Hashable, Sendable {
    /// Not at all: photos are packed whole.
    case none
    /// As a model wants them.
    case template(ModelCard.Crop)

    /// The size of a crop if none is given; photos that are packed whole keep theirs.
    var defaultSize: ImageSize? {
        switch self {
        case .none: nil
        case .template(.similarity112): ImageSize(112)
        case .template: ImageSize(160)
        }
    }

    /// Whether faces have to be looked for, as the set does not say where all of them are.
    func needsDetector(for set: FaceDataset) -> Bool {
        switch self {
        case .none: false
        case .template(.similarity112): set.samples.contains { $0.landmarks == nil }
        case .template: true
        }
    }
}

extension PackedCrop: ExpressibleByArgument {
    /// Reads `none`, or a template; `margin160` alone has the margin of the classic models.
    init?(argument: String) {
        switch argument {
        case "none": self = .none
        case "margin160": self = .template(.margin160(32))
        default:
            guard let crop = ModelCard.Crop(argument) else { return nil }
            self = .template(crop)
        }
    }

    var defaultValueDescription: String { description }
}

extension PackedCrop: CustomStringConvertible {
    /// As the command line spells it.
    var description: String {
        switch self {
        case .none: "none"
        case .template(let crop): crop.description
        }
    }
}
