"""What people do to articles: nothing is lost, the second is told, and every change says who, when and what."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gongbao.core.annotations import Annotations, Origin, Status, Tag
from gongbao.core.dates import IssueDate
from gongbao.core.errors import StoreError
from gongbao.core.records import Article, Notice, Page, Reading, State
from gongbao.core.store import Store
from gongbao.core.store.editing import ConflictError

MakeReading = Callable[..., Reading]
FIRST = ("果园工会送清凉", "连日来气温攀升，果园里的采摘工拿到了清凉包，午休的凉棚也搭了起来。")
SECOND = ("读书会办到渔港", "渔民们在新建的职工书屋里读书，一上午借出去三十多本。")
DAY = IssueDate(2026, 3, 2)
STORY = Article("盐场夜班有热汤", ("盐场工会把热汤送到夜班岗位。",), newspaper="ldwb", date=DAY, page=Page("3"))
RAW = "盐场夜班有热汤\n盐场工会把热汤送到夜班岗位。".encode()
TAG = Tag("campaign", "送清凉", 0.9, Status.SET, Origin.RULE)


@pytest.fixture
def ids(store: Store, make_reading: MakeReading) -> list[str]:
    """Two tagged articles of one page."""
    [outcome] = store.save([make_reading(FIRST, SECOND)])
    tag_all(store)
    return list(outcome.articles)


def tag_all(store: Store, tagger: str = "rules") -> None:
    store.annotate([(article, Annotations((TAG,))) for article in list(store.untagged(tagger))], tagger)


def article(store: Store, article_id: str) -> Article:
    tagged = store.article(article_id)
    assert tagged is not None
    return tagged.article


def happened(store: Store, article_id: str) -> list[tuple[str, str, str, int]]:
    return [(str(one.kind), one.author, one.detail, one.revision) for one in store.editing.events(article_id)]


def test_an_edit_is_a_revision_with_author_reason_and_time(store: Store, ids: list[str]) -> None:
    was, before = article(store, ids[0]), store.stamps()
    better = replace(was, headline="果园工会送来清凉", paragraphs=("连日来气温攀升。", "凉棚也搭了起来。"))
    assert store.editing.edit(ids[0], 1, better, "陆知秋", " 标题掉字 ") == 2
    now = article(store, ids[0])
    assert now == replace(better, revision=2)
    assert (now.spans, now.source, now.source_sha256) == (was.spans, was.source, was.source_sha256)
    assert store.stamps()[ids[0]] != before[ids[0]]
    assert store.stamps()[ids[1]] == before[ids[1]]
    assert [found.id for found in store.untagged("rules")] == [ids[0]]
    [first, second] = store.editing.revisions(ids[0])
    assert (first.number, first.author, first.reason) == (1, "reader", "首次读入")
    assert (second.number, second.author, second.reason) == (2, "陆知秋", "标题掉字")
    assert datetime.datetime.now(datetime.UTC) - second.recorded_at < datetime.timedelta(minutes=1)
    assert store.editing.revision(ids[0], 1) == was
    assert store.editing.revision(ids[0], 2) == now
    assert store.editing.revision(ids[0], 3) is None
    assert happened(store, ids[0]) == [("edited", "陆知秋", "标题掉字", 2)]


def test_what_is_saved_unchanged_makes_no_revision_and_no_event(store: Store, ids: list[str]) -> None:
    before = store.versions()
    assert store.editing.edit(ids[0], 1, article(store, ids[0]), "陆知秋") == 1
    assert store.versions() == before
    assert store.editing.events(ids[0]) == []
    assert list(store.untagged("rules")) == []


def test_the_second_of_two_is_told_and_shown_what_the_first_made(store: Store, ids: list[str]) -> None:
    seen = article(store, ids[0])
    store.editing.edit(ids[0], 1, replace(seen, headline="第一人改的"), "陆知秋")
    with pytest.raises(ConflictError, match="陆知秋 刚把这一篇改成了第 2 版") as caught:
        store.editing.edit(ids[0], 1, replace(seen, headline="第二人改的"), "韩若谷")
    assert caught.value.present == article(store, ids[0])
    assert caught.value.present.headline == "第一人改的"
    assert caught.value.author == "陆知秋"
    assert caught.value.recorded_at == store.editing.revisions(ids[0])[-1].recorded_at
    with pytest.raises(ConflictError):
        store.editing.restore_revision(ids[0], 1, 1, "韩若谷")
    assert store.editing.edit(ids[0], 2, replace(seen, headline="第二人改的"), "韩若谷") == 3


def test_any_revision_can_be_the_present_one_again(store: Store, ids: list[str]) -> None:
    was = article(store, ids[0])
    store.editing.edit(ids[0], 1, replace(was, headline="改坏了"), "陆知秋")
    assert store.editing.restore_revision(ids[0], 1, 2, "韩若谷") == 3
    assert article(store, ids[0]) == replace(was, revision=3)
    assert store.editing.revisions(ids[0])[-1].reason == "恢复第 1 版"
    assert happened(store, ids[0])[1] == ("revision restored", "韩若谷", "恢复第 1 版", 3)
    with pytest.raises(StoreError, match="没有第 9 版"):
        store.editing.restore_revision(ids[0], 9, 3, "韩若谷")


@pytest.mark.parametrize(
    ("changes", "author", "reason", "sentence"),
    [
        ({"headline": "", "paragraphs": (" ",)}, "陆知秋", "", "没有标题也没有正文"),
        ({"headline": "一\0二"}, "陆知秋", "", "存不下的字符"),
        ({"paragraphs": ("一\ud800二",)}, "陆知秋", "", "存不下的字符"),
        ({"headline": "改"}, " ", "", "改稿的人要有名字"),
        ({"headline": "改"}, "陆知秋", "长" * 501, "理由太长"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(
    store: Store, ids: list[str], changes: dict[str, Any], author: str, reason: str, sentence: str
) -> None:
    with pytest.raises(StoreError, match=sentence):
        store.editing.edit(ids[0], 1, replace(article(store, ids[0]), **changes), author, reason)
    assert len(store.editing.revisions(ids[0])) == 1


def test_an_edit_of_date_and_page_moves_the_article_in_the_archive(store: Store, ids: list[str]) -> None:
    moved = replace(article(store, ids[0]), date=IssueDate(2021, 8, 1), page=Page("2"))
    store.editing.edit(ids[0], 1, moved, "陆知秋", "日期读错")
    assert [tagged.article.id for tagged in store.articles()] == [ids[1], ids[0]]


def test_a_draft_is_seen_by_nobody_until_it_is_published(store: Store, ids: list[str]) -> None:
    draft = store.editing.save_draft(STORY, RAW, "韩若谷")
    tag_all(store)
    assert store.raw(article(store, draft).source_sha256) == RAW
    assert article(store, draft).source.startswith("desk-")
    assert {*store.stamps(), *store.versions()} == set(ids)
    assert draft not in {tagged.article.id for tagged in store.articles()}
    assert store.printed_pages.unseen() == {}
    [listed] = store.editing.drafts()
    assert (listed.article_id, listed.headline, listed.author, listed.revision) == (draft, STORY.headline, "韩若谷", 1)
    store.editing.publish(draft, "陆知秋")
    assert store.editing.drafts() == []
    kept = store.article(draft)
    assert kept is not None
    assert kept.article.state is State.PUBLISHED
    assert kept.labels("campaign") == ("送清凉",)
    assert set(store.stamps()) == {*ids, draft}
    assert happened(store, draft) == [("drafted", "韩若谷", "", 1), ("published", "陆知秋", "", 1)]
    with pytest.raises(StoreError, match="不是草稿"):
        store.editing.publish(draft, "陆知秋")


def test_a_draft_saved_twice_is_one_and_another_persons_is_another(store: Store) -> None:
    first = store.editing.save_draft(STORY, RAW, "韩若谷")
    assert store.editing.save_draft(STORY, RAW, "韩若谷") == first
    other = store.editing.save_draft(STORY, RAW, "陆知秋")
    assert other != first
    store.editing.edit(first, 1, replace(STORY, headline="盐场夜班喝上热汤"), "韩若谷")
    assert [one.article_id for one in store.editing.drafts()] == [first, other]
    assert store.editing.save_draft(STORY, RAW, "韩若谷") not in (first, other)


def test_a_draft_never_becomes_part_of_what_is_in_the_archive(store: Store, make_reading: MakeReading) -> None:
    body = FIRST[1] * 4
    store.save([make_reading((FIRST[0], body), date="2026-03-02")])
    draft = store.editing.save_draft(replace(STORY, headline=FIRST[0], paragraphs=(body,)), RAW, "韩若谷")
    assert store.likenesses.refresh() == []
    assert [one.article_id for one in store.editing.drafts()] == [draft]


def test_a_withdrawal_tells_who_and_why_and_leaves_a_tombstone(store: Store, ids: list[str]) -> None:
    before = store.stamps()
    with pytest.raises(StoreError, match="理由"):
        store.editing.withdraw(ids[0], " ", "陆知秋")
    store.editing.withdraw(ids[0], "事实有误", "陆知秋")
    assert ids[0] not in store.stamps()
    assert store.withdrawal(ids[0]) == "事实有误"
    [stone] = store.editing.tombstones()
    assert (stone.article_id, stone.reason) == (ids[0], "事实有误")
    in_china = store.editing.events(ids[0])[-1].recorded_at + datetime.timedelta(hours=8)
    assert stone.withdrawn_on == in_china.date()
    with pytest.raises(StoreError, match="已撤回（事实有误）"):
        store.editing.edit(ids[0], 1, STORY, "陆知秋")
    store.editing.restore(ids[0], "韩若谷")
    assert store.editing.tombstones() == []
    assert store.stamps() == before
    with pytest.raises(StoreError, match="没有被撤回"):
        store.editing.restore(ids[0], "韩若谷")
    assert [kind for kind, *_ in happened(store, ids[0])] == ["withdrawn", "restored"]


def test_a_draft_that_was_thrown_away_comes_back_as_a_draft_and_leaves_no_tombstone(store: Store) -> None:
    draft = store.editing.save_draft(STORY, RAW, "韩若谷")
    store.editing.withdraw(draft, "不发了", "陆知秋")
    assert store.editing.tombstones() == []
    assert store.printed_pages.unseen() == {}
    store.editing.restore(draft, "陆知秋")
    assert article(store, draft).state is State.DRAFT
    assert store.stamps() == {}


def test_what_is_marked_not_public_is_out_of_the_archive_until_it_is_marked_public(
    store: Store, ids: list[str]
) -> None:
    before = store.stamps()
    store.editing.set_public(ids[0], False, "陆知秋", "图片无授权")
    store.editing.set_public(ids[0], False, "陆知秋")
    assert set(store.stamps()) == {ids[1]}
    store.editing.set_public(ids[0], True, "陆知秋")
    assert store.stamps() == before
    assert [kind for kind, *_ in happened(store, ids[0])] == ["hidden", "shown"]


def test_a_notice_stands_with_its_article_and_changes_the_stamp(store: Store, ids: list[str]) -> None:
    before = store.stamps()
    notice = Notice(DAY, "文中“三百人”应为“三十人”。")
    made = store.editing.add_notice(ids[0], notice, "陆知秋")
    kept = store.article(ids[0])
    assert kept is not None
    assert kept.notices == (replace(notice, author="陆知秋", id=made),)
    noted = store.stamps()
    assert noted[ids[0]] != before[ids[0]]
    assert noted[ids[1]] == before[ids[1]]
    store.forget_taggers()
    tag_all(store)
    assert store.stamps() == noted
    store.decisions.decide(ids[0], [("campaign", "送清凉", "confirmed")], "陆知秋")
    assert store.stamps()[ids[0]] != noted[ids[0]]
    store.decisions.decide(ids[0], [("campaign", "送清凉", "undone")], "陆知秋")
    tag_all(store)
    assert store.stamps() == noted
    store.editing.remove_notice(ids[0], made, "韩若谷")
    assert store.stamps() == before
    assert happened(store, ids[0]) == [
        ("notice added", "陆知秋", notice.text, 1),
        ("notice removed", "韩若谷", notice.text, 1),
    ]
    with pytest.raises(StoreError, match="没有这一条更正"):
        store.editing.remove_notice(ids[0], made, "韩若谷")
    for unfit in (Notice(IssueDate(2026, 3), "缺日"), Notice(DAY, " ")):
        with pytest.raises(StoreError, match="更正要有正文和日期"):
            store.editing.add_notice(ids[0], unfit, "陆知秋")


def test_every_change_of_an_unknown_article_is_refused_with_a_sentence(store: Store) -> None:
    editing = store.editing
    for change in (
        lambda: editing.edit("没有", 1, STORY, "陆知秋"),
        lambda: editing.restore_revision("没有", 1, 1, "陆知秋"),
        lambda: editing.publish("没有", "陆知秋"),
        lambda: editing.withdraw("没有", "试", "陆知秋"),
        lambda: editing.restore("没有", "陆知秋"),
        lambda: editing.set_public("没有", False, "陆知秋"),
        lambda: editing.add_notice("没有", Notice(DAY, "试"), "陆知秋"),
        lambda: editing.keep("没有", "陆知秋"),
    ):
        with pytest.raises(StoreError, match="存档里没有编号为 没有 的文章"):
            change()
    assert editing.events("没有") == []
    assert editing.revisions("没有") == []
