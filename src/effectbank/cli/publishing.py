"""Folders to pages: the work behind `effectbank publish`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from effectbank.cli.library_options import TABLES
from effectbank.problems import BadInput, Severity
from effectbank.publish import publish_bank, publish_page
from effectbank.review import Review, open_folder
from effectbank.review.checks.nothing_written import says_nothing
from effectbank.review.reading import entry


def entries_in(folder: Path) -> list[Path]:
    """The entries directly within a folder. Raises BadInput when there is none."""
    found = sorted(path.parent for path in folder.glob("[!.]*/entry.toml"))
    if not found:
        raise BadInput(f"{folder} holds no entries: a folder with an entry.toml in it is one")
    return found


def is_of_tables(folder: Path) -> bool:
    """Whether it is the folder beside reviews in which `import --library` leaves its tables."""
    return folder.name == TABLES and folder.is_dir() and not (folder / entry.FILE).exists()


def faults_of(reviews: Iterable[Review]) -> dict[str, int]:
    """How many errors each faulty folder has."""
    counts = {
        review.name: sum(problem.severity is Severity.ERROR for problem in review.problems()) for review in reviews
    }
    return {name: errors for name, errors in counts.items() if errors}


def unwritten_of(reviews: Iterable[Review]) -> list[str]:
    """The folders that compute something and say nothing of it."""
    return [review.name for review in reviews if says_nothing(review)]


def read_all(folders: Iterable[str]) -> list[Review]:
    """The reviews of several folders; entries of a bank are told apart by their names. Raises BadInput."""
    reviews: dict[str, Review] = {}
    for folder in folders:
        review = open_folder(folder)
        if review.name in reviews:
            raise BadInput(f"two folders are called {review.name!r}; in a bank the name is the entry's address")
        reviews[review.name] = review
    return list(reviews.values())


def write_out(reviews: Sequence[Review], out: Path, *, whole_bank: bool) -> Path:
    """Write one page, or a bank into a folder; where a reader should begin."""
    if not whole_bank:
        return publish_page(reviews[0], out / "index.html" if out.is_dir() else out)
    publish_bank(reviews, out)
    return out / "index.html"
