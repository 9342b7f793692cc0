extension RunRecord {
    /// What differs in another run, name by name; what both have is left out.
    func changes(to other: RunRecord) -> [DocumentComparison.Change] {
        let (mine, theirs) = (facts, other.facts)
        let names = (mine + theirs).map(\.name).unique
        return names.compactMap { name in
            let first = mine.first { $0.name == name }?.value
            let second = theirs.first { $0.name == name }?.value
            return first == second ? nil : .init(name: name, first: first, second: second)
        }
    }

    /// Everything as names and values.
    private var facts: [Setting] {
        var facts = [
            Setting("command", command.map(RunSection.quoted).joined(separator: " ")),
            Setting("version", version),
            Setting("commit", commit ?? "unknown"),
            Setting("processor", machine.processor),
            Setting("cores", "\(machine.cores)"),
            Setting("memory, GiB", "\(machine.memoryGiB)"),
            Setting("system", machine.system),
        ]
        if let sets = machine.instructionSets { facts.append(Setting("instructions", sets.joined(separator: " "))) }
        for (index, model) in models.enumerated() {
            let name = models.count == 1 ? "model" : "model \(index + 1)"
            facts += [
                Setting(name, model.name), Setting("\(name): fingerprint", model.fingerprint),
                Setting("\(name): dimension", "\(model.dimension)"), Setting("\(name): weights", "\(model.parameters)"),
                Setting("\(name): multiply-adds", "\(model.multiplyAdds)"),
                Setting("\(name): precision", model.precision),
                Setting("\(name): detector", model.detector), Setting("\(name): crop", model.crop),
                Setting("\(name): input", model.inputSize),
            ]
        }
        for record in data { facts.append(Setting("data \(record.name)", "\(record.files) files, \(record.hash)")) }
        return facts + settings
    }
}
