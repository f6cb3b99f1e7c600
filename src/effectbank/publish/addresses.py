"""Addresses from a folder are not to be trusted: which may become a link."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

_SAFE = frozenset({"http", "https", "mailto"})


def safe_address(address: str) -> str:
    """The address if a reader may be sent there (web, mail, or within the page), else ""."""
    cleaned = "".join(letter for letter in address.strip() if letter.isprintable())
    if cleaned.startswith("#"):
        return cleaned
    try:
        parts = urlsplit(cleaned)
    except ValueError:
        return ""
    return cleaned if parts.scheme.casefold() in _SAFE and (parts.netloc or parts.scheme == "mailto") else ""


def mail_to(address: str, *, subject: str, body: str) -> str:
    """A prepared message to somebody."""
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject)}&body={quote(body)}"
