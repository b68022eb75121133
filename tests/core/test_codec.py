"""Records survive being written down."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.annotations import Annotations, Figure
from gongbao.core.codec import canonical, decode, digest, encode
from gongbao.core.dates import IssueDate
from gongbao.core.records import Article, Credit, Kind, Page, Picture, Span, State

words = st.text(max_size=12)
people = st.builds(Credit, name=words, role=words, unit=words)
articles = st.builds(
    Article,
    headline=words,
    paragraphs=st.lists(words, max_size=4).map(tuple),
    kicker=words,
    kind=st.sampled_from(Kind),
    byline=st.lists(people, max_size=3).map(tuple),
    pictures=st.lists(st.builds(Picture, caption=words, credits=st.lists(people).map(tuple)), max_size=2).map(tuple),
    date=st.sampled_from([IssueDate(), IssueDate(2021), IssueDate(2021, 7), IssueDate(1998, 1, 2)]),
    page=st.builds(Page, number=words, name=words),
    spans=st.lists(st.builds(Span, st.integers(0, 9), st.integers(0, 9), words), max_size=3).map(tuple),
    state=st.sampled_from(State),
    public=st.booleans(),
)


@given(articles)
def test_any_article_survives_json(article: Article) -> None:
    assert decode(Article, json.loads(canonical(encode(article)))) == article


def test_a_figure_survives_json() -> None:
    found = Annotations(figures=(Figure("7万余人", 70000.0, "人", "会员", True, "paragraph", 1, 4, 8),))
    assert decode(Annotations, json.loads(canonical(encode(found)))) == found


def test_fields_at_their_default_take_no_room() -> None:
    assert encode(Article("题", ("文",))) == {"headline": "题", "paragraphs": ["文"]}


def test_the_digest_does_not_depend_on_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": "工会"}) == digest({"b": "工会", "a": 1})
