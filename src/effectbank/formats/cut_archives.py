"""A zip that was cut off: its list of members, which stands at its end, made anew from what precedes each."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

LOCAL, CENTRAL, END, DESCRIPTOR = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x07\x08"
HEAD = struct.Struct("<4s5H3I2H")
LISTED = struct.Struct("<4s6H3I5H2I")
LAST = struct.Struct("<4s4H2IH")
FOLLOWS, DEFLATED = 0x8, 8  # the flag that sizes follow the data; the method
STEP = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A member's packed bytes by their number, what they unpack to, and where the next member begins."""

    packed: int
    size: int
    crc: int
    end: int


def mended(raw: bytes, *, most_members: int, most_bytes: int) -> bytes | None:
    """The archive up to its last whole member, with a list of them; None where not even one is whole.

    Where sizes follow the data, the data are unpacked to find their end, up to `most_bytes` in all.
    """
    entries: list[bytes] = []
    offset = 0
    while len(entries) <= most_members and raw.startswith(LOCAL, offset) and offset + HEAD.size <= len(raw):
        _, version, flags, method, time, date, crc, packed, size, name, extra = HEAD.unpack_from(raw, offset)
        start = offset + HEAD.size + name + extra
        found: Measured | None = Measured(packed=packed, size=size, crc=crc, end=start + packed)
        if flags & FOLLOWS:
            found = _measured(raw, start, most_bytes) if method == DEFLATED else None
        if found is None or found.end > len(raw):
            break
        most_bytes -= found.size
        head = (CENTRAL, version, version, flags, method, time, date, found.crc, found.packed, found.size, name)
        entries.append(LISTED.pack(*head, 0, 0, 0, 0, 0, offset) + raw[offset + HEAD.size : start - extra])
        offset = found.end
    if not entries:
        return None
    listed = b"".join(entries)
    count = min(len(entries), 0xFFFF)
    return raw[:offset] + listed + LAST.pack(END, 0, 0, count, count, len(listed), offset, 0)


def _measured(raw: bytes, start: int, most_bytes: int) -> Measured | None:
    """Deflated data from `start` on; None where they don't end, or swell to more than `most_bytes`."""
    unpacker, crc, size, at = zlib.decompressobj(-zlib.MAX_WBITS), 0, 0, start
    while not unpacker.eof:
        given = unpacker.unconsumed_tail or raw[at : at + STEP]
        at += 0 if unpacker.unconsumed_tail else len(given)
        try:
            piece = unpacker.decompress(given, STEP)
        except zlib.error:
            return None
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        if size > most_bytes or (not given and not piece):
            return None
    packed = at - len(unpacker.unused_data) - start
    end = start + packed
    return Measured(packed=packed, size=size, crc=crc, end=end + (16 if raw.startswith(DESCRIPTOR, end) else 12))
