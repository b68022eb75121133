"""Whatever changes, an archive brought up to date equals one built afresh, and only what it concerns was looked at."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.soak import amount

from gongbao.core.annotations import Annotations, Evidence, Figure, Mention, Origin, Status, Tag
from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.core.kinship import Kinship
from gongbao.core.records import Credit, Page, TaggedArticle
from gongbao.core.settings import Settings
from gongbao.core.store.departed import Redirect
from gongbao.core.store.withdrawing import Tombstone
from gongbao.site import build_site
from gongbao.site.archive import Listed
from gongbao.site.catalogue import gather
from gongbao.site.sorted_lines import SortedLines
from gongbao.site.summaries import Rows, Summaries, line_of, read, written

Articles = Sequence[TaggedArticle]
Build = Callable[..., Any]
Make = Callable[..., TaggedArticle]
Tree = Callable[[Path], dict[str, str]]

_DATES = [
    UNKNOWN_DATE,
    *(IssueDate(2021, month) for month in (0, 3)),
    *(IssueDate(year, month, day) for year in (2021, 2022) for month in (3, 4) for day in (5, 6, 7)),
]
_PAGES = [Page("1", "要闻"), Page("2", "工会"), Page("2"), Page()]
_LABELS = {
    "district": ["房山区", "海淀区"],
    "campaign": ["送清凉", "安康杯", "送温暖"],
    "activity": ["慰问", "培训讲座"],
}
_ORGANISATIONS = [f"第{n}工厂工会" for n in range(12)]
_PEOPLE = [Credit("张工", "记者"), Credit("张工", "摄影"), Credit("李师傅", "通讯员"), Credit("王工", "")]


class _Counted(Listed):
    """Tells what a build reads."""

    def __init__(self, articles: Articles) -> None:
        super().__init__(lambda: iter(articles))
        self.readings: list[object] = []
        self._all = self.articles
        self.articles = self._told

    def _told(self) -> Iterator[TaggedArticle]:
        self.readings.append("all")
        return self._all()

    def versions(self) -> dict[str, str]:
        return Listed(self._all).versions()

    def chosen(self, article_ids: Iterable[str]) -> Iterator[TaggedArticle]:
        wanted = set(article_ids)
        self.readings.append(wanted)
        return (tagged for tagged in self._all() if tagged.article.id in wanted)


def _drawn(make: Make, chance: random.Random, number: int) -> TaggedArticle:
    made = make(
        number,
        date=chance.choice(_DATES),
        page=chance.choice(_PAGES),
        headline=chance.choice(["", f"第{chance.randrange(100)}站开进车间"]),
        byline=tuple(chance.sample(_PEOPLE, chance.randrange(3))),
        source=f"{chance.randrange(3)}.txt",
        order=chance.randrange(9),
        column=chance.choice(["", "", "职工来信", "匠人"]),
    )
    tags = tuple(
        Tag(facet, label, 0.9, Status.SET, Origin.RULE, _street(chance) if facet == "district" else ())
        for facet, labels in _LABELS.items()
        for label in labels
        if chance.random() < 0.4
    )
    named = chance.sample(_ORGANISATIONS, chance.randrange(3))
    mentions = tuple(Mention("organisation", name, name, "paragraph", 0, 0, 1) for name in named)
    return replace(made, annotations=Annotations(tags=tags, mentions=mentions, figures=_figures(chance, named)))


def _street(chance: random.Random) -> tuple[Evidence, ...]:
    street = chance.choice(["", "城关街道", "窦店镇"])
    return (Evidence("paragraph", 0, 0, 1, street, "district/street"),) if street else ()


def _figures(chance: random.Random, named: list[str]) -> tuple[Figure, ...]:
    who = chance.choice(["", *named])
    return tuple(
        Figure(f"{value}份清凉包", value, "份", "清凉包", False, "paragraph", 0, 0, 1, who)
        for value in chance.sample([10, 20, 30, 0.5], chance.randrange(3))
    )


def _ordered(articles: Iterable[TaggedArticle]) -> list[TaggedArticle]:
    return sorted(
        articles, key=lambda one: (one.article.date, one.article.page.number, one.article.source, one.article.order)
    )


def _kin(chance: random.Random, articles: Articles) -> dict[str, Kinship]:
    ids = [tagged.article.id for tagged in articles]
    some = chance.sample(ids, min(4, len(ids)))
    return {name: Kinship(("甲.txt",), (chance.choice(ids),), (chance.choice([*ids, "gone"]),)) for name in some}


def _step(make: Make, chance: random.Random, articles: list[TaggedArticle], number: int) -> list[TaggedArticle]:
    """One article comes, goes, or is another than it was."""
    what = chance.choice(["come", "go", "change", "text"])
    place = chance.randrange(len(articles))
    one = articles[place]
    rest = [*articles[:place], *articles[place + 1 :]]
    if what == "come":
        return _ordered([*articles, _drawn(make, chance, number)])
    if what == "go":
        return rest
    if what == "text":
        return [*articles[:place], replace(one, article=replace(one.article, dateline="改")), *articles[place + 1 :]]
    changed = _drawn(make, chance, number)
    return _ordered([*rest, replace(changed, article=replace(changed.article, id=one.article.id))])


def _withdrawals(
    chance: random.Random, articles: list[TaggedArticle], withdrawn: dict[Tombstone, TaggedArticle]
) -> list[TaggedArticle]:
    """One article is withdrawn, one restored, one's reason is another, one's tombstone goes: or none of it."""
    what = chance.choice(["withdraw", "withdraw", "restore", "reason", "forget", ""])
    if what == "withdraw":
        one = articles[chance.randrange(len(articles))]
        withdrawn[_tombstone(chance, one)] = one
        return [other for other in articles if other is not one]
    if not what or not withdrawn:
        return articles
    stone = chance.choice(list(withdrawn))
    one = withdrawn.pop(stone)
    if what == "reason":
        withdrawn[_tombstone(chance, one)] = one
    return _ordered([*articles, one]) if what == "restore" else articles


def _tombstone(chance: random.Random, one: TaggedArticle) -> Tombstone:
    day = chance.choice([None, datetime.date(2024, 5, chance.randrange(1, 29))])
    return Tombstone(one.article.id, f"第{chance.randrange(1000)}条数字有误", day)


def _redirects(
    chance: random.Random, articles: list[TaggedArticle], withdrawn: dict[Tombstone, TaggedArticle]
) -> list[Redirect]:
    """Of what is gone some is part of another article now, and so are two that never were there."""
    gone = [*(stone.article_id for stone in withdrawn if chance.random() < 0.5), "merged-1", "merged-2"]
    return [Redirect(name, chance.choice(articles[:3]).article.id) for name in gone]


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(amount(2, soak=30)))
def test_any_sequence_of_changes_ends_as_a_fresh_build(
    make_article: Make, tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr("gongbao.site.memory._FEW", 1)  # follow changes however many they are
    monkeypatch.setattr("gongbao.site.related.NEAREST", 2)
    monkeypatch.setattr("gongbao.site.changes.NEAREST", 2)
    monkeypatch.setattr("gongbao.site.label_pages.LABEL_PART", 8)
    monkeypatch.setattr("gongbao.site.changes.LABEL_PART", 8)
    monkeypatch.setattr("gongbao.site.search_index.build.folding_exceptions", dict)
    chance = random.Random(seed)
    articles = _ordered(_drawn(make_article, chance, number) for number in range(60))
    kin = _kin(chance, articles)
    settings = Settings(tmp_path)
    updated = tmp_path / "updated"
    withdrawn: dict[Tombstone, TaggedArticle] = {}
    build_site(lambda: iter(articles), settings, updated, kin=kin)
    for step in range(6):
        articles = _withdrawals(chance, articles, withdrawn)
        for _ in range(chance.choice([0, 1, 1, 3])):
            articles = _step(make_article, chance, articles, 100 + 10 * step + len(articles))
        if chance.random() < 0.3:
            kin = _kin(chance, articles)
        led = _redirects(chance, articles, withdrawn)
        given = Listed(lambda present=articles: iter(present))  # type: ignore[misc]
        counts = build_site(given, settings, updated, kin=kin, tombstones=withdrawn, redirects=led)
        fresh = tmp_path / f"fresh-{step}"
        whole = build_site(given, settings, fresh, kin=kin, tombstones=withdrawn, redirects=led)
        assert tree(updated) == tree(fresh)
        assert counts.pages == whole.pages


def test_only_what_changed_is_read(newsroom: Articles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongbao.site.search_update._WHOLE_UP_TO", 0)
    settings = Settings(tmp_path)
    build_site(_Counted(newsroom), settings, tmp_path / "public")
    same = _Counted(newsroom)
    assert build_site(same, settings, tmp_path / "public").written == 0
    assert same.readings == []
    changed = replace(newsroom[40], article=replace(newsroom[40].article, dateline="改"))
    after = _Counted([*newsroom[:40], changed, *newsroom[41:]])
    build_site(after, settings, tmp_path / "public")
    date = changed.article.date
    month = {one.article.id for one in newsroom if str(one.article.date)[:7] == f"{date.year}-{date.month:02d}"}
    # For the lists, its page (its neighbours' pages stand), the data files of its month, the search.
    assert after.readings == [{changed.article.id}, {changed.article.id}, month, {changed.article.id}]


def test_a_missing_file_is_found_by_the_next_build_that_has_nothing_else_to_do(
    newsroom: Articles, build: Build, tree: Tree, tmp_path: Path
) -> None:
    build(newsroom, tmp_path / "public")
    whole = tree(tmp_path / "public")
    (tmp_path / "public" / "about.html").unlink()
    build(newsroom, tmp_path / "public")
    assert tree(tmp_path / "public") == whole


def test_what_lists_need_of_an_article_is_read_back_as_it_was(make_article: Make) -> None:
    made = make_article(1, headline='制表\t换行\n引号"反斜\\ \u2028', source="a\tb.txt", id='x\t"\\')
    lines = dict(gather([made], {made.article.id: "7.1"}))
    rows = read(written(Rows().with_changes(lines, lines), "code"), "code")
    assert rows is not None
    (summary,) = Summaries(rows)
    assert (summary.id, summary.source, summary.entry.headline) == (
        made.article.id,
        made.article.source,
        made.article.headline,
    )
    assert line_of("7.1", summary) == lines[made.article.id]


@given(
    st.dictionaries(st.text("ab/-", min_size=1, max_size=5), st.integers(0, 9), max_size=12),
    st.dictionaries(st.text("ab/-", min_size=1, max_size=5), st.none() | st.integers(0, 9), max_size=6),
    st.sampled_from([0, 3]),
)
def test_lines_are_found_and_replaced_as_in_a_dictionary(
    known: dict[str, int], changes: dict[str, int | None], skip: int
) -> None:
    def line(key: str, value: int) -> bytes:
        return b"x" * skip + f"{key}\t{value}\n".encode()

    def text(lines: dict[str, int]) -> bytes:
        return b"".join(line(key, value) for key, value in sorted(lines.items(), key=lambda pair: pair[0] + "\t"))

    lines = SortedLines(text(known), skip)
    for key in {*known, *changes}:
        assert lines.find(f"{key}\t".encode()) == (line(key, known[key]) if key in known else None)
    written = {f"{key}\t".encode(): None if value is None else line(key, value) for key, value in changes.items()}
    after = {key: value for key, value in (known | changes).items() if value is not None}
    assert lines.with_changes(written) == text(after)
