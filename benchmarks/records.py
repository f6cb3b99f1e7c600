"""Files of bibliographic records: reading and writing them, on one core."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.timing import Row, cpu_of
from effectbank.formats.records import encode_records, records_of

SEED = 20260101
MANY, FEW = 20_000, 2_000
WORDS = [
    "naltrexone", "implant", "trial", "random", "placebo", "retention", "outcome", "patients", "adherence",
    "methadone",
    "relapse", "the", "of", "and", "in", "was", "were", "treatment", "group", "prison", "release", "months",
]  # fmt: skip


def rows() -> Iterator[Row]:
    """Every row, measured as it is asked for: the promise is 20,000 records of RIS a second."""
    ris, nbib = file_of(ris_record, MANY), file_of(nbib_record, MANY)
    yield Row(f"read {MANY:,} records of RIS", _reading("a.ris", ris), promised=1000)
    yield Row(f"read {MANY:,} records of NBIB", _reading("a.nbib", nbib))
    records = records_of("a.ris", file_of(ris_record, FEW)).records
    for ending, label in ((".ris", "RIS"), (".json", "CSL-JSON"), (".bib", "BibTeX")):
        written = encode_records(records, ending)
        yield Row(f"write {FEW:,} records of {label}", cpu_of(partial(encode_records, records, ending), times=3))
        yield Row(f"read {FEW:,} records of {label}", _reading(f"a{ending}", written))


def _reading(file: str, raw: bytes) -> float:
    return cpu_of(partial(records_of, file, raw), times=5)


def file_of(record: Callable[[random.Random, int], str], number: int) -> bytes:
    """A file of so many records, all different."""
    rng = random.Random(SEED)
    return "".join(record(rng, at) for at in range(number)).encode()


def ris_record(rng: random.Random, number: int) -> str:
    """A record of sixteen tags as reference managers write it, its abstract of 150 words."""
    return (
        f"TY  - JOUR\nTI  - {_text(rng, 12)}\n{_lines(rng, 'AU  - ', 3, _name)}T2  - Journal of {_text(rng, 2)}\n"
        f"AB  - {_text(rng, 150)}\nDA  - {rng.randrange(1990, 2024)}/05/01/\nPY  - {rng.randrange(1990, 2024)}\n"
        f"DO  - 10.5555/abc.{number}\nVL  - {rng.randrange(90)}\nIS  - 2\nSP  - 12\nEP  - 19\nSN  - 1234-5678\n"
        f"{_lines(rng, 'KW  - ', 2, partial(_text, words=2))}LA  - eng\nER  - \n\n"
    )


def nbib_record(rng: random.Random, number: int) -> str:
    """A record of twenty tags as PubMed writes it, its abstract of 150 words over fifteen lines."""
    abstract = "\n      ".join(_text(rng, 10) for _ in range(15))
    people = "".join(f"FAU - {_name(rng)}\nAU  - {_text(rng, 1).title()} AB\n" for _ in range(3))
    return (
        f"PMID- {number + 1}\nOWN - NLM\nSTAT- MEDLINE\nIS  - 1234-5678 (Print)\nVI  - 3\nIP  - 2\n"
        f"DP  - {rng.randrange(1990, 2024)} May 1\nTI  - {_text(rng, 12)}\nPG  - 12-9\n"
        f"LID - 10.5555/abc.{number} [doi]\nAB  - {abstract}\n{people}LA  - eng\nPT  - Journal Article\n"
        f"TA  - J Ex\nJT  - Journal of {_text(rng, 2)}\n{_lines(rng, 'MH  - ', 4, partial(_text, words=2))}\n"
    )


def _text(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words))


def _name(rng: random.Random) -> str:
    return f"{rng.choice(WORDS).title()}{rng.randrange(900)}, {rng.choice('ABCDEF')}. {rng.choice('ABCDEF')}."


def _lines(rng: random.Random, tag: str, number: int, value: Callable[[random.Random], str]) -> str:
    return "".join(f"{tag}{value(rng)}\n" for _ in range(number))
