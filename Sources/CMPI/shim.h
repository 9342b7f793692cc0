// MPI for FaceTraining's ranks: what is a macro in C, and so unseen by Swift, under names that it sees. Nothing more.
// Communicators, types and operations are pointers in Open MPI and integers in others, and none leaves this file; of
// handles Swift sees requests alone. All functions return MPI_SUCCESS or an error code for cmpi_describe.

#ifndef FACENET_CMPI_SHIM_H
#define FACENET_CMPI_SHIM_H

#include <mpi.h>
#include <stddef.h>

// Starts MPI for a program whose calls all come from the one thread that calls this. Errors are returned from now on,
// instead of ending the program.
static inline int cmpi_start(void) {
    int provided = 0;
    int status = MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided);
    if (status != MPI_SUCCESS) return status;
    return MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
}

// Ends MPI; waits for the other ranks to do the same.
static inline int cmpi_finish(void) { return MPI_Finalize(); }

// Ends all ranks now, with this exit status where the launcher can.
static inline int cmpi_abort(int status) { return MPI_Abort(MPI_COMM_WORLD, status); }

static inline int cmpi_rank(int *rank) { return MPI_Comm_rank(MPI_COMM_WORLD, rank); }
static inline int cmpi_size(int *size) { return MPI_Comm_size(MPI_COMM_WORLD, size); }

// Begins to sum `count` floats over all ranks, in place; cmpi_test says when it is done.
static inline int cmpi_start_sum(float *floats, int count, MPI_Request *request) {
    return MPI_Iallreduce(MPI_IN_PLACE, floats, count, MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD, request);
}

// Begins a barrier.
static inline int cmpi_start_barrier(MPI_Request *request) { return MPI_Ibarrier(MPI_COMM_WORLD, request); }

// Begins to gather the bytes of all ranks, in their order: `count` of each.
static inline int cmpi_start_gather(const void *bytes, void *all, int count, MPI_Request *request) {
    return MPI_Iallgather(bytes, count, MPI_BYTE, all, count, MPI_BYTE, MPI_COMM_WORLD, request);
}

// Begins to hand rank 0's bytes to all.
static inline int cmpi_start_broadcast(void *bytes, int count, MPI_Request *request) {
    return MPI_Ibcast(bytes, count, MPI_BYTE, 0, MPI_COMM_WORLD, request);
}

// Moves on whatever has begun, and says whether this one is done.
static inline int cmpi_test(MPI_Request *request, int *done) { return MPI_Test(request, done, MPI_STATUS_IGNORE); }

// What an error code means; `text` holds at least 512 characters (MPI_MAX_ERROR_STRING is 256 in Open MPI, 512 in MPICH).
static inline void cmpi_describe(int status, char *text) {
    int length = 0;
    text[0] = 0;
    MPI_Error_string(status, text, &length);
}

#endif
