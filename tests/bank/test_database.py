"""One setting names the database; what cannot be read is said so."""

from __future__ import annotations

from pathlib import Path

import pytest

from effectbank.bank.database import database
from effectbank.problems import BadInput

HERE = Path("/bank")


def test_without_an_address_it_is_a_file_in_the_banks_folder() -> None:
    settings = database("", HERE)
    assert settings["ENGINE"] == "django.db.backends.sqlite3"
    assert settings["NAME"] == str(HERE / "bank.sqlite3")
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in settings["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in settings["OPTIONS"]["init_command"]


@pytest.mark.parametrize(
    ("address", "file"), [("sqlite:///bank.db", "bank.db"), ("sqlite:////srv/a%20b/bank.db", "/srv/a b/bank.db")]
)
def test_sqlite_addresses(address: str, file: str) -> None:
    assert database(address, HERE)["NAME"] == file


def test_a_postgresql_address_in_full() -> None:
    settings = database("postgresql://ed:p%40ss%2Fword@db.example.org:5433/evidence?sslmode=require", HERE)
    told = {name: settings[name] for name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    assert told == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "evidence",
        "USER": "ed",
        "PASSWORD": "p@ss/word",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_short_postgres_address_leaves_the_rest_to_its_defaults() -> None:
    settings = database("postgres:///evidence", HERE)
    assert (settings["NAME"], settings["HOST"], settings["PORT"], settings["USER"]) == ("evidence", "", "", "")


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("mysql://host/name", "mysql.*postgres"),
        ("postgesql://host/name", "did you mean postgresql"),
        ("postgresql://host:port/name", "cannot be read.*postgresql://user@host:5432/name"),
        ("postgresql://host", "names no database"),
        ("sqlite://", "names no database"),
        ("bank.db", "begins with ''"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_way_out(address: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        database(address, HERE)
