"""All through the public door: a file goes in, articles and reasons come out. Names are invented."""

import gzip
import json
import os
import tempfile
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.blocks import find_blocks
from analysis.dates import PublicationDate
from analysis.parsing import ParsedArticle, Refused, read_file

SEED_FORM = """ date 2020-09 De Veldhuizer burgemeester Marit Okker reist maandag naar Brussel.

Ze blijft er twee dagen.

Steun

“Ik ga met goede moed”, zegt Okker.
"""


def read(content: str | bytes, name: str = "017_stadhuis.txt", **options) -> list[ParsedArticle | Refused]:
    data = content.encode() if isinstance(content, str) else content
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        return list(read_file(path, **options))


def read_one(content: str | bytes, name: str = "017_stadhuis.txt") -> ParsedArticle:
    (article,) = read(content, name)
    assert isinstance(article, ParsedArticle), article
    return article


def refusal(content: str | bytes, name: str = "017_stadhuis.txt", **options) -> Refused:
    (refused,) = read(content, name, **options)
    assert isinstance(refused, Refused), refused
    return refused


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.of(text)) for block in find_blocks(text)]


def kind_of(line: str, text: str) -> str:
    return {of: kind for kind, of in kinds(text)}[line]


# The form of the seed


def test_the_seed_form_gives_date_and_body():
    article = read_one(SEED_FORM)
    assert article.external_id == "017_stadhuis"
    assert article.date == PublicationDate("2020-09")
    assert article.text.startswith("De Veldhuizer burgemeester")
    assert article.text.endswith("zegt Okker.")
    assert (article.title, article.record, article.warnings) == (None, None, ())


def test_lead_paragraphs_and_crossheads_are_found():
    article = read_one(SEED_FORM)
    assert [kind for kind, _ in kinds(article.text)] == ["lead", "paragraph", "crosshead", "paragraph"]


@pytest.mark.parametrize(
    "head", ["date 2020 ", " date 2020-09-14\n", "\n date  2020-09\n\n", "\ufeff date 2020-09 "]
)
def test_a_head_may_vary_in_white_space_and_precision(head):
    article = read_one(f"{head}De brug blijft dicht.")
    assert article.text == "De brug blijft dicht."
    assert article.date == PublicationDate(head.split()[-1])


def test_a_text_without_head_has_no_date():
    article = read_one("De brug blijft dicht.\n")
    assert (article.text, article.date) == ("De brug blijft dicht.", None)


@pytest.mark.parametrize("date", ["2020-13", "2020-02-30", "2020/09", "2020-9"])
def test_an_invalid_date_in_the_head_is_refused(date):
    assert date in refusal(f" date {date} De brug blijft dicht.").reason


# Blocks


def test_a_headline_is_the_short_first_line():
    text = "Brug blijft dicht\n\nDe brug over de Aa blijft dicht, zegt de stad.\n\nDat duurt een jaar."
    assert [kind for kind, _ in kinds(text)] == ["headline", "lead", "paragraph"]


def test_a_headline_may_run_into_the_time_of_its_entry():
    assert kinds("Brug blijft dicht 9:03 “We zijn op”, zegt Okker.") == [
        ("headline", "Brug blijft dicht"),
        ("dateline", "9:03"),
        ("lead", "“We zijn op”, zegt Okker."),
    ]


def test_a_time_inside_a_sentence_stays_there():
    text = "De trein vertrok om 9:03 “zonder reden”, zegt Okker."
    assert kinds(text) == [("lead", text)]


def test_an_entry_may_begin_with_its_time():
    text = "De stad wacht op nieuws.\n\n9:03 “We zijn er”, zegt Okker."
    assert kinds(text)[1:] == [("dateline", "9:03"), ("paragraph", "“We zijn er”, zegt Okker.")]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Exclusief voor abonnees", "boilerplate"),
        ("Lees ook: “Wij stoppen ermee”, zegt Marit Okker", "boilerplate"),
        ("De tekst gaat verder onder de foto", "boilerplate"),
        ("Lire aussi : le pont reste fermé", "boilerplate"),
        ("https://krant.example/brug", "boilerplate"),
        ("12", "boilerplate"),
        ("12 reacties", "boilerplate"),
        ("Bron: Belga", "byline"),
        ("BELGA", "byline"),
        ("(ANP)", "byline"),
        ("Door Marit Okker", "byline"),
        ("Door Marit Okker en Jip van der Zwaan, redacteuren politiek", "byline"),
        ("Van onze verslaggever", "byline"),
        ("Foto: Jip van der Zwaan", "byline"),
        ("10 oktober 2020", "dateline"),
        ("zaterdag 10 oktober 2020, 14:32", "dateline"),
        ("03u00", "dateline"),
        ("Trots op onze ploeg! pic.twitter.com/Ab12", "tweet"),
        ("Trots op onze ploeg! — Marit Okker (@okker) October 10, 2020", "tweet"),
    ],
)
def test_what_the_page_left_behind_is_a_block_of_its_own_kind(line, kind):
    text = f"De brug blijft dicht, zegt de stad.\n\n{line}\n\nDat duurt een jaar."
    assert kind_of(line, text) == kind
    assert [block.is_prose for block in find_blocks(text)] == [True, False, True]


@pytest.mark.parametrize(
    "line",
    [
        "Door de storm bleef de brug dicht.",
        "Lees ook de brief, zei Okker, en dan de rest. " * 6,
        "Inloggen op de website was in de middag weer mogelijk.",
        "Alleen voor leden van de vereniging geldt dat de brug open blijft, zegt Okker.",
        "Bekijk het eens van onze kant, zegt Okker.",
        "“De brug”, zei Okker (@okker) in een bericht dat veel bijval kreeg.",
        "Op 10 oktober 2020 gaat de brug weer open.",
        "Van der Zwaan bouwt de brug.",
    ],
)
def test_prose_that_resembles_a_leftover_is_not_swallowed(line):
    text = f"De brug blijft dicht, zegt de stad.\n\n{line.strip()}\n\nDat duurt een jaar."
    assert kind_of(line.strip(), text) == "paragraph"


def test_the_words_of_a_tweet_stand_above_its_signature():
    text = (
        "De brug blijft dicht, zegt de stad.\n\nVeel reacties volgden.\n\nWij zijn er klaar voor!\n\n"
        "— Marit Okker (@okker) October 10, 2020\n\nDe stad zwijgt."
    )
    assert [kind for kind, _ in kinds(text)] == ["lead", "paragraph", "tweet", "tweet", "paragraph"]


def test_one_line_a_paragraph_reads_without_blank_lines():
    text = "Brug blijft dicht\nMarit Okker\nDe stad sluit de brug.\nDat duurt een jaar.\nSteun\nDe raad is het eens."
    expected = ["headline", "byline", "lead", "paragraph", "crosshead", "paragraph"]
    assert [kind for kind, _ in kinds(text)] == expected


def test_wrapped_lines_are_one_paragraph():
    text = "De stad sluit de brug over\nde Aa en zegt dat dit\neen jaar duurt.\n\nDe raad is het\nermee eens."
    assert [kind for kind, _ in kinds(text)] == ["lead", "paragraph"]


def test_a_list_of_short_lines_is_no_row_of_crossheads():
    text = "De ploeg van de week.\n\nJip Zwaan, Veldhuizen\n\nBo Lam, Aadorp\n\nCas Bos, Aadorp\n\nZo luidt de lijst."
    assert {kind for kind, _ in kinds(text)} == {"lead", "paragraph"}


def test_a_closing_paragraph_that_repeats_the_lead_is_no_prose():
    text = "De stad sluit de brug over de Aa.\n\nDat duurt een jaar.\n\nDe stad sluit de brug over de Aa."
    assert [kind for kind, _ in kinds(text)] == ["lead", "paragraph", "boilerplate"]


def test_a_lead_printed_again_may_be_cut_short():
    lead = "De stad sluit de brug over de Aa, omdat het hout op vele plaatsen is verrot, zegt de wethouder."
    text = f"{lead}\n\nDat duurt een jaar.\n\n{lead[:80]}…"
    assert [kind for kind, _ in kinds(text)] == ["lead", "paragraph", "boilerplate"]


def test_an_interview_has_turns_and_questions():
    text = (
        "Een gesprek over de brug.\n\nOkker: “De brug is op.”\n\nWanneer gaat hij open?\n\n“Over een jaar.”\n\n"
        "Van der Zwaan: Dat denk ik ook.\n\nVan der Zwaan: En dan feest."
    )
    assert [kind for kind, _ in kinds(text)] == ["lead", "turn", "question", "paragraph", "turn", "turn"]
    assert not find_blocks(text)[2].is_prose


def test_an_interview_may_begin_with_a_turn_and_has_no_lead_then():
    text = "Okker: “De brug is op.”\n\nOkker: “Over een jaar gaat hij open.”\n\nZo eindigde het gesprek."
    assert [kind for kind, _ in kinds(text)] == ["turn", "turn", "paragraph"]


def test_a_letter_ends_with_its_signature():
    text = "De brug moet open.\n\nEen jaar is te lang.\n\nJ. Okker, Aadorp"
    assert kind_of("J. Okker, Aadorp", text) == "byline"


# Dates in the text


def test_a_date_line_inside_the_period_of_the_head_refines_it():
    article = read_one(" date 2020-10 De brug blijft dicht.\n\n10 oktober 2020\n\nDat duurt een jaar.")
    assert article.date == PublicationDate("2020-10-10")
    assert article.text.count("10 oktober 2020") == 1
    assert article.warnings == ("date 2020-10 in the head, 2020-10-10 in a date line",)


def test_a_date_line_outside_the_period_of_the_head_does_not():
    article = read_one(" date 2020-09 De brug blijft dicht.\n\n10 oktober 2020\n\nDat duurt een jaar.")
    assert article.date == PublicationDate("2020-09")


def test_without_a_head_only_a_date_line_at_the_top_is_believed():
    below = "De brug blijft dicht.\n\nDat duurt een jaar.\n\n10 oktober 2020"
    assert read_one("Brug dicht\n10 oktober 2020\nDe brug blijft dicht.").date == PublicationDate(
        "2020-10-10"
    )
    assert read_one(below).date is None


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_every_usual_encoding_gives_the_same_text(encoding, name):
    text = "„Eén café”, zegt Zoë – voor €5."
    record = json.dumps({"id": "a", "text": text}, ensure_ascii=False) + "\n"
    article = read_one((record if name == "a.jsonl" else text).encode(encoding), name)
    assert article.text == text


@pytest.mark.parametrize(("encoding", "name"), [("utf-16", "UTF-16"), ("cp1252", "Windows-1252")])
def test_another_encoding_than_utf8_is_reported(encoding, name):
    assert read_one("Eén café".encode(encoding)).warnings == (f"read as {name}",)


def test_one_broken_byte_does_not_garble_the_rest():
    article = read_one("Eén café, zegt Zoë".encode() + b"\xff.")
    assert article.text == "Eén café, zegt Zoë\ufffd."
    assert "damaged UTF-8" in article.warnings[0]


def test_line_ends_and_accents_are_stored_in_one_form():
    article = read_one("Cafe\u0301 dicht.\r\n\r\nDat duurt\u2028een jaar.\r")
    assert article.text == "Café dicht.\n\nDat duurt\neen jaar."


def test_what_no_database_can_store_is_replaced_and_reported():
    article = read_one('{"id": "a", "text": "Een\\u0000 brug\\ud800 dicht"}', "a.jsonl")
    assert article.text == "Een\ufffd brug\ufffd dicht"
    assert article.warnings == ("2 characters replaced that cannot be stored",)


# JSON Lines


def test_a_record_gives_its_fields():
    record = {
        "id": 7,
        "text": " De brug blijft dicht.\n",
        "date": "2020-09-14T10:00:00Z",
        "title": "Brug\ndicht",
        "source": "De Aadorper",
        "url": "https://krant.example/7",
        "language": "nl",
        "category": "stad",
    }
    assert read(lines(record), "a.jsonl") == [
        ParsedArticle(
            external_id="7",
            text="De brug blijft dicht.",
            date=PublicationDate("2020-09-14"),
            title="Brug dicht",
            publication="De Aadorper",
            url="https://krant.example/7",
            language="nl",
            record=1,
        )
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "a.jsonl.gz", "A.JSONL.GZ"])
def test_json_lines_are_read_packed_or_not(name):
    data = ("\ufeff" + lines({"id": "a", "text": "Een."}, {"id": "b", "text": "Twee."})).encode()
    results = read(gzip.compress(data) if name.lower().endswith("gz") else data, name)
    assert [(result.external_id, result.record) for result in results] == [("a", 1), ("b", 2)]


def test_a_packed_text_is_named_by_its_stem():
    assert read_one(gzip.compress(SEED_FORM.encode()), "017.txt.gz").external_id == "017"


@pytest.mark.parametrize("document", [{"id": "a", "text": "Een."}, [{"id": "a", "text": "Een."}]])
def test_a_json_document_over_several_lines_is_read_too(document):
    assert read_one(json.dumps(document, indent=2), "a.json").text == "Een."


def test_bad_records_are_refused_and_the_rest_goes_on():
    content = "\n".join(
        [
            '{"id": "a", "text": "Een."}',
            '{"id": "b", "text": ',
            "",
            '{"id": "c"}',
            '{"text": "Geen naam."}',
            '{"id": "d", "text": "Vier.", "date": "2020-13"}',
            '["id", "text"]',
            "[" * 100_000,
            '{"id": ' + "9" * 5_000 + ', "text": "Vijf."}',
            '{"id": true, "text": "Zes."}',
            f'{{"id": "{"x" * 300}", "text": "Zeven."}}',
            '{"id": "z", "text": "Acht."}',
        ]
    )
    results = read(content, "a.jsonl")
    assert [result.external_id for result in results if isinstance(result, ParsedArticle)] == ["a", "z"]
    reasons = {result.record: result.reason for result in results if isinstance(result, Refused)}
    assert reasons[2].startswith("invalid JSON")
    assert (reasons[4], reasons[5]) == ("no text", "record without id")
    assert "2020-13" in reasons[6]
    assert reasons[7] == "the record is not a JSON object"
    assert set(reasons) == {2, 4, 5, 6, 7, 8, 9, 10, 11}


def test_a_field_that_cannot_be_used_is_left_out_with_a_warning():
    record = {
        "id": "a",
        "text": "Een.",
        "url": "javascript:alert(1)",
        "title": ["x"],
        "language": "Nederlands!",
    }
    article = read_one(lines(record), "a.jsonl")
    assert (article.url, article.title, article.language) == (None, None, None)
    assert len(article.warnings) == 3


def test_the_date_of_a_record_goes_before_that_of_a_head():
    text = " date 2020-09 De brug blijft dicht."
    without, with_date = read(
        lines({"id": "a", "text": text}, {"id": "b", "text": text, "date": 2021}), "a.jsonl"
    )
    assert (without.date, with_date.date) == (PublicationDate("2020-09"), PublicationDate("2021"))
    assert without.text == with_date.text == "De brug blijft dicht."


# Refused files


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.txt", "empty"),
        (b"", "a.jsonl", "empty"),
        (b"", "a.json", "empty"),
        (b" \r\n\t ", "a.txt", "no text"),
        (b" date 2020-09 \n", "a.txt", "no text"),
        (b"\x89PNG\r\n\x00\x1a", "a.png", "binary"),
        (bytes(range(1, 32)) * 3, "a.txt", "binary"),
        (b"\xff\xfeE\x00\x00", "a.txt", "undecodable"),
        (b"\x81\x8d\x8f\x90", "a.txt", "undecodable"),
        (b"not packed", "a.txt.gz", "broken gzip"),
        (gzip.compress(SEED_FORM.encode(), mtime=0)[:60], "a.txt.gz", "broken gzip"),
        (b"x" * 101, "a.txt", "larger than 100 bytes"),
        (gzip.compress(b"x" * 1_000_000, mtime=0), "a.txt.gz", "larger than 100 bytes"),
    ],
)
def test_a_file_that_is_no_article_is_refused_with_the_reason(content, name, reason):
    assert reason in refusal(content, name, size_limit=100).reason


def test_a_monstrous_line_is_refused_and_the_rest_goes_on():
    content = '{"id": "a", "text": "Een."}\n' + "x" * 1_000 + '\n{"id": "b", "text": "Twee."}\n'
    results = read(content, "a.jsonl", size_limit=100)
    assert [type(result) for result in results] == [ParsedArticle, Refused, ParsedArticle]
    assert [result.record for result in results] == [1, 2, 3]


@pytest.mark.parametrize("byte", [b"x", b"\n"])
def test_a_gzip_bomb_is_left_unread(byte):
    bomb = gzip.compress(byte * 2_000_000)
    assert "unpacks to more than" in read(bomb, "a.jsonl.gz", size_limit=1_000)[-1].reason


def test_a_path_that_cannot_be_read_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    paths = [tmp_path, tmp_path / "missing.txt", tmp_path / "pipe.txt", "with\0nul.txt"]
    assert [type(result) for path in paths for result in read_file(path)] == [Refused] * 4


# What holds for any input


def check(result: ParsedArticle | Refused) -> None:
    if isinstance(result, Refused):
        assert result.reason.encode()
        return
    text = result.text
    assert text.encode().decode() == text == unicodedata.normalize("NFC", text).strip()
    assert "\0" not in text
    position = 0
    for block in find_blocks(text):
        assert position <= block.start < block.end <= len(text)
        assert not text[position : block.start].strip()
        assert block.of(text) == block.of(text).strip()
        position = block.end
    assert not text[position:].strip()
    again = read_one(f" date 2020-09-14 {text}")
    assert again.text == text


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.jsonl", "a.json", "a.jsonl.gz"]))
@settings(deadline=None)
def test_arbitrary_bytes_never_raise(data, name):
    for result in read(data, name):
        check(result)


PIECES = st.sampled_from(
    [
        "\n",
        "\n\n",
        " ",
        " date 2020-09 ",
        "Okker: ",
        "“Ja”",
        "Door Marit Okker",
        "9:03 ",
        "10 oktober 2020",
        "Steun",
    ]
    + [
        "Lees ook: ",
        "— Bo (@bo) ",
        "?",
        ".",
        "pic.twitter.com/a",
        "\r",
        "\x85",
        "\ufeff",
        "e\u0301",
        "een brug ",
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
@settings(deadline=None)
def test_arbitrary_text_is_covered_by_its_blocks(text):
    for result in read(lines({"id": "a", "text": text}), "a.jsonl"):
        check(result)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=4), values, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(["id", "text", "date", "title", "publication", "source", "url", "language"])


@given(
    st.lists(JSON | st.dictionaries(FIELDS, JSON | st.sampled_from(["2020-09", "nl", "Een."])), max_size=4)
)
@settings(deadline=None)
def test_arbitrary_json_never_raises(records):
    results = read(lines(*records), "a.jsonl")
    assert len(results) == max(1, len(records))
    for result in results:
        check(result)


PIECES_OF_A_LINE = [
    "x",
    "x ",
    "A",
    "A ",
    "A van ",
    " ",
    "1",
    "-",
    "— (@",
    "?",
    "“",
    "1:",
    "x. Y",
    "\x85",
    ",",
    "9:03 “",
]


@pytest.mark.parametrize("piece", PIECES_OF_A_LINE)
def test_a_line_of_a_megabyte_takes_well_under_a_second(piece):
    assert seconds_to_read("Aa" + piece * (1_000_000 // len(piece)) + "b") < 1


@pytest.mark.parametrize("piece", ["\n", "Aa\n", "a\nB", "Aa: “\n", "Ja?\n“Ja”\n"])
def test_very_many_lines_take_time_in_proportion(piece):
    assert seconds_to_read("Aa" + piece * 20_000 + "b") < 2


def seconds_to_read(text: str) -> float:
    started = time.process_time()
    read(text)
    return time.process_time() - started
