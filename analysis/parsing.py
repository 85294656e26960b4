"""The bytes of a file, read as articles: one in a plain file, one a line in JSON Lines.

A file or a record that cannot be read becomes a Refused with its reason, and the rest goes on.
The text of an article is what was printed, apart from outer white space, line ends (LF) and the
composed form of accents (NFC): nothing is dropped from it.

Inside this module a reason to refuse travels as a ValueError; none leaves it.
"""

import gzip
import io
import json
import math
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.blocks import find_blocks
from analysis.dates import PublicationDate, parse_date, read_date_line
from analysis.decoding import UTF16_MARKS, decode, storable

SIZE_LIMIT = 5_000_000  # Bytes of one article. The longest of 16,800 real ones has 19,000.
UNPACKING_LIMIT = 200  # Times the packed size. Real text packs 3 to 10 times, a bomb 1,000 times.
LONGEST_FIELD = 255  # Characters of an id or a name: what an index of any database takes.
LONGEST_TITLE = 1_000
LONGEST_URL = 2_000


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """One article as it was delivered. Record is its line in the file, from 1, or none for a whole file."""

    external_id: str
    text: str
    date: PublicationDate | None = None
    title: str | None = None
    publication: str | None = None
    url: str | None = None
    language: str | None = None
    record: int | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or a record that is no article, and why, in words for the reader."""

    reason: str
    external_id: str | None = None
    record: int | None = None


Result = ParsedArticle | Refused
Stream = io.BufferedReader | gzip.GzipFile


def read_file(path: str | Path, *, size_limit: int = SIZE_LIMIT) -> Iterator[Result]:
    """One result for each article of a file, unpacked if its name ends in .gz; it never raises.

    `.jsonl`, `.ndjson` and `.json` hold records, every other file is one article named by its stem.
    Size limit: bytes of one article, unpacked.
    """
    path = Path(path)
    is_packed = path.suffix.lower() == ".gz"
    name = Path(path.stem if is_packed else path.name)
    external_id = storable(name.stem)[0] or None
    if not path.is_file():  # A pipe would keep us waiting for ever.
        yield Refused("not a file" if path.is_dir() else "no such file", external_id)
        return
    try:
        with gzip.open(path) if is_packed else path.open("rb") as stream:
            allowance = UNPACKING_LIMIT * path.stat().st_size + 20 * size_limit if is_packed else math.inf
            suffix = name.suffix.lower()
            if suffix in {".jsonl", ".ndjson"} or (suffix == ".json" and _is_json_lines(stream, size_limit)):
                yield from _read_json_lines(stream, size_limit, allowance)
            elif suffix == ".json":
                yield from _read_json_document(stream, size_limit)
            else:
                yield _read_plain(stream, external_id, size_limit)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield Refused(f"broken gzip file: {error}", external_id)
    except OSError as error:
        yield Refused(f"unreadable: {error.strerror or error}", external_id)


# Forms of files


def _read_plain(stream: Stream, external_id: str | None, size_limit: int) -> Result:
    try:
        text, warnings = decode(_read_whole(stream, size_limit))
        return _make_article({"id": external_id, "text": text}, warnings)
    except ValueError as error:
        return Refused(str(error), external_id)


def _read_json_lines(stream: Stream, size_limit: int, allowance: float) -> Iterator[Result]:
    """One result for each line that is not blank. Allowance: bytes that the stream may give."""
    read_line = _line_reader(stream)
    record = 0
    while line := read_line(size_limit + 1):
        record += 1
        if len(line) > size_limit:
            yield Refused(f"line larger than {size_limit:,} bytes", record=record)
            while line and not line.endswith(b"\n") and stream.tell() <= allowance:
                line = read_line(size_limit)
        elif line.strip():
            yield from _read_json(line, record)
        if stream.tell() > allowance:
            yield Refused(f"unpacks to more than {allowance:,} bytes; the rest is unread", record=record)
            return
    if not record:
        yield Refused("empty")


def _read_json_document(stream: Stream, size_limit: int) -> Iterator[Result]:
    """A file of one record over several lines, or of a list of them, numbered from 1."""
    try:
        yield from _read_json(_read_whole(stream, size_limit))
    except ValueError as error:
        yield Refused(str(error))


def _is_json_lines(stream: Stream, size_limit: int) -> bool:
    """Whether the first line is a record by itself."""
    line = stream.readline(size_limit).strip()
    stream.seek(0)
    return line.removeprefix(b"\xef\xbb\xbf").startswith(b"{") and line.endswith(b"}")


def _read_whole(stream: Stream, size_limit: int) -> bytes:
    data = stream.read(size_limit + 1)
    if not data:
        raise ValueError("empty")
    if len(data) > size_limit:
        raise ValueError(f"larger than {size_limit:,} bytes")
    return data


def _line_reader(stream: Stream) -> Callable[[int], bytes]:
    """A readline(limit) of bytes; lines of UTF-16, where a line end is two bytes, come as UTF-8."""
    if stream.peek(2)[:2] not in UTF16_MARKS:
        return stream.readline
    lines = io.TextIOWrapper(stream, encoding="utf-16", errors="replace", newline="\n")  # type: ignore[arg-type]
    return lambda limit: lines.readline(limit).encode()


# Records


def _read_json(data: bytes, record: int | None = None) -> Iterator[Result]:
    """The record that is a line, or the records of a whole document."""
    try:
        text, warnings = decode(data)
        document = _parse_json(text)
    except ValueError as error:
        yield Refused(str(error), record=record)
        return
    is_list = record is None and isinstance(document, list)
    for number, fields in enumerate(document if is_list else [document], start=record or 1):
        yield _read_record(fields, number, warnings)


def _parse_json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"invalid JSON: {error.msg} at character {error.pos + 1}") from None
    except (ValueError, RecursionError):  # A number of thousands of digits, brackets in brackets.
        raise ValueError("invalid JSON: too large a number or too deeply nested") from None


def _read_record(fields: Any, record: int, warnings: tuple[str, ...]) -> Result:
    if not isinstance(fields, dict):
        return Refused("the record is not a JSON object", record=record)
    external_id = None
    try:
        external_id = _read_id(fields)
        return _make_article(fields | {"id": external_id}, warnings, record)
    except ValueError as error:
        return Refused(str(error), external_id, record)


def _read_id(fields: dict[str, Any]) -> str:
    value = fields.get("id")
    is_number = isinstance(value, int) and not isinstance(value, bool)
    external_id, _ = storable(str(value) if is_number or isinstance(value, str) else "")
    if not external_id:
        raise ValueError("record without id")
    if len(external_id) > LONGEST_FIELD:
        raise ValueError(f"id longer than {LONGEST_FIELD} characters")
    return external_id


# Articles


def _make_article(
    fields: dict[str, Any], warnings: tuple[str, ...], record: int | None = None
) -> ParsedArticle:
    """The article that these fields describe. Raises ValueError with a reason if they do not."""
    text, replaced = storable(fields["text"]) if isinstance(fields.get("text"), str) else ("", ())
    head_date, text = _without_head(text)
    if not text:
        raise ValueError("no text")
    said_date = _read_date(fields.get("date")) or head_date
    date = _refine(said_date, text)
    complaints: list[str] = [*warnings, *replaced]
    if date != said_date:
        complaints.append(f"date {said_date or 'unknown'} in the head, {date} in a date line")
    publication = "publication" if fields.get("publication") else "source"
    return ParsedArticle(
        external_id=fields["id"],
        text=text,
        date=date,
        title=_read_field(fields, "title", LONGEST_TITLE, complaints),
        publication=_read_field(fields, publication, LONGEST_FIELD, complaints),
        url=_read_field(fields, "url", LONGEST_URL, complaints, form=re.compile(r"https?://\S+")),
        language=_read_field(
            fields, "language", LONGEST_FIELD, complaints, form=re.compile(r"[a-z]{2,3}(-\w+)*")
        ),
        record=record,
        warnings=tuple(complaints),
    )


# " date 2020-09 De president …", as the seed begins; whatever stands there for a date must be one.
HEAD = re.compile(r"date\s+([0-9]{4}\S*)(?:\s+|$)")


def _without_head(text: str) -> tuple[PublicationDate | None, str]:
    head = HEAD.match(text)
    return (parse_date(head[1]), storable(text[head.end() :])[0]) if head else (None, text)


def _read_date(value: Any) -> PublicationDate | None:
    """Raises ValueError if it is none; an empty one is no date. A year may come as a number."""
    if value is None or value == "":
        return None
    return parse_date(storable(str(value))[0])


def _refine(date: PublicationDate | None, text: str) -> PublicationDate | None:
    """The day of the first date line inside the date's period; without a date, of one above the second paragraph.

    Further down a date line can belong to something else on the page.
    """
    if date and date.precision == "day":
        return date
    for block in find_blocks(text):
        if block.kind == "dateline" and (day := read_date_line(block.of(text))):
            refined = date.refined_by(day) if date else day
            if refined != date:
                return refined
        elif block.kind == "paragraph" and date is None:
            break
    return date


def _read_field(
    fields: dict[str, Any],
    name: str,
    longest: int,
    complaints: list[str],
    form: re.Pattern[str] | None = None,
) -> str | None:
    """A field as one line, or none. What cannot be used is left out with a complaint: the text matters more."""
    value = fields.get(name)
    if value is None or value == "":
        return None
    line = " ".join(storable(value)[0].split()) if isinstance(value, str) else ""
    if not line or len(line) > longest or (form and not form.fullmatch(line)):
        complaints.append(f"{name} left out: not a usable value")
        return None
    return line
