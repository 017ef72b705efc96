// The default model files as data of the program: no resource bundle to find, no Foundation.

#include "CBundledWeights.h"

_Alignas(64) static const unsigned char key_points_68[] = {
#embed "../../Weights/key-points-68.safetensors"
};

_Alignas(64) static const unsigned char depth_fusion_nir[] = {
#embed "../../Weights/depth-fusion-nir.safetensors"
};

BundledFile bundled_key_points_68(void) {
  return (BundledFile){key_points_68, sizeof key_points_68};
}

BundledFile bundled_depth_fusion_nir(void) {
  return (BundledFile){depth_fusion_nir, sizeof depth_fusion_nir};
}
