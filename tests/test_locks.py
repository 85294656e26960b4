"""What an editor decided about a mention or quote stands, whatever is read in afterwards."""

import pytest
from django.contrib.auth.models import User

from entities.curation import Refused, add_quote, correct_quote, reject, relink, undo
from entities.models import ArticleEntity, Entity, Mention, Quote
from tests.factories import make_person
from tests.reading import publish
from tests.test_derived import derived_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

NAMES = ["Jan de Vries", "Mary Shelley"]
TEXT = (
    "Jan de Vries sprak maandag in Utrecht met de pers over de brug.\n\n"
    "'De brug moet open', zegt Vries. Mary Shelley zweeg daarover.\n\n"
    "Later reisde Vries naar Frankrijk."
)


@pytest.fixture
def editor():
    return User.objects.create_user("editor")


def mention(text: str, number: int = 0) -> Mention:
    return Mention.objects.filter(text=text).order_by("start_char")[number]


def test_a_relinked_mention_is_locked_and_counts_for_the_other(editor):
    publish(TEXT, NAMES)
    other = make_person("Piet de Vries")
    relink([mention("Vries", 1)], [], other, actor=editor, reason="his brother")
    moved = mention("Vries", 1)
    assert (moved.entity, moved.origin, moved.locked) == (other, "curated", True)
    assert ArticleEntity.objects.get(entity=other).mentions == 1
    assert ArticleEntity.objects.get(entity__name="Jan de Vries").mentions == 2


def test_a_relinked_mention_survives_the_same_text_again(editor):
    publish(TEXT, NAMES)
    other = make_person("Piet de Vries")
    relink([mention("Vries", 1)], [], other, actor=editor)
    publish(TEXT, NAMES)
    assert mention("Vries", 1).entity == other
    assert Mention.objects.filter(text="Vries").count() == 2


@pytest.mark.parametrize(
    "changed",
    [
        "Nieuw begin.\n\n" + TEXT,
        TEXT.replace("Later reisde Vries naar", "Later, om 20 uur, reisde Vries dan toch naar"),
        TEXT.replace("Mary Shelley zweeg daarover.", ""),
        TEXT.replace("\n\n", "\n"),
        "Later reisde Vries naar Frankrijk.\n\n" + TEXT.replace("Later reisde Vries naar Frankrijk.", ""),
    ],
)
def test_a_relinked_mention_is_found_back_in_a_changed_text(editor, changed):
    publish(TEXT, NAMES)
    other = make_person("Piet de Vries")
    relink([mention("Vries", 1)], [], other, actor=editor)
    article = publish(changed, NAMES)
    found = Mention.objects.get(locked=True)
    assert found.entity == other
    assert article.text[found.start_char : found.end_char] == "Vries"
    assert article.text[: found.start_char].endswith("reisde ")


def test_a_sentence_that_moved_takes_its_lock_along_also_where_its_words_stand_twice(editor):
    publish("Eerst sprak Jan de Vries. Toen zweeg Jan de Vries. Later sprak Mary Shelley.", NAMES)
    piet = make_person("Piet de Vries")
    relink([mention("Jan de Vries", 1)], [], piet, actor=editor)
    publish("Toen zweeg Jan de Vries. Eerst sprak Jan de Vries. Later sprak Mary Shelley.", NAMES)
    assert mention("Jan de Vries").entity == piet
    other = "Ook kwam Jan de Vries na het eten nog even langs bij het feest van zijn zuster."
    publish(f"Later sprak Mary Shelley. Eerst sprak Jan de Vries. {other}", NAMES)
    assert not Mention.objects.filter(entity=piet).exists(), "another sentence is not where it stood"


def test_what_is_locked_is_found_back_where_lines_were_broken_otherwise(editor):
    publish(TEXT, NAMES)
    piet = make_person("Piet de Vries")
    relink([mention("Jan de Vries")], [Quote.objects.get()], piet, actor=editor)
    article = publish("Kop.\n\n" + TEXT.replace(" de Vries", "\nde  Vries").replace(" moet", "\nmoet"), NAMES)
    found, quote = Mention.objects.get(locked=True), Quote.objects.get()
    assert (found.entity, found.text) == (piet, "Jan\nde  Vries")
    assert article.text[found.start_char : found.end_char] == found.text
    assert (quote.speaker, quote.content) == (piet, "De brug\nmoet open")
    assert list(Quote.objects.matching("brug")) == [quote]


def test_a_locked_mention_that_left_the_text_is_kept_for_the_queue_and_returns_with_its_words(editor):
    publish(TEXT, NAMES)
    other = make_person("Piet de Vries")
    relink([mention("Vries", 1)], [], other, actor=editor)
    publish("Jan de Vries sprak maandag.", NAMES)
    lost = Mention.with_withdrawn.get(locked=True)
    assert lost.withdrawn_at and not ArticleEntity.objects.filter(entity=other).exists()
    publish("Nog eens: " + TEXT, NAMES)
    assert Mention.objects.get(locked=True).pk == lost.pk


def test_a_relinked_speaker_survives_ingest_and_changed_text(editor):
    publish(TEXT, NAMES)
    mary = Entity.objects.get(name="Mary Shelley")
    quote = Quote.objects.get()
    relink([], [quote], mary, actor=editor)
    publish(TEXT, NAMES)
    publish("Een nieuwe kop.\n\n" + TEXT, NAMES)
    found = Quote.objects.get()
    assert (found.pk, found.speaker, found.speaker_kind, found.locked) == (quote.pk, mary, "person", True)
    assert found.article.text[slice(*found.parts[0])] == "De brug moet open"
    assert ArticleEntity.objects.get(entity=mary).quotes == 1


def test_a_speaker_can_be_set_to_nobody(editor):
    publish(TEXT, NAMES)
    relink([], [Quote.objects.get()], None, actor=editor, speaker_kind="group")
    publish(TEXT, NAMES)
    quote = Quote.objects.get()
    assert (quote.speaker, quote.speaker_kind) == (None, "group")
    assert not ArticleEntity.objects.filter(quotes__gt=0).exists()


def test_a_changed_date_moves_locked_quotes_too(editor):
    publish(TEXT, NAMES)
    relink([], [Quote.objects.get()], None, actor=editor)
    article = publish(TEXT, NAMES, published="2021-01-01")
    assert Quote.objects.get().order_key == article.order_key


def test_undoing_a_relink_gives_back_what_the_program_says_of_the_text_by_now(editor):
    publish(TEXT, NAMES)
    group = relink([mention("Vries", 1)], [Quote.objects.get()], make_person("Piet de Vries"), actor=editor)
    changed = TEXT.replace("Jan de Vries", "Kees de Vries")
    publish(changed, ["Kees de Vries", "Mary Shelley"])
    undo(group, actor=editor)
    kees = Entity.objects.get(name="Kees de Vries")
    assert {m.entity for m in Mention.objects.filter(text="Vries")} == {kees}
    assert Quote.objects.get().speaker == kees
    assert not Mention.objects.filter(locked=True).exists()


def test_undoing_a_relink_restores_every_row(editor):
    publish(TEXT, NAMES)
    before = list(Mention.objects.values()), list(Quote.objects.values())
    other = make_person("Piet de Vries")
    derived = derived_rows()
    first = relink([mention("Vries", 1)], [Quote.objects.get()], other, actor=editor)
    second = relink([mention("Vries", 1)], [Quote.objects.get()], None, actor=editor)
    undo(first, actor=editor)
    assert mention("Vries", 1).entity is None
    undo(second, actor=editor)
    assert (list(Mention.objects.values()), list(Quote.objects.values())) == before
    assert derived_rows() == derived


def test_a_rejected_mention_is_gone_for_readers_and_not_found_again(editor):
    publish(TEXT, NAMES)
    group = reject([mention("Mary Shelley")], actor=editor)
    publish("Kop.\n\n" + TEXT, NAMES)
    assert not Mention.objects.filter(text="Mary Shelley").exists()
    undo(group, actor=editor)
    assert mention("Mary Shelley").entity.name == "Mary Shelley"


def test_a_rejected_quote_is_gone_for_readers_and_not_found_again(editor):
    publish(TEXT, NAMES)
    quote = Quote.objects.get()
    group = reject([quote], actor=editor)
    publish("Kop.\n\n" + TEXT, NAMES)
    assert not Quote.objects.exists()
    assert not ArticleEntity.objects.filter(quotes__gt=0).exists()
    undo(group, actor=editor)
    assert Quote.objects.get().pk == quote.pk
    assert list(Quote.objects.matching("brug")) == [quote]


def test_corrected_boundaries_move_with_the_text_and_survive_other_undos(editor):
    article = publish(TEXT, NAMES)
    start = article.text.index("brug moet open")
    quote = Quote.objects.get()
    moved = correct_quote(quote, parts=[[start, start + 14]], actor=editor)
    speaker = relink([], [quote], None, actor=editor)
    publish("Een kop.\n\n" + TEXT, NAMES)
    undo(speaker, actor=editor)
    assert Quote.objects.get().content == "brug moet open"
    undo(moved, actor=editor)
    assert Quote.objects.get().content == "De brug moet open"
    assert Quote.objects.get().pk == quote.pk


def test_a_missed_quote_is_added_and_stays(editor):
    article = publish(TEXT, NAMES)
    start = article.text.index("zweeg daarover")
    mary = Entity.objects.get(name="Mary Shelley")
    group = add_quote(article, [[start, start + 14]], type="indirect", speaker=mary, actor=editor)
    publish("Kop.\n\n" + TEXT, NAMES)
    added = Quote.objects.get(content="zweeg daarover")
    assert (added.speaker, added.origin) == (mary, "curated")
    assert list(Quote.objects.matching("zweeg")) == [added]
    undo(group, actor=editor)
    assert Quote.objects.count() == 1
    assert Quote.with_withdrawn.get(pk=added.pk).withdrawn_at, "its address stays"


def test_a_quote_cannot_take_the_place_of_another(editor):
    article = publish(TEXT, NAMES)
    with pytest.raises(Refused, match="De brug moet open"):
        add_quote(article, [[0, len(article.text)]], type="direct", actor=editor)


NESTED = "'Wij zeiden “nee, dank u” tegen hem', zegt Jan de Vries. Het was stil in Utrecht."


def quote_of(words: str) -> Quote:
    return Quote.objects.get(content=words)


def contents() -> list[str]:
    return list(Quote.objects.order_by("start_char").values_list("content", flat=True))


@pytest.mark.parametrize("locked", [0, 1])
def test_a_quote_inside_a_quote_stays_when_one_of_the_two_is_locked(editor, locked):
    publish(NESTED, NAMES)
    both = contents()
    assert len(both) == 2
    group = relink([], [quote_of(both[locked])], None, actor=editor)
    publish(NESTED, NAMES)
    assert contents() == both
    publish("Kop.\n\n" + NESTED, NAMES)
    assert contents() == both
    undo(group, actor=editor)
    assert contents() == both and not Quote.objects.filter(locked=True).exists()


@pytest.mark.parametrize("first", [0, 1])
def test_a_quote_inside_a_quote_is_found_back_when_both_are_locked(editor, first):
    publish(NESTED, NAMES)
    both = contents()
    order = [both[first], both[1 - first]]
    groups = [relink([], [quote_of(words)], None, speaker_kind="group", actor=editor) for words in order]
    publish("Kop.\n\n" + NESTED, NAMES)
    assert contents() == both, "found back"
    publish("Kop.", NAMES)
    assert contents() == []
    publish(NESTED + " Einde.", NAMES)
    assert contents() == both, "back with their words"
    assert Quote.objects.filter(locked=True, speaker_kind="group").count() == 2
    for group in groups:
        undo(group, actor=editor)
        assert contents() == both
    assert quote_of(both[0]).speaker.name == "Jan de Vries"


def test_the_outer_of_two_quotes_returns_where_the_inner_one_stayed(editor):
    publish(NESTED, NAMES)
    both = contents()
    relink([], list(Quote.objects.all()), None, actor=editor)
    publish(NESTED.replace("Wij zeiden", "Wij fluisterden"), NAMES)
    assert quote_of("nee, dank u").locked and not Quote.objects.filter(content=both[0]).exists()
    publish(NESTED, NAMES)
    assert contents() == both and Quote.objects.filter(locked=True).count() == 2


def test_a_quote_around_another_gets_other_boundaries(editor):
    article = publish(NESTED, NAMES)
    outer = quote_of(contents()[0])
    start = article.text.index("zeiden")
    correct_quote(outer, parts=[[start, outer.parts[0][1]]], actor=editor)
    publish(NESTED, NAMES)
    assert contents() == ["zeiden “nee, dank u” tegen hem", "nee, dank u"]


def test_an_undone_lock_that_covers_what_another_lock_covers_leaves_it_there(editor):
    publish(TEXT, NAMES)
    piet = make_person("Piet de Vries")
    first = relink([mention("Vries", 0)], [], piet, actor=editor)
    second = relink([mention("Vries", 1)], [], piet, actor=editor)
    publish(TEXT, NAMES)
    undo(first, actor=editor)
    undo(second, actor=editor)
    assert Mention.objects.filter(entity__name="Jan de Vries").count() == 3
