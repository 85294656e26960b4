"""The spaCy pipelines that read articles, one per language, and the stream of results that they give.

A pipeline is a name or path that spaCy can load, with our components added behind its own; "rules" is a
blank Dutch one whose names come from their shape, for use without any trained model.
"""

import logging
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import analysis.countries
import analysis.people
import analysis.quotes
import analysis.speakers  # noqa: F401 - these register the components
from analysis.collecting import analysis_of
from analysis.results import ArticleAnalysis

RULES = "rules"
MAIN_LANGUAGE = "nl"
# Ours, in reading order; only names can be read in another language than Dutch.
DUTCH_COMPONENTS = ("country_finder", "person_grouper", "quote_finder", "speaker_resolver")
OTHER_COMPONENTS = ("person_grouper",)
LONGEST_TEXT = 1_000_000  # Characters; a longer text takes more memory than a machine should give it.
BATCH = 32

logger = logging.getLogger(__name__)
Context = TypeVar("Context")


class PipelineError(Exception):
    """A pipeline that cannot be loaded; the message is for whoever set it."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text at which the pipeline failed, and why."""

    reason: str


class Text(NamedTuple, Generic[Context]):
    """A text to read, its ISO 639-1 language (none: unknown, read as Dutch), and whose it is."""

    context: Context
    text: str
    language: str | None = None


def load_pipeline(name: str, language: str = MAIN_LANGUAGE) -> Language:
    """The pipeline of this name or path with our components. Raises PipelineError."""
    try:
        nlp = spacy.blank(language) if name == RULES else spacy.load(name)
    except (OSError, ValueError, ImportError) as error:
        raise PipelineError(f"The language pipeline {name!r} cannot be loaded: {error}") from error
    for component in DUTCH_COMPONENTS if nlp.lang == MAIN_LANGUAGE else OTHER_COMPONENTS:
        if component not in nlp.pipe_names:
            nlp.add_pipe(component)
    nlp.max_length = LONGEST_TEXT
    return nlp


class Analyser:
    """Reads texts with the pipeline of their language, loaded when the first text wants it.

    pipelines maps ISO 639-1 codes to names; a text in a language that it lacks is not read.
    """

    def __init__(self, pipelines: Mapping[str, str]):
        self.pipelines = dict(pipelines)
        self.loaded: dict[str, Language] = {}

    @cached_property
    def name(self) -> str:
        return ", ".join(f"{language}: {name}" for language, name in sorted(self.pipelines.items()))

    def pipeline(self, language: str) -> Language:
        if language not in self.loaded:
            self.loaded[language] = load_pipeline(self.pipelines[language], language)
        return self.loaded[language]

    def analyse(
        self, texts: Iterable[Text[Context]], *, workers: int = 1
    ) -> Iterator[tuple[Context, ArticleAnalysis | Unreadable]]:
        """What each text says, in order. With more workers, Dutch texts are read in so many processes."""
        waiting: deque[Text[Context]] = deque()
        failures: dict[int, str] = {}

        def feed() -> Iterator[tuple[str, int]]:
            # A text that the main pipeline cannot read goes through it empty, to keep its place.
            for number, text in enumerate(texts):
                waiting.append(text)
                yield (text.text if self.is_for(MAIN_LANGUAGE, text) else ""), number

        def keep_failure(component: str, _pipe: object, docs: list[Doc], error: Exception) -> None:
            logger.warning("%s failed: %r", component, error)
            failures.update({doc._context: f"{component}: {error!r}" for doc in docs})

        nlp = self.pipeline(MAIN_LANGUAGE)
        nlp.set_error_handler(keep_failure)  # type: ignore[arg-type]  # spaCy's own says NoReturn.
        next_number = 0
        docs = nlp.pipe(feed(), as_tuples=True, n_process=workers, batch_size=BATCH)
        for doc, number in docs:
            yield from self.failed(waiting, failures, range(next_number, number))
            next_number = number + 1
            text = waiting.popleft()
            yield text.context, self.result(text, doc)
        yield from self.failed(waiting, failures, range(next_number, next_number + len(waiting)))

    def is_for(self, language: str, text: Text) -> bool:
        return (text.language or MAIN_LANGUAGE) == language and len(text.text) <= LONGEST_TEXT

    def failed(
        self, waiting: deque[Text[Context]], failures: dict[int, str], numbers: range
    ) -> Iterator[tuple[Context, Unreadable]]:
        """The texts that the pipeline dropped on the way: it gives no document for them."""
        for number in numbers:
            reason = failures.pop(number, "it failed in a worker")
            yield waiting.popleft().context, Unreadable(f"the pipeline could not read it ({reason})")

    def result(self, text: Text, doc: Doc) -> ArticleAnalysis | Unreadable:
        language = text.language or MAIN_LANGUAGE
        if self.is_for(MAIN_LANGUAGE, text):
            return analysis_of(doc, *name_of(self.pipeline(MAIN_LANGUAGE)))
        if len(text.text) > LONGEST_TEXT:
            return ArticleAnalysis(
                warnings=(f"too long to be read for names: over {LONGEST_TEXT:,} characters",)
            )
        if language not in self.pipelines:
            return ArticleAnalysis(
                warnings=(f"no pipeline for the language {language!r}: names were not read",)
            )
        nlp = self.pipeline(language)
        try:
            return analysis_of(nlp(text.text), *name_of(nlp))
        except Exception as error:
            return Unreadable(f"the pipeline could not read it ({error!r})")


def name_of(nlp: Language) -> tuple[str, str]:
    """Name and version of a pipeline; one without trained components is rules alone."""
    if nlp.pipe_names[0] in DUTCH_COMPONENTS:
        return RULES, "1"
    return f"{nlp.meta['lang']}_{nlp.meta['name']}", str(nlp.meta["version"])
