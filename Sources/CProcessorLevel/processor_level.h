#ifndef LIVENESS_PROCESSOR_LEVEL_H
#define LIVENESS_PROCESSOR_LEVEL_H

// What the compiler may use of the processor, told by its own macros: Swift has no condition for
// it, and follows the same -march (see Documentation/Measuring.md).

// Floats in a vector register. -DLIVENESS_FORCE_LANES=16 tests a width that the machine lacks.
#if defined(LIVENESS_FORCE_LANES)
#define LIVENESS_LANES LIVENESS_FORCE_LANES
#elif defined(__AVX512F__)
#define LIVENESS_LANES 16
#elif defined(__AVX__)
#define LIVENESS_LANES 8
#else
#define LIVENESS_LANES 4
#endif

typedef float liveness_lanes __attribute__((ext_vector_type(LIVENESS_LANES)));

// Whether a product and a sum are one instruction; elsewhere the fused form is a library call.
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
static inline _Bool liveness_fuses_multiply_add(void) { return 1; }
#else
static inline _Bool liveness_fuses_multiply_add(void) { return 0; }
#endif

#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512CD__) && \
    defined(__AVX512DQ__) && defined(__AVX512VL__)
#define LIVENESS_PROCESSOR_LEVEL "x86-64-v4"
#elif defined(__AVX2__) && defined(__FMA__) && defined(__BMI2__)
#define LIVENESS_PROCESSOR_LEVEL "x86-64-v3"
#elif defined(__SSE4_2__) && defined(__POPCNT__)
#define LIVENESS_PROCESSOR_LEVEL "x86-64-v2"
#elif defined(__x86_64__)
#define LIVENESS_PROCESSOR_LEVEL "x86-64"
#elif defined(__aarch64__)
#define LIVENESS_PROCESSOR_LEVEL "aarch64"
#else
#define LIVENESS_PROCESSOR_LEVEL "portable"
#endif

#endif
