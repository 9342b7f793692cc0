#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Feeds broken files to every reader: safetensors, ONNX, model bundles and photos.
///
///     swift run -c release fuzz-readers --iterations 100000
///
/// Each input is a small sound file with a few random changes. A reader may take it or throw; anything else (a trap, a
/// request for more memory than there is, or a second spent on one input) ends the run with a failure. The input is
/// then in the file that the first line names, and `--only FILE` reads it again.
@main
struct FuzzReaders {
    static func main() throws {
        let options = try Options(CommandLine.arguments.dropFirst())
        // A reader that believes a length it should not asks for far more than this.
        var limit = rlimit(rlim_cur: 8 << 30, rlim_max: 8 << 30)
        setrlimit(__rlimit_resource_t(UInt32(RLIMIT_AS.rawValue)), &limit)
        if let file = options.only {
            for target in Target.allCases { print("\(target.rawValue): \(target.read(file))") }
            return
        }
        let path = options.inputPath
        print("each input is written to \(path) before it is read")
        fflush(nil)
        let seeds = try Target.allCases.map { (target: $0, files: try Seeds.files(for: $0)) }
        var generator = SplitMix(seed: options.seed)
        var outcomes: [Target: (taken: Int, refused: Int)] = [:]
        var slowest = (seconds: 0.0, target: "")
        for iteration in 1...options.iterations {
            let (target, files) = seeds[iteration % seeds.count]
            let input = files[Int.random(in: files.indices, using: &generator)].mutated(using: &generator)
            try write(input, to: path)
            let start = ContinuousClock.now
            let outcome = target.read(path)
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            if seconds > slowest.seconds { slowest = (seconds, target.rawValue) }
            guard seconds < 5 else {
                print("FAILED: \(target.rawValue) took \(seconds) s for one input of \(input.count) bytes")
                exit(1)
            }
            outcomes[target, default: (0, 0)].taken += outcome == .taken ? 1 : 0
            outcomes[target, default: (0, 0)].refused += outcome == .refused ? 1 : 0
            if iteration.isMultiple(of: max(1, options.iterations / 20)) {
                print("\(iteration) of \(options.iterations) inputs")
                fflush(nil)
            }
        }
        for target in Target.allCases {
            let (taken, refused) = outcomes[target] ?? (0, 0)
            print("\(target.rawValue): \(taken) read, \(refused) refused")
        }
        print(
            "\(options.iterations) inputs, seed \(options.seed), no failure; slowest \(slowest.seconds) s (\(slowest.target))"
        )
        unlink(path)
    }
}

/// What the command line asks for.
struct Options {
    var iterations = 100_000
    var seed: UInt64 = 1
    var only: String?

    /// Where each input lies while it is read.
    let inputPath = "/tmp/fuzz-readers-\(getpid()).input"

    /// Reads `--iterations N`, `--seed N` and `--only FILE`.
    init(_ arguments: ArraySlice<String>) throws {
        var rest = arguments
        while let name = rest.popFirst() {
            let value = rest.popFirst() ?? ""
            switch (name, Int(value)) {
            case ("--iterations", let number?) where number > 0: iterations = number
            case ("--seed", let number?): seed = UInt64(bitPattern: Int64(number))
            case ("--only", _) where !value.isEmpty: only = value
            default:
                print("usage: fuzz-readers [--iterations N] [--seed N] [--only FILE]")
                exit(64)
            }
        }
    }
}

/// Writes bytes to a file, in place of the one that was there.
func write(_ bytes: [UInt8], to path: String) throws {
    // A new file each time: some file systems flush one that is cut to nothing and written again.
    unlink(path)
    let file = fopen(path, "w")
    guard let file, fwrite(bytes, 1, bytes.count, file) == bytes.count, fclose(file) == 0 else {
        print("cannot write \(path)")
        exit(1)
    }
}
