import csv
import re

import pytest
import spacy
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from analysis.countries import TABLE, WORDS, countries_of

# CLDR has codes that ISO 3166-1 has not: islands, unions, the unknown, the pseudo-locales.
NOT_ISO = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
ISO_CODES = {code for code in Locale("nl").territories if re.fullmatch("[A-Z]{2}", code)} - NOT_ISO

nlp = spacy.blank("nl")
nlp.add_pipe("country_finder")


def found(text: str) -> set[tuple[str, str]]:
    return {(mention.code, mention.span.of(text)) for mention in countries_of(nlp(text))}


def codes(text: str) -> set[str]:
    return {code for code, _ in found(text)}


def codes_with_entities(text: str, **entities: str) -> set[str]:
    doc = nlp.make_doc(text)
    spans = []
    for label, name in entities.items():
        start = text.index(name)
        spans.append(doc.char_span(start, start + len(name), label=label))
    doc.ents = spans
    return {mention.code for mention in countries_of(nlp.get_pipe("country_finder")(doc))}


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


# --- the table


def test_every_country_has_a_name_and_every_code_is_one():
    assert len(ISO_CODES) == 250  # 249 of ISO 3166-1, and XK.
    assert {row["code"] for row in rows() if row["kind"] == "name"} == ISO_CODES
    assert {row["code"] for row in rows()} == ISO_CODES | {"-"}


def test_a_form_of_two_countries_has_a_rule():
    meanings: dict[str, dict[str, str]] = {}
    for row in rows():
        meanings.setdefault(row["form"], {})[row["code"]] = row["when"]
    for form, whens in meanings.items():
        assert list(whens.values()).count("") <= 1, form
        if len(whens) > 1:
            assert len(set(whens.values())) > 1, form


def test_kinds_and_conditions_are_known_ones():
    kinds = {
        "name",
        "adjective",
        "inhabitant",
        "capital",
        "metonym",
        "region",
        "city",
        "abbreviation",
        "trap",
    }
    assert {row["kind"] for row in rows()} == kinds
    assert {row["when"] for row in rows()} == {"", "inside", "located", "bracketed", "named", "seat"}


def test_every_list_of_words_is_used_and_none_is_empty():
    assert all(WORDS.values())
    assert set(nlp.get_pipe("country_finder").words) == set(WORDS)


@pytest.mark.parametrize(
    "wrong",
    ["Belgers", "Fran", "Franser", "Britser", "Duit", "Ken", "Georg", "Let", "Dominic", "Armen", "Roemers"]
    + ["Jordaan", "Jordan", "Groenen", "Poolen", "Spaansen", "Salvador", "Filip", "Esters", "Ivor", "Alban"],
)
def test_wrong_inhabitants_of_the_word_list_are_out(wrong):
    assert wrong not in {row["form"] for row in rows() if row["kind"] in ("adjective", "inhabitant", "name")}


def test_nigerian_and_nigerien_are_two():
    assert codes("Een Nigeriaanse schrijver en Nigerianen.") == {"NG"}
    assert codes("Een Nigerese schrijver uit Niger.") == {"NE"}


# --- forms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De Wit-Russische en de Belarussische grens.", {"BY"}),
        ("Zij vloog naar Ivoorkust.", {"CI"}),
        ("Hij woont al jaren in de VS.", {"US"}),
        ("De Britten stemden opnieuw.", {"GB"}),
        ("Schotland wil een referendum, Noord-Ierland niet.", {"GB"}),
        ("Moskou ontkent alles, het Kremlin zwijgt.", {"RU"}),
        ("Den Haag wacht op antwoord.", {"NL"}),
        ("Een trein van Rijsel naar Keulen.", {"FR", "DE"}),
        ("Het congres in Kopenhagen.", {"DK"}),
        ("Orkaan trekt over Texas en Georgia.", {"US"}),
        ("Onrust in Catalonië.", {"ES"}),
        ("Brand in een loods in Harderwijk.", {"NL"}),
        ("Kermis in Sint-Truiden.", {"BE"}),
        ("De Palestijnse minister van Cultuur.", {"PS"}),
        ("Verkiezingen op Curaçao en Bonaire.", {"CW", "BQ"}),
        ("Betogers in Hongkong, toeristen in Taiwan.", {"HK", "TW"}),
        ("De DDR bestaat niet meer.", {"DE"}),
    ],
)
def test_names_adjectives_inhabitants_capitals_and_places(text, expected):
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Amerika's rol", ("US", "Amerika's")),
        ("Haïti’s rol", ("HT", "Haïti")),
        ("Ruslands antwoord", ("RU", "Ruslands")),
        ("de grens met SYRIË", ("SY", "SYRIË")),
        ("BELGIE wint", ("BE", "BELGIE")),
        ("een reis naar Israel", ("IL", "Israel")),
        ("een reis naar Groot Brittannië", ("GB", "Groot Brittannië")),
        ("een bezoek aan Den\nHaag", ("NL", "Den\nHaag")),
        ("een winkel in ’s-Hertogenbosch", ("NL", "s-Hertogenbosch")),
        ("terug uit de VS.", ("US", "VS")),
    ],
)
def test_genitives_capitals_accents_and_line_ends(text, expected):
    assert found(text) == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("het Oekraïne-referendum", {("UA", "Oekraïne")}),
        ("de Moskou-getrouwe partij", {("RU", "Moskou")}),
        ("een Kremlinleider", {("RU", "Kremlin")}),
        ("twee Syriëgangers", {("SY", "Syrië")}),
        ("een Wit-Russisch-Poolse grenspost", {("BY", "Wit-Russisch"), ("PL", "Poolse")}),
        ("de Lokeren-trainer", set()),
        ("Frans-Duitse gesprekken", {("FR", "Frans"), ("DE", "Duitse")}),
        ("pro-Russische rebellen", {("RU", "Russische")}),
        ("een VS-president", {("US", "VS")}),
        ("een Zuid-Franse boer", {("FR", "Franse")}),
        ("Caïro/Parijs", {("EG", "Caïro"), ("FR", "Parijs")}),
        ("een Romeo op het podium", set()),
        ("Nederlandstalige scholen", set()),
    ],
)
def test_a_compound_gives_the_characters_that_tell(text, expected):
    assert found(text) == expected


def test_sports_results_abbreviate_countries():
    assert codes("1. Ada Lavendel (Ned), 2. Bo Cramer (GBr)") == {"NL", "GB"}
    assert codes("De Ned en de Bel, de Den en de Spa.") == set()


# --- traps


@pytest.mark.parametrize(
    "text",
    [
        "Zij zei het in het Engels.",
        "Hij wil Frans leren.",
        "De brief is in het Nederlands geschreven.",
        "Een woord in het Chinees.",
        "De Franse les begint om negen uur.",
        "Nederlands, Duits en Spaans zijn talen.",
        "Hij woont in de Jordaan.",
        "We aten chili con carne. Chili con carne is lekker.",
        "Turks fruit is een boek.",
        "De EU en de Europese Commissie in Brussel.",
        "Zuid-Amerika en de Latijns-Amerikaanse muziek.",
        "De Sovjet-Unie en Tsjecho-Slowakije.",
        "FC Barcelona speelt tegen Manchester United.",
        "Let op: Fin de siècle.",
        "Pool of niet?",
        "Best een goed plan, dus As en Made zijn woorden.",
        "Mevrouw Van Breda en Kees van Breda.",
        "Duitse herders blaffen.",
        "De Tweede Kamer stemt.",
    ],
)
def test_what_only_looks_like_a_country(text):
    assert codes(text) == set()


def test_adjectives_before_a_noun_are_no_language():
    assert codes("een Engels bedrijf") == {"GB"}
    assert codes("het Belgisch leger") == {"BE"}


def test_ambiguous_places_count_where_they_locate():
    assert codes("Een brand in Best.") == {"NL"}
    assert codes("Winkels in Best, Ede en Epe.") == {"NL"}
    assert codes("Best veel winkels.") == set()


def test_brussels_is_belgium_unless_it_is_the_union():
    assert codes("Ongeluk in Brussel. De chauffeur bleef ongedeerd.") == {"BE"}
    assert codes("Brussel moet van de Belgische premier wachten, zegt de EU.") == {"BE"}
    assert codes("De EU wil meer macht voor Brussel.") == set()
    assert codes("Brussel meldt dat Frankrijk en Spanje het eens zijn.") == {"FR", "ES"}


def test_a_form_of_two_countries_follows_the_text():
    assert codes("In Congo is een verkiezing.") == {"CD"}
    assert codes("In Congo is een verkiezing; in Brazzaville juicht men.") == {"CG"}
    assert codes("Een boer uit Limburg.") == {"NL"}
    assert codes("Een boer uit Limburg, in Vlaanderen.") == {"BE"}


# --- with named entities


def test_names_of_people_are_no_countries():
    assert codes_with_entities("Volgens Frans Holland komt het goed.", PER="Frans Holland") == set()
    assert codes_with_entities("Volgens Paula Londen komt het goed.", PERSON="Paula Londen") == set()


def test_a_city_in_the_name_of_a_club_or_company_does_not_count():
    assert codes_with_entities("Verlies voor Sporting Madrid Noord.", ORG="Sporting Madrid Noord") == set()
    assert codes_with_entities("Winst voor Barcelona.", ORG="Barcelona") == set()


def test_a_public_body_or_a_country_in_a_name_counts():
    assert codes_with_entities("De gemeente Breda bouwt.", ORG="gemeente Breda") == {"NL"}
    assert codes_with_entities("Unicef België vraagt hulp.", ORG="Unicef België") == {"BE"}
    assert codes_with_entities("Woede over Moskou.", ORG="Moskou") == {"RU"}


def test_named_entity_recognition_settles_an_ambiguous_place():
    assert codes_with_entities("Buren viert feest.") == set()
    assert codes_with_entities("Buren viert feest.", LOC="Buren") == {"NL"}


# --- as a component


def test_it_runs_in_several_processes():
    texts = ["Een Kremlinleider in Parijs.", "Een boer uit Limburg."] * 3
    for text, doc in zip(texts, nlp.pipe(texts, n_process=2, batch_size=2), strict=True):
        assert countries_of(doc) == countries_of(nlp(text))


def test_a_stored_document_keeps_its_countries():
    doc = nlp("De Moskou-getrouwe partij wint in Polen.")
    stored = Doc(spacy.blank("nl").vocab).from_bytes(doc.to_bytes())
    assert countries_of(stored) == countries_of(doc)


def test_a_stored_pipeline_finds_the_same(tmp_path):
    nlp.to_disk(tmp_path)
    assert countries_of(spacy.load(tmp_path)("Een Fransman in Rome.")) == countries_of(
        nlp("Een Fransman in Rome.")
    )


def test_an_empty_text_names_no_country():
    assert countries_of(nlp("")) == ()
    assert countries_of(nlp.make_doc("Zweden")) == ()


words = st.sampled_from(
    ["in", "Brussel", "EU", "Wit-Rus", "Congo", "Den", "Haag", "’s", "VS.", "(Ned)", "-", "\n", "Best"]
)


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(words, max_size=30).map(" ".join)))
def test_any_text_gives_spans_that_fit(text):
    mentions = countries_of(nlp(text))
    assert list(mentions) == sorted(mentions, key=lambda mention: mention.span.start)
    for mention in mentions:
        assert mention.code in ISO_CODES
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        assert mention.span.of(text).strip()
