#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The natural logarithm of `x`.
func naturalLogarithm(_ x: Float) -> Float { logf(x) }

/// e to the power of `x`.
func exponential(_ x: Float) -> Float { expf(x) }
