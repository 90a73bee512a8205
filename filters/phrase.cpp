#include "filters/phrase.h"

namespace ajar {}
