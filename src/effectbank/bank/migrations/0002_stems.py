"""SQLite only: the full-text index finds words by their stems, as PostgreSQL's English configuration does."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

TABLE = "modelsearch_indexentry_fts"
COLUMNS = "autocomplete, body, title"


def _remake(schema_editor: Any, options: str) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    # The table keeps its name, so the library's triggers go on filling it.
    schema_editor.execute(f"DROP TABLE {TABLE}")
    schema_editor.execute(f"CREATE VIRTUAL TABLE {TABLE} USING fts5({COLUMNS}{options})")
    schema_editor.execute(
        f"INSERT INTO {TABLE}(rowid, {COLUMNS}) SELECT id, {COLUMNS} FROM modelsearch_indexentry"  # noqa: S608 -- constants
    )


def by_stem(_apps: Any, schema_editor: Any) -> None:
    """Words by their stems: prison, imprisoned and imprisonment stay three words, implant and implants are one."""
    _remake(schema_editor, ", tokenize='porter unicode61'")


def by_word(_apps: Any, schema_editor: Any) -> None:
    """As the library makes it."""
    _remake(schema_editor, "")


class Migration(migrations.Migration):
    """After the library's own index exists."""

    dependencies: ClassVar = [
        ("bank", "0001_initial"),
        ("modelsearch", "0004_rename_modelsear_autocom_476c89_gin_modelsearch_autocom_ea8581_gin_and_more"),
    ]
    operations: ClassVar = [migrations.RunPython(by_stem, by_word)]
