#include "filters/language.h"

namespace ajar {}
