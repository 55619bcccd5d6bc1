"""How long the values of each data field are, for every type of document of the standard.

Source: ANTS, « Spécifications techniques des codes à barres 2D-Doc », version 3.2.6, perimeter 01.
Those of a foreign document are told once, in `engine/two_d_doc`.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..two_d_doc import SEAL_TYPES

ENDLESS = 10_000
"""More than any symbol holds: the value ends at its separator."""

# The reference codes write EORI numbers (DH, DP, DW) without a separator at 17 characters, the most
# that the Union allows them (Regulation 2015/2447, annex B), and not at the 20 of the tables.
# A block is a length or a range, then the fields that have it.
_BLOCKS = """
0-∞   01 02 03 04 05 0C 18 19 1A 1B 42
0-3   4M
0-5   43 AM
0-8   AB
0-10  AS DZ G4
0-11  38 39 58 5A 5C
0-12  41 4D 4E 4I 4J 59 5B 5U A8
0-16  1D
0-17  A1 A2 A3 DH DP DW
0-18  95
0-19  AC
0-20  82 B1 BC C2 C7 D2 G2 HH
0-25  AQ
0-30  1E 1F 33 4R 4T AH BH BI BJ L3
0-32  25 2C 4Q 5I AZ B8 HK
0-35  AR
0-38  10 11 12 13 14 15 16 17 1I 1J 1K 1L 1M 1N 1O 1P 20 21 22 23 27 28 29 2A
0-38  46 48 4G 4K 4L 4N 4O 4U 5D 5E 5F 5G 5M 5O 5P 5Q 5R 64 74 80
0-38  90 91 92 93 94 AU AV AW AX B2 B3 B4 C1 C6 C8 F0 H0 H2 HC HD HE HF HG HI
0-40  5S 83 84 H6
0-45  77 7B CA G5
0-50  5K BB D1 DB DC DE DJ DK DM DQ DR DT
0-53  H7
0-60  6D 6E 73 81 AP B0 F1
0-64  7M
0-65  E6
0-77  4H
0-80  L0 L1
0-90  6F
0-114 79
0-128 7N
0-140 30
1-10  6H
1-37  I4
1-38  6G 72
1-54  I3
3-7   F4
4-30  DI DX
5-13  I5
5-15  L4
5-30  L5 L6
8-10  D5
8-11  32
9-11  6Z
9-14  5L
14-34 35
14-38 31
15-18 HM
1     1G 1H 5T 76 7C 7D 7E 7F 7G 7I 7J 7O AF AG AT B6 BA BD C0 C5 F3 F5 L7 L8
2     26 2D 34 5J 65 6I 7H A0 A6 B5 B9 BG D8 E0 E5 G0 G1 H1 H3 HL HQ HR HS LA
3     6B A5 A7 A9 BE BF DY E4
4     06 08 09 36 37 45 4S 53 54 AD AE E1 E2 E3 I0
5     24 2B 4P 5H 78 7A AY C9 HJ
6     07 51 AO
7     52 AK H8 I1
8     1C 4A 4B 4C 55 56 57 75 96 AA AI AN B7 C4 D3 D4 D6 D7 D9 DA DD DL DS F2
8     G3 H4 H5 H9 HA HO L2 L9
9     0A 0B 7L DF DN DU E7 HB
10    CB
11    AL I6
12    70 71 86 C3 CC E8 F6 HN HP
13    40 44 47 49 7K AJ
14    50 BK DG DO DV
15    4F
16    7P I2
17    85 A4 D0
21    5N
36    0D
"""


def _lengths() -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for block in _BLOCKS.strip().splitlines():
        span, *ids = block.split()
        least, _dash, most = span.partition("-")
        longest = ENDLESS if most == "∞" else int(most or least)
        found |= dict.fromkeys(ids, (int(least), longest))
    return found


LENGTHS: Mapping[str, tuple[int, int]] = _lengths() | {
    id_: (field.least, field.most)
    for type_ in SEAL_TYPES.values()
    for id_, field in type_.fields.items()
}
"""Least and greatest length by id; one length is a fixed one."""
