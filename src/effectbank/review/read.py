"""Read a folder: everything that could be read, and every Problem met. Reading never stops at the first fault."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from effectbank.problems import Problem
from effectbank.review.reading import arms, bias, data, entry, facts, faults, plan, references, stored, studies
from effectbank.review.reading.folder import DEFAULT_CAPS, Caps, files_of
from effectbank.review.reading.source import Source
from effectbank.review.review import Review

TEXT = "text.md"
KEPT = "source/"  # below it, files of the source's own that nothing here reads (effectbank.formats.cochrane.kept)
KNOWN_FILES = (
    entry.FILE, TEXT, facts.FILE, references.FILE, plan.FILE, studies.FILE, arms.FILE, bias.FILE,
    stored.FILE,
    "README.md", "LICENSE", "mapping.toml",  # how a spreadsheet was read (effectbank.formats.spreadsheets)
)  # fmt: skip


def read_folder(path: str | Path, *, caps: Caps = DEFAULT_CAPS) -> Review:
    """The review (or plain entry) in a folder, with `read_problems`; nothing outside the folder is opened."""
    root = Path(path)
    files, refused = files_of(root, caps)
    return read_files(root.resolve().name, files, path=root, refused=refused)


def read_files(
    name: str, files: Mapping[str, bytes], *, path: Path | None = None, refused: list[Problem] | None = None
) -> Review:
    """The review in a folder's bytes, as a bank keeps them. `refused` are Problems met while reading the bytes."""
    source = Source(files=files, problems=list(refused or []))
    source.problems.extend(faults.unknown_file(file, KNOWN_FILES) for file in files if not _is_known(file))
    planned = plan.plan_of(source)
    return Review(
        path=path,
        name=name,
        card=entry.card_of(source, name),
        question=planned.question,
        eligibility=planned.eligibility,
        searches=planned.searches,
        versions=planned.versions,
        comparisons=planned.comparisons,
        outcomes=planned.outcomes,
        analyses=planned.analyses,
        values=planned.values,
        studies=studies.studies_of(source),
        arms=tuple(arms.arms_of(source)),
        data=data.data_of(source),
        contrasts=data.contrasts_of(source),
        facts=facts.facts_of(source),
        references=references.references_of(source),
        risk_of_bias=tuple(bias.risk_of_bias_of(source)),
        stored=tuple(stored.stored_of(source)),
        text=source.text(TEXT),
        plan_lines=planned.lines,
        files=dict(files),
        read_problems=tuple(source.problems),
    )


def _is_known(file: str) -> bool:
    return file in KNOWN_FILES or data.is_data(file) or file.startswith(KEPT)
