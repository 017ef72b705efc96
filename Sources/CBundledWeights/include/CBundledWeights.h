#ifndef CBUNDLED_WEIGHTS_H
#define CBUNDLED_WEIGHTS_H

#include <stddef.h>

/// A file that is part of the program: its first byte, and how many there are.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} BundledFile;

/// Weights/key-points-68.safetensors
BundledFile bundled_key_points_68(void);

/// Weights/depth-fusion-nir.safetensors
BundledFile bundled_depth_fusion_nir(void);

#endif
