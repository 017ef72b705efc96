#ifndef CCAMERA_PROFILES_H
#define CCAMERA_PROFILES_H

#include <stddef.h>

/// A text that is part of the program: its first byte, and how many there are.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} BundledText;

/// cameras.json
BundledText bundled_camera_profiles(void);

#endif
