"""What archives also hold: headlines in capitals, other quotation marks, lost accents. Offsets stay as they are."""

import random
import unicodedata

from training.corpus import Article

QUOTES = [("„", "”"), ("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'")]
DOUBLE = frozenset('„“”"')


def vary(article: Article, rng: random.Random, share: float) -> Article:
    """The article, or for a share of all calls one with capitals, other marks or without accents."""
    if rng.random() >= share:
        return article
    change = rng.choice([first_sentence_in_capitals, some_words_in_capitals, other_quotes, without_accents])
    text = change(article.text, rng)
    return Article(article.id, text, article.names, article.unsure)


def in_capitals(text: str) -> str:
    """Character for character: a letter whose capital is two (ß) stays."""
    return "".join(char.upper() if len(char.upper()) == 1 else char for char in text)


def first_sentence_in_capitals(text: str, rng: random.Random) -> str:
    end = text.find(" ", rng.randint(30, 90))
    return in_capitals(text[:end]) + text[end:] if end > 0 else text


def some_words_in_capitals(text: str, rng: random.Random) -> str:
    start = rng.randrange(max(len(text), 1))
    end = start + rng.randint(20, 80)
    start, end = text.rfind(" ", 0, start) + 1, text.find(" ", end)
    return text[:start] + in_capitals(text[start:end]) + text[end:] if end > 0 else text


def other_quotes(text: str, rng: random.Random) -> str:
    """Double marks become those of another newspaper, opening and closing in turn."""
    opening, closing = rng.choice(QUOTES)
    marks, is_open = [], False
    for char in text:
        if char in DOUBLE:
            is_open = not is_open
            char = opening if is_open else closing
        marks.append(char)
    return "".join(marks)


def without_accents(text: str, rng: random.Random) -> str:
    return "".join(unicodedata.normalize("NFD", char)[0] for char in text)
