#include "filters/html_text.h"

namespace ajar {}
