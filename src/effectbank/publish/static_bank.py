"""A whole bank as a folder of files that opens from disk: no server, nothing fetched from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from effectbank.problems import BadInput
from effectbank.publish.download import folder_zip
from effectbank.publish.environment import shared_environment, static_text
from effectbank.publish.kinds import plural
from effectbank.publish.listing import (
    Line,
    Listing,
    by_year,
    how_many,
    kind_links,
    line_of,
    subject_links,
    year_links,
)
from effectbank.publish.page import page
from effectbank.publish.profile import profile
from effectbank.publish.related import Shelf, related, shelf
from effectbank.publish.search_index import search_index
from effectbank.publish.site import SCRIPTS, STYLES, WAYS, Site, slug_of, static_site
from effectbank.review import Review
from effectbank.review.model import EntryCard
from effectbank.review.writing.files import write_atomically

WRITTEN = "bank-files.txt"  # what was written last time, so that a page no longer there can be taken away
LATEST = 20
INTRO = "Analyses of research whose every bound number was checked against the data beside it."

File = tuple[str, bytes]


def publish_bank(reviews: Iterable[Review], directory: str | Path, *, name: str = "EffectBank") -> tuple[Path, ...]:
    """Write the bank into a folder; returns the files written, in order.

    All files are made before the first is put in place, so a bank that cannot be made whole leaves the one before
    it as it was. Each is put in place in one step. Files of an earlier publishing that are no longer part of the
    bank are taken away; anything else in the folder is left alone. Raises BadInput where two entries share a name.
    """
    held = _distinct(reviews)
    root = Path(directory)
    root.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=root, prefix=".publishing-") as aside:
        made = [write_atomically(Path(aside, path), content) for path, content in bank_files(held, name=name)]
        written = [_put_in_place(path, root / path.relative_to(aside)) for path in made]
    paths = [path.relative_to(root).as_posix() for path in written]
    _take_away(root, set(_written_before(root)) - set(paths))
    return (*written, write_atomically(root / WRITTEN, "\n".join([*paths, ""]).encode()))


def bank_files(reviews: Sequence[Review], *, name: str = "EffectBank") -> Iterator[File]:
    """Every file of a static bank, with its path in the folder; what leads to others comes after them."""
    cards = by_year(review.card for review in reviews)
    yield from ((f"static/{file}", static_text(file).encode()) for file in (*STYLES, *SCRIPTS, "search.js"))
    yield from ((f"data/{r.card.slug}.zip", folder_zip(r.card.slug, r.files)) for r in reviews)
    front, below = (static_site(root, name=name, ways=_ways(cards)) for root in ("", "../"))
    yield from _entries(reviews, below)
    in_order = sorted(reviews, key=lambda review: review.card.slug)
    yield "static/search-index.js", search_index(in_order, static_site("")).encode()
    yield from _lists(cards, below)
    yield from _front(cards, front)


def _ways(cards: Sequence[EntryCard]) -> tuple[str, ...]:
    """The sections of the home page under which there is an entry."""
    held = {"years": any(card.year is not None for card in cards), "subjects": any(card.subjects for card in cards)}
    return tuple(way for way in WAYS if held.get(way, bool(cards)))


def _put_in_place(made: Path, place: Path) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    return made.replace(place)


def _distinct(reviews: Iterable[Review]) -> tuple[Review, ...]:
    held: dict[str, Review] = {}
    for review in reviews:
        if review.card.slug in held:
            raise BadInput(
                f"two entries are named {review.card.slug!r}; a bank knows an entry by its folder's name"
            )
        held[review.card.slug] = review
    return tuple(held.values())


def _drawn(template: str, **needs: object) -> bytes:
    return shared_environment().get_template(template).render(**needs).encode()


def _front(cards: Sequence[EntryCard], site: Site) -> Iterator[File]:
    yield (
        "index.html",
        _drawn(
            "home.html",
            site=site,
            title=site.name,
            order="Newest",
            here=site.home,
            intro=INTRO,
            latest=[line_of(card) for card in cards[:LATEST]],
            kinds=kind_links(cards, site),
            years=year_links(cards, site),
            subjects=subject_links(cards, site),
        ),
    )
    everything = Listing(
        heading="All entries", sentence=f"{how_many(len(cards))}, newest first.", lines=[*map(line_of, cards)]
    )
    yield "entries.html", _drawn("list.html", site=site, title="All entries", listing=everything)
    yield "search.html", _drawn("search_static.html", site=site, title="Search", lines=everything.lines)


def _lists(cards: Sequence[EntryCard], site: Site) -> Iterator[File]:
    """A page for each type, year and subject."""
    groups: Mapping[str, Callable[[EntryCard], Iterable[tuple[str, str]]]] = {
        "types": lambda card: [(slug_of(card.kind), plural(card.kind))],
        "years": lambda card: [(str(card.year), str(card.year))] if card.year is not None else [],
        "subjects": lambda card: [(slug_of(subject), subject.replace("-", " ")) for subject in card.subjects],
    }
    for folder, names_of in groups.items():
        for (page_name, heading), held in _grouped(cards, names_of).items():
            sentence = f"{how_many(len(held))} of this bank, newest first."
            listing = Listing(heading=heading[:1].upper() + heading[1:], sentence=sentence, lines=held)
            content = _drawn("list.html", site=site, title=listing.heading, listing=listing)
            yield f"{folder}/{page_name}.html", content


def _grouped(
    cards: Sequence[EntryCard], names_of: Callable[[EntryCard], Iterable[tuple[str, str]]]
) -> Mapping[tuple[str, str], list[Line]]:
    """Lines under the page they belong to; spellings that share an address share the page of the first."""
    headings: dict[str, str] = {}
    found: dict[tuple[str, str], list[Line]] = {}
    for card in cards:
        for name, heading in dict(names_of(card)).items():
            found.setdefault((name, headings.setdefault(name, heading)), []).append(line_of(card))
    return found


def _entries(reviews: Sequence[Review], site: Site) -> Iterator[File]:
    cards = {review.card.slug: review.card for review in reviews}
    bank = shelf(profile(review) for review in reviews)
    for review in reviews:
        slug = review.card.slug
        yield f"entries/{slug}.html", page(review, site=site, related=related_lines(bank, cards, slug)).encode()


def related_lines(bank: Shelf, cards: Mapping[str, EntryCard], slug: str) -> list[Line]:
    """The entries most related to one, as lines that say why."""
    return [line_of(cards[found.slug], reason=found.reason) for found in related(bank, slug)]


def _written_before(root: Path) -> Iterable[str]:
    before = root / WRITTEN
    return before.read_text(encoding="utf-8").split("\n")[:-1] if before.is_file() else ()


def _take_away(root: Path, paths: Iterable[str]) -> None:
    """Only what lies within the folder, whatever a changed list may say."""
    for path in paths:
        target = (root / path).resolve()
        if target.is_relative_to(root.resolve()) and target.is_file():
            target.unlink()
