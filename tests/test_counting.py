"""Every number of the demo is the length of the list behind it; tests/counting.py does the same on any archive."""

from functools import partial

import pytest
from django.urls import resolve

from tests.counting import Counting, Numbers, addresses_of, get_from

pytestmark = pytest.mark.model

PAGE = """
<a href="/quotes/?speaker=1"><span class="label">Ada 2</span> <span class="count">1,240</span></a>
<a href="/articles/?from=2020&amp;to=2020" title="2020: 14 (3.1%)"><span class="label">2020</span>
  <span class="n">3.1%</span></a>
<a href="/quotes/?about=2" title="Without this filter: 7">Remove the filter in 2020; without it there are 7×</a>
<a href="/quotes/?about=2">All 8 quotes about Ada in 2020</a>
<a href="/articles/?q=ada">3 of 42 articles with the words “2020”</a>
<a href="/articles/?person=1&amp;person=2&amp;any=person">People: any of these (9)</a>
<svg><a href="/articles/?country=BY"><title>Belarus: 5</title><path/></a></svg>
<a href="/dates/2020/09/14/"><span class="label">14</span> <span class="count">6</span></a>
<a href="/dates/2020/09/14/">14 September 2020</a>
<a href="/articles/7-2020/" class="row">Article of 2020</a>
"""


def test_numbers_of_links_are_read_as_a_reader_does():
    counts = [link.count for link in Numbers(PAGE).links]
    assert counts == [1240, 14, 7, 8, 42, 9, 5, 6, None, None]


def test_a_number_that_is_not_the_length_of_its_list_is_found():
    row = '<a href="/quotes/1/" data-row>Een</a>'
    pages = {
        "/": '<a href="/quotes/">2 quotes</a> <a href="/people/">1 person</a>',
        "/quotes/": f"<h1>2 quotes</h1>{row}",
        "/people/": f"<h1>1 person</h1>{row}",
    }
    counting = Counting(pages.__getitem__)
    assert counting.follow("/") == 2
    assert counting.wrong == [("/", "/quotes/", 2, [1, 2])]


def test_every_number_on_every_page_of_the_demo_is_the_length_of_the_list_behind_it(demo):
    counting = Counting(partial(get_from, demo.url))
    for name, address in demo.pages.items():
        if name != "not found":
            counting.follow(address)
    assert counting.wrong == [] and counting.followed > 500


def test_pages_of_every_type_that_shows_numbers_are_looked_at_in_an_archive(demo):
    def type_of(address: str) -> str:
        return resolve(address.partition("?")[0]).url_name

    looked_at = {type_of(address) for address in addresses_of(partial(get_from, demo.url), 2)}
    types = {type_of(address) for name, address in demo.pages.items() if name != "not found"}
    assert looked_at == types - {"report_quote", "reconcile_preview"}
