"""Exit codes: what a script may rely on. docs/reference/exit-codes.md is made from this table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from effectbank.problems import EffectBankError, NotEstimable, NotInstalled


class Exit(IntEnum):
    """Stable over versions; a new meaning gets a new number."""

    FINE = 0
    PROBLEMS = 1
    USAGE = 2
    NO_ESTIMATE = 3
    NOT_INSTALLED = 4
    FAULT = 70
    INTERRUPTED = 130


MEANINGS: dict[Exit, str] = {
    Exit.FINE: "Fine: the command did what was asked. Warnings and notes do not change that.",
    Exit.PROBLEMS: "The folder has errors, or words and numbers that disagree (`check`, `write`, `publish`).",
    Exit.USAGE: "What was asked cannot be understood: an option, a name, a folder or a file that isn't there.",
    Exit.NO_ESTIMATE: "Nothing to estimate: no analysis in the folder, or none possible of one asked for by name.",
    Exit.NOT_INSTALLED: "The command needs an optional part of EffectBank that isn't installed.",
    Exit.FAULT: "A fault of the program itself. Please report it; `--debug` shows where it happened.",
    Exit.INTERRUPTED: "Stopped from the keyboard.",
}


EXTRAS = {
    "matplotlib": "plots",
    "django": "bank",
    "modelsearch": "bank",
    "whitenoise": "bank",
    "waitress": "bank",
    "formulaic": "regression",
    "lxml": "formats",
    "openpyxl": "formats",
    "bibtexparser": "formats",
    "pyarrow": "library",
    "distributed": "cluster",
}
REPORT = (
    "This is a fault of the program, not of your folder. Please report it with the command you gave; "
    "`effectbank --debug …` shows where it happened."
)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a command that cannot do its work ends: the kind of error, a sentence, an exit code."""

    kind: str
    message: str
    code: Exit


INTERRUPTED = Ending("Interrupted", "stopped from the keyboard", Exit.INTERRUPTED)


def ending_of(error: Exception) -> Ending:
    """Word any exception for a person; what nobody foresaw is called a fault of the program."""
    if isinstance(error, ModuleNotFoundError) and (module := (error.name or "").partition(".")[0]) in EXTRAS:
        error = NotInstalled(module, EXTRAS[module])
    if isinstance(error, EffectBankError):
        return Ending(type(error).__name__, str(error), exit_code(error))
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return Ending("FileProblem", f"{where}{error.strerror or error}", Exit.USAGE)
    return Ending("Fault", f"{type(error).__name__}: {error}. {REPORT}", Exit.FAULT)


def exit_code(error: EffectBankError) -> Exit:
    """The exit code of an error meant for a person."""
    if isinstance(error, NotEstimable):
        return Exit.NO_ESTIMATE
    return Exit.NOT_INSTALLED if isinstance(error, NotInstalled) else Exit.USAGE
