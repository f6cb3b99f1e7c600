"""Claims of the founding folder: what holds, and what is said when a count is spoilt."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from effectbank.problems import Problem, Severity
from effectbank.review import Review, open_folder, read_files
from effectbank.review.claims import check_claims, checked
from effectbank.review.text import parse

SHIPPED = ("naltrexone-2011", "bcg-vaccine-1994", "magnesium-2001", "passive-smoking-1998", "rosiglitazone-2007")


@pytest.mark.parametrize("name", SHIPPED)
def test_every_claim_of_a_shipped_folder_holds(name: str) -> None:
    review = open_folder(name)
    assert [str(problem) for problem in check_claims(review)] == []
    assert len(checked(review)) >= 10


def said(review: Review, text: str) -> Problem:
    (problem,) = check_claims(review, parse(text))
    return problem


def test_one_spoilt_count_and_the_sentences_that_no_longer_hold(changed: Callable[..., Review]) -> None:
    """Krupitsky 2004's 12 of 27 becomes 14: by hand, 39 + 2 of 116, 56 + 2 of 202, and what is pooled from them."""
    review = changed(("data/retained.csv", ",12,27,", ",14,27,"))
    problems = {problem.message.partition(" — ")[0]: problem for problem in check_claims(review)}
    counts = problems[
        "“39 of 116” is not true of =enforced.intervention, which is 41 of 116 (crude, data/retained.csv:2,4,6)"
    ]
    assert counts.severity is Severity.ERROR
    assert (counts.place.file, counts.concerns) == ("text.md", ("enforced",))
    assert "39 of 116" in review.text.splitlines()[(counts.place.line or 0) - 1]
    assert counts.hint == "`effectbank write` would make it “41 of 116”"
    words = problems[
        "“almost exactly a third” is not true of =enforced.intervention.crude_risk, which is 35.34%"
        " (crude, data/retained.csv:2,4,6)"
    ]
    assert words.hint.startswith("“almost exactly” means: for a share, to within half a percentage point")
    assert all("published" not in problem.message for problem in problems.values())  # the source does not move
    touched = {name for problem in problems.values() for name in problem.concerns}
    assert {"enforced", "retained"} <= touched
    assert "imprisoned" not in touched


def test_the_sentence_is_told(changed: Callable[..., Review]) -> None:
    review = changed(("data/imprisoned.csv", ",9,34,", ",8,34,"))
    problem = next(p for p in check_claims(review) if "“13 of 54”" in p.message)
    sentence = problem.message.partition(" — in “")[2].removesuffix("”")
    assert "13 of 54" in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


# text | the words of the message | of the hint
SAID = [
    (
        "[24 in every 100](=retained.intervention.crude_risk)",
        "is not true of =retained.intervention.crude_risk, which is 27.72% (crude",
        "it is true of the corresponding risk number: bind it to =retained.intervention.corresponding_risk",
    ),
    (
        "[240 per 1000](=retained.corresponding_risk)",
        "which is 23.91% (corresponding risk",
        "it is true of the published number: bind it to =retained.published.corresponding_risk",
    ),
    ("[RR 1.28](=follow_up)", "follow_up has no live value (partial)", "=follow_up.published"),
    ("[many](=retained.k)", "“many” is not true of =retained.k, which is 6", "no number or verdict was found"),
    (
        "Of every hundred, [17](=retained.assumed_risk)",
        "which is 16.75%",
        "it is a share: write 16.8%, or 16.8 of every hundred, all of it in the link",
    ),
    (
        "[39 of the final 39](=enforced.intervention)",
        "which is 39 of 116",
        "several numbers stand here for one: move the link onto the number",
    ),
    ("[39&nbsp;of&nbsp;117](=enforced.intervention)", "which is 39 of 116", "would make it “39\xa0of\xa0116”"),
    ("[p = .00](=imprisoned.p)", "which is p = ", "no p is nought: write p < …"),
    ("[not six](=retained.k)", "which is 6", "the words deny the number"),
    ("[six of 116](=enforced.intervention)", "which is 39 of 116", "change the words"),
    ("[more than 20](=retained.k)", "which is 6", "“more than” means: above the number written"),
    ("[2%](=fact:drop_out)", "which is 72.0% (quoted, facts.csv:", "`effectbank write` would make it “72%”"),
    ("[lower](=retained.direction)", "which is higher", "true of it: higher, better, favours naltrexone"),
    (
        "[13](=retained.estimat)",
        "“13” is bound to =retained.estimat: 'estimat' is not known",
        "did you mean estimate?",
    ),
    ("[13](=retained.study(x).k)", "'x' is not known of the studies of retained", "known: curran_1976"),
    # a word before the link that turns it
    (
        "no [statistically significant](=imprisoned.significance) difference",
        "“statistically significant” is not true of =imprisoned.significance",
        "take “no” into the link",
    ),
    ("more than [six](=retained.k) trials", "which is 6", "take “more than” into the link"),
    (
        "nearly [significant](=imprisoned.significance)",
        "“significant” is not true of =imprisoned.significance",
        "take “nearly” into the link",
    ),
]


@pytest.mark.parametrize(("text", "message", "hint"), SAID)
def test_what_is_said(founding: Review, text: str, message: str, hint: str) -> None:
    problem = said(founding, text)
    assert message in problem.message
    assert hint in problem.hint
    assert problem.place.line == 1


@pytest.mark.parametrize(
    "text",
    [
        "at least [six](=retained.k) trials",
        "at least [better](=retained.direction)",
        "lasting more than [six months](=fact:russian_months)",  # a fact may itself be a bound
        "not the [six](=retained.k) trials",  # a denial turns a verdict, not a number
        "[no statistically significant](=retained.significance) difference",
        "**not** [higher](=without_russian.direction)",
        "[Six](=retained.k), the [*13*](=studies.count)",
        "[one and\nthe same six](=retained.k) ",
    ],
)
def test_what_holds(founding: Review, text: str) -> None:
    problems = check_claims(founding, parse(text))
    expected = 1 if text.startswith(("[one", "**not")) else 0  # two numbers, one value; and it is lower
    assert len(problems) == expected


SIGNIFICANT, EVENTS = "(=imprisoned.significance)", "(=enforced.intervention.events)"
# Not true with the words around the link: the 39 events, the significant difference.
TURNED = [
    *(
        f"{words}{SIGNIFICANT}"
        for words in (
            "was not statistically [significant]",
            "did not reach [significance]",
            "failed to reach [statistical significance]",
            "was not found to be [significant]",
            "never reached [significance]",
            "no longer [significant]",
            "isn’t [significant]",
            "fell just short of [significance]",
            "came close to [significance]",
            "No study, large or small, was [significant]",
            "There is no bias, but none of [six](=retained.k) was [significant]",
            "without any statistically [significant]",
            "in[significant]",
            "non-[significant]",
        )
    ),
    f"no statistically [significant]{SIGNIFICANT} difference",
    f"did not show a [significant]{SIGNIFICANT} difference",
    f"neither group was [significantly]{SIGNIFICANT} better",
    f"[significant]{SIGNIFICANT}ly not",
    f"[significance]{SIGNIFICANT} was not reached",
    "were no [more](=retained.direction) likely",
    "did not [favour naltrexone](=retained.direction)",
    *(
        f"{words}{EVENTS}"
        for words in (
            "not [39]",
            "under [39]",
            "over [39]",
            "more than about [39]",
            "fewer than\xa0[39]",
            "twice [39]",
            "minus [39]",
            "-[39]",
            "was -[39]",
            "1[39]",
            "0.[39]",
        )
    ),
    f"fewer than **[39]{EVENTS}**",
    f"more than “[39]{EVENTS}”",
    f"more than ([39]{EVENTS})",
    f"not *[significant]{SIGNIFICANT}*",
    *(f"[39]{EVENTS}{after}" for after in ("%", " %", " per cent", " thousand", ",000", ".5", "0", "–45")),
    "OR [0.47](=imprisoned.estimate)",
    "odds ratio of [0.47](=imprisoned.estimate)",
    "99% CI [0.26 to 0.84](=imprisoned.ci)",
    "p > [.05](=imprisoned.p)",
    "[39](=enforced.intervention.events) of [54](=imprisoned.intervention.total)",
    "[39](=enforced.intervention) of 54",
]


@pytest.mark.parametrize("text", TURNED)
def test_the_words_around_a_link_turn_it(founding: Review, text: str) -> None:
    assert len(check_claims(founding, parse(text))) == 1


UNTURNED = [
    f"not large, but [significant]{SIGNIFICANT}",
    f"There was no bias, and it was [significant]{SIGNIFICANT}",
    f"(not the last.) It was [significant]{SIGNIFICANT}",
    f"Beside no medication it was [significant]{SIGNIFICANT}",
    f"Without the largest study it was [significant]{SIGNIFICANT}",
    f"[not significant](=retained.significance) and [significant]{SIGNIFICANT}",
    f"not only [significant]{SIGNIFICANT}",
    f"were [39]{EVENTS}, and not more",
    f"not only [39]{EVENTS}",
    "RR [0.47](=imprisoned.estimate) (95% CI [0.26 to 0.84](=imprisoned.ci))",
    "[39](=enforced.intervention.events) of [116](=enforced.intervention.total)",
    "[six](=retained.k) of [13](=studies.count)",
    "[39](=enforced.intervention) of 116",
    "[0.47](=imprisoned.estimate)-fold",
]


@pytest.mark.parametrize("text", UNTURNED)
def test_other_words_do_not(founding: Review, text: str) -> None:
    assert [str(problem) for problem in check_claims(founding, parse(text))] == []


def test_values_within_values_are_concerned(changed: Callable[..., Review]) -> None:
    review = changed(("data/retained.csv", ",25,70,", ",7,70,"))
    problem = next(p for p in check_claims(review) if "=times_as_many" in p.message)
    assert problem.concerns == ("times_as_many", "russian")


def test_checked_gives_each_claim_its_value(founding: Review) -> None:
    found = checked(founding, parse("[13](=studies.count) [x](=nowhere)"))
    assert [(one.claim.words, one.value is not None, one.holds) for one in found] == [
        ("13", True, True),
        ("x", False, False),
    ]


def test_a_folder_of_prose_alone_has_no_claims() -> None:
    review = read_files("x", {"entry.toml": b'kind = "hot topic"\ntitle = "T"\n', "text.md": b"Words.\n"})
    assert check_claims(review) == ()
    assert [p for p in review.problems() if p.severity is Severity.ERROR] == []


def test_claims_in_a_folder_without_a_plan_are_told_not_raised() -> None:
    review = read_files(
        "x", {"entry.toml": b'kind = "notes"\ntitle = "T"\n', "text.md": b"[13](=a.b) [1](=fact:x)\n"}
    )
    assert len(check_claims(review)) == 2


@pytest.mark.parametrize(
    ("words", "true"),
    [
        ("22% more", True),
        ("22 percentage points higher", True),
        ("22% fewer", False),
        ("22%", True),
        ("-22%", False),
    ],
)
def test_a_pooled_difference_is_told_as_more_or_fewer(words: str, true: bool) -> None:
    """39 of 116 against 13 of 114 is 0.336 - 0.114 = 0.222 of risk difference."""
    plan = '[analyses.m]\noutcome = "o"\ncomparison = "c"\nmeasure = "RD"\n'
    review = read_files(
        "x",
        {
            "entry.toml": b'kind = "review"\ntitle = "T"\nyear = 2020\n',
            "studies.csv": b"study,year,status\na,2000,included\n",
            "arms.csv": b"study,arm,treatment,randomised\na,t,drug,\na,c,plac,\n",
            "data/o.csv": b"study,arm,events,total\na,t,39,116\na,c,13,114\n",
            "review.toml": b'[comparisons.c]\nlabel = "c"\nintervention = ["drug"]\ncontrol = ["plac"]\n'
            b'[outcomes.o]\nlabel = "o"\nkind = "counts"\n' + plan.encode(),
        },
    )
    assert (check_claims(review, parse(f"[{words}](=m.estimate)")) == ()) is true
