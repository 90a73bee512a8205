#include "daemon/settings.h"

#include <gtest/gtest.h>
