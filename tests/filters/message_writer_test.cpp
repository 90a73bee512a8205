#include "filters/message_writer.h"

#include <gtest/gtest.h>
