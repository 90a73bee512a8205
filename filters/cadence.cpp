#include "filters/cadence.h"

namespace ajar {}
