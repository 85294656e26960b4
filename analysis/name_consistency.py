""" "name_consistency": inside one article the same name is the same thing.

The recogniser reads each name in its own few words. Here the article is read as a whole: a bare surname that
ends a person's full name elsewhere in it is that person, and a form that is nearly always an organisation is
one everywhere. Names that the recogniser passed over are found by their form.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

GENITIVES = ("'s", "’s", "'", "’", "s")


@Language.factory(
    "name_consistency",
    requires=["doc.ents"],
    assigns=["doc.ents"],
    default_config={"person_label": "PER", "shortest_surname": 3, "shortest_form": 3},
)
def make_name_consistency(
    nlp: Language, name: str, person_label: str, shortest_surname: int, shortest_form: int
) -> "NameConsistency":
    """Give the same name the same label throughout a document, and find it where it was passed over."""
    return NameConsistency(person_label, shortest_surname, shortest_form)


class NameConsistency:
    def __init__(self, person_label: str, shortest_surname: int, shortest_form: int):
        self.person_label = person_label
        self.shortest_surname = shortest_surname
        self.shortest_form = shortest_form

    def __call__(self, doc: Doc) -> Doc:
        names = list(doc.ents)
        if not names:
            return doc
        surnames = self.surnames(names)
        labels = self.label_of_each_form(names, surnames)
        relabelled = [
            Span(doc, name.start, name.end, label=labels.get(form_of(name.text), name.label_))
            for name in names
        ]
        doc.ents = filter_spans(relabelled + list(self.passed_over(doc, labels)))
        return doc

    def surnames(self, names: list[Span]) -> set[str]:
        """Forms that end a person's full name, particles with and without: "De Hond", "Hond"."""
        found = set()
        for name in names:
            if name.label_ == self.person_label and len(name) > 1:
                for start in range(1, len(name)):
                    words = name.text[name[start].idx - name[0].idx :]
                    if len(words) >= self.shortest_surname and name[-1].text[0].isupper():
                        found.add(form_of(words))
        return found

    def label_of_each_form(self, names: list[Span], surnames: set[str]) -> dict[str, str]:
        """The one label for each form; a form whose readings are evenly split keeps them."""
        counts: dict[str, Counter] = defaultdict(Counter)
        for name in names:
            counts[form_of(name.text)][name.label_] += 1
        labels = {}
        for form, readings in counts.items():
            (label, count), *others = readings.most_common()
            if form in surnames:
                labels[form] = self.person_label
            elif not others or count > others[0][1]:
                labels[form] = label
        return labels | dict.fromkeys(surnames, self.person_label)

    def passed_over(self, doc: Doc, labels: dict[str, str]) -> Iterator[Span]:
        """Capitalised words outside all names that have the form of one; the longest form first."""
        longest = max((form.count(" ") + 1 for form in labels), default=0)
        taken = [token.ent_type != 0 for token in doc]
        for start in range(len(doc)):
            if taken[start] or not doc[start].text[0].isupper():
                continue
            for end in range(min(start + longest + 2, len(doc)), start, -1):
                if any(taken[start:end]) or not doc[end - 1].text[0].isupper():
                    continue
                text = doc[start:end].text
                label = labels.get(form_of(text))
                if label and len(text) >= self.shortest_form and not is_opening_word(doc, start, end):
                    yield Span(doc, start, end, label=label)
                    break


def form_of(text: str) -> str:
    """What two mentions of one name share: no genitive, no capital on a particle."""
    words = text.replace("’", "'").split()
    if words and words[0][0].isupper() and words[0].lower() in PARTICLES:
        words[0] = words[0].lower()
    return " ".join(words).removesuffix("'s").removesuffix("'")


PARTICLES = frozenset(["van", "de", "der", "den", "ten", "ter", "von", "el", "al"])


def is_opening_word(doc: Doc, start: int, end: int) -> bool:
    """A single word at the head of a sentence is capitalised whatever it is: only its part of speech tells."""
    token = doc[start]
    if end - start > 1 or token.pos_ == "PROPN":
        return False
    return start == 0 or doc[start - 1].text[-1] in ".!?:\n\"'“‘„’”"
