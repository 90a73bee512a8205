#include "filters/rules.h"

namespace ajar {}
