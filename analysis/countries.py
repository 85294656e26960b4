"""Which countries a text refers to: by name, adjective, inhabitants, capital, government or place.

The words stand in data/countries.tsv; data/README.md says what each column means and where the facts
are from. The component runs after named-entity recognition where there is one, and without it too.
"""

import csv
import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from .results import CountryMention, Span

TABLE = Path(__file__).parent / "data" / "countries.tsv"
WORDS_FILE = TABLE.with_name("country_words.toml")
SPANS_KEY = "countries"
LOCAL_KINDS = frozenset({"capital", "city", "region"})
REMEMBERED_COMPOUNDS = 100_000  # Words; a bound for processes that read for ever.
WORDS = {kind: words.split() for kind, words in tomllib.loads(WORDS_FILE.read_text(encoding="utf-8")).items()}


class Form(NamedTuple):
    """What one form tells: of which country, as what kind of word, and when it counts."""

    code: str
    kind: str
    when: str


class Match(NamedTuple):
    """Words start..end of a text, half-open, the characters of them that tell, and what they may mean."""

    start: int
    end: int
    printed: str
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A document's words without the white space between them, and the names found in it."""

    doc: Doc
    words: list[str]
    positions: list[int]
    entities: dict[int, DocSpan] = field(default_factory=dict)

    def before(self, match: Match, distance: int = 1) -> str:
        """The word before a match, or "" when a line or the text begins there."""
        index = match.start - distance
        if index < 0 or self.positions[match.start] - self.positions[index] != distance:
            return ""
        return self.words[index]

    def after(self, match: Match) -> str:
        if match.end == len(self.words) or self.positions[match.end] - self.positions[match.end - 1] != 1:
            return ""
        return self.words[match.end]

    def opening(self, match: Match) -> str:
        """The word before the list that a match continues: "in" for each place of "in Epe, Vaassen en Heerde"."""
        index = match.start - 1
        while index >= 2 and self.words[index] in (",", "en", "of"):
            index -= 2
        return self.words[index] if index >= 0 else ""

    def entity(self, match: Match) -> DocSpan | None:
        return self.entities.get(self.positions[match.start])


@Language.factory(
    "country_finder",
    assigns=["doc.spans"],
    default_config={
        "spans_key": SPANS_KEY,
        "entity_labels": {"person": ["PER", "PERSON"], "organisation": ["ORG"], "place": ["LOC", "GPE"]},
        "words": WORDS,
    },
)
def make_country_finder(
    nlp: Language, name: str, spans_key: str, entity_labels: dict[str, list[str]], words: dict[str, list[str]]
) -> "CountryFinder":
    """Mark what refers to a country: a span's label is the ISO 3166-1 code, its id the characters that tell."""
    return CountryFinder(
        spans_key,
        {label: kind for kind, labels in entity_labels.items() for label in labels},
        {kind: frozenset(forms) for kind, forms in words.items()},
    )


class CountryFinder:
    def __init__(self, spans_key: str, entity_kinds: dict[str, str], words: dict[str, frozenset[str]]):
        self.spans_key = spans_key
        self.entity_kinds = entity_kinds
        self.words = words
        self.forms = read_table()
        self.longest = longest_by_first_word(self.forms)
        self.compounds: dict[str, list[tuple[str, tuple[Form, ...]]]] = {}
        heads = "|".join(sorted(words["compound_heads"]))
        self.closed_compound = re.compile(rf"([A-Z]\w{{3,}}?)(?:s|-)?(?:{heads})(?:e|en|s)?")

    def __call__(self, doc: Doc) -> Doc:
        text = self.read(doc)
        certain, doubtful = [], []
        for match in self.matches(text.words):
            forms = [form for form in match.forms if self.fits(form, match, text)]
            if forms and forms[0].when in ("named", "seat"):
                doubtful.append((match, forms))
            elif forms and forms[0].kind != "trap":
                certain.append((match, forms[0].code))
        named = {code for _, code in certain}
        for match, forms in doubtful:
            certain += [(match, form.code) for form in forms if self.is_borne_out(form, match, text, named)][
                :1
            ]
        doc.spans[self.spans_key] = [
            DocSpan(
                doc,
                text.positions[match.start],
                text.positions[match.end - 1] + 1,
                label=code,
                span_id=match.printed,
            )
            for match, code in sorted(certain, key=lambda found: found[0].start)
        ]
        return doc

    def read(self, doc: Doc) -> Text:
        tokens = [(token.i, normal(token.text)) for token in doc if not token.is_space]
        entities = {index: entity for entity in doc.ents for index in range(entity.start, entity.end)}
        return Text(doc, [word for _, word in tokens], [index for index, _ in tokens], entities)

    def matches(self, words: list[str]) -> Iterator[Match]:
        """The longest forms in reading order, none within another; for a compound, its parts that are forms."""
        index, count = 0, len(words)
        while index < count:
            word = words[index]
            size = min(self.longest.get(word, 0), count - index)
            while size:
                phrase = word if size == 1 else " ".join(words[index : index + size])
                if forms := self.forms.get(phrase):
                    yield Match(index, index + size, phrase, forms)
                    break
                size -= 1
            if not size and len(word) > 4:
                for printed, forms in self.parts(word):
                    yield Match(index, index + 1, printed, forms)
            index += size or 1

    def parts(self, word: str) -> list[tuple[str, tuple[Form, ...]]]:
        """The forms inside a compound: Oekraïne-referendum, pro-Russische, Frans-Duitse, Kremlinleider."""
        if word.islower() and "-" not in word:
            return []
        if word not in self.compounds:
            if len(self.compounds) >= REMEMBERED_COMPOUNDS:
                self.compounds.clear()
            self.compounds[word] = list(self.find_parts(word))
        return self.compounds[word]

    def find_parts(self, word: str) -> Iterator[tuple[str, tuple[Form, ...]]]:
        pieces = re.split("([-/–])", word)
        if len(pieces) == 1:
            found = self.closed_compound.fullmatch(word)
            forms = self.forms.get(found[1], ()) if found else ()
            if found and forms and forms[0].kind not in ("adjective", "inhabitant", "trap", "abbreviation"):
                yield found[1], forms
            return
        index = 0
        while index < len(pieces):
            for end in range(len(pieces), index, -1):
                phrase = "".join(pieces[index:end])
                forms = self.forms.get(phrase, ())
                if forms and self.is_part(forms[0], pieces[:index], pieces[end:]):
                    yield (
                        phrase,
                        tuple(form._replace(when="") if form.when == "inside" else form for form in forms),
                    )
                    index = end
                    break
            index += 1

    def is_part(self, form: Form, before: list[str], after: list[str]) -> bool:
        """Frans-Duitse, not Frans-Jan; Beringen-Mijn, not Jansen-Best, nor the club of a Leuven-trainer."""
        if form.kind == "adjective" and after:
            return any(other.kind == "adjective" for other in self.forms.get(after[-1], ()))
        if form.kind in LOCAL_KINDS and after and after[-1] in self.words["club_roles"]:
            return False
        return not (before and form.when == "located")

    def fits(self, form: Form, match: Match, text: Text) -> bool:
        """Whether the words around it let a form mean its country."""
        entity = text.entity(match)
        kind = self.entity_kinds.get(entity.label_, "") if entity is not None else ""
        before, after = text.before(match), text.after(match)
        if kind == "person" or not self.is_when(form.when, kind == "place", match, text):
            return False
        if form.kind == "adjective" and after in self.words["language_nouns"]:
            return False
        if form.kind == "inhabitant" and match.printed.endswith("ees") and before.lower() in ("het", "in"):
            return False  # "in het Chinees" is a language; "een Chinees", "de Chinees" a person.
        if form.kind == "adjective" and not match.printed.lower().endswith("e"):
            return "-" in text.words[match.start] or self.is_before_noun(
                before, after, kind == "organisation"
            )
        if form.kind in LOCAL_KINDS:
            if (
                before in self.words["club_words_before"]
                or after.split("-")[0] in self.words["club_words_after"]
            ):
                return False  # "FC Luik", "Leeds United", "Leeds United-speler"
            if kind == "organisation" and entity is not None:
                is_government = form.kind == "capital" and len(entity) == match.end - match.start
                return is_government or self.is_public_body(entity)
            return kind == "place" or not self.is_surname(match, text)
        return True

    def is_when(self, when: str, is_place: bool, match: Match, text: Text) -> bool:
        before = text.before(match)
        if when == "inside":
            return before[:1].isalnum() or before == ","
        if when == "bracketed":
            return before == "(" or text.after(match) in (")", "/", ",") and match.printed.isupper()
        if when == "located":
            return is_place or self.is_located(match, text)
        return True

    def is_located(self, match: Match, text: Text) -> bool:
        """After a preposition, unless a longer name begins ("in Aston Villa"), or as a dateline."""
        after = text.after(match)
        if text.opening(match).lower() in self.words["locating"]:
            return match.printed.isupper() or not after.istitle()
        return not text.before(match) and after in ("-", "–", "—", "(")

    def is_before_noun(self, before: str, after: str, is_organisation: bool) -> bool:
        """An uninflected form is an adjective before a noun (Nederlands bedrijf), else a language or a given name."""
        if not after[:1].isalpha() or after.lower() in self.words["no_nouns"]:
            return False
        if before.lower() == "het" and (after.startswith("ge") or after.endswith("en")):
            return False  # "in het Engels gezongen", "het Frans beheersen"
        return after.islower() or is_organisation or before.lower() in ("het", "een")

    def is_public_body(self, entity: DocSpan) -> bool:
        """The municipality of a city stands for its place; a club or company that bears its name does not."""
        return any(token.lower_ in self.words["public_bodies"] for token in entity)

    def is_surname(self, match: Match, text: Text) -> bool:
        """Kees van Breda, mevrouw Van Breda; but the Rechtbank van Breda, and "Van Breda naar Tilburg"."""
        particle, name = text.before(match), text.before(match, 2)
        if particle.lower() not in self.words["particles"] or not name[:1].isalpha():
            return False
        if name.lower() in self.words["public_bodies"]:
            return False
        return particle[0].isupper() or name[0].isupper()

    def is_borne_out(self, form: Form, match: Match, text: Text, named: set[str]) -> bool:
        """A form of two countries means the one that the text also names otherwise, else its ordinary one."""
        if form.when == "named":
            return form.code in named and match.forms[-1].code not in named
        if form.code in named:
            return True
        if form.when == "seat":
            is_about_union = not self.words["union"].isdisjoint(text.words)
            return not is_about_union and (
                text.before(match).lower() in self.words["locating"] or not named - {form.code}
            )
        return True


def countries_of(doc: Doc, spans_key: str = SPANS_KEY) -> tuple[CountryMention, ...]:
    """The country mentions of a document, narrowed to the characters that tell inside a compound."""
    return tuple(CountryMention(span.label_, characters(span)) for span in doc.spans.get(spans_key, ()))


def characters(span: DocSpan) -> Span:
    """Where the matched characters stand; a name printed over two lines is taken whole."""
    offset = normal_characters(span.text).find(span.id_)
    if offset < 0:
        return Span(span.start_char, span.end_char)
    return Span(span.start_char + offset, span.start_char + offset + len(span.id_))


def normal(word: str) -> str:
    """Without what a tokenizer may leave at its ends: ’s-Hertogenbosch, VS."""
    return normal_characters(word).strip("'.")


def normal_characters(text: str) -> str:
    """One kind of apostrophe; as many characters as before."""
    return text.replace("’", "'")


@cache
def read_table() -> dict[str, tuple[Form, ...]]:
    """Every spelling to what it may mean; the printed form goes before a spelling made from another form."""
    printed: defaultdict[str, list[Form]] = defaultdict(list)
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            printed[row["form"]].append(Form(row["code"], row["kind"], row["when"]))
    table: dict[str, tuple[Form, ...]] = {}
    for form, meanings in printed.items():
        # What must be borne out elsewhere is asked first; what means the country by itself is left.
        meanings.sort(key=lambda meaning: (meaning.when != "named", not meaning.when, meaning.code))
        table[" ".join(normal(word) for word in form.split(" "))] = tuple(meanings)
    for form, known in list(table.items()):
        for spelling in spellings(form, known[0]):
            table.setdefault(spelling, known)
    return table


def spellings(form: str, meaning: Form) -> Iterator[str]:
    """The genitive, without accents or hyphen, and in capitals."""
    variants = {form, without_accents(form), form.replace("-", " ")}
    if meaning.kind in ("name", "capital", "metonym", "region") or (
        meaning.kind == "city" and not meaning.when
    ):
        variants |= {genitive(variant) for variant in variants}
    yield from variants
    if len(form) > 3 and meaning.when in ("", "seat", "named") or len(form) > 5:
        yield from (variant.upper() for variant in variants)


def genitive(name: str) -> str:
    """Nederlands, Amerika's, Haïti's; Parijs stays as it is, the apostrophe after it is left to the tokenizer."""
    if name[-1] in "aiouy":
        return name + "'s"
    return name if name[-1] in "sxz" else name + "s"


def without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def longest_by_first_word(forms: dict[str, tuple[Form, ...]]) -> dict[str, int]:
    """How many words the longest form has that begins with a word."""
    longest: dict[str, int] = {}
    for form in forms:
        first, size = form.split(" ", 1)[0], form.count(" ") + 1
        longest[first] = max(size, longest.get(first, 0))
    return longest
