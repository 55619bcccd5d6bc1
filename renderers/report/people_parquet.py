"""Applicants read from a Parquet file, a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from math import isnan
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet, types

from ...engine.machine.compiled import Compiled
from ...engine.source.wording import _
from .people import Heading, Numbered, Unreadable

BATCH = 4_096
"""Rows in memory at once."""

Convert = Callable[[Any], Any]
"""A value of Arrow as a raw; never called with None."""


def read_parquet(compiled: Compiled, path: str) -> Iterator[Numbered]:
    """One after the other, each with its row from 1. Raises Unreadable."""
    with _opened(path) as file:
        schema = file.schema_arrow
        heading = Heading(compiled, schema.names, path)
        converts = [_converting(column.type, column.name, path) for column in schema]
        number = 0
        for batch in file.iter_batches(BATCH):
            told = zip(batch.columns, converts, schema.names, strict=True)
            cells = [_raws(column, convert, name, path) for column, convert, name in told]
            for row in zip(*cells, strict=True):
                number += 1
                yield number, heading.applicant(row, number)


def count_parquet(path: str) -> int:
    """How many applicants. Raises Unreadable."""
    with _opened(path) as file:
        return int(file.metadata.num_rows)


@contextmanager
def _opened(path: str) -> Iterator[Any]:
    """Raises Unreadable, now or while it is read, for what is no sound Parquet file."""
    said = _("« {path} » n’est pas un fichier Parquet, ou il est abîmé.").format(path=path)
    with Path(path).open("rb") as source:
        try:
            with parquet.ParquetFile(source) as file:
                yield file
        except pa.ArrowException as error:
            raise Unreadable(said) from error
        except OSError as error:
            if error.errno is not None:  # the disk's own; Arrow's tell of the content
                raise
            raise Unreadable(said) from error


def _raws(column: Any, convert: Convert, name: str, path: str) -> list[Any]:
    try:
        return [None if value is None else convert(value) for value in column.to_pylist()]
    except (ValueError, OverflowError) as error:
        said = _("« {path} » : la colonne « {name} » porte des heures, ou des jours sans date.")
        raise Unreadable(said.format(path=path, name=name)) from error


def _converting(type_: Any, name: str, path: str) -> Convert:
    convert = _convert(type_)
    if convert is None:
        said = _(
            "« {path} » : la colonne « {name} » est de type « {type} », qui ne se lit pas. "
            "Écrivez-y du texte, des nombres, des jours, oui ou non, des listes ou des groupes."
        )
        raise Unreadable(said.format(path=path, name=name, type=type_))
    return convert


def _convert(type_: Any) -> Convert | None:
    """None for a type of Arrow that no answer is written in."""
    for is_this, convert in _PLAIN:
        if is_this(type_):
            return convert
    if types.is_dictionary(type_):
        return _convert(type_.value_type)
    if types.is_list(type_) or types.is_large_list(type_) or types.is_fixed_size_list(type_):
        inner = _convert(type_.value_type)
        return inner and (lambda rows: ["" if row is None else inner(row) for row in rows])
    if types.is_struct(type_):
        parts = {part.name: _convert(part.type) for part in type_}
        known = {name: convert for name, convert in parts.items() if convert}
        return _group(known) if len(known) == len(parts) else None
    return None


def _group(parts: dict[str, Convert]) -> Convert:
    return lambda group: {
        name: convert(group[name]) for name, convert in parts.items() if group[name] is not None
    }


def _number(number: float) -> str:
    """As the shortest decimal that means it; what spreadsheets leave for « no number » is blank."""
    if isnan(number):
        return ""
    return str(int(number)) if number.is_integer() else f"{Decimal(repr(number)):f}"


def _day(day: date) -> str:
    """Raises ValueError for a moment inside the day."""
    if isinstance(day, datetime):
        if day.time() != time():
            raise ValueError(day)
        day = day.date()
    return day.isoformat()


_PLAIN: tuple[tuple[Callable[[Any], bool], Convert], ...] = (
    (types.is_null, lambda _none: ""),
    (types.is_string, str),
    (types.is_large_string, str),
    (types.is_string_view, str),
    (types.is_boolean, lambda truth: "oui" if truth else "non"),
    (types.is_integer, str),
    (types.is_floating, _number),
    (types.is_decimal, lambda number: f"{number:f}"),
    (types.is_date, _day),
    (types.is_timestamp, _day),
)
