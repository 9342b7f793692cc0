import ArgumentParser
import FaceEmbedding
import FaceGallery

/// What a person says of the groups of a gallery.
struct ClusterEdits: ParsableArguments {
    @Option(help: ArgumentHelp("Say that this group is right.", valueName: "group"))
    var confirm: [Int64] = []

    @Option(help: ArgumentHelp("Say who a group is; the person is added if need be.", valueName: "group=name"))
    var assign: [GroupAssignment] = []

    @Option(help: ArgumentHelp("Make the first group part of the second.", valueName: "group=group"))
    var merge: [GroupMerge] = []

    @Option(help: ArgumentHelp("Take faces out of a group into a new one.", valueName: "group=face,..."))
    var split: [GroupFaces] = []

    @Option(help: ArgumentHelp("Put faces into the group they belong to.", valueName: "group=face,..."))
    var move: [GroupFaces] = []

    @Flag(help: "Take back what was done last to groups; again for what was before that.")
    var undo = false

    /// Whether nothing was said.
    var isEmpty: Bool {
        confirm.isEmpty && assign.isEmpty && merge.isEmpty && split.isEmpty && move.isEmpty && !undo
    }

    /// Does what was said, in the order of the options above.
    func apply(to gallery: Gallery) throws(Failure) {
        try gallery.naming { (gallery) throws(GalleryError) in
            for group in confirm { try gallery.confirm(GroupID(rawValue: group)) }
            for edit in assign {
                let known = try gallery.person(named: edit.name)
                let person = if let known { known } else { try gallery.addPerson(named: edit.name) }
                try gallery.assign(edit.group, to: person.id)
            }
            for edit in merge { try gallery.merge(edit.first, into: edit.second) }
            for edit in split {
                let new = try gallery.split(edit.faces, from: edit.group)
                Console.note("the faces are group \(new) now")
            }
            for edit in move { try gallery.move(edit.faces, to: edit.group) }
            if undo {
                if let edit = try gallery.undoGrouping() {
                    Console.note("taken back: \(edit.action), \(edit.faces) faces")
                } else {
                    Console.note("there is nothing to take back")
                }
            }
        }
    }
}

/// `12=Ada`.
struct GroupAssignment: ExpressibleByArgument {
    var group: GroupID
    var name: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let group = Int64(parts[0]) else { return nil }
        (self.group, name) = (GroupID(rawValue: group), String(parts[1]))
    }
}

/// `3=5`: 3 becomes part of 5.
struct GroupMerge: ExpressibleByArgument {
    var first: GroupID
    var second: GroupID

    init?(argument: String) {
        let parts = argument.split(separator: "=").map { Int64($0) }
        guard parts.count == 2, let first = parts[0], let second = parts[1] else { return nil }
        (self.first, self.second) = (GroupID(rawValue: first), GroupID(rawValue: second))
    }
}

/// `12=4,7`: a group and faces, by their numbers.
struct GroupFaces: ExpressibleByArgument {
    var group: GroupID
    var faces: [TemplateID]

    init?(argument: String) {
        let parts = argument.split(separator: "=")
        guard parts.count == 2, let group = Int64(parts[0]) else { return nil }
        let faces = parts[1].split(separator: ",").map { Int64($0) }
        guard !faces.isEmpty, !faces.contains(nil) else { return nil }
        (self.group, self.faces) = (GroupID(rawValue: group), faces.compactMap { $0.map(TemplateID.init) })
    }
}
