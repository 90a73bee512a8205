#include "daemon/settings.h"

namespace ajar {}
