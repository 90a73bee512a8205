#include "filters/facts.h"

#include <gtest/gtest.h>
