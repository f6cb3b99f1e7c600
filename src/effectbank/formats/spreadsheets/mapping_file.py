"""mapping.toml: a Mapping in a file that its reader corrects, written with what isn't certain as comments."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence

from effectbank.formats.spreadsheets import faults
from effectbank.formats.spreadsheets.grid import column_of
from effectbank.formats.spreadsheets.mapping import Column, Mapping, OutcomePlan
from effectbank.formats.spreadsheets.roles import LAYOUTS, ROLES, SIDES
from effectbank.measures.catalogue import MEASURES
from effectbank.problems import Problem
from effectbank.review.reading.decode import text_of
from effectbank.review.reading.keys import Keys
from effectbank.review.reading.tomlfile import toml_of

FILE = "mapping.toml"
KEYS = ("sheet", "header", "layout", "decimal", "groups", "outcomes", "columns")
GROUPS, OUTCOME, COLUMN = SIDES, ("label", "measure", "ratio"), ("heading", "is", "group", "outcome")


def mapping_bytes(mapping: Mapping, *, file: str, aside: Sequence[str] = ()) -> bytes:
    """The mapping as TOML. `file` is the spreadsheet's name; `aside` tells of rows that were set aside."""
    return "\n".join((*_lines(mapping, file), *(f"# {_one_line(line)}" for line in aside), "")).encode()


def _lines(mapping: Mapping, file: str) -> Iterator[str]:
    doubtful = "" if mapping.certain else " Lines marked NOT CERTAIN are a guess: correct them, then use --map."
    yield f"# How {_one_line(file)} is read.{doubtful}"
    yield f"sheet = {_quoted(mapping.sheet)}"
    yield f"header = {list(mapping.header)}  # the rows that hold the headings"
    yield f"layout = {_quoted(mapping.layout)}  # or {_quoted(next(x for x in LAYOUTS if x != mapping.layout))}"
    yield f'decimal = {_quoted(mapping.decimal)}  # "." or ","'
    yield from (f"# NOT CERTAIN: {_one_line(doubt)}" for doubt in mapping.doubts)
    yield "\n[groups]  # what the two groups were given, in the sheet's words"
    yield f"intervention = {_listed(mapping.intervention)}"
    yield f"control = {_listed(mapping.control)}"
    for plan in mapping.outcomes:
        yield f"\n[outcomes.{plan.name}]"
        yield f"label = {_quoted(plan.label)}"
        yield f"measure = {_quoted(plan.measure)}"
        if plan.ratio or mapping.kind(plan.name) == "contrasts":
            yield f"ratio = {str(plan.ratio).lower()}  # whether estimates are ratios, not their logarithms"
    yield ""
    yield from textwrap.wrap(f"is: {', '.join(ROLES)}", 114, initial_indent="# ", subsequent_indent="# ")
    yield "[columns]"
    yield from map(_line, mapping.columns)


def _line(column: Column) -> str:
    group = f", group = {_quoted(column.group)}" if column.group else ""
    outcome = f", outcome = {_quoted(column.outcome)}" if column.outcome else ""
    doubt = "" if column.certain else f"  # NOT CERTAIN: {_one_line(column.because)}"
    told = f"heading = {_quoted(column.heading)}, is = {_quoted(column.role)}{group}{outcome}"
    return f"{column.letter} = {{ {told} }}{doubt}"


def _listed(names: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, names))}]"


def _quoted(words: str) -> str:
    """A TOML string: JSON's spelling, with what TOML forbids in it spelt out."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(words: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in words)


def mapping_of(file: str, raw: bytes) -> tuple[Mapping | None, list[Problem]]:
    """The mapping in a file's bytes, taken as told; None where it says too little to read a sheet by."""
    text, problems = text_of(file, raw)
    toml, more = toml_of(file, text)
    problems.extend(more)
    keys = Keys(toml=toml, path=(), values=toml.values, problems=problems)
    keys.only(KEYS)
    header = _header(keys)
    columns = tuple(_columns(keys.table("columns")))
    outcomes = tuple(_outcome(name, table) for name, table in keys.table("outcomes").tables())
    groups = keys.table("groups")
    groups.only(GROUPS)
    if not header or not columns or not outcomes:
        lacking = [
            name for name, said in (("header", header), ("columns", columns), ("outcomes", outcomes)) if not said
        ]
        problems.append(faults.little_mapping(file, lacking))
        return None, problems
    _tell_unknown_outcomes(keys, columns, outcomes)
    mapping = Mapping(
        sheet=keys.text("sheet"),
        header=header,
        layout=keys.word("layout", LAYOUTS) or LAYOUTS[0],
        decimal=keys.word("decimal", (".", ",", "")) or "",
        intervention=groups.texts("intervention"),
        control=groups.texts("control"),
        outcomes=outcomes,
        columns=columns,
    )
    return mapping.confirmed(), problems


def _header(keys: Keys) -> tuple[int, ...]:
    found = keys.values.get("header", [])
    listed = found if isinstance(found, list) else [found]
    if all(isinstance(row, int) and not isinstance(row, bool) and row > 0 for row in listed):
        return tuple(sorted(listed))
    keys.wrong("header", "the numbers of rows, as [1] or [3, 4]")
    return ()


def _outcome(name: str, keys: Keys) -> OutcomePlan:
    keys.only(OUTCOME)
    ratio = keys.values.get("ratio", False)
    if not isinstance(ratio, bool):
        keys.wrong("ratio", "true or false")
    measure = keys.word("measure", MEASURES) or "GEN"
    return OutcomePlan(name=name, label=keys.text("label") or name, measure=measure, ratio=ratio is True)


def _columns(keys: Keys) -> Iterator[Column]:
    for letter, table in keys.tables():
        table.only(COLUMN)
        role, group, outcome = table.word("is", ROLES), table.word("group", SIDES), table.text("outcome")
        if column_of(letter) is None:
            keys.wrong(letter, "under the letter of a column, as A or AB")
        elif role is None:
            table.problems.append(faults.column_without_role(table.place("is"), letter))
        else:
            heading = table.text("heading")
            yield Column(letter=letter, heading=heading, role=role, group=group or "", outcome=outcome)


def _tell_unknown_outcomes(keys: Keys, columns: Sequence[Column], outcomes: Sequence[OutcomePlan]) -> None:
    names = [plan.name for plan in outcomes]
    for column in columns:
        if column.outcome and column.outcome not in names:
            place = keys.toml.place(("columns", column.letter, "outcome"))
            keys.problems.append(faults.unknown_outcome(place, column.outcome, names))
