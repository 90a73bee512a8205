#include "filters/charset.h"

namespace ajar {}
