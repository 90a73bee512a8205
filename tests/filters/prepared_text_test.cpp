#include "filters/prepared_text.h"

#include <gtest/gtest.h>
