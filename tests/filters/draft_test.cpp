#include "filters/draft.h"

#include <gtest/gtest.h>
