"""Packages spoilt in every way that befalls files, as a library of them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

Files = dict[str, bytes]  # by their path in the package
ENTITIES = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "' + b"&b;" * 10_000 + b'">]>'
ROWS, SETTINGS, INFORMATION = "-data-rows.csv", "-overall-estimates-and-settings.csv", "-study-information.csv"


def files_in(raw: bytes) -> Files:
    """The files of a package, of a zip within the zip if that is where they are."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    inner = next((name for name in files if name.endswith("-data.zip")), None)
    return files_in(files[inner]) if inner else files


def zipped(files: Files) -> bytes:
    """A zip of them."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return made.getvalue()


def _in(ending: str, change: Callable[[bytes], bytes]) -> Callable[[Random, bytes], bytes]:
    """One table of the package changed."""

    def spoil(_: Random, raw: bytes) -> bytes:
        return zipped(
            {name: change(text) if name.endswith(ending) else text for name, text in files_in(raw).items()}
        )

    return spoil


def _lines(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[bytes], bytes]:
    return lambda text: b"".join(change(text.splitlines(keepends=True)))


def _without(ending: str) -> Callable[[Random, bytes], bytes]:
    return lambda _, raw: zipped({name: text for name, text in files_in(raw).items() if not name.endswith(ending)})


def _without_column(heading: bytes) -> Callable[[bytes], bytes]:
    return lambda text: text.replace(heading, b"Elsewhere", 1)


def _noise(r: Random, raw: bytes) -> bytes:
    spoilt = bytearray(raw)
    for _ in range(20):
        spoilt[r.randrange(len(raw))] = r.randrange(256)
    return bytes(spoilt)


def _numbers(to: str) -> Callable[[bytes], bytes]:
    """Every number of a row's data and results; not those that say which analysis it is of."""

    def change(text: bytes) -> bytes:
        head, *rows = csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""))
        made = io.StringIO(newline="")
        csv.writer(made).writerows(
            [head, *([_other(*pair, to) for pair in zip(head, row, strict=False)] for row in rows)]
        )
        return made.getvalue().encode("utf-8-sig")

    return change


def _other(column: str, cell: str, to: str) -> str:
    kept = column.startswith(("Analysis", "Study", "Subgroup"))
    return cell if kept or not re.fullmatch(r"-?[\d.]+(e-?\d+)?", cell, re.IGNORECASE) else to


def _with(name: str, content: bytes) -> Callable[[Random, bytes], bytes]:
    return lambda _, raw: zipped({**files_in(raw), name: content})


def _nested(_: Random, raw: bytes) -> bytes:
    for _level in range(6):
        raw = zipped({"again.zip": raw})
    return raw


def _bomb(_: Random, raw: bytes) -> bytes:
    bomb = b"Analysis group,Analysis number,Study\n" + b"1,1,A 1\n" * 4_000_000
    files = {name: bomb if name.endswith(ROWS) else text for name, text in files_in(raw).items()}
    return zipped(files)


def _encrypted(_: Random, raw: bytes) -> bytes:
    """Every member's flag says that it is encrypted."""
    return re.sub(
        rb"(PK\x01\x02.{4})..", lambda found: found[1] + b"\x01\x00", zipped(files_in(raw)), flags=re.DOTALL
    )


def _claims(_: Random, raw: bytes) -> bytes:
    """The list of members says that they unpack to nothing."""
    return re.sub(
        rb"(PK\x01\x02.{20})....", lambda found: found[1] + b"\0\0\0\0", zipped(files_in(raw)), flags=re.DOTALL
    )


# How a package's bytes are spoilt, and the ending that the file gets.
SPOILS: dict[str, tuple[Callable[[Random, bytes], bytes], str]] = {
    "cut_in_half": (lambda _, raw: raw[: len(raw) // 2], ".zip"),
    "cut_at_the_end": (lambda _, raw: raw[:-10], ".zip"),
    "cut_anywhere": (lambda r, raw: raw[: r.randrange(len(raw))], ".zip"),
    "empty": (lambda _, __: b"", ".zip"),
    "noise": (_noise, ".zip"),
    "nothing_but_noise": (lambda r, raw: r.randbytes(len(raw)), ".zip"),
    "text_before": (lambda _, raw: b"HTTP/1.1 200 OK\r\n\r\n" + raw, ".zip"),
    "a_web_page": (lambda _, __: b"<!DOCTYPE html><html><body>Sign in</body></html>", ".zip"),
    "called_rm5": (lambda _, raw: raw, ".rm5"),
    "rm5_in_capitals": (lambda _, __: b"<COCHRANE_REVIEW><ANALYSES>", ".RM5"),
    "rm5_bomb": (lambda _, __: ENTITIES + b"<COCHRANE_REVIEW>&c;</COCHRANE_REVIEW>", ".rm5"),
    "csv_called_zip": (lambda _, raw: next(t for n, t in files_in(raw).items() if n.endswith(ROWS)), ".zip"),
    "latin_1": (_in("", lambda text: text.decode("utf-8-sig").encode("latin-1", "replace")), ".zip"),
    "utf_16": (_in("", lambda text: text.decode("utf-8-sig").encode("utf-16")), ".zip"),
    "nul_bytes": (_in(ROWS, lambda text: text.replace(b"0", b"\0")), ".zip"),
    "semicolons": (_in("", lambda text: text.replace(b",", b";")), ".zip"),
    "no_line_ends": (_in(ROWS, lambda text: text.replace(b"\n", b" ")), ".zip"),
    "open_quote": (_in(ROWS, lambda text: text.replace(b"\n", b'\n"', 1)), ".zip"),
    "no_header": (_in(ROWS, _lines(lambda lines: lines[1:])), ".zip"),
    "header_twice": (_in(ROWS, _lines(lambda lines: [lines[0], *lines])), ".zip"),
    "only_headers": (_in("", _lines(lambda lines: lines[:1])), ".zip"),
    "no_study_column": (_in(ROWS, _without_column(b"Study")), ".zip"),
    "no_group_column": (_in("", _without_column(b"Analysis group")), ".zip"),
    "studies_twice": (_in(INFORMATION, _lines(lambda lines: [*lines, *lines[1:]])), ".zip"),
    "settings_twice": (_in(SETTINGS, _lines(lambda lines: [*lines, *lines[1:]])), ".zip"),
    "not_a_number": (_in(ROWS, _numbers("NaN")), ".zip"),
    "no_numbers": (_in(ROWS, _numbers("")), ".zip"),
    "infinite": (_in(ROWS, _numbers("1e999")), ".zip"),
    "below_zero": (_in(ROWS, _numbers("-1")), ".zip"),
    "words": (_in(ROWS, _numbers("many")), ".zip"),
    "enormous": (_in(ROWS, _numbers("1e300")), ".zip"),
    "without_rows": (_without(ROWS), ".zip"),
    "without_settings": (_without(SETTINGS), ".zip"),
    "without_anything": (_without(".csv"), ".zip"),
    "leads_out": (_with("../../../etc/out-data-rows.csv", b"a"), ".zip"),
    "two_packages": (_with("CD999999-analysis-data/CD999999-data-rows.csv", b"Study\n"), ".zip"),
    "nested_too_deep": (_nested, ".zip"),
    "bomb": (_bomb, ".zip"),
    "encrypted": (_encrypted, ".zip"),
    "false_sizes": (_claims, ".zip"),
}  # fmt: skip


def spoil(packages: list[Path], folder: Path, *, seed: int) -> list[str]:
    """Each package spoilt in its turn by the next way; the names of the files made."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    ways = list(SPOILS.items())
    for number, package in enumerate(packages):
        name, (way, ending) = ways[number % len(ways)]
        made.append(f"{number:03}_{name}{ending}")
        (folder / made[-1]).write_bytes(way(Random(f"{seed}/{number}"), package.read_bytes()))
    return made
