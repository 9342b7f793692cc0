/// One step of Gauss and Newton's toward the pose that explains landmarks: a small turn, and a change of scale.
struct PoseStep {
    /// What to turn by, after the present rotation.
    let turn: Rotation
    /// What to add to the scale.
    let growth: Double
    /// The sum of squared distances before the step, in square pixels.
    let error: Double
    /// How large the step is: radians, and the scale's relative growth.
    let length: Double

    /// Solves the normal equations; fails if they have no one solution.
    ///
    /// - Parameters:
    ///   - seen: The landmarks from their middle, in pixels.
    ///   - turned: The head's points in the present rotation.
    ///   - scale: Pixels an eye distance.
    init?(_ seen: [SIMD2<Double>], turned: [SIMD3<Double>], scale: Double) {
        // Unknowns: a turn about x, y and z, and the logarithm of the scale. The last column is the right-hand side.
        var system = [[Double]](repeating: [Double](repeating: 0, count: 5), count: 4)
        var error = 0.0
        for (point, head) in zip(seen, turned) {
            let off = point - SIMD2(head.x, head.y) * scale
            error += (off * off).sum()
            // d(turn x point): (0, -z, y), (z, 0, -x), (-y, x, 0), of which x and y are seen.
            let rows: [([Double], Double)] = [
                ([0, head.z, -head.y, head.x], off.x), ([-head.z, 0, head.x, head.y], off.y),
            ]
            for (row, rest) in rows {
                for i in 0..<4 {
                    for j in 0..<4 { system[i][j] += row[i] * row[j] * scale * scale }
                    system[i][4] += row[i] * rest * scale
                }
            }
        }
        guard let solution = Self.solve(system) else { return nil }
        // No more than half a radian, or a factor of two, at once: far off, the linear picture is wrong.
        let largest = solution.map(abs).max() ?? 0
        let step = largest > 0.5 ? solution.map { $0 * 0.5 / largest } : solution
        turn = Rotation(SIMD3(step[0], step[1], step[2]))
        growth = step[3] * scale
        self.error = error
        length = largest
    }

    /// Gauss's elimination with pivots, of four equations.
    private static func solve(_ equations: [[Double]]) -> [Double]? {
        var rows = equations
        for column in 0..<4 {
            guard let pivot = (column..<4).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
                abs(rows[pivot][column]) > 1e-12
            else { return nil }
            rows.swapAt(column, pivot)
            for other in 0..<4 where other != column {
                let factor = rows[other][column] / rows[column][column]
                for index in column..<5 { rows[other][index] -= factor * rows[column][index] }
            }
        }
        let solution = (0..<4).map { rows[$0][4] / rows[$0][$0] }
        return solution.allSatisfy(\.isFinite) ? solution : nil
    }
}
