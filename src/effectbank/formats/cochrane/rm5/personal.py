"""Personal data are left out of what is taken over, and counted: e-mail addresses, telephones, faxes, post."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

EMAILS, PHONES, FAXES, POST = "e-mail addresses", "telephone numbers", "fax numbers", "postal addresses"
CONTACTS = "contact details of studies"

_BEFORE = re.compile(r"[\w.+-]{1,64}\Z")
_AFTER = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_CALLED = re.compile(r"tel|phone|mobile|fax", re.IGNORECASE)
_TELEPHONE = re.compile(
    r"\b(?P<word>tel|telephone|phone|mobile|fax)(?P<stop>[.:]?:?\s{0,3})(?:no\.?|number)?\s{0,3}"
    r"\+?\(?\d[\d\s()/.-]{5,24}\d\b",
    re.IGNORECASE,
)
_ABROAD = re.compile(r"\+\d{1,3}[\s.-]?\(?\d[\d\s()-]{5,18}\d\b")


@dataclass(frozen=True, slots=True)
class Personal:
    """What was left out, each value once, by kind."""

    found: dict[str, set[str]] = field(default_factory=dict)

    def leave_out(self, kind: str, value: str) -> None:
        """Count a value that is not taken over."""
        value = " ".join(value.split()).casefold()
        if value:
            self.found.setdefault(kind, set()).add(value)

    def counts(self) -> Mapping[str, int]:
        """How many of each kind were left out."""
        return {kind: len(values) for kind, values in sorted(self.found.items())}

    def cleaned(self, words: str) -> str:
        """Running words without e-mail addresses and telephone numbers."""
        if "@" in words:
            words = self._without_emails(words)
        if _CALLED.search(words):
            words = _TELEPHONE.sub(self._telephone, words)
        return _ABROAD.sub(self._abroad, words) if "+" in words else words

    def _without_emails(self, words: str) -> str:
        kept, at = [], 0
        while (sign := words.find("@", at)) >= 0:
            before = _BEFORE.search(words[max(at, sign - 64) : sign])
            after = _AFTER.match(words, sign + 1)
            if before is None or after is None:
                kept.append(words[at : sign + 1])
                at = sign + 1
                continue
            start = sign - len(before[0])
            self.leave_out(EMAILS, words[start : after.end()])
            kept.append(words[at:start] + "(e-mail address left out)")
            at = after.end()
        return "".join([*kept, words[at:]])

    def _telephone(self, found: re.Match[str]) -> str:
        fax = found["word"].casefold() == "fax"
        self.leave_out(FAXES if fax else PHONES, re.sub(r"\D", "", found[0]))
        return f"{found['word']}{found['stop']}(number left out)"

    def _abroad(self, found: re.Match[str]) -> str:
        if sum(sign.isdigit() for sign in found[0]) < 9:
            return found[0]
        self.leave_out(PHONES, re.sub(r"\D", "", found[0]))
        return "(telephone number left out)"
