#include "filters/prepared_text.h"

namespace ajar {}
