#include "filters/reading.h"

#include <gtest/gtest.h>
