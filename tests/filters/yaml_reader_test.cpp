#include "filters/yaml_reader.h"

#include <gtest/gtest.h>
