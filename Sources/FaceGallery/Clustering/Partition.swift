/// Groups that only ever join, and the constraints that keep some of them apart: union-find with refusals.
///
/// A group is named by one of its faces, its root.
struct Partition {
    private var parents: [Int32]
    private(set) var sizes: [Int32]
    /// The photos of a root's faces, only where photos count.
    private var photos: [Set<Int32>]
    /// The faces that a root's faces must not meet, only where there are any.
    private var strangers: [Int32: Set<Int32>] = [:]
    /// Who a root is known to be.
    private var people: [Int32: Int] = [:]
    /// Whether any two groups may join.
    let isFree: Bool

    /// Puts faces together that have to be, the others each into a group of its own.
    ///
    /// - Throws: ``ClusteringError/contradiction(first:second:)`` if they must not be.
    init(count: Int, constraints: ClusterConstraints) throws(ClusteringError) {
        parents = (0..<count).map(Int32.init)
        sizes = [Int32](repeating: 1, count: count)
        photos = constraints.photos.map { Self.numbered($0).map { [$0] } } ?? []
        isFree = constraints.photos == nil && constraints.cannotLink.isEmpty && constraints.people == nil
        for pair in constraints.cannotLink {
            guard pair.first != pair.second else { throw .contradiction(first: pair.first, second: pair.second) }
            strangers[Int32(pair.first), default: []].insert(Int32(pair.second))
            strangers[Int32(pair.second), default: []].insert(Int32(pair.first))
        }
        var firsts: [Int: Int] = [:]
        var links = constraints.mustLink
        for (face, person) in (constraints.people ?? []).enumerated() {
            guard let person else { continue }
            people[Int32(face)] = person
            if let first = firsts[person] {
                links.append(ClusterConstraints.Pair(first, face))
            } else {
                firsts[person] = face
            }
        }
        for pair in links {
            let (a, b) = (root(of: Int32(pair.first)), root(of: Int32(pair.second)))
            guard a != b else { continue }
            // What is said of two faces outweighs that a photo shows a person once: it may be a mirror or a collage.
            guard mayJoin(a, b, comparingPhotos: false) else {
                throw .contradiction(first: pair.first, second: pair.second)
            }
            join(a, b)
        }
    }

    /// The root of a face's group.
    mutating func root(of face: Int32) -> Int32 {
        var face = face
        while parents[Int(face)] != face {
            parents[Int(face)] = parents[Int(parents[Int(face)])]
            face = parents[Int(face)]
        }
        return face
    }

    /// The root of every face.
    mutating func roots() -> [Int] { parents.indices.map { Int(root(of: Int32($0))) } }

    /// Whether a root's group is known to be someone.
    func person(ofRoot root: Int32) -> Int? { people[root] }

    /// Whether two roots may join.
    mutating func mayJoin(_ a: Int32, _ b: Int32, comparingPhotos: Bool = true) -> Bool {
        if isFree { return true }
        if let first = people[a], let second = people[b], first != second { return false }
        if comparingPhotos, !photos.isEmpty, !photos[Int(a)].isDisjoint(with: photos[Int(b)]) { return false }
        for (one, other) in [(a, b), (b, a)] {
            for stranger in strangers[one] ?? [] where root(of: stranger) == other { return false }
        }
        return true
    }

    /// Joins two roots, and returns the root of both: that of the larger, the lower one of equals.
    @discardableResult
    mutating func join(_ a: Int32, _ b: Int32) -> Int32 {
        let (large, small) =
            (sizes[Int(a)], b) > (sizes[Int(b)], a) ? (a, b) : (b, a)
        parents[Int(small)] = large
        sizes[Int(large)] += sizes[Int(small)]
        if !photos.isEmpty {
            photos[Int(large)].formUnion(photos[Int(small)])
            photos[Int(small)] = []
        }
        if let moved = strangers.removeValue(forKey: small) { strangers[large, default: []].formUnion(moved) }
        if let person = people.removeValue(forKey: small) { people[large] = person }
        return large
    }

    /// Any numbers as numbers from 0.
    private static func numbered(_ photos: [Int]) -> [Int32] {
        var numbers: [Int: Int32] = [:]
        return photos.map { photo in
            if let number = numbers[photo] { return number }
            let number = Int32(numbers.count)
            numbers[photo] = number
            return number
        }
    }
}
