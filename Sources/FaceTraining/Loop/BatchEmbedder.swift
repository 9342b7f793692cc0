import FaceEngine

/// Embeds loaded photos with weights as they are now.
struct BatchEmbedder {
    private let program: InferenceProgram
    private let pixels: Floats
    private let embeddings: Floats
    private let batch: Int
    let dimension: Int

    /// Compiles a network for batches of up to `batch` photos.
    init(_ network: Network, parameters: Parameters, batch: Int, threads: Int) throws(EngineError) {
        program = try InferenceProgram(
            network,
            parameters: parameters,
            options: InferenceOptions(batchSize: batch, threads: threads)
        )
        self.batch = batch
        pixels = Floats(program.inputShapes[0].count)
        dimension = program.outputShapes[0].count / batch
        embeddings = Floats(program.outputShapes[0].count)
    }

    /// The embeddings of all photos of a batch, `[N, D]`, N at most what it was compiled for.
    func embed(_ loaded: LoadedBatch) throws(EngineError) -> [Float] {
        let count = loaded.slots.count
        precondition(count <= batch, "\(count) photos do not fit into \(batch)")
        loaded.write(0..<count, into: pixels[0..<count * loaded.countPerPhoto])
        try program.run(inputs: [pixels.reading], outputs: [embeddings.buffer])
        return Array(embeddings.buffer[..<(count * dimension)])
    }
}
