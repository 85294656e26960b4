"""Texts made alike: what differs in case and accents only is the same word."""

import unicodedata

# Letters that do not fall apart into a letter and an accent.
UNSEPARATED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)


def fold(text: str) -> str:
    """The text in lower case without accents: "Loekasjenkó" becomes "loekasjenko"."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char)).translate(UNSEPARATED)


def fold_name(name: str) -> str:
    """A name as printed, folded, with one kind of apostrophe and one space between its words."""
    return " ".join(fold(name.replace("’", "'")).split())
