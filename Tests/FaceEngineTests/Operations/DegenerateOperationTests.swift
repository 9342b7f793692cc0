import FaceEngine
import FaceTestSupport
import Testing

/// The definitions where there is little to compute, and where there is nothing that could be right.
@Suite struct DegenerateOperationTests {
    @Test func `a convolution of one pixel is a sum of products`() {
        let convolution = Convolution(outputs: 1, window: Window(1))
        let y = convolution.evaluateReference(
            [Tensor([2, 3], shape: [1, 2, 1, 1])],
            parameters: [Tensor([10, 100], shape: [1, 2, 1, 1]), Tensor([0.5], shape: [1])]
        )
        #expect(y == Tensor([320.5], shape: [1, 1, 1, 1]))
    }

    @Test func `a window larger than its input is refused by name`() {
        var net = NetworkBuilder(name: "small")
        #expect(throws: NetworkError.self) {
            let image = try net.input([3, 2, 2])
            _ = try net.add(.convolution(Convolution(outputs: 4, window: Window(3))), to: [image], name: "conv1")
        }
        do {
            var net = NetworkBuilder(name: "small")
            let image = try net.input([3, 2, 2])
            _ = try net.add(.pool(Pool(.max, window: Window(3))), to: [image], name: "pool1")
        } catch {
            #expect(
                "\(error)" == "node pool1: max pool 3x3 cannot take [3, 2, 2]: the input is smaller than the window"
            )
        }
    }

    @Test func `the border never wins a max pooling, even over negative numbers`() {
        let pool = Pool(.max, window: Window(3, padding: 1))
        let y = pool.evaluateReference([Tensor([-5], shape: [1, 1, 1, 1])], parameters: [])
        #expect(y.scalars == [-5])
    }

    @Test func `an L2 pooling is the root of the sum, not of the mean`() {
        let pool = Pool(.l2, window: Window(2))
        let y = pool.evaluateReference([Tensor([1, 1, 1, 1], shape: [1, 1, 2, 2])], parameters: [])
        #expect(y.scalars == [2])
    }

    @Test func `a vector without a direction stays zero`() {
        let y = L2Normalize().evaluateReference([Tensor(zeros: [1, 4])], parameters: [])
        #expect(y.scalars == [0, 0, 0, 0])
    }

    @Test func `a softmax of great numbers does not overflow`() {
        let y = Softmax(axis: 0).evaluateReference([Tensor([1000, 1000], shape: [1, 2])], parameters: [])
        #expect(y.scalars == [0.5, 0.5])
    }

    @Test func `a batch norm of a channel without variance is its beta`() {
        let roles: [Float] = [2, 7, 3, 0]
        let parameters = roles.map { Tensor([$0], shape: [1]) }
        let y = BatchNorm(epsilon: 1e-3).evaluateReference([Tensor([3], shape: [1, 1])], parameters: parameters)
        #expect(y.scalars == [7])
    }

    @Test func `dropout changes nothing in inference`() {
        let x = Tensor([1, -2, 3], shape: [1, 3])
        #expect(Dropout(rate: 0.6).evaluateReference([x], parameters: []) == x)
    }

    @Test func `a constant is the same for every example`() throws {
        var net = NetworkBuilder(name: "constant")
        let image = try net.input([3])
        let constant = try net.add(.constant(Constant(shape: [3])), to: [], name: "offset")
        let sum = try net.add(.elementwise(Elementwise(.add)), to: [image, constant], name: "sum")
        var parameters = Parameters()
        parameters["offset.value"] = Parameter(Tensor([1, 2, 3], shape: [3]))
        let x = Tensor([0, 0, 0, 10, 10, 10], shape: [2, 3])
        let y = try net.network(outputs: [sum]).evaluateReference([x], parameters: parameters)
        #expect(y == [Tensor([1, 2, 3, 11, 12, 13], shape: [2, 3])])
    }

    @Test(
        arguments: [
            .concatenate(Concatenate()), .elementwise(Elementwise(.add)), .residual(Residual()),
        ] as [Operation]
    )
    func `shapes that disagree are refused`(_ operation: Operation) {
        #expect(throws: NetworkError.self) { try operation.definition.outputShape(for: [[3, 4, 4], [3, 5, 4]]) }
    }

    @Test func `channels that do not divide into groups or pieces are refused`() {
        #expect(throws: NetworkError.self) {
            try Convolution(outputs: 4, window: Window(1), groups: 2).outputShape(for: [[3, 4, 4]])
        }
        #expect(throws: NetworkError.self) { try Maxout(pieces: 2).outputShape(for: [[3]]) }
    }
}
