"""What each kind of entry is called: in lists, over the page, in the plural, and what its voices are headed."""

from __future__ import annotations

from effectbank.review.model import SPREADSHEET
from effectbank.words import EntryKind, Voice

_PLURALS = {
    EntryKind.STUDY: "Studies",
    EntryKind.REVIEW: "Reviews",
    EntryKind.DOCUMENT: "Documents",
    EntryKind.HOT_TOPIC: "Hot topics",
    EntryKind.NOTES: "Notes",
}
_HEADINGS = {
    EntryKind.STUDY: "Research analysis",
    EntryKind.REVIEW: "Review analysis",
    EntryKind.DOCUMENT: "Document",
    EntryKind.HOT_TOPIC: "Hot topic",
    EntryKind.NOTES: "Background notes",
}
_VOICES = {
    Voice.FINDINGS: "What the {source} found",
    Voice.CONCLUSIONS: "What its authors concluded",
    Voice.COMMENTARY: "What we make of it",
}
_OWN_VOICES = {
    Voice.FINDINGS: "What has been found",
    Voice.CONCLUSIONS: "What its authors concluded",
    Voice.COMMENTARY: "What we make of it",
}
OURS = frozenset({EntryKind.HOT_TOPIC, EntryKind.NOTES})


def label(kind: str) -> str:
    """The mark of a list line: "REVIEW"."""
    return str(kind).upper()


def plural(kind: str) -> str:
    """The heading of a list: "Hot topics"."""
    return _PLURALS[EntryKind(kind)]


def heading(kind: str, taken_from: str = "") -> str:
    """What stands over an entry page: "Review analysis"; over trials that nobody has told of yet, what they are."""
    return "Trials of a spreadsheet" if taken_from == SPREADSHEET else _HEADINGS[EntryKind(kind)]


def voice_heading(voice: Voice, kind: EntryKind) -> str:
    """What stands over a voice: whose words these are, in words."""
    words = _OWN_VOICES if kind in OURS else _VOICES
    return words[voice].format(source=kind)


def source_word(kind: EntryKind) -> str:
    """What the thing an entry tells of is called within a sentence."""
    return "analysis" if kind in OURS else str(kind)
