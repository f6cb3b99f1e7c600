"""The formats of bibliographic records that are read, and how each is known by what a file holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from effectbank.formats import (
    bibtex,
    clinical_trials,
    crossref,
    csl_json,
    endnote_xml,
    nbib,
    openalex,
    pubmed_xml,
    ris,
    web_of_science,
)
from effectbank.formats.bibliography.reading import RecordsRead
from effectbank.formats.decoding import decoded

LOOKED_AT = 2**18  # bytes from the beginning


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its label, the endings its files have, what a file of it looks like, and its reader."""

    label: str
    endings: tuple[str, ...]
    looks: re.Pattern[str]
    read: Callable[[str, bytes], RecordsRead]


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^\ufeff?{pattern}", re.MULTILINE)


def _json(keys: str) -> re.Pattern[str]:
    return re.compile(rf"\A[\s\ufeff]*[\[{{].*?(?:{keys})", re.DOTALL)


# In the order in which they are tried: what is most particular first.
FORMATS = {
    "pubmed-xml": Format(
        pubmed_xml.LABEL, (".xml",), re.compile(r"<Pubmed(?:Book)?Article[\s>]"), pubmed_xml.read_pubmed_xml
    ),
    "endnote-xml": Format(
        endnote_xml.LABEL, (".xml",), re.compile(r"<ref-type[\s>]"), endnote_xml.read_endnote_xml
    ),
    "clinical-trials": Format(
        clinical_trials.LABEL, (".json",), _json('"protocolSection"\\s*:'), clinical_trials.read_clinical_trials
    ),
    "openalex": Format(
        openalex.LABEL,
        (".json", ".jsonl"),
        _json('"id"\\s*:\\s*"https://openalex.org/W|"abstract_inverted_index"\\s*:'),
        openalex.read_openalex,
    ),
    "crossref": Format(
        crossref.LABEL,
        (".json", ".jsonl"),
        _json('"message-type"\\s*:|"is-referenced-by-count"\\s*:'),
        crossref.read_crossref,
    ),
    "csl-json": Format(csl_json.LABEL, (".json",), re.compile(r"\A[\s\ufeff]*[\[{]"), csl_json.read_csl_json),
    "ris": Format(
        ris.LABEL, (".ris", ".txt", ".cgi", ".ovd"), _line("TY[ \t\u00a0]{0,3}-(?:[ \t\u00a0]|$)"), ris.read_ris
    ),
    "nbib": Format(nbib.LABEL, (".nbib", ".txt", ".medline"), _line(r"PMID *-(?: |$)"), nbib.read_nbib),
    "web-of-science": Format(
        web_of_science.LABEL,
        (".txt", ".ciw", ".isi"),
        _line(r"PT [A-Z] *\n[A-Z][A-Z0-9] "),
        web_of_science.read_web_of_science,
    ),
    "bibtex": Format(
        bibtex.LABEL, (".bib", ".bibtex", ".txt"), _line(r"[ \t]*@[ \t]*\w+[ \t]*[{(]"), bibtex.read_bibtex
    ),
    "clinical-trials-csv": Format(
        clinical_trials.CSV_LABEL,
        (".csv",),
        re.compile(r"\A[^\n]*\bNCT Number\b"),
        clinical_trials.read_clinical_trials_csv,
    ),
}


def format_of(raw: bytes, file: str = "") -> str:
    """The name of the format that a file's bytes look like; else that of its ending if only one has it; else ""."""
    text, _ = decoded(file, raw[:LOOKED_AT])
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for name, known in FORMATS.items():
        if known.looks.search(text):
            return name
    ending = Path(file).suffix.lower()
    having = [name for name, known in FORMATS.items() if ending in known.endings]
    return having[0] if len(having) == 1 else ""
