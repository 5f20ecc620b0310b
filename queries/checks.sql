-- Which checks did the figures pass, and what is in doubt?
with final as (
    select kind, words
    from load_check
    order by position
)

from final;
