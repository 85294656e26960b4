"""The reconciliation service: its answers have the form of the draft, its matches are sure, wild input is refused."""

import json
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from entities.models import Alias, Entity
from tests import reconciliation_schemas as schemas
from tests.factories import Said, make_article, make_person
from tests.pages import Page, text_of, total_of
from tests.reconciliation_schemas import valid

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def ada():
    ada = make_person("Ada Lovelace", wikidata_id="Q7259", country_code="GB", description="mathematician")
    make_article(
        people=[ada, "Mary Shelley"], organisations=["De Lovelace Club"], quotes=[Said(ada, "Het weeft")]
    )
    return ada


def ask(client, **queries) -> dict:
    """The results of a batch, sent as a client does."""
    response = client.post("/reconcile/", urlencode({"queries": json.dumps(queries)}), FORM)
    assert response.status_code == 200, response.content
    return valid(response.json(), schemas.RESULTS)


FORM = "application/x-www-form-urlencoded"


def names(client, query: str, **more) -> list[str]:
    return [each["name"] for each in ask(client, q0={"query": query, **more})["q0"]["result"]]


def matches(client, query: str, **more) -> list[str]:
    results = ask(client, q0={"query": query, **more})["q0"]["result"]
    return [each["name"] for each in results if each["match"]]


def test_manifest_has_the_form_of_the_draft_and_its_addresses_answer(client, ada):
    manifest = valid(client.get("/reconcile/").json(), schemas.MANIFEST)
    view = manifest["view"]["url"].replace("{{id}}", str(ada.pk)).removeprefix("http://testserver")
    assert client.get(view)["Location"] == ada.get_absolute_url()
    assert manifest["view"]["url"] == manifest["identifierSpace"] + "{{id}}/"
    preview = manifest["preview"]["url"].replace("{{id}}", str(ada.pk))
    assert client.get(preview).status_code == 200
    for service in manifest["suggest"].values():
        address = service["service_url"] + service["service_path"]
        valid(client.get(address, {"prefix": "a"}).json(), schemas.SUGGESTIONS)


def test_a_batch_by_post_and_by_get_gives_the_same_results(client, ada):
    queries = {"q0": {"query": "Ada Lovelace"}, "anders": {"query": "Shelley", "limit": 1}}
    by_post = ask(client, **queries)
    assert client.get("/reconcile/", {"queries": json.dumps(queries)}).json() == by_post
    assert by_post.keys() == queries.keys()


def test_the_address_also_answers_as_people_type_it(client, ada):
    queries = {"queries": json.dumps({"q0": {"query": "Ada Lovelace"}})}
    assert client.post("/reconcile", queries).json() == client.post("/reconcile/", queries).json()
    assert client.get("/reconcile").json()["versions"] == ["0.2"]


def test_a_full_name_in_any_spelling_and_order_is_a_match(client, ada):
    for written in ("Ada Lovelace", "ada lovelace", "ADA LOVELACE ", "Lovelace, Ada"):
        assert matches(client, written) == ["Ada Lovelace"], written
    person = make_person("Svetlana Tichanovskaja")
    make_article(people=[person])
    assert matches(client, "Svetlana Tikhanovskaya") == ["Svetlana Tichanovskaja"]
    (result,) = ask(client, q0={"query": "Ada Lovelace", "type": "person"})["q0"]["result"]
    assert (result["id"], result["score"]) == (str(ada.pk), 100.0)
    assert result["type"] == [{"id": "person", "name": "person"}]
    assert result["description"] == "mathematician, 1 quote, 1 article"


def test_part_of_a_name_or_a_name_with_an_error_is_a_candidate_and_no_match(client, ada):
    for written in ("Lovelace", "Ada", "Ada Lovelase"):
        assert "Ada Lovelace" in names(client, written) and matches(client, written) == [], written


def test_a_name_of_two_people_is_a_match_of_neither(client, ada):
    other = Entity.objects.create(kind="person", name="Ada Lovelace", description="dichter")
    Alias.objects.create(entity=other, text="Ada Lovelace", key=ada.aliases.get().key)
    make_article(people=[other])
    assert names(client, "Ada Lovelace", type="person") == ["Ada Lovelace", "Ada Lovelace"]
    assert matches(client, "Ada Lovelace") == []
    country = [{"pid": "wikidata", "v": "Q7259"}]
    assert matches(client, "Ada Lovelace", properties=country) == ["Ada Lovelace"]


def test_ids_of_the_archive_and_of_wikidata_find_their_entity(client, ada):
    merged = make_person("A. Lovelace", merged_into=ada)
    for written in (str(ada.pk), str(merged.pk), "Q7259", "q7259"):
        assert matches(client, written) == ["Ada Lovelace"], written
    results = ask(client, q0={"properties": [{"pid": "wikidata", "v": {"id": "Q7259"}}]})["q0"]["result"]
    assert [each["match"] for each in results] == [True]


def test_properties_that_say_otherwise_lower_the_score_and_prevent_a_match(client, ada):
    def score(**property_):
        results = ask(client, q0={"query": "Ada Lovelace", "type": "person", "properties": [property_]})
        return results["q0"]["result"][0]["score"], results["q0"]["result"][0]["match"]

    assert score(pid="country", v="gb") == (100.0, True)
    assert score(pid="country", v=["NL", "GB"]) == (100.0, True)
    assert score(pid="country", v="NL") == (80.0, False)
    assert score(pid="wikidata", v="Q1") == (50.0, False)
    assert score(pid="shoe size", v=42) == (100.0, True)


def test_type_and_limit_are_obeyed_and_the_best_come_first(client, ada):
    assert names(client, "Lovelace", type="person") == ["Ada Lovelace"]
    assert names(client, "Lovelace", type=["organisation"]) == ["De Lovelace Club"]
    assert names(client, "Lovelace", type="planet") == []
    assert len(names(client, "Lovelace", limit=1)) == 1
    results = ask(client, q0={"query": "Lovelace"})["q0"]["result"]
    assert len(results) == 2
    assert [each["score"] for each in results] == sorted((each["score"] for each in results), reverse=True)


def test_whom_no_article_names_and_what_is_no_name_are_no_candidates(client, ada):
    make_person("Nooit Genoemd")
    blocked = make_person("De Kuip Lovelace", is_blocked=True)
    make_article(people=[blocked])
    assert names(client, "Nooit Genoemd") == []
    assert "De Kuip Lovelace" not in names(client, "Lovelace") and names(client, str(blocked.pk)) == []
    assert client.get(f"/reconcile/preview/{blocked.pk}/").status_code == 404


def test_features_are_the_counts_of_the_archive(client, ada):
    (result,) = ask(client, q0={"query": "Ada Lovelace", "type": "person"})["q0"]["result"]
    features = {each["id"]: each["value"] for each in result["features"]}
    assert features["quotes"] == total_of(client, f"/quotes/?speaker={ada.pk}")
    assert features["articles"] == total_of(client, f"/articles/?person={ada.pk}")


def test_suggestions_begin_as_typed_and_can_be_paged(client, ada):
    def suggested(what, **parameters):
        response = client.get(f"/reconcile/suggest/{what}/", parameters)
        return [each["name"] for each in valid(response.json(), schemas.SUGGESTIONS)["result"]]

    assert suggested("entity", prefix="Ada Lov") == ["Ada Lovelace"]
    assert suggested("entity", prefix=str(ada.pk)) == ["Ada Lovelace"]
    assert set(suggested("entity", prefix="lovel")) == {"Ada Lovelace", "De Lovelace Club"}
    assert suggested("entity", prefix="lovel", type="organisation") == ["De Lovelace Club"]
    assert len(suggested("entity", prefix="lovel", cursor=1)) == 1
    assert suggested("entity") == []
    assert suggested("type", prefix="per") == ["person"] and len(suggested("type")) == 2
    assert suggested("property", prefix="wiki") == ["Wikidata"] and len(suggested("property")) == 2
    assert client.get("/reconcile/suggest/entity/?cursor=x").status_code == 400
    assert client.get("/reconcile/suggest/planet/").status_code == 404


def test_preview_may_stand_in_a_frame_of_another_site_and_runs_nothing(client, ada):
    response = client.get(f"/reconcile/preview/{ada.pk}/")
    assert "X-Frame-Options" not in response.headers
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors *" in policy and "script-src 'none'" in policy
    page = Page(response.content.decode())
    assert page.unclosed == [] and page.count("h1") == 1 and page.count("script") == 0
    assert "mathematician" in page.html and "1 quote, 1 article, 14 September 2020" in text_of(page.html)
    assert "frame-ancestors 'none'" in client.get("/")["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address",
    ["/reconcile/", "/reconcile/?queries=x", "/reconcile/suggest/entity/?prefix=a", "/reconcile/preview/9/"],
)
def test_every_answer_may_be_read_from_any_site(client, ada, address):
    for response in (client.get(address), client.options(address), client.delete(address)):
        assert (
            response["Access-Control-Allow-Origin"] == "*"
            and "GET" in response["Access-Control-Allow-Methods"]
        )
    assert client.options(address).status_code == 204 and client.delete(address).status_code == 405


def test_clients_post_without_a_token_of_the_site(ada):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    assert client.post("/reconcile/", {"queries": '{"q0": {"query": "Ada"}}'}).status_code == 200


@pytest.mark.parametrize(
    "queries, status, reason",
    [
        ("", 400, "not JSON"),
        ("[" * 100_000, 400, "not JSON"),
        ("[]", 400, "object of queries"),
        ('{"q0": 1}', 400, "q0: a query is an object"),
        ('{"q0": {}}', 400, "a name or properties"),
        ('{"q0": {"query": " "}}', 400, "a name or properties"),
        ('{"q0": {"query": ["Ada"]}}', 400, "is a string"),
        ('{"q0": {"query": "Ada", "limit": 0}}', 400, "positive number"),
        ('{"q0": {"query": "Ada", "limit": NaN}}', 400, "positive number"),
        ('{"q0": {"query": "Ada", "type": 1}}', 400, "a type is an id"),
        ('{"q0": {"query": "Ada", "properties": [{"v": 1}]}}', 400, "a pid and a v"),
        (json.dumps({f"q{n}": {"query": "Ada"} for n in range(26)}), 413, "25 queries at most"),
    ],
)
def test_what_is_no_batch_is_refused_with_the_reason(client, queries, status, reason):
    response = client.post("/reconcile/", {"queries": queries})
    assert response.status_code == status and reason in response.json()["error"]


def test_a_post_without_queries_is_refused(client):
    assert client.post("/reconcile/").status_code == 400


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["person", "wikidata", "Q7259", "Ada", "\ud800", "\0"]),
    lambda values: st.lists(values, max_size=3)
    | st.dictionaries(st.sampled_from(["query", "type", "limit", "properties", "pid", "v", "id"]) | st.text(), values, max_size=5),
    max_leaves=12,
)  # fmt: skip
QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "query": st.text() | VALUES,
        "limit": st.floats() | st.integers() | VALUES,
        "type": VALUES,
        "properties": st.lists(st.fixed_dictionaries({"pid": st.sampled_from(["wikidata", "country"]), "v": VALUES})) | VALUES,
    },
)  # fmt: skip


@given(st.dictionaries(st.text(), QUERIES | VALUES, max_size=4))
@hypothesis_settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_json_is_answered_or_refused_in_the_form_of_the_draft(client, ada, batch):
    response = client.post("/reconcile/", {"queries": json.dumps(batch)})
    if response.status_code == 200:
        assert valid(response.json(), schemas.RESULTS).keys() == json.loads(json.dumps(batch)).keys()
    else:
        assert response.status_code == 400 and response.json()["error"]


@given(st.text(), st.text())
@hypothesis_settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_is_a_prefix_or_a_batch_without_an_error_of_the_server(client, ada, prefix, queries):
    assert client.get("/reconcile/suggest/entity/", {"prefix": prefix}).status_code == 200
    assert client.get("/reconcile/", {"queries": queries}).status_code in {200, 400}


def test_batches_of_one_address_are_limited_and_the_client_is_told_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr("entities.reconcile_service.BATCHES", 2)
    statuses = [client.get("/reconcile/?queries={}").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert client.get("/reconcile/?queries={}")["Retry-After"] == "60"
    assert client.get("/reconcile/").status_code == 200


@pytest.mark.parametrize("entity_count", [1, 20])
def test_a_query_costs_the_same_with_any_number_of_candidates(
    client, django_assert_num_queries, entity_count
):
    make_article(people=[f"Ada Voorbeeld{chr(97 + number)}" for number in range(entity_count)])
    queries = {"queries": json.dumps({"q0": {"query": "Ada Voorbeelda", "type": "person", "limit": 25}})}
    client.get("/reconcile/", queries)
    # Names of this key; those whose words begin or sound so; their bearers; the names of all candidates.
    with django_assert_num_queries(8):
        client.get("/reconcile/", queries)
