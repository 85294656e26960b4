"""People of one article: names together, titles out, namesakes apart."""

import pytest
import spacy
from spacy.tokens import Doc

import analysis.people  # noqa: F401
from analysis.collecting import entities_of


def read(text, **names):
    """The text with its names given: PER, ORG, LOC lists of strings, at every place where they stand."""
    nlp = spacy.blank("nl")
    doc = nlp.make_doc(text)
    spans = []
    for label, strings in names.items():
        for string in strings:
            start = text.find(string)
            while start >= 0:
                span = doc.char_span(start, start + len(string), label=label, alignment_mode="expand")
                if span is not None:
                    spans.append(span)
                start = text.find(string, start + 1)
    doc.set_ents(spacy.util.filter_spans(spans))
    return nlp.add_pipe("person_grouper")(doc)


def people(doc):
    return {
        entity.name: [mention.of(doc.text) for mention in entity.mentions]
        for entity in entities_of(doc)
        if entity.kind == "person"
    }


def test_a_surname_joins_the_full_name_before_it():
    doc = read("Mirte Oudega won. Oudega lachte.", PER=["Mirte Oudega", "Oudega"])
    assert people(doc) == {"Mirte Oudega": ["Mirte Oudega", "Oudega"]}


def test_a_surname_joins_the_full_name_that_comes_later():
    doc = read("Oudega won. Dat zei Mirte Oudega zelf.", PER=["Mirte Oudega", "Oudega"])
    assert people(doc) == {"Mirte Oudega": ["Oudega", "Mirte Oudega"]}


def test_a_name_found_once_is_found_again():
    doc = read("Mirte Oudega won. Later zei Oudega niets. Oudegas broer ook niet.", PER=["Mirte Oudega"])
    assert people(doc)["Mirte Oudega"] == ["Mirte Oudega", "Oudega", "Oudegas"]


def test_a_title_is_no_part_of_the_name_but_is_its_role():
    doc = read("Premier Oudega sprak.", PER=["Premier Oudega"])
    (entity,) = entities_of(doc)
    assert (entity.name, entity.roles) == ("Oudega", ("Premier",))


def test_the_apostrophe_of_a_genitive_is_left_out():
    doc = read("Otto Brama's plan ligt er.", PER=["Otto Brama's"])
    assert people(doc) == {"Otto Brama": ["Otto Brama"]}


@pytest.mark.parametrize("short", ["Van der Wiek", "De Jonge", "Ten Brinke"])
def test_a_particle_belongs_to_the_surname(short):
    full = "Mirte " + short[0].lower() + short[1:]
    doc = read(f"{full} won. {short} lachte.", PER=[full, short])
    assert people(doc) == {full: [full, short]}


def test_man_and_woman_of_one_surname_are_kept_apart():
    text = "Jan de Wit en Anna de Wit trouwden. Meneer De Wit lachte, mevrouw De Wit huilde."
    doc = read(text, PER=["Jan de Wit", "Anna de Wit", "De Wit"])
    assert people(doc) == {"Jan de Wit": ["Jan de Wit", "De Wit"], "Anna de Wit": ["Anna de Wit", "De Wit"]}


def test_two_people_of_one_first_name_stay_two():
    doc = read("Anna Bos en Anna Dijk kwamen. Dijk bleef.", PER=["Anna Bos", "Anna Dijk", "Dijk"])
    assert people(doc) == {"Anna Bos": ["Anna Bos"], "Anna Dijk": ["Anna Dijk", "Dijk"]}


def test_a_nickname_in_marks_is_inside_the_name():
    doc = read("Johan 'Jopie' Verhage won.", PER=["Johan", "Verhage"])
    assert people(doc) == {"Johan 'Jopie' Verhage": ["Johan 'Jopie' Verhage"]}


def test_a_name_split_over_a_line_is_one_name():
    doc = read("Mirte\nOudega won. Oudega lachte.", PER=["Mirte\nOudega", "Oudega"])
    assert people(doc) == {"Mirte Oudega": ["Mirte\nOudega", "Oudega"]}


def test_capitals_are_the_same_name():
    doc = read("MIRTE OUDEGA wint. Mirte Oudega lachte.", PER=["MIRTE OUDEGA", "Mirte Oudega"])
    assert people(doc) == {"Mirte Oudega": ["MIRTE OUDEGA", "Mirte Oudega"]}


def test_an_age_in_brackets_is_kept_as_a_fact():
    doc = read("Mirte Oudega (38) won.", PER=["Mirte Oudega"])
    assert doc._.named_entities[0]["age"] == 38


def test_one_string_is_one_kind_of_thing():
    text = "Mirte Oudega won. Oudega lachte. Oudega ging."
    doc = read(text, PER=["Mirte Oudega"], LOC=["Oudega"])
    assert people(doc) == {"Mirte Oudega": ["Mirte Oudega", "Oudega", "Oudega"]}


def test_a_genitive_is_not_the_name_where_it_stands_without():
    doc = read("Mirte Oudegas ploeg won. Oudega lachte.", PER=["Mirte Oudegas", "Oudega"])
    assert people(doc) == {"Mirte Oudega": ["Mirte Oudegas", "Oudega"]}
    doc = read("Mirte Peeters ploeg won. Peeters lachte.", PER=["Mirte Peeters", "Peeters"])
    assert people(doc) == {"Mirte Peeters": ["Mirte Peeters", "Peeters"]}


def test_a_genitive_of_somebody_whom_the_table_knows_is_not_the_name():
    assert list(people(read("Vladimir Poetins plan.", PER=["Vladimir Poetins"]))) == ["Vladimir Poetin"]


@pytest.mark.parametrize(
    ("text", "found", "names"),
    [
        ("Het woord is aan Mirte Bos. Daarna stilte.", "Mirte Bos.", ["Mirte Bos"]),
        ("Dat zei Otto Brama jr. gisteren.", "Otto Brama jr.", ["Otto Brama jr."]),
        ("Mirte Bos 11-12 Anna Dijk", "Mirte Bos 11-12", ["Mirte Bos"]),
        ("Anna Dijk/Mirte Bos wonnen.", "Anna Dijk/Mirte Bos", ["Anna Dijk", "Mirte Bos"]),
        ("Mirte Bos)-Wagen won.", "Mirte Bos)-Wagen", ["Mirte Bos"]),
        ("Mirte Bos,„zei Dijk, was er.", "Mirte Bos,„zei Dijk", ["Mirte Bos"]),
        ("Bos & Brama stopt.", "Bos & Brama", []),
        ("Het kabinet Oudega II viel.", "Oudega II", []),
        ("Benedictus XVI sprak.", "Benedictus XVI", ["Benedictus XVI"]),
        ("Dat zei president Oudega van zijn land.", "Oudega van", ["Oudega"]),
        ("Minister Oudega van Financiën sprak.", "Oudega van Financiën", ["Oudega"]),
        ("De Mirte Oudegastraat ligt open.", "Mirte Oudegastraat", []),
        ("De Mirte Oudega Foundation helpt.", "Mirte Oudega Foundation", []),
        ("Het modehuis Oudega sluit.", "Oudega", []),
        ("Albert Heijn opent een winkel.", "Albert Heijn", []),
        ("Oprichter Albert Heijn opende een winkel.", "Albert Heijn", ["Albert Heijn"]),
    ],
)
def test_what_is_no_part_of_a_name_and_what_is_no_person_is_left_out(text, found, names):
    assert list(people(read(text, PER=[found]))) == names


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Minister van Buitenlandse Zaken Oudega sprak.", "Minister van Buitenlandse Zaken"),
        ("De KLM-baas Oudega sprak.", "KLM-baas"),
        ("Daar zat de directeur. Oudega sprak.", None),
        ("Zij verving minister Brama. Oudega sprak.", None),
        ("De verdediger had zijn zin. Naast Oudega zat niemand.", None),
        ("Trainer Brama Oudega sprak.", None),
        ("Dr. Oudega sprak.", "Dr."),
    ],
)
def test_a_function_ends_with_its_sentence_and_is_nobody_else_s(text, role):
    (entity,) = [each for each in entities_of(read(text, PER=["Oudega"])) if each.name == "Oudega"]
    assert entity.roles == (role,)


def test_ben_is_a_first_name_too():
    doc = read("Ben Oudegastra en Jerry Oudegastra kwamen.", PER=["Ben Oudegastra", "Jerry Oudegastra"])
    assert set(people(doc)) == {"Ben Oudegastra", "Jerry Oudegastra"}


def test_a_function_alone_is_no_person():
    assert people(read("Kleppenwoordvoerder zegt niets.", PER=["Kleppenwoordvoerder"])) == {}


def test_an_abbreviation_in_brackets_is_the_same_organisation():
    text = "De Raad voor Molens (RvM) sprak. De RvM zweeg."
    doc = read(text, ORG=["Raad voor Molens", "RvM"])
    (body,) = [entity for entity in entities_of(doc) if entity.kind == "organisation"]
    assert [mention.of(text) for mention in body.mentions] == ["Raad voor Molens", "RvM", "RvM"]


def test_a_minister_has_no_gender_by_that_word():
    doc = read("Minister Oudega sprak.", PER=["Oudega"])
    assert doc._.named_entities[0]["gender"] is None


def test_without_a_recogniser_names_are_found_by_their_shape():
    nlp = spacy.blank("nl")
    nlp.add_pipe("person_grouper")
    doc = nlp("Volgens premier Mirte Oudega is het klaar. Oudega lacht.")
    assert people(doc) == {"Mirte Oudega": ["Mirte Oudega", "Oudega"]}


def test_an_empty_text_has_nobody():
    nlp = spacy.blank("nl")
    assert nlp.add_pipe("person_grouper")(Doc(nlp.vocab))._.named_entities == []
