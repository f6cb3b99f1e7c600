"""A claim's path resolved: `resolve(review, "enforced.intervention")` → a Value, or BadPath with the way out.

ANALYSIS                                      the estimate with its interval
ANALYSIS.intervention|control[.events|.total|.crude_risk]
ANALYSIS[.control].assumed_risk   ANALYSIS[.intervention].corresponding_risk
ANALYSIS.estimate|ci|low|high|prediction|p|significance|direction|i2|tau2|k|n|nnt
ANALYSIS.published[.estimate|ci|low|high|p|k|n|i2|tau2|significance|direction|assumed_risk|corresponding_risk]
ANALYSIS.without(SLUG,SLUG)…                  the same analysis less some studies
ANALYSIS.study(SLUG)[.intervention…|.estimate|.ci|.significance|.direction]
ANALYSIS.studies.count                        studies that gave data, complete or not
studies.count   studies.randomised   studies.COLUMN   versions.NAME.KEY   fact:NAME   values.NAME or NAME
"""

from __future__ import annotations

from effectbank.review.paths.analysis import analysis_value
from effectbank.review.paths.elsewhere import fact_value, studies_value, version_value
from effectbank.review.paths.named_values import named_value
from effectbank.review.paths.value import BadPath, Step, Value, over, steps, unknown_step
from effectbank.review.review import Review

FACT = "fact:"
HEADS = ("studies", "versions", "values")


def resolve(review: Review, address: str, within: tuple[str, ...] = ()) -> Value:
    """The value a path leads to. Raises BadPath: what was given, what is known at that point, the nearest match.

    `within` are the named values on the way, so that one built on itself is told and not followed.
    """
    if address.startswith(FACT):
        return fact_value(review, address, address.removeprefix(FACT))
    first, *others = steps(address)
    rest = tuple(others)
    if first.name in HEADS:
        return _from_head(review, address, first.name, rest, within)
    if first.name in review.analyses and first.name in review.values:
        raise BadPath(
            address, f"{first.name} is both an analysis and a value", f"write values.{first.name}, or rename one"
        )
    if first.name in review.analyses and first.arguments is None:
        return analysis_value(review, first.name, address, rest)
    if first.name in review.values:
        over(address, rest, first.name)
        return _named(review, first.name, address, within)
    raise unknown_step(address, first.name, "this folder", (*review.analyses, *review.values, *HEADS, "fact:NAME"))


def _from_head(review: Review, address: str, head: str, rest: tuple[Step, ...], within: tuple[str, ...]) -> Value:
    given = rest[0].name if rest else ""
    if head == "versions":
        return version_value(review, address, given, rest[1].name if len(rest) > 1 else "")
    over(address, rest[1:], given)
    if head == "studies":
        return studies_value(review, address, given)
    if given not in review.values:
        raise unknown_step(address, given, "[values]", review.values)
    return _named(review, given, address, within)


def _named(review: Review, name: str, address: str, within: tuple[str, ...]) -> Value:
    if name in within:
        raise BadPath(address, f"{name} is built on itself", f"see [values.{name}] in review.toml")
    return named_value(review, name, address, lambda path: resolve(review, path, (*within, name)))
