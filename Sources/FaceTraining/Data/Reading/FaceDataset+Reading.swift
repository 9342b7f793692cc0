public import FaceImaging

extension FaceDataset {
    /// How a set is read.
    public struct ReadingOptions: Sendable {
        /// How closely each photo is looked at.
        public enum Examination: String, Hashable, Sendable, Codable, CaseIterable {
            /// Not at all: photos that are missing or twice there go unnoticed.
            case names
            /// Its bytes are read and hashed, so that missing and repeated photos are found.
            case bytes
            /// It is decoded as well, so that damaged photos are found before the training.
            case pixels
        }

        /// How closely each photo is looked at.
        public var examination: Examination
        /// The fewest photos that a person is kept with; those of one photo can only be strangers to the others.
        public var minimumPhotos: Int
        /// The photos looked at, at once.
        public var threads: Int
        /// What to refuse before decoding.
        public var limits: ImageLimits

        /// Creates options.
        public init(
            examination: Examination = .bytes,
            minimumPhotos: Int = 1,
            threads: Int = 2,
            limits: ImageLimits = ImageLimits()
        ) {
            precondition(minimumPhotos >= 1, "a person has at least one photo, not \(minimumPhotos)")
            precondition(threads >= 1, "photos are read on at least one thread, not \(threads)")
            self.examination = examination
            self.minimumPhotos = minimumPhotos
            self.threads = threads
            self.limits = limits
        }
    }

    /// Reads a set from one source or several; people of the same name are one person.
    ///
    /// What is wrong with single photos does not stop the reading, and is in the ``report``: photos that cannot be read
    /// are left out; of photos with the same bytes under one person the first is kept; under several people none is, as
    /// nobody knows whose they are; people with fewer photos than asked for are left out last.
    ///
    /// - Parameters:
    ///   - sources: Where the photos are.
    ///   - options: How closely they are looked at, and who is kept.
    /// - Throws: ``DataFailure`` if a folder, a manifest's first line or a shard cannot be read, or nobody is left.
    /// - Complexity: O(*bytes of the photos*) unless `examination` is `names`; O(*photos* log *photos*) then.
    public init(reading sources: [DatasetSource], options: ReadingOptions = ReadingOptions()) throws(DataFailure) {
        var entries: [DatasetListing.Entry] = []
        var report = DatasetReport()
        var metadata: [String: String]?
        for source in sources {
            let listing = try source.listing()
            entries += listing.entries
            report.problems += listing.problems
            // A photo that is not from a shard has none, and nothing is true of all then.
            let known = listing.metadata ?? [:]
            metadata = metadata.map { $0.filter { known[$0.key] == $0.value } } ?? known
        }
        entries.sort { a, b in
            a.person == b.person
                ? a.sample.name.bytewisePrecedes(b.sample.name) : a.person.bytewisePrecedes(b.person)
        }
        report.photosRead = entries.count
        if options.examination != .names { entries = Self.examined(entries, options, &report) }
        entries = Self.withoutRepetitions(entries, &report)
        self.init(
            Self.groups(entries, minimumPhotos: options.minimumPhotos, &report),
            report: report,
            metadata: metadata ?? [:]
        )
        guard !people.isEmpty else { throw DataFailure(sources.map(\.path).joined(separator: ", "), .empty) }
    }

    /// The photos that can be read, with their hashes.
    private static func examined(
        _ entries: [DatasetListing.Entry],
        _ options: ReadingOptions,
        _ report: inout DatasetReport
    ) -> [DatasetListing.Entry] {
        let hashes = concurrentMap(entries, threads: options.threads) { entry in
            Result { () throws(DataError) in try examine(entry.sample, options) }
        }
        var kept: [DatasetListing.Entry] = []
        for (var entry, hash) in zip(entries, hashes) {
            do throws(DataError) {
                entry.sample.hash = try hash.get()
                kept.append(entry)
            } catch {
                report.problems.append(DatasetProblem(.unreadable, entry.sample.name, error))
            }
        }
        return kept
    }

    private static func examine(_ sample: FaceSample, _ options: ReadingOptions) throws(DataError) -> ContentHash? {
        switch sample.source {
        case .file:
            let bytes = try sample.fileBytes(limits: options.limits)
            guard !bytes.isEmpty else { throw .image(.empty) }
            if options.examination == .pixels {
                do { _ = try Photo(decoding: bytes, limits: options.limits) } catch { throw .image(error) }
            }
            return bytes.withUnsafeBytes { ContentHash(of: $0) }
        case .record(let index, let shard):
            // Of the photo that was packed; what the shard holds is its crop.
            if options.examination == .pixels {
                _ = try sample.photo(limits: options.limits)
            } else {
                try shard.withImage(at: index) { (_) throws(DataError) in }
            }
            return sample.hash
        }
    }

    /// The photos without those whose bytes are there before, or under another person.
    private static func withoutRepetitions(
        _ entries: [DatasetListing.Entry],
        _ report: inout DatasetReport
    ) -> [DatasetListing.Entry] {
        var first: [ContentHash: Int] = [:]
        var contested: [ContentHash: Int] = [:]
        for (index, entry) in entries.enumerated() {
            guard let hash = entry.sample.hash else { continue }
            if let known = first[hash] {
                if entries[known].person != entry.person { contested[hash] = index }
            } else {
                first[hash] = index
            }
        }
        var kept: [DatasetListing.Entry] = []
        for (index, entry) in entries.enumerated() {
            guard let hash = entry.sample.hash, let known = first[hash] else {
                kept.append(entry)
                continue
            }
            if let other = contested[hash] {
                let rival = entries[entries[known].person == entry.person ? other : known]
                report.problems.append(
                    DatasetProblem(
                        .labelConflict,
                        entry.sample.name,
                        "the same bytes as \(rival.sample.name), of another person"
                    )
                )
            } else if known != index {
                report.problems.append(
                    DatasetProblem(.duplicate, entry.sample.name, "the same bytes as \(entries[known].sample.name)")
                )
            } else {
                kept.append(entry)
            }
        }
        return kept
    }

    /// Each person's photos; the entries are in the order of the people.
    private static func groups(
        _ entries: [DatasetListing.Entry],
        minimumPhotos: Int,
        _ report: inout DatasetReport
    ) -> [(name: String, samples: [FaceSample])] {
        var groups: [(name: String, samples: [FaceSample])] = []
        for entry in entries {
            if groups.last?.name == entry.person {
                groups[groups.count - 1].samples.append(entry.sample)
            } else {
                groups.append((entry.person, [entry.sample]))
            }
        }
        for group in groups where group.samples.count < minimumPhotos {
            report.problems.append(
                DatasetProblem(.fewPhotos, group.name, "has \(group.samples.count) photos, fewer than \(minimumPhotos)")
            )
        }
        return groups.filter { $0.samples.count >= minimumPhotos }
    }
}
