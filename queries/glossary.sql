-- What do the acronyms mean?
with final as (
    from glossary
    order by acronym
)

from final;
