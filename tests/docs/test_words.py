"""The glossary names records that exist, the decisions list the dependencies that are there."""

from __future__ import annotations

import importlib
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
DECISIONS = ROOT / "docs" / "decisions"

# DESIGN section 2's table: every word has its paragraph.
WORDS = {
    *("Record", "Report", "Study", "Arm", "Outcome", "Datum", "Comparison", "Effects", "Analysis", "Pooled"),
    *("Regression", "Interval", "Claim", "Fact", "Place", "Problem", "Review", "Entry", "Revision", "Voice"),
    *("Passage", "Note", "Unfold", "Comment", "Relation", "Subject"),
}


def paragraphs() -> dict[str, str]:
    """The glossary's paragraphs by their heads."""
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^## (.+?)\n(.+?)(?=\n## |\Z)", text, re.MULTILINE | re.DOTALL))


def resolves(path: str) -> bool:
    """Whether a dotted path leads to something that is there; the bank's models are read, not imported."""
    module, _, name = path.rpartition(".")
    if module.startswith("effectbank.bank"):
        source = (ROOT / "src" / Path(*module.split("."))).with_suffix(".py").read_text(encoding="utf-8")
        return f"\nclass {name}(" in source
    return hasattr(importlib.import_module(module), name)


def test_every_word_of_the_design_is_told() -> None:
    assert set(paragraphs()) >= WORDS


def test_the_words_stand_in_order() -> None:
    assert list(paragraphs()) == sorted(paragraphs())


def test_every_word_names_its_record_or_says_that_it_is_coming() -> None:
    for word, paragraph in paragraphs().items():
        named = re.findall(r"`(effectbank\.[\w.]+)`", paragraph)
        assert named or paragraph.startswith("*coming*"), word
        assert [path for path in named if not resolves(path)] == [], word


def test_every_paragraph_says_something() -> None:
    assert all(len(paragraph.split()) >= 12 for paragraph in paragraphs().values())


def listed(title: str) -> set[str]:
    """The packages of one table of the decision on dependencies."""
    text = (DECISIONS / "0002-dependencies.md").read_text(encoding="utf-8")
    table = text[text.index(f"| {title}") :].split("\n\n")[0]
    return set(re.findall(r"^\| ([\w.-]+) \|", table.partition("\n")[2], re.MULTILINE)) - {"---"}


def wanted(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=\[; ]", line)[0] for line in requirements if line and not line.startswith("#")}


def test_each_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert listed("The package itself") == wanted(project["dependencies"])
    for extra, requirements in project["optional-dependencies"].items():
        assert listed(f"`effectbank[{extra}]`") == wanted(requirements), extra


def test_each_test_tool_has_its_reason() -> None:
    tools = (ROOT / "requirements" / "test.in").read_text(encoding="utf-8").splitlines()
    builders = (ROOT / "requirements" / "build.in").read_text(encoding="utf-8").splitlines()
    assert listed("Tests, linters and measurements") == wanted(tools)
    assert listed("Building (") == wanted(builders)


def test_decisions_are_numbered_short_and_whole() -> None:
    records = sorted(DECISIONS.glob("[0-9]*.md"))
    assert [record.name[:4] for record in records] == [f"{number:04d}" for number in range(1, len(records) + 1)]
    for record in records:
        text = record.read_text(encoding="utf-8")
        assert text.startswith(f"# {record.name[:4]} "), record.name
        assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences")), record.name
        assert len(text.splitlines()) <= 90, record.name
