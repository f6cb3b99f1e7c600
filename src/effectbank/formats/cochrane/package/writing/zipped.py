"""Files as a zip whose bytes depend on nothing but them: members in order, all of one moment."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that a zip can tell
READABLE = 0o644 << 16


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """The zip of files by their path in it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            member = zipfile.ZipInfo(path, MOMENT)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = READABLE
            member.create_system = 3  # Unix, on every system
            archive.writestr(member, files[path])
    return stream.getvalue()
