#include "filters/civil_time.h"

namespace ajar {}
