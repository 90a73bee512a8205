#include "filters/replies.h"

#include <gtest/gtest.h>
