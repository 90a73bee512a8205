#include "filters/etiquette.h"

#include <gtest/gtest.h>
