import FaceEngine
import FaceNetworks
import Foundation
import Testing

/// The table that `facenet model inspect` prints.
@Suite struct NetworkTableTests {
    @Test func `prints the layers with the paper's figures beside ours`() throws {
        let lines = try "\(NetworkTable(.nn2))".split(separator: "\n").map(String.init)
        #expect(lines.count == 22)
        #expect(
            lines[0]
                == "layer        operation                       output      parameters  paper  multiply-adds  paper"
        )
        #expect(
            lines[9]
                == "inception3b  6 convolutions, L2 pool 3x3     320x28x28      227,776   228K    178,225,152   179M"
        )
        #expect(
            lines[21]
                == "total                                                     7,456,304   7.5M  1,596,530,688   1.6B"
        )
    }

    @Test func `leaves the paper's columns out where there is no paper`() throws {
        let lines = try "\(NetworkTable(.inceptionResNetV1))".split(separator: "\n").map(String.init)
        #expect(lines[0] == "layer       operation                            output     parameters  multiply-adds")
        #expect(lines[9] == "block35.1   7 convolutions, residual x0.17       256x17x17      77,440     22,195,200")
    }

    @Test func `adds up`() throws {
        for architecture in Architecture.all {
            let table = try NetworkTable(architecture)
            #expect(table.rows.reduce(0) { $0 + $1.parameters } == table.parameters)
            #expect(table.rows.reduce(0) { $0 + $1.multiplyAdds } == table.multiplyAdds)
        }
    }

    @Test func `has one row a node for a network of unknown origin`() throws {
        var builder = NetworkBuilder(name: "imported")
        let image = try builder.input([1, 2, 2])
        let conv = try builder.add(.convolution(Convolution(outputs: 3, window: Window(1))), to: [image], name: "a.b")
        let relu = try builder.add(.activation(.relu), to: [conv], name: "a.c")
        let table = NetworkTable(builder.network(outputs: [relu]))
        #expect(table.rows.map(\.name) == ["image", "a.b", "a.c"])
        #expect(table.parameters == 6)
        #expect(table.multiplyAdds == 12)
    }

    @Test func `survives a round trip through JSON`() throws {
        let table = try NetworkTable(.nn1)
        #expect(try JSONDecoder().decode(NetworkTable.self, from: JSONEncoder().encode(table)) == table)
    }
}
