#include "filters/yaml_reader.h"

namespace ajar {}
