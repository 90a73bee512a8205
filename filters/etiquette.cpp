#include "filters/etiquette.h"

namespace ajar {}
