import FaceImaging
import Foundation
import Hummingbird
import Synchronization
import Testing

@testable import FaceService

/// The page, used as a person would: Chromium without a window, against a service that listens.
///
/// Where Chromium and its driver are not installed (`apt-get install chromium chromium-driver`), they are skipped and say so.
/// FACENET_SCREENSHOTS names a folder for pictures of what was seen.
@Suite(
    .serialized,
    .enabled(if: WebDriver.isInstalled, "chromium and chromium-driver are not installed")
)
struct BrowserTests {
    @Test func `a person enrolls, recognizes, corrects, names, undoes and deletes`() async throws {
        try await browse(width: 1280, height: 900) { page in
            try await page.open("#/people")
            #expect(try await page.driver.all("[data-test=person-card]").isEmpty)
            try await page.see("people-empty")
            try await enroll(page, "Ada Lovelace", [page.photo(2, 0), page.photo(2, 1)])
            try await enroll(page, "林黛玉", [page.photo(3, 0)])
            #expect(try await page.driver.all("[data-test=person-card]").count == 2)
            try await page.see("people")

            // Somebody known, by another photo.
            try await page.open("#/recognize")
            try await page.driver.drop([page.photo(2, 2)], onto: ".drop:has([data-test=recognize-file])")
            let ada = try await page.driver.find("[data-test=recognize-face][data-answer=match]")
            #expect(try await ada.attribute("data-name") == "Ada Lovelace")
            // The zone that took the photo lies in another, and neither waits for more.
            #expect(try await page.driver.all(".over").isEmpty)
            try await page.see("recognize")
            // And a wrong answer, marked: obeyed at once.
            try await page.find("not-this").click()
            _ = try await page.driver.find("[data-test=recognize-face][data-answer=nobody]")

            // A stranger.
            _ = try await page.driver.run("document.querySelector('[data-test=recognize-face]').dataset.old = 'true'")
            try await page.driver.paste(page.photo(5, 0))
            _ = try await page.driver.find("[data-test=recognize-face][data-answer=nobody]:not([data-old])")
            try await page.see("nobody")

            // Unknown faces, grouped, named, and undone.
            try await page.open("#/unknown")
            let unknown = try [(6, 0), (6, 1), (7, 0), (7, 1)].map { try page.photo($0.0, $0.1) }
            try await page.find("unknown-file").type(unknown.joined(separator: "\n"))
            try await page.wait(forCount: 4, of: "[data-test=ungrouped] img, [data-test=group-face]")
            try await page.find("cluster").click()
            try await page.wait(forCount: 2, of: "[data-test=group]")
            try await page.see("unknown")
            try await page.find("group-name").type("Grace Hopper")
            try await page.find("group-assign").click()
            try await page.wait(forCount: 1, of: "[data-test=group]")
            try await page.find("undo").click()
            try await page.wait(forCount: 2, of: "[data-test=group]")

            // Two photos compared.
            try await page.open("#/compare")
            try await page.find("compare-first").type(page.photo(2, 0))
            try await page.find("compare-second").type(page.photo(2, 1))
            _ = try await page.driver.find("[data-test=compare-verdict][data-same=true]")
            try await page.see("compare")

            // And one who wants to be forgotten.
            try await page.open("#/people")
            try await page.driver.find("[data-name='Ada Lovelace']").click()
            _ = try await page.find("delete-person")
            try await page.see("person")
            try await page.find("delete-person").click()
            try await page.find("confirm-delete").click()
            let receipt = try await page.find("receipt").text()
            #expect(receipt.contains("2"))
            try await page.see("receipt")
            try await page.open("#/people")
            try await page.driver.wait(untilGone: "[data-name='Ada Lovelace']")
            try await page.open("#/recognize")
            try await page.find("recognize-file").type(page.photo(2, 2))
            _ = try await page.driver.find("[data-test=recognize-face][data-answer=nobody]")
            #expect(try await page.driver.errors().isEmpty)
        }
    }

    @Test func `both languages, both themes and both widths are whole`() async throws {
        try await browse(width: 1280, height: 900) { page in
            try await page.open("#/people")
            try await enroll(page, "Ada Lovelace", [page.photo(2, 0)])
            try await enroll(page, "林黛玉", [page.photo(3, 0)])
            for (language, theme, width) in [
                ("en", "dark", 1280), ("zh", "light", 1280), ("zh", "dark", 390), ("en", "light", 390),
            ] {
                try await page.driver.resize(width: width, height: 900)
                try await page.choose("language", language)
                try await page.choose("theme", theme)
                for view in ["people", "recognize", "unknown", "compare", "settings"] {
                    try await page.open("#/\(view)")
                    try await page.see("\(view)-\(language)-\(theme)-\(width)")
                    // Nothing sticks out to the side, and no text was forgotten in the other language.
                    let overflow = try await page.driver.run(
                        "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
                    )
                    #expect((overflow as? Int ?? 99) <= 0, "\(view) at \(width)")
                    let heading = try await page.driver.find("h1").text()
                    #expect(heading.unicodeScalars.contains { $0.value > 0x4e00 } == (language == "zh"), "\(heading)")
                }
                #expect(try await page.driver.find("html").attribute("lang")?.hasPrefix(language) == true)
            }
            #expect(try await page.driver.errors().isEmpty)
        }
    }

    @Test func `the operating point is chosen, with what it costs`() async throws {
        try await browse(width: 1280, height: 900) { page in
            try await page.open("#/settings")
            let slider = try await page.find("fpir-slider")
            // Left, twice: stricter.
            try await slider.type("\u{E012}\u{E012}")
            let start = ContinuousClock.now
            while page.service.parts.settings.current.fpir >= 0.01, start.duration(to: .now) < .seconds(90) {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(page.service.parts.settings.current.fpir < 0.01)
        }
    }

    @Test func `a key is asked for where there are keys`() async throws {
        try await browse(width: 1280, height: 900, withKeys: true) { page in
            try await page.open("#/people", isReady: false)
            try await page.find("login-key").type("fn_wrong_key")
            try await page.find("login-submit").click()
            try await Task.sleep(for: .milliseconds(300))
            #expect(try await page.driver.all("[data-test=people-grid]").isEmpty)
            try await page.see("login")
            _ = try await page.driver.run("document.querySelector('[data-test=login-key]').value = ''")
            try await page.find("login-key").type(page.keys[.operator] ?? "")
            try await page.find("login-submit").click()
            _ = try await page.find("enroll-files")
            try await enroll(page, "Ada Lovelace", [page.photo(2, 0)])
            #expect(try await page.driver.all("[data-test=banner-open]").isEmpty)
        }
    }

    @Test func `somebody before the camera is recognized, and a frame kept`() async throws {
        try await browse(width: 1280, height: 900, camera: 2) { page in
            try await page.open("#/people")
            try await page.driver.drop([page.photo(2, 0)], onto: ".drop:has([data-test=enroll-files])")
            try await page.find("enroll-name").type("Ada Lovelace")
            try await page.find("enroll-start").click()
            _ = try await page.driver.find("[data-test=person-card]")
            try await page.open("#/recognize")
            try await page.find("camera-start").click()
            let ada = try await page.driver.find("[data-test=recognize-face][data-answer=match]")
            #expect(try await ada.attribute("data-name") == "Ada Lovelace")
            try await page.see("camera")
            try await page.find("camera-freeze").click()
            try await page.driver.wait(untilGone: "[data-test=camera-stop]")
            _ = try await page.driver.find("[data-test=recognize-face][data-answer=match]")
            try await page.find("camera-start").click()
            try await page.find("camera-stop").click()
            _ = try await page.find("recognize-file")
            #expect(try await page.driver.errors().isEmpty)
        }
    }

    private func enroll(_ page: Page, _ name: String, _ photos: [String]) async throws {
        try await page.driver.drop(photos, onto: ".drop:has([data-test=enroll-files])")
        try await page.find("enroll-name").type(name)
        try await page.find("enroll-start").click()
        try await page.wait(forCount: photos.count, of: "[data-test=enroll-result][data-result=enrolled]")
        _ = try await page.driver.find("[data-test=person-card][data-name='\(name)']")
        // The next person's photos come to an empty form.
        try await page.open("#/recognize")
        try await page.open("#/people")
    }

    private func browse(
        width: Int,
        height: Int,
        withKeys: Bool = false,
        camera person: Int? = nil,
        _ body: @Sendable @escaping (Page) async throws -> Void
    ) async throws {
        let fixture = try Fixture(withKeys: withKeys) { $0.port = 0 }
        defer { fixture.close() }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = try fixture.service.application { port.yield($0) }
        let camera = person.map { _ in "\(fixture.folder)/camera.mjpeg" }
        if let person, let camera {
            let frames = try (0..<4).flatMap { try Fixture.photo(of: person, number: $0) }
            try Data(frames).write(to: URL(fileURLWithPath: camera))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            group.addTask {
                var found = ports.makeAsyncIterator()
                let driver = try await WebDriver(width: width, height: height, camera: camera)
                let page = Page(
                    driver: driver,
                    address: "http://127.0.0.1:\(await found.next() ?? 0)/",
                    folder: fixture.folder,
                    service: fixture.service,
                    keys: fixture.keys
                )
                do {
                    try await body(page)
                } catch {
                    try? await page.see("failed")
                    await driver.quit()
                    throw error
                }
                await driver.quit()
            }
            try await group.next()
            group.cancelAll()
        }
    }
}

/// The page in a browser.
struct Page: Sendable {
    let driver: WebDriver
    let address: String
    let folder: String
    let service: FaceService
    let keys: [Role: String]

    /// Opens a view, and waits until it is drawn.
    func open(_ view: String, isReady: Bool = true) async throws {
        try await driver.open(address + view)
        if isReady { _ = try await driver.find("html[data-ready=true]") }
    }

    func find(_ name: String) async throws -> WebDriver.Element { try await driver.find("[data-test=\(name)]") }

    func wait(forCount count: Int, of selector: String) async throws {
        let end = ContinuousClock.now + .seconds(90)
        while try await driver.all(selector).count != count {
            guard ContinuousClock.now < end else {
                let found = try await driver.all(selector).count
                throw WebDriver.Failure(description: "\(found) of \(selector), not \(count)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Chooses of a list, and lets the page hear of it.
    func choose(_ name: String, _ value: String) async throws {
        _ = try await find(name)
        _ = try await driver.run(
            """
            const list = document.querySelector('[data-test=\(name)]');
            list.value = '\(value)';
            list.dispatchEvent(new Event('change', { bubbles: true }));
            """
        )
        try await Task.sleep(for: .milliseconds(200))
        _ = try await driver.find("html[data-ready=true]")
    }

    /// A drawn person's photo as a file.
    func photo(_ person: Int, _ number: Int) throws -> String {
        let path = "\(folder)/\(person)-\(number).jpg"
        if !FileManager.default.fileExists(atPath: path) {
            try Data(Fixture.photo(of: person, number: number)).write(to: URL(fileURLWithPath: path))
        }
        return path
    }

    /// Keeps a picture of what is seen, if somebody wants them.
    func see(_ name: String) async throws {
        guard let folder = ProcessInfo.processInfo.environment["FACENET_SCREENSHOTS"] else { return }
        try await Task.sleep(for: .milliseconds(300))
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await driver.screenshot().write(to: URL(fileURLWithPath: "\(folder)/\(name).png"))
    }
}
