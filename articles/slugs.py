"""What an address says of the thing that its number stands for."""

from django.utils.text import slugify

from analysis.folding import fold

# Letters of names in Latin script that folding leaves as they are.
LETTERS = str.maketrans({"ə": "a", "ħ": "h", "ŧ": "t", "ŋ": "ng", "ĸ": "k"})


def slug(text: str) -> str:
    """The text in letters that need no escape: "Søren Łuczak" becomes "soren-luczak"."""
    return slugify(fold(text).translate(LETTERS))
