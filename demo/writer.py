"""Writes the articles of the demo: the same for the same seed, and knowing who said what in each.

What is told stands in the .toml files beside this module; here it is only put together.
"""

import json
import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
SEED = 1911
WEEKDAYS = "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split()
PRESENT = {"molenbode", "vlijtzicht", "kanaalblad"}  # Papers that write "zegt"; the others write "zei".
OPEN, CLOSE = "\ue000", "\ue001"  # Around what somebody says, until its place in the text is known.


@dataclass(frozen=True, slots=True)
class Said:
    """What the writer knows of a quote: whose it is and where its words stand."""

    speaker: str  # A key of people.toml.
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Written:
    """An article of the demo."""

    id: str
    paper: str
    day: str  # EDTF, perhaps empty.
    title: str
    language: str
    text: str
    said: tuple[Said, ...]


def read(name: str) -> dict:
    return tomllib.loads((HERE / f"{name}.toml").read_text())


PEOPLE = read("people")
PAPERS = {paper["key"]: paper for paper in read("papers")["paper"]}
LABEL = read("papers")["label"]
FRAMES = read("frames")


def write_articles(seed: int = SEED) -> Iterator[Written]:
    """All articles of the demo, in the order of the stories."""
    chance = random.Random(seed)
    for path in sorted((HERE / "stories").glob("*.toml")):
        for number, event in enumerate(tomllib.loads(path.read_text())["event"], 1):
            for paper in PAPERS.values():
                if paper["verbs"]:
                    yield Report(chance, paper, event).write(f"{path.stem}-{number}-{paper['key']}")
    for number, single in enumerate(read("singles")["article"], 1):
        yield write_single(f"los-{number}", single)


def write_single(id: str, single: dict) -> Written:
    speakers = re.findall(r"<<(\w+)\|", single["text"])
    text = re.sub(r"<<\w+\|(.*?)>>", rf"{OPEN}\1{CLOSE}", single["text"], flags=re.DOTALL)
    paragraphs = [*text.strip().split("\n\n"), LABEL[single["language"]]]
    text, said = placed(paragraphs, speakers)
    return Written(id, single["paper"], single["day"], single["title"], single["language"], text, said)


def placed(paragraphs: list[str], speakers: list[str]) -> tuple[str, tuple[Said, ...]]:
    """The text without the signs around what is said, and where each of these words stands."""
    marked = "\n\n".join(paragraphs)
    pieces = re.split(f"[{OPEN}{CLOSE}]", marked)
    text, said = pieces[0], []
    for speaker, words, rest in zip(speakers, pieces[1::2], pieces[2::2], strict=True):
        said.append(Said(speaker, len(text), len(text) + len(words)))
        text += words + rest
    return text, tuple(said)


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


@dataclass
class Report:
    """One event as one paper tells it: some of what was said, each time in other words."""

    chance: random.Random
    paper: dict
    event: dict
    introduced: set[str] = field(default_factory=set)
    speakers: list[str] = field(default_factory=list)  # Of every quote, in the order of the text.
    last: str = ""  # Who spoke last, and may be meant by a pronoun.

    def write(self, id: str) -> Written:
        told = self.choose()
        lead = self.spelled(self.chance.choice(self.event["leads"])).format(weekday=self.weekday())
        self.introduced |= {
            key
            for key in PEOPLE
            if "name" in PEOPLE[key] and self.name(key) in lead and self.is_in(key, told)
        }
        facts = self.chance.sample(self.event["facts"], self.chance.choice([1, 2, 2]))
        paragraphs = [f"{lead} {facts[0]}" if self.chance.random() < 0.5 else lead]
        for each in told:
            paragraphs += self.tell(each, told)
        if len(paragraphs) > 4 and self.chance.random() < 0.4:
            paragraphs.append("Achtergrond")
        paragraphs += [fact for fact in facts if fact not in paragraphs[0]]
        text, said = placed([*paragraphs, LABEL["nl"]], self.speakers)
        return Written(id, self.paper["key"], self.day(), self.title(told), "nl", text, said)

    def choose(self) -> list[dict]:
        """Some of what was said, what one person says side by side."""
        said = self.event["said"]
        some = self.chance.sample(range(len(said)), self.chance.choice([2, 3, 3]))
        first = {said[i]["by"]: place for place, i in reversed(list(enumerate(some)))}
        return sorted((said[i] for i in some), key=lambda each: first[each["by"]])

    def day(self) -> str:
        """When this paper printed it; a few know the month only, or nothing."""
        day = date.fromisoformat(self.event["day"]) + timedelta(self.chance.choice([0, 0, 0, 1, 1, 2]))
        sharpness = self.chance.random()
        if sharpness < 0.02:
            return ""
        return day.isoformat()[:7] if sharpness < 0.08 else day.isoformat()

    def weekday(self) -> str:
        return WEEKDAYS[date.fromisoformat(self.event["day"]).weekday()]

    def title(self, told: list[dict]) -> str:
        """A headline; sometimes it is what somebody said."""
        sayings = [each for each in told if "words" in each]
        if sayings and self.chance.random() < 0.3:
            each = self.chance.choice(sayings)
            return f"{self.surname(each['by'])}: {self.quoted(each['words'], marked=False)}"
        return self.spelled(self.chance.choice(self.event["heads"]))

    def tell(self, each: dict, told: list[dict]) -> list[str]:
        """The paragraphs, one or two, in which this is said."""
        by = each["by"]
        kind = self.kind_of(each)
        frames = FRAMES["present" if self.paper["key"] in PRESENT else "past"][kind]
        frame = self.chance.choice(frames)
        words = each["calls"][1] if kind == "calls" else each.get("words", "")
        more = (
            f"{each['more']}." if kind == "direct" and "more" in each and self.chance.random() < 0.8 else ""
        )
        is_after_colon = "{dot}" in frame
        self.speakers += [by] * (2 if more and not is_after_colon else 1)
        self.last = self.last if "heard" not in each else ""  # Nobody says "volgens hij".
        relay = self.who(each["heard"], told) if "heard" in each else ""
        who = self.who(by, told)
        thing = each["calls"][0] if kind == "calls" else ""
        paragraph = frame.format(
            **{"q": self.quoted(words), "dot": self.quoted(f"{words}. {more}".strip()), "verb": self.verb()},
            **{"who": who, "Who": capital(who), "By": capital(who), "body": who, "Body": who, "relay": relay},
            **{"thing": thing, "Thing": capital(thing)},
            that=self.said(each.get("that") or each.get("denies") or ""),
        )
        self.last = "" if kind in ("heard", "body") else by
        if not more or is_after_colon:
            return [paragraph]
        more = self.quoted(more)
        return [paragraph, more] if self.chance.random() < 0.25 else [f"{paragraph} {more}"]

    def kind_of(self, each: dict) -> str:
        """How it is told; what has words and a clause is told either way."""
        if "body" in PEOPLE[each["by"]]:
            return "body"
        for kind in ("heard", "calls", "denies"):
            if kind in each:
                return kind
        return "direct" if "words" in each and self.chance.random() < 0.75 else "indirect"

    def verb(self) -> str:
        return self.chance.choice(self.paper["verbs"])

    def said(self, words: str) -> str:
        return f"{OPEN}{words}{CLOSE}"

    def quoted(self, words: str, marked: bool = True) -> str:
        before, after = self.paper["marks"]
        return self.said(f"{before}{words}{after}") if marked else f"{before}{words}{after}"

    # People

    def who(self, key: str, told: list[dict]) -> str:
        """How somebody is called here: in full at first, then by surname, pronoun or function."""
        person = PEOPLE[key]
        if "body" in person:
            return person["body"]
        if key not in self.introduced:
            self.introduced.add(key)
            return " ".join(filter(None, [person["role"], self.name(key), person.get("of")]))
        if key == self.last:
            return "ze" if person["pronoun"] == "zij" else "hij"
        others = [other for other in PEOPLE if other != key and self.is_in(other, told)]
        if any(self.surname(other) == self.surname(key) for other in others if "name" in PEOPLE[other]):
            return self.name(key)
        is_only = all(PEOPLE[other].get("role") != person["role"] for other in others)
        return f"de {person['role']}" if is_only and self.chance.random() < 0.3 else self.surname(key)

    def is_in(self, key: str, told: list[dict]) -> bool:
        return any(key in (each["by"], each.get("heard")) for each in told)

    def name(self, key: str) -> str:
        """The full name as this paper spells it."""
        person = PEOPLE[key]
        return person.get("spelled", {}).get(self.paper["key"], person["name"])

    def surname(self, key: str) -> str:
        return capital(self.name(key).split(" ", 1)[1])

    def spelled(self, words: str) -> str:
        """A line of the stories with the names as this paper spells them."""
        for key, person in PEOPLE.items():
            if self.paper["key"] in person.get("spelled", {}):
                words = words.replace(person["name"], self.name(key))
                words = words.replace(person["name"].split(" ", 1)[1], self.surname(key))
        return words


# Files


def write_files(folder: Path, seed: int = SEED) -> list[Written]:
    """Write the articles as a newsroom delivers them: a folder of text files, or JSON Lines, for each paper."""
    articles = list(write_articles(seed))
    for key, paper in PAPERS.items():
        own = [article for article in articles if article.paper == key]
        (folder / key).mkdir(parents=True, exist_ok=True)
        if paper["form"] == "files":
            for article in own:
                head = f" date {article.day} " if article.day else ""
                (folder / key / f"{article.id}.txt").write_text(head + article.text + "\n")
        else:
            lines = [json.dumps(record_of(article), ensure_ascii=False) for article in own]
            (folder / key / "articles.jsonl").write_text("".join(f"{line}\n" for line in lines))
    return articles


def record_of(article: Written) -> dict[str, str]:
    fields = {
        "id": article.id,
        "date": article.day,
        "title": article.title,
        "language": article.language,
        "text": article.text,
    }
    return {name: value for name, value in fields.items() if value}
