"""What is made without the search for garbage counts as old afterwards, and the search is as it was before."""

from __future__ import annotations

import gc
from contextlib import suppress

import pytest

from effectbank.formats.collecting import without_collecting


@pytest.fixture(autouse=True)
def as_before():
    was = gc.isenabled()
    yield
    (gc.enable if was else gc.disable)()


@pytest.mark.parametrize("searching", [True, False])
def test_the_search_is_as_it_was(searching: bool) -> None:
    (gc.enable if searching else gc.disable)()
    with suppress(ZeroDivisionError), without_collecting():
        assert not gc.isenabled()
        raise ZeroDivisionError
    assert gc.isenabled() is searching
    assert gc.get_freeze_count() == 0


def test_what_was_made_is_not_walked_at_once() -> None:
    gc.enable()
    with without_collecting():
        made = [[number] for number in range(50_000)]
    assert gc.get_count()[0] < 50_000
    assert gc.is_tracked(made)


def test_what_somebody_keeps_apart_stays_so() -> None:
    gc.enable()
    gc.freeze()
    try:
        kept = gc.get_freeze_count()
        with without_collecting():
            pass
        assert gc.get_freeze_count() == kept > 0
    finally:
        gc.unfreeze()
