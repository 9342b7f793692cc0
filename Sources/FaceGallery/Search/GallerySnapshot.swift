/// A gallery as it was at one moment, to be searched from any thread while the gallery goes on changing.
///
/// Searching reads codes in memory, and asks the store only for the few embeddings that decide the answer.
public struct GallerySnapshot: Sendable {
    /// Which state of the gallery this is; every change counts one on.
    public let revision: Int64
    /// The model whose embeddings these are.
    public let model: GalleryModel
    /// The templates' codes.
    public let table: TemplateTable
    /// How many of the templates are faces that nobody has a name for, which nobody is identified as.
    public let unnamedCount: Int
    /// A graph of the templates, for searches that need not be exact; `nil` if there is none.
    public let graph: GraphIndex?
    /// What people said about mistaken faces.
    public let rejections: [Rejection]
    /// Where embeddings and names come from.
    public let records: any GalleryRecords
    /// How many threads a search may use.
    public let threads: Int

    /// Creates a snapshot.
    ///
    /// - Parameters:
    ///   - revision: Which state of the gallery this is.
    ///   - model: The model whose embeddings these are, of the table's dimension.
    ///   - table: The templates' codes.
    ///   - unnamedCount: How many of them are nobody's.
    ///   - graph: A graph of the templates; it may lag behind the table.
    ///   - rejections: What people said about mistaken faces.
    ///   - records: Where embeddings and names come from.
    ///   - threads: How many threads a search may use; at least 1.
    public init(
        revision: Int64,
        model: GalleryModel,
        table: TemplateTable,
        unnamedCount: Int = 0,
        graph: GraphIndex? = nil,
        rejections: [Rejection] = [],
        records: any GalleryRecords,
        threads: Int = 1
    ) {
        precondition(
            model.dimension == table.dimension,
            "a model of dimension \(model.dimension) and a table of dimension \(table.dimension)"
        )
        self.revision = revision
        self.model = model
        self.table = table
        self.unnamedCount = unnamedCount
        self.graph = graph
        self.rejections = rejections
        self.records = records
        self.threads = max(1, threads)
    }

    /// The number of templates.
    public var count: Int { table.count }

    /// The number of templates that are somebody's: how many chances a stranger has to be taken for one of them.
    public var namedCount: Int { table.count - unnamedCount }
}
