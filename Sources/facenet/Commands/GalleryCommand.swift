import ArgumentParser

extension FaceNet {
    struct GalleryCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "gallery",
            abstract: "Keep the people whose faces are known.",
            discussion: """
                A gallery is one file: people, a few embeddings of each, what was said of wrong answers, and a record of who \
                changed what. It holds no photos unless `enroll --keep-crops` was asked for. It belongs to one model, and \
                refuses the embeddings of any other.
                """,
            subcommands: [
                GalleryCreate.self, GalleryInfo.self, GalleryList.self, GalleryShow.self, GalleryRename.self,
                GalleryEdit.self, GalleryMerge.self, GalleryRemove.self, GalleryExport.self, GalleryImport.self,
                GalleryCheck.self,
                GalleryCompact.self, GalleryBackup.self, GalleryRotateKey.self, GalleryIndex.self, GalleryLog.self,
            ]
        )
    }
}
