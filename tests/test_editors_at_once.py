"""Two editors, or an editor and an ingest, at the same moment: nothing is half done, nothing overwritten."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections

from entities import curation
from entities.curation import Refused
from entities.derived import rebuild
from entities.models import Decision, Entity, Mention
from entities.suggestions import claim, suggest
from tests.factories import make_article, make_person
from tests.reading import publish
from tests.test_derived import derived_rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def server(db_with_writers):
    pass


@pytest.fixture
def db_with_writers(transactional_db):
    """Only a server has two writers at once; SQLite lets one wait for the other."""
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")


def at_once(*functions) -> list:
    """What these functions give, or raise, when all start at the same moment."""
    start = threading.Barrier(len(functions))
    results = [None] * len(functions)

    def run(number, function):
        start.wait()
        try:
            results[number] = function()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, Refused):
            raise result
    return results


def check_derived():
    before = derived_rows()
    rebuild()
    assert derived_rows() == before


@pytest.mark.parametrize("attempt", range(5))
def test_two_merges_in_opposite_directions_leave_one(attempt):
    one, other = make_person("Ada Lovelace"), make_person("A. Lovelace")
    make_article(people=[one, other])
    editor = User.objects.create_user("eva")
    results = at_once(
        lambda: curation.merge(one, other, actor=editor), lambda: curation.merge(other, one, actor=editor)
    )
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert Entity.objects.exclude(merged_into=None).count() == 1
    check_derived()


@pytest.mark.parametrize("attempt", range(5))
def test_a_merge_while_articles_come_in_counts_every_one(attempt):
    publish("Ada Lovelace en Augusta King.", ["Ada Lovelace", "Augusta King"], id="a0")
    ada, augusta = Entity.objects.order_by("pk")
    editor = User.objects.create_user("eva")
    results = at_once(
        lambda: curation.merge(augusta, ada, actor=editor),
        lambda: publish("Augusta King sprak.", ["Augusta King"], id="a1"),
        lambda: publish("Augusta King sprak weer.", ["Augusta King"], id="a2"),
    )
    assert not any(isinstance(result, Refused) for result in results), results
    ada.refresh_from_db()
    assert ada.article_count == 3
    check_derived()


@pytest.mark.parametrize("attempt", range(5))
def test_two_corrections_of_one_mention_are_both_decided_and_the_last_one_stands(attempt):
    publish("Ada Lovelace sprak.", ["Ada Lovelace"])
    mention = Mention.objects.get()
    first, second = make_person("Mary Shelley"), make_person("Jan Janssen")
    seen = curation.state_of(mention)
    editor = User.objects.create_user("eva")
    results = at_once(
        lambda: curation.relink([mention], [], first, actor=editor, seen=seen),
        lambda: curation.relink([mention], [], second, actor=editor, seen=seen),
    )
    assert sum(isinstance(result, Refused) for result in results) == 1, "the slower one is told"
    assert Mention.objects.get().entity_id == Decision.objects.get().entity_id


def test_two_editors_are_given_two_suggestions():
    for name in ("Jan Janssen", "J. Janssen", "Piet Smit", "P. Smit"):
        make_article(people=[name])
    suggest()
    editors = [User.objects.create_user(name) for name in ("eva", "tom")]
    given = at_once(*(lambda editor=editor: claim(editor, None, timedelta(minutes=5)) for editor in editors))
    assert all(given) and given[0] != given[1]
