"""TeX's way of writing letters and signs, to plain text and back."""

from __future__ import annotations

import re
import unicodedata

from effectbank.formats.bibliography.tagged import as_read

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
SIGNS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
    "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "ng": "ŋ", "NG": "Ŋ", "dj": "đ",
    "DJ": "Đ", "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~",
    "textasciicircum": "^", "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘",
    "textquotedblleft": "“", "textquotedblright": "”", "textdegree": "°", "textregistered": "®", "copyright": "©",
    "texttrademark": "™", "pounds": "£", "S": "§", "dots": "…", "ldots": "…", "textless": "<",
    "textgreater": ">", "textbar": "|", "slash": "/",
}  # fmt: skip
FACES = "emph|textit|textbf|textsc|textrm|textsf|texttt|text|mkbibquote|mbox|it|em|bf|sc|rm"
NAMED = "|".join(sorted(SIGNS, key=len, reverse=True))
COMMAND = re.compile(
    r"\\(?P<sign_accent>[`'^~=.\"])\s*(?:\{\s*(?P<a>\\?\w?)\s*\}|(?P<b>\\[ij](?![A-Za-z])|\w))"
    r"|\\(?P<word_accent>[uvHcdbrk])(?:\s*\{\s*(?P<c>\\?\w?)\s*\}|\s+(?P<d>\w))"
    rf"|\\(?P<name>{NAMED})(?:\s*\{{\}}|\s+|(?![A-Za-z]))"
    rf"|\\(?P<face>(?:{FACES})(?![A-Za-z])\s*)|\\(?P<escaped>[&%$#_{{}} ])|(?P<brace>[{{}}])|(?P<tie>~)"
)
SPECIAL = str.maketrans(
    {"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
     "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_"}
)  # fmt: skip
BLANK_LINES = re.compile(r"\n\n+")


def from_tex(tex: str) -> str:
    """Plain text: lines joined but for paragraphs, letters composed, braces gone; commands nobody knows stay."""
    text = "\n".join(" ".join(part.split("\n")) for part in BLANK_LINES.split(as_read(tex)))
    if "\\" in text or "{" in text or "}" in text or "~" in text:
        text = COMMAND.sub(_plain, text)
    return as_read(text)


def _plain(found: re.Match[str]) -> str:
    accent = found["sign_accent"] or found["word_accent"]
    if accent:
        letter = found["a"] or found["b"] or found["c"] or found["d"] or ""
        if not letter and found["a"] is None and found["c"] is None:
            letter = found[0][-1]
        letter = {"\\i": "i", "\\j": "j"}.get(letter, letter.lstrip("\\"))
        return unicodedata.normalize("NFC", letter + ACCENTS[accent])
    if found["name"]:
        return SIGNS[found["name"]]
    return found["escaped"] or (" " if found["tie"] else "")


def to_tex(text: str) -> str:
    """The text with TeX's own signs written so that they are read as signs; letters stay as they are."""
    parts = text.translate(SPECIAL).split("\n")
    return "\n\n".join(f"{{@}}{part[1:]}" if part.startswith("@") else part for part in parts)
