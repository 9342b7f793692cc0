import FaceImaging

/// Conditions in the order in which they are reported, as a file of a key a line.
///
///     # what the file is about
///     surgicalMask
///     block-30
///
/// The lists built in are also in the repository's `Benchmarks` folder, word for word.
public struct ConditionList: Hashable, Sendable {
    /// The conditions, each once.
    public var conditions: [Condition]

    /// Creates a list.
    public init(_ conditions: [Condition]) { self.conditions = conditions }

    /// Reads a list: a key a line; `#` begins a remark, empty lines do not count.
    ///
    /// - Parameter text: The file.
    /// - Throws: ``ConditionListError`` for a line that is no key or a repetition, or if there is no line.
    public init(parsing text: String) throws(ConditionListError) {
        var conditions: [Condition] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            guard let word = words.first.map(String.init) else { continue }
            guard words.count == 1, let condition = Condition(word) else {
                throw .unknown(line: number + 1, word: words.joined(separator: " "))
            }
            guard !conditions.contains(condition) else { throw .repeated(line: number + 1, word: word) }
            conditions.append(condition)
        }
        guard !conditions.isEmpty else { throw .empty }
        self.conditions = conditions
    }

    /// The same occlusions, each once, with their faces found on another photo.
    public func found(on search: Condition.Search) -> ConditionList {
        ConditionList(
            conditions.reduce(into: []) { found, condition in
                let other = condition.found(on: search)
                if !found.contains(other) { found.append(other) }
            }
        )
    }

    /// What hides a face, as `evaluate occlusion` draws it: six kinds, and a block that grows.
    public static let occlusions = ConditionList(
        [.surgicalMask, .clothMask, .ffpMask, .sunglasses, .scarf, .hand].map { .occluded($0) }
            + [10, 20, 30, 40, 50, 60].map { .occluded(.block, share: Float($0) / 100) }
    )

    /// The qualities of the paper's table 4.
    public static let jpeg = ConditionList([10, 20, 30, 50, 70, 90].map { .jpeg(quality: $0) })

    /// The pixels of the paper's table 4: 1,600, 6,400, 14,400, 25,600 and 65,536.
    public static let pixels = ConditionList([40, 80, 120, 160, 256].map { .pixels(side: $0) })

    /// The conditions of `evaluate table`: bare, eight occlusions, and the paper's table 4.
    public static let table = ConditionList(
        [.bare] + occlusions.conditions.filter { ![10, 30, 50, 60].contains($0.parameter) } + jpeg.conditions
            + pixels.conditions
    )
}

/// A reason why a list of conditions could not be read.
public enum ConditionListError: Error, Hashable, Sendable {
    /// A line, counted from 1, is not the key of a condition.
    case unknown(line: Int, word: String)
    /// A line, counted from 1, is there for the second time.
    case repeated(line: Int, word: String)
    /// There is no condition.
    case empty
}

extension ConditionListError: CustomStringConvertible {
    /// What is wrong, as one sentence that can follow `path: `.
    public var description: String {
        switch self {
        case .unknown(let line, let word): "line \(line): `\(word)` is no condition"
        case .repeated(let line, let word): "line \(line): \(word) is there twice"
        case .empty: "there is no condition"
        }
    }
}
