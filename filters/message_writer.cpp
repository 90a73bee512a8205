#include "filters/message_writer.h"

namespace ajar {}
