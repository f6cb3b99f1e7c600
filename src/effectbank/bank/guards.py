"""The database itself refuses to change what was published, whoever asks it to.

Set up after every migration, because remaking a table (as SQLite must) drops its triggers.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

# Table: the columns that never change. None means none of them may.
KEPT: dict[str, tuple[str, ...] | None] = {
    "bank_revision": ("entry_id", "number", "published", "by", "reason", "title", "content", "seal"),
    "bank_revisionfile": None,
    "bank_storedfile": None,
}
SAYS = "a published revision is never changed or deleted"


def guard_revisions(*, using: str, **_: Any) -> None:
    """Make the triggers (post_migrate's signature)."""
    connection = connections[using]
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]()
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, statement in statements:
            if table in present:
                cursor.execute(statement)


def _sqlite() -> list[tuple[str, str]]:
    return [
        (table, f"CREATE TRIGGER IF NOT EXISTS {table}_{name} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END")
        for table, columns in KEPT.items()
        for name, event in (("unchanged", _update(columns)), ("kept", "DELETE"))
    ]  # fmt: skip


def _postgresql() -> list[tuple[str, str]]:
    refuse = (
        "CREATE OR REPLACE FUNCTION bank_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$"
    )
    triggers = [
        (table, f"CREATE OR REPLACE TRIGGER {table}_{name} BEFORE {event} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION bank_refuse()")
        for table, columns in KEPT.items()
        for name, event in (("unchanged", _update(columns)), ("kept", "DELETE"))
    ]  # fmt: skip
    return [("bank_revision", refuse), *triggers]


def _update(columns: tuple[str, ...] | None) -> str:
    return "UPDATE" if columns is None else "UPDATE OF " + ", ".join(f'"{column}"' for column in columns)
