"""Records to TOML: what a file said is kept word for word, comments too; only keys that changed are rewritten."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from effectbank.review.model import Analysis, AsWritten, Comparison, EntryCard, NamedValue, Outcome, Published
from effectbank.review.reading.studies import label_of
from effectbank.review.review import Review

Table = dict[str, Any]


def toml_bytes(wanted: Table, had: Table, before: str = "") -> bytes:
    """The file's text with every key that differs between `had` (as read) and `wanted` rewritten."""
    import tomlkit  # noqa: PLC0415 -- slow import

    document = tomlkit.parse(before)
    _change(document, wanted, had)
    return tomlkit.dumps(document).encode()


def same(one: object, other: object) -> bool:
    """Whether two values of tables say the same; by their spelling, since a nan is not equal to itself."""
    return repr(one) == repr(other)


def _change(table: Any, wanted: Mapping[str, Any], had: Mapping[str, Any]) -> None:
    for key in had:
        if key not in wanted and key in table:
            del table[key]
    for key, value in wanted.items():
        before = had.get(key)
        if same(value, before):
            continue
        if isinstance(value, dict) and isinstance(before, dict) and key in table:
            _change(table[key], value, before)
        else:
            table[key] = _as_written(value)


def _as_written(value: Any) -> Any:
    """A value for tomlkit, numbers with the decimals they had."""
    from tomlkit import value as parsed  # noqa: PLC0415 -- slow import

    if isinstance(value, dict):
        return {key: _as_written(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_written(item) for item in value]
    return parsed(value.words) if isinstance(value, AsWritten) else value


def entry_table(card: EntryCard) -> Table:
    """entry.toml as it says a card."""
    found = {field.name: getattr(card, field.name) for field in fields(card) if field.name not in ("slug", "place")}
    found["kind"] = str(card.kind)
    found["revised"] = datetime.date.fromisoformat(card.revised) if card.revised else None
    found["coverage"] = None if card.coverage is None else f"{card.coverage * 100:g}%"
    return _filled(found)


def plan_table(review: Review) -> Table:
    """review.toml as it says a plan."""
    return _filled(
        {
            "question": _plain(review.question),
            "eligibility": _plain(review.eligibility),
            "searches": [_plain(search) for search in review.searches],
            "versions": {name: _plain(version) for name, version in review.versions.items()},
            "comparisons": {name: _comparison(found) for name, found in review.comparisons.items()},
            "outcomes": {name: _record(found) for name, found in review.outcomes.items()},
            "analyses": {name: _analysis(found) for name, found in review.analyses.items()},
            "values": {name: _value(found) for name, found in review.values.items()},
        }
    )


def _comparison(found: Comparison) -> Table:
    table = _record(found)
    for side in ("intervention", "control"):
        if table.get(f"{side}_label") == " or ".join(getattr(found, side)):
            del table[f"{side}_label"]
    return table


def _analysis(found: Analysis) -> Table:
    table = _record(found)
    table["published"] = _record(found.published) if found.published else None
    usual = {"level": 0.95, "per": 1000, "totals": "all", "subgroup_test": True, "swap_events": False}
    return _filled({key: value for key, value in table.items() if usual.get(key) != value})


def _value(found: NamedValue) -> Table:
    table = _record(found)
    of = table.pop("of", [])
    return {table.pop("function"): of[0] if len(of) == 1 else of, **table}


def _record(found: Comparison | Outcome | Analysis | NamedValue | Published) -> Table:
    """A record's fields that say something; a label that reading would make from the name says nothing."""
    own = {f.name: _plain(getattr(found, f.name)) for f in fields(found) if f.name not in ("name", "place")}
    if not isinstance(found, Published) and own.get("label") == label_of(found.name):
        del own["label"]
    if own.get("kind") == "counts":
        del own["kind"]
    return _filled(own)


def _plain(value: Any) -> Any:
    """A value of plain lists, tables and numbers."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value


def _filled(table: Table) -> Table:
    return {key: value for key, value in table.items() if value not in (None, "", [], (), {})}
