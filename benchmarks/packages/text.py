"""The words of made-up reviews: names with accents and commas, headings, paragraphs of the usual length."""

from __future__ import annotations

from random import Random

FIRST = ("An", "Bel", "Car", "Du", "Fer", "Gru", "Har", "Iva", "Ja", "Kow", "Lö", "Mar", "Nuñ", "Ols", "Pe", "Ros",
         "Sch", "Tan", "Ú", "Van", "Wa", "Yil", "Zha")  # fmt: skip
LAST = ("berg", "dez", "er", "field", "guchi", "han", "ini", "kov", "lsen", "mann", "ng", "ova", "ré", "sen", "son",
        "ström", "ton", "ward", "yük", "ž")  # fmt: skip
DRUGS = ("Aspirin", "Naltrexone", "Vitamin D", "Exercise", "Fluoride toothpaste", "Morphine", "Family therapy",
         "Nurse-led clinic", "Oxytocin", "Zinc")  # fmt: skip
OUTCOMES = ("Mortality", "Pain at rest, 0–100 mm", "Length of stay (days)", "Relapse", "Adverse events: any",
            "Quality of life (SF-36)", "Blood loss > 500 mL", "Caesarean section", "Retention")  # fmt: skip
SUBGROUPS = ("Adults", "Children < 5 years", "Low dose", 'High dose, "loading"', "Placebo-controlled",
             "No treatment", "Up to 6 weeks", "6 to 12 months")  # fmt: skip
FOOTNOTES = ("From the authors, unpublished", 'Reported as "3 of 5"', "SD imputed;\nsee Methods", "Clustered")
PROSE = """trial of patients with a diagnosis confirmed by two assessors who were not told which group they
had been given and who followed them for several months at the clinic or by telephone while the control group went
on with usual care without further visits"""
WORDS = PROSE.split()


def study(r: Random) -> str:
    """Schmann 1998, Van Öster 2003b: the year is its last word."""
    surname = r.choice(FIRST) + r.choice(LAST)
    surname = r.choice(("", "", "", "", "van der ", "de ", "Al-")) + surname
    return f"{surname} {r.randint(1955, 2023)}{r.choice(('', '', '', '', 'a', 'b'))}"


def comparison(r: Random) -> str:
    """Of what with what."""
    return f"{treatment(r)} versus {r.choice(('placebo', 'usual care', 'no treatment', treatment(r)))}"


def treatment(r: Random) -> str:
    """What one group is given."""
    return r.choice(DRUGS)


def outcome(r: Random) -> str:
    """What was measured, and when."""
    return f"{r.choice(OUTCOMES)}{r.choice(('', '', ' at 3 months', ' at 1 year', ', end of treatment'))}"


def subgroup(r: Random, number: int) -> str:
    """A heading, another for each number."""
    return f"{r.choice(SUBGROUPS)} ({number + 1})"


def footnote(r: Random) -> str:
    """With what a CSV has to quote."""
    return r.choice(FOOTNOTES)


def paragraph(r: Random, words: int) -> str:
    """Prose as long as asked."""
    start = r.randrange(len(WORDS))
    line = (WORDS * (words // len(WORDS) + 2))[start : start + words]
    return f"{' '.join(line).capitalize()}."
