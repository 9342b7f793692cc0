import FaceEngine
import Foundation

extension Adapter {
    private static let key = "adapter.json"

    /// What the header of an adapter's file says of it.
    private struct File: Codable {
        var card: AdapterCard
        var network: NetworkRecord
    }

    /// Reads an adapter: a safetensors file with `adapter.json` among its metadata.
    ///
    /// - Throws: ``ModelError`` if it is none, or not sound.
    /// - Complexity: O(*g*) in the size of the graph; the weights are mapped, not read.
    public init(contentsOf path: String) throws(ModelError) {
        let file: Safetensors
        do throws(SafetensorsError) { file = try Safetensors(contentsOf: path) } catch { throw .safetensors(error) }
        guard let json = file.metadata[Self.key] else {
            throw .notAnAdapter(reason: "the file has no adapter.json in its header")
        }
        struct Version: Decodable {
            struct Card: Decodable { var format: Int }
            var card: Card
        }
        let (decoder, data) = (JSONDecoder(), Data(json.utf8))
        guard let version = try? decoder.decode(Version.self, from: data).card.format else {
            throw .notAnAdapter(reason: "its adapter.json is malformed")
        }
        guard version == AdapterCard.formatVersion else {
            throw .notAnAdapter(
                reason: "it is of version \(version), and this program knows \(AdapterCard.formatVersion)"
            )
        }
        guard let content = try? decoder.decode(File.self, from: data), (1...8192).contains(content.card.dimension)
        else {
            throw .notAnAdapter(reason: "its adapter.json is malformed")
        }
        let network: Network
        do throws(NetworkError) { network = try Network(content.network) } catch { throw .network(error) }
        try self.init(card: content.card, network: network, parameters: file.parameters)
    }

    /// Writes the adapter as a single file, which replaces the one at `path` once it is whole.
    ///
    /// - Throws: ``ModelError`` with the system's reason.
    public func write(to path: String) throws(ModelError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(File(card: card, network: NetworkRecord(network))) else {
            throw .unwritable(reason: "a number of the network is not finite")
        }
        var weights = Parameters()
        for role in network.parameters { weights[role.name] = parameters[role.name] }
        do throws(SafetensorsError) {
            try Safetensors.write(weights, to: path, metadata: [Self.key: String(decoding: json, as: UTF8.self)])
        } catch {
            throw .safetensors(error)
        }
    }

    /// The adapter with matrices rounded to 16 bits, which halves its file; vectors stay as they are.
    ///
    /// - Throws: ``ModelError``, never for an adapter that was put together.
    public func roundedToBFloat16() throws(ModelError) -> Adapter {
        var rounded = Parameters()
        for name in parameters.names {
            guard let parameter = parameters[name] else { continue }
            rounded[name] = parameter.shape.rank > 1 ? Parameter(roundingToBFloat16: parameter.tensor) : parameter
        }
        return try Adapter(card: card, network: network, parameters: rounded)
    }
}
