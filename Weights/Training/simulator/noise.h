/* Lattice noise shared by the simulator's C files. */
#ifndef CAPTURE_SIMULATOR_NOISE_H
#define CAPTURE_SIMULATOR_NOISE_H

#include <math.h>

/* A pseudo-random number in -1...1 that belongs to one lattice point. */
static inline float lattice(int x, int y, int z, unsigned seed) {
    unsigned h = seed + (unsigned)x * 374761393u + (unsigned)y * 668265263u +
                 (unsigned)z * 2246822519u;
    h = (h ^ (h >> 13)) * 1274126177u;
    h ^= h >> 16;
    return (float)(h & 0xffffffu) / (float)0x800000 - 1.f;
}

static inline float faded(float t) { return t * t * (3 - 2 * t); }

static inline float mixed(float a, float b, float t) { return a + (b - a) * t; }

/* Value noise in -1...1 with one lattice cell per unit of length, cubic in between. */
static inline float noise_at(float x, float y, float z, unsigned seed) {
    int i = (int)floorf(x), j = (int)floorf(y), k = (int)floorf(z);
    float u = faded(x - i), v = faded(y - j), w = faded(z - k);
    float front = mixed(mixed(lattice(i, j, k, seed), lattice(i + 1, j, k, seed), u),
                        mixed(lattice(i, j + 1, k, seed), lattice(i + 1, j + 1, k, seed), u), v);
    float back = mixed(
        mixed(lattice(i, j, k + 1, seed), lattice(i + 1, j, k + 1, seed), u),
        mixed(lattice(i, j + 1, k + 1, seed), lattice(i + 1, j + 1, k + 1, seed), u), v);
    return mixed(front, back, w);
}

#endif
