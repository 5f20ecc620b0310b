"""Who has a plan: pupils by sex, free school meals and ethnicity."""
