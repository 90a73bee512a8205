#include "filters/decide.h"

namespace ajar {}
