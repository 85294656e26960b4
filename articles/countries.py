"""Countries: ISO 3166-1 codes and their names in the reader's language, from CLDR."""

from functools import cache

from babel import Locale
from django.utils.translation import get_language

# What CLDR lists beside the countries of ISO 3166-1: unions, exceptional reservations, test regions.
# Kosovo (XK) stays: ISO has no code for it, newspapers write about it.
NO_COUNTRY = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
TERRITORIES = (str(code) for code in Locale("en").territories)
CODES = frozenset(
    code for code in TERRITORIES if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY
)


def country_name(code: str) -> str:
    """The country's name in the language of the page; the code itself where nobody knows it."""
    return names(get_language() or "nl").get(code, code)


@cache
def names(language: str) -> dict[str, str]:
    return dict(Locale.parse(language, sep="-").territories)
