import pytest

from analysis.languages import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("De wethouder heeft gisteren laten weten dat de nieuwe brug er niet komt.", "nl"),
        ("The councillor said yesterday that the new bridge would not be built.", "en"),
        ("L'échevine a déclaré hier que le nouveau pont ne serait pas construit.", "fr"),
        ("Die Stadträtin hat gestern gesagt, dass die neue Brücke nicht gebaut wird.", "de"),
    ],
)
def test_a_sentence_tells_its_language(text, language):
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text", ["", "Steun", "0123456789 " * 10, "Vermeulen Okafor Lindqvist Moretti Dubois Novak"]
)
def test_a_text_too_short_or_not_sure_has_no_language(text):
    assert detect_language(text) is None


def test_a_text_that_utf8_cannot_hold_does_not_crash():
    assert detect_language("\ud800 " * 100) is None
