"""Follows every number on the pages of an archive to the list behind it, and counts the rows of that list.

On any archive, through its pages alone: `python -m tests.counting http://127.0.0.1:8000`; behind that may stand
of how many people, articles and so on the pages are looked at, and a number that chooses others of them. The
server is asked to answer in English, so that "1,240 quotes" reads one way.
"""

import json
import random
import re
import sys
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from html.parser import HTMLParser

Get = Callable[[str], str]  # The body that answers an address of the archive.

VOID = set("area base br col embed hr img input link meta source track wbr".split())
LISTS = re.compile(r"/(articles|quotes|people|organisations)/(\?|$)")
COUNTED = re.compile(LISTS.pattern + r"|/(countries|publications)/(\?|$)|/dates/")
MOST_ROWS = 500  # Of a longer list no more is read than its ends.
COUNT = r"(\d[\d,]*)"
# What a sentence says before or after its number, in the links that are sentences.
SENTENCES = (
    rf"without it there are {COUNT}",
    rf"^Without .* there are {COUNT}$",
    rf"^(?:All |Read: )?{COUNT} (?:articles?|quotes?|people|person|organisations?|countr|publications?)",
    rf"^{COUNT} of {COUNT} ",
    rf"\({COUNT}\)$",
    rf"^(?:.* )?{COUNT}$",
)


@dataclass
class Link:
    address: str
    title: str
    classes: str
    text: str = ""
    marked: str = ""  # What the page marks as the number of the link.

    @property
    def count(self) -> int | None:
        """The number of rows that the link promises, if it promises one."""
        if not COUNTED.match(self.address) or "data-row" in self.classes:
            return None
        if found := re.fullmatch(COUNT, self.marked.strip()):
            return as_int(found[1])
        if found := re.search(rf": {COUNT}(?: \(.*\))?$", self.title):
            return as_int(found[1])
        if re.fullmatch(COUNT, self.title):
            return as_int(self.title)
        if not self.address.startswith("/dates/"):  # Those are called by numbers.
            for pattern in SENTENCES:
                if found := re.search(pattern, " ".join(self.text.split())):
                    return as_int(found[found.lastindex or 1])
        return None


def as_int(count: str) -> int:
    return int(count.replace(",", ""))


class Numbers(HTMLParser):
    """The links of a page with their numbers, how many rows it shows, and whether it has more pages."""

    def __init__(self, html: str):
        super().__init__()
        self.links: list[Link] = []
        self.rows = self.headers = 0
        self.heading = ""
        self.last_page = 1
        self.open: list[tuple[str, str]] = []  # Tag and classes.
        self.link: Link | None = None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = {name: value or "" for name, value in attributes}
        classes = attributes.get("class", "")
        if tag not in VOID:
            self.open.append((tag, classes))
        self.rows += "data-row" in attributes
        self.headers += tag == "th" and attributes.get("scope") == "row" and self.is_within("people")
        if tag == "a":
            if self.is_within("pages"):
                page = urllib.parse.parse_qs(urllib.parse.urlsplit(attributes["href"]).query).get(
                    "page", ["1"]
                )
                self.last_page = max(self.last_page, int(page[0]))
            elif "data-row" not in attributes:
                self.link = Link(attributes.get("href", ""), attributes.get("title", ""), classes)

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        self.open.pop()
        if tag == "a" and self.link:
            self.links.append(self.link)
            self.link = None

    def handle_data(self, data):
        if any(tag == "h1" for tag, _classes in self.open):
            self.heading += data
        if self.link:
            self.link.text += data
            tag, classes = self.open[-1]
            if tag == "title":
                self.link.title = data
            elif set(classes.split()) & {"n", "count"} or (tag == "b" and self.is_within("figures")):
                self.link.marked += data

    def is_within(self, name: str) -> bool:
        return any(name in classes.split() for _tag, classes in self.open)


@dataclass
class Counting:
    """What was followed, and what did not agree: on which page, where to, how many promised and found."""

    get: Get
    followed: int = 0
    wrong: list[tuple[str, str, int, list[int]]] = field(default_factory=list)

    def __post_init__(self):
        self.counts_of = cache(self.counts_of)  # Many pages lead to the same lists.

    def follow(self, address: str) -> int:
        """Follow every number of a page; how many there were."""
        promises = {
            (link.address, link.count) for link in Numbers(self.get(address)).links if link.count is not None
        }
        for behind, count in sorted(promises):
            # What the filters of the map say is a number of articles, and not of countries.
            is_of_map = address.startswith("/countries/") and behind.startswith("/countries/")
            found = self.counts_of(behind.replace("countries", "articles", 1) if is_of_map else behind)
            if set(found) != {count}:
                self.wrong.append((address, behind, count, found))
        self.followed += len(promises)
        return len(promises)

    def counts_of(self, address: str) -> list[int]:
        """How many rows there are behind an address: counted, and as its heading says where it says so."""
        page = Numbers(self.get(address))
        if not LISTS.match(address):
            return [self.length_of(address, page)]
        said = re.match(rf"\s*{COUNT} ", page.heading)
        return [self.length_of(address, page), as_int(said[1]) if said else 0]

    def length_of(self, address: str, page: Numbers) -> int:
        """The rows of a list: those of its twin where they are no thousands, else by its last page."""
        if page.last_page == 1:
            return page.rows or page.headers
        if LISTS.match(address) and page.last_page * page.rows <= MOST_ROWS:
            return len(json.loads(self.get(twin_of(address)))["rows"])
        last = Numbers(self.get(f"{address}{'&' if '?' in address else '?'}page={page.last_page}"))
        return (page.last_page - 1) * page.rows + last.rows


def twin_of(address: str) -> str:
    path, mark, query = address.partition("?")
    return f"{path.rstrip('/')}.json{mark}{query}"


def addresses_of(get: Get, many: int, seed: int = 1) -> Iterator[str]:
    """Addresses of every page type, with so many of each that an archive has many of: some first, some anywhere."""
    chosen = random.Random(seed)

    def rows(twin: str) -> list[dict]:
        return json.loads(get(twin))["rows"]

    def some(found: list, first: int = many // 2) -> list:
        rest = found[first:]
        return found[:first] + chosen.sample(rest, min(many - first, len(rest)))

    def path(row: dict) -> str:
        return urllib.parse.urlsplit(row["address"]).path

    people, organisations = some(rows("/people.json")), some(rows("/organisations.json"))
    articles, quotes = some(rows("/articles.json"), 0), some(rows("/quotes.json"), 0)
    codes = [row["code"] for row in some(rows("/countries.json")) if row["code"] != "none"]
    days = sorted({row["date"] for row in articles if row["date"]})
    words = [max(re.findall(r"\w+", row["quote"]), key=len, default="") for row in quotes]
    speakers = [row["id"] for row in people]

    yield from ["/", "/publications/", "/countries/", "/dates/", "/who-said/", "/compare/"]
    yield from [
        "/articles/",
        "/quotes/",
        "/people/",
        "/organisations/",
        "/people/?sort=surname",
        "/quotes/?page=2",
    ]
    for row in people + organisations:
        yield path(row)
    for row in articles:
        yield path(row)
    for code in codes:
        yield f"/countries/{code}/"
        yield f"/articles/?country={code}"
        yield f"/quotes/?not_country={code}&chart=share"
    for day in days:
        yield from dict.fromkeys(
            f"/dates/{part}/" for part in (day[:4], day[:7].replace("-", "/"), day.replace("-", "/"))
        )
        yield f"/quotes/?from={day[:7]}&to={day[:7]}"
        yield f"/articles/?from={day[:4]}&to={day[:4]}"
    for word in words:
        yield from (
            f"{path}?q={urllib.parse.quote(word)}"
            for path in ("/quotes/", "/articles/", "/who-said/", "/countries/")
        )
    for row, word in zip(articles, words, strict=False):
        yield f"{path(row)}?q={urllib.parse.quote(word)}"
    for row, speaker in zip(quotes, speakers, strict=False):
        yield f"{path(row)}?speaker={row['speaker_id'] or 'none'}"
        yield f"/quotes/?speaker={speaker}"
        yield f"/quotes/?about={speaker}&type=direct"
        yield f"/articles/?not_person={speaker}"
        yield f"/countries/?person={speaker}"
    for one, other in zip(speakers, speakers[1:], strict=False):
        yield f"/compare/?person={one}&person={other}"
        yield f"/articles/?person={one}&person={other}"
        yield f"/quotes/?speaker={one}&about={other}&country={chosen.choice(codes)}"
    for name in ("person", "organisation", "country", "publication"):
        yield f"/articles/by/{name}/?country={codes[0]}"
    for name in ("speaker", "about", "country", "type", "publication"):
        yield f"/quotes/by/{name}/?country={codes[0]}"
    yield f"/people/?q={urllib.parse.quote(people[0]['name'])}"
    yield "/people/?letter=m"
    yield "/quotes/?q=zzzzzz&country=NL"


def get_from(root: str, address: str) -> str:
    request = urllib.request.Request(root + address, headers={"Accept-Language": "en"})
    with urllib.request.urlopen(request, timeout=300) as answer:
        return answer.read().decode()


def main(root: str, many: str = "16", seed: str = "1") -> int:
    get = partial(get_from, root.rstrip("/"))
    counting = Counting(get)
    pages = 0
    for address in addresses_of(get, int(many), int(seed)):
        before = len(counting.wrong)
        numbers = counting.follow(address)
        pages += 1
        print(f"{numbers:5} {address}", flush=True)
        for _page, behind, count, found in counting.wrong[before:]:
            print(f"      WRONG: {behind} says {count}, holds {found}", flush=True)
    print(f"{counting.followed} numbers on {pages} pages followed, {len(counting.wrong)} wrong")
    return 1 if counting.wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
