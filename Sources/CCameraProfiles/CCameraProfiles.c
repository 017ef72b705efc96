// The known depth cameras as data of the program.

#include "CCameraProfiles.h"

static const unsigned char camera_profiles[] = {
#embed "cameras.json"
};

BundledText bundled_camera_profiles(void) {
  return (BundledText){camera_profiles, sizeof camera_profiles};
}
