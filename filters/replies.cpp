#include "filters/replies.h"

namespace ajar {}
