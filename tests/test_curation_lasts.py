"""Whatever is decided stands after every text was changed and read again: benchmarks/curation.py, small."""

import json
import random

import pytest

from articles.ingest import ingest
from benchmarks.changed_texts import change
from benchmarks.curation import lasting
from benchmarks.decisions import curate
from benchmarks.standing import check, spots
from entities.models import Decision, Mention

PEOPLE = ["Geertje Vossenbelt", "Sjoerd Wieringa", "Aafke Molenaar", "Daan Terpstra", "Loes Hemelrijk"]
PEOPLE += ["Bram Zijlstra", "Mirte Oudega", "Koen Wouters", "Fenna Postma"]
SENTENCES = [
    "Wethouder {0} sprak maandag met {1} over de brug.",
    "'Wij willen die brug nu bouwen', zegt {0}.",
    "Volgens {1} is er geen geld voor een nieuwe molen.",
    "{0} zei dat de Franse regering daar niets van weet.",
    "'Dat is de derde keer dit jaar', aldus {1}, 'en het moet ophouden.'",
    "De gemeente Molendam wacht de zaak rustig af tot het voorjaar.",
    "{1} vertrok daarna naar Parijs.",
]


@pytest.fixture
def archive(tmp_path):
    rng = random.Random(7)
    with (tmp_path / "articles.jsonl").open("w") as lines:
        for number in range(40):
            cast = rng.sample(PEOPLE, 2)
            text = " ".join(sentence.format(*cast) for sentence in rng.sample(SENTENCES, 5))
            print(json.dumps({"id": f"a{number}", "text": text, "date": "2021-03-02"}), file=lines)
    assert ingest([str(tmp_path)], publication="De Molenbode").new == 40


@pytest.mark.django_db
def test_every_decision_stands_after_all_texts_were_changed_and_came_back(archive, tmp_path, capsys):
    assert len(curate(9)) == 9
    kinds = {"relink", "correct", "same", "different", "not_a_person", "rename", "alias", "describe", "split"}
    assert kinds <= set(Decision.objects.values_list("kind", flat=True))
    assert lasting(random.Random(1), tmp_path) == 0
    assert "after the first texts came back" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_decision_without_effect_is_noticed(archive):
    curate(9)
    before = spots()
    assert not check(before, {}).wrong
    Mention.objects.filter(locked=True, entity__isnull=False).update(entity=None)
    assert check(before, {}).wrong


@pytest.mark.parametrize("seed", range(20))
def test_a_changed_text_says_where_its_words_went(seed):
    text = " ".join(sentence.format("Ada Lovelace", "Mary Shelley") for sentence in SENTENCES)
    changed = change(text, [(start, start + 3) for start in range(10, 300, 40)], random.Random(seed))
    for start, end, new in changed.kept:
        assert text[start:end].split() == changed.text[new : new + end - start].split()
        assert changed.place_of(start, end) == (new, new + end - start)
