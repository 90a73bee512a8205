#include "filters/rules.h"

#include <gtest/gtest.h>
