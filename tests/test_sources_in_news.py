"""Who said it, by the pipeline that the archive comes with: sources that are easily read too long or too short."""

import pytest
from django.conf import settings

from analysis.pipeline import load_pipeline

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline(str(settings.BASE_DIR / "analysis/models/nl_newsarchive"))


def sources(nlp, text):
    """The source of each quote as printed, and who speaks."""
    doc = nlp(text)
    names = {entity["id"]: entity["name"] for entity in doc._.named_entities}
    printed = [quote["source"] and text[slice(*quote["source"])] for quote in doc._.quotes]
    return list(zip(printed, (names.get(quote["speaker"]) for quote in doc._.quotes), strict=True))


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "Daar kwamen volgens de Nederlandse Molenbond vijftien molenaars bijeen.",
            "de Nederlandse Molenbond",
        ),
        ("Er liggen volgens haar veel lastige vragen op tafel.", "haar"),
        ("Dat is volgens haar onvoldoende om de molen te redden.", "haar"),
        ("Bijna de hele raad zei een echte visie te missen.", "de hele raad"),
        ("Anna Vink (De Molenpartij) noemt het plan „een gemiste kans”.", "Anna Vink"),
        ("Anna Vink, directeur van de Zeeuwse Molens, laat weten dat het plan van tafel is.", "Anna Vink"),
        ("Anna Vink kwam gisteren langs en riep alle molenaars op om te stoppen.", "Anna Vink"),
        (
            "Kopman Iñaki Etxaburu van de Spaanse ploeg Monteclaro wees erop dat het hard waaide.",
            "Kopman Iñaki Etxaburu van de Spaanse ploeg Monteclaro",
        ),
    ],
)
def test_a_source_is_the_whole_phrase_and_no_more(nlp, text, source):
    assert [printed for printed, _ in sources(nlp, text)] == [source]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ('"De molens staan al jaren stil," aldus molenaar Sanne Vink.', "molenaar Sanne Vink"),
        ("'De molens draaien,' aldus Vink. 'En dat blijft zo.'", "Vink"),
        (
            "'Een mooi jaar', zegt gedelegeerd bestuurder Sanne De Bosser. 'We draaien goed.'",
            "gedelegeerd bestuurder Sanne De Bosser",
        ),
        ("„Ik ben er klaar mee”, aldus de inmiddels 82-jarige Sanne.", "de inmiddels 82-jarige Sanne"),
        ("„We gaan door met malen”, zegt van den Oever.", "van den Oever"),
        ("„We gaan door met malen”, zegt Van Oever. „Altijd.”", "Van Oever"),
        ("„De molen is dicht”, staat in een brief van de Molenbond.", "een brief van de Molenbond"),
        (
            "In een brief meldt het college van B en W dat de molen dicht moet.",
            "het college van B en W",
        ),
        ("„We blijven malen tot het niet meer gaat.” Dat zei Vink tegen de molenaars.", "Vink"),
    ],
)
def test_the_source_of_a_quote_is_found_however_its_tail_is_printed(nlp, text, source):
    assert [printed for printed, _ in sources(nlp, text)] == [source]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Walter Bosch was er ook. „Hij slaapt slecht”, zegt Bosch' vrouw. „Al weken.”", None),
        ("Walter Bosch was er ook. „Hij slaapt slecht”, zegt Bosch' vrouw Sanne Vink.", "Sanne Vink"),
        (
            "„Dat helpt niet”, zegt Molenbond-directeur en windkenner Sanne Vink.",
            "Sanne Vink",
        ),
        (
            "Sanne Vink en Aleksej Smirnov wonnen. „Het was zwaar”, zei de Nederlandse na afloop.",
            "Sanne Vink",
        ),
    ],
)
def test_whoever_owns_or_follows_a_description_is_told_apart(nlp, text, speaker):
    assert [name for _, name in sources(nlp, text)] == [speaker]


def test_a_country_that_speaks_is_no_person_of_the_article(nlp):
    text = "Minister Sanne Vink sprak met de Russen. Rusland zegt dat de molens veilig zijn."
    assert [name for _, name in sources(nlp, text)] != ["Sanne Vink"]


def test_the_leader_of_a_house_is_not_the_one_who_came_to_it(nlp):
    text = "Vinkenhof ontving president Sanne Bos. De Vinkenhofleider benadrukte dat de molens draaien."
    assert [name for _, name in sources(nlp, text)] != ["Sanne Bos"]


def test_the_captain_of_a_team_speaks_and_not_the_team(nlp):
    text = "Kopman Iñaki Etxaburu van de Spaanse ploeg Monteclaro wees erop dat het hard waaide."
    assert [speaker for _, speaker in sources(nlp, text)] == ["Iñaki Etxaburu"]
