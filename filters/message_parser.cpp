#include "filters/message_parser.h"

namespace ajar {}
