public import ArgumentParser
public import FaceService
import Foundation

extension FaceNet {
    struct Keys: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make and revoke the keys of a service.",
            subcommands: [KeysAdd.self, KeysList.self, KeysRevoke.self]
        )
    }

    struct KeysOptions: ParsableArguments {
        @Option(help: ArgumentHelp("The file of API keys.", valueName: "file"), completion: .file())
        var keys: String

        /// Works on the file, and names it in front of what could not be done.
        func naming<T>(_ work: (KeyFile) throws(KeyFile.Failure) -> T) throws(Failure) -> T {
            do throws(KeyFile.Failure) { return try work(KeyFile(keys)) } catch { throw Failure(keys, error) }
        }
    }

    struct KeysAdd: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Make a key.",
            discussion: """
                Prints the key, once: the file has only its hash. A service that runs takes it within a second. Readers \
                may ask who is on a photo; operators may change people, faces and groups; admins may do everything.

                Exits with 0, or 2 if the name is taken or the file cannot be written.
                """
        )

        @OptionGroup var options: KeysOptions

        @Option(help: ArgumentHelp("What the key may do: reader, operator or admin.", valueName: "role"))
        var role = Role.reader

        @Argument(help: "Who has it, for the audit trail.")
        var name: String

        func validate() throws {
            guard 1...100 ~= name.count, !name.contains(where: \.isNewline) else {
                throw ValidationError("A key's name has 1 to 100 characters on one line.")
            }
        }

        func run() async throws {
            try await reporting {
                Console.print(
                    try options.naming { (file) throws(KeyFile.Failure) in try file.add(named: name, role: role) }
                )
            }
        }
    }

    struct KeysList: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List keys: name, role, when made.",
            discussion: "Exits with 0, or 2 if the file cannot be read."
        )

        @OptionGroup var options: KeysOptions

        func run() async throws {
            try await reporting {
                for key in try options.naming({ (file) throws(KeyFile.Failure) in file.keys }) {
                    Console.print("\(key.name)\t\(key.role.rawValue)\t\(key.created.formatted(.iso8601))")
                }
            }
        }
    }

    struct KeysRevoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "Revoke a key.",
            discussion: """
                A service that runs refuses it within a second, and closes the sessions that it opened.

                Exits with 0, or 2 if there is no such key or the file cannot be written.
                """
        )

        @OptionGroup var options: KeysOptions

        @Argument(help: "The key's name.")
        var name: String

        func run() async throws {
            try await reporting {
                try options.naming { (file) throws(KeyFile.Failure) in try file.revoke(name) }
            }
        }
    }
}

extension Role: ExpressibleByArgument {}
