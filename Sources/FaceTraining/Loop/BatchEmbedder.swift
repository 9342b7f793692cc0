import FaceEngine

/// Embeds loaded photos with weights as they are now.
struct BatchEmbedder {
    private let program: InferenceProgram
    private let pixels: Floats
    private let results: Floats
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
        results = Floats(program.outputShapes[0].count)
    }

    /// The embeddings of all photos of a batch, `[N, D]`, N at most what it was compiled for.
    func embed(_ loaded: LoadedBatch) throws(EngineError) -> [Float] {
        let count = loaded.slots.count
        precondition(count <= batch, "\(count) photos do not fit into \(batch)")
        loaded.write(0..<count, into: pixels[0..<count * loaded.countPerPhoto])
        try program.run(inputs: [pixels.reading], outputs: [results.buffer])
        return Array(results.buffer[..<(count * dimension)])
    }

    /// Embeds some photos of a set.
    ///
    /// - Parameters:
    ///   - samples: Which photos.
    ///   - dataset: The set.
    ///   - options: How they are loaded.
    ///   - augmentation: What cuts the network's input out of them; none if `nil`.
    ///   - observe: Is called for each batch with what was loaded, and with how many photos are done.
    /// - Returns: `[N, D]`, in the order of `samples`.
    /// - Throws: ``DataError`` or ``FaceEngine/EngineError``.
    func embeddings(
        of samples: [Int],
        _ dataset: FaceDataset,
        options: BatchLoader.Options,
        augmentation: BatchLoader.Augmentation?,
        observe: (LoadedBatch, _ done: Int) -> Void = { _, _ in }
    ) throws -> [Float] {
        let sampler = SequentialSampler(dataset, samples: samples, batchSize: batch)
        let loader = BatchLoader(
            dataset,
            sampler: sampler,
            steps: 0..<sampler.stepsPerEpoch,
            seed: 0,
            options: options,
            augmentation: augmentation
        )
        var values: [Float] = []
        values.reserveCapacity(samples.count * dimension)
        while let batch = try loader.next() {
            values += try embed(batch)
            observe(batch, values.count / dimension)
        }
        return values
    }
}
