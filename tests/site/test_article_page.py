"""An article's page: all that is known of it, every tag with its evidence, and text that stays text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.annotations import Annotations, Evidence, Figure, Origin, Status, Tag
from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.core.kinship import Kinship
from gongbao.core.records import Article, Credit, Kind, Page, Picture, TaggedArticle
from gongbao.core.settings import Settings
from gongbao.site import build_site
from gongbao.site.addresses import id_address
from gongbao.site.article_page import article_context, citation

Make = Callable[..., TaggedArticle]
Articles = Sequence[TaggedArticle]
HOSTILE = "<script>alert(1)</script><b title=\"x\" onclick='y'>&amp;{{ 7*7 }}"


def _text(page: str) -> str:
    class Reader(HTMLParser):
        found = ""

        def handle_data(self, data: str) -> None:
            self.found += data

    reader = Reader()
    reader.feed(page)
    return reader.found


def _handlers(page: str) -> list[str]:
    """Attributes that would run code."""

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found.extend(name for name, _ in attrs if name.startswith("on"))

    reader = Reader()
    reader.feed(page)
    return reader.found


def test_every_paragraph_headline_and_name_of_the_sample_is_on_its_page(sample: Articles, archive: Path) -> None:
    for tagged in sample:
        article = tagged.article
        text = _text((archive / id_address(article.id)).read_text(encoding="utf-8"))
        for printed in (article.headline, article.kicker, *article.paragraphs, *(c.name for c in article.byline)):
            assert printed in text


def test_every_label_of_the_sample_links_to_its_list_and_shows_its_words(sample: Articles, archive: Path) -> None:
    for tagged in sample:
        page = (archive / id_address(tagged.article.id)).read_text(encoding="utf-8")
        for tag in tagged.annotations.tags:
            assert f">{tag.label}</a>" in page
            for evidence in tag.evidence:
                assert f"<mark>{evidence.text}</mark>" in page


def test_a_script_in_any_field_stays_text(make_article: Make, build: Callable[..., object], tmp_path: Path) -> None:
    credit = Credit(HOSTILE, HOSTILE, HOSTILE)
    made = make_article(
        1,
        headline=HOSTILE,
        kicker=HOSTILE,
        subhead=HOSTILE,
        column=HOSTILE,
        paragraphs=(HOSTILE, HOSTILE),
        byline=(credit,),
        dateline=HOSTILE,
        pictures=(Picture(HOSTILE, (credit,), HOSTILE),),
        page=Page(HOSTILE, HOSTILE),
        source=HOSTILE,
        id=HOSTILE,
    )
    evidence = Evidence("paragraph", 0, 0, len(HOSTILE), HOSTILE, HOSTILE)
    torn = Evidence("paragraph", 1, 3, 9, HOSTILE[3:9], HOSTILE)
    tags = (
        Tag("district", HOSTILE, 0.9, Status.SET, Origin.RULE, (evidence, torn)),
        Tag("campaign", HOSTILE, 0.9, Status.SET, Origin.RULE, (evidence,)),
    )
    figure = Figure(HOSTILE, 1, HOSTILE, "<i>", False, "paragraph", 0, 0, 1)
    hostile = replace(made, annotations=Annotations(tags, (), (figure,)))
    second = make_article(2, headline=HOSTILE)
    build([hostile, second], tmp_path / "public", newspaper_name=HOSTILE, site_title=HOSTILE)
    for path in (tmp_path / "public").rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert "<script>" not in page, path
        assert _handlers(page) == [], path
        assert "<i>" not in page, path
        for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL):
            assert json.loads(data)["headline"] == HOSTILE


@given(
    st.text(alphabet="工会<&>\"'房山", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6),
)
def test_marking_evidence_never_changes_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    article = Article(headline="题", paragraphs=(text,), id="a")
    tags = tuple(
        Tag(
            "district",
            f"区{n}",
            0.9,
            Status.SET,
            Origin.RULE,
            (Evidence("paragraph", 0, start, end, text[start:end], "r"),),
        )
        for n, (start, end) in enumerate(spans)
    )
    context = article_context(TaggedArticle(article, Annotations(tags)), "报", "")
    assert _text(str(context["paragraphs"][0])) == text


def test_evidence_whose_words_moved_is_still_shown_but_marks_nothing(make_article: Make) -> None:
    made = make_article(1, paragraphs=("编辑改写了这一段。",))
    stale = Evidence("paragraph", 0, 0, 3, "房山区", "gazetteer")
    tag = Tag("district", "房山区", 0.9, Status.CONFIRMED, Origin.RULE, (stale,))
    context = article_context(replace(made, annotations=Annotations((tag,))), "报", "")
    assert "mark" not in context["paragraphs"][0]
    (shown,) = context["tags"]
    assert "房山区" in shown.proofs[0].quote
    assert shown.origin == "按规则标注，已由编辑确认"


def test_a_person_s_tag_shows_no_score_and_a_suggested_one_is_not_shown(make_article: Make) -> None:
    tags = (
        Tag("district", "房山区", 1.0, Status.CONFIRMED, Origin.PERSON),
        Tag("district", "密云区", 0.5, Status.SUGGESTED, Origin.RULE),
        Tag("district", "怀柔区", 0.9, Status.REJECTED, Origin.RULE),
    )
    context = article_context(replace(make_article(1), annotations=Annotations(tags)), "报", "")
    assert [(tag.label, tag.origin, tag.sureness) for tag in context["tags"]] == [("房山区", "由编辑标注", "")]


def test_one_who_wrote_and_photographed_stands_once_with_both_roles(make_article: Make) -> None:
    byline = (Credit("张工", "记者", "本报"), Credit("张工", "摄影"), Credit("李师傅", "通讯员", "某厂工会"))
    context = article_context(make_article(1, byline=byline), "报", "")
    shown = [(person.name, person.role, person.unit) for person in context["people"]]
    assert shown == [("张工", "本报记者、摄影", ""), ("李师傅", "通讯员", "某厂工会")]


def test_a_citation_says_what_is_known_and_no_more(make_article: Make) -> None:
    byline = tuple(Credit(name, "记者") for name in ("甲某", "乙某", "丙某", "丁某"))
    known = make_article(1, headline="题", byline=byline, date=IssueDate(2021, 7, 16), page=Page("03", "工会"))
    assert citation(known.article, "工人报") == "甲某, 乙某, 丙某, 等. 题[N]. 工人报, 2021-07-16(3)."
    vague = make_article(1, headline="题", byline=(), date=IssueDate(2021, 7), page=Page())
    assert citation(vague.article, "工人报") == "题[N]. 工人报, 2021-07."
    undated = make_article(1, headline="题", byline=(), date=UNKNOWN_DATE, page=Page())
    assert citation(undated.article, "工人报") == "题[N]. 工人报."


def test_a_picture_without_headline_is_known_by_its_first_words(make_article: Make) -> None:
    made = make_article(
        1, headline="", kind=Kind.PHOTO, paragraphs=("职工们在树荫下喝着凉茶，说着今天的进度和明天的安排。",)
    )
    context = article_context(made, "报", "")
    assert context["title"] == "职工们在树荫下喝着凉茶，说着今天的进度和……"


def test_other_sources_and_printings_are_named_and_linked_and_a_change_of_them_renders_the_page(
    make_article: Make, tmp_path: Path
) -> None:
    first, again = make_article(1), make_article(2)
    one, other = first.article.id, again.article.id
    kin = {
        one: Kinship(("甲.txt", "甲.pdf"), (), (other, "withdrawn")),
        other: Kinship((), (one,), ()),
    }
    page, reprint = tmp_path / id_address(one), tmp_path / id_address(other)
    build_site(lambda: iter((first, again)), Settings(tmp_path), tmp_path)
    assert "转载自" not in _text(reprint.read_text(encoding="utf-8"))
    assert (
        build_site(lambda: iter((first, again)), Settings(tmp_path), tmp_path, kin=kin).written == 3
    )  # two pages and the list of digests
    assert "甲.txt、甲.pdf" in _text(page.read_text(encoding="utf-8"))
    assert _text(page.read_text(encoding="utf-8")).count("本文另见") == 1
    assert "转载自" in _text(reprint.read_text(encoding="utf-8"))
    assert build_site(lambda: iter((first, again)), Settings(tmp_path), tmp_path, kin=kin).written == 0
