/// The ranks that this process was started among.
public enum Ranks {
    /// What launchers tell every process: Open MPI's own, those of PMI, and those of PMIx (as `srun --mpi=pmix` does).
    private static let sizes = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_NTASKS"]
    private static let marks = ["OMPI_COMM_WORLD_SIZE", "PMI_RANK", "PMIX_RANK"]

    /// Whether a launcher such as `mpirun` started this process, alone or among others.
    ///
    /// - Parameter environment: The variables of this process.
    /// - Returns: Whether one of them is a launcher's.
    public static func isLaunched(environment: [String: String]) -> Bool {
        marks.contains { environment[$0] != nil }
    }

    /// The ranks the launcher started, or this process alone if there was none.
    ///
    /// Call it once, and ``Communicator/finish()`` at the end.
    ///
    /// - Parameter environment: The variables of this process.
    /// - Returns: An ``MPICommunicator`` if there was a launcher, else a ``LocalCommunicator``.
    /// - Throws: ``RanksError/failed(action:reason:)``, or ``RanksError/builtWithoutMPI(ranks:)``: going on would be so
    ///   many trainings of their own, that write over one another's files.
    public static func launched(
        environment: [String: String]
    ) throws(RanksError) -> any Communicator {
        guard isLaunched(environment: environment) else { return LocalCommunicator() }
        #if MPI
        return try MPICommunicator()
        #else
        let ranks = sizes.lazy.compactMap { environment[$0].flatMap(Int.init) }.first ?? 2
        guard ranks > 1 else { return LocalCommunicator() }
        throw .builtWithoutMPI(ranks: ranks)
        #endif
    }
}
