#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// e to the power of `x`.
func exponential(_ x: Float) -> Float { expf(x) }

/// The natural logarithm of `x`.
func naturalLogarithm(_ x: Float) -> Float { logf(x) }

/// The second of two classes' probability by softmax, from what the network says of each.
///
/// The greater is subtracted first, as PyTorch does it, so that nothing overflows and roundings agree.
func probability(_ first: Float, _ second: Float) -> Float {
    let greater = max(first, second)
    let (first, second) = (exponential(first - greater), exponential(second - greater))
    return second / (first + second)
}
