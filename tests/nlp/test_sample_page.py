"""The sample page: its labels are those a person gave it."""

from __future__ import annotations

from gongbao.core.annotations import FACETS, Origin, Status
from gongbao.core.records import Article
from gongbao.nlp.tagger import Tagger

Page = list[tuple[Article, dict[str, list[str]]]]


def _set_labels(tagger: Tagger, article: Article, facet: str) -> set[str]:
    return {tag.label for tag in tagger.annotate(article).tags if tag.facet == facet and tag.status is Status.SET}


def test_districts_are_exactly_those_a_person_gave(tagger: Tagger, sample_page: Page) -> None:
    for article, tags in sample_page:
        assert _set_labels(tagger, article, "district") == set(tags["district"]), article.headline


def test_campaigns_and_activities_differ_in_two_labels_at_most(tagger: Tagger, sample_page: Page) -> None:
    differences = [
        (article.headline, label)
        for article, tags in sample_page
        for facet in ("campaign", "activity")
        for label in _set_labels(tagger, article, facet) ^ set(tags[facet])
    ]
    assert len(differences) <= 2, differences


def test_every_tag_shows_words_that_stand_where_it_says(tagger: Tagger, sample_page: Page) -> None:
    for article, _ in sample_page:
        for tag in tagger.annotate(article).tags:
            assert tag.facet in FACETS
            assert tag.origin is Origin.RULE
            assert tag.evidence
            for evidence in tag.evidence:
                texts = article.paragraphs if evidence.field == "paragraph" else (getattr(article, evidence.field),)
                assert texts[evidence.index][evidence.start : evidence.end] == evidence.text


def test_a_batch_gives_what_articles_give_one_by_one(tagger: Tagger, sample_page: Page) -> None:
    articles = [article for article, _ in sample_page]
    assert list(tagger.annotate_many(articles)) == [tagger.annotate(article) for article in articles]


def test_people_organisations_and_figures_are_found(tagger: Tagger, sample_page: Page) -> None:
    cool = tagger.annotate(sample_page[2][0])
    assert ("闫长禄", "记者") in {(one.text, one.role) for one in cool.mentions if one.kind == "person"}
    assert {"城关街道总工会", "长阳镇总工会", "窦店镇总工会"} <= {one.text for one in cool.mentions}
    assert (3123, "份", "清凉包") in {(one.value, one.unit, one.counted) for one in cool.figures}
    assert (550, "份", "清凉包") in {(one.value, one.unit, one.counted) for one in cool.figures}
