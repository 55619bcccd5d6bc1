"""Names of any script in the letters A to Z, for a standard that knows no others.

Latin letters lose their marks, as the standard asks (« lettres majuscules non accentuées »).
Cyrillic is written as in passports (ICAO Doc 9303, part 3, section 6), Greek after ELOT 743,
Georgian and Armenian after their States' own systems, Arabic and Hebrew by their consonants, and
syllabic scripts by the names that Unicode gives their signs. A letter that none of these reads,
such as a Han character, has the reading that the library anyascii gives it: a common one, which
need not be the bearer's. What is no letter, mark or number is left out.
"""

# ruff: noqa: RUF001 - letters that look like others are what this is about
from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from anyascii import anyascii

_LATIN = (
    "æ ae œ oe ß ss ø o ł l đ d ð d þ th ħ h ŋ ng ĸ k ŧ t ı i ƒ f ɓ b ɗ d ƙ k ɠ g ŀ l ə e ɛ e ɔ o"
)

_CYRILLIC = (
    "а a б b в v г g д d е e ё e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh"
    " ц ts ч ch ш sh щ shch ъ ie ы y э e ю iu я ia і i ї i є ie ґ g ў u ђ d ј j љ lj њ nj ћ c џ dz"
    " ѓ g ќ k ѕ dz ә a ғ gh қ q ң ng ө o ұ u ү u һ h ӣ i ӯ u ҳ h ҷ j"
)

_GREEK = (
    "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch"
    " ψ ps ω o"
)

_ARABIC = (
    "ا a آ a أ a إ i ٱ a ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d ط t ظ z غ gh"
    " ف f ق q ك k ل l م m ن n ه h ة a و w ي y ى a ئ y ؤ w پ p چ ch ژ zh گ g ک k ی y ے e ھ h ہ h ں n"
    " ٹ t ڈ d ڑ r ۀ h ښ kh ځ dz څ ts ډ d ړ r ږ g ڼ n ۍ y ې e"
)

_HEBREW = (
    "א a ב b ג g ד d ה h ו v ז z ח h ט t י y כ k ך k ל l מ m ם m נ n ן n ס s פ p ף p צ ts ץ ts ק k"
    " ר r ש sh ת t"
)

_GEORGIAN = (
    "ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k ღ gh"
    " ყ q შ sh ჩ ch ც ts ძ dz წ ts ჭ ch ხ kh ჯ j ჰ h"
)

_ARMENIAN = (
    "ա a բ b գ g դ d ե e զ z է e ը y թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch մ m յ y ն n"
    " շ sh ո o չ ch պ p ջ j ռ r ս s վ v տ t ր r ց ts ւ w փ p ք k օ o ֆ f"
)

_ALPHABETS = (_LATIN, _CYRILLIC, _GREEK, _ARABIC, _HEBREW, _GEORGIAN, _ARMENIAN)

LETTERS: Mapping[str, str] = {
    letter: plain
    for alphabet in _ALPHABETS
    for letter, plain in zip(alphabet.split()[::2], alphabet.split()[1::2], strict=True)
}
"""Small letters; what has no sound of its own (ь, ع, ء) is absent, and nobody writes it."""

_SYLLABLES = ("HANGUL SYLLABLE ", "ETHIOPIC SYLLABLE ", "HIRAGANA LETTER ", "KATAKANA LETTER ")

_INDIC = frozenset(
    "DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM".split()  # noqa: SIM905
)

_SILENT = frozenset({"COMBINING", "ARABIC", "HEBREW"})
"""Scripts whose marks no passport writes: accents, and vowels that their readers do without."""

_BLANKS = frozenset("\t\n\v\f\r\x85")
"""Controls that part words; the others are drawn as nothing, and so is the name written."""


def romanised(text: str) -> str:
    """In A–Z, 0–9 and single blanks. A blank stands for each sign between words."""
    words: list[str] = []
    for letter in unicodedata.normalize("NFKC", text):
        if letter.isascii() and letter.isalnum():
            words.append(letter.upper())
        elif unicodedata.category(letter)[0] in "LMN":
            _add(words, letter)
        elif letter in _BLANKS or unicodedata.category(letter) not in ("Cc", "Cf"):
            words.append(" ")
    return " ".join("".join(words).split())


def _add(words: list[str], letter: str) -> None:
    """A letter, digit or mark; an Indic vowel takes the place of the « a » before it."""
    name = unicodedata.name(letter, "")
    script, _blank, rest = name.partition(" ")
    if script in _INDIC and rest.startswith(("VOWEL SIGN ", "SIGN VIRAMA")):
        if words and words[-1].endswith("A"):
            words[-1] = words[-1][:-1]
        words.append(_last(rest) if rest.startswith("VOWEL") else "")
    else:
        words.append(_plain(letter, name))


@lru_cache(maxsize=4096)
def _plain(letter: str, name: str) -> str:
    digit = unicodedata.decimal(letter, -1)
    if digit >= 0:
        return str(digit)
    if found := LETTERS.get(letter.lower()) or _unmarked(letter):
        return found.upper()
    script, _blank, rest = name.partition(" ")
    is_read = name.startswith(_SYLLABLES) or (script in _INDIC and rest.startswith("LETTER "))
    if is_read and (found := _last(rest)):
        return found
    is_silent = script in _SILENT and unicodedata.category(letter).startswith("M")
    return "" if is_silent else _guessed(letter)


def _guessed(letter: str) -> str:
    """Signs such as apostrophes, which anyascii puts for what has no sound, are no letters."""
    return "".join(filter(str.isalnum, anyascii(letter))).upper()


def _unmarked(letter: str) -> str:
    """Without its marks: é → e, й stays whole above; nothing when no known letter is below."""
    base = unicodedata.normalize("NFKD", letter)[0].lower()
    if base.isascii() and base.isalnum():
        return base
    return LETTERS.get(base, "")


def _last(name: str) -> str:
    """« LETTER SMALL TU » → « TU »."""
    last = name.rpartition(" ")[2]
    return last if last.isascii() and last.isalpha() else ""
