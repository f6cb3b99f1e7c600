"""The links lists are reached by."""

from __future__ import annotations

import pytest
from tea_folder import folder

from effectbank.publish.listing import subject_label, subject_links
from effectbank.publish.site import static_site


@pytest.mark.parametrize(("name", "label"), [("tea", "Tea"), ("prison-and-probation", "Prison and probation")])
def test_a_subject_begins_with_a_capital_as_in_the_served_bank(name: str, label: str) -> None:
    assert subject_label(name) == label


def test_subjects_are_linked_by_their_labels() -> None:
    (link,) = subject_links([folder().card], static_site("", name="Bank"))
    assert (link.label, link.count) == ("Tea", 1)
