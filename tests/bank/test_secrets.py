"""Each bank has a secret of its own."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from effectbank.bank.secrets import secret_key
from effectbank.problems import BadInput


def test_it_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    assert len(key) >= 64
    assert secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]


def test_two_banks_have_two(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
    assert secret_key(folders[0]) != secret_key(folders[1])


def test_those_who_race_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: secret_key(tmp_path), range(32)))) == 1


def test_a_short_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("letmein\n")
    with pytest.raises(BadInput, match="7 characters, too few"):
        secret_key(tmp_path)
