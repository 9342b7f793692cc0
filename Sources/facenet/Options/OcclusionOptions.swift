public import ArgumentParser
import FaceDetection
public import FaceImaging
import FaceLaboratory

/// The options of commands that measure what a mask or dark glasses do to a face.
struct OcclusionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Draw this onto each face before it is embedded, the same for a photo of the same name.",
            valueName: "kind"
        )
    )
    var occlude: Occluder.Kind?

    @Option(help: ArgumentHelp("For a block, the share of the face that it covers.", valueName: "share"))
    var occludeShare: Float?

    func validate() throws {
        if let occludeShare, occlude != .block || !(0.01...0.8).contains(occludeShare) {
            throw ValidationError("Only a block has a share of the face, from 0.01 to 0.8.")
        }
    }

    /// What a reader does to each face.
    var retouch: (@Sendable (inout Photo, DetectedFace, String) -> Void)? {
        guard let occlude else { return nil }
        let share = occludeShare
        return { photo, face, name in
            let occluder = Occluder(kind: occlude, seed: Condition.seed(ofPhotoNamed: name), share: share)
            occluder.draw(onto: &photo, landmarks: face.landmarks)
        }
    }
}

// The type is ours, of another target: nobody else can conform it.
extension Occluder.Kind: ExpressibleByArgument {}
