import FaceDetection
import FaceEmbedding
import FacePipeline

extension Recognizer {
    /// The face of a photo that is meant, embedded.
    func face(_ selection: FaceSelection, in source: PhotoSource) throws(RecognitionError) -> Face {
        try measuredFace(selection, in: source).face
    }

    /// The face of a photo that is meant, embedded and measured.
    func measuredFace(
        _ selection: FaceSelection,
        in source: PhotoSource
    ) throws(RecognitionError) -> (face: Face, quality: FaceQuality?) {
        try reader.measuredFace(selection, in: source, occlusion: occlusionJudge)
    }
}

extension FaceReader {
    /// The face of a photo that is meant, embedded and measured.
    func measuredFace(
        _ selection: FaceSelection,
        in source: PhotoSource,
        occlusion judge: any OcclusionJudging
    ) throws(RecognitionError) -> (face: Face, quality: FaceQuality?) {
        let photo = try inspect(PhotoBytes(source, limits: options.limits), occlusion: judge)
        switch selection.index(in: photo.faces.map(\.detection), width: photo.width, height: photo.height) {
        case .failure(let problem): throw problem.error
        case .success(let index):
            let found = photo.faces[index]
            do throws(PipelineError) {
                let embedding = try embedder.embeddings(of: [found.crop])[0]
                return (Face(detection: found.detection, embedding: embedding), found.quality)
            } catch {
                throw .pipeline(error)
            }
        }
    }
}
