#include "filters/verdict.h"

#include <gtest/gtest.h>
