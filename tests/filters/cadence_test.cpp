#include "filters/cadence.h"

#include <gtest/gtest.h>
