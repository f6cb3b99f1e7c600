"""ClinicalTrials.gov's studies: JSON of its API (version 2), and the CSV of its download, old and new."""

from __future__ import annotations

import csv
import io

from effectbank.formats.bibliography import faults
from effectbank.formats.bibliography.dates import read_date
from effectbank.formats.bibliography.json_fields import Item, JsonFields, dicts_of, packed, text_of, texts_of
from effectbank.formats.bibliography.json_items import Shape, read_json_records
from effectbank.formats.bibliography.reading import Reading, RecordsRead
from effectbank.formats.decoding import decoded
from effectbank.problems import Place
from effectbank.screening.identifiers import NCT
from effectbank.screening.record import Author, Pairs, Record

LABEL, CSV_LABEL, DATABASE = "ClinicalTrials.gov JSON", "ClinicalTrials.gov CSV", "ClinicalTrials.gov"
KIND = "dataset"  # CSL has no type for the registration of a trial
PROTOCOL = "protocolSection"
NUMBER = "NCT Number"
TITLES, ADDRESSES, SUMMARY = ("Study Title", "Title"), ("Study URL", "URL"), "Brief Summary"
POSTED = ("First Posted", "Study First Posted")


def read_clinical_trials(file: str, raw: bytes) -> RecordsRead:
    """Every study of the API's JSON; what no field takes is kept, as JSON by its module."""
    return read_json_records(
        file,
        raw,
        Shape(
            label=LABEL,
            lists=(("studies",),),
            is_one=lambda item: PROTOCOL in item,
            record_of=record_of,
            totals=(("totalCount",),),
        ),
    )


def record_of(item: Item, place: Place | None = None) -> Record:
    """A Record of one study. Its year is that of its first posting, which is its date as a publication."""
    fields = JsonFields(item)
    named = fields.see(PROTOCOL, "identificationModule")
    modules = JsonFields(named if isinstance(named, dict) else {})
    official, brief = modules.text("officialTitle"), text_of(modules.see("briefTitle"))
    nct = text_of(modules.see("nctId")).upper()
    posted = text_of(fields.see(PROTOCOL, "statusModule", "studyFirstPostDateStruct", "date"))
    year, iso = read_date(posted)
    sponsor = text_of(fields.see(PROTOCOL, "sponsorCollaboratorsModule", "leadSponsor", "name"))
    keywords = fields.see(PROTOCOL, "conditionsModule", "keywords")
    others = [text_of(modules.see("orgStudyIdInfo", "id"))]
    others += [text_of(one.get("id")) for one in dicts_of(modules.see("secondaryIdInfos"))]
    return Record(
        kind=KIND,
        key=nct,
        title=official or brief,
        authors=(Author(literal=sponsor),) if sponsor else (),
        year=year,
        date=iso if len(iso) > 4 else "",
        ids=_ids(nct, others),
        url=f"https://clinicaltrials.gov/study/{nct}" if NCT.fullmatch(nct) else "",
        abstract=text_of(fields.see(PROTOCOL, "descriptionModule", "briefSummary")),
        keywords=tuple(texts_of(fields.see(PROTOCOL, "conditionsModule", "conditions")) + texts_of(keywords)),
        database=DATABASE,
        other=_by_module(item),
        place=place,
    )


def _ids(nct: str, others: list[str]) -> Pairs:
    return tuple(dict.fromkeys([("nct", nct)] * bool(nct) + [("trial", other) for other in others if other]))


def _by_module(item: Item) -> Pairs:
    """The whole study, module by module."""
    found: list[tuple[str, str]] = []
    for section, modules in item.items():
        if isinstance(modules, dict):
            found += [(f"ctgov/json:{section}.{name}", packed(module)) for name, module in modules.items()]
        else:
            found.append((f"ctgov/json:{section}", packed(modules)))
    return tuple(found)


def read_clinical_trials_csv(file: str, raw: bytes) -> RecordsRead:
    """Every row of the CSV; columns that no field takes are kept."""
    text, problems = decoded(file, raw)
    reading = Reading(file=file, format=CSV_LABEL, problems=problems)
    rows = csv.reader(io.StringIO(text, newline=""))
    heads: list[str] = []
    line = 1
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as fault:
            reading.starts += 1
            reading.reject(Place(file=file, line=line), str(fault), "is a quote missing?")
            continue
        finally:
            first, line = line, rows.line_num + 1
        if not heads:
            heads = [head.strip() for head in row]
            if NUMBER not in heads:
                reading.problems.append(faults.no_column(Place(file=file, line=first), NUMBER))
                break
        elif any(cell.strip() for cell in row):
            _add_row(heads, row, Place(file=file, line=first), reading)
    return reading.done()


def _add_row(heads: list[str], row: list[str], place: Place, reading: Reading) -> None:
    reading.starts += 1
    if len(row) > len(heads):
        reading.reject(place, f"{len(row)} cells under {len(heads)} columns", "is a quote missing?")
    else:
        reading.add(record_of_row(dict(zip(heads, map(str.strip, row), strict=False)), place), place)


def record_of_row(row: dict[str, str], place: Place | None = None) -> Record:
    """A Record of one row."""
    nct, title, url = row.get(NUMBER, "").upper(), _first(row, TITLES), _first(row, ADDRESSES)
    posted = _first(row, POSTED)
    year, iso = read_date(posted)
    sponsor = row.get("Sponsor", "")
    taken = {NUMBER, SUMMARY, *TITLES, *ADDRESSES}
    return Record(
        kind=KIND,
        key=nct,
        title=title,
        authors=(Author(literal=sponsor),) if sponsor else (),
        year=year,
        date=iso if len(iso) > 4 else "",
        ids=_ids(nct, [other.strip() for other in row.get("Other IDs", "").split("|")]),
        url=url,
        abstract=row.get(SUMMARY, ""),
        keywords=tuple(word for part in row.get("Conditions", "").split("|") if (word := part.strip())),
        database=DATABASE,
        other=tuple((f"ctgov:{head}", cell) for head, cell in row.items() if cell and head not in taken),
        place=place,
    )


def _first(row: dict[str, str], heads: tuple[str, ...]) -> str:
    return next((row[head] for head in heads if row.get(head)), "")
