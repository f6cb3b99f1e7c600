"""Publishing: a revision is whole, dated, signed, sealed, and never changed."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from effectbank.bank import seals
from effectbank.bank.actions import NotPublishable, import_folder, publish_revision, relate_entries, render_anew
from effectbank.bank.models import Entry, Relation, Revision, RevisionFile, StoredFile, Subject
from effectbank.bank.queries.files import archive_of, files_of, review_of
from effectbank.problems import BadInput
from effectbank.review import open_folder, read_folder, shipped

Make = Callable[..., Path]


def test_an_entry_and_its_first_revision(folder: Make) -> None:
    path = folder("trial-1", title="A trial", year=1999, kind="hot topic", subjects=("opioid-dependence", "Prison"))
    at = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    revision, new = publish_revision(open_folder(path), by="Ann Editor", reason="First", at=at)
    entry = Entry.objects.get(slug="trial-1")
    assert new
    assert (revision.number, revision.by, revision.reason, revision.published) == (1, "Ann Editor", "First", at)
    assert (entry.kind, entry.title, entry.year, entry.current) == ("hot topic", "A trial", 1999, revision)
    assert [str(subject) for subject in entry.subjects.all()] == ["Opioid dependence", "Prison"]
    assert files_of(revision) == {"entry.toml": (path / "entry.toml").read_bytes()}


def test_a_folder_unchanged_makes_no_revision(folder: Make) -> None:
    path = folder("trial-1")
    first, _ = import_folder(path, by="Ann")
    again, new = import_folder(path, by="Ben")
    assert (again, new) == (first, False)
    assert Revision.objects.count() == 1


def test_a_changed_folder_makes_the_next_and_the_first_stays(folder: Make) -> None:
    first, _ = import_folder(folder("trial-1", title="Before"), by="Ann")
    second, new = import_folder(folder("trial-1", title="After"), by="Ben", reason="Retitled")
    entry = Entry.objects.get()
    assert new
    assert (second.number, entry.title, entry.current_id) == (2, "After", second.pk)
    first.refresh_from_db()
    assert "Before" in first.article
    assert b"Before" in files_of(first)["entry.toml"]


def test_going_back_is_a_new_revision_too(folder: Make) -> None:
    for title in ("A", "B", "A"):
        import_folder(folder("trial-1", title=title), by="Ann")
    numbers = list(Revision.objects.order_by("number").values_list("number", "title"))
    assert numbers == [(1, "A"), (2, "B"), (3, "A")]


def test_a_file_that_revisions_share_is_kept_once(folder: Make) -> None:
    import_folder(folder("one", text="Same."), by="Ann")
    import_folder(folder("two", text="Same.", title="Another"), by="Ann")
    assert RevisionFile.objects.count() == 4
    assert StoredFile.objects.count() == 3


def test_digests_are_sha256_of_the_bytes(folder: Make) -> None:
    path = folder("trial-1")
    revision, _ = import_folder(path, by="Ann")
    expected = hashlib.sha256((path / "entry.toml").read_bytes()).hexdigest()
    assert RevisionFile.objects.get(revision=revision).stored_id == expected


def test_every_shipped_example_comes_back_as_it_was(tmp_path: Path) -> None:
    for name in shipped():
        review = open_folder(name)
        revision, _ = publish_revision(review, by="Ann")
        assert review_of(revision, name) == review
        with zipfile.ZipFile(io.BytesIO(archive_of(revision, name))) as archive:
            archive.extractall(tmp_path)
        assert read_folder(tmp_path / name) == review


def test_the_same_revision_gives_the_same_archive_to_the_byte(folder: Make) -> None:
    revision, _ = import_folder(folder("trial-1", text="Words."), by="Ann")
    assert archive_of(revision, "trial-1") == archive_of(revision, "trial-1")


def test_nobody_publishes_unsigned(folder: Make) -> None:
    with pytest.raises(BadInput, match="say who publishes"):
        import_folder(folder("trial-1"), by="  ")


def test_a_name_that_cannot_be_an_address_is_refused(folder: Make) -> None:
    with pytest.raises(BadInput, match="cannot be an address"):
        import_folder(folder("Täst & <b>"), by="Ann")
    assert not Entry.objects.exists()


def test_a_faulty_folder_is_refused_with_its_faults(tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "entry.toml").write_text('kind = "revue"\ntitle = "X"\nyear = 2010\n')
    with pytest.raises(NotPublishable, match=r"bad is not published, because it has .*\n.*entry\.toml:1.*revue"):
        import_folder(tmp_path / "bad", by="Ann")
    assert not Entry.objects.exists()


# What was published stays: the database refuses, whoever asks.


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bank_revision SET title = 'x'",
        "UPDATE bank_revision SET by = 'x'",
        "UPDATE bank_revision SET number = 7",
        "UPDATE bank_revision SET published = '2000-01-01'",
        "UPDATE bank_revision SET seal = 'x'",
        "UPDATE bank_revisionfile SET path = 'x'",
        "UPDATE bank_storedfile SET content = x'00'",
        "DELETE FROM bank_revisionfile",
        "DELETE FROM bank_storedfile",
        "DELETE FROM bank_revision",
    ],
)
def test_the_database_refuses_to_change_a_revision(folder: Make, statement: str) -> None:
    import_folder(folder("trial-1"), by="Ann")
    with (
        pytest.raises(DatabaseError, match="a published revision is never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_an_altered_revision_breaks_its_seal(folder: Make) -> None:
    for title in ("A", "B"):
        import_folder(folder("trial-1", title=title), by="Ann")
    first, second = Revision.objects.select_related("entry").order_by("number")
    assert seals.verify([first, second]) == 2
    first.by = "Somebody else"
    with pytest.raises(seals.BrokenSeal, match="revision 1 is not as it was published"):
        seals.verify([first, second])


def test_a_dropped_revision_breaks_the_next_ones_seal(folder: Make) -> None:
    for title in ("A", "B"):
        import_folder(folder("trial-1", title=title), by="Ann")
    with pytest.raises(seals.BrokenSeal):
        seals.verify(Revision.objects.select_related("entry").filter(number=2))


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "opinion"},
        {"title": ""},
        {"slug": ""},
        {"year": 20},
    ],
)
def test_the_database_refuses_what_no_entry_is(publish: Callable[..., None], change: dict[str, object]) -> None:
    publish("trial-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.update(**change)


# Rendering anew.


def test_another_program_renders_anew_and_the_files_stay(
    publish: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("trial-1")
    assert render_anew() == 0
    seal = Revision.objects.get().seal
    monkeypatch.setattr("effectbank.bank.actions.render.renderer", lambda: "effectbank 99")
    assert render_anew() == 1
    assert render_anew() == 0
    revision = Revision.objects.select_related("entry").get()
    assert (revision.rendered_with, revision.seal) == ("effectbank 99", seal)
    assert seals.verify([revision]) == 1


# Relations.


def test_related_entries_say_why_and_never_name_themselves(publish: Callable[..., None]) -> None:
    publish("one", title="Naltrexone implants in prison", subjects=("naltrexone", "prison"))
    publish("two", title="Naltrexone by mouth in prison", subjects=("naltrexone", "prison"))
    publish("three", title="Seat belts", subjects=("roads",))
    assert relate_entries() == 2
    told = Relation.objects.values_list("entry__slug", "other__slug", "place")
    assert sorted(told) == [("one", "two", 1), ("two", "one", 1)]
    reason = Relation.objects.get(entry__slug="one").reason
    assert "same subjects: naltrexone, prison" in reason


def test_at_most_ten_best_first(publish: Callable[..., None]) -> None:
    for number in range(14):
        publish(f"e{number}", title=f"Naltrexone number {number}", subjects=("naltrexone",))
    relate_entries()
    rows = list(Relation.objects.filter(entry__slug="e0").order_by("place").values_list("place", "score"))
    assert [place for place, _ in rows] == list(range(1, 11))
    assert [score for _, score in rows] == sorted((score for _, score in rows), reverse=True)


def test_relations_are_recomputed_when_an_entry_changes_and_only_then_written(folder: Make) -> None:
    import_folder(folder("one", subjects=("naltrexone",)), by="Ann")
    import_folder(folder("two", subjects=("naltrexone",)), by="Ann")
    assert relate_entries() == 2
    assert relate_entries() == 0
    import_folder(folder("two", title="Seat belts", subjects=("roads",)), by="Ann")
    assert relate_entries() == 2
    assert not Relation.objects.exists()


def test_the_database_refuses_an_entry_related_to_itself(publish: Callable[..., None]) -> None:
    publish("one")
    entry = Entry.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(entry=entry, other=entry, place=1, score=1.0, reason="itself")


def test_a_subject_is_one_however_it_is_written(publish: Callable[..., None]) -> None:
    publish("one", subjects=("Opioid dependence",))
    publish("two", subjects=("opioid-dependence",))
    assert list(Subject.objects.values_list("slug", "label")) == [("opioid-dependence", "Opioid dependence")]
