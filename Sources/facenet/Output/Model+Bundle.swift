import FaceNetworks

extension Model {
    /// Writes the model: to a single file if the path ends in `.safetensors`, else to a folder.
    ///
    /// - Throws: ``Failure`` with the system's reason; then there is nothing partial at the path.
    func writeBundle(to path: String) throws(Failure) {
        do throws(ModelError) {
            if path.hasSuffix(".safetensors") {
                try write(toFile: path)
            } else {
                try write(toFolder: path)
            }
        } catch {
            throw Failure(path, error)
        }
    }
}
