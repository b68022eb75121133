"""A person's word on a tag: kept with its author, stronger than the machine, undone, and carried over by merging."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable

import pytest
from tests.core.test_further_sources import PDF, TEXT

from gongbao.core.annotations import Annotations, Evidence, Origin, Status, Tag
from gongbao.core.errors import StoreError
from gongbao.core.records import Reading
from gongbao.core.store import Store
from gongbao.core.store.decisions import Decision

MakeReading = Callable[..., Reading]
FIRST = ("果园工会送清凉", "连日来气温攀升，果园里的采摘工拿到了清凉包，午休的凉棚也搭了起来，大家都说心里舒坦。")
SECOND = ("读书会办到渔港", "渔民们在新建的职工书屋里读书，一上午借出去三十多本，管理员忙个不停，连声说好。")
CAMPAIGN = ("campaign", "送清凉")
WORDS = (Evidence("headline", 0, 4, 7, "送清凉", "alias"),)
MACHINE = Tag(*CAMPAIGN, 0.9, Status.SET, Origin.RULE, WORDS)
DOUBTFUL = Tag("activity", "慰问", 0.55, Status.SUGGESTED, Origin.RULE, WORDS)


def saved(store: Store, make_reading: MakeReading) -> list[str]:
    """Two tagged articles; their ids."""
    store.save([make_reading(FIRST, SECOND)])
    tag_all(store)
    return [tagged.article.id for tagged in store.articles()]


def tag_all(store: Store, *tags: Tag, tagger: str = "rules") -> None:
    found = Annotations(tags or (MACHINE, DOUBTFUL))
    store.annotate([(article, found) for article in list(store.untagged(tagger))], tagger)


def tags_of(store: Store, article_id: str) -> dict[str, Tag]:
    tagged = store.article(article_id)
    assert tagged is not None
    return {tag.label: tag for tag in tagged.annotations.tags}


def said(decisions: list[Decision]) -> list[tuple[str, str, str]]:
    return [(one.label, str(one.verdict), one.author) for one in decisions]


def test_a_confirmed_tag_keeps_what_the_machine_said_and_changes_the_stamp(
    store: Store, make_reading: MakeReading
) -> None:
    first, other = saved(store, make_reading)
    before = store.stamps()
    [made] = store.decisions.decide(first, [(*CAMPAIGN, "confirmed")], "陆知秋")
    assert tags_of(store, first)["送清凉"] == Tag(*CAMPAIGN, 0.9, Status.CONFIRMED, Origin.RULE, WORDS)
    assert store.stamps()[first] != before[first]
    assert store.stamps()[other] == before[other]
    assert datetime.datetime.now(datetime.UTC) - made.recorded_at < datetime.timedelta(minutes=1)
    assert store.decisions.history(first) == [made]
    assert store.decisions.article_ids() == [first]
    assert store.decisions.counts() == {"confirmed": 1, "rejected": 0}


def test_a_rejected_tag_is_not_shown_and_not_set_again(store: Store, make_reading: MakeReading) -> None:
    first, _ = saved(store, make_reading)
    store.decisions.decide(first, [(*CAMPAIGN, "rejected")], "陆知秋")
    stamp = store.stamps()[first]
    store.forget_taggers()
    tag_all(store)
    tagged = store.article(first)
    assert tagged is not None
    assert tagged.labels("campaign") == ()
    assert tags_of(store, first)["送清凉"].status is Status.REJECTED
    assert store.stamps()[first] == stamp  # tagging again changes nothing that index or site show


def test_a_label_that_only_a_person_gave_is_certain_and_theirs(store: Store, make_reading: MakeReading) -> None:
    first, _ = saved(store, make_reading)
    store.decisions.decide(first, [("campaign", "职工书屋", "confirmed")], "陆知秋")
    assert tags_of(store, first)["职工书屋"] == Tag("campaign", "职工书屋", 1.0, Status.CONFIRMED, Origin.PERSON)
    store.decisions.decide(first, [("campaign", "职工书屋", "rejected")], "韩若谷")
    assert tags_of(store, first)["职工书屋"] == Tag("campaign", "职工书屋", 0.0, Status.REJECTED, Origin.PERSON)
    assert [one.author for one in store.decisions.history(first)] == ["陆知秋", "韩若谷"]


def test_what_is_undone_is_the_machines_again(store: Store, make_reading: MakeReading) -> None:
    first, _ = saved(store, make_reading)
    before = store.stamps()
    judged = [(*CAMPAIGN, "rejected"), ("campaign", "职工书屋", "confirmed")]
    store.decisions.decide(first, judged, "陆知秋")
    assert store.count_untagged("rules") == 0
    undone = store.decisions.decide(first, [(*one[:2], "undone") for one in judged], "陆知秋")
    assert [str(one.verdict) for one in undone] == ["undone", "undone"]
    assert tags_of(store, first).keys() == {"慰问"}
    assert [article.id for article in store.untagged("rules")] == [first]
    tag_all(store)
    assert tags_of(store, first)["送清凉"] == MACHINE
    assert store.stamps() == before
    assert store.decisions.article_ids() == []
    assert len(store.decisions.history(first)) == 4


def test_deciding_the_same_again_adds_nothing(store: Store, make_reading: MakeReading) -> None:
    first, _ = saved(store, make_reading)
    judged = [(*CAMPAIGN, "confirmed"), ("activity", "慰问", "rejected")]
    assert len(store.decisions.decide(first, judged, "陆知秋")) == 2
    before = (store.stamps(), store.decisions.history(first))
    assert store.decisions.decide(first, judged, "韩若谷") == []
    assert store.decisions.decide(first, [("campaign", "劳模精神", "undone")], "韩若谷") == []
    assert (store.stamps(), store.decisions.history(first)) == before


def test_a_dry_run_tells_and_changes_nothing(store: Store, make_reading: MakeReading) -> None:
    ids = saved(store, make_reading)
    before = list(store.articles())
    told = store.decisions.decide_all(ids, [(*CAMPAIGN, "confirmed")], "陆知秋", dry_run=True)
    assert [one.article_id for one in told] == sorted(ids)
    assert list(store.articles()) == before
    assert store.decisions.history(ids[0]) == []


def test_many_articles_are_judged_all_or_none(store: Store, make_reading: MakeReading) -> None:
    ids = saved(store, make_reading)
    before = store.stamps()
    with pytest.raises(StoreError, match="存档里没有编号为 没有 的文章"):
        store.decisions.decide_all([*ids, "没有"], [(*CAMPAIGN, "confirmed")], "陆知秋")
    assert store.stamps() == before
    assert len(store.decisions.decide_all([*ids, *ids], [(*CAMPAIGN, "confirmed")], "陆知秋")) == 2


def test_a_withdrawn_article_is_refused_with_a_sentence(store: Store, make_reading: MakeReading) -> None:
    first, _ = saved(store, make_reading)
    store.withdraw(first, "重复")
    with pytest.raises(StoreError, match=r"已撤回（重复）.*--undo"):
        store.decisions.decide(first, [(*CAMPAIGN, "confirmed")], "陆知秋")


@pytest.mark.parametrize(
    ("judgments", "author", "sentence"),
    [
        ([("people", "送清凉", "confirmed")], "陆知秋", "没有“people”这一类标签"),
        ([(*CAMPAIGN, "maybe")], "陆知秋", "不能作“maybe”这样的决定"),
        ([("campaign", " ", "confirmed")], "陆知秋", "标签要有名字"),
        ([("campaign", "长" * 101, "confirmed")], "陆知秋", "100 个字以内"),
        ([(*CAMPAIGN, "confirmed")], " ", "评标签的人要有名字"),
        ([(*CAMPAIGN, "confirmed"), (*CAMPAIGN, "rejected")], "陆知秋", "两个相反的决定"),
    ],
)
def test_what_is_no_decision_is_refused_with_a_sentence(
    store: Store,
    make_reading: MakeReading,
    judgments: list[tuple[str, str, str]],
    author: str,
    sentence: str,
) -> None:
    first, _ = saved(store, make_reading)
    with pytest.raises(StoreError, match=sentence):
        store.decisions.decide(first, judgments, author)
    assert store.decisions.article_ids() == []


def test_the_least_sure_open_tags_come_first_and_in_a_fixed_order(store: Store, make_reading: MakeReading) -> None:
    ids = saved(store, make_reading)
    queue = store.decisions.uncertain(10)
    assert [(one.tag.label, one.article_id) for one in queue] == [
        *(("慰问", name) for name in reversed(ids)),
        *(("送清凉", name) for name in reversed(ids)),
    ]
    assert {one.headline for one in queue} == {FIRST[0], SECOND[0]}
    assert queue[0].tag == DOUBTFUL
    assert [one.tag.label for one in store.decisions.uncertain(1)] == ["慰问"]
    assert {one.tag.label for one in store.decisions.uncertain(10, ["campaign"])} == {"送清凉"}
    assert store.decisions.uncertain(1, half_sure=0.9)[0].tag == MACHINE
    store.decisions.decide(ids[0], [("activity", "慰问", "confirmed")], "陆知秋")
    store.withdraw(ids[1], "重复")
    assert [one.tag for one in store.decisions.uncertain(10)] == [MACHINE]


def test_writers_at_the_same_time_lose_nothing(store: Store, make_reading: MakeReading, database_url: str) -> None:
    ids = saved(store, make_reading)
    labels = [f"主题{number}" for number in range(6)]

    def decide(label: str) -> None:
        with Store(database_url) as own:
            for name in ids:
                own.decisions.decide(name, [("campaign", label, "confirmed")], label)

    def tag_again() -> None:
        with Store(database_url) as own:
            for number in range(6):
                tag_all(own, tagger=f"rules-{number}")

    writers = [threading.Thread(target=decide, args=(label,)) for label in labels] + [
        threading.Thread(target=tag_again)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    for name in ids:
        assert {*labels, "送清凉"} <= tags_of(store, name).keys()
        assert {one.author for one in store.decisions.history(name)} == set(labels)


def merged(store: Store, at_dropped: str, at_kept: str = "") -> tuple[str, str]:
    """The PDF's story is decided on, then the text is read, decided on too, and the two become one: (kept, dropped)."""
    store.save([PDF])
    [dropped] = [one.article.id for one in store.articles() if one.article.headline == "书屋上塔"]
    store.save([TEXT])
    [kept] = [one.article.id for one in store.articles() if one.article.source == "a.txt"]
    tag_all(store)
    store.decisions.decide(dropped, [(*CAMPAIGN, at_dropped), ("campaign", "职工书屋", "confirmed")], "陆知秋")
    if at_kept:
        store.decisions.decide(kept, [(*CAMPAIGN, at_kept)], "韩若谷")
    store.likenesses.refresh()
    assert kept in {one.article.id for one in store.articles()}
    return kept, dropped


def test_what_was_decided_on_a_merged_article_stands_at_the_one_that_is_kept(store: Store) -> None:
    kept, dropped = merged(store, "rejected")
    tags = tags_of(store, kept)
    assert (tags["送清凉"].status, tags["职工书屋"].status) == (Status.REJECTED, Status.CONFIRMED)
    assert said(store.decisions.history(kept)) == [
        ("送清凉", "rejected", "陆知秋"),
        ("职工书屋", "confirmed", "陆知秋"),
    ]
    assert store.decisions.history(dropped) == store.decisions.history(kept)
    assert store.decisions.article_ids() == [kept]
    assert store.decisions.counts() == {"confirmed": 1, "rejected": 1}
    stamp = store.stamps()[kept]
    store.decisions.decide(dropped, [(*CAMPAIGN, "confirmed")], "韩若谷")  # the old id acts on the kept article
    assert tags_of(store, kept)["送清凉"].status is Status.CONFIRMED
    assert store.stamps()[kept] != stamp


def test_what_was_decided_on_the_kept_article_itself_stays(store: Store) -> None:
    kept, _ = merged(store, "rejected", at_kept="confirmed")
    tags = tags_of(store, kept)
    assert {tags[label].status for label in ("送清凉", "职工书屋")} == {Status.CONFIRMED}
    assert said(store.decisions.history(kept)) == [
        ("送清凉", "confirmed", "韩若谷"),
        ("职工书屋", "confirmed", "陆知秋"),
    ]


def test_decisions_follow_an_article_that_a_corrected_source_joins_to_another(
    store: Store, make_reading: MakeReading
) -> None:
    first, second = saved(store, make_reading)
    store.decisions.decide(second, [("campaign", "职工书屋", "confirmed")], "陆知秋")
    joined = (FIRST[0], f"{FIRST[1]}{SECOND[1]}")
    store.save([make_reading(joined, raw="更正" + joined[1])])
    assert [tagged.article.id for tagged in store.articles()] == [first]
    assert tags_of(store, first)["职工书屋"].status is Status.CONFIRMED
    assert said(store.decisions.history(second)) == [("职工书屋", "confirmed", "陆知秋")]


def test_an_article_is_found_by_the_beginning_of_its_id(store: Store, make_reading: MakeReading) -> None:
    ids = sorted(saved(store, make_reading))
    assert store.decisions.ids_from("ldwb-2021-07", 10) == ids
    assert store.decisions.ids_from("ldwb-2021-07", 1) == ids[:1]
    assert store.decisions.ids_from(ids[1], 10) == ids[1:]
    assert store.decisions.ids_from("ldwb%", 10) == []
