"""Citing an article or a quote: as text, and as BibTeX, RIS and CSL-JSON for reference managers."""

import json
from dataclasses import dataclass

from django.utils.translation import gettext as _

from analysis.dates import PublicationDate
from articles.models import Article
from articles.periods import period_name
from entities.models import Quote


@dataclass(frozen=True, slots=True)
class Citation:
    """What every form of a citation says. The date is EDTF: as exact as it is known."""

    key: str
    title: str
    publication: str
    date: str
    language: str
    address: str
    original: str = ""
    speaker: str = ""
    words: str = ""
    is_literal: bool = True
    is_denied: bool = False

    def as_quote(self) -> str:
        """The words themselves with their source, to be pasted; only literal ones stand in quotation marks."""
        words = f"“{self.words}”" if self.is_literal else self.words + " " + _("(paraphrased)")
        return (words + " " + _("(denied)") if self.is_denied else words) + " – " + self.as_text()

    def as_text(self) -> str:
        """ "Speaker, in: “Title”, Publication, 14 September 2020. Address"."""
        date = period_name(PublicationDate(self.date)) if self.date else _("undated")
        said = _("%s, in:") % self.speaker + " " if self.speaker else ""
        return f"{said}“{self.title}”, {self.publication}, {date}. {self.address}"

    def as_bibtex(self) -> str:
        fields = {
            "title": self.title,
            "journal": self.publication,
            "date": self.date,
            "url": self.address,
            "langid": {"nl": "dutch", "en": "english", "fr": "french"}.get(self.language, ""),
            "note": f"{self.speaker}: {self.words}" if self.words else "",
        }
        lines = [f"  {name} = {{{in_bibtex(value)}}}," for name, value in fields.items() if value]
        return "\n".join([f"@article{{{self.key},", *lines, "}", ""])

    def as_ris(self) -> str:
        parts = [
            ("TY", "NEWS"),
            ("ID", self.key),
            ("TI", self.title),
            ("T2", self.publication),
            ("PY", self.date[:4]),
            ("DA", self.date.replace("-", "/")),
            ("LA", self.language),
            ("AB", f"{self.speaker}: {self.words}" if self.words else ""),
            ("UR", self.address),
            ("L2", self.original),
        ]
        lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in parts if value]
        return "\r\n".join([*lines, "ER  - ", ""])

    def as_csl(self) -> str:
        item: dict[str, object] = {
            "id": self.key,
            "type": "article-newspaper",
            "title": self.title,
            "container-title": self.publication,
            "language": self.language,
            "URL": self.address,
            "abstract": f"{self.speaker}: {self.words}" if self.words else "",
        }
        item = {name: value for name, value in item.items() if value}
        if self.date:
            item["issued"] = {"date-parts": [[int(part) for part in self.date.split("-")]]}
        return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


FORMS = {
    "bib": ("BibTeX", "application/x-bibtex", Citation.as_bibtex),
    "ris": ("RIS", "application/x-research-info-systems", Citation.as_ris),
    "json": ("CSL-JSON", "application/vnd.citationstyles.csl+json", Citation.as_csl),
}
BIBTEX_ESCAPES = str.maketrans({char: f"\\{char}" for char in "&%$#_"} | {"{": "\\{", "}": "\\}", "\\": ""})


def in_bibtex(value: str) -> str:
    """A value in which nothing is a command of TeX."""
    return " ".join(value.split()).translate(BIBTEX_ESCAPES)


def cite_article(article: Article, address: str) -> Citation:
    return Citation(
        key=f"newsarchive-article-{article.pk}",
        title=article.heading,
        publication=article.publication.name,
        date=article.published,
        language=article.language,
        address=address,
        original=article.web_address,
    )


def cite_quote(quote: Quote, address: str) -> Citation:
    article = quote.article
    speaker = quote.speaker.shown if quote.speaker else None
    return Citation(
        key=f"newsarchive-quote-{quote.pk}",
        title=article.heading,
        publication=article.publication.name,
        date=article.published,
        language=article.language,
        address=address,
        original=article.web_address,
        speaker=speaker.name if speaker else quote.source_text,
        words=quote.content,
        is_literal=quote.type != Quote.Type.INDIRECT,
        is_denied=quote.polarity == Quote.Polarity.DENIED,
    )
