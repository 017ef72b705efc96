// The default model files as data of the program: no resource bundle to find, no Foundation.

#include "CBundledWeights.h"

_Alignas(64) static const unsigned char key_points[] = {
#embed "../../Weights/key-points-74.safetensors"
};

_Alignas(64) static const unsigned char depth_fusion[] = {
#embed "../../Weights/depth-fusion.safetensors"
};

_Alignas(64) static const unsigned char face_detector[] = {
#embed "../../Weights/face-detector.safetensors"
};

BundledFile bundled_key_points(void) {
  return (BundledFile){key_points, sizeof key_points};
}

BundledFile bundled_depth_fusion(void) {
  return (BundledFile){depth_fusion, sizeof depth_fusion};
}

BundledFile bundled_face_detector(void) {
  return (BundledFile){face_detector, sizeof face_detector};
}
