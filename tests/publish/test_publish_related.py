"""Related entries: at most ten, never itself, by a score anyone can add up, each with its reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tea_folder import card_only, folder

from effectbank.publish.profile import Profile, profile, source_name, words_of
from effectbank.publish.related import AT_MOST, LEAST_SCORE, WEIGHTS, related, shelf


def bare(slug: str, **fields) -> Profile:
    empty = {
        "subjects": frozenset(),
        "treatments": frozenset(),
        "trials": {},
        "sizes": {},
        "identities": frozenset(),
        "cites": frozenset(),
        "linked": (),
        "words": {},
        "title_words": frozenset(),
    }
    return Profile(slug=slug, **(empty | fields))


def relations(*profiles: Profile, of: str = "a"):
    return related(shelf(profiles), of)


def test_named_by_the_editor_counts_either_way():
    assert [(r.slug, r.score, r.reason) for r in relations(bare("a", linked=("b",)), bare("b"))] == [
        ("b", 6.0, "named by our editor")
    ]
    assert [r.slug for r in relations(bare("a"), bare("b", linked=("a",)))] == ["b"]


def test_shared_trials_are_named():
    one = {"trials": {"x_2001": "X 2001"}, "sizes": {"x_2001": 40}}
    assert [(r.score, r.reason) for r in relations(bare("a", **one), bare("b", **one))] == [
        (3.0, "shares the trial X 2001")
    ]


def test_trials_of_one_name_and_two_sizes_are_two_trials():
    a = bare("a", trials={"smith_2004": "Smith 2004"}, sizes={"smith_2004": 40})
    b = bare("b", trials={"smith_2004": "Smith 2004"}, sizes={"smith_2004": 400})
    assert relations(a, b) == ()


def test_the_score_is_the_sum_of_its_bonds():
    both = {"subjects": frozenset({"prison", "opioid-dependence"}), "treatments": frozenset({"naltrexone"})}
    (found,) = relations(bare("a", **both), bare("b", **both))
    assert found.score == pytest.approx(2 * WEIGHTS["subject"] + WEIGHTS["treatment"])
    assert found.reason == "same subjects: opioid dependence, prison · same treatment: naltrexone"


def test_what_one_cites_and_the_other_is():
    a, b = bare("a", cites=frozenset({"10.1/x"})), bare("b", identities=frozenset({"10.1/x"}))
    assert [r.reason for r in relations(a, b)] == ["cited here"]
    assert [r.reason for r in relations(a, b, of="b")] == ["cites the original of this entry"]


def test_equal_texts_have_a_cosine_of_one():
    words = {"words": {"heroin": 2, "prison": 1}, "title_words": frozenset({"heroin"})}
    (found,) = relations(bare("a", **words), bare("b", **words))
    assert found.score == pytest.approx(WEIGHTS["words"])
    assert found.reason == "alike in words: heroin, prison"


def test_rare_words_weigh_more_than_common_ones():
    """TF-IDF by hand: of three entries `common` is in all, `rare` in two: ln(4/4)+1 = 1 and ln(4/3)+1 = 1.2877."""
    words = [{"common": 1, "rare": 1}, {"common": 1, "rare": 1}, {"common": 1}]
    profiles = [
        bare(slug, words=held, title_words=frozenset(held)) for slug, held in zip("abc", words, strict=True)
    ]
    cosine = 1 / (1 + 1.2876820724517809**2) ** 0.5
    found = {r.slug: r.score for r in relations(*profiles)}
    assert found["b"] == pytest.approx(WEIGHTS["words"])
    assert found["c"] == pytest.approx(WEIGHTS["words"] * cosine)


def test_nothing_in_common_is_not_related():
    assert relations(bare("a"), bare("b")) == ()
    assert relations(bare("a"), of="z") == ()


def test_ties_are_settled_by_name():
    shared = {"subjects": frozenset({"tea"})}
    found = relations(*(bare(slug, **shared) for slug in "adcb"))
    assert [r.slug for r in found] == ["b", "c", "d"]


SUBJECTS = st.frozensets(st.sampled_from(["tea", "prison", "heroin", "smoking"]))
PROFILES = st.lists(
    st.builds(
        bare,
        slug=st.sampled_from([f"e{i}" for i in range(30)]),
        subjects=SUBJECTS,
        linked=st.lists(st.sampled_from(["e1", "e2", "gone"]), max_size=2).map(tuple),
        words=st.dictionaries(st.sampled_from(["tea", "cup", "prison"]), st.integers(1, 5)),
        title_words=st.frozensets(st.sampled_from(["tea", "cup"])),
    ),
    unique_by=lambda one: one.slug,
    min_size=1,
)


@given(PROFILES)
def test_of_any_bank(profiles):
    bank = shelf(profiles)
    for one in profiles:
        found = related(bank, one.slug)
        assert len(found) <= AT_MOST
        assert one.slug not in {r.slug for r in found}
        assert [r.score for r in found] == sorted((r.score for r in found), reverse=True)
        assert all(r.score >= LEAST_SCORE and r.reason and r.slug in bank.profiles for r in found)
        assert all(r.score == pytest.approx(sum(bond.score for bond in r.bonds)) for r in found)
        for r in found:
            back = {b.slug: b.score for b in related(bank, r.slug, at_most=99)}
            assert back[one.slug] == pytest.approx(r.score)


def test_the_profile_of_a_folder():
    found = profile(folder())
    assert found.treatments == {"tea", "water"}
    assert found.trials == {"ant_2001": "Ant 2001", "bee_2002": "Bee 2002"}
    assert found.sizes == {"ant_2001": 40, "bee_2002": 100}
    assert found.identities == {"https://example.org/tea"}
    assert found.words["help"] >= 3  # a word of the title
    assert "two" not in found.words
    assert "intervention" not in found.words  # a path is not prose


def test_the_profile_of_a_card():
    found = profile(card_only("heroin-in-prison", title='"Heroin in prisons"'))
    assert found.words == {"heroin": 3, "prison": 3}
    assert found.trials == {}


def test_two_ways_of_naming_a_source_meet():
    assert source_name("https://doi.org/10.1002/14651858.CD001333.pub3") == source_name(
        "10.1002/14651858.cd001333.PUB3"
    )


def test_words_are_even():
    assert list(words_of("The Prisons, of 2 prisons: a bus's glass [x](=path.words)")) == [
        "prison",
        "prison",
        "bus",
        "glass",
    ]
