-- Which words stand on the screen where there is no number?
with final as (
    select status, symbols, words
    from symbol_meaning
)

from final;
