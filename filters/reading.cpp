#include "filters/reading.h"

namespace ajar {}
