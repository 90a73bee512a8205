#include "filters/message_parser.h"

#include <gtest/gtest.h>
