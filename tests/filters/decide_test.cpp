#include "filters/decide.h"

#include <gtest/gtest.h>
