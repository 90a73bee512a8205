#include "filters/charset.h"

#include <gtest/gtest.h>
