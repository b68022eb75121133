"""A label's page: its years with those of nothing, what stands with it, and the lists below district and byline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from gongbao.core.annotations import Annotations, Evidence, Figure, Mention, Origin, Status, Tag
from gongbao.core.dates import IssueDate
from gongbao.core.records import Credit, TaggedArticle
from gongbao.core.topics import organisations_of, streets_of
from gongbao.site import SiteCounts
from gongbao.site.addresses import id_address, label_address
from gongbao.site.machines.feeds import label_feed
from gongbao.site.wording import LIST_NAMES

Make = Callable[..., TaggedArticle]
Build = Callable[..., SiteCounts]

_ROW = re.compile(r'<tr><th scope="row">(\d{4})</th><td>([\d,]+)</td></tr>')
_COMPARED = re.compile(r'<a href="\.\./\.\./(search\.html\?[^"]+)">([^<]+)</a> <span class="count">(\d+)<')
_LABEL_PAGE_BYTES = 60_000


def _of_label(folder: Path, facet: str, label: str) -> str:
    return (folder / "public" / label_address(facet, label)).read_text(encoding="utf-8")


def _naming(tagged: TaggedArticle, *organisations: str, streets: Sequence[str] = ()) -> TaggedArticle:
    """The article with these organisations named, and its district resting on these streets."""
    mentions = tuple(Mention("organisation", name, name, "paragraph", 0, 0, 1) for name in organisations)
    proofs = tuple(Evidence("paragraph", 0, 0, 1, street, "district/street") for street in streets)
    tags = tuple(replace(tag, evidence=proofs) if tag.facet == "district" else tag for tag in tagged.annotations.tags)
    return replace(tagged, annotations=replace(tagged.annotations, mentions=mentions, tags=tags))


def test_a_campaign_shows_the_years_between_that_have_nothing(make_article: Make, build: Build, tmp_path: Path) -> None:
    articles = [
        make_article(4 * n, date=IssueDate(year, 7, 1), id=f"ldwb-{n:08x}") for n, year in enumerate((2019, 2022))
    ]
    build(articles, tmp_path / "public")
    page = _of_label(tmp_path, "campaign", "送清凉")
    chart = page[page.index("<figure") : page.index("</figure>")]
    assert _ROW.findall(chart) == [("2019", "1"), ("2020", "0"), ("2021", "0"), ("2022", "1")]
    assert chart.count("h22.0V") == 2  # bars
    assert 'role="img"' in chart
    assert "<title" in chart
    assert "<desc" in chart


def test_a_label_of_one_year_has_no_chart_of_years(make_article: Make, build: Build, tmp_path: Path) -> None:
    build([make_article(0)], tmp_path / "public")
    assert "years-chart" not in _of_label(tmp_path, "campaign", "送清凉")


def test_a_campaign_compares_districts_by_a_search_for_both(archive: Path, newsroom: Sequence[TaggedArticle]) -> None:
    page = _of_label(archive.parent, "campaign", "送温暖").replace("&amp;", "&")
    found = [one for one in _COMPARED.findall(page) if "district=" in one[0]]
    counts = Counter(
        name for tagged in newsroom if "送温暖" in tagged.labels("campaign") for name in tagged.labels("district")
    )
    assert {name: int(count) for _, name, count in found} == counts
    for address, name, _ in found:
        assert parse_qs(urlsplit(address).query) == {"campaign": ["送温暖"], "district": [name]}


def test_a_district_shows_its_campaigns_year_by_year(archive: Path, newsroom: Sequence[TaggedArticle]) -> None:
    page = _of_label(archive.parent, "district", "海淀区")
    grid = page[page.index('<table class="grid">') :].partition("</table>")[0]
    years = [int(year) for year in re.findall(r'<th scope="col">(\d{4})</th>', grid)]
    assert years == list(range(min(years), max(years) + 1))
    for row in grid.split("<tr>")[2:]:
        name = re.findall(r">([^<]+)</a></th>", row)[0]
        shown = [int(count) for count in re.findall(r"<td[^>]*>(\d+)</td>", row)]
        exact = [
            sum(
                1
                for one in newsroom
                if one.article.date.year == year
                and "海淀区" in one.labels("district")
                and name in one.labels("campaign")
            )
            for year in years
        ]
        assert shown == [*exact, sum(exact)]


def test_an_organisation_of_two_articles_has_a_page_and_one_of_one_has_none(
    make_article: Make, build: Build, tmp_path: Path
) -> None:
    output = tmp_path / "public"
    made = [make_article(n, id=f"ldwb-2023-05-08-{n:08x}") for n in range(3)]
    first, second, third = (
        _naming(made[0], "第一机床厂工会", "钟表厂"),
        _naming(made[1], "第一机床厂工会"),
        _naming(made[2], "毛纺厂"),
    )
    build([first, second, third], output)
    assert "第1站开到车间" in _of_label(tmp_path, "organisation", "第一机床厂工会")
    assert not (output / label_address("organisation", "钟表厂")).exists()
    build([first, second, _naming(made[2], "钟表厂")], output)
    assert (output / label_address("organisation", "钟表厂")).exists()
    build([first, _naming(made[1]), _naming(made[2], "钟表厂")], output)
    assert not (output / label_address("organisation", "第一机床厂工会")).exists()
    assert not (output / label_feed("organisation", "第一机床厂工会")).exists()


def test_a_street_stands_below_its_district_on_both_their_pages(
    make_article: Make, build: Build, tmp_path: Path
) -> None:
    build([_naming(make_article(0), streets=("窦店镇", "城关街道"))], tmp_path / "public")
    district = _of_label(tmp_path, "district", "房山区")
    assert f'<a href="../../{label_address("street", "房山区/窦店镇")}">窦店镇</a>' in district
    street = _of_label(tmp_path, "street", "房山区/窦店镇")
    assert "<h1>房山区窦店镇</h1>" in street
    assert f'<a href="../../{label_address("district", "房山区")}">房山区</a>' in street.partition("<h1>")[0]
    assert "房山区城关街道" in (tmp_path / "public" / "street" / "index.html").read_text(encoding="utf-8")


def test_a_street_whose_district_was_rejected_is_not_listed(make_article: Make) -> None:
    tagged = _naming(make_article(0), streets=("窦店镇",))
    assert streets_of(tagged) == ("房山区/窦店镇",)
    tags = tuple(replace(tag, status=Status.REJECTED) for tag in tagged.annotations.tags)
    assert streets_of(replace(tagged, annotations=replace(tagged.annotations, tags=tags))) == ()


def test_an_organisation_is_told_once_and_people_and_places_are_none(make_article: Make) -> None:
    tagged = _naming(make_article(0), "钟表厂", "毛纺厂", "钟表厂")
    other = Mention("person", "张工", "张工", "paragraph", 0, 0, 1)
    annotations = replace(tagged.annotations, mentions=(*tagged.annotations.mentions, other))
    assert organisations_of(replace(tagged, annotations=annotations)) == ("钟表厂", "毛纺厂")


def test_a_person_s_page_tells_roles_units_years_and_who_signs_beside_them(
    make_article: Make, build: Build, tmp_path: Path
) -> None:
    bylines = (
        (IssueDate(2020, 5, 8), (Credit("柳青山", "记者", "本报"), Credit("沈知行", "通讯员", "钟表厂工会"))),
        (IssueDate(2022, 5, 8), (Credit("柳青山", "记者", "本报"),)),
        (IssueDate(2023, 5, 8), (Credit("柳青山", "摄影"),)),
    )
    articles = [
        make_article(n + 1, byline=byline, date=date, id=f"ldwb-{date}-{n:08x}")
        for n, (date, byline) in enumerate(bylines)
    ]
    build(articles, tmp_path / "public")
    page = _of_label(tmp_path, "people", "柳青山")
    assert '<th scope="row">记者</th><td>本报</td><td>2</td><td>2020—2022</td>' in page
    assert '<th scope="row">摄影</th><td>—</td><td>1</td><td>2023</td>' in page
    together = page[page.index("一起署名的人") :]
    assert f'<a href="../../{label_address("people", "沈知行")}">沈知行</a>' in together
    assert ">柳青山</a>" not in together


def test_every_kind_of_label_has_pages_and_feeds(archive: Path) -> None:
    for facet in LIST_NAMES:
        pages = list((archive / facet).glob("*/index.html"))
        assert pages, facet
        for page in pages:
            assert (archive / "feeds" / facet / f"{page.parent.name}.xml").is_file(), page


def test_no_page_of_a_label_is_larger_than_sixty_kilobytes(archive: Path) -> None:
    for facet in LIST_NAMES:
        for page in (archive / facet).rglob("*.html"):
            assert page.stat().st_size < _LABEL_PAGE_BYTES, page


def test_a_label_of_many_years_with_all_that_can_be_told_stays_small(
    make_article: Make, build: Build, tmp_path: Path
) -> None:
    """Forty years of a campaign: long headlines, every district and activity, five sums by thirty organisations."""
    districts = [f"第{number}区" for number in range(20)]
    labels = [("campaign", "送清凉"), *(("district", name) for name in districts)]
    labels += [("activity", f"活动类别第{number}种") for number in range(15)]
    tags = tuple(Tag(facet, label, 0.9, Status.SET, Origin.RULE) for facet, label in labels)
    articles = []
    for number in range(120):
        date = IssueDate(1985 + number // 3, 7, 1)
        made = make_article(
            number,
            date=date,
            headline="高温下的工会人把清凉送到班组" * 2,
            kicker="全市工会夏季行动启动",
            paragraphs=("工会干部把清凉用品一份一份送到岗位上，" * 8,),
            id=f"ldwb-{number:08x}",
        )
        figures = tuple(
            Figure(
                "3份", 1234567.25, unit, "清凉用品大礼包", True, "paragraph", 0, 0, 1, f"第{number % 30}建设集团工会"
            )
            for unit in ("份", "个", "箱", "元", "人")
        )
        articles.append(replace(made, annotations=Annotations(tags=tags, figures=figures)))
    build(articles, tmp_path / "public")
    for facet, label in (("campaign", "送清凉"), ("district", "第3区"), ("activity", "活动类别第2种")):
        assert len(_of_label(tmp_path, facet, label).encode()) < _LABEL_PAGE_BYTES, facet


def test_tags_a_person_set_rest_on_no_street(make_article: Make) -> None:
    tagged = make_article(0)
    tags = (Tag("district", "海淀区", 1.0, Status.CONFIRMED, Origin.PERSON),)
    assert streets_of(replace(tagged, annotations=replace(tagged.annotations, tags=tags))) == ()


def test_an_article_leads_to_its_column_and_its_streets(make_article: Make, build: Build, tmp_path: Path) -> None:
    tagged = _naming(make_article(0, column="职工来信"), streets=("窦店镇",))
    build([tagged], tmp_path / "public")
    page = (tmp_path / "public" / id_address(tagged.article.id)).read_text(encoding="utf-8")
    for facet, label, text in (("column", "职工来信", "职工来信"), ("street", "房山区/窦店镇", "房山区窦店镇")):
        assert f'<a href="../../{label_address(facet, label)}">{text}</a>' in page
