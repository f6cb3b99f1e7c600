"""The templates' surroundings: one Jinja2 environment for files on disk and for Django's Jinja2 backend."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from effectbank.publish import kinds
from effectbank.publish.dates import in_words
from effectbank.publish.site import SCRIPTS, STYLES


def environment(**options: Any) -> Environment:
    """An environment over publish/templates (and the loader Django hands in): escaping on, unknown names loud."""
    chosen = {"loader": PackageLoader("effectbank.publish"), **options}
    chosen |= {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**chosen)  # noqa: S701 -- autoescape is set two lines up
    made.globals |= {
        "styles": STYLES,
        "scripts": SCRIPTS,
        "style_text": style_text,
        "script_text": script_text,
        "inline_policy": inline_policy,
        "kind_label": kinds.label,
        "kind_heading": kinds.heading,
        "kind_plural": kinds.plural,
    }
    made.filters["date"] = in_words
    return made


@cache
def shared_environment() -> Environment:
    """The environment of pages written to disk."""
    return environment()


def static_text(name: str) -> str:
    """A file of publish/static, as text."""
    return (files("effectbank.publish") / "static" / name).read_text(encoding="utf-8")


@cache
def style_text() -> Markup:
    """All style sheets in one, for a page that carries its own."""
    return Markup("\n".join(static_text(name) for name in STYLES))  # noqa: S704 -- our own files


@cache
def script_text() -> Markup:
    """All scripts in one, for a page that carries its own."""
    return Markup("\n".join(static_text(name) for name in SCRIPTS))  # noqa: S704 -- our own files


@cache
def inline_policy() -> str:
    """The content policy of a page that carries its own style and script: these two texts and nothing else."""
    style, script = (_digest(text()) for text in (style_text, script_text))
    return f"default-src 'none'; style-src {style}; script-src {script}; img-src data:; base-uri 'none'"


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
