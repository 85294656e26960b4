"""Reading files into the archive: new articles are stored, changed ones analysed anew, the rest left alone.

An article is known by its publication and id. Each is written in a transaction of its own with all that
was found in it, so a run that is cut off loses nothing and is simply run again.
"""

import glob
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction

from analysis.languages import detect_language
from analysis.parsing import ParsedArticle, Refused, read_file
from analysis.pipeline import Analyser, PipelineError, Text, Unreadable
from analysis.results import ArticleAnalysis
from articles.models import Article, ArticleVersion, IngestOutcome, IngestRun, Publication, order_key
from articles.planning import describe_tables
from articles.search import ARTICLES
from entities.findings import write_findings

__all__ = ["PipelineError", "Result", "Source", "ingest"]
UNNAMED = "Onbekend"  # The publication of articles that came without one.
READABLE = (".txt", ".jsonl", ".json", ".ndjson", ".txt.gz", ".jsonl.gz", ".json.gz", ".ndjson.gz")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record came from: a file, and a line of it where it holds many."""

    file: str
    record: int | None = None

    def __str__(self):
        return f"{self.file}, line {self.record}" if self.record else self.file


@dataclass
class Result:
    """What a run did: how many articles were new, changed or same, and what failed and why."""

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: list[tuple[Source, str]] = field(default_factory=list)

    def summary(self) -> str:
        counts = f"{self.new} new, {self.changed} changed, {self.same} same, {len(self.problems)} failed"
        return f"{self.new + self.changed + self.same + len(self.problems)} articles: {counts}"


def ingest(
    paths: Iterable[str],
    *,
    publication: str = "",
    save: bool = True,
    workers: int = 1,
    progress: Callable[[Iterator], Iterator] = lambda steps: steps,
) -> Result:
    """Read articles from files, folders and globs; publication names what the files leave unnamed.

    With save=False nothing is written: the result says what would be. progress wraps the iterator of
    articles, one step each. Raises PipelineError when a language pipeline cannot be loaded.
    """
    return Ingest(publication, save=save, workers=workers).run(paths, progress)


class Ingest:
    """One run."""

    def __init__(self, publication: str, *, save: bool, workers: int):
        self.publication = publication
        self.save = save
        self.workers = workers
        self.analyser: Analyser = Analyser(settings.PIPELINES)
        self.result = Result()
        self.ingest_run: IngestRun | None = None

    def run(self, paths: Iterable[str], progress: Callable[[Iterator], Iterator]) -> Result:
        paths = list(paths)
        if self.save:
            self.ingest_run = IngestRun.objects.create(paths=paths, pipeline=self.analyser.name)
        for _step in progress(self.steps(paths)):
            pass
        if self.ingest_run:
            self.ingest_run.finish(
                self.result.new, self.result.changed, self.result.same, len(self.result.problems)
            )
        if self.save and (self.result.new or self.result.changed):
            describe_tables()
        return self.result

    def steps(self, paths: list[str]) -> Iterator[None]:
        """Every record of every file, each a step, written when it is reached."""
        fresh = self.fresh(find_files(paths, self.fail))
        if not self.save:
            for _source, _parsed in fresh:
                yield
            return
        texts = (
            Text((source, parsed), parsed.text, (parsed.language or "").split("-")[0])
            for source, parsed in fresh
        )
        for (source, parsed), analysis in self.analyser.analyse(texts, workers=self.workers):
            self.write(source, parsed, analysis)
            yield

    def fresh(self, files: Iterable[Path]) -> Iterator[tuple[Source, ParsedArticle]]:
        """The articles that the archive does not have like this; the others are counted on the way."""
        seen: dict[tuple[str, str], tuple[str, Source]] = {}
        for path in files:
            for parsed in read_file(path, size_limit=settings.ARTICLE_SIZE_LIMIT):
                source = Source(str(path), parsed.record)
                if isinstance(parsed, Refused):
                    self.fail(source, parsed.reason)
                    continue
                key = (self.publication_of(parsed), parsed.external_id)
                text_hash, first = seen.setdefault(key, (hash_of(parsed.text), source))
                if text_hash != hash_of(parsed.text):
                    self.fail(source, f"the id {parsed.external_id!r} came before with another text: {first}")
                elif first is not source or self.is_known(parsed):
                    self.result.same += 1
                else:
                    if not self.save:
                        self.count(self.find(parsed) is None)
                    yield source, replace(parsed, language=parsed.language or detect_language(parsed.text))

    def publication_of(self, parsed: ParsedArticle) -> str:
        return (self.publication or parsed.publication or UNNAMED)[:200]

    def find(self, parsed: ParsedArticle) -> Article | None:
        return Article.objects.filter(
            publication__name=self.publication_of(parsed), external_id=parsed.external_id
        ).first()

    def is_known(self, parsed: ParsedArticle) -> bool:
        article = self.find(parsed)
        return article is not None and (
            article.text_hash == hash_of(parsed.text)
            and article.title == (parsed.title or "")
            and article.published == (parsed.date.value if parsed.date else "")
            and article.url == (parsed.url or "")
        )

    def write(self, source: Source, parsed: ParsedArticle, analysis: ArticleAnalysis | Unreadable) -> None:
        """Store one article with its findings, or report why not."""
        if isinstance(analysis, Unreadable):
            self.fail(source, analysis.reason)
            return
        try:
            with transaction.atomic():
                article, is_new = self.store(source, parsed, analysis)
                self.count(is_new)
                self.outcome(
                    IngestOutcome.Kind.NEW if is_new else IngestOutcome.Kind.CHANGED, source, article
                )
        except DatabaseError as error:
            self.fail(source, f"the database refused it: {error}")

    def store(self, source: Source, parsed: ParsedArticle, analysis: ArticleAnalysis) -> tuple[Article, bool]:
        """Write the article, its earlier text and its findings; whether it is new comes back too."""
        article = self.find(parsed)
        is_new = article is None
        if article is None:
            publication, _made = Publication.objects.get_or_create(name=self.publication_of(parsed))
            article = Article(publication=publication, external_id=parsed.external_id)
        old_text = None if is_new else article.text
        if old_text is not None and old_text != parsed.text:
            ArticleVersion.objects.create(
                article=article, title=article.title, text=article.text, text_hash=article.text_hash
            )
        old_key = article.order_key
        describe(article, source, parsed, analysis)
        article.save()
        article.order_key = order_key(article.first_day, article.pk)
        article.save(update_fields=["order_key"])
        if old_key is not None:
            ARTICLES.remove([old_key])
        ARTICLES.write((article.order_key, article.title, article.text))
        write_findings(article, analysis, old_text)
        return article, is_new

    def count(self, is_new: bool) -> None:
        if is_new:
            self.result.new += 1
        else:
            self.result.changed += 1

    def fail(self, source: Source, reason: str) -> None:
        self.result.problems.append((source, reason))
        self.outcome(IngestOutcome.Kind.FAILED, source, reason=reason)

    def outcome(
        self, kind: IngestOutcome.Kind, source: Source, article: Article | None = None, reason: str = ""
    ) -> None:
        """Keep in the run's report what became of a record."""
        if self.ingest_run:
            IngestOutcome.objects.create(
                run=self.ingest_run,
                kind=kind,
                file=source.file[:1000],
                record=source.record,
                article=article,
                reason=reason,
            )


def describe(article: Article, source: Source, parsed: ParsedArticle, analysis: ArticleAnalysis) -> None:
    """Fill an article's row from what was read."""
    article.title = (parsed.title or "")[:500]
    article.text = parsed.text
    article.text_hash = hash_of(parsed.text)
    article.published = parsed.date.value if parsed.date else ""
    article.first_day = parsed.date.first_day if parsed.date else None
    article.last_day = parsed.date.last_day if parsed.date else None
    article.precision = parsed.date.precision if parsed.date else ""
    article.language = parsed.language or ""
    article.url = parsed.url or ""
    article.file = source.file[:1000]
    article.record = source.record
    article.warnings = [*parsed.warnings, *analysis.warnings]
    article.pipeline = analysis.pipeline
    article.pipeline_version = analysis.pipeline_version


def hash_of(text: str) -> str:
    """SHA-256 of a text as UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def find_files(paths: Iterable[str], fail: Callable[[Source, str], None]) -> Iterator[Path]:
    """The files that files, folders (with all below them) and globs name, in a fixed order."""
    for name in paths:
        if Path(name).is_file():
            yield Path(name)
        elif Path(name).is_dir():
            yield from files_below(Path(name))
        else:
            found = sorted(map(Path, glob.glob(name, recursive=True)))
            if not found:
                fail(Source(name), "there is no such file or folder")
            for path in found:
                if path.is_file():
                    yield path
                elif path.is_dir():
                    yield from files_below(path)


def files_below(folder: Path) -> Iterator[Path]:
    """The article files in a folder. What a link inside it points to outside is left alone."""
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        if (
            path.is_file()
            and path.name.lower().endswith(READABLE)
            and not path.name.startswith(".")
            and path.resolve().is_relative_to(root)
        ):
            yield path
