public import FaceEngine
public import FaceNetworks

/// Why a training cannot begin or go on.
///
/// The description is one sentence that can follow `path: `.
public enum TrainingError: Error, Equatable, Sendable {
    /// The configuration does not fit the data, the network or the machine.
    case configuration(ConfigurationError)
    /// The photos cannot be trained on.
    case data(DataError)
    /// The network cannot be built.
    case network(NetworkError)
    /// The engine failed.
    case engine(EngineError)
    /// The loss cannot be computed.
    case loss(LossError)
    /// A model cannot be read or written.
    case model(ModelError)
    /// A checkpoint cannot be read or written.
    case checkpoint(CheckpointError)
    /// The log cannot be read or written; the reason is the system's own.
    case log(reason: String)
    /// A number is none.
    case notFinite(NotFinite)
    /// The embedding has collapsed.
    case collapse(CollapseAlarm.Finding)
    /// Nobody can be validated on.
    case validation(reason: String)
    /// There is a training in the folder already.
    case occupied
    /// The training that is to go on was another one.
    case otherTraining(differences: [String])
    /// The ranks cannot work together.
    case ranks(RanksError)
}

extension TrainingError: CustomStringConvertible {
    /// One sentence that can follow `path: `.
    public var description: String {
        switch self {
        case .configuration(let error): error.description
        case .data(let error): error.description
        case .network(let error): error.description
        case .engine(let error): error.description
        case .loss(let error): error.description
        case .model(let error): error.description
        case .checkpoint(let error): error.description
        case .log(let reason): "could not be written: \(reason)"
        case .notFinite(let finding): finding.description
        case .collapse(let finding): "step \(finding.step): \(finding.symptom); \(finding.remedy)"
        case .validation(let reason): reason
        case .occupied: "holds a training already: --resume goes on with it, --restart puts a new one in its place"
        case .otherTraining(let differences):
            "was trained with another configuration, and would not take the same course: "
                + differences.joined(separator: "; ")
        case .ranks(let error): error.description
        }
    }
}

/// An error of a training, and the file, folder or section it is about.
public struct TrainingFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// What it is about.
    public var subject: String
    /// What is wrong with it.
    public var error: TrainingError

    /// Creates a failure.
    public init(_ subject: String, _ error: TrainingError) {
        self.subject = subject
        self.error = error
    }

    /// `subject: reason`.
    public var description: String { "\(subject): \(error)" }
}

/// Where in a step a number was none, and where the batch was kept.
public struct NotFinite: Codable, Equatable, Sendable, CustomStringConvertible {
    /// What was not finite.
    public enum Place: String, Codable, Sendable {
        case pixels, embeddings, loss, gradients
    }

    /// The steps done before.
    public var step: Int
    /// What was not finite.
    public var place: Place
    /// The first parameter whose weight is not finite, if one is.
    public var weight: String?
    /// Of the parameters whose gradient is not finite the first one, in the network's order.
    public var gradient: String?
    /// The photo whose pixels or embedding are not finite, if it is one photo's.
    public var photo: String?
    /// The folder with the batch's photos by name, and the state before the step.
    public var folder: String?

    /// One sentence that can follow `path: `.
    public var description: String {
        var parts = ["step \(step + 1): \(place.rawValue) are not finite"]
        if place == .loss { parts = ["step \(step + 1): the loss is not finite"] }
        if let weight { parts.append("the weights of \(weight) are not finite") }
        if let gradient { parts.append("the first layer whose gradient is not finite is \(gradient)") }
        if let photo { parts.append("the photo is \(photo)") }
        if let folder { parts.append("the batch and the state before it are in \(folder)") }
        parts.append("lower the learning rate, set run.clip, or compute in fp32")
        return parts.joined(separator: "; ")
    }
}
