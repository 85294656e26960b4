""" "speaker_resolver": who stands behind the source of a quote, inside its article.

The source as printed is a name, a function, a pronoun, or missing. Each person and organisation of the
article, and each of "a group", "a document" and "unresolved", is a candidate; what speaks for and against
a candidate is counted as features and weighed. Nobody is guessed: when the best candidate is not good
enough the speaker stays unresolved, because a wrong person costs more.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from analysis.names import fold
from analysis.people import MEN_NOUNS, ROLE_NOUNS, WOMEN_NOUNS, EntityData, is_role_word
from analysis.quotes import QuoteData
from analysis.weighing import Trees, calibrated, load_models

WOMAN_PRONOUNS = frozenset("ze zij haar".split())
MAN_PRONOUNS = frozenset("hij hem".split())
PLURAL_PRONOUNS = frozenset("hen hun beiden allebei velen sommigen anderen we wij ons".split())
NOBODY = frozenset("men iemand niemand iedereen het er".split())
SPOKESPERSON = re.compile(r"\b(?:[\w-]*woordvoerd(?:er|ster)s?|[\w-]*voorlichter|zegsman|zegsvrouw|bron)\b", re.I)
DOCUMENTS = frozenset(
    "rapport onderzoek brief brieven akkoord regeerakkoord advies verslag studie artikel aanklacht aanklachten "
    "wet regeling vonnis nota document documenten website site bericht label etiket tekst boek dagboek "
    "protocolakkoord waarschuwing peiling enquête raming ramingen schattingen cijfers statistieken berekeningen "
    "verdrag plan wetsvoorstel memo e-mail mail".split()
)
# Common nouns that speak as a body; they become organisations of the article when no name stands by them.
BODIES = frozenset(
    "politie justitie rechtbank gerechtshof hof parket openbaar-ministerie om brandweer gemeente gemeenteraad "
    "gemeentebestuur college kabinet regering overheid ministerie parlement kamer senaat rijksoverheid leger "
    "landmacht luchtmacht marine douane kustwacht marechaussee bond vakbond vakbonden partij fractie bestuur "
    "raad inspectie provincie waterschap universiteit ziekenhuis school bank bedrijf concern onderneming "
    "organisatie vereniging stichting club krant omroep zender persbureau tijdschrift weekblad dagblad site "
    "website fabrikant producent maatschappij luchtvaartmaatschappij federatie commissie directie "
    "staatstelevisie gerecht paleis koningshuis dienst instituut bureau veiligheidsregio museum kerk "
    "vervoerder spoorbeheerder netbeheerder verzekeraar zorgverzekeraar ploeg team winkelketen keten "
    "supermarktketen autofabrikant autobouwer vliegtuigbouwer telecombedrijf toezichthouder waakhond "
    "nieuwszender staatsmedia redactie stadsbestuur schepencollege politiezone koepel sector werkgroep "
    "burgerbeweging beweging denktank onderzoeksbureau studiedienst adviesraad adviesorgaan "
    "rekenkamer rijksdienst belangenvereniging brancheorganisatie branchevereniging mensenrechtenorganisatie "
    "milieuorganisatie hulporganisatie consumentenbond atletiekbond voetbalbond wereldvoetbalbond ombudsman "
    "gezondheidsdienst reisorganisatie".split()
)
BODY_ENDINGS = (
    "ministerie bond partij organisatie vereniging stichting bedrijf concern krant omroep zender persbureau "
    "dienst raad bank club fractie regering commissie autoriteit inspectie federatie maatschappij bureau "
    "fabrikant bestuur blad keten politie".split()
)
# Body nouns that stand for the body named before rather than for themselves.
RESUMING = frozenset(
    "bedrijf concern onderneming organisatie vereniging stichting club krant omroep zender persbureau tijdschrift "
    "weekblad dagblad site website fabrikant producent maatschappij luchtvaartmaatschappij bond vakbond partij "
    "fractie raad dienst instituut bureau bank museum ziekenhuis universiteit ministerie commissie federatie "
    "telecombedrijf vervoerder toezichthouder waakhond keten team ploeg nieuwszender adviesorgaan startup "
    "mobiliteitsclub bierproducent renstal hof kamer".split()
)
GROUP_WORDS = frozenset(
    "personeel bevolking familie publiek gezin gros meerderheid duo tweetal drietal jury werkveld goegemeente "
    "oppositie paar echtpaar media politiek leiding management".split()
)
SINGULAR_IN_EN = frozenset("een geen vrouwen mannen".split())
WORD = re.compile(r"[\w'’-]+")
PREPOSITION = re.compile(r"\s(?:van|voor|bij|in|uit|op|namens|aan|tegen|onder|over)\s", re.I)
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
    plural_nouns: set[int] = field(default_factory=set)
    singular_nouns: set[int] = field(default_factory=set)
    unnamed: list[tuple[int, str, bool]] = field(default_factory=list)

    def last_subject(self, position: int, quote: QuoteData) -> tuple[str, str]:
        """(entity, word) of the last grammatical subject before a position, quoted ones apart."""
        place = bisect_left(self.subject_order, (position, "", ""))
        for start, entity_id, word in reversed(self.subject_order[max(0, place - 12) : place]):
            if not any(s <= start < e for s, e in quote["contents"]):
                return entity_id, word
        return "", ""

    def sentence(self, position: int) -> int:
        return bisect_left(self.sentence_starts, position + 1) - 1


@Language.factory(
    "speaker_resolver",
    requires=["doc._.quotes", "doc._.named_entities"],
    assigns=["doc._.quotes"],
    default_config={"model_file": "speaker_model.json", "person_threshold": None},
)
def make_speaker_resolver(
    nlp: Language, name: str, model_file: str, person_threshold: float | None
) -> "SpeakerResolver":
    """Give each quote its speaker: a person, organisation, group or document of the article, or unresolved."""
    return SpeakerResolver(model_file, person_threshold)


class SpeakerResolver:
    """doc._.quotes without speakers -> with."""

    def __init__(self, model_file: str, person_threshold: float | None = None) -> None:
        self.model_file = model_file
        self.person_threshold = person_threshold

    def __call__(self, doc: Doc) -> Doc:
        context = read_context(doc)
        quotes: list[QuoteData] = doc._.quotes or []
        before: list[QuoteData] = []
        for quote in quotes:
            self._resolve(quote, before, context)
            before.append(quote)
        doc._.named_entities = context.entities
        return doc

    def _resolve(self, quote: QuoteData, before: Sequence[QuoteData], context: Context) -> None:
        rows = speaker_candidates(quote, before, context)
        models = load_models(self.model_file)
        best = weigh(rows, models)
        threshold = self.person_threshold
        if threshold is None:
            threshold = models["kind_person"].threshold if models else 0.3
        settle(quote, pick(rows, best, threshold), context)


KINDS = ("person", "organisation", "group", "document", "unresolved")


def weigh(rows: Sequence[dict[str, Any]], models: dict[str, Trees]) -> dict[str, Any]:
    """Score every candidate: how likely its kind is, times how likely it is among its kind."""
    if not models:
        for row in rows:
            row["score"] = row["rule"]
        return max(rows, key=lambda row: row["score"])
    about = about_all(rows)
    kinds = {kind: models["kind_" + kind].probability(about) for kind in KINDS}
    total = sum(kinds.values()) or 1.0
    for kind in KINDS:
        mine = [row for row in rows if row["kind"] == kind]
        if kind in ("person", "organisation"):
            for row in mine:
                row["pick"] = models["pick_" + kind].probability(row["features"])
            sum_of_picks = sum(row["pick"] for row in mine)
            for row in mine:
                share = row["pick"] / sum_of_picks if sum_of_picks else 0.0
                row["score"] = kinds[kind] / total * (share + row["pick"]) / 2
        else:
            for row in mine:
                row["score"] = kinds[kind] / total
    return max(rows, key=lambda row: row["score"])


def about_all(rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    """What a quote and all its candidates together say of the kind of speaker."""
    features = {
        name: value for name, value in rows[0]["features"].items() if not name.startswith(("e_", "is_"))
    }
    for kind in ("person", "organisation"):
        mine = [row["features"] for row in rows if row["kind"] == kind and row["id"] is not None]
        features["any_" + kind] = float(bool(mine))
        for name in BEST_OF:
            features[f"max_{kind}_{name}"] = max((row.get(name, 0.0) for row in mine), default=0.0)
        for name in ("e_distance", "e_rank"):
            features[f"min_{kind}_{name}"] = min((row.get(name, 99.0) for row in mine), default=99.0)
    best_rule = max(rows, key=lambda row: row["rule"])
    features["rule_" + best_rule["kind"]] = best_rule["rule"]
    features["new_body"] = float(any(row["kind"] == "organisation" and row["id"] is None for row in rows))
    features["new_is_place"] = max(row["features"].get("new_is_place", 0.0) for row in rows)
    return features


BEST_OF = (
    "e_described e_described_words e_follows e_last_subject rule e_named e_named_is_head e_role_match e_gender_match e_age_match e_body_match e_previous e_before e_inside "
    "e_since_previous e_in_lead".split()
)


def pick(rows: Sequence[dict[str, Any]], best: dict[str, Any], person_threshold: float) -> dict[str, Any]:
    """The best candidate; a person only if good enough, since a wrong one costs more than none."""
    if best["kind"] == "person" and best["score"] < person_threshold:
        return next(row for row in rows if row["kind"] == "unresolved")
    return best


def settle(quote: QuoteData, best: dict[str, Any], context: Context) -> None:
    quote["speaker_kind"] = best["kind"]
    quote["speaker"] = best["id"]
    if best["kind"] == "organisation" and best["id"] is None:
        quote["speaker"] = add_body(context, best["span"])


def add_body(context: Context, span: tuple[int, int]) -> str:
    """An organisation named by a common noun: "de politie"."""
    name = " ".join(context.text[span[0] : span[1]].split())
    for entity in context.entities:
        if entity["kind"] == "organisation" and fold(entity["name"]) == fold(name):
            if not any(m["start"] == span[0] for m in entity["mentions"]):
                entity["mentions"].append({"start": span[0], "end": span[1], "role": None})
            return entity["id"]
    number = sum(entity["kind"] == "organisation" for entity in context.entities) + 1
    entity_id = f"o{number}"
    context.entities.append(
        {
            "id": entity_id,
            "kind": "organisation",
            "name": name,
            "gender": None,
            "age": None,
            "mentions": [{"start": span[0], "end": span[1], "role": None}],
        }
    )
    return entity_id


# --- Reading --------------------------------------------------------------------------------------------------


def read_context(doc: Doc) -> Context:
    """Sentences, subjects and people of an article, once for all its quotes."""
    text = doc.text
    entities: list[EntityData] = [
        {**entity, "mentions": list(entity["mentions"])}  # type: ignore[typeddict-item]
        for entity in doc._.named_entities or []
    ]
    starts = [0] + [found.end() for found in re.finditer(r"[.!?…][\"'’”“]*\s+|\n\s*", text)]
    subjects: set[int] = set()
    if doc.has_annotation("DEP"):
        subjects = {token.idx for token in doc if token.dep_.startswith("nsubj")}
    plural = {
        token.idx for token in doc if token.morph.get("Number") == ["Plur"] and token.morph.get("VerbForm") == ["Fin"]
    }
    places = [(span.start_char, span.end_char) for span in doc.ents if span.label_ in {"LOC", "GPE"}]
    context = Context(text, entities, {}, starts, subjects, plural, places)
    context.mentions = sorted(
        (mention["start"], mention["end"], entity["id"], entity["kind"])
        for entity in entities
        for mention in entity["mentions"]
    )
    context.descriptors = {
        entity["id"]: _descriptors(text, entity["mentions"]) for entity in entities if entity["kind"] == "person"
    }
    context.subject_order = _subject_order(doc, context)
    for token in doc:
        if token.pos_ == "NOUN":
            number = token.morph.get("Number")
            if number == ["Plur"]:
                context.plural_nouns.add(token.idx)
            elif number == ["Sing"]:
                context.singular_nouns.add(token.idx)
    context.unnamed = _unnamed_people(doc, context)
    context.genders = {entity["id"]: entity["gender"] for entity in entities if entity["kind"] == "person"}
    return context


DESCRIBING = re.compile(r"[^\W\d_][\w-]{3,}")
BEFORE_NAME = re.compile(r"[^.;:!?\n\"„“”‘]{0,70}$")
AFTER_NAME = re.compile(r"\s*(?:\(\d+\))?(?:,| is | was |, (?:de|het|een))[^.;:!?\n\"„“”]{0,70}")
SAYING_WORDS = frozenset("zegt zegt. zeggen heeft werd wordt waren niet deze naar over door voor maar zijn".split())


def _descriptors(text: str, mentions: Sequence[Any]) -> set[str]:
    """Nouns printed beside a name: "de burgemeester van Terneuzen, Jan", "Jan, burgemeester van"."""
    words: set[str] = set()
    for mention in mentions[:12]:
        before = BEFORE_NAME.search(text, max(0, mention["start"] - 70), mention["start"])
        if before:
            near = before.group()
            comma = near.rfind(",", 0, max(len(near) - 3, 0))
            words.update(word.lower() for word in DESCRIBING.findall(near[comma + 1 :]))
        after = AFTER_NAME.match(text, mention["end"])
        if after:
            words.update(word.lower() for word in DESCRIBING.findall(after.group()))
    return words - SAYING_WORDS


HUMAN_NOUNS = frozenset(
    "vrouw man jongen meisje kind student studente verdachte slachtoffer rechter agent bewoner bewoonster buurman "
    "buurvrouw moeder vader zoon dochter broer zus echtgenoot echtgenote lezer lezeres docent docente arts automobilist "
    "bestuurder inwoner inwoonster getuige ooggetuige bron ondernemer winkelier patiënt klant reiziger passagier "
    "demonstrant betoger deelnemer deelneemster vrijwilliger medewerker medewerkster werknemer werkneemster "
    "collega topvrouw topman vriend vriendin fan volger gebruiker toerist asielzoeker vluchteling militair "
    "soldaat piloot chauffeur tiener dame heer persoon ander iemand".split()
)


def _unnamed_people(doc: Doc, context: Context) -> list[tuple[int, str, bool]]:
    """Single people who have no name: (place, noun, whether a subject); those that describe a named one apart."""
    starts = [row[0] for row in context.mentions]
    described = set().union(*context.descriptors.values()) if context.descriptors else set()
    found = []
    for token in doc:
        if token.pos_ != "NOUN" or token.idx in context.plural_nouns:
            continue
        word = token.lower_
        if word not in HUMAN_NOUNS and not is_role_word(word, ROLE_SET):
            continue
        place = bisect_left(starts, token.idx)
        if place < len(starts) and starts[place] - (token.idx + len(word)) <= 2:
            continue  # "burgemeester Jansen".
        if word in described:
            continue
        found.append((token.idx, word, token.dep_.startswith("nsubj")))
    return found


def _subject_order(doc: Doc, context: Context) -> list[tuple[int, str, str]]:
    if not doc.has_annotation("DEP"):
        return []
    starts = [row[0] for row in context.mentions]
    order = []
    for token in doc:
        if not token.dep_.startswith("nsubj"):
            continue
        place = bisect_left(starts, token.idx + 1) - 1
        entity = ""
        for row in context.mentions[max(0, place) : place + 2]:
            if row[0] - 30 <= token.idx < row[1] and (row[0] <= token.idx or token.pos_ == "NOUN"):
                entity = row[2] if row[3] == "person" else ""
        order.append((token.idx, entity, token.lower_ if not entity else ""))
    return order


def read_source(text: str, quote: QuoteData, context: Context) -> Source | None:
    if quote["source"] is None:
        return None
    start, end = quote["source"]
    printed = text[start:end]
    cut = _first_preposition(printed)
    head_end = cut.start() if cut else len(printed)
    comma = printed.find(",")
    if 0 < comma < head_end:
        head_end = comma
    words = [word.lower() for word in WORD.findall(printed)]
    head_words = WORD.findall(printed[:head_end])
    lower_heads = [word for word in head_words if not word[:1].isupper()] or head_words
    first = words[0] if words else ""
    if len(head_words) > 1 and not head_words[0][:1].islower() and len(lower_heads) == len(head_words):
        lower_heads = head_words
    head = lower_heads[-1].lower() if lower_heads else first
    if first in {"de", "het", "een"} and head in {"de", "het", "een"} and len(head_words) > 1:
        head = head_words[1].lower()
    if len(head_words) == 1:
        head = head_words[0].lower()
    is_pronoun = len(words) == 1 and words[0] in (
        WOMAN_PRONOUNS | MAN_PRONOUNS | PLURAL_PRONOUNS | NOBODY | {"die", "dat", "deze", "ik", "wie", "je", "u"}
    )
    plural = _is_plural(quote, words, head, context)
    gender = None
    if words[:1] and len(words) == 1 and words[0] in MAN_PRONOUNS:
        gender = "male"
    elif len(words) == 1 and words[0] in WOMAN_PRONOUNS:
        gender = "female"
    elif head in WOMEN_NOUNS or head.endswith(("ster", "trice", "ares", "euse")):
        gender = "female"
    elif head in MEN_NOUNS:
        gender = "male"
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
        first in {"een", "één", "sommige", "enkele", "meerdere", "veel", "twee", "drie", "iemand", "verschillende"},
        plural,
        gender,
        head in BODIES or head.endswith(tuple(BODY_ENDINGS)),
        head in DOCUMENTS or head.endswith(("rapport", "onderzoek", "akkoord", "brief", "studie")),
        bool(spokes),
        head in GROUP_WORDS or (not is_pronoun and plural),
        int(age.group(1)) if age else None,
    )


def _first_preposition(printed: str) -> re.Match[str] | None:
    """Where the head of the phrase ends; "de naar Riga uitgeweken Sanne Bos" has its head at the end."""
    cut = PREPOSITION.search(printed)
    if cut and printed[: cut.start()].lower() in {"de", "het", "een", "deze", "die"}:
        capital = re.compile(r"\s[A-Z]\w+$").search(printed)
        return PREPOSITION.search(printed, capital.start() if capital else len(printed))
    return cut


def _is_plural(quote: QuoteData, words: list[str], head: str, context: Context) -> bool:
    if len(words) == 1 and words[0] in PLURAL_PRONOUNS:
        return True
    if len(words) == 1 and words[0] in MAN_PRONOUNS | NOBODY:
        return False
    verb = _verb_is_plural(quote, context)
    if verb is not None:
        return verb
    if quote["source"] is not None and len(words) > 1:
        start, end = quote["source"]
        at = context.text.lower().find(head, start, end)
        if at in context.plural_nouns:
            return True
        if at in context.singular_nouns:
            return False
    return bool(words) and len(words) > 1 and head.endswith(("en", "s", "ers")) and words[0] in {
        "de", "sommige", "enkele", "meerdere", "veel", "verschillende", "twee", "drie", "vier", "hun", "zijn", "haar",
    } and head not in SINGULAR_IN_EN and not is_role_word(head, ROLE_SET) and not head.endswith("ens")


ROLE_SET = frozenset(ROLE_NOUNS)
SINGULAR_VERBS = re.compile(r"^(?:.+(?:t|de|te)|zei|sprak|gaf|zag|riep|vond|schreef|liet|hield|wees|vroeg|is|was|heeft|had)$")
PLURAL_VERBS = re.compile(r"^(?:.+en)$")


def _verb_is_plural(quote: QuoteData, context: Context) -> bool | None:
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


# --- Candidates -----------------------------------------------------------------------------------------------


def speaker_candidates(
    quote: QuoteData, before: Sequence[QuoteData], context: Context
) -> list[dict[str, Any]]:
    """Every possible speaker with its features and what plain rules would give it."""
    source = read_source(context.text, quote, context)
    anchor = quote["source"][0] if quote["source"] else quote["contents"][0][0]
    last_subject, subject_word = context.last_subject(anchor, quote)
    common = _common_features(quote, before, source, context)
    common["subject_is_role"] = float(is_role_word(subject_word, ROLE_SET))
    common["subject_is_noun"] = float(bool(subject_word) and subject_word not in WOMAN_PRONOUNS | MAN_PRONOUNS)
    common["subject_is_person"] = float(bool(last_subject))
    common["subject_is_pronoun"] = float(subject_word in WOMAN_PRONOUNS | MAN_PRONOUNS)
    _unnamed_features(common, anchor, source, quote, context)
    previous = before[-1] if before else None
    rows: list[dict[str, Any]] = []
    in_source = _named_in(source, context) if source else []
    since = previous["contents"][-1][1] if previous else 0
    ranks = _recency(anchor, since, quote, context)
    for entity in context.entities:
        features = dict(common)
        _entity_features(features, entity, quote, source, previous, in_source, ranks, anchor, context)
        features["e_last_subject"] = float(entity["id"] == last_subject)
        rows.append(_row(entity["kind"], entity["id"], features))
    for kind in ("group", "document", "unresolved"):
        features = dict(common)
        features["is_" + kind] = 1.0
        features["previous_same_kind"] = float(previous is not None and previous["speaker_kind"] == kind)
        rows.append(_row(kind, None, features))
    span = _body_span(source, in_source, context) if source else None
    if span is not None:
        features = dict(common)
        features["is_new_body"] = 1.0
        features["new_is_place"] = float(any(s < span[1] and span[0] < e for s, e in context.places))
        features["new_has_match"] = max(row["features"].get("e_body_match", 0.0) for row in rows)
        features["new_words"] = float(len(context.text[span[0] : span[1]].split()))
        features["new_capital"] = float(context.text[span[0]].isupper())
        row = _row("organisation", None, features)
        row["span"] = span
        rows.append(row)
    return rows


def _unnamed_features(
    features: dict[str, float], anchor: int, source: Source | None, quote: QuoteData, context: Context
) -> None:
    """How near the last person without a name is, and whether the source repeats the noun."""
    here = context.sentence(anchor)
    place = bisect_left(context.unnamed, (anchor, "", False))
    near = [
        row
        for row in context.unnamed[max(0, place - 8) : place]
        if not any(s <= row[0] < e for s, e in quote["contents"])
    ]
    features["u_distance"] = float(min(here - context.sentence(near[-1][0]), 30)) if near else 30.0
    features["u_subject"] = float(bool(near) and near[-1][2])
    last_person = max((row[0] for row in context.mentions if row[3] == "person" and row[0] < anchor), default=-1)
    features["u_after_person"] = float(bool(near) and near[-1][0] > last_person)
    features["u_any"] = float(bool(near))
    if source is not None and not source.is_pronoun:
        features["u_same_noun"] = float(any(row[1] == source.head for row in near))
        features["s_human"] = float(source.head in HUMAN_NOUNS or is_role_word(source.head, ROLE_SET))


def _row(kind: str, entity_id: str | None, features: dict[str, float]) -> dict[str, Any]:
    features["rule"] = rule_score(kind, features)
    return {
        "kind": kind,
        "id": entity_id,
        "features": features,
        "rule": features["rule"],
        "score": 0.0,
        "span": None,
    }


def _named_in(source: Source, context: Context) -> list[tuple[int, int, str, str]]:
    return [row for row in context.mentions if row[0] < source.end and source.start < row[1]]


def _common_features(
    quote: QuoteData, before: Sequence[QuoteData], source: Source | None, context: Context
) -> dict[str, float]:
    features = {
        "frame_" + quote["frame"]: 1.0,
        "type_" + quote["type"]: 1.0,
        "depth": float(quote["depth"]),
        "people": float(sum(entity["kind"] == "person" for entity in context.entities)),
        "quotes_before": float(min(len(before), 20)),
        "no_source": float(source is None),
        "no_cue": float(not quote["cue"]),
    }
    previous = before[-1] if before else None
    if previous is not None:
        features["previous_" + previous["speaker_kind"]] = 1.0
        features["previous_gap"] = float(min(quote["sentence"] - previous["sentence"], 20))
        features["previous_same_block"] = float(previous["block"] == quote["block"])
        features["previous_" + previous["type"]] = 1.0
    if source is not None:
        features.update(
            {
                "s_pronoun": float(source.is_pronoun),
                "s_relative": float(source.is_relative),
                "s_indefinite": float(source.is_indefinite),
                "s_plural": float(source.is_plural),
                "s_body": float(source.is_body),
                "s_document": float(source.is_document),
                "s_spokesperson": float(source.is_spokesperson),
                "s_group": float(source.is_group),
                "s_female": float(source.gender == "female"),
                "s_male": float(source.gender == "male"),
                "s_role": float(is_role_word(source.head, ROLE_SET)),
                "s_definite": float(source.words[:1] in (["de"], ["het"], ["deze"], ["dit"])),
                "s_possessive": float(source.words[:1] in (["zijn"], ["haar"], ["hun"], ["mijn"])),
                "s_words": float(min(len(source.words), 15)),
                "s_age": float(source.age is not None),
                "s_nobody": float(len(source.words) == 1 and source.words[0] in NOBODY),
                "s_first_person": float(len(source.words) == 1 and source.words[0] in {"ik", "we", "wij"}),
                "s_resuming": float(source.head in RESUMING),
                "s_capital": float(any(word[:1].isupper() for word in source.text.split()[1:] or source.text.split())),
                "s_ze": float(source.words in (["ze"], ["zij"])),
                "s_and": float(" en " in source.text),
            }
        )
        features["head_" + source.head] = 1.0
        features["ending_" + source.head[-3:]] = 1.0
        features["first_" + source.words[0] if source.words else "first_"] = 1.0
        features["lemma_" + quote["lemma"]] = 1.0
        features["s_verb_plural"] = {True: 1.0, False: -1.0, None: 0.0}[_verb_is_plural(quote, context)]
        kinds = [row[3] for row in _named_in(source, context)]
        features["s_people"] = float(len({row[2] for row in _named_in(source, context) if row[3] == "person"}))
        features["s_organisations"] = float(kinds.count("organisation"))
    return features


def _recency(anchor: int, since: int, quote: QuoteData, context: Context) -> dict[str, dict[str, float]]:
    """For each entity: how it was last mentioned before the quote."""
    found: dict[str, dict[str, float]] = {}
    here = context.sentence(anchor)
    person_rank = 0
    order: list[str] = []
    lead = quote["cue"][0][0] if quote["cue"] else anchor
    for start, end, entity_id, kind in context.mentions:
        inside = any(s <= start and end <= e for s, e in quote["contents"])
        record = found.setdefault(
            entity_id,
            {"before": 0.0, "inside": 0.0, "distance": 50.0, "subject": 0.0, "same": 0.0, "after": 0.0, "count": 0.0,
             "first": 0.0, "chars": 5000.0, "next_distance": 50.0, "sentence_subject": 0.0},
        )
        record["count"] += 1
        if inside:
            record["inside"] += 1
            continue
        if start < anchor:
            record["before"] += 1
            if start >= since:
                record["since"] = 1.0
            if context.sentence(start) == context.sentence(lead):
                record["lead"] = 1.0
            record["distance"] = float(min(50, here - context.sentence(start)))
            record["chars"] = float(min(anchor - start, 5000))
            record["subject"] = float(start in context.subjects or _near_subject(start, context))
            record["first"] = float(start - context.sentence_starts[context.sentence(start)] < 25)
            if kind == "person":
                if entity_id in order:
                    order.remove(entity_id)
                order.append(entity_id)
        else:
            record["after"] += 1
            record["next_distance"] = min(record["next_distance"], float(context.sentence(start) - here))
    for person_rank, entity_id in enumerate(reversed(order)):
        found[entity_id]["rank"] = float(person_rank)
    return found


def _near_subject(start: int, context: Context) -> bool:
    return any(position in context.subjects for position in range(max(0, start - 25), start))


def _entity_features(
    features: dict[str, float],
    entity: EntityData,
    quote: QuoteData,
    source: Source | None,
    previous: QuoteData | None,
    in_source: Sequence[tuple[int, int, str, str]],
    ranks: dict[str, dict[str, float]],
    anchor: int,
    context: Context,
) -> None:
    kind = entity["kind"]
    features["is_" + kind] = 1.0
    record = ranks.get(entity["id"], {})
    for key in ("before", "inside", "distance", "subject", "after", "first", "chars", "next_distance"):
        features["e_" + key] = record.get(key, 0.0)
    features["e_since_previous"] = record.get("since", 0.0)
    features["e_in_lead"] = record.get("lead", 0.0)
    features["e_rank"] = record.get("rank", 30.0)
    features["e_share"] = record.get("count", 0.0) / max(len(context.mentions), 1)
    features["e_previous"] = float(previous is not None and previous["speaker"] == entity["id"])
    features["e_only"] = float(
        sum(other["kind"] == kind for other in context.entities) == 1
    )
    if previous is not None:
        features["e_previous_gap"] = float(min(quote["sentence"] - previous["sentence"], 20))
    if source is None:
        return
    gender = entity["gender"]
    features["e_gender_match"] = float(bool(source.gender and gender and source.gender == gender))
    features["e_gender_clash"] = float(bool(source.gender and gender and source.gender != gender))
    features["e_gender_unknown"] = float(gender is None)
    mine = [row for row in in_source if row[2] == entity["id"]]
    if mine:
        start = mine[0][0] - source.start
        features["e_named"] = 1.0
        features["e_named_is_head"] = float(start <= source.head_end or source.head_end == len(source.text))
        features["e_named_after_preposition"] = float(start > source.head_end)
        features["e_named_first"] = float(in_source[0][2] == entity["id"])
    else:
        features["e_other_named"] = float(any(row[3] == "person" for row in in_source))
        features["e_other_body_named"] = float(any(row[3] == "organisation" for row in in_source))
    if not source.is_pronoun and not mine:
        features["e_role_match"] = _role_match(source, entity)
        described = context.descriptors.get(entity["id"], set())
        features["e_described"] = float(
            source.head in described
            or any(len(word) > 4 and (source.head.endswith(word) or word.endswith(source.head)) for word in described
                   if len(source.head) > 4)
        )
        features["e_described_words"] = float(
            sum(word in described for word in source.words if len(word) > 3 and word != source.head)
        )
        features["e_follows"] = float(
            any(0 < m["start"] - source.end <= 60 and _is_apposition(context.text, source.end, m["start"])
                for m in entity["mentions"])
        )
        features["e_age_match"] = float(source.age is not None and source.age == entity["age"])
        if kind == "organisation":
            features["e_body_match"] = float(
                source.head in fold(entity["name"]) or _described_as(source.head, entity, context)
            )


def _is_apposition(text: str, end: int, start: int) -> bool:
    """ "de bedenker van de serie, Lee Daniels" """
    between = text[end:start]
    return re.fullmatch(r"(?:\s(?:van|voor|in)\s[^,.;:]{1,40})?,\s(?:de |het )?", between) is not None


def _role_match(source: Source, entity: EntityData) -> float:
    """The function of the source is one printed before this person's name."""
    head = source.head
    for mention in entity["mentions"]:
        role = mention["role"]
        if role:
            words = fold(role).split()
            if any(word == head or word.endswith(head) or (len(word) > 4 and head.endswith(word)) for word in words):
                return 1.0
    return 0.0


def _described_as(noun: str, entity: EntityData, context: Context) -> bool:
    """ "het persbureau Interfax", then "het persbureau"."""
    for mention in entity["mentions"]:
        before = context.text[max(0, mention["start"] - 30) : mention["start"]].lower()
        after = context.text[mention["end"] : mention["end"] + 40].lower()
        if noun in before or noun in after:
            return True
    return False


def _body_span(
    source: Source, in_source: Sequence[tuple[int, int, str, str]], context: Context
) -> tuple[int, int] | None:
    """The words of a source that can themselves be an organisation: "politie", "Moskou", "het ministerie"."""
    if source.is_pronoun or in_source:
        return None
    for start, end in context.places:
        if source.start <= start and end <= source.end and start - source.start <= 4:
            return start, end
    cut = PREPOSITION.search(source.text)
    if source.is_spokesperson and cut:
        rest = source.text[cut.end() :]
        lead = re.match(r"(?:de|het|een|'t)\s+", rest, re.I)
        begin = source.start + cut.end() + (lead.end() if lead else 0)
        return (begin, source.end) if begin < source.end else None
    lead = re.match(r"(?:de|het|een|'t|deze|dit|die|zijn|haar|hun)\s+", source.text, re.I)
    begin = source.start + (lead.end() if lead else 0)
    return (begin, source.end) if begin < source.end else None


def rule_score(kind: str, features: dict[str, float]) -> float:
    """What plain rules say, for a first try and for a pipeline without a trained model."""
    get = features.get
    if kind == "person":
        if get("e_named"):
            if get("s_people", 0) > 1 and get("s_and"):
                return 0.3
            return 0.95 if get("e_named_is_head") else 0.2
        if get("e_other_named") or get("e_other_body_named") or get("s_plural") or get("s_body") or get("s_indefinite"):
            return 0.02
        if get("e_gender_clash"):
            return 0.01
        if get("s_nobody") or get("s_document") or get("s_possessive"):
            return 0.05
        if get("e_follows"):
            return 0.92
        if get("s_possessive") or get("s_nobody"):
            return 0.03
        if get("e_role_match"):
            return 0.9 - 0.01 * get("e_rank", 0)
        if get("e_described"):
            return 0.75 - 0.01 * get("e_rank", 0)
        if get("s_role") and not get("s_pronoun"):
            return 0.2
        if get("s_pronoun") and get("u_after_person") and get("u_distance", 30) <= 1 and get("u_subject"):
            return 0.3
        near = 0.7 - 0.08 * get("e_rank", 0) - 0.02 * get("e_distance", 0) + 0.1 * get("e_previous", 0)
        near += 0.05 * get("e_subject", 0) + 0.1 * get("e_gender_match", 0) - 0.2 * (get("e_inside", 0) > 0)
        if not get("e_before"):
            near -= 0.4
        if get("no_source"):
            return near + 0.2 * get("e_previous", 0)
        if get("s_pronoun"):
            return near if not get("s_relative") else near - 0.05 * get("e_distance", 0)
        return near - 0.3
    if kind == "organisation":
        if get("e_named"):
            if get("s_organisations", 0) > 1 and get("s_and"):
                return 0.3
            if get("s_indefinite") and not get("s_spokesperson"):
                return 0.3
            if get("e_named_is_head") or get("s_spokesperson"):
                return 0.85
            return 0.3
        if get("is_new_body"):
            return 0.6 if get("s_body") and not get("s_plural") else (0.5 if get("new_is_place") else 0.05)
        if get("e_body_match") and get("s_body"):
            return 0.75
        return 0.05 + (0.2 * get("e_previous", 0) if get("no_source") else 0)
    if kind == "group":
        several = get("s_and") and get("s_people", 0) + get("s_organisations", 0) > 1
        return 0.7 if get("s_plural") or get("s_group") or several else 0.1
    if kind == "document":
        return 0.7 if get("s_document") else 0.02
    return 0.35


__all__ = ["SpeakerResolver", "Trees", "calibrated", "make_speaker_resolver"]
