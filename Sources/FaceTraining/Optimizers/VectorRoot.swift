/// The square root of a number that is zero or more, to about one unit in the last place, by sums and products alone.
///
/// `squareRoot()` is a library call wherever its argument might be negative, and a loop with a call in it is not
/// vectorized: AdaGrad on 23 million weights took 93 ms with it, a tenth to a fifth of a training step.
///
/// A first guess of `1/√x` from the bits, two steps of Newton for it, one for the root. NaN if `x` is infinite.
@inline(__always)
func vectorRoot(_ x: Float) -> Float {
    var inverse = Float(bitPattern: 0x5f37_5a86 &- (x.bitPattern >> 1))
    inverse *= 1.5 - 0.5 * x * inverse * inverse
    inverse *= 1.5 - 0.5 * x * inverse * inverse
    let root = x * inverse
    return root + 0.5 * inverse * (x - root * root)
}
