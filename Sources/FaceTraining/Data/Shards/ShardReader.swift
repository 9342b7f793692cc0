/// Reads a folder of shards.
struct ShardReader {
    let path: String

    func listing() throws(DataFailure) -> DatasetListing {
        var listing = DatasetListing()
        let names: [String]
        do throws(DataError) { names = try FileTree.names(in: path) } catch { throw DataFailure(path, error) }
        for name in names where name.hasSuffix(Shard.fileSuffix) {
            let file = "\(path)/\(name)"
            let shard: Shard
            // A shard is many photos: to go on without one would be to train on another set.
            do throws(DataError) { shard = try Shard(path: file) } catch { throw DataFailure(file, error) }
            listing.metadata =
                listing.metadata.map { $0.filter { shard.metadata[$0.key] == $0.value } } ?? shard.metadata
            for (index, record) in shard.records.enumerated() {
                let sample = FaceSample(
                    name: record.name,
                    label: 0,
                    source: .record(index, of: shard),
                    landmarks: record.landmarks,
                    occlusion: record.occlusion,
                    hash: record.sourceHash
                )
                listing.entries.append(DatasetListing.Entry(person: record.person, sample: sample))
            }
        }
        return listing
    }
}
