"""Write docs/reference/ from the code: run it after a change (`make docs`); a test fails if it wasn't run."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from math import isnan
from pathlib import Path

import click
import folder_reference
from click.testing import CliRunner
from json_shapes import SHAPES, Shape, example, fit_lines, shape_lines

import effectbank as eb
from effectbank.cli import SUMMARIES, main
from effectbank.cli.exits import MEANINGS as EXIT_MEANINGS
from effectbank.kernel.estimators import ESTIMATORS
from effectbank.kernel.prediction import RULES as PREDICTION_RULES
from effectbank.measures import (
    association,
    biserial,
    correlations,
    counts,
    explained,
    means,
    means_ratio,
    one_group_counts,
    one_group_means,
    paired,
    smd,
    superiority,
)
from effectbank.measures.catalogue import MEASURES, Measure
from effectbank.measures.families import FAMILIES
from effectbank.measures.forms import forms_of
from effectbank.measures.zero_cells import DOUBLE_ZERO
from effectbank.measures.zero_cells import RULES as ZERO_CELL_RULES
from effectbank.numerals import MEANINGS
from effectbank.review.checks import RULES
from effectbank.synthesis.options import METHODS, MODELS, PRESETS, TESTS, Choices

REFERENCE = Path(__file__).parent / "reference"
MADE = "<!-- Made by docs/generate.py from the code. Change the code, then run `make docs`. -->"


def page(title: str, *parts: str) -> str:
    """One page: a head, a warning to editors, and its parts."""
    return "\n\n".join([f"# {title}", MADE, *(part.strip("\n") for part in parts)]) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def code(name: str) -> str:
    return f"`{name}`"


def fenced(text: str, kind: str = "text") -> str:
    return f"```{kind}\n{text.rstrip()}\n```"


def first_paragraph(thing: object) -> str:
    """A docstring's first paragraph on one line."""
    return " ".join((inspect.getdoc(thing) or "").partition("\n\n")[0].split())


def commands() -> str:
    """Each command's help, as the command prints it."""
    told = [f"## effectbank {name}\n\n{fenced(_help([name]))}" for name in SUMMARIES]
    return page("Commands", fenced(_help([])), *told)


def _help(arguments: list[str]) -> str:
    result = CliRunner().invoke(main, [*arguments, "--help"], prog_name="effectbank", terminal_width=100)
    if result.exit_code:
        raise click.ClickException(f"effectbank {' '.join(arguments)} --help failed: {result.output}")
    return result.output


def exit_codes() -> str:
    rows = [[str(int(code)), meaning] for code, meaning in EXIT_MEANINGS.items()]
    words = "A script may rely on these; a new meaning will get a new number."
    return page("Exit codes", words, table(["code", "meaning"], rows))


def json_shapes() -> str:
    """The fields of each JSON document, read off real output."""
    opening = """
Every command that reads prints JSON with `--json`: one document, whose `schema` names its shape and version.
Fields are only ever added to a version; if one changes its meaning or goes, the version goes up. What isn't known
is `null`, never 0. An interval is `[low, high]`; in an `nnt`, `null` at the far end is infinity. Errors are
documents too, and the exit code is one of [these](exit-codes.md). NAME stands for a name out of the folder."""
    fit = f"## A fit\n\nThe same wherever it stands.\n\n{fenced(chr(10).join(fit_lines()))}"
    return page("JSON", opening, *(_shape(shape) for shape in SHAPES), fit)


def _shape(shape: Shape) -> str:
    return f"## {shape.schema}\n\n{shape.says}\n\n{fenced(chr(10).join(shape_lines(example(shape))))}"


def measures() -> str:
    words = (
        "A measure is analysed on one scale and told on another; the two never mix (`fit.estimate`, "
        "`fit.display`). For one group no value means no effect. Any measure can be given as estimates."
    )
    scales = table(["code", "analysed as", "told as", "no effect"], [_scales(one) for one in MEASURES.values()])
    formulas = table(["code", "computed from", "formula and source"], [_formula(one) for one in MEASURES])
    return page(
        "Measures", words, scales, "## Formulas", formulas, "## Variances by name", *map(_choices, VARIANCES)
    )


def _scales(one: Measure) -> list[str]:
    return [code(one.code), one.label, one.display_label, "none" if isnan(one.null) else f"{one.null:g}"]


def _formula(measure: str) -> list[str]:
    form = " and ".join(code(role) for role in forms_of(measure)[0])
    made = FAMILIES[measure].formulas[measure].of if measure in FAMILIES else counts.FORMULAS.get(measure)
    return [code(measure), form, first_paragraph(made) if made else "as given"]


VARIANCES = (
    ("RR and OR", counts.RATIO_VARIANCES),
    ("RD", counts.RD_VARIANCES),
    ("PHI", association.PHI_VARIANCES),
    ("MD", means.MD_VARIANCES),
    ("SMD", means.SMD_VARIANCES),
    ("SMDH", smd.SMDH_VARIANCES),
    ("SMD1", smd.SMD1_VARIANCES),
    ("ROM", means_ratio.ROM_VARIANCES),
    ("VR and CVR", means_ratio.SPREAD_VARIANCES),
    ("CLES", superiority.CLES_VARIANCES),
    ("CLESN", superiority.CLESN_VARIANCES),
    ("COR and UCOR", correlations.COR_VARIANCES),
    ("RPB", biserial.RPB_VARIANCES),
    ("R2", explained.R2_VARIANCES),
    ("PR", one_group_counts.PR_VARIANCES),
    ("PLN and PLO", one_group_counts.LOG_VARIANCES),
    ("MN", one_group_means.MN_VARIANCES),
    ("SMCC and SMCR", paired.CHANGE_VARIANCES),
    ("SMCRH and SMCRPH", paired.UNEQUAL_VARIANCES),
    ("ROMC, VRC and CVRC", paired.ORDERS),
)


def _choices(of: tuple[str, Mapping[str, str]]) -> str:
    whose, choices = of
    return f"### {whose}\n\n" + table(
        ["variance", "what it is"], [[code(name), told] for name, told in choices.items()]
    )


def pooling() -> str:
    estimators = [[code(name), first_paragraph(_named(made))] for name, made in ESTIMATORS.items()]
    presets = [
        [code(name), ", ".join(f"{key} = {value}" for key, value in one.items())] for name, one in PRESETS.items()
    ]
    choices = (inspect.getdoc(Choices) or "").partition("\n\n")[2].partition("\n\n")[0]
    names = f"Models: {_listed(MODELS)}. Methods: {_listed(METHODS)}. Tests: {_listed(TESTS)}."
    return page(
        "Pooling",
        "What `eb.pool`, `effectbank pool` and `[analyses.X]` can be asked for, and what happens when they aren't.",
        choices,
        names,
        "## Presets",
        table(["preset", "sets"], presets),
        "## Estimators of tau²",
        table(["name", "what it is"], estimators),
        "## Prediction intervals",
        table(["rule", "what it is"], [[code(name), says] for name, says in PREDICTION_RULES.items()]),
    )


def _named(made: object) -> object:
    return made.func if isinstance(made, partial) else made


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(code, names))


def zero_cells() -> str:
    return page(
        "Zero cells",
        "What is added to a table with an empty cell, by the name to ask for it with.",
        table(["rule", "what it does"], [[code(name), says] for name, says in ZERO_CELL_RULES.items()]),
        "## Double zeros",
        table(["rule", "what it does"], [[code(name), says] for name, says in DOUBLE_ZERO.items()]),
    )


def checks() -> str:
    rows = [[code(name), first_paragraph(rule)] for name, rule in RULES.items()]
    words = "`effectbank check` goes by these rules, after the folder has been read to its end."
    return page("Checks", words, table(["code", "what it finds"], rows))


def numerals() -> str:
    rows = [[", ".join(f"“{word}”" for word in one.words if word), one.says] for one in MEANINGS]
    words = """
A claim is held to the precision its author wrote: `22%` is true of 21.5 to 22.5 %, ties away from zero. Words
around a number have one meaning each, here in full; the first row holds for a number without any such word too."""
    return page("What words around a number mean", words, table(["words", "true when"], rows))


def library() -> str:
    words = "All of it is in `effectbank`; `import effectbank as eb`. What its files hold: [there](conversions.md)."
    return page("The library", words, *_api())


def _api() -> Iterator[str]:
    for name in sorted(set(eb.__all__) - {"__version__"}, key=lambda name: (name.casefold(), name)):
        thing = getattr(eb, name)
        yield f"## eb.{name}\n\n{fenced(_signature(name, thing))}\n\n{inspect.cleandoc(thing.__doc__ or '')}"


def _signature(name: str, thing: object) -> str:
    """`eb.pool(effects: Effects, …) -> Pooled`, without the quotes of annotations that are kept as text."""
    if inspect.isclass(thing) or not callable(thing):
        return f"eb.{name}"
    words = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(thing)))
    return textwrap.fill(f"eb.{name}{words}", 100, subsequent_indent="    ", break_long_words=False)


def conversions() -> str:
    """The files of eb that hold functions of numbers, each whole."""
    words = "Functions of plain numbers and arrays, each a step of its own; `eb.hazard` and the like are files."
    return page("Conversions", words, *(part for name in eb.__all__ for part in _file(name)))


def _file(name: str) -> Iterator[str]:
    file = getattr(eb, name)
    if inspect.ismodule(file):
        yield f"## eb.{name}\n\n{inspect.cleandoc(file.__doc__ or '')}"
        for shown, thing in vars(file).items():
            if inspect.isfunction(thing) and thing.__module__ == file.__name__ and not shown.startswith("_"):
                told = fenced(_signature(f"{name}.{shown}", thing))
                yield f"### eb.{name}.{shown}\n\n{told}\n\n{inspect.cleandoc(thing.__doc__ or '')}"


def folder() -> str:
    """The folder, file by file."""
    parts = [part("folder.md")]
    for name, what, rows in folder_reference.files():
        head = "column" if name.endswith(".csv") else "key"
        parts.append(f"## {name}\n\n{what}\n\n{table([head, 'meaning'], rows)}")
    provenance = [(code(name), words) for name, words in folder_reference.PROVENANCE_WORDS.items()]
    said = "These columns may stand in any of the CSV files."
    return page("The folder", *parts, f"## In every CSV\n\n{said}\n\n{table(['column', 'meaning'], provenance)}")


def prose() -> str:
    """text.md: its Markdown, and the paths that bind its numbers."""
    lists = [f"### {name}\n\n{table(['end', 'meaning'], rows)}" for name, rows in folder_reference.path_lists()]
    return page("The text", part("text.md"), fenced(folder_reference.grammar()), *lists)


def part(name: str) -> str:
    """Words of a page that no code knows."""
    return (Path(__file__).parent / "parts" / name).read_text(encoding="utf-8")


PAGES: Mapping[str, Callable[[], str]] = {
    "folder.md": folder,
    "text.md": prose,
    "commands.md": commands,
    "exit-codes.md": exit_codes,
    "json.md": json_shapes,
    "measures.md": measures,
    "pooling.md": pooling,
    "zero-cells.md": zero_cells,
    "checks.md": checks,
    "numerals.md": numerals,
    "library.md": library,
    "conversions.md": conversions,
}


def write_all(directory: Path = REFERENCE) -> None:
    """Write every page."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        (directory / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    write_all()
