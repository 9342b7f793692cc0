import FaceGallery
import Synchronization

/// What a service counts, in the text format of Prometheus.
///
/// By a lock and three dictionaries: some hundred updates a second need no more, and no library's registry.
final class ServiceMetrics: Sendable {
    private struct Histogram {
        static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
        var counts = [Int](repeating: 0, count: bounds.count)
        var count = 0
        var sum = 0.0

        mutating func add(_ value: Double) {
            count += 1
            sum += value
            if let place = Self.bounds.firstIndex(where: { value <= $0 }) { counts[place] += 1 }
        }
    }

    private struct State {
        var requests: [String: Int] = [:]
        var durations: [String: Histogram] = [:]
        var answers: [String: Int] = [:]
        var photos = 0
        var faces = 0
        var batches = 0
        var engineSeconds = 0.0
    }

    private let state = Mutex(State())

    /// Counts an answered request.
    func answered(route: String, status: Int, seconds: Double) {
        state.withLock { state in
            state.requests["route=\"\(route)\",status=\"\(status)\"", default: 0] += 1
            state.durations["route=\"\(route)\"", default: Histogram()].add(seconds)
        }
    }

    /// Counts a batch of the engine.
    func read(photos: Int, faces: Int, seconds: Double) {
        state.withLock { state in
            state.photos += photos
            state.faces += faces
            state.batches += 1
            state.engineSeconds += seconds
        }
    }

    /// Counts answers by kind; whose they are is nobody's business.
    func identified(_ decisions: [Decision]) {
        state.withLock { state in
            for decision in decisions {
                let answer =
                    switch decision.identification {
                    case .match: "match"
                    case .ambiguous: "ambiguous"
                    case .nobody: "nobody"
                    }
                state.answers[answer, default: 0] += 1
            }
        }
    }

    /// All of it.
    ///
    /// - Parameter gauges: Further figures, each with a name, a sentence and a value.
    /// - Returns: Lines as Prometheus reads them.
    func text(gauges: [(name: String, help: String, value: Double)]) -> String {
        let state = state.withLock { $0 }
        var lines: [String] = []
        func metric(_ name: String, _ kind: String, _ help: String) {
            lines += ["# HELP \(name) \(help)", "# TYPE \(name) \(kind)"]
        }
        metric("facenet_requests_total", "counter", "Requests by route and status")
        lines += state.requests.sorted { $0.key < $1.key }.map { "facenet_requests_total{\($0)} \($1)" }
        metric("facenet_request_seconds", "histogram", "Time from a request's head to its answer")
        for (route, histogram) in state.durations.sorted(by: { $0.key < $1.key }) {
            var sum = 0
            for (bound, count) in zip(Histogram.bounds, histogram.counts) {
                sum += count
                lines.append("facenet_request_seconds_bucket{\(route),le=\"\(bound)\"} \(sum)")
            }
            lines.append("facenet_request_seconds_bucket{\(route),le=\"+Inf\"} \(histogram.count)")
            lines.append("facenet_request_seconds_sum{\(route)} \(histogram.sum)")
            lines.append("facenet_request_seconds_count{\(route)} \(histogram.count)")
        }
        metric("facenet_answers_total", "counter", "Identified faces by answer")
        lines += state.answers.sorted { $0.key < $1.key }.map { "facenet_answers_total{answer=\"\($0)\"} \($1)" }
        for (name, help, value) in [
            ("facenet_photos_total", "Photos that were read", Double(state.photos)),
            ("facenet_faces_total", "Faces that were found in them", Double(state.faces)),
            ("facenet_batches_total", "Batches they were read in", Double(state.batches)),
            ("facenet_engine_seconds_total", "Time the engine's threads worked", state.engineSeconds),
        ] {
            metric(name, "counter", help)
            lines.append("\(name) \(value)")
        }
        for gauge in gauges {
            metric(gauge.name, "gauge", gauge.help)
            lines.append("\(gauge.name) \(gauge.value)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
