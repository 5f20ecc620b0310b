-- Which faults and cautions of single published figures are known?
with final as (
    select
        indicator.name as indicator,
        area.name,
        figure_note.period_end,
        figure_note.kind,
        figure_note.note,
        figure_note.source
    from figure_note
    join indicator using (indicator_id)
    join area using (area_code)
    order by figure_note.kind desc, indicator.position, figure_note.period_end, area.name
)

from final;
