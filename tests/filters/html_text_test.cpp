#include "filters/html_text.h"

#include <gtest/gtest.h>
