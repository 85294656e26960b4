"""What all spellings of one full name share: a key to compare names of people and organisations by.

Names written alike but for case, accents, hyphens, dots and apostrophes have one key. Names that look
transliterated from Cyrillic or Arabic are compared by sound, so that Dutch, English, French and German
spellings fall together: "Michail Gorbatsjov", "Mikhail Gorbachev", "Mikhaïl Gorbatchev". A woman's form
of a surname keeps a key of its own (Ivanov, Ivanova), and so does every other name (Jansen, Janssen).

A key says nothing of itself: it is the same for the same person, never a name to show.
"""

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"\w+")
ROMAN_NUMERAL = re.compile(r"[ivx]+$")
APOSTROPHES = re.compile(r"['’‘`´ʹʼ]")
# Letters that do not fall apart into a letter and an accent.
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "dj", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a"}
)
SAME_WORDS = {"junior": "jr", "senior": "sr", "sint": "st", "saint": "st"}
DETERMINERS = {"de", "het", "the"}

# Cyrillic letters as Dutch writes them; й apart, before its accent is taken off.
CYRILLIC = str.maketrans(
    dict(zip("абвгдежзиклмнопрстуфхцчшщъыьэюя", (
        "a b v g d e zj z i k l m n o p r s t oe f ch ts tsj sj sjtsj  i  e joe ja".split(" ")
    ), strict=True))
    | {"й": "j", "ё": "jo", "і": "i", "ї": "ji", "є": "je", "ў": "v", "ґ": "g", "ј": "j", "ћ": "c"}
)  # fmt: skip

Sounds = list[tuple[re.Pattern[str], str]]


def sounds(*pairs: tuple[str, str]) -> Sounds:
    return [(re.compile(pattern), sound) for pattern, sound in pairs]


# In order. X: ch, sh, tsj and what looks like them; Z: zj. The rest is what remains of the alphabet.
SLAVIC_SOUNDS = sounds(
    (r"(?:schtsch|sjtsj|shch|chtch|stsj)", "X"),
    (r"(?:tsch|tsj|tch|tsh|sch|sh|sj|kh|ch)", "X"),
    (r"d(?:zj|zh|j)", "dZ"),
    (r"(?:zj|zh)", "Z"),
    (r"o[eu]|oo", "u"),
    (r"gu(?=[ei])", "g"),
    (r"gh", "g"),
    (r"ph", "f"),
    (r"x", "ks"),
    (r"tz", "ts"),
    (r"c", "k"),
    (r"w", "v"),
    (r"[yj]", "i"),
    (r"(?<=[oe])ff(?=a?$)", "v"),
    (r"(?<=[a-z])ine$", "in"),
    (r"(.)\1+", r"\1"),
    (r"i[eo]", "e"),
    (r"(?<=X)o(?=va?$)", "e"),
    (r"enka$", "enko"),
    (r"(.)\1+", r"\1"),
)
ARABIC_SOUNDS = sounds(
    (r"(?:sch|sh|sj|kh|ch)", "X"),
    (r"dzj|dj", "i"),
    (r"o[eu]|oo", "u"),
    (r"ee|ie", "i"),
    (r"([dgt])h", r"\1"),
    (r"q|ck?", "k"),
    (r"[yj]", "i"),
    (r"e", "a"),
    (r"o", "u"),
    (r"(?<=a)h$", ""),
    (r"(.)\1+", r"\1"),
)

# First names by sound: one name in Russian, Belarusian and Ukrainian.
SLAVIC_FIRST_NAMES = {
    other: names[0]
    for names in map(
        str.split,
        [
            "aleksandr aleksander aleksandre oleksandr aliaksandr",
            "aleksei oleksi aliaksei aleksi",
            "andrei andri",
            "dmitri dimitri dmitro dzmitri",
            "evgeni evgen evhen",
            "grigori hrihori",
            "igor ihor",
            "iuri",
            "konstantin kostantin kostiantin",
            "miXail miXailo",
            "nikolai mikola mikalai",
            "oleg oleh",
            "pavel pavlo",
            "petr petro",
            "sergei serhi sergi Xarhei siarhei",
            "svetlana svitlana sviatlana",
            "vasili vasil",
            "vitali",
            "vladimir volodimir uladzimir",
        ],
    )
    for other in names
}
ARABIC_FIRST_NAMES = {
    other: names[0]
    for names in map(
        str.split,
        [
            "muhamad muhamd",
            "ahmad aXmad",
            "abdal abdul",
            "husain husin",
            "Xalid Xalad",
            "iasar iasir",
        ],
    )
    for other in names
}
# What gives a transliterated name away: its first name or the end of its surname, by sound.
SLAVIC_GIVEN = set(
    "aleksei anatoli andrei arkadi boris dmitri evgeni genadi grigori igor iuri leonid miXail nikolai oleg sergei "
    "svetlana vasili viaXeslav vitali vladimir vladislav iaroslav miroslav".split()
)
SLAVIC_ENDING = re.compile(r".[bdfgklmnprstvzXZi][oe]va?$|.enko$|.sk(?:i|aia)$|[oe]viX$|.Xvili$|.iuk$|.Xuk$")
ARABIC_GIVEN = set(
    "muhamad ahmad abdal husain hasan Xalid iusuf mahmud mustafa ibrahim ismail umar usama baXar sadam muamar "
    "raXid iasin karim hakim nabil fatima aiXa said iasar hamid hamza saif nasir salah faisal ramazan "
    "salman tarik zakaria".split()
)
ARABIC_PARTICLES = {"al": "", "el": "", "bin": "bin", "ibn": "bin", "ben": "bin", "abu": "abu", "abou": "abu"}


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """What all spellings of one person's full name share."""
    words = words_of(name)
    if len(words) < 2:
        return " ".join(words)
    return slavic_key(words) or arabic_key(words) or " ".join(words)


def organisation_key(name: str) -> str:
    """What all spellings of an organisation's name share: "De C.D.A." and "CDA"."""
    words = words_of(name.replace(".", ""))
    return " ".join(words[1:] if len(words) > 1 and words[0] in DETERMINERS else words)


def words_of(name: str) -> list[str]:
    """The words of a name in lower case Latin letters without accents."""
    name = APOSTROPHES.sub("", unicodedata.normalize("NFC", name).casefold())
    parts = unicodedata.normalize("NFKD", name.translate(CYRILLIC).translate(LETTERS))
    plain = "".join(char for char in parts if not unicodedata.combining(char))
    return [SAME_WORDS.get(word, word) for word in WORD.findall(plain.replace("_", " "))]


def slavic_key(words: list[str]) -> str | None:
    """The sound of a name from Cyrillic, if that is what it looks like."""
    heard = [sound_of(word, SLAVIC_SOUNDS) for word in words]
    first = SLAVIC_FIRST_NAMES.get(heard[0], heard[0])
    # German writes -ow for -ov, but so do Barlow and Winslow: these need a first name to be Slavic.
    is_slavic = first in SLAVIC_GIVEN or (
        SLAVIC_ENDING.search(heard[-1]) is not None and not re.search(r"[^h][oe]wa?$", words[-1])
    )
    return "~" + " ".join([first, *heard[1:]]) if is_slavic else None


def arabic_key(words: list[str]) -> str | None:
    """The sound of a name from Arabic script, if that is what it looks like; al- and el- left out."""
    heard = [sound_of(word, ARABIC_SOUNDS) for word in words]
    heard = [ARABIC_FIRST_NAMES.get(word, re.sub(r"^abdul", "abdal", word)) for word in heard]
    particles = [ARABIC_PARTICLES.get(word) for word in words]
    is_arabic = (
        heard[0] in ARABIC_GIVEN
        or heard[0].startswith("abdal")
        or any(particle is not None for particle in particles[1:-1])
    )
    if not is_arabic:
        return None
    rest = [
        particle if particle is not None and 0 < at < len(words) - 1 else word
        for at, (word, particle) in enumerate(zip(heard, particles, strict=True))
    ]
    return "~" + re.sub(r"\babdal ", "abdal", " ".join(filter(None, rest)))


def sound_of(word: str, sounds: Sounds) -> str:
    if ROMAN_NUMERAL.match(word):  # Of a king: Hassan II is not Hassan I.
        return word
    for pattern, sound in sounds:
        word = pattern.sub(sound, word)
    return word
