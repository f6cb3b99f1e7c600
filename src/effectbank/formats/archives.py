"""A zip that may come from anyone, opened in memory: nothing is written, nothing over the caps is kept.

What the archive says of itself (sizes, counts) is not believed: bytes are counted as they come out. Each refusal is
a Problem, and the rest is still read.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from effectbank.formats.cut_archives import mended
from effectbank.problems import Place, Problem
from effectbank.review.reading.faults import error, shown, warning

CHUNK = 1024**2
RATIO_COUNTS_FROM = CHUNK  # below it even a bomb is small
LARGEST_LIST = 8 * 1024**2  # of an archive's own list of its members
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError,
    OverflowError,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveCaps:
    """How much of an archive is taken: members, bytes of one and of all, unpacked bytes to a packed one, levels."""

    members: int = 5000
    member_bytes: int = 64 * 1024**2
    total_bytes: int = 256 * 1024**2
    ratio: int = 200
    depth: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """An archive's files by path, those of an archive within it as "a/b.zip/c.csv"; and what was passed over."""

    files: dict[str, bytes] = field(default_factory=dict)
    passed_over: list[str] = field(default_factory=list)  # ordinary members that were not wanted
    problems: list[Problem] = field(default_factory=list)


DEFAULT_CAPS = ArchiveCaps()


def unpack(
    source: Path | bytes,
    *,
    name: str = "",
    wanted: Callable[[str], bool] = lambda _: True,
    caps: ArchiveCaps = DEFAULT_CAPS,
) -> Unpacked:
    """The wanted files of a zip and of the zips in it. `name` is how a Problem calls the archive itself."""
    found = Unpacked()
    called = name or (source.name if isinstance(source, Path) else "archive")
    _Opening(wanted=wanted, caps=caps, found=found).read(source, called, within="", depth=1)
    return found


@dataclass(slots=True, kw_only=True)
class _Opening:
    """One opening of an archive: what is asked, and how much of the caps is used up."""

    wanted: Callable[[str], bool]
    caps: ArchiveCaps
    found: Unpacked
    members: int = 0
    taken: int = 0

    def read(self, source: Path | bytes, called: str, *, within: str, depth: int, again: bool = False) -> None:
        """All members of one archive; `within` precedes their paths. One cut off is mended, then read `again`."""
        try:
            stream = _opened(source)
        except OSError as fault:
            reason = fault.strerror or "the system refused"
            self._tell(error("unreadable", Place(file=called), f"cannot be read: {reason}"))
            return
        whole = None
        with stream:
            start = stream.peek(4)[:4]
            try:
                with zipfile.ZipFile(stream) as archive:
                    for path, info in self._members(archive, called, within):
                        self._take(archive, info, path, depth)
            except BROKEN as fault:
                whole = None if again or start != b"PK\x03\x04" else self._mended(stream)
                if whole is None:
                    self._tell(_not_a_zip(called, start, str(fault)))
                    return
        if whole is not None:
            self._tell(_cut_off(called))
            self.read(whole, called, within=within, depth=depth, again=True)

    def _mended(self, stream: _Bounded) -> bytes | None:
        """An archive that was cut off, with a list of its whole members."""
        stream.seek(0)
        pieces: list[bytes] = []
        while len(pieces) * CHUNK <= self.caps.total_bytes and (piece := stream.read(CHUNK)):
            pieces.append(piece)
        return mended(b"".join(pieces), most_members=self.caps.members, most_bytes=self.caps.total_bytes)

    def _members(self, archive: zipfile.ZipFile, called: str, within: str) -> Iterator[tuple[str, zipfile.ZipInfo]]:
        """Path and record of each ordinary file; whatever else claims to be one is told."""
        seen: set[str] = set()
        for info in archive.infolist():
            self.members += 1
            if self.members > self.caps.members:
                self._tell(_too_many(called, self.caps.members))
                return
            name = info.filename.replace("\\", "/")
            path = within + name
            if name.endswith("/"):
                continue
            refused = _refusal(info, name, path, seen)
            if refused:
                self._tell(refused)
                continue
            seen.add(path.casefold())
            yield path, info

    def _take(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, depth: int) -> None:
        nested = path.casefold().endswith(".zip")
        if not nested and not self.wanted(path):
            self.found.passed_over.append(path)
        elif nested and depth >= self.caps.depth:
            self._tell(_too_deep(path, self.caps.depth))
        else:
            raw = self._bytes_of(archive, info, path)
            if raw is not None and nested:
                self.read(raw, path, within=f"{path}/", depth=depth + 1)
            elif raw is not None:
                self.found.files[path] = raw

    def _bytes_of(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str) -> bytes | None:
        """A member's bytes, counted as they come; None (and told) where it is broken or goes over a cap."""
        pieces: list[bytes] = []
        size = 0
        try:
            with archive.open(info) as stream:
                while piece := stream.read(CHUNK):
                    pieces.append(piece)
                    size += len(piece)
                    self.taken += len(piece)
                    refused = self._over(path, size, info.compress_size)
                    if refused:
                        self._tell(refused)
                        return None
        except BROKEN as fault:
            self._tell(_broken_member(path, str(fault)))
            return None
        return b"".join(pieces)

    def _over(self, path: str, size: int, packed: int) -> Problem | None:
        if size > RATIO_COUNTS_FROM and size > self.caps.ratio * packed:
            return _bomb(path, packed, self.caps.ratio)
        if size > self.caps.member_bytes:
            return _over_cap(path, self.caps.member_bytes, "one file", "member_bytes")
        if self.taken > self.caps.total_bytes:
            return _over_cap(path, self.caps.total_bytes, "the whole archive", "total_bytes")
        return None

    def _tell(self, problem: Problem) -> None:
        self.found.problems.append(problem)


class _Bounded(io.BufferedReader):
    """A file of which no more is read in one go than an archive's list of members may take."""

    def read(self, size: int | None = -1, /) -> bytes:
        """As of any file, but for the bound."""
        asked = LARGEST_LIST + 1 if size is None or size < 0 else size
        if asked > LARGEST_LIST + 1:
            raise zipfile.BadZipFile(f"its list of members takes {asked:,} bytes")
        return super().read(asked)


def _opened(source: Path | bytes) -> _Bounded:
    raw = io.BytesIO(source) if isinstance(source, bytes) else io.FileIO(source)
    return _Bounded(raw)


def _refusal(info: zipfile.ZipInfo, name: str, path: str, seen: set[str]) -> Problem | None:
    """Why a member is not even opened."""
    place = Place(file=path if name and path.isprintable() else shown(path))
    if not name.isprintable() or re.match(r"$|/|[A-Za-z]:", name) or ".." in name.split("/"):
        hint = "no honest archive holds such a name; ask whoever made it"
        return error(
            "unsafe-name", place, "its name leads out of the archive, or cannot be printed; not read", hint
        )
    if stat.S_ISLNK(info.external_attr >> 16):
        return error("symlink", place, "a link, which is not followed", "pack the file itself")
    if info.flag_bits & 0x1:
        return error(
            "encrypted", place, "is encrypted, so it is not read", "unpack it with its password, then pack it"
        )
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return error("odd-compression", place, "is packed by an unusual method", "pack it again as an ordinary zip")
    if path.casefold() in seen:
        return error("name-twice", place, "the archive holds this name twice; only the first is read")
    return None


def _not_a_zip(called: str, start: bytes, reason: str) -> Problem:
    place = Place(file=called)
    if start == b"PK\x03\x04":
        hint = "was the download cut short? fetch it again"
        return error("broken-zip", place, f"is a zip, but broken or cut off ({reason})", hint)
    return error("not-a-zip", place, f"is no zip ({reason})", "is its name right? unpack it and give the folder")


def _cut_off(called: str) -> Problem:
    hint = "was the download cut short? fetch it again"
    return error("cut-off", Place(file=called), "is a zip without its end; what is whole of it is read", hint)


def _broken_member(path: str, reason: str) -> Problem:
    message = f"its bytes are not what the archive says ({reason or 'they end early'}); not read"
    return error("broken-member", Place(file=path), message, "fetch the archive again")


def _bomb(path: str, packed: int, ratio: int) -> Problem:
    message = f"{packed:,} packed bytes swell to more than {ratio} times as many, so it is not read"
    return error("zip-bomb", Place(file=path), message, "if it is honest, raise ArchiveCaps(ratio=…)")


def _over_cap(path: str, cap: int, of: str, setting: str) -> Problem:
    message = f"goes over the cap of {cap:,} bytes for {of}, so it is not read"
    return error("too-large", Place(file=path), message, f"raise the cap with ArchiveCaps({setting}=…)")


def _too_many(called: str, cap: int) -> Problem:
    message = f"holds more than {cap:,} members; from this one on they are not read"
    return error("too-many", Place(file=called), message, "raise ArchiveCaps(members=…)")


def _too_deep(path: str, cap: int) -> Problem:
    message = f"an archive within an archive, deeper than {cap} levels; not opened"
    return warning("too-deep", Place(file=path), message, "unpack it, or raise ArchiveCaps(depth=…)")
