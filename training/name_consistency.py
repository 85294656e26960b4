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
        readings = readings_of_each_form(names)
        labels = self.label_of_each_form(readings, surnames)
        relabelled = [
            Span(doc, name.start, name.end, label=labels.get(form_of(name.text), name.label_))
            for name in names
        ]
        sure = {form for form, counts in readings.items() if " " in form or counts.total() > 1}
        findable = {form: label for form, label in labels.items() if form in sure or form in surnames}
        doc.ents = filter_spans(relabelled + list(self.passed_over(doc, findable)))
        return doc

    def surnames(self, names: list[Span]) -> Counter[str]:
        """Forms that end a person's full name, particles with and without ("De Hond", "Hond"): how often."""
        found: Counter[str] = Counter()
        for name in names:
            if name.label_ == self.person_label and len(name) > 1 and name[-1].text[0].isupper():
                for start in range(1, len(name)):
                    words = name.text[name[start].idx - name[0].idx :]
                    if len(words) >= self.shortest_surname:
                        found[form_of(words)] += 1
        return found

    def label_of_each_form(self, readings: dict[str, Counter[str]], surnames: Counter[str]) -> dict[str, str]:
        """The one label for each form; a form whose readings are evenly split keeps them.

        The full names that a form ends speak for a person, but do not outvote a form that is read otherwise
        more often than that.
        """
        labels = dict.fromkeys(surnames, self.person_label)
        for form, counts in readings.items():
            votes = counts + Counter({self.person_label: surnames[form]})
            (label, count), *others = votes.most_common()
            if form in surnames and votes[self.person_label] == count:
                label = self.person_label
            elif others and count == others[0][1]:
                continue
            labels[form] = label
        return labels

    def passed_over(self, doc: Doc, labels: dict[str, str]) -> Iterator[Span]:
        """Words outside all names that have the form of one; the longest form first."""
        longest = max((form.count(" ") + 1 for form in labels), default=0)
        taken = [token.ent_type != 0 for token in doc]
        start = 0
        while start < len(doc):
            end = self.end_of_name(doc, start, min(start + longest + 2, len(doc)), taken, labels)
            if end:
                yield Span(doc, start, end, label=labels[form_of(doc[start:end].text)])
            start = end or start + 1

    def end_of_name(self, doc: Doc, start: int, limit: int, taken: list[bool], labels: dict[str, str]) -> int:
        """Where the longest name that begins at this token ends; 0 if none does."""
        first = doc[start].text
        if taken[start] or not (first[0].isupper() or first in PARTICLES):
            return 0
        if start and (doc[start - 1].text.lower() in PARTICLES or "-" in doc[start - 1].text):
            return 0  # "van den Ende" is another one than "Ende", and "zaak-De Gelder" is no mention.
        for end in range(limit, start, -1):
            if any(taken[start:end]) or not doc[end - 1].text[0].isupper():
                continue
            text = doc[start:end].text
            is_known = len(text) >= self.shortest_form and form_of(text) in labels
            if is_known and not is_opening_word(doc, start, end):
                return end
        return 0


def readings_of_each_form(names: list[Span]) -> dict[str, Counter[str]]:
    readings: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        readings[form_of(name.text)][name.label_] += 1
    return readings


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
