#include "filters/facts.h"

namespace ajar {}
