"""The papers that methods are cited by: short name → where it was published."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

REFERENCES: Mapping[str, str] = MappingProxyType(
    {
        "Brannick et al. 2019": "Bias and precision of alternate estimators in meta-analysis. "
        "Organizational Research Methods 22: 490-514.",
        "Cochran 1954": "The combination of estimates from different experiments. Biometrics 10: 101-129.",
        "Deeks & Higgins 2010": "Statistical algorithms in Review Manager 5. The Cochrane Collaboration.",
        "DerSimonian & Kacker 2007": "Random-effects model for meta-analysis of clinical trials: an update. "
        "Contemporary Clinical Trials 28: 105-114.",
        "DerSimonian & Laird 1986": "Meta-analysis in clinical trials. Controlled Clinical Trials 7: 177-188.",
        "Follmann & Proschan 1999": "Valid inference in random effects meta-analysis. Biometrics 55: 732-737.",
        "Greenland & Robins 1985": "Estimation of a common effect parameter from sparse follow-up data. "
        "Biometrics 41: 55-68.",
        "Hartung & Knapp 2001": "A refined method for the meta-analysis of controlled clinical trials with binary "
        "outcome. Statistics in Medicine 20: 3875-3889.",
        "Hedges & Olkin 1985": "Statistical methods for meta-analysis. Academic Press.",
        "Higgins & Thompson 2002": "Quantifying heterogeneity in a meta-analysis. "
        "Statistics in Medicine 21: 1539-1558.",
        "Higgins, Thompson & Spiegelhalter 2009": "A re-evaluation of random-effects meta-analysis. "
        "Journal of the Royal Statistical Society A 172: 137-159.",
        "Hunter & Schmidt 2004": "Methods of meta-analysis, 2nd edition. Sage.",
        "Mantel & Haenszel 1959": "Statistical aspects of the analysis of data from retrospective studies of "
        "disease. Journal of the National Cancer Institute 22: 719-748.",
        "Morris 1983": "Parametric empirical Bayes inference: theory and applications. "
        "Journal of the American Statistical Association 78: 47-55.",
        "Nagashima, Noma & Furukawa 2019": "Prediction intervals for random-effects meta-analysis: a confidence "
        "distribution approach. Statistical Methods in Medical Research 28: 1689-1702.",
        "Partlett & Riley 2017": "Random effects meta-analysis: coverage performance of 95% confidence and "
        "prediction intervals following REML estimation. Statistics in Medicine 36: 301-317.",
        "Paule & Mandel 1982": "Consensus values and weighting factors. "
        "Journal of Research of the National Bureau of Standards 87: 377-385.",
        "Riley, Higgins & Deeks 2011": "Interpretation of random effects meta-analyses. BMJ 342: d549.",
        "Robins, Breslow & Greenland 1986": "Estimators of the Mantel-Haenszel variance consistent in both sparse "
        "data and large-strata limiting models. Biometrics 42: 311-323.",
        "Roever, Knapp & Friede 2015": "Hartung-Knapp-Sidik-Jonkman approach and its modification for "
        "random-effects meta-analysis with few studies. BMC Medical Research Methodology 15: 99.",
        "Sato, Greenland & Robins 1989": "On the variance estimator for the Mantel-Haenszel risk difference. "
        "Biometrics 45: 1323-1324.",
        "Sidik & Jonkman 2002": "A simple confidence interval for meta-analysis. "
        "Statistics in Medicine 21: 3153-3159.",
        "Sidik & Jonkman 2005": "Simple heterogeneity variance estimation for meta-analysis. "
        "Journal of the Royal Statistical Society C 54: 367-384.",
        "Sweeting, Sutton & Lambert 2004": "What to add to nothing? Use and avoidance of continuity corrections "
        "in meta-analysis of sparse data. Statistics in Medicine 23: 1351-1375.",
        "Veroniki et al. 2019": "Methods to calculate uncertainty in the estimated overall effect size from a "
        "random-effects meta-analysis. Research Synthesis Methods 10: 23-43.",
        "Viechtbauer 2005": "Bias and efficiency of meta-analytic variance estimators in the random-effects model. "
        "Journal of Educational and Behavioral Statistics 30: 261-293.",
        "Viechtbauer 2021": "Median-unbiased estimators for the amount of heterogeneity in meta-analysis. "
        "European Congress of Methodology, Valencia.",
        "Yusuf et al. 1985": "Beta blockade during and after myocardial infarction: an overview of the randomized "
        "trials. Progress in Cardiovascular Diseases 27: 335-371.",
    }
)


def cited(text: str) -> list[str]:
    """The references that the text cites by short name, in order of name."""
    return [f"{name}: {where}" for name, where in REFERENCES.items() if name in text]
