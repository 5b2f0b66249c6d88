"""One module per question a client asks.

A module here offers exactly:

    NEEDS: tuple[str, ...]                the tables without which the chapter is left out; "a|b" = either
    analyse(tables..., *, ...) -> Result  pure: no files, no clock, no printing; option names = workbook parameters
    Result                                a frozen dataclass (eq=False) of plain fields with
        .blocks()                         the chapter in reading order: keys and numbers, no sentences
        .actions()                        what to do, with the money at stake; the summary ranks them
        .figures()                        what goes into results.json: public names, plain values
        .per_customer()                   a Table, one row a customer, for tables/<stem>.csv and the appendix; or None

Its stem names its workbook, its advice text and its test; tests/test_complete.py
holds the four together, so there is no list of analyses to keep up to date.
"""
