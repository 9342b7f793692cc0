import ArgumentParser

/// How often and how long something is measured.
struct RoundOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How many rounds are measured.", valueName: "n"))
    var rounds = 7

    @Option(help: ArgumentHelp("How long a round lasts at least.", valueName: "s"))
    var seconds = 2.0

    @Flag(
        help: """
            Take turns with others: print `ready`, then for each line `run SECONDS` of standard input work that long and print \
            the rate.
            """
    )
    var roundsFromStdin = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        guard rounds >= 1 else { throw ValidationError("There is at least 1 round, not \(rounds).") }
        guard seconds > 0, seconds <= 3600 else {
            throw ValidationError("A round lasts up to 3600 seconds, not \(seconds).")
        }
    }

    /// Prints a report in the form asked for.
    func print(_ report: RateReport) throws {
        if json {
            try Console.printJSON(report)
        } else {
            Console.print(report.line)
        }
    }

    /// Measures items a second over at least so long; `step` does one batch and returns how many items that was.
    static func rate(seconds: Double, of step: () async throws -> Int) async rethrows -> Double {
        let start = ContinuousClock.now
        var items = 0
        while true {
            items += try await step()
            let elapsed = (ContinuousClock.now - start) / .seconds(1)
            if elapsed >= seconds { return Double(items) / elapsed }
        }
    }

    /// Measures `step` as the options say, after so many times for warming up.
    ///
    /// - Returns: The rate of each round, or `nil` if another program said when to work and has read the rates.
    func measure(warmUp: Int = 3, _ step: () async throws -> Int) async throws -> [Double]? {
        for _ in 0..<warmUp { _ = try await step() }
        guard roundsFromStdin else {
            var rates: [Double] = []
            let progress = Progress(total: rounds, unit: "rounds")
            for _ in 0..<rounds {
                rates.append(try await Self.rate(seconds: seconds, of: step))
                progress.advance()
            }
            progress.finish()
            return rates
        }
        Console.print("ready")
        while let line = readLine() {
            let words = line.split(separator: " ")
            guard words.count == 2, words[0] == "run", let seconds = Double(words[1]), seconds >= 0 else {
                throw Failure("standard input", "expected `run SECONDS`, found `\(line.prefix(80))`")
            }
            Console.print(try await Self.rate(seconds: seconds, of: step).formatted(decimals: 3))
        }
        return nil
    }
}
