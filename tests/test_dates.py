from datetime import date

import pytest

from analysis.dates import PublicationDate, is_date_line, parse_date, read_date_line


@pytest.mark.parametrize(
    ("value", "precision", "first_day", "last_day"),
    [
        ("2020", "year", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", "month", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021-02", "month", date(2021, 2, 1), date(2021, 2, 28)),
        ("2020-09-14", "day", date(2020, 9, 14), date(2020, 9, 14)),
        ("9999-12", "month", date(9999, 12, 1), date(9999, 12, 31)),
    ],
)
def test_a_date_is_a_period_as_precise_as_it_is_written(value, precision, first_day, last_day):
    published = PublicationDate(value)
    assert (published.precision, published.first_day, published.last_day) == (precision, first_day, last_day)
    assert str(published) == value


@pytest.mark.parametrize(
    "value",
    [
        "2020-13",
        "2020-00",
        "2020-02-30",
        "2021-02-29",
        "0000",
        "20",
        "2020-9",
        "2020/09",
        "2020-XX",
        "",
        "٢٠٢٠",
    ],
)
def test_a_date_that_no_calendar_has_is_refused_by_name(value):
    with pytest.raises(ValueError, match="invalid date"):
        PublicationDate(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (" 2020-09 ", "2020-09"),
        ("2020-09-14T10:30:00+02:00", "2020-09-14"),
        ("2020-09-14 10:30", "2020-09-14"),
        ("2020-09-14T10:30:00.123Z", "2020-09-14"),
    ],
)
def test_a_time_of_day_after_a_date_is_left_off(value, expected):
    assert parse_date(value) == PublicationDate(expected)


@pytest.mark.parametrize(
    ("first", "second", "refined"),
    [
        ("2020-09", "2020-09-14", "2020-09-14"),
        ("2020", "2020-09", "2020-09"),
        ("2020-09", "2020-10-14", "2020-09"),
        ("2020-09-14", "2020-09", "2020-09-14"),
        ("2020-09", None, "2020-09"),
    ],
)
def test_a_date_is_refined_only_by_a_finer_one_inside_it(first, second, refined):
    other = PublicationDate(second) if second else None
    assert PublicationDate(first).refined_by(other) == PublicationDate(refined)


@pytest.mark.parametrize(
    "line",
    [
        "10 oktober 2020",
        "zaterdag 10 oktober 2020, 14:32",
        "Zaterdag 10 oktober 2020 om 14.32 uur",
        "za 10 okt. 2020",
        "Gepubliceerd op 10 oktober 2020 14:32",
        "Gepubliceerd: 10 oktober 2020 | Laatst bijgewerkt: 11 oktober 2020 09:10",
        "Veldhuizen, 10 oktober 2020",
        "10-10-2020 14:32",
        "10/10/2020",
        "2020-10-10",
        "October 10, 2020",
        "Saturday, October 10, 2020 2:32 pm",
        "samedi 10 octobre 2020 à 14h32",
    ],
)
def test_a_printed_date_line_gives_its_day(line):
    assert is_date_line(line)
    assert read_date_line(line) == PublicationDate("2020-10-10")


@pytest.mark.parametrize(
    "line", ["03u00", "14:32", "9.30 uur", "Laatste update: 15:01", "31 februari 2020", "1 ſept 2020"]
)
def test_a_line_of_time_or_of_no_real_day_is_a_date_line_without_a_day(line):
    assert is_date_line(line)
    assert read_date_line(line) is None


def test_the_day_of_an_update_is_not_the_day_of_publication():
    assert is_date_line("Bijgewerkt op 11 oktober 2020")
    assert read_date_line("Bijgewerkt op 11 oktober 2020") is None


@pytest.mark.parametrize(
    "line",
    [
        "Op 10 oktober 2020 begon het feest.",
        "De vergadering van 10 oktober 2020, 14:32 liep uit",
        "oktober 2020",
        "Zaterdag",
        "2020",
        "",
        "10 oktober 2020 " * 1000,
    ],
)
def test_prose_with_a_date_in_it_is_no_date_line(line):
    assert not is_date_line(line)
