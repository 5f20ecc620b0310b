-- What must be known of single figures of one indicator in these places?
with final as (
    select figure_note.area_code, figure_note.period_end, figure_note.kind, figure_note.note
    from figure_note
    where figure_note.indicator_id = $indicator
        and list_contains($areas, figure_note.area_code)
    order by figure_note.area_code, figure_note.period_end
)

from final;
