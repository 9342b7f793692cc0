import Foundation

/// A person's name as it is compared across data sets: `Bush, George W.` and `george_w_bush` are one.
///
/// Case, accents, punctuation and the order of the words do not count. A name without a letter, such as a number, says
/// who somebody is within its own data set only, and has no key.
public struct PersonNameKey: Hashable, Sendable {
    /// The words, lower case and without accents, in alphabetical order.
    public let words: [String]

    /// Takes a name apart.
    ///
    /// The result is `nil` if the name has no letter.
    ///
    /// - Parameter name: A name, as a folder or a list has it.
    /// - Complexity: O(*n* log *n*), where *n* is the length of the name.
    public init?(_ name: String) {
        guard name.contains(where: \.isLetter) else { return nil }
        let plain = name.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
        words = plain.split { !$0.isLetter && !$0.isNumber }.map(String.init).sorted()
    }
}
