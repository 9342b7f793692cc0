public import FaceEngine

/// The gradient of a scalar function by central differences: `(f(x + h) - f(x - h)) / 2h`, coordinate by coordinate.
///
/// - Parameters:
///   - x: Where.
///   - step: `h`.
///   - function: The function, best computed in 64 bits: with 32, differences of sums lose most of their digits.
/// - Returns: A tensor of the shape of `x`.
/// - Complexity: Two calls of `function` a scalar.
public func numericalGradient(at x: Tensor, step: Float = 1e-2, of function: (Tensor) -> Double) -> Tensor {
    var gradient = x
    for index in x.scalars.indices {
        var (above, below) = (x, x)
        above.scalars[index] += step
        below.scalars[index] -= step
        // What was really added, after rounding.
        let width = Double(above.scalars[index]) - Double(below.scalars[index])
        gradient.scalars[index] = Float((function(above) - function(below)) / width)
    }
    return gradient
}
