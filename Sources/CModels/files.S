// The files of Models/, byte for byte. Their paths are relative to that folder, which the manifest names as a header path.
//
// By the assembler, not as an array in C: eight megabytes of literals take a compiler minutes, and these take nothing.

#if defined(__ELF__)
    .section .rodata
#else
    .section __TEXT,__const
#endif

.macro embed symbol, path
    .balign 64
    .globl \symbol\()_bytes
\symbol\()_bytes:
    .incbin "\path"
    .globl \symbol\()_end
\symbol\()_end:
    .byte 0
.endm

embed facenet_embedder_card, "face-inception/model.json"
embed facenet_embedder_weights, "face-inception/weights.safetensors"
embed facenet_detector_card, "detector/detector.json"
embed facenet_detector_weights, "detector/weights.safetensors"

#if defined(__ELF__)
    .section .note.GNU-stack, "", @progbits
#endif
