#include "filters/verdict.h"

namespace ajar {}
