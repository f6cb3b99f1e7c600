"""The founding folder, read once, and a way to change a file of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from effectbank.review import Review, open_folder, read_files


@pytest.fixture(scope="session")
def founding() -> Review:
    return open_folder("naltrexone-2011")


@pytest.fixture
def changed(founding: Review) -> Callable[..., Review]:
    """`changed(("data/retained.csv", "12,27", "14,27"), …)`: the folder with words of its files replaced."""

    def change(*replacements: tuple[str, str, str]) -> Review:
        files = dict(founding.files)
        for file, old, new in replacements:
            assert old.encode() in files[file], (file, old)
            files[file] = files[file].replace(old.encode(), new.encode(), 1)
        return read_files("naltrexone-2011", files)

    return change
