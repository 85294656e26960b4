"""Two editors, or an editor and an ingest, at the same moment: nothing is half done, nothing overwritten."""

import pytest
from django.contrib.auth.models import User
from django.db import connection

from entities import curation
from entities.curation import Refused
from entities.derived import rebuild
from entities.models import Decision, Entity, Mention
from entities.suggestions import suggest
from tests.editors import at_once, claim, editors, merge, relink
from tests.editors import publish as publish_there
from tests.factories import make_article, make_person
from tests.reading import publish
from tests.test_derived import derived_rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def ways(django_db_setup):
    """Three editors in processes of their own. Only a server has two writers at once; in SQLite one waits."""
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")
    with editors(3, connection.settings_dict["NAME"]) as ways:
        yield ways


def outcomes(ways, *acts) -> list:
    """What came of acts done at once; only a refusal may be raised."""
    results = at_once(ways, *acts)
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, Refused):
            raise result
    return results


def check_derived():
    before = derived_rows()
    rebuild()
    assert derived_rows() == before


@pytest.mark.parametrize("attempt", range(5))
def test_two_merges_in_opposite_directions_leave_one(ways, attempt):
    one, other = make_person("Ada Lovelace"), make_person("A. Lovelace")
    make_article(people=[one, other])
    eva = User.objects.create_user("eva")
    results = outcomes(ways, (merge, (one.pk, other.pk, eva.pk)), (merge, (other.pk, one.pk, eva.pk)))
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert Entity.objects.exclude(merged_into=None).count() == 1
    check_derived()


@pytest.mark.parametrize("attempt", range(5))
def test_a_merge_while_articles_come_in_counts_every_one(ways, attempt):
    publish("Ada Lovelace en Augusta King.", ["Ada Lovelace", "Augusta King"], id="a0")
    ada, augusta = Entity.objects.order_by("pk")
    eva = User.objects.create_user("eva")
    results = outcomes(
        ways,
        (merge, (augusta.pk, ada.pk, eva.pk)),
        (publish_there, ("Augusta King sprak.", ["Augusta King"], "a1")),
        (publish_there, ("Augusta King sprak weer.", ["Augusta King"], "a2")),
    )
    assert not any(isinstance(result, Refused) for result in results), results
    ada.refresh_from_db()
    assert ada.article_count == 3
    check_derived()


@pytest.mark.parametrize("attempt", range(5))
def test_two_corrections_of_one_mention_are_both_decided_and_the_last_one_stands(ways, attempt):
    publish("Ada Lovelace sprak.", ["Ada Lovelace"])
    mention = Mention.objects.get()
    first, second = make_person("Mary Shelley"), make_person("Jan Janssen")
    seen = curation.state_of(mention)
    eva = User.objects.create_user("eva")
    results = outcomes(
        ways,
        (relink, (mention.pk, first.pk, eva.pk, seen)),
        (relink, (mention.pk, second.pk, eva.pk, seen)),
    )
    assert sum(isinstance(result, Refused) for result in results) == 1, "the slower one is told"
    assert Mention.objects.get().entity_id == Decision.objects.get().entity_id


def test_two_editors_are_given_two_suggestions(ways):
    for name in ("Jan Janssen", "J. Janssen", "Piet Smit", "P. Smit"):
        make_article(people=[name])
    suggest()
    people = [User.objects.create_user(name) for name in ("eva", "tom")]
    given = outcomes(ways, *((claim, (each.pk,)) for each in people))
    assert all(given) and given[0] != given[1]
