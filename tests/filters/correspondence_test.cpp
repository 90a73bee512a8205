#include "filters/correspondence.h"

#include <gtest/gtest.h>
