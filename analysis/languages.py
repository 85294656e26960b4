"""Which language a text is in."""

import functools
from typing import Any

# Those that a Dutch archive meets, and one for each other script; a short list makes short texts surer.
LANGUAGES = (
    "nl",
    "en",
    "fr",
    "de",
    "es",
    "it",
    "pt",
    "da",
    "sv",
    "no",
    "fi",
    "pl",
    "tr",
    "af",
    "lb",
    "fy",
    "ru",
    "uk",
    "bg",
    "el",
    "ar",
    "he",
    "zh",
    "ja",
)
SHORTEST_TEXT = 40  # Characters; a headline can be any language.
LONGEST_SAMPLE = 4_000  # Characters; more makes the answer later, not surer.
LEAST_PROBABILITY = 0.8


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, or none when it is too short or not sure."""
    sample = text.strip()[:LONGEST_SAMPLE]
    if len(sample) < SHORTEST_TEXT:
        return None
    language, probability = _identifier().classify(sample)
    return str(language) if probability >= LEAST_PROBABILITY else None


@functools.cache
def _identifier() -> Any:
    """The model of py3langid; loaded at the first text, as it costs memory and half a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
