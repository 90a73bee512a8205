#include "filters/draft.h"

namespace ajar {}
