import CCodes
import Testing

struct CodeDistanceTests {
    @Test func `codes differ by the sum of squared differences`() {
        #expect(codes_squared_distance([1, -127, 3], [-1, 127, 3], 3) == 4 + 254 * 254)
    }
}
