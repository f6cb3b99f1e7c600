"""The entry's folder as one zip file, the same bytes for the same folder."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip file knows: an archive carries no clock of ours


def folder_zip(name: str, files: Mapping[str, bytes]) -> bytes:
    """A zip of the folder, its files in alphabetical order under the folder's name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{name}/{path}", date_time=_EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[path], zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def as_address(content: bytes, kind: str = "application/zip") -> str:
    """Bytes as an address of their own, for a page that carries its data."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
