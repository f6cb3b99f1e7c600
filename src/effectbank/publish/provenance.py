"""Whose words these are: the sentences over an entry, by its kind, relevance, availability and commentary."""

from __future__ import annotations

from collections.abc import Iterator

from effectbank.publish.kinds import OURS
from effectbank.review.model import SPREADSHEET
from effectbank.words import EntryKind

AVAILABILITY = {
    "order": "follow the title to order a copy",
    "free": "follow the title to read it free of charge",
    "reprint": "its authors may send a copy on request",
    "unavailable": "we know of no way to get a copy",
}
RELEVANCE = {
    "selected": "chosen as particularly relevant to those who plan, give or pay for such care",
    "added": "added for the record rather than picked out for its relevance",
}
_ABOUT = {
    EntryKind.STUDY: "our account of one study",
    EntryKind.REVIEW: "our account of a review, which brings the findings of several studies together",
    EntryKind.DOCUMENT: "our account of a document: guidance, policy, a report or statistics",
    EntryKind.HOT_TOPIC: "an essay of our own on a question still argued over",
    EntryKind.NOTES: "background notes of our own",
}
_NAMES = {EntryKind.STUDY: "study", EntryKind.REVIEW: "review", EntryKind.DOCUMENT: "document"}


def provenance(
    kind: EntryKind,
    *,
    relevance: str = "",
    availability: str = "",
    commentary: bool = False,
    written: bool = True,
    taken_from: str = "",
) -> tuple[str, ...]:
    """The sentences, in order.

    `relevance` is a word of RELEVANCE or ""; `availability` one of AVAILABILITY, or anything else, which is then
    said in a line of its own (`availability_line`). `commentary` says that the bank's own comments follow,
    `written` that there is any text yet. `taken_from` names the file of the source's own that words and data
    were taken over from.
    """
    if taken_from == SPREADSHEET:
        return tuple(_of_rows(written=written, commentary=commentary))
    if taken_from and kind not in OURS:
        opening = f"This entry holds a {_NAMES[kind]} as its own file ({taken_from}) gives it."
        return (opening, _original(kind, availability), _taken(written=written), _comments(commentary))
    opening = f"This entry is {_about(kind, relevance)}."
    if not written:
        return (opening, _stub(kind, availability))
    if kind in OURS:
        return (opening, "What others found in it is marked as theirs; the rest is ours.")
    return (opening, _original(kind, availability), _whose(kind), _comments(commentary))


def _of_rows(*, written: bool, commentary: bool) -> Iterator[str]:
    """What is said of trials that somebody listed, where no review is told of."""
    yield "This entry holds trials as a spreadsheet lists them; the results are computed here from its rows."
    if written:
        yield _comments(commentary)
    else:
        yield "Nobody has written about them here yet."


def availability_line(availability: str) -> str:
    """What is said of getting the original when it isn't one of the ordinary ways."""
    return "" if availability in AVAILABILITY else availability


def _about(kind: EntryKind, relevance: str) -> str:
    return ", ".join(filter(None, (_ABOUT[kind], RELEVANCE.get(relevance, ""))))


def _original(kind: EntryKind, availability: str) -> str:
    way = AVAILABILITY.get(availability, "")
    return f"We did not publish the original {_NAMES[kind]}{f'; {way}' if way else ''}."


def _whose(kind: EntryKind) -> str:
    return f"The summary tells what the {_NAMES[kind]} found and what its authors make of it, not what we think."


def _taken(*, written: bool) -> str:
    words = "Words and data are" if written else "The data are"
    return f"{words} those of its authors, taken over as they are; the results are computed here from the data."


def _comments(commentary: bool) -> str:
    if commentary:
        return "Our own comments come after it, or in square brackets."
    return "We add no commentary."


def _stub(kind: EntryKind, availability: str) -> str:
    if kind in OURS:
        return "Its text is not in this bank yet: only what is listed here."
    way = AVAILABILITY.get(availability, "")
    return f"It has not been analysed yet: the bank holds only what is listed here{f'; {way}' if way else ''}."
