#include "filters/correspondence.h"

namespace ajar {}
