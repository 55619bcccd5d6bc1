"""Why the machine refused something, in French: the words of the system are English."""

from __future__ import annotations

import errno
from socket import EAI_AGAIN, EAI_NONAME

from ...engine.source.wording import _

_REASONS = {
    errno.ENOSPC: _("il n’y a plus de place"),
    errno.EDQUOT: _("il n’y a plus de place pour vous"),
    errno.EROFS: _("ce disque ne se laisse pas écrire"),
    errno.EIO: _("le disque ne répond pas"),
    errno.ENAMETOOLONG: _("ce nom est trop long"),
    errno.ELOOP: _("ce lien tourne en rond"),
    errno.EADDRINUSE: _("une autre application l’occupe déjà"),
    errno.EADDRNOTAVAIL: _("cette adresse n’est pas celle de cette machine"),
    EAI_NONAME: _("ce nom de machine ne se trouve pas"),
    EAI_AGAIN: _("ce nom de machine ne se trouve pas"),
}


def reason(error: OSError) -> str:
    """A clause that a sentence may end with; the system's own words for what is rare."""
    match error:
        case PermissionError():
            return _("vous n’en avez pas le droit")
        case IsADirectoryError():
            return _("c’est un dossier")
        case FileExistsError() | NotADirectoryError():
            return _("un fichier de ce nom est déjà là")
        case FileNotFoundError():
            return _("il n’existe pas, ou son dossier n’existe pas")
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
