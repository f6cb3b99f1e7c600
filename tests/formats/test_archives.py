"""Zips from anyone: what is read, what is refused, and that the rest is read all the same."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from effectbank.formats.archives import ArchiveCaps, Unpacked, unpack


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, raw in members:
            archive.writestr(name, raw, method)
    return stream.getvalue()


def codes(found: Unpacked) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.file) for problem in found.problems]


GOOD = ("good.csv", b"study,n\n")


def test_files_by_path_and_those_of_a_zip_within_by_both_paths() -> None:
    inner = zipped(("a/b.csv", b"inner"))
    found = unpack(zipped(("x/one.csv", b"outer"), ("x/data.zip", inner)))
    assert found.files == {"x/one.csv": b"outer", "x/data.zip/a/b.csv": b"inner"}
    assert found.problems == []


def test_what_is_not_wanted_is_not_unpacked_but_named() -> None:
    found = unpack(zipped(GOOD, ("figure.svg", b"<svg/>")), wanted=lambda path: path.endswith(".csv"))
    assert found.files == {"good.csv": b"study,n\n"}
    assert found.passed_over == ["figure.svg"]


def test_windows_separators_are_separators() -> None:
    info = zipfile.ZipInfo("x")
    info.filename = "folder\\data.csv"  # ZipInfo itself would leave it on this system
    assert [*unpack(zipped((info, b"1"))).files] == ["folder/data.csv"]


@pytest.mark.parametrize(
    "name", ["../out.csv", "a/../../out.csv", "/etc/out.csv", "C:/out.csv", "..\\out.csv", "a\nb"]
)
def test_names_that_lead_out_are_refused_and_the_rest_is_read(name: str) -> None:
    found = unpack(zipped((name, b"evil"), GOOD))
    assert found.files == {"good.csv": b"study,n\n"}
    assert [code for code, _ in codes(found)] == ["unsafe-name"]


def test_links_are_not_followed() -> None:
    link = zipfile.ZipInfo("data.csv")
    link.external_attr = 0o120777 << 16
    found = unpack(zipped((link, b"../../etc/passwd"), GOOD))
    assert codes(found) == [("symlink", "data.csv")]
    assert [*found.files] == ["good.csv"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_a_name_given_twice_the_first_is_read() -> None:
    found = unpack(zipped(("a.csv", b"first"), ("A.csv", b"second"), ("a.csv", b"third")))
    assert found.files == {"a.csv": b"first"}
    assert codes(found) == [("name-twice", "A.csv"), ("name-twice", "a.csv")]


def test_encrypted_members_are_told() -> None:
    raw = bytearray(zipped(("secret.csv", b"1,2"), GOOD))
    local, central = raw.index(b"PK\x03\x04"), raw.index(b"PK\x01\x02")
    raw[local + 6] |= 1
    raw[central + 8] |= 1
    found = unpack(bytes(raw))
    assert codes(found) == [("encrypted", "secret.csv")]
    assert [*found.files] == ["good.csv"]


def test_methods_that_cannot_be_bounded_are_refused() -> None:
    found = unpack(zipped(GOOD, method=zipfile.ZIP_BZIP2))
    assert codes(found) == [("odd-compression", "good.csv")]


BOMB = b"0" * (8 * 1024**2)  # packs a thousand times


def test_a_bomb_is_given_up_as_it_swells_and_costs_little() -> None:
    raw = zipped(("bomb.csv", BOMB * 8), GOOD)
    tracemalloc.start()
    found = unpack(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert codes(found) == [("zip-bomb", "bomb.csv")]
    assert [*found.files] == ["good.csv"]
    assert peak < 20 * 1024**2  # of the 64 MB it would be


def test_a_bomb_within_a_zip() -> None:
    found = unpack(zipped(("inner.zip", zipped(("bomb.csv", BOMB))), GOOD))
    assert codes(found) == [("zip-bomb", "inner.zip/bomb.csv")]
    assert [*found.files] == ["good.csv"]


def test_nesting_ends_at_its_cap() -> None:
    third = zipped(("deep.csv", b"1"))
    raw = zipped(("b.zip", zipped(("c.zip", third))), GOOD)
    assert codes(unpack(raw)) == [("too-deep", "b.zip/c.zip")]
    assert "b.zip/c.zip/deep.csv" in unpack(raw, caps=ArchiveCaps(depth=3)).files


def test_the_size_that_an_archive_claims_is_not_believed() -> None:
    raw = bytearray(zipped(("small.csv", BOMB)))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", raw, raw.index(mark) + offset, 3)
    found = unpack(bytes(raw), caps=ArchiveCaps(ratio=10**6))
    assert [code for code, _ in codes(found)] == ["broken-member"]
    assert found.files == {}


def test_caps_on_bytes() -> None:
    raw = zipped(("a.csv", b"a" * 400), ("b.csv", b"b" * 400), ("c.csv", b"c" * 100))
    assert codes(unpack(raw, caps=ArchiveCaps(member_bytes=200))) == [
        ("too-large", "a.csv"),
        ("too-large", "b.csv"),
    ]
    over = unpack(raw, caps=ArchiveCaps(total_bytes=600))
    assert [*over.files] == ["a.csv"]
    assert "raise the cap with ArchiveCaps(total_bytes=…)" in str(over.problems[0])


def test_members_over_the_cap_are_not_read() -> None:
    raw = zipped(*((f"{number}.csv", b"") for number in range(20)))
    found = unpack(raw, name="many.zip", caps=ArchiveCaps(members=5))
    assert len(found.files) == 5
    assert codes(found) == [("too-many", "many.zip")]


def test_a_list_of_members_larger_than_any_is_not_even_read() -> None:
    raw = bytearray(zipped(GOOD) + b"\0" * 22)
    end = raw.rindex(b"PK\x05\x06")
    struct.pack_into("<I", raw, end + 12, 2**31)
    found = unpack(bytes(raw))
    assert [code for code, _ in codes(found)] == ["cut-off"]
    assert found.files == {"good.csv": b"study,n\n"}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not-a-zip"),
        (b"study,n\n", "not-a-zip"),
        (zipped(GOOD)[:40], "broken-zip"),
        (b"PK\x03\x04" * 99, "broken-zip"),
    ],
    # A zip holds the hour it was made: written out, it would name the test anew in each process.
    ids=["empty", "text", "cut-off", "magic-alone"],
)
def test_what_is_no_zip_is_told_with_a_way_out(raw: bytes, code: str) -> None:
    found = unpack(raw, name="data.zip")
    assert codes(found) == [(code, "data.zip")]
    assert found.problems[0].hint


def test_a_member_of_wrong_bytes_is_told_and_the_rest_is_read() -> None:
    raw = bytearray(zipped(("a.csv", b"study,events,total\n"), GOOD, method=zipfile.ZIP_STORED))
    raw[raw.index(b"events")] ^= 1
    found = unpack(bytes(raw))
    assert codes(found) == [("broken-member", "a.csv")]
    assert [*found.files] == ["good.csv"]


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    assert codes(unpack(tmp_path / "none.zip")) == [("unreadable", "none.zip")]
    assert codes(unpack(tmp_path)) == [("unreadable", tmp_path.name)]


class _Unseekable(io.BytesIO):
    """What a program writes to that packs as it sends: sizes follow the data."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: object) -> int:
        raise io.UnsupportedOperation


def streamed(*members: tuple[str, bytes]) -> bytes:
    stream = _Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members:
            archive.writestr(name, raw)
    return stream.getvalue()


@pytest.mark.parametrize("pack", [zipped, streamed])
@pytest.mark.parametrize("kept", [1, 2, 3])
def test_of_an_archive_cut_off_what_is_whole_is_read(pack: Callable[..., bytes], kept: int) -> None:
    members = [(f"{number}.csv", f"study,n\n{number}\n".encode() * 99) for number in range(3)]
    whole = pack(*members)
    starts = [whole.index(f"{number}.csv".encode()) - 30 for number in range(3)] + [whole.index(b"PK\x01\x02")]
    for cut in (starts[kept], starts[kept] + 20):
        found = unpack(whole[:cut], name="cut.zip")
        assert found.files == dict(members[:kept])
        assert codes(found) == [("cut-off", "cut.zip")]


def test_a_bomb_that_was_cut_off_is_given_up_too() -> None:
    found = unpack(streamed(("bomb.csv", BOMB))[:-60], caps=ArchiveCaps(total_bytes=1024**2))
    assert [code for code, _ in codes(found)] == ["broken-zip"]
