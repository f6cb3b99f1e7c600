"""Writing back: equal when read again, untouched files to the byte, changed ones whole or not at all."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from pathlib import Path

import pytest

from effectbank.problems import BadInput
from effectbank.review import Review, open_folder, read_folder, shipped
from effectbank.review.write import bytes_of, write_folder


@pytest.fixture
def founding() -> Review:
    return open_folder("naltrexone-2011")


@pytest.mark.parametrize("name", shipped())
def test_what_is_read_is_written_back_to_the_byte(name: str, tmp_path: Path) -> None:
    review = open_folder(name)
    write_folder(review, tmp_path / name)
    assert {
        p.relative_to(tmp_path / name).as_posix(): p.read_bytes() for p in (tmp_path / name).rglob("*.*")
    } == dict(review.files)
    assert read_folder(tmp_path / name) == review


@pytest.mark.parametrize("name", shipped())
def test_a_review_without_its_files_is_written_from_its_records(name: str, tmp_path: Path) -> None:
    review = open_folder(name)
    write_folder(replace(review, files={}), tmp_path / name)
    again = read_folder(tmp_path / name)
    assert again.read_problems == ()
    assert [f.name for f in fields(Review) if f.compare and getattr(again, f.name) != getattr(review, f.name)] == []


def test_only_the_changed_file_is_touched(founding: Review) -> None:
    study = replace(founding.studies["guo_2001"], year=2002)
    changed = bytes_of(replace(founding, studies={**founding.studies, "guo_2001": study}))
    assert [name for name in changed if changed[name] != founding.files[name]] == ["studies.csv"]
    before, after = founding.files["studies.csv"].split(b"\n"), changed["studies.csv"].split(b"\n")
    apart = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert len(apart) == 1
    assert apart[0][1] == apart[0][0].replace(b"guo_2001,2001", b"guo_2001,2002")


def test_a_changed_plan_keeps_its_comments_and_every_other_line(founding: Review) -> None:
    analysis = replace(founding.analyses["retained"], model="common")
    changed = bytes_of(replace(founding, analyses={**founding.analyses, "retained": analysis}))["review.toml"]
    before, after = founding.files["review.toml"].split(b"\n"), changed.split(b"\n")
    assert [(a, b) for a, b in zip(before, after, strict=True) if a != b] == [
        (b'model = "random"', b'model = "common"')
    ]


def test_numbers_keep_the_decimals_they_were_written_with(founding: Review) -> None:
    made = bytes_of(replace(founding, files={}))["review.toml"]
    assert b"high = 2.82" in made
    assert b"low = 0.80" in made


def test_comments_on_top_of_a_sheet_stay(tmp_path: Path) -> None:
    (tmp_path / "entry.toml").write_text('kind = "notes"\ntitle = "t"\n')
    (tmp_path / "facts.csv").write_text("# quoted\nfact,value,source\na,1,s\n")
    review = read_folder(tmp_path)
    changed = replace(review, facts={"a": replace(review.facts["a"], value="2")})
    assert write_folder(changed, tmp_path) == ("facts.csv",)
    assert (tmp_path / "facts.csv").read_text() == "# quoted\nfact,value,source\na,2,s\n"


def test_writing_again_touches_nothing(founding: Review, tmp_path: Path) -> None:
    assert len(write_folder(founding, tmp_path / "a")) == len(founding.files)
    assert write_folder(founding, tmp_path / "a") == ()


def test_a_kill_while_writing_leaves_the_old_file_whole(
    founding: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(founding, tmp_path)
    changed = replace(founding, card=replace(founding.card, title="Another"))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", killed)
    with pytest.raises(KeyboardInterrupt):
        write_folder(changed, tmp_path)
    assert (tmp_path / "entry.toml").read_bytes() == founding.files["entry.toml"]
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_a_file_that_was_not_wholly_read_is_not_rewritten(tmp_path: Path) -> None:
    (tmp_path / "entry.toml").write_text('kind = "notes"\ntitle = "t"\n')
    (tmp_path / "facts.csv").write_text('fact,value,source\na,1,s\nb,"2"x,s\n')
    review = read_folder(tmp_path)
    with pytest.raises(BadInput, match=r"facts\.csv would be rewritten, but not all of it was read: facts\.csv:3"):
        write_folder(replace(review, facts={}), tmp_path)
    assert (tmp_path / "facts.csv").read_text().endswith('b,"2"x,s\n')


@pytest.mark.parametrize("name", ["../out.csv", "/tmp/out.csv", "data/../../out.csv"])
def test_no_file_is_written_outside_the_folder(founding: Review, name: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="outside the folder"):
        write_folder(replace(founding, files={**founding.files, name: b"x"}), tmp_path / "a")
    assert not (tmp_path / "out.csv").exists()


def test_a_link_in_the_way_is_not_followed(founding: Review, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "data").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadInput, match="outside the folder"):
        write_folder(founding, tmp_path / "a")
    assert list((tmp_path / "elsewhere").iterdir()) == []
