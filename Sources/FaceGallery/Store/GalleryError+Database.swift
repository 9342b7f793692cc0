import GRDB

extension GalleryError {
    /// What an error of the database means to a caller.
    ///
    /// - Parameters:
    ///   - error: Whatever a transaction threw.
    ///   - path: Where the gallery is, to tell a full disk from a broken one.
    init(_ error: any Error, path: String) {
        if let error = error as? GalleryError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self = .database(reason: String(describing: error))
            return
        }
        let reason = error.message ?? "error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT: self = .corrupt(reason: reason)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_READONLY: self = .readOnly
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: self = .unreadable(reason: reason)
        case .SQLITE_IOERR:
            switch error.extendedResultCode {
            // On a full disk the log's index cannot grow, which SQLite reports as these.
            case .SQLITE_IOERR_WRITE, .SQLITE_IOERR_SHMSIZE, .SQLITE_IOERR_SHMMAP, .SQLITE_IOERR_FSYNC,
                .SQLITE_IOERR_TRUNCATE:
                self = (GalleryFile.freeBytes(at: path) ?? .max) < 1 << 20 ? .diskFull : .database(reason: reason)
            case .SQLITE_IOERR_SHORT_READ: self = .corrupt(reason: reason)
            default: self = .database(reason: reason)
            }
        default: self = .database(reason: reason)
        }
    }
}
