#ifndef CBUNDLED_WEIGHTS_H
#define CBUNDLED_WEIGHTS_H

#include <stddef.h>

/// A file that is part of the program: its first byte, and how many there are.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} BundledFile;

/// Weights/key-points-74.safetensors
BundledFile bundled_key_points(void);

/// Weights/depth-fusion.safetensors
BundledFile bundled_depth_fusion(void);

/// Weights/face-detector.safetensors
BundledFile bundled_face_detector(void);

#endif
