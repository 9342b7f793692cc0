#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension RandomNumberGenerator {
    /// Returns `count` normal numbers of mean 0 and variance 1, by Box and Muller's transform.
    mutating func normals(_ count: Int) -> [Float] {
        var numbers: [Float] = []
        numbers.reserveCapacity(count + 1)
        while numbers.count < count {
            // From 0 excluded to 1 included, for the logarithm.
            let radius = (-2 * log(1 - Float.random(in: 0..<1, using: &self))).squareRoot()
            let angle = 2 * Float.pi * Float.random(in: 0..<1, using: &self)
            numbers.append(radius * cos(angle))
            numbers.append(radius * sin(angle))
        }
        if numbers.count > count { numbers.removeLast() }
        return numbers
    }
}
