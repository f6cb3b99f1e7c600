"""What other programs call a choice: so that their names get an answer, not only a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_KNAPP_HARTUNG = "test='knapp-hartung'"
_COMMON, _RANDOM = "model='common'", "model='random'"
_UNASKED = "nothing to choose (a search ends at its optimum, and shows nothing meanwhile)"
_ESTIMATORS = ("DL", "HE", "HS", "SJ", "ML", "REML", "EB", "PM", "PMM", "DLIT", "HSk", "GENQ")

# What was chosen and the name given → what to write. Names of metafor, R's meta, Stata's meta and RevMan.
ELSEWHERE: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "test": {
            **dict.fromkeys(("knha", "hksj", "HKSJ", "hk", "HK", "hartung-knapp", "khartung"), _KNAPP_HARTUNG),
            "adhoc": "test='ad-hoc'",
            "KR": "test='kenward-roger'",
            "classic": "test='z'",
        },
        "model": {
            **dict.fromkeys(("FE", "EE", "CE", "fixed", "equal", "fixed-effect", "common-effect"), _COMMON),
            **dict.fromkeys(("RE", "ME", "random-effects", "mixed", "rma"), _RANDOM),
        },
        "method": {
            **{name: f"tau2='{name}'" for name in _ESTIMATORS},
            **dict.fromkeys(("FE", "EE", "CE"), _COMMON),
            **dict.fromkeys(("Inverse", "inverse", "invvariance"), "method='IV'"),
            **dict.fromkeys(("mh", "Mantel-Haenszel", "mhaenszel"), "method='MH'"),
            **dict.fromkeys(("peto", "PETO"), "method='Peto'"),
        },
        "tau2 estimator": {
            **dict.fromkeys(("FE", "EE", "CE"), _COMMON),
            **{"dlaird": "tau2='DL'", "sjonkman": "tau2='SJ'", "pmandel": "tau2='PM'", "ebayes": "tau2='EB'"},
            **{"hschmidt": "tau2='HS'", "hedges": "tau2='HE'", "mle": "tau2='ML'", "MP": "tau2='PM'"},
            **{"CA": "tau2='HE'", "VC": "tau2='HE'", "CA2": "tau2='HE2'", "SJIT": "tau2='PM'"},
        },
        "prediction rule": {
            **dict.fromkeys(("Riley", "riley"), "prediction='t-2'"),
            "V-KR": "prediction='V' with test='kenward-roger'",
        },
        "interval method": {
            "QP": "'Q-profile'",
            "PL": "'profile-likelihood'",
            "GENQ": "'generalised-Q'",
            "HT": "'Higgins-Thompson'",
            "J": "'Jackson'",
            "BJ": "'Biggerstaff'",
        },
        "choice": {
            "mods": "eb.regress(effects, 'moderator')",
            "scale": "eb.location_scale(effects, location, scale)",
            **dict.fromkeys(("slab", "studlab"), "study= of eb.effects"),
            **dict.fromkeys(("control", "progbar", "verbose"), _UNASKED),
            **dict.fromkeys(("knha", "hakn", "method_random_ci"), "test="),
            **dict.fromkeys(("X", "L", "Z"), "eb.contrasts(fit, weights), or eb.wald_test(fit, weights)"),
            **dict.fromkeys(("backtransf", "targs"), ".display of the answer"),
            **dict.fromkeys(("data", "measure", "yi", "vi", "sei"), "of eb.effects(measure, data, …)"),
            "intercept": "eb.contrasts(fit, weights), or '0 + …' in the formula",
            "weighted": "weights=[1] * len(effects)",
            "vtype": "variance= of eb.effects",
            "correct": "eb.association_tests(fit), which has both",
            "permci": "eb.permutation_interval(test, 'term')",
            "cluster": "by=",
            "type": "method=, or kind=",
            "pool": "method='Fisher'",
            "tesAlternative": "alternative=",
            "stat": "of=",
            "pi_type": "prediction=",
            "subset": "effects.subset(mask)",
            "digits": "print(fit), or a format of your own",
            "to": "zero_cells=",
            "drop00": "double_zero='drop'",
            "method_tau": "tau2=",
            "sm": "the measure, in eb.effects",
            "order": "by=",
            "iter": "iterations=",
            "transf": ".display of the answer",
            "atransf": ".display of the answer",
            "newmods": "at={'moderator': values}",
            "newscale": "at={'moderator': values}",
            "addx": ".at of the answer",
            "btt": "eb.wald_test(fit, 'term')",
            "att": "eb.wald_test(fit.scale, 'term')",
            "predtype": "prediction=",
        },
        "choice of a plot": {
            **dict.fromkeys(("atransf", "transf", "backtransf"), "nothing to choose (drawn on the display scale)"),
            **dict.fromkeys(("slab", "studlab", "ilab"), "study= of eb.effects, or labels="),
            **dict.fromkeys(("level", "shade"), "contours=True of eb.funnel, or level= of the fit"),
            **dict.fromkeys(("label_left", "label_right"), "favours=(left, right)"),
            "main": "title=",
        },
    }
)

# What other programs' results hold → where it is in a fit, and in a regression.
IN_A_FIT: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("b", "beta", "coef", "TE_random", "TE_common"), ".estimate"),
        **dict.fromkeys(("pval", "pvalue"), ".p"),
        **{"zval": ".statistic", "dfs": ".df", "ddf": ".df", "vcov": ".se ** 2", "vb": ".se ** 2"},
        **dict.fromkeys(("ci_lb", "lower_random", "lower_common"), ".ci.low"),
        **dict.fromkeys(("ci_ub", "upper_random", "upper_common"), ".ci.high"),
        **dict.fromkeys(("pi_lb", "cr_lb", "lower_predict"), ".prediction.low"),
        **dict.fromkeys(("pi_ub", "cr_ub", "upper_predict"), ".prediction.high"),
        **dict.fromkeys(("MH", "MHp", "CO", "COp", "BD", "BDp", "TA", "TAp"), "eb.association_tests(fit)"),
        **{"pred": ".display.estimate", "method": ".options", "TE": ".effects.yi", "seTE": ".effects.se"},
        **{"tau2": ".heterogeneity.tau2", "tau": ".heterogeneity.tau", "se_tau2": ".heterogeneity.tau2_se"},
        **dict.fromkeys(("I2", "i2"), ".heterogeneity.i2"),
        **dict.fromkeys(("H2", "h2"), ".heterogeneity.h2"),
        **dict.fromkeys(("QE", "Q", "q"), ".heterogeneity.q"),
        "QEp": ".heterogeneity.p",
        **dict.fromkeys(("QM", "QMp", "R2"), "of eb.regress(fit.effects, 'moderator')"),
        **{"yi": ".effects.yi", "vi": ".effects.vi", "slab": ".effects.labels", "labels": ".effects.labels"},
        **dict.fromkeys(("fit_stats", "aic", "bic", "log_likelihood", "loglik"), ".ml or .reml"),
        "confint": "eb.tau2_interval(fit)",
        "predict": ".prediction and .display",
        "summary": "print(fit)",
    }
)
IN_A_REGRESSION: Mapping[str, str] = MappingProxyType(
    {
        **IN_A_FIT,
        **dict.fromkeys(("b", "beta", "coef", "estimate", "se", "p", "pval", "zval", "ci"), ".coefficients"),
        **dict.fromkeys(("ci_lb", "ci_ub"), ".coefficients"),
        **dict.fromkeys(("pred", "pi_lb", "pi_ub", "cr_lb", "cr_ub"), "eb.predict(fit)"),
        **dict.fromkeys(("vcov", "vb"), ".covariance"),
        **dict.fromkeys(("QM", "QMp", "F"), ".test"),
        **dict.fromkeys(("R2", "r2"), ".heterogeneity.r2"),
        **dict.fromkeys(("X", "matrix"), ".moderators.matrix"),
        **dict.fromkeys(("weights", "hat"), "eb.influence(fit)"),
        "predict": "eb.predict(fit)",
        "display": "eb.predict(fit).display",
        "formula": ".moderators.asked",
    }
)
# Functions of metafor and R's meta → the verb.
FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        "escalc": "eb.effects",
        "rma": "eb.pool, or eb.regress with moderators",
        **dict.fromkeys(("rma_uni", "rma_mh", "rma_peto", "metagen"), "eb.pool of eb.effects"),
        **dict.fromkeys(("metabin", "metacont", "metaprop", "metacor", "metainc", "metarate", "metamean"),
                        "eb.pool of eb.effects"),
        **{"metareg": "eb.regress", "rma_ls": "eb.location_scale", "metacum": "eb.cumulative"},
        **{"metainf": "eb.leave_one_out", "metabias": "eb.asymmetry", "limitmeta": "eb.limit_meta"},
        **{"leave1out": "eb.leave_one_out", "cumul": "eb.cumulative", "trimfill": "eb.trim_and_fill"},
        **{"regtest": "eb.egger", "ranktest": "eb.begg", "fsn": "eb.fail_safe_n", "hc": "eb.henmi_copas"},
        **{"tes": "eb.excess_significance", "permutest": "eb.permutation_test", "vif": "eb.variance_inflation"},
        **{"anova": "eb.wald_test or eb.likelihood_ratio", "confint": "eb.tau2_interval"},
        **{"profile": "eb.tau2_profile", "ranef": "eb.blup", "fitted": "eb.predict", "resid": "eb.residuals"},
        **{"regplot": "eb.draw(regression)", "bubble": "eb.draw(regression)", "summary": "print"},
        **{"reporter": "fit.methods()", "cooks_distance": "eb.influence", "hatvalues": "eb.influence"},
        **{"conv_2x2": "eb.tables", "conv_fivenum": "eb.medians", "conv_wald": "eb.estimates"},
        **dict.fromkeys(("fitstats", "logLik", "AIC", "BIC", "deviance"), "fit.ml or fit.reml"),
        **{"update": "eb.pool of fit.effects", "weights": "fit.weights", "coef": "fit.estimate", "plot": "eb.draw"},
        **{"vcov": "fit.covariance", "model_matrix": "fit.moderators.matrix", "nobs": "fit.k"},
        **{"df_residual": "fit.df", "galbraith": "eb.radial", "drapery": "eb.p_value_function"},
        "transf": "fit.display",
    }
)  # fmt: skip
NOT_YET = (
    "rma_mv", "rma_glmm", "robust", "selmodel", "copas", "vcalc", "aggregate", "matreg", "emmprep", "netmeta",
)  # fmt: skip


def there(name: str) -> str:
    """What is told of another program's function that is sought in effectbank; "" where it is nobody's."""
    if name in NOT_YET:
        return "; that isn't here yet"
    return f"; that is {FUNCTIONS[name]} here" if name in FUNCTIONS else ""


def meant(what: str, given: object) -> str:
    """What another program's name for a choice is here; "" where it is nobody's."""
    return ELSEWHERE.get(what, {}).get(given, "") if isinstance(given, str) else ""
