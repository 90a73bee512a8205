#include "daemon/response_guard.h"
