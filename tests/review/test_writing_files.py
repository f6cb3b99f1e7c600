"""A file is written whole or not at all, and may be read by those who could read it before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from effectbank.review.writing.files import write_atomically


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("before", [0o600, 0o640, 0o644, 0o664])
def test_a_file_keeps_its_mode(tmp_path: Path, before: int) -> None:
    path = tmp_path / "text.md"
    path.write_bytes(b"old")
    path.chmod(before)
    assert write_atomically(path, b"new") == path
    assert (path.read_bytes(), mode(path)) == (b"new", before)


def test_a_new_file_may_be_read_by_all_or_as_another(tmp_path: Path) -> None:
    assert mode(write_atomically(tmp_path / "in" / "folders" / "page.html", b"page")) == 0o644
    (tmp_path / "text.md").touch(0o600)
    assert mode(write_atomically(tmp_path / "kept", b"text", like=tmp_path / "text.md")) == 0o600


def test_it_is_on_the_disk_before_it_is_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda _: done.append("on the disk"))
    replace = Path.replace

    def put(self: Path, target: Path) -> Path:
        done.append("in place")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", put)
    write_atomically(tmp_path / "text.md", b"new")
    assert done == ["on the disk", "in place"]


def test_what_fails_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "text.md"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("text.md", b"old")]
