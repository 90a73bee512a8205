#include "filters/language.h"

#include <gtest/gtest.h>
