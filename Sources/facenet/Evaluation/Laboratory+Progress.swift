import FaceLaboratory

extension Laboratory {
    /// Embeds photos under conditions, and shows how far that is.
    ///
    /// - Throws: ``Failure``, as ``Laboratory/embeddings(of:in:under:)``.
    func watchedEmbeddings(
        of names: [String],
        in folder: String,
        under conditions: [Condition]
    ) async throws(Failure) -> LaboratoryFaces {
        let progress = Progress(total: names.count * conditions.count, unit: "faces")
        defer { progress.finish() }
        var laboratory = self
        laboratory.observe = { event in
            switch event {
            case .known(let count), .computed(let count): progress.advance(by: count)
            case .cacheLost(let error): progress.note("\(error); going on without a cache")
            }
        }
        do throws(LaboratoryError) {
            return try await laboratory.embeddings(of: names, in: folder, under: conditions)
        } catch {
            throw Failure(error)
        }
    }
}
