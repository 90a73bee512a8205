#include "filters/message.h"

namespace ajar {}
