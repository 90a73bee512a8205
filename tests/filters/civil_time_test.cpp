#include "filters/civil_time.h"

#include <gtest/gtest.h>
