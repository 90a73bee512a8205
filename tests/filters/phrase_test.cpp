#include "filters/phrase.h"

#include <gtest/gtest.h>
