"""Numbers that RevMan 5 stored, read and computed again: the samples, and one analysis of a review with subgroups.

The analysis is 3.2 of "Antibiotics for sore throat" (doi 10.1002/14651858.CD000023.pub4), its numbers as that
review's own .rm5 has them.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from rm5_maker import as_bytes, comparison, outcome, review, row, study, subgroup

from effectbank.formats.cochrane.folder import review_of
from effectbank.formats.rm5 import read_source
from effectbank.review.proving import prove

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(("name", "stored"), [("cd007868-fluoride-toothpaste", 1551), ("fleiss1993", 84)])
def test_every_stored_number_of_the_samples_is_reproduced(name: str, stored: int) -> None:
    proof = prove(review_of(read_source(DATA / f"{name}.rm5")))
    assert (proof.stored, proof.reproduced, proof.unexplained) == (stored, stored, 0)


DENNY = row("DICH", "STD-Denny-1953", CI_END="0.7838302034852151", CI_START="0.41924097260407667",
            EFFECT_SIZE="0.5732484076433121", EVENTS_1="54", EVENTS_2="30", LOG_CI_END="-0.10577800577978919",
            LOG_CI_START="-0.37753628016002855", LOG_EFFECT_SIZE="-0.24165714296990887", O_E="0.0",
            SE="0.1596321555961063", TOTAL_1="157", TOTAL_2="50", VAR="0.025482425100259495",
            WEIGHT="38.74594416771625")  # fmt: skip
EL_DAHER = row("DICH", "STD-El_x002d_Daher-1991", CI_END="0.38250203545220796", CI_START="0.0828019995110384",
               EFFECT_SIZE="0.17796610169491525", EVENTS_1="7", EVENTS_2="37", LOG_CI_END="-0.4173662494428863",
               LOG_CI_START="-1.0819591757015259", LOG_EFFECT_SIZE="-0.7496627125722061", O_E="0.0",
               SE="0.39038517467236694", TOTAL_1="118", TOTAL_2="111", VAR="0.15240058460397443",
               WEIGHT="21.12330763229431")  # fmt: skip
BRINK = row("DICH", "STD-Brink-1951", CI_END="0.720281079697233", CI_START="0.41242836978122943",
            EFFECT_SIZE="0.5450361010830325", EVENTS_1="61", EVENTS_2="80", LOG_CI_END="-0.14249799309643024",
            LOG_CI_START="-0.3846514684717578", LOG_EFFECT_SIZE="-0.263574730784094", O_E="0.0",
            SE="0.14224215011450253", TOTAL_1="277", TOTAL_2="198", VAR="0.020232829269196673",
            WEIGHT="40.130748199989426")  # fmt: skip
BLINDED = subgroup("DICH", "Blinded", DENNY + EL_DAHER, number=1, CHI2="9.708914883486266",
                   CI_END="1.2045007561857157", CI_START="0.09230082178819615", DF="1",
                   EFFECT_SIZE="0.3334312667409061", ESTIMABLE="YES",
                   EVENTS_1="61", EVENTS_2="67", I2="89.7001877964665", LOG_CI_END="0.08080707698457434",
                   LOG_CI_START="-1.0347944322732203", LOG_EFFECT_SIZE="-0.47699367764432293",
                   P_CHI2="0.001833786081687383", P_Z="0.09373244634263844", STUDIES="2", TAU2="0.7745839953662671",
                   TOTAL_1="275", TOTAL_2="161", WEIGHT="59.86925180001056", Z="1.6760293371387789")  # fmt: skip
UNBLINDED = subgroup("DICH", "Unblinded", BRINK, number=2, CHI2="0.0", CI_END="0.720281079697233",
                     CI_START="0.41242836978122943", DF="0", EFFECT_SIZE="0.5450361010830325", ESTIMABLE="YES",
                     EVENTS_1="61", EVENTS_2="80", I2="0.0", LOG_CI_END="-0.14249799309643024",
                     LOG_CI_START="-0.3846514684717578", LOG_EFFECT_SIZE="-0.263574730784094", P_CHI2="1.0",
                     P_Z="1.9839399503572413E-5", STUDIES="1", TAU2="0.0", TOTAL_1="277", TOTAL_2="198",
                     WEIGHT="40.130748199989426", Z="4.26669060826785")  # fmt: skip
HEADACHE = outcome("DICH", "Headache on day 3", BLINDED + UNBLINDED, METHOD="MH", EFFECT_MEASURE="RR", RANDOM="YES",
                   SUBGROUPS="YES", CHI2="8.70645034006773", CI_END="0.7061515590859719",
                   CI_START="0.2726347745572424", DF="2", EFFECT_SIZE="0.43877268729337426", ESTIMABLE="YES",
                   EVENTS_1="122", EVENTS_2="147", I2="77.02852572654263", I2_Q="0.0",
                   LOG_CI_END="-0.15110207768657014", LOG_CI_START="-0.5644187507202564",
                   LOG_EFFECT_SIZE="-0.35776041420341326", P_CHI2="0.012865292699995479", P_Q="0.463660716268829",
                   P_Z="6.912456638296815E-4", Q="0.5370433828035113", STUDIES="3", SWAP_EVENTS="NO",
                   TAU2="0.12664755397142075", TOTAL_1="552", TOTAL_2="359", WEIGHT="99.99999999999999",
                   Z="3.3930280227319694")  # fmt: skip


def test_an_analysis_with_subgroups_is_reproduced() -> None:
    keys = ("STD-Brink-1951", "STD-Denny-1953", "STD-El_x002d_Daher-1991")
    studies = {"INCLUDED": "".join(study(key, key[-4:]) for key in keys)}
    source = read_source(as_bytes(review(studies=studies, analyses=comparison("Antibiotics", HEADACHE))))
    (analysis,) = source.analyses
    kept = [analysis.stored, *(one.stored for one in (*analysis.subgroups, *analysis.rows))]
    proof = prove(review_of(source))
    assert (proof.stored, proof.reproduced, proof.unexplained) == (sum(map(len, kept)), sum(map(len, kept)), 0)
    assert [len(numbers) for numbers in kept] == [22, 19, 14, 9, 9, 9]
