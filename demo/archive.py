"""The demo as an archive: its articles read in as any others, and what was found in them held against what is true."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User

from articles.ingest import Source, ingest
from articles.models import Article
from demo.writer import PAPERS, PEOPLE, Said, Written, write_files
from entities import curation
from entities.importing import COLUMNS, import_people
from entities.models import Entity, Mention, Quote
from entities.suggestions import suggest


@dataclass
class Made:
    """What making the demo did."""

    written: list[Written]
    new: int = 0
    problems: list[tuple[Source, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many of the quotes that were written the archive found, and of how many it knows the speaker."""

    written: int
    found: int
    speaker_right: int
    others: int  # Quotes that the archive found where nobody wrote one.

    def __str__(self):
        return (
            f"Of {self.written} quotes that were written, {self.found} were found "
            f"({self.found / self.written:.1%}), {self.speaker_right} with the right speaker "
            f"({self.speaker_right / self.written:.1%}); {self.others} more were found."
        )


def make(seed: int, workers: int = 1) -> Made:
    """Write the demo to files and read them in, with a newsroom's list of people and one decision of an editor."""
    folder = settings.DATA_DIR / "demo-articles"
    made = Made(write_files(folder, seed))
    import_people(write_list(folder / "people.csv"))
    for key, paper in PAPERS.items():
        result = ingest([str(folder / key)], publication=paper["name"], workers=workers)
        made.new += result.new
        made.problems += result.problems
    for key, person in PEOPLE.items():
        if "namesake" in person and not Entity.objects.filter(name=person["namesake"]).exists():
            tell_apart(key, made.written)
    suggest()
    return made


def write_list(path: Path) -> Path:
    """The newsroom's own list of people, as import_people takes it."""
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for person in PEOPLE.values():
            if "listed" in person:
                spellings = "|".join(dict.fromkeys(person.get("spelled", {}).values()))
                writer.writerow(
                    {
                        "name": person["name"],
                        "aliases": spellings,
                        "country": person["country"],
                        "description": person["listed"],
                    }
                )
    return path


def tell_apart(key: str, written: list[Written]) -> None:
    """Decide, as an editor does, that what somebody says under a name is of a namesake."""
    person = PEOPLE[key]
    ids = [article.id for article in written if any(said.speaker == key for said in article.said)]
    bearer = Entity.objects.get(name=person["name"], kind=Entity.Kind.PERSON)
    curation.split(
        bearer,
        Mention.objects.filter(entity=bearer, article__external_id__in=ids),
        Quote.objects.filter(speaker=bearer, article__external_id__in=ids),
        name=person["namesake"],
        actor=editor(),
        reason="De winkelier en de wielrenner heten hetzelfde.",
    )


def editor() -> User:
    """The invented editor: nobody can log in as this user."""
    user, is_new = User.objects.get_or_create(username="demoredactie")
    if is_new:
        user.set_unusable_password()
        user.save()
    return user


def agreement(written: Iterable[Written]) -> Agreement:
    """Hold what the archive found against what the writer knows. English articles are not read, so not counted."""
    counts = {"written": 0, "found": 0, "speaker_right": 0, "others": 0}
    for article in written:
        if article.language != "nl":
            continue
        stored = Article.objects.get(publication__name=PAPERS[article.paper]["name"], external_id=article.id)
        quotes = list(Quote.objects.filter(article=stored).select_related("speaker__merged_into"))
        counts["written"] += len(article.said)
        for said in article.said:
            quote = max(quotes, key=lambda quote: shared(quote, said), default=None)
            if quote and shared(quote, said) * 2 >= said.end - said.start:
                counts["found"] += 1
                counts["speaker_right"] += is_speaker(quote, said.speaker)
        counts["others"] += sum(not any(shared(quote, said) for said in article.said) for quote in quotes)
    return Agreement(**counts)


def shared(quote: Quote, said: Said) -> int:
    """How many characters of the text belong to both."""
    return sum(max(0, min(end, said.end) - max(start, said.start)) for start, end in quote.parts)


def is_speaker(quote: Quote, key: str) -> bool:
    person = PEOPLE[key]
    names = {
        person.get("namesake") or person.get("name") or person["body"],
        *person.get("spelled", {}).values(),
    }
    return quote.speaker is not None and quote.speaker.survivor.name in names
