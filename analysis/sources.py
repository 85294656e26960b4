"""A source as printed, read: its head noun, its number and gender, and what kind of speaker it asks for."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from analysis.countries import read_table
from analysis.names import Gender
from analysis.people import ROLE_NOUNS, EntityData, gender_of_noun, is_role_word
from analysis.quotes import QuoteData
from analysis.word_lists import word_list
from analysis.words import overlapping

WOMAN_PRONOUNS = word_list("woman_pronouns")


MAN_PRONOUNS = word_list("man_pronouns")


PLURAL_PRONOUNS = word_list("plural_pronouns")


NOBODY = word_list("nobody")


SPOKESPERSON = re.compile(
    r"\b(?:[\w-]*woordvoer(?:der|ster)s?|[\w-]*voorlichter|zegsman|zegsvrouw)\b", re.IGNORECASE
)


DOCUMENTS = word_list("documents")


# Common nouns that speak as a body; they become organisations of the article when no name stands by them.
BODIES = word_list("bodies")


BODY_ENDINGS = [
    "ministerie",
    "bond",
    "partij",
    "organisatie",
    "vereniging",
    "stichting",
    "bedrijf",
    "concern",
    "krant",
    "omroep",
    "zender",
    "persbureau",
    "dienst",
    "raad",
    "bank",
    "club",
    "fractie",
    "regering",
    "commissie",
    "autoriteit",
    "inspectie",
    "federatie",
    "maatschappij",
    "bureau",
    "fabrikant",
    "bestuur",
    "blad",
    "keten",
    "politie",
]


# Body nouns that stand for the body named before rather than for themselves.
RESUMING = word_list("resuming")


GROUP_WORDS = word_list("group_words")


SINGULAR_IN_EN = word_list("singular_in_en")


WORD = re.compile(r"[\w'’-]+")


PREPOSITION = re.compile(r"\s(?:van|voor|bij|in|uit|op|namens|aan|tegen|onder|over)\s")


AGE = re.compile(r"(\d{1,3})-jarige")


@dataclass(slots=True)
class Source:
    """The source as printed, read: its words, head noun, what it asks of its speaker."""

    text: str
    start: int
    end: int
    words: list[str]
    head: str
    head_end: int
    is_pronoun: bool
    is_relative: bool
    is_indefinite: bool
    is_plural: bool
    gender: str | None
    is_body: bool
    is_document: bool
    is_spokesperson: bool
    is_group: bool
    age: int | None


@dataclass(slots=True)
class Context:
    """What the resolver knows of the article."""

    text: str
    entities: list[EntityData]
    genders: dict[str, str | None]
    sentence_starts: list[int]
    subjects: set[int]
    plural_verbs: set[int]
    places: list[tuple[int, int]]
    mentions: list[tuple[int, int, str, str]] = field(default_factory=list)
    descriptors: dict[str, set[str]] = field(default_factory=dict)
    subject_order: list[tuple[int, str, str]] = field(default_factory=list)
    body_subjects: list[tuple[int, str]] = field(default_factory=list)
    plural_nouns: set[int] = field(default_factory=set)
    singular_nouns: set[int] = field(default_factory=set)
    unnamed: list[tuple[int, str, bool]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    bylines: set[str] = field(default_factory=set)
    contents: list[tuple[int, int]] = field(default_factory=list)
    named_sources: list[tuple[int, frozenset[str]]] = field(default_factory=list)

    def is_quoted(self, position: int) -> bool:
        """Whether a character stands in the content of some quote."""
        place = bisect_left(self.contents, (position + 1, 0))
        return any(start <= position < end for start, end in self.contents[max(0, place - 4) : place])

    def last_subject(self, position: int, quote: QuoteData) -> tuple[str, str]:
        """(entity, word) of the last grammatical subject before a position, quoted ones apart."""
        place = bisect_left(self.subject_order, (position, "", ""))
        for start, entity_id, word in reversed(self.subject_order[max(0, place - 12) : place]):
            if not any(s <= start < e for s, e in quote["contents"]):
                return entity_id, word
        return "", ""

    def last_body_subject(self, position: int) -> str:
        """The organisation that was last a grammatical subject before a position, outside quotes."""
        place = bisect_left(self.body_subjects, (position, ""))
        for start, entity_id in reversed(self.body_subjects[max(0, place - 12) : place]):
            if not self.is_quoted(start):
                return entity_id
        return ""

    def sentence(self, position: int) -> int:
        return bisect_left(self.sentence_starts, position + 1) - 1


def _with_name_behind(context: Context, start: int, end: int) -> int:
    """ "de minister van Handel" becomes "de minister van Handel, Eva Smit" if so printed."""
    names = context.mentions
    if context.text[start:end].lower() in WOMAN_PRONOUNS | MAN_PRONOUNS | PLURAL_PRONOUNS:
        return end
    place = bisect_left(names, (end, 0, "", ""))
    if place and names[place - 1][1] > start and names[place - 1][3] == "person":
        return end  # There is a name in it already.
    if place < len(names) and names[place][0] - end <= 40 and names[place][3] == "person":
        between = context.text[end : names[place][0]]
        if NAME_BEHIND.fullmatch(between):
            return names[place][1]
    return end


# "…, [voormalig PSV- en Vitesse-doelman] Eva Smit", "… [en bloedkankerexpert] Eva Smit".
NAME_BEHIND = re.compile(
    r"(?:\s(?:van|voor|in)\s[\w -]{1,25})?,\s(?:de |het )?(?:[a-z][\w-]+ )?"
    r"|,\s(?!(?:die|dat|wie|wat|aldus|volgens|terwijl|maar|want|omdat|toen|als|nadat|tegen|in|op|zo)\b)"
    r"(?:[\w-]+\s){1,4}[a-zA-Z][\w-]*[a-z]\s"
    r"|\sen\s(?!de\b|het\b|een\b)(?:[\w-]+\s){0,2}[\w-]*[a-z]\s"
)


# Who is meant to stay unknown.
ANONYMOUS = word_list("anonymous")


FORMER = re.compile(r"^(?:ex|oud|voormalig)-?(?=[a-z]{4})")
HUMAN_ENDING = re.compile(
    r".{2,}(?:man|vrouw|zoon|dochter|host|model|genoot|genote|speler|speelster|aar|ist|iste|eur|ica|icus|loog|loge|baas|leider|"
    r"ster|'er|ling|ière|iere|chef|hoofd)$"
)


def is_human(noun: str) -> bool:
    """A noun for one person: by list, as a function, or by its ending; bodies apart ("ombudsman")."""
    noun = FORMER.sub("", noun)
    if noun in BODIES or noun.endswith("ministerie"):
        return False
    is_listed = noun in HUMAN_NOUNS or noun in inhabitants()
    return is_listed or is_role_word(noun, ROLE_SET) or bool(HUMAN_ENDING.match(noun))


@cache
def inhabitants() -> dict[str, Gender]:
    """By word in lower case who comes from a country: "spanjaard" is said of a man, "spaanse" of a woman."""
    kinds = {word.lower(): {form.kind for form in forms} for word, forms in read_table().items()}
    women = {word for word, kind in kinds.items() if "adjective" in kind and word.endswith("e")}
    women |= {word for word, kind in kinds.items() if "inhabitant" in kind and word.endswith(("in", "aise"))}
    female: Gender = "female"
    found: dict[str, Gender] = {word: "male" for word, kind in kinds.items() if "inhabitant" in kind}
    return found | dict.fromkeys(women, female)


HUMAN_NOUNS = word_list("human_nouns")


def read_source(text: str, quote: QuoteData, context: Context, key: str = "source") -> Source | None:
    span = quote["implied"] if key == "implied" else quote["source"]
    if span is None:
        return None
    start, end = span
    if key == "source":
        end = _with_name_behind(context, start, end)
    printed = text[start:end]
    cut = _first_preposition(printed)
    head_end = cut.start() if cut else len(printed)
    comma = printed.find(",")
    if 0 < comma < head_end:
        head_end = comma
    words = [word.lower() for word in WORD.findall(printed)]
    head_words = WORD.findall(printed[:head_end])
    lower_heads = [word for word in head_words if _is_common(word)] or head_words
    first = words[0] if words else ""
    if len(head_words) > 1 and not head_words[0][:1].islower() and len(lower_heads) == len(head_words):
        lower_heads = head_words
    head = lower_heads[-1].lower() if lower_heads else first
    if first in {"de", "het", "een"} and head in {"de", "het", "een"} and len(head_words) > 1:
        head = head_words[1].lower()
    if len(head_words) == 1:
        head = head_words[0].lower()
    if len(words) > 1 and head == "procent":
        head = "procent"
    is_pronoun = len(words) == 1 and words[0] in (
        WOMAN_PRONOUNS
        | MAN_PRONOUNS
        | PLURAL_PRONOUNS
        | NOBODY
        | {"die", "dat", "deze", "ik", "wie", "je", "u"}
    )
    plural = _is_plural(quote, span, words, head, context)
    gender: Gender | None = None
    if words[:1] and len(words) == 1 and words[0] in MAN_PRONOUNS:
        gender = "male"
    elif len(words) == 1 and words[0] in WOMAN_PRONOUNS:
        gender = "female"
    else:
        at = start + printed.lower().find(head)
        is_name = bool(overlapping(context.mentions, at, at + len(head)))
        is_last = bool(head_words) and head_words[-1].lower() == head  # "de Spaanse (schaatser)".
        gender = None if is_name else gender_of_noun(head) or (inhabitants().get(head) if is_last else None)
    age = AGE.search(printed)
    spokes = SPOKESPERSON.search(printed[:head_end])
    return Source(
        printed,
        start,
        end,
        words,
        head,
        head_end,
        is_pronoun,
        words[:1] in (["die"], ["wie"], ["dat"]) and len(words) == 1,
        first
        in {"een", "één", "sommige", "enkele", "meerdere", "veel", "twee", "drie", "iemand", "verschillende"},
        plural,
        gender,
        head in BODIES or head.endswith(tuple(BODY_ENDINGS)),
        head in DOCUMENTS or head.endswith(("rapport", "onderzoek", "akkoord", "brief", "studie")),
        bool(spokes),
        head in GROUP_WORDS or (not is_pronoun and plural),
        int(age.group(1)) if age else None,
    )


def _is_common(word: str) -> bool:
    """A common noun: in lower case, or with a name before its last hyphen ("Machete-acteur")."""
    return not word[:1].isupper() or word.rpartition("-")[2][:1].islower()


def _first_preposition(printed: str) -> re.Match[str] | None:
    """Where the head of the phrase ends; "de naar Riga uitgeweken Sanne Bos" has its head at the end."""
    cut = PREPOSITION.search(printed)
    if cut and printed[: cut.start()].lower() in {"de", "het", "een", "deze", "die"}:
        capital = re.compile(r"\s[A-Z]\w+$").search(printed)
        return PREPOSITION.search(printed, capital.start() if capital else len(printed))
    return cut


def _is_plural(quote: QuoteData, span: Sequence[int], words: list[str], head: str, context: Context) -> bool:
    if len(words) == 1 and words[0] in PLURAL_PRONOUNS:
        return True
    if len(words) == 1 and words[0] in MAN_PRONOUNS | NOBODY:
        return False
    if "procent" in words[:3] or words[:1] in (
        ["zowel"],
        ["sommige"],
        ["sommigen"],
        ["meerdere"],
        ["verschillende"],
    ):
        return True
    verb = verb_is_plural(quote, context) if span is quote["source"] else None
    if verb is not None:
        return verb
    if words:
        start, end = span
        at = context.text.lower().find(head, start, end)
        if at in context.plural_nouns:
            return True
        if at in context.singular_nouns:
            return False
    return (
        bool(words)
        and len(words) > 1
        and head.endswith(("en", "s", "ers"))
        and words[0]
        in {
            "de",
            "sommige",
            "enkele",
            "meerdere",
            "veel",
            "verschillende",
            "twee",
            "drie",
            "vier",
            "hun",
            "zijn",
            "haar",
        }
        and head not in SINGULAR_IN_EN
        and not is_role_word(head, ROLE_SET)
        and not head.endswith("ens")
    )


ROLE_SET = frozenset(ROLE_NOUNS)


SINGULAR_VERBS = re.compile(
    r"^(?:.+(?:t|de|te)|zei|sprak|gaf|zag|riep|vond|schreef|liet|hield|wees|vroeg|is|was|heeft|had)$"
)


PLURAL_VERBS = re.compile(r"^(?:.+en)$")


def verb_is_plural(quote: QuoteData, context: Context) -> bool | None:
    """Number of the finite verb of saying; none if there is no verb or it cannot be seen."""
    if not quote["cue"] or quote["frame"].startswith(("volgens", "aldus", "own-words", "noun")):
        return None
    start, end = quote["cue"][0]
    word = context.text[start:end].lower().split()
    if not word or not word[0].isalpha() or word[0] == "aldus":
        return None
    verb = word[0]
    if verb.startswith("ge") or quote["frame"] == "noun":
        around = context.text[max(0, start - 80) : start].lower()
        auxiliaries = re.findall(r"\b(heeft|had|hebben|hadden)\b", around)
        return auxiliaries[-1] in {"hebben", "hadden"} if auxiliaries else None
    if start in context.plural_verbs:
        return True
    if PLURAL_VERBS.match(verb):
        before = context.text[max(0, start - 90) : start].lower()
        modal = re.findall(r"\b(wil|wilde|kan|kon|laat|liet|zou|moet|heeft|had)\b", before)
        return None if modal else True
    return False if SINGULAR_VERBS.match(verb) else None
