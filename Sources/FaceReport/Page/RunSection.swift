/// Exactly what was run.
struct RunSection {
    var run: RunRecord

    func html() -> String {
        let machine = run.machine
        let commit = run.commit.map { commit in
            commit.hasSuffix("+") ? "\(commit.dropLast()) and changes since" : commit
        }
        var rows: [(String, String)] = [
            ("Program", "facenet \(run.version), commit \(commit ?? "unknown")"),
            (
                "Machine",
                "\(machine.processor), \(machine.cores) cores, \(SVG.label(machine.memoryGiB)) GiB, \(machine.system)"
            ),
        ]
        if let sets = machine.instructionSets, !sets.isEmpty {
            rows.append(("Instructions", sets.joined(separator: " ")))
        }
        let entries = rows.map { "<dt>\($0.0)</dt><dd>\(HTML.text($0.1))</dd>" }
        return [
            "<pre>\(command)</pre>",
            "<dl>\(entries.joined())</dl>", models, data, settings,
        ].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// Each word in a box, so that lines break between words rather than at hyphens.
    private var command: String {
        run.command.map { "<span>\(HTML.text(Self.quoted($0)))</span>" }.joined(separator: " ")
    }

    private var models: String {
        guard !run.models.isEmpty else { return "" }
        return "<h3>Models</h3>\n"
            + HTML.table(
                "Models",
                columns: [
                    "Model", "Dimension", "Weights", "Multiply-adds a face", "Arithmetic", "Detector", "Crop", "Input",
                    "Fingerprint (SHA-256)",
                ],
                rows: run.models.map { model in
                    [
                        HTML.text(model.name), model.dimension.grouped, model.parameters.grouped,
                        model.multiplyAdds.grouped, HTML.text(model.precision), HTML.text(model.detector),
                        HTML.text(model.crop), HTML.text(model.inputSize),
                        "<code>\(HTML.text(model.fingerprint))</code>",
                    ]
                }
            )
    }

    private var data: String {
        guard !run.data.isEmpty else { return "" }
        return "<h3>Data</h3>\n"
            + HTML.table(
                "Data",
                columns: ["Data", "Files", "SHA-256 of names and contents"],
                rows: run.data.map { [HTML.text($0.name), $0.files.grouped, "<code>\(HTML.text($0.hash))</code>"] }
            )
    }

    private var settings: String {
        guard !run.settings.isEmpty else { return "" }
        let entries = run.settings.map { "<dt>\(HTML.text($0.name))</dt><dd>\(HTML.text($0.value))</dd>" }
        return "<h3>Settings</h3>\n<dl>\(entries.joined())</dl>"
    }

    /// A word as a shell takes it.
    static func quoted(_ word: String) -> String {
        let plain = word.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "-_./=,:+@%".unicodeScalars.contains(scalar))
        }
        return plain && !word.isEmpty ? word : "'\(word.replacing("'", with: "'\\''"))'"
    }
}
