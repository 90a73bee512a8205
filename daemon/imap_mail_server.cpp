#include "daemon/imap_mail_server.h"

namespace ajar {}
