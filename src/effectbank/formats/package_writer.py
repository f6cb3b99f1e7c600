"""A data package of version 2, as Review Manager writes them, out of what a review says."""

from __future__ import annotations

import re
from os import PathLike
from pathlib import Path

from effectbank.formats.cochrane.back.reports import lists_of, ris_bytes
from effectbank.formats.cochrane.differences import differences
from effectbank.formats.cochrane.package.files import BIAS, DATA_ROWS, INFORMATION, SETTINGS, SUBGROUPS
from effectbank.formats.cochrane.package.tables import SUBGROUPS as COLUMNS_OF_SUBGROUPS
from effectbank.formats.cochrane.package.writing.analyses import (
    COLUMNS_OF_ROWS,
    data_rows,
    settings_columns,
    settings_rows,
    subgroup_rows,
)
from effectbank.formats.cochrane.package.writing.bias import bias_of, bias_table
from effectbank.formats.cochrane.package.writing.studies import information_table
from effectbank.formats.cochrane.package.writing.table import table_bytes
from effectbank.formats.cochrane.package.writing.zipped import zip_bytes
from effectbank.formats.cochrane.source import SourceReview
from effectbank.formats.csl_json import record_of
from effectbank.formats.data_package import read_source
from effectbank.problems import Problem
from effectbank.review.writing.files import write_atomically


def package_files(source: SourceReview) -> dict[str, bytes]:
    """The files of the package, by their path in it."""
    bias = bias_of(source.judgements)
    analysis, study = (f"{id_of(source)}-{kind}-data/{id_of(source)}" for kind in ("analysis", "study"))
    files = {
        f"{analysis}-{DATA_ROWS}": table_bytes((*COLUMNS_OF_ROWS, *bias.columns), data_rows(source, bias)),
        f"{analysis}-{SUBGROUPS}": table_bytes(COLUMNS_OF_SUBGROUPS, subgroup_rows(source)),
        f"{analysis}-{SETTINGS}": table_bytes(settings_columns(source), settings_rows(source)),
        f"{study}-{INFORMATION}": table_bytes(*information_table(source.studies)),
    }
    if bias.of_studies:
        files[f"{study}-{BIAS}"] = table_bytes(*bias_table(bias))
    files |= {f"{study}-{name}.ris": raw for name, raw in lists_of(source.studies).items()}
    if source.references:
        others = f"{id_of(source)}-other-references/{id_of(source)}-additional.ris"
        files[others] = ris_bytes(map(record_of, source.references))
    return files | {
        f"{study}{'-' if '.' in name else '.'}{name}": text.encode() for name, text in source.kept.items()
    }


def package_bytes(source: SourceReview) -> bytes:
    """The package as a zip: the same bytes for the same review, always."""
    return zip_bytes(package_files(source))


def write_package(source: SourceReview, path: str | PathLike[str]) -> tuple[Problem, ...]:
    """Write the package, read it again, and tell whatever of the review isn't in it."""
    write_atomically(Path(path), package_bytes(source))
    return (*bias_of(source.judgements).problems, *differences(source, read_source(path), file=Path(path).name))


def id_of(source: SourceReview) -> str:
    """How its files are called: by the review's number (CD001333), or else by the folder's name."""
    return source.name.upper() if re.fullmatch(r"[a-z]{2}\d{6}", source.name) else source.name
