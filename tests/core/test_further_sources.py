"""The same print from text and PDF is one article with two sources, in whatever order they come."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gongbao.core.dates import IssueDate
from gongbao.core.records import Article, Page, Reading, Source
from gongbao.core.store import Store
from gongbao.core.store.likeness import MERGED, REPRINT

STORY = (
    "北岭林场工会把流动书屋开上了防火瞭望塔，六名瞭望员轮班值守，最长的一班要住二十天，书是他们点名要的。"
    "管书屋的谢雁南每半个月上山一趟，骡子驮着两只木箱，一箱新书，一箱旧书换回来，下雪天也没有断过一回。"
    "瞭望员们在塔里钉了书架，读完的书写上一两句话再往下传，有人爱看养蜂，有人补习数学，准备考护林员证书。"
    "去年冬天大雪封山，木箱迟到了九天，塔上的人把旧报纸读了三遍，连中缝里的启事都背得出来，说起来都笑了。"
    "工会打算开春再添两只木箱，把书送到更远的三座塔，也请退休的老瞭望员写一写当年怎样靠一盏马灯认路回家。"
)
MISREAD = STORY.replace("木箱", "木籍").replace("瞭望员们", "瞭望贝们")
OTHER = "雨季施工的班组搬进了新宿舍，楼道装了烘干间，工会请大家投票选出晾衣架的样式，选中的当周就装好了。" * 7
DAY = IssueDate(2021, 7, 2)
Item = tuple[str, str]


def reading(name: str, *items: Item, date: IssueDate = DAY, page: str = "", edition: int = 1) -> Reading:
    """One source; its media type follows from its name."""
    text = "\n\n".join("\n\n".join(item) for item in items)
    kind = "application/pdf" if name.endswith("pdf") else "text/plain"
    sha = f"{name}{edition}".encode().hex().zfill(64)
    source = Source(name, text.encode(), sha, "utf-8", text, "ldwb", date, Page(page), kind)
    cut = tuple(
        Article(h, (b,), newspaper="ldwb", date=date, page=Page(page), source=name, source_sha256=sha, order=order)
        for order, (h, b) in enumerate(items)
    )
    return Reading(source, cut)


TEXT = reading("a.txt", ("书屋上塔", STORY))
PDF = reading("a.pdf", ("书屋上塔", MISREAD), ("宿舍", OTHER), page="03")


def saved(store: Store, *readings: Reading) -> None:
    """Each in a batch of its own."""
    for one in readings:
        store.save([one])
        store.likenesses.refresh()


def shown(store: Store) -> list[tuple[Article, frozenset[str]]]:
    """What readers see, without what may depend on the order: ids and numbers of revisions."""
    return [
        (replace(one.article, id="", revision=0), frozenset(store.sources_of(one.article.id)))
        for one in store.articles()
    ]


def test_text_and_pdf_of_one_issue_are_one_article_of_which_the_text_is_shown(store: Store) -> None:
    store.save([TEXT, PDF])
    assert [link.kind for link in store.likenesses.refresh()] == [MERGED]
    story = next(one.article for one in store.articles() if one.article.headline == "书屋上塔")
    assert story.text == STORY
    assert (story.date, story.page.number, story.revision) == (DAY, "03", 2)
    assert store.sources_of(story.id) == ("a.txt", "a.pdf")
    assert store.counts().published == 2
    assert store.counts().merged == 1


def test_the_id_that_was_there_first_stays_and_the_other_leads_to_it(store: Store) -> None:
    saved(store, PDF)
    [first] = [one.article for one in store.articles() if one.article.headline == "书屋上塔"]
    saved(store, TEXT)
    kept = store.article(first.id)
    assert kept is not None
    assert kept.article.text == STORY
    assert store.sources_of(first.id) == ("a.txt", "a.pdf")
    assert [one.reason for one in store.editing.revisions(first.id)][-1] == "同一版面的另一份来源"


def test_a_day_that_one_source_does_not_know_is_taken_from_the_other(store: Store) -> None:
    saved(store, reading("a.txt", ("书屋上塔", STORY), date=IssueDate(2021, 7)), reading("a.pdf", ("书屋上塔", STORY)))
    [story] = [one.article for one in store.articles()]
    assert (story.date, story.source) == (DAY, "a.txt")


def test_much_the_same_words_are_not_one_print_when_a_day_is_not_known(store: Store) -> None:
    saved(
        store, reading("a.txt", ("书屋上塔", STORY), date=IssueDate(2021, 7)), reading("a.pdf", ("书屋上塔", MISREAD))
    )
    assert store.counts().merged == 0


def test_what_is_read_again_changes_nothing(store: Store) -> None:
    saved(store, TEXT, PDF)
    before, stamps = shown(store), store.stamps()
    assert [outcome.status for outcome in store.save([TEXT, PDF])] == ["unchanged", "unchanged"]
    assert store.likenesses.refresh() == []
    assert (shown(store), store.stamps()) == (before, stamps)


def test_pages_that_contradict_or_another_day_make_a_reprint(store: Store) -> None:
    saved(
        store,
        reading("a.txt", ("书屋上塔", STORY), page="01"),
        reading("b.pdf", ("书屋上塔", STORY), page="04"),
        reading("c.txt", ("书屋上塔", STORY), date=IssueDate(2021, 7, 9)),
    )
    assert store.counts().published == 3
    assert store.counts().merged == 0
    kinds = {link.kind for name in store.stamps() for link in store.likenesses.of(name)}
    assert kinds == {REPRINT}


def test_a_corrected_source_keeps_the_article_together(store: Store) -> None:
    saved(store, TEXT, PDF)
    better = STORY.replace("六名", "七名")
    [corrected] = store.save([reading("a.txt", ("书屋上塔", better), edition=2)])
    assert corrected.status == "corrected"
    store.likenesses.refresh()
    [story] = [one.article for one in store.articles() if one.article.headline == "书屋上塔"]
    assert story.text == better
    assert story.page.number == "03"
    assert store.sources_of(story.id) == ("a.txt", "a.pdf")


def test_an_article_that_one_source_no_longer_has_lives_on_by_the_other(store: Store) -> None:
    more = ("宿舍", OTHER), ("第三条", OTHER[9:-40] + "烘干间夜里也开着门。")
    saved(store, reading("a.txt", ("书屋上塔", STORY), *more), reading("a.pdf", ("书屋上塔", MISREAD)))
    [story] = [one.article for one in store.articles() if one.article.headline == "书屋上塔"]
    [outcome] = store.save([reading("a.txt", *more, edition=2)])
    assert outcome.withdrawn == 0
    store.likenesses.refresh()
    kept = store.article(story.id)
    assert kept is not None
    assert kept.article.text == MISREAD
    assert store.sources_of(story.id) == ("a.pdf",)
    assert story.id in store.stamps()


def test_a_correction_to_another_story_takes_its_source_out_of_the_article(store: Store) -> None:
    story = ("书屋上塔", STORY)
    saved(store, reading("a.txt", story, ("宿舍", OTHER)), reading("a.pdf", ("书屋上塔", MISREAD)))
    saved(
        store, reading("a.txt", ("书屋上塔", "旧稿作废，全文另发，编辑部向作者致歉。" * 20), ("宿舍", OTHER), edition=2)
    )
    found = {one.article.text[:4]: store.sources_of(one.article.id) for one in store.articles()}
    assert found == {"北岭林场": ("a.pdf",), "旧稿作废": ("a.txt",), "雨季施工": ("a.txt",)}


THREE = (TEXT, PDF, reading("a.html", ("书屋上塔", STORY[:-20]), ("别的", OTHER[3:])))


@settings(max_examples=4, deadline=None, phases=(Phase.explicit, Phase.generate))  # each makes two databases
@given(order=st.permutations(range(3)), one_batch=st.booleans())
def test_the_order_of_arrival_does_not_matter(order: Sequence[int], one_batch: bool) -> None:
    def archive(*readings: Reading, together: bool) -> list[tuple[Article, frozenset[str]]]:
        with tempfile.TemporaryDirectory() as folder, Store(f"sqlite:///{Path(folder) / 'one.sqlite'}") as store:
            if together:
                store.save(readings)
                store.likenesses.refresh()
            else:
                saved(store, *readings)
            return shown(store)

    expected = archive(*THREE, together=True)
    assert len(expected) == 2
    assert archive(*(THREE[number] for number in order), together=one_batch) == expected
