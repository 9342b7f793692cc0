import FaceDetection
import FaceEmbedding
import FaceGallery
import FaceImaging
import FacePipeline

/// Groups the faces of photos, without a gallery.
struct FolderGrouping {
    /// How.
    var clusterer: FaceClusterer
    /// Whether a photo shows a person once.
    var onePerPhoto: Bool
    /// Fewer faces are no group.
    var minimumSize: Int

    private var faces: [GroupedFace] = []
    private var embeddings: [Embedding] = []
    private var photos: [Int] = []
    private(set) var problems: [GroupedFaces.Problem] = []

    init(clusterer: FaceClusterer, onePerPhoto: Bool, minimumSize: Int) {
        (self.clusterer, self.onePerPhoto, self.minimumSize) = (clusterer, onePerPhoto, minimumSize)
    }

    /// Takes the faces of a photo.
    mutating func add(_ photo: PhotoFaces) {
        if let problem = GroupedFaces.Problem(photo) { problems.append(problem) }
        for (number, face) in ((try? photo.faces) ?? []).enumerated() {
            let box = face.detection.box
            faces.append(
                GroupedFace(photo: photo.name, face: Int64(number), box: [box.minX, box.minY, box.width, box.height])
            )
            embeddings.append(face.embedding)
            photos.append(photo.index)
        }
    }

    /// Groups what was taken; groups are numbered from 1, the largest first.
    func grouped(method: String) throws(Failure) -> GroupedFaces {
        let clustering: Clustering
        do throws(ClusteringError) {
            let constraints = ClusterConstraints(photos: onePerPhoto ? photos : nil)
            clustering = try clusterer.clustering(of: embeddings, constraints: constraints)
        } catch {
            throw Failure("the faces", error)
        }
        let (large, small) = (
            clustering.groups.filter { $0.count >= minimumSize }, clustering.groups.filter { $0.count < minimumSize }
        )
        return GroupedFaces(
            method: method,
            threshold: clusterer.threshold,
            onePerPhoto: onePerPhoto,
            isExact: clustering.isExact,
            groups: large.enumerated().map { index, members in
                GroupedFaces.Group(group: Int64(index) + 1, isConfirmed: false, faces: members.map { faces[$0] })
            },
            ungrouped: small.joined().sorted().map { faces[$0] },
            problems: problems
        )
    }
}

extension GroupedFaces.Problem {
    /// What is wrong with a photo, if anything is.
    init?(_ photo: PhotoFaces) {
        switch photo.result {
        case .failure(let error): self.init(photo: photo.name, reason: "\(error)")
        case .success(let faces):
            guard faces.isEmpty else { return nil }
            self.init(photo: photo.name, reason: "no face was found")
        }
    }
}
