"""The spaCy pipelines that read articles, one per language, and the stream of results that they give.

A pipeline is a name or path that spaCy can load, with our components added behind its own; "rules" is a
blank Dutch one whose names come from their shape, for use without any trained model.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps, set_current_ops

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
BATCH = 128
TEXTS_PER_WORKER = 1_000

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
    # numpy's own matrix products are half as fast again as BLIS, thinc's default, on one core.
    set_current_ops(NumpyOps(use_blis=False))
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
        return ", ".join(
            f"{language}: {Path(name).name}" for language, name in sorted(self.pipelines.items())
        )

    def pipeline(self, language: str) -> Language:
        if language not in self.loaded:
            self.loaded[language] = load_pipeline(self.pipelines[language], language)
        return self.loaded[language]

    def analyse(
        self, texts: Iterable[Text[Context]], *, workers: int = 1
    ) -> Iterator[tuple[Context, ArticleAnalysis | Unreadable]]:
        """What each text says, in order. With more workers, Dutch texts are read in so many processes."""
        waiting = iter(texts)
        # A worker process takes seconds to start, so it gets more texts at a time.
        while batch := list(islice(waiting, BATCH if workers == 1 else TEXTS_PER_WORKER * workers)):
            for text, doc in zip(batch, self.read(batch, workers), strict=True):
                yield text.context, self.result(text, doc)

    def read(self, batch: list[Text[Context]], workers: int) -> Iterator[Doc | Unreadable]:
        """The main pipeline's documents; a text that is not for it passes empty, to keep its place."""
        nlp = self.pipeline(MAIN_LANGUAGE)
        texts = [text.text if self.is_for(MAIN_LANGUAGE, text) else "" for text in batch]
        done = 0
        try:
            for doc in nlp.pipe(texts, n_process=workers, batch_size=BATCH):
                done += 1
                yield doc
        except Exception as error:  # One text broke the stream: find it by reading the rest one by one.
            logger.warning("the pipeline failed on a batch: %r", error)
            yield from (self.read_alone(nlp, text) for text in texts[done:])

    def read_alone(self, nlp: Language, text: str) -> Doc | Unreadable:
        try:
            return nlp(text)
        except Exception as error:
            return Unreadable(f"the pipeline could not read it ({error!r})")

    def is_for(self, language: str, text: Text) -> bool:
        return (text.language or MAIN_LANGUAGE) == language and len(text.text) <= LONGEST_TEXT

    def result(self, text: Text, doc: Doc | Unreadable) -> ArticleAnalysis | Unreadable:
        language = text.language or MAIN_LANGUAGE
        if len(text.text) > LONGEST_TEXT:
            return ArticleAnalysis(
                warnings=(f"too long to be read for names: over {LONGEST_TEXT:,} characters",)
            )
        if language not in self.pipelines:
            return ArticleAnalysis(
                warnings=(f"no pipeline for the language {language!r}: names were not read",)
            )
        nlp = self.pipeline(language)
        if language != MAIN_LANGUAGE:
            doc = self.read_alone(nlp, text.text)
        return doc if isinstance(doc, Unreadable) else analysis_of(doc, *name_of(nlp))


def name_of(nlp: Language) -> tuple[str, str]:
    """Name and version of a pipeline; one without trained components is rules alone."""
    if nlp.pipe_names[0] in DUTCH_COMPONENTS:
        return RULES, "1"
    return f"{nlp.meta['lang']}_{nlp.meta['name']}", str(nlp.meta["version"])
