import Foundation
import PackagePlugin

/// Writes the commit that is being built into the program, so that a report can say what made it.
///
/// Not `Context.gitInformation`: the package manager keeps what a manifest said until the manifest itself changes, so the
/// commit would be that of long ago. Nor a prebuild command, which is skipped along with the rest of an unchanged plan.
/// This command has all sources and git's log of commits as inputs, so it runs when any of them changed; it leaves its
/// output alone if that stays the same, so nothing is compiled again for it.
///
/// Without git, or where the package is no repository of its own, the commit is empty.
@main
struct RecordCommit: BuildToolPlugin {
    /// Takes the package's folder and the file to write.
    ///
    /// A `+` says that something differs from the commit.
    private static let script = """
        cd "$0" || exit 1
        commit=$(git rev-parse HEAD 2>/dev/null)
        if [ "$(git rev-parse --show-toplevel 2>/dev/null)" != "$(pwd -P)" ]; then commit=; fi
        if [ -n "$commit" ] && \
        [ -n "$(git --no-optional-locks status --porcelain -- Sources Plugins Package.swift)" ]; then commit="$commit+"; fi
        text="let recordedCommit = \\"$commit\\""
        if [ "$(cat "$1" 2>/dev/null)" != "$text" ]; then printf '%s\\n' "$text" >"$1"; fi
        """

    func createBuildCommands(context: PluginContext, target: any Target) -> [Command] {
        let root = context.package.directoryURL
        let output = context.pluginWorkDirectoryURL.appending(path: "RecordedCommit.swift")
        let sources = context.package.targets.compactMap(\.sourceModule).flatMap { $0.sourceFiles.map(\.url) }
        return [
            .buildCommand(
                displayName: "Recording the commit",
                executable: URL(filePath: "/bin/sh"),
                arguments: ["-c", Self.script, root.path, output.path],
                inputFiles: sources + [log(of: root)].compactMap(\.self),
                outputFiles: [output]
            )
        ]
    }

    /// Git's log of where HEAD was, which grows with every commit, checkout and pull; a work tree has its own.
    private func log(of root: URL) -> URL? {
        let git = root.appending(path: ".git")
        let link = (try? String(contentsOf: git, encoding: .utf8))?.split(separator: " ").last
        let folder = link.map { URL(filePath: $0.trimmingCharacters(in: .whitespacesAndNewlines)) } ?? git
        let log = folder.appending(path: "logs/HEAD")
        return FileManager.default.fileExists(atPath: log.path) ? log : nil
    }
}
