"""A made-up review as a data package: tables, studies and references, zipped as RevMan or the library does."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from benchmarks.packages import text
from benchmarks.packages.cells import Cells, headers, table
from benchmarks.packages.drawing import Analysis, Package, Study
from benchmarks.packages.spoiling import Fault, spoil
from benchmarks.packages.working import data_rows, settings_row, subgroup_rows, work

SPOILT = 0.03  # of the analyses
CHARACTERISTICS = ("Methods", "Participants", "Interventions", "Outcomes", "Notes")
ROB_1 = ("Random sequence generation (selection bias)", "Allocation concealment (selection bias)", "Other bias")
ROB_2 = ("Bias arising from the randomization process", "Bias due to missing outcome data", "Overall bias")
STAMP = (2024, 1, 1, 0, 0, 0)  # nothing made carries the hour


def files_of(package: Package, *, seed: int, spoilt: float = SPOILT) -> tuple[dict[str, bytes], list[Fault]]:
    """Every file of the package by its path, and the faults that were put in."""
    r = Random(f"{seed}/{package.id}/written")
    rows, subgroups, settings, faults = _tables(r, package, spoilt)
    row_header, subgroup_header, settings_header = headers(package.version)
    if package.rob2:
        row_header += "".join(f",{name} (judgement),{name} (support)" for name in ROB_2)
        for row in rows:
            row |= {f"{name} (judgement)": r.choice(("Low risk", "Some concerns", "High risk")) for name in ROB_2}
            row |= {f"{name} (support)": text.paragraph(r, 12) for name in ROB_2}
    spell = r.choice(SPELLINGS)
    analysis, study = f"{package.id}-analysis-data/{package.id}", f"{package.id}-study-data/{package.id}"
    texts = {
        f"{analysis}-data-rows.csv": table(row_header, rows),
        f"{analysis}-subgroup-estimates.csv": spell(table(subgroup_header, subgroups)),
        f"{analysis}-overall-estimates-and-settings.csv": spell(table(settings_header, settings)),
        f"{study}-study-information.csv": _information(r, package),
        **{
            f"{study}-{status}.ris": _references(r, package, status)
            for status in ("included", "excluded", "ongoing")
        },
    }
    if not package.rob2:
        texts[f"{study}-risk-of-bias.csv"] = _bias(r, package)
    return {path: content.encode() for path, content in texts.items()}, faults


SPELLINGS: tuple[Callable[[str], str], ...] = (
    *[str] * 30,
    lambda content: content.replace("²", "2", content[: content.index("\n")].count("²")),
    lambda content: content.replace("²", "Â²", content[: content.index("\n")].count("²")),
)


def _tables(
    r: Random, package: Package, spoilt: float
) -> tuple[list[Cells], list[Cells], list[Cells], list[Fault]]:
    rows: list[Cells] = []
    subgroups: list[Cells] = []
    settings: list[Cells] = []
    faults: list[Fault] = []
    for analysis in package.analyses:
        data = results = work(analysis)
        if r.random() < spoilt:
            found = next((made for _ in range(4) if (made := spoil(r, package, results))), None)
            if found:
                data, results, fault = found
                faults.append(fault)
        rows += data_rows(package, data, results)
        subgroups += subgroup_rows(package, results)
        if analysis.settings:
            settings.append(settings_row(package, results))
    return rows, subgroups, settings, faults


def _information(r: Random, package: Package) -> str:
    header = ",".join(("Study", "Year", "Data source", *(f"Char: {name}" for name in CHARACTERISTICS)))
    rows = (
        {"Study": study.name, "Year": study.year, "Data source": r.choice(("PUB", "PUB", "PUB", "UNPUB", "MIX"))}
        | {f"Char: {name}": text.paragraph(r, r.randint(5, 60)) for name in CHARACTERISTICS}
        for study in package.studies
        if study.status == "included"
    )
    return table(header, rows)


def _bias(r: Random, package: Package) -> str:
    names = [f"Domain ({part}): {domain}" for domain in ROB_1 for part in ("judgement", "support")]
    words = ("Low risk", "Low risk", "Unclear risk", "High risk")
    rows = (
        {"Study": study.name}
        | {name: r.choice(words) if "judgement" in name else text.paragraph(r, r.randint(0, 30)) for name in names}
        for study in package.studies
        if study.status == "included"
    )
    return table(",".join(("Study", *names)), rows)


def _references(r: Random, package: Package, status: str) -> str:
    chosen = [study for study in package.studies if study.status == status]
    return "\ufeff" + "\n".join(record for study in chosen for record in _records(r, study))


def _records(r: Random, study: Study) -> Iterator[str]:
    surname, _, year = study.name.rpartition(" ")
    for _ in range(r.choice((1, 1, 1, 2, 3))):
        first = r.randint(1, 900)
        yield "\n".join((
            "TY  - JOUR", f"NS  - {study.name}", f"AU  - {surname} AB", "AU  - Other CD",
            f"TI  - {text.paragraph(r, 12)}", "JO  - Journal of Made-up Trials",
            f"PY  - {year[:4]}",
            f"VL  - {r.randint(1, 90)}", f"IS  - {r.randint(1, 12)}", f"SP  - {first}", f"EP  - {first + 7}",
            f"DO  - 10.5555/{r.randint(1, 10**9)}", "ER  - ", "",
        ))  # fmt: skip


def write_zip(path: Path, package: Package, files: dict[str, bytes], *, seed: int) -> None:
    """The package as the Cochrane Library gives it, or in RevMan's export, the article and figures around it."""
    data = _zipped(files)
    if Random(f"{seed}/{package.id}/zipped").random() < 0.3:
        inside = f"{package.id}/{package.id}-files"
        figures = {
            f"{inside}/{package.id}-CMP-{_svg(analysis)}.svg": b"<svg/>" for analysis in package.analyses[:3]
        }
        outer = {f"{inside}/{package.id}-data.zip": data, f"{package.id}/{package.id}-article.pdf": b"%PDF-1.4\n"}
        data = _zipped(outer | figures)
    path.write_bytes(data)


def _svg(analysis: Analysis) -> str:
    return f"{analysis.comparison:03}.{analysis.number:02}"


def _zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, raw in files.items():
            archive.writestr(zipfile.ZipInfo(path, STAMP), raw, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
