/// What a pipeline has just done, for progress bars and timings.
///
/// Events of different photos come from different threads, in no particular order.
public enum PipelineEvent: Hashable, Sendable {
    /// A photo was decoded, or failed to, in this time.
    case decoded(index: Int, Duration)
    /// A photo's faces were found and cut out, in this time.
    case detected(index: Int, faces: Int, Duration)
    /// Some faces, of one photo or several, were embedded in one go, in this time.
    case embedded(faces: Int, Duration)
    /// All of a photo's results are there.
    case finished(index: Int)
}
