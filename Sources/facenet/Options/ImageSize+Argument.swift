public import ArgumentParser
public import FaceNetworks

// On the command line a size is `160` or `140x116`. The type is ours, of another target: nobody else can conform it.
extension ImageSize: ExpressibleByArgument {
    /// Reads one side of a square, or rows and columns.
    public init?(argument: String) {
        let sides = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard sides.allSatisfy({ $0 > 0 }) else { return nil }
        switch sides.count {
        case 1: self.init(sides[0])
        case 2: self.init(rows: sides[0], columns: sides[1])
        default: return nil
        }
    }
}
