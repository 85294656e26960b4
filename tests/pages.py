"""Reading pages in tests: their links, texts, and how many rows a list has in all."""

import csv
import io
import re
from html import unescape
from html.parser import HTMLParser

VOID = set("area base br col embed hr img input link meta source track wbr".split())


class Page(HTMLParser):
    """The parts of a page that tests look at."""

    def __init__(self, html: str):
        super().__init__()
        self.html = html
        self.links: list[tuple[str, str]] = []  # Address and text.
        self.tags: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.unclosed: list[str] = []
        self.link: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "a":
            self.link = []

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.unclosed.append(tag)
        if tag == "a" and self.link is not None:
            address = next(attrs.get("href") for name, attrs in reversed(self.tags) if name == "a")
            self.links.append((address, " ".join("".join(self.link).split())))
            self.link = None

    def handle_data(self, data):
        if self.link is not None:
            self.link.append(data)

    def count(self, tag: str, **attributes) -> int:
        """How many elements have this tag and these attributes."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return sum(name == tag and wanted.items() <= attrs.items() for name, attrs in self.tags)


def body(client, address: str) -> str:
    """What an address answers, streamed or not."""
    response = client.get(address)
    assert response.status_code == 200, address
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


def csv_rows(client, address: str) -> list[dict]:
    """The rows of a CSV twin by column."""
    return list(csv.DictReader(io.StringIO(body(client, address).lstrip("\ufeff"))))


def get_page(client, address: str, status: int = 200) -> Page:
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return Page(response.content.decode())


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def heading_of(page: Page) -> str:
    return text_of(re.search("<h1[^>]*>(.*?)</h1>", page.html, re.S)[1])


def total_of(client, address: str) -> int:
    """The length of a list: its rows on all of its pages, counted one by one."""
    response = client.get(address, follow=True)
    assert response.status_code == 200, address
    page = response.context["filters"].page
    rows = 0
    for number in page.paginator.page_range:
        rows += len(page.paginator.page(number).object_list)
    assert rows == response.context["filters"].total
    return rows


def figures_of(page: Page) -> list[tuple[str, int]]:
    """Links whose text ends in a number, as facets, bars and figures do, with that number."""
    found = []
    for address, text in page.links:
        match = re.search(r"(\d[\d.]*)$", text)
        is_sentence = text.startswith(("Lees", "Alle", "Verwijder")) or "page=" in address
        if (
            match
            and not is_sentence
            and address.startswith(("/articles/?", "/quotes/?", "/people/?", "/organisations/?"))
        ):
            found.append((address, int(match[1].replace(".", ""))))
    return found
