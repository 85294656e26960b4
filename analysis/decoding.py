"""Bytes to text: which encoding a file is in, and the one form in which text is stored."""

import codecs
import re
import unicodedata

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CONTROLS = bytes({*range(1, 32)} - set(b"\t\n\v\f\r\x1a\x1b\x1c\x1d\x1e\x1f"))
MOST_CONTROLS = 0.1  # Of all bytes; more is no text.

LINE_ENDS = re.compile("\r\n|[\r\v\f\u2028\u2029]")
SEPARATORS = re.compile("[\x1c-\x1f]")
# PostgreSQL takes no NUL, UTF-8 no lone surrogate, and XML (the Atom twins of lists) none of these.
# The controls from U+0080 on are stored as they are: all of them take those.
UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1b\ud800-\udfff\ufffe\uffff]")
OUTER = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\ufeff"


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text in these bytes, and warnings if it was not clean UTF-8.

    Raises ValueError with a reason for the reader if they are binary or in no encoding that Dutch news uses.
    """
    if data.startswith(UTF16_MARKS):
        return _decode_utf16(data)
    if b"\0" in data:
        raise ValueError("binary: it holds NUL bytes")
    if len(data) - len(data.translate(None, CONTROLS)) > MOST_CONTROLS * len(data):
        raise ValueError("binary: it holds mostly control characters")
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return _decode_other(data)


def _decode_utf16(data: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode("utf-16"), ("read as UTF-16",)
    except UnicodeDecodeError as error:
        raise ValueError(f"undecodable: begins as UTF-16, but {error.reason}") from None


def _decode_other(data: bytes) -> tuple[str, tuple[str, ...]]:
    """UTF-8 with a few bytes broken, else Windows-1252, whose accents never look like UTF-8."""
    damaged = data.decode("utf-8-sig", errors="replace")
    lost = damaged.count("\ufffd")
    if lost < sum(character > "\x7f" for character in damaged) - lost:
        return damaged, (f"damaged UTF-8: {lost} characters lost",)
    try:
        return data.decode("cp1252"), ("read as Windows-1252",)
    except UnicodeDecodeError:
        raise ValueError("undecodable: neither UTF-8 nor UTF-16 nor Windows-1252") from None


def storable(text: str) -> tuple[str, tuple[str, ...]]:
    """Text as it is stored: LF, NFC, no outer white space; and a warning if a character had to be replaced."""
    text = SEPARATORS.sub(" ", LINE_ENDS.sub("\n", text))
    text, replaced = UNSTORABLE.subn("\ufffd", text)
    warnings = (f"{replaced} characters replaced that cannot be stored",) if replaced else ()
    return unicodedata.normalize("NFC", text).strip(OUTER), warnings
