#include "daemon/books_loader.h"

namespace ajar {}
