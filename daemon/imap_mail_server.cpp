#include "daemon/imap_mail_server.h"

namespace ajar {

Result<std::unique_ptr<MailServer>> connect_imap(const ImapLogin&, int) {
  return fail(ErrorKind::network, "IMAP connections are not there yet");
}

}  // namespace ajar
