#include "filters/candidate.h"

namespace ajar {}
