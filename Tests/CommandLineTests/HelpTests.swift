import ArgumentParser
import Foundation
import Testing

@testable import facenet

/// The help texts are files, as 100 columns show them.
///
///     COLUMNS=100 facenet help model inspect > Tests/CommandLineTests/Help/model-inspect.txt
@Suite struct HelpTests {
    static let commands: [(String, any ParsableCommand.Type)] = [
        ("facenet", FaceNet.self),
        ("detect", FaceNet.Detect.self),
        ("embed", FaceNet.Embed.self),
        ("verify", FaceNet.Verify.self),
        ("cluster", FaceNet.Cluster.self),
        ("gallery", FaceNet.GalleryCommand.self),
        ("gallery-create", FaceNet.GalleryCreate.self),
        ("gallery-info", FaceNet.GalleryInfo.self),
        ("gallery-list", FaceNet.GalleryList.self),
        ("gallery-show", FaceNet.GalleryShow.self),
        ("gallery-rename", FaceNet.GalleryRename.self),
        ("gallery-edit", FaceNet.GalleryEdit.self),
        ("gallery-merge", FaceNet.GalleryMerge.self),
        ("gallery-remove", FaceNet.GalleryRemove.self),
        ("gallery-export", FaceNet.GalleryExport.self),
        ("gallery-import", FaceNet.GalleryImport.self),
        ("gallery-check", FaceNet.GalleryCheck.self),
        ("gallery-compact", FaceNet.GalleryCompact.self),
        ("gallery-backup", FaceNet.GalleryBackup.self),
        ("gallery-rotate-key", FaceNet.GalleryRotateKey.self),
        ("gallery-log", FaceNet.GalleryLog.self),
        ("gallery-index", FaceNet.GalleryIndex.self),
        ("enroll", FaceNet.Enroll.self),
        ("identify", FaceNet.Identify.self),
        ("feedback", FaceNet.Feedback.self),
        ("feedback-not", FaceNet.FeedbackNot.self),
        ("feedback-same", FaceNet.FeedbackSame.self),
        ("feedback-list", FaceNet.FeedbackList.self),
        ("feedback-withdraw", FaceNet.FeedbackWithdraw.self),
        ("serve", FaceNet.Serve.self),
        ("keys", FaceNet.Keys.self),
        ("keys-add", FaceNet.KeysAdd.self),
        ("keys-list", FaceNet.KeysList.self),
        ("keys-revoke", FaceNet.KeysRevoke.self),
        ("train", FaceNet.Train.self),
        ("data", FaceNet.DataCommand.self),
        ("data-synthesize", FaceNet.DataSynthesize.self),
        ("data-preview", FaceNet.DataPreview.self),
        ("data-pack", FaceNet.DataPack.self),
        ("data-label", FaceNet.DataLabel.self),
        ("model", FaceNet.ModelCommand.self),
        ("model-inspect", FaceNet.ModelInspect.self),
        ("model-import", FaceNet.ModelImport.self),
        ("model-export", FaceNet.ModelExport.self),
        ("model-average", FaceNet.ModelAverage.self),
        ("model-calibrate-detector", FaceNet.ModelCalibrateDetector.self),
        ("evaluate", FaceNet.EvaluateCommand.self),
        ("evaluate-lfw", FaceNet.EvaluateLFW.self),
        ("evaluate-pairs", FaceNet.EvaluatePairs.self),
        ("evaluate-sets", FaceNet.EvaluateSets.self),
        ("evaluate-templates", FaceNet.EvaluateTemplates.self),
        ("evaluate-groups", FaceNet.EvaluateGroups.self),
        ("evaluate-occlusion", FaceNet.EvaluateOcclusion.self),
        ("evaluate-sensitivity", FaceNet.EvaluateSensitivity.self),
        ("evaluate-table", FaceNet.EvaluateTable.self),
        ("evaluate-gallery", FaceNet.EvaluateGallery.self),
        ("evaluate-variants", FaceNet.EvaluateVariants.self),
        ("evaluate-overlap", FaceNet.EvaluateOverlap.self),
        ("evaluate-detector", FaceNet.EvaluateDetector.self),
        ("report", FaceNet.ReportCommand.self),
        ("report-show", FaceNet.ReportShow.self),
        ("report-compare", FaceNet.ReportCompare.self),
        ("calibrate", FaceNet.Calibrate.self),
        ("benchmark", FaceNet.BenchmarkCommand.self),
        ("benchmark-embed", FaceNet.BenchmarkEmbed.self),
        ("benchmark-pipeline", FaceNet.BenchmarkPipeline.self),
        ("benchmark-detect", FaceNet.BenchmarkDetect.self),
        ("benchmark-cluster", FaceNet.BenchmarkCluster.self),
        ("benchmark-mining", FaceNet.BenchmarkMining.self),
        ("benchmark-ranks", FaceNet.BenchmarkRanks.self),
        ("benchmark-gallery", FaceNet.BenchmarkGallery.self),
        ("benchmark-search", FaceNet.BenchmarkSearch.self),
    ]

    @Test(arguments: commands.indices)
    func `help reads word for word as its file`(index: Int) throws {
        let (name, command) = Self.commands[index]
        let url = try #require(Bundle.module.url(forResource: name, withExtension: "txt", subdirectory: "Help"))
        let expected = try String(contentsOf: url, encoding: .utf8)
        let actual = FaceNet.helpMessage(for: command, columns: 100)
        #expect(actual.trimmingCharacters(in: .newlines) == expected.trimmingCharacters(in: .newlines), "\(name)")
    }

    @Test func `every command says with what it exits`() {
        for (name, command) in Self.commands where command.configuration.subcommands.isEmpty {
            #expect(command.configuration.discussion.contains("xits with 0") || name == "facenet", "\(name)")
        }
    }
}
