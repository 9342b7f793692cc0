extension NetworkTable: CustomStringConvertible {
    /// The table as plain text, columns aligned, the paper's beside ours if the paper has any, and totals below.
    public var description: String {
        let isPublished = published != nil || rows.contains { $0.published != nil }
        var header = ["layer", "operation", "output", "parameters"]
        header += isPublished ? ["paper", "multiply-adds", "paper"] : ["multiply-adds"]
        let body = rows.map { row in
            [row.name, row.operation, row.output.map(String.init).joined(separator: "x")]
                + costs(row.parameters, row.multiplyAdds, row.published, isPublished)
        }
        let total = ["total", "", ""] + costs(parameters, multiplyAdds, published, isPublished)
        let lines = [header] + body + [total]
        let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            let cells = line.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - line[column].count)
                // Text to the left, numbers to the right.
                return column < 3 ? line[column] + padding : padding + line[column]
            }
            var text = cells.joined(separator: "  ")
            while text.last == " " { text.removeLast() }
            return text
        }.joined(separator: "\n")
    }

    private func costs(
        _ parameters: Int,
        _ multiplyAdds: Int,
        _ published: PublishedCost?,
        _ isPublished: Bool
    ) -> [String] {
        let ours = [grouped(parameters), grouped(multiplyAdds)]
        guard isPublished else { return ours }
        return [ours[0], published?.parameters ?? "", ours[1], published?.multiplyAdds ?? ""]
    }
}

/// A number with a comma before each three digits, such as `1,596,530,688`.
private func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    return digits.indices.reduce(into: "") { text, index in
        if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
        text.append(digits[index])
    }
}
