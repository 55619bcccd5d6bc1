"""Whether a paper is genuine, told in plain French from the file alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from ...engine.fields.day import french_date
from ...engine.fields.field_type import Json
from ...engine.seal import Code, Header, Unreadable, printed, read
from ...engine.seal import verify as is_signed
from ...engine.seal.write import UNWRITTEN
from ...engine.source.wording import _, ngettext
from .compare import Comparison, Difference
from .look import Look, look
from .scan import Unseen
from .trust import Trust


class Finding(Enum):
    """What became of the question."""

    GENUINE = "genuine"
    DIFFERS = "printed-text-differs"
    COVERED = "printed-text-covered"
    FALSE = "false-signature"
    UNKNOWN = "unknown-issuer"
    OUTDATED = "certificate-not-valid"
    UNREADABLE = "unreadable"
    NONE = "no-code"
    SEVERAL = "several-codes"


PROVED = (Finding.GENUINE, Finding.DIFFERS, Finding.COVERED)
"""Its issuer signed the code, whatever is printed beside."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: one finding, and the sentences that tell it, the first being the answer.

    `rows` are the values of the code (id, French name, value), given whenever they can be read:
    they prove nothing unless the finding `is_proved`. `is_worthless` says that the paper
    is a specimen or a test, right or wrong.
    """

    finding: Finding
    sentences: tuple[str, ...]
    header: Header | None = None
    rows: tuple[tuple[str, str, str], ...] = ()
    differences: tuple[Difference, ...] = ()
    is_worthless: bool = False

    @property
    def is_genuine(self) -> bool:
        """Whether the code is right, and the printed text with it."""
        return self.finding is Finding.GENUINE

    @property
    def is_proved(self) -> bool:
        """Whether the values of the code are those that its issuer signed."""
        return self.finding in PROVED

    def as_json(self) -> dict[str, Json]:
        """For programs: the same, in objects and lists."""
        header = self.header
        return {
            "finding": self.finding.value,
            "genuine": self.is_genuine,
            "worthless": self.is_worthless,
            "sentences": list(self.sentences),
            "issuer": f"{header.authority} {header.certificate}" if header else None,
            "type": header.type if header else None,
            "issued": _iso(header.issued) if header else None,
            "signed": _iso(header.signed) if header else None,
            "values": [{"id": id_, "name": name, "value": value} for id_, name, value in self.rows],
            "differences": [
                {"id": one.id, "name": one.name, "sealed": one.sealed, "printed": one.printed}
                for one in self.differences
            ],
        }


def verify(content: bytes | str, trust: Trust) -> Verdict:
    """Judge a PDF, a picture of a paper, or the text of a code. Reads nothing else; never raises.

    Of a PDF the printed text is compared with the code; of a picture only the code is judged. Both
    are read in a process of its own, which is stopped after half a minute at most.
    """
    try:
        found = look(content)
    except Unseen as error:
        return Verdict(Finding.UNREADABLE, (str(error),))
    if not found.codes:
        return _without_code(found)
    verdicts = [
        _judged(text, compared, found, trust)
        for text, compared in zip(found.codes, found.comparisons, strict=True)
    ]
    return verdicts[0] if len(verdicts) == 1 else _several(verdicts)


def _without_code(found: Look) -> Verdict:
    if found.has_damaged:
        sentence = _("Il y a un code, mais il est abîmé : scannez le papier de plus près, à plat.")
        return Verdict(Finding.UNREADABLE, (sentence,))
    return Verdict(Finding.NONE, (_("Il n’y a pas de code 2D-DOC dans ce fichier."),))


def _several(verdicts: list[Verdict]) -> Verdict:
    sentences = [
        _("Il y a {count} codes différents : vérifiez chaque document séparément.").format(
            count=len(verdicts)
        )
    ]
    for place, verdict in enumerate(verdicts, 1):
        told = _("Code {place} : {sentence}")
        sentences.append(told.format(place=place, sentence=verdict.sentences[0]))
    is_worthless = any(verdict.is_worthless for verdict in verdicts)
    return Verdict(Finding.SEVERAL, tuple(sentences), is_worthless=is_worthless)


def _judged(text: str, compared: Comparison | None, found: Look, trust: Trust) -> Verdict:
    try:
        code = read(text)
    except Unreadable as error:
        return Verdict(Finding.UNREADABLE, (str(error),))
    finding, sentence = _signature(code, trust)
    apart = compared.differences if compared and finding is Finding.GENUINE else ()
    if finding is Finding.GENUINE and found.is_covered:
        finding, sentence = Finding.COVERED, _covered()
    elif apart:
        finding, sentence = Finding.DIFFERS, _differing(len(apart))
    is_worthless = code.header.is_test or found.is_specimen
    unsure = _unsure(code, compared) if finding in PROVED else ()
    told = (
        sentence,
        *_apart(apart),
        *unsure,
        *_worth(code, found.is_specimen),
        *_remarks(code, finding, compared),
    )
    return Verdict(finding, told, code.header, printed(code), apart, is_worthless)


def _covered() -> str:
    return _(
        "Le code est authentique, mais ce PDF cache ou recouvre une partie de son texte : il ne "
        "peut pas être vérifié. Demandez le fichier d’origine."
    )


def _signature(code: Code, trust: Trust) -> tuple[Finding, str]:
    header = code.header
    names = {"authority": header.authority, "certificate": header.certificate}
    certificate = trust.certificate(header.authority, header.certificate)
    if certificate is None and header.is_test and not trust.demonstration:
        sentence = _("L’autorité {authority} n’est acceptée que dans une démonstration.")
        return Finding.UNKNOWN, sentence.format(**names)
    if certificate is None:
        sentence = _(
            "L’émetteur {authority} {certificate} est inconnu : son certificat n’est pas dans le "
            "dossier de confiance. Rien ne prouve que ce code est vrai."
        )
        return Finding.UNKNOWN, sentence.format(**names)
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or not is_signed(code, key):
        sentence = _(
            "La signature est fausse : ce code a été modifié, ou {authority} {certificate} ne l’a "
            "jamais signé."
        )
        return Finding.FALSE, sentence.format(**names)
    if not _is_in_time(header, certificate):
        return Finding.OUTDATED, _outdated(header, certificate)
    sentence = _("Le code est authentique : il a été signé par {authority} {certificate}{day}.")
    day = _(" le {day}").format(day=french_date(header.signed)) if header.signed else ""
    return Finding.GENUINE, sentence.format(day=day, **names)


def _is_in_time(header: Header, certificate: x509.Certificate) -> bool:
    """A paper stays true after its certificate has ended, if it was signed before."""
    if header.signed is None:
        return True
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    first = datetime.combine(header.signed, time.min, UTC)
    return start <= datetime.combine(header.signed, time.max, UTC) and first <= end


def _outdated(header: Header, certificate: x509.Certificate) -> str:
    sentence = _(
        "Le code a été signé le {day}, alors que le certificat de son émetteur est valable du "
        "{start} au {end} : il ne prouve rien."
    )
    assert header.signed is not None  # an undated code is in time
    return sentence.format(
        day=french_date(header.signed),
        start=french_date(certificate.not_valid_before_utc.date()),
        end=french_date(certificate.not_valid_after_utc.date()),
    )


def _differing(count: int) -> str:
    sentence = ngettext(
        "Le code est authentique, mais le papier dit autre chose : {count} donnée imprimée n’est "
        "pas celle qui a été signée.",
        "Le code est authentique, mais le papier dit autre chose : {count} données imprimées ne "
        "sont pas celles qui ont été signées.",
        count,
    )
    return sentence.format(count=count)


def _apart(apart: tuple[Difference, ...]) -> Iterator[str]:
    for one in apart:
        if one.printed:
            told = _("{name} : « {sealed} » dans le code, « {printed} » sur le papier.")
        else:
            told = _("{name} : « {sealed} » dans le code, et rien sur le papier.")
        yield told.format(name=one.name, sealed=one.sealed, printed=one.printed)


def _unsure(code: Code, compared: Comparison | None) -> Iterator[str]:
    """What only people can compare."""
    unwritten = [name for _id, name, value in printed(code) if value == UNWRITTEN]
    for name in unwritten:
        told = _(
            "{name} : « {sealed} » remplace ce que le code ne peut pas écrire. Comparez le papier "
            "avec une pièce d’identité."
        )
        yield told.format(name=name, sealed=UNWRITTEN)
    for name in compared.unsure if compared else ():
        if name not in unwritten:
            told = _(
                "{name} : le papier n’en imprime pas tous les caractères. Comparez-le avec une "
                "pièce d’identité."
            )
            yield told.format(name=name)


def _worth(code: Code, is_specimen: bool) -> Iterator[str]:
    if code.header.is_test:
        told = _(
            "L’autorité {authority} est réservée aux essais : ce papier est sans valeur légale."
        )
        yield told.format(authority=code.header.authority)
    elif is_specimen:
        yield _("Ce papier porte la mention « SPÉCIMEN » : il est sans valeur légale.")


def _remarks(code: Code, finding: Finding, compared: Comparison | None) -> Iterator[str]:
    if finding is Finding.GENUINE and compared and compared.unsure:
        yield _("Les autres données imprimées sont celles du code.")
    elif finding is Finding.GENUINE and compared:
        yield _("Les données imprimées sont celles du code.")
    if code.header.signed is None:
        yield _("Le code ne dit pas quand il a été signé.")
    for id_ in code.unknown:
        yield _("La donnée « {id} » est inconnue de Parcours.").format(id=id_)
    for day in compared.unsigned if compared and finding in PROVED else ():
        yield _("La date « Valable jusqu’au {day} » n’est pas signée.").format(day=day)
    if compared and finding in PROVED:
        yield _("Le code ne signe pas le reste du papier : son texte, et ses autres mentions.")
    if finding in PROVED:
        yield _("Comparez vous-même les données du code avec celles du papier.")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
