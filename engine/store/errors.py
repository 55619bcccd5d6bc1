"""What a store refuses or cannot do, each said in one French sentence."""

from __future__ import annotations

from ..source.wording import _, quoted


class StoreError(Exception):
    """Nothing was changed, unless the class says otherwise. `sentence` is French, for a person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Unknown(StoreError):
    """No dossier bears this id."""

    def __init__(self, dossier: str) -> None:
        super().__init__(_("Il n'existe aucun dossier {name}.").format(name=quoted(dossier)))
        self.dossier = dossier


class Conflict(StoreError):
    """The dossier has moved since it was read. Load it again, decide again."""

    def __init__(self, dossier: str, expected: int, found: int) -> None:
        sentence = _(
            "Le dossier {name} a changé entre-temps : il en est à la version {found}, "
            "et non {expected}. Relisez-le avant de recommencer."
        )
        super().__init__(sentence.format(name=quoted(dossier), found=found, expected=expected))
        self.dossier = dossier
        self.expected = expected
        self.found = found


class KeyReused(StoreError):
    """One idempotency key was given to two different requests."""

    def __init__(self, dossier: str, key: str) -> None:
        sentence = _(
            "La clé {key} a déjà servi à un autre envoi pour le dossier {name}. "
            "Prenez une clé neuve pour chaque envoi."
        )
        super().__init__(sentence.format(key=quoted(key), name=quoted(dossier)))
        self.dossier = dossier
        self.key = key


class ReferenceTaken(StoreError):
    """Another dossier already bears this reference. Draw another one."""

    def __init__(self, reference: str) -> None:
        sentence = _("Le numéro {number} est déjà celui d'un autre dossier.")
        super().__init__(sentence.format(number=quoted(reference)))
        self.reference = reference


class UnknownBundle(StoreError):
    """No bundle of definitions is kept under this digest."""

    def __init__(self, digest: str) -> None:
        sentence = _("Aucune version de procédure n'est conservée sous l'empreinte {digest}.")
        super().__init__(sentence.format(digest=quoted(digest)))
        self.digest = digest


class NotText(StoreError, ValueError):
    """A text holds half of a character (a lone surrogate), which UTF-8 cannot carry."""

    def __init__(self) -> None:
        super().__init__(
            _("Un texte contient un caractère incomplet, qui ne peut pas être gardé. Corrigez-le.")
        )


class UnreadableFile(StoreError):
    """What was to be kept could not be read to its end, or is no bytes; none of it was kept."""

    def __init__(self) -> None:
        super().__init__(_("Ce fichier n'a pas pu être lu jusqu'au bout. Envoyez-le de nouveau."))


class UnreadableJournal(StoreError):
    """An entry of this dossier is damaged or gone, or was written by another Parcours."""

    def __init__(self, dossier: str, why: str) -> None:
        sentence = _(
            "Le dossier {name} est illisible : {why}. Mettez Parcours à jour, ou restaurez ce "
            "dossier depuis une sauvegarde."
        )
        super().__init__(sentence.format(name=quoted(dossier), why=why))
        self.dossier = dossier


class FileTooLarge(StoreError):
    """More bytes came than `limit` allows; none of them was kept."""

    def __init__(self, limit: int) -> None:
        sentence = _("Ce fichier dépasse la taille acceptée, qui est de {size}.")
        super().__init__(sentence.format(size=_size(limit)))
        self.limit = limit


class FileMissing(StoreError):
    """No file of this digest is kept."""

    def __init__(self, digest: str) -> None:
        sentence = _("Le fichier d'empreinte {digest} n'est pas conservé ici.")
        super().__init__(sentence.format(digest=quoted(digest)))
        self.digest = digest


class Altered(StoreError):
    """What is kept under this digest is no longer what was put there."""

    def __init__(self, digest: str) -> None:
        sentence = _(
            "Le contenu d'empreinte {digest} a été altéré depuis son dépôt. "
            "Restaurez-le depuis une sauvegarde."
        )
        super().__init__(sentence.format(digest=quoted(digest)))
        self.digest = digest


class UnknownStore(StoreError):
    """No store of this name is installed."""

    def __init__(self, name: str, location: str) -> None:
        sentence = _(
            "Aucun magasin de dossiers ne s'appelle {name}. "
            "Pour désigner un dossier du disque, écrivez {path}."
        )
        super().__init__(sentence.format(name=quoted(name), path=quoted(f"./{location}")))
        self.name = name


class Closed(StoreError):
    """The store was closed, or was opened before this process was forked."""

    def __init__(self) -> None:
        super().__init__(_("Le magasin de dossiers est fermé : ouvrez-le de nouveau."))


class WorldError(StoreError):
    """The disk or the database fails, not the request; `place` is the folder or file."""

    def __init__(self, sentence: str, place: str, why: str = "") -> None:
        super().__init__(sentence.format(place=quoted(place), why=why))
        self.place = place


class NotWritable(WorldError):
    """The folder cannot be created, read or written."""

    def __init__(self, place: str, why: str) -> None:
        sentence = _(
            "Impossible de lire et d'écrire dans {place} : {why}. "
            "Vérifiez le chemin et vos droits, ou choisissez un autre dossier de données."
        )
        super().__init__(sentence, place, why)


class DiskFull(WorldError):
    """No room is left."""

    def __init__(self, place: str) -> None:
        sentence = _("Il n'y a plus de place pour écrire dans {place}. Libérez de l'espace disque.")
        super().__init__(sentence, place)


class DiskFailure(WorldError):
    """The disk refused to read or write. A write whose commit failed may still be found later:
    send it again under its idempotency key to know."""

    def __init__(self, place: str, why: str) -> None:
        sentence = _("Le disque de {place} ne répond pas comme il devrait : {why}.")
        super().__init__(sentence, place, why)


class Busy(WorldError):
    """Another program held the database longer than anyone should."""

    def __init__(self, place: str) -> None:
        sentence = _(
            "Un autre programme occupe {place} depuis trop longtemps. Réessayez dans un instant."
        )
        super().__init__(sentence, place)


class NotADatabase(WorldError):
    """The file is not a database of Parcours."""

    def __init__(self, place: str) -> None:
        sentence = _(
            "{place} n'est pas une base de dossiers de Parcours. "
            "Indiquez un autre dossier de données."
        )
        super().__init__(sentence, place)


class NewerDatabase(WorldError):
    """The database was written by a later Parcours: `found` is above `known`."""

    def __init__(self, place: str, found: int, known: int) -> None:
        sentence = _(
            "{place} a été écrite par un Parcours plus récent (format {found}, "
            "alors que celui-ci connaît le format {known}). Mettez Parcours à jour."
        )
        sentence = sentence.replace("{found}", str(found)).replace("{known}", str(known))
        super().__init__(sentence, place)
        self.found = found
        self.known = known


class CorruptDatabase(WorldError):
    """SQLite finds the file damaged."""

    def __init__(self, place: str) -> None:
        sentence = _("{place} est endommagée. Restaurez-la depuis une sauvegarde.")
        super().__init__(sentence, place)


def _size(count: int) -> str:
    for unit, name in ((1_000_000, _("{count} Mo")), (1_000, _("{count} ko"))):
        if count >= unit:
            return name.format(count=f"{count / unit:.1f}".removesuffix(".0").replace(".", ","))
    return _("{count} o").format(count=count)
