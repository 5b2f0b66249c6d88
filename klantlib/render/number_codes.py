"""How is a format written for a spreadsheet or a native chart, so that it shows what `formats` writes?"""

from __future__ import annotations

from babel.numbers import get_currency_symbol

from klantlib.languages import locale_of

CODES = {
    "count": "#,##0",
    "number": "#,##0.0",
    "number2": "#,##0.00",
    "money": "#,##0",
    "cents": "#,##0.00",
    "percent": "0%",
    "percent1": "0.0%",
    "plain": "General",
}  # written the same for every reader; his program shows his own decimal and thousands signs


def code(format: str, language: str, currency: str) -> str:
    """
    The number code of a numeric format; an amount has its symbol and its minus where the language puts them.

    >>> code("percent1", "nl", "EUR"), code("money", "nl", "EUR"), code("money", "en", "EUR")
    ('0.0%', '"€" #,##0;"€" -#,##0', '"€"#,##0;-"€"#,##0')

    Raises LookupError for a format that is no number.
    """
    if format not in ("money", "cents"):
        return CODES[format]
    plus, _, minus = locale_of(language).currency_formats["standard"].pattern.replace("\xa0", " ").partition(";")
    symbol = f'"{get_currency_symbol(currency, locale_of(language))}"'
    patterns = (plus, minus or f"-{plus}")
    return ";".join(pattern.replace("#,##0.00", CODES[format]).replace("¤", symbol) for pattern in patterns)
