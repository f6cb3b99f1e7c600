"""The swap of a folder's next state for its last: whenever it is killed, nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from effectbank.review.updating import before_of, restore, swap_in, swapping, take_back
from effectbank.review.updating.swapping import NothingToTakeBack, undone_of

OLD = {"text.md": b"old\n", "data/a.csv": b"1\n", "notes/own.txt": b"mine\n", ".hidden": b"kept\n"}
NEW = {"text.md": b"new\n", "data/b.csv": b"2\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "hats"
    for name, raw in OLD.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(raw)
    return root


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_what_is_new_is_there_and_all_else_stays(folder: Path) -> None:
    swap_in(folder, NEW, frozenset({"data/a.csv"}))
    rest = {name: OLD[name] for name in ("notes/own.txt", ".hidden")}
    assert files(folder) == {**NEW, **rest}
    assert files(before_of(folder)) == OLD
    assert sorted(path.name for path in folder.parent.iterdir()) == [".hats.before-update", "hats"]


def test_it_is_taken_back_and_what_was_made_is_kept(folder: Path) -> None:
    swap_in(folder, NEW, frozenset())
    (folder / "text.md").write_bytes(b"edited since\n")
    take_back(folder)
    assert files(folder) == OLD
    assert files(undone_of(folder))["text.md"] == b"edited since\n"
    with pytest.raises(NothingToTakeBack, match="nothing to undo"):
        take_back(folder)


def test_a_second_swap_goes_back_one_step(folder: Path) -> None:
    swap_in(folder, NEW, frozenset())
    swap_in(folder, {"text.md": b"newer\n"}, frozenset())
    take_back(folder)
    assert files(folder)["text.md"] == b"new\n"


@pytest.mark.parametrize("after", [0, 1])
def test_killed_while_the_new_state_is_made_the_folder_is_as_it_was(
    folder: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []
    plain = swapping.write_atomically

    def killed(path: Path, content: bytes) -> Path:
        if len(written) == after:
            raise KeyboardInterrupt
        written.append(path)
        return plain(path, content)

    monkeypatch.setattr(swapping, "write_atomically", killed)
    with pytest.raises(KeyboardInterrupt):
        swap_in(folder, NEW, frozenset())
    assert files(folder) == OLD
    monkeypatch.setattr(swapping, "write_atomically", plain)
    swap_in(folder, NEW, frozenset())
    assert files(folder)["text.md"] == b"new\n"


def test_stopped_between_its_two_moves_it_puts_the_folder_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Path.rename

    def stopped(self: Path, target: Path) -> Path:
        if self.name.endswith("being-made"):
            raise KeyboardInterrupt
        return plain(self, target)

    monkeypatch.setattr(Path, "rename", stopped)
    with pytest.raises(KeyboardInterrupt):
        swap_in(folder, NEW, frozenset())
    assert files(folder) == OLD


def test_killed_for_good_between_its_two_moves_the_folder_is_found_again(folder: Path) -> None:
    folder.rename(before_of(folder))
    assert restore(folder)
    assert files(folder) == OLD
    assert not restore(folder)


def test_a_link_to_a_folder_stays_a_link(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    swap_in(link, NEW, frozenset())
    assert link.is_symlink()
    assert files(folder)["text.md"] == b"new\n"
    take_back(link)
    assert files(folder) == OLD
