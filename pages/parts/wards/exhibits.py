"""The exhibits of the page Wards, and what stands there where a council has no figures."""

from collections.abc import Iterator, Sequence
from functools import partial

from pages.parts.exhibit.absent import NotPublished
from pages.parts.exhibit.exhibit import Chart, Exhibit, Figures, Folded, Layout
from pages.parts.figures.sources import SourceFile, line_of
from pages.parts.language.words import display_name, slug
from pages.parts.wards import tables, words
from pages.parts.wards.data import files, school_councils
from pages.parts.wards.rates import WardChoice
from pages.parts.wards.views import WardView


def absent() -> NotPublished:
    """What is missing, who publishes it, and the nearest that is here."""
    present = [display_name(name) for name in school_councils()]
    return words.absent(present)


def exhibit(choice: WardChoice, view: WardView) -> Exhibit:
    """One view of one measure, with everything that belongs to it."""
    edition = choice.data.edition
    read_from = files(choice.data.council, edition)
    chart = _chart(choice, view)
    return Exhibit(
        key=f"wards-{edition.period_end:%Y-%m}-{slug(choice.measure)}-{slug(view.label)}",
        place=choice.place,
        finding=view.finding(choice),
        measure=f"{words.WHO[choice.measure]}, per cent of all pupils, "
        f"{words.schools_words(choice) or 'as supplied'}, {choice.boundaries}",
        basis=words.basis(edition),
        period=words.census(edition),
        subtitle=(words.subtitle(choice),),
        charts=(chart,) if chart else (),
        said=(" ".join(words.explanation(choice)),),
        listed=(*words.wards_outside(choice), *words.other_schools(choice)),
        notes=tuple(words.notes(choice)),
        withheld=words.hidden_words(choice),
        tables=(("", view.table(choice)),),
        folded=tuple(_folded(choice)),
        figures=Figures(
            frame=partial(tables.figures, choice),
            formats=tables.FORMATS,
            layout=Layout(
                down="ward",
                columns=tuple(tables.FORMATS),
                drawn=(f"{choice.measure}, per cent",),
            ),
        ),
        source=" ".join(filter(None, (source(choice, read_from), view.source(choice)))),
        files=read_from,
        trail=f"Every number here is in the answer to `queries/{_question(choice)}.sql`.",
    )


def _chart(choice: WardChoice, view: WardView) -> Chart | None:
    if view.draw is None:
        return None
    specification, frame = view.draw(choice)
    vintage = "former" if choice.former else "current"
    return Chart(
        key="-".join(["ward", *map(slug, (view.label, choice.measure, choice.schools, vintage))]),
        specification=specification,
        frame=frame,
        alt=words.alternative(choice, view.shows, view.finding(choice)),
        legend=view.legend(choice),
        listed=tuple(view.listed(choice)),
    )


def _folded(choice: WardChoice) -> Iterator[Folded]:
    """The wards of few schools, what changed with the boundaries, and the residents."""
    if few := words.few_schools(choice):
        yield Folded(
            title=words.FEW_TITLE,
            icon=":material/school:",
            listed=tuple(f"{ward}: {schools}" for ward, schools in few),
        )
    if changed := words.set_notes(choice):
        yield Folded(
            title="Boundaries: what changed, which wards compare",
            icon=":material/map:",
            texts=(" ".join(changed),),
        )
    residents = tables.residents_table(choice.data.of(choice.former))
    if len(residents):
        yield Folded(
            title="Children who live in each ward",
            icon=":material/home:",
            texts=(
                "Residents, not pupils: no percentage on this page is made with these numbers.",
            ),
            table=residents,
        )


def source(choice: WardChoice, read_from: Sequence[SourceFile]) -> str:
    """Where the figures come from, in one line; a council's own file is in no publication."""
    if choice.data.edition.supplied:
        names = ", ".join(file.file for file in read_from)
        return f"Source: {names}, {words.SUPPLIED}."
    return line_of(read_from, "wards added up by this project")


def _question(choice: WardChoice) -> str:
    return "ward_supplied" if choice.data.edition.supplied else "ward_totals"
