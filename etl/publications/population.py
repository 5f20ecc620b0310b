"""Population aged 0 to 17: the ONS mid-year estimates that DfE divides by."""

from etl.model import MID_YEAR, DataSet, Extract, Indicator, Release
from etl.publications import cin

# Named by its last mid-year, not by the release it comes with: rates of 2025 divide by 2024.
RELEASE_2024 = Release(
    id="population-2024",
    publication="ONS mid-year population estimates",
    title="2012 to 2024, as published with Children in need 2025",
    url=f"{cin.URL}/2025",
)

INDICATORS = [
    Indicator(
        id="population_0_17",
        topic="Population",
        name="People aged 0 to 17",
        short_name="People aged 0 to 17",
        unit="count",
        timing="snapshot",
        basis="in the middle of the year",
        definition="Resident population aged 0 to 17, estimated by ONS for the middle of the year",
        core=False,
    )
]

EXTRACTS = [
    Extract(
        release=RELEASE_2024,
        file="ons_mid-year_population_estimates_2012_to_2024.csv",
        periods=MID_YEAR,
        last_period="2024",
        continues=True,
        marks=("age_group", "population_estimate"),
        rows={"age_group": "Children aged 0 to 17 years"},
        columns={"population_estimate": "population_0_17"},
    )
]

# DfE issues it with "Children in need"; neither an id nor a code of its title is known.
DATA_SETS = [
    DataSet(
        id="population",
        publication=cin.SERVICE,
        title="Mid-year population aged 0 to 17",
        file="ons_mid-year_population_estimates_2012_to_2024.csv",
    )
]
