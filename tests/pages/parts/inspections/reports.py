"""Reports of inspections as tests type them."""

from datetime import date

from pages.parts.figures.inspections import Inspection


def report(
    began: date | None, reported: date, *grades: str | None, row: int = 2, mended: str | None = None
) -> Inspection:
    """A report with its grades in the order of the table: overall first, care leavers last."""
    overall, leaders, help_and_protection, in_care, care_leavers = grades
    return Inspection(
        la_code="001", reported_on=reported, started_on=began, ended_on=None, framework=None,
        overall=overall, leaders=leaders, help_and_protection=help_and_protection,
        in_care=in_care, care_leavers=care_leavers, report="https://files.ofsted.gov.uk/v1/file/1",
        mended=mended, source_row=row, published_on=None, retrieved_at=None,
        publication="Inspections", title="to 3 August 2026", file="ilacs_history.csv", url=None,
        sha256="0" * 64, licence="OGL",
    )  # fmt: skip


NEW = report(
    date(2026, 6, 8), date(2026, 8, 3),
    "not given", "inadequate", "inadequate", "good", "requires improvement",
    row=4,
)  # fmt: skip
BEFORE = report(
    date(2022, 11, 21), date(2023, 1, 31),
    "requires improvement", "requires improvement", "good", "outstanding", "not given",
    row=3,
)  # fmt: skip
OLD = report(None, date(2015, 5, 12), None, None, None, None, None)
