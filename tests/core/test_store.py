"""The store keeps what it was given, knows what it has seen, and lets nobody's decision be lost."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gongbao.core.annotations import Annotations, Evidence, Figure, Mention, Origin, Status, Tag
from gongbao.core.errors import StoreError
from gongbao.core.records import Reading
from gongbao.core.store import Store

MakeReading = Callable[..., Reading]
FIRST = ("房山工会送清凉", "连日来气温攀升，各级工会把清凉包送到一线职工手中，职工们说心里也凉快了。")
SECOND = ("读书会办到工地上", "工友们在新建的职工书屋里读书，一上午借出去三十多本，管理员忙个不停。")


def machine_tag(label: str = "送清凉", score: float = 0.9, status: Status = Status.SET) -> Tag:
    evidence = (Evidence("headline", 0, 4, 7, "送清凉", "alias"),)
    return Tag("campaign", label, score, status, Origin.RULE, evidence)


def annotate_all(store: Store, *tags: Tag, tagger: str = "rules-1") -> None:
    store.annotate([(article, Annotations(tags)) for article in store.untagged(tagger)], tagger)


def test_raw_input_is_kept_byte_for_byte(store: Store, make_reading: MakeReading) -> None:
    reading = make_reading(FIRST, raw="﻿" + FIRST[0] + "\r\n\r\n" + FIRST[1])
    store.save([reading])
    assert store.raw(reading.source.sha256) == reading.source.raw


def test_a_reading_comes_back_as_it_was_saved(store: Store, make_reading: MakeReading) -> None:
    reading = make_reading(FIRST, SECOND, furniture="广告")
    [outcome] = store.save([reading])
    articles = [tagged.article for tagged in store.articles()]
    assert outcome.status == "new"
    assert [a.id for a in articles] == list(outcome.articles)
    for given, kept in zip(reading.articles, articles, strict=True):
        assert (kept.headline, kept.paragraphs, kept.spans, kept.date) == (
            given.headline,
            given.paragraphs,
            given.spans,
            given.date,
        )
        assert kept.revision == 1
    assert [(name, d.text, d.reason) for name, d in store.discards()] == [("page.txt", "广告", "furniture")]


def test_reading_the_same_input_again_changes_nothing(store: Store, make_reading: MakeReading) -> None:
    reading = make_reading(FIRST, SECOND)
    store.save([reading])
    before = (store.counts(), store.stamps())
    [again] = store.save([reading])
    assert again.status == "unchanged"
    assert (store.counts(), store.stamps()) == before
    assert store.knows([reading.source]) == [True]


def test_a_corrected_input_makes_a_revision_under_the_same_id(store: Store, make_reading: MakeReading) -> None:
    [first] = store.save([make_reading(FIRST, SECOND)])
    corrected = (FIRST[0], FIRST[1].replace("攀升", "升高"))
    [second] = store.save([make_reading(corrected, SECOND)])
    assert second.status == "corrected"
    assert second.articles == first.articles
    assert second.revised == 1
    assert len(store.editing.revisions(first.articles[0])) == 2
    assert len(store.editing.revisions(first.articles[1])) == 1
    kept = store.article(first.articles[0])
    assert kept is not None
    assert kept.article.paragraphs == (corrected[1],)


def test_an_old_version_of_a_corrected_input_does_not_come_back(store: Store, make_reading: MakeReading) -> None:
    old, new = make_reading(FIRST), make_reading((FIRST[0], FIRST[1] + "（更正）"))
    store.save([old])
    store.save([new])
    [outcome] = store.save([old])
    assert outcome.status == "superseded"
    [kept] = store.articles()
    assert kept.article.paragraphs == new.articles[0].paragraphs


def test_another_paper_under_the_same_file_name_is_not_a_correction(store: Store, make_reading: MakeReading) -> None:
    store.save([make_reading(FIRST)])
    [outcome] = store.save([make_reading(SECOND)])
    assert outcome.status == "new"
    assert store.counts().published == 2


def test_pages_of_two_days_under_one_file_name_never_correct_each_other(
    store: Store, make_reading: MakeReading
) -> None:
    standing = "工会简讯"
    first = make_reading((standing, FIRST[1]), SECOND, name="03.txt", date="2021-07-16")
    second = make_reading((standing, "另一天的简讯，写的是另外一件事情。"), SECOND, name="03.txt", date="2021-07-17")
    assert [o.status for o in store.save([first, second])] == ["new", "new"]
    assert store.counts().published == 4


def test_a_standing_headline_alone_does_not_make_a_correction(store: Store, make_reading: MakeReading) -> None:
    store.save([make_reading(("工会简讯", FIRST[1]), ("短波", "码头夜班加餐，热汤送到桥吊下。"))])
    [outcome] = store.save([make_reading(("工会简讯", "电缆沟里抢修到天明，居民送来姜茶。"), ("短波", SECOND[1]))])
    assert outcome.status == "new"
    assert store.counts().published == 4


def test_what_a_person_withdrew_stays_withdrawn_when_its_source_is_corrected(
    store: Store, make_reading: MakeReading
) -> None:
    [first] = store.save([make_reading(FIRST, SECOND)])
    store.withdraw(first.articles[0], "当事人要求")
    [second] = store.save([make_reading((FIRST[0], FIRST[1] + "（更正）"), SECOND)])
    assert second.articles == first.articles
    assert store.withdrawal(first.articles[0]) == "当事人要求"
    assert [tagged.article.id for tagged in store.articles()] == [first.articles[1]]


def test_an_article_that_one_correction_dropped_and_the_next_has_again_is_published_again(
    store: Store, make_reading: MakeReading
) -> None:
    [first] = store.save([make_reading(FIRST, SECOND)])
    [dropped] = store.save([make_reading(FIRST, raw="更正一")])
    assert dropped.withdrawn == 1
    [again] = store.save([make_reading(FIRST, SECOND, raw="更正二")])
    assert again.articles == first.articles
    assert store.counts().published == 2


def test_articles_that_a_correction_joins_redirect_to_the_joined_one(store: Store, make_reading: MakeReading) -> None:
    [first] = store.save([make_reading(FIRST, ("短讯", SECOND[1]))])
    [second] = store.save([make_reading((FIRST[0], FIRST[1] + SECOND[1]))])
    assert second.articles == first.articles[:1]
    assert second.withdrawn == 1
    assert store.counts().withdrawn == 1
    assert [tagged.article.id for tagged in store.articles()] == [first.articles[0]]


def test_the_same_input_with_its_date_made_known_keeps_its_articles(store: Store, make_reading: MakeReading) -> None:
    [first] = store.save([make_reading(FIRST, date="")])
    [second] = store.save([make_reading(FIRST, date="2021-07-16")])
    assert second.articles == first.articles
    [kept] = store.articles()
    assert str(kept.article.date) == "2021-07-16"


def test_the_same_brief_printed_twice_gets_two_ids(store: Store, make_reading: MakeReading) -> None:
    [outcome] = store.save([make_reading(FIRST, FIRST)])
    assert len(set(outcome.articles)) == 2


def test_two_files_of_one_name_in_one_batch_are_told_apart(store: Store, make_reading: MakeReading) -> None:
    outcomes = store.save([make_reading(FIRST), make_reading(FIRST), make_reading(SECOND)])
    assert [o.status for o in outcomes] == ["new", "unchanged", "new"]


def test_tags_mentions_and_figures_come_back_as_they_were_found(store: Store, make_reading: MakeReading) -> None:
    store.save([make_reading(FIRST)])
    found = Annotations(
        (machine_tag(),),
        (Mention("person", "王芳", "王芳", "paragraph", 0, 3, 5, role="记者"),),
        (Figure("500份清凉包", 500, "份", "清凉包", False, "paragraph", 0, 1, 8),),
    )
    [article] = store.untagged("rules-1")
    store.annotate([(article, found)], "rules-1")
    [kept] = store.articles()
    assert kept.annotations == found
    assert kept.labels("campaign") == ("送清凉",)
    assert list(store.untagged("rules-1")) == []


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.REJECTED])
def test_a_persons_decision_survives_tagging_again(store: Store, make_reading: MakeReading, status: Status) -> None:
    store.save([make_reading(FIRST)])
    decision = Tag("campaign", "送清凉", 1.0, status, Origin.PERSON)
    annotate_all(store, decision)
    annotate_all(store, machine_tag(), machine_tag("送温暖", 0.4, Status.SUGGESTED), tagger="rules-2")
    [kept] = store.articles()
    assert replace(decision, evidence=machine_tag().evidence) in kept.annotations.tags  # found again: it can be shown
    assert {tag.label for tag in kept.annotations.tags} == {"送清凉", "送温暖"}


def test_a_persons_decision_survives_a_corrected_input(store: Store, make_reading: MakeReading) -> None:
    store.save([make_reading(FIRST)])
    annotate_all(store, Tag("campaign", "送清凉", 1.0, Status.REJECTED, Origin.PERSON))
    store.save([make_reading((FIRST[0], FIRST[1] + "记者看到，现场秩序良好。"))])
    annotate_all(store, machine_tag())
    [kept] = store.articles()
    assert kept.labels("campaign") == ()


def test_what_only_the_machine_found_is_replaced(store: Store, make_reading: MakeReading) -> None:
    store.save([make_reading(FIRST)])
    annotate_all(store, machine_tag("送温暖"))
    annotate_all(store, machine_tag("送清凉"), tagger="rules-2")
    [kept] = store.articles()
    assert kept.labels("campaign") == ("送清凉",)


def test_a_revised_article_is_tagged_again(store: Store, make_reading: MakeReading) -> None:
    store.save([make_reading(FIRST)])
    annotate_all(store, machine_tag())
    store.save([make_reading((FIRST[0], FIRST[1] + "又讯。"))])
    assert store.count_untagged("rules-1") == 1


def test_a_stamp_changes_when_text_or_tags_change_and_else_stays(store: Store, make_reading: MakeReading) -> None:
    store.save([make_reading(FIRST, SECOND)])
    before = store.stamps()
    annotate_all(store, machine_tag())
    tagged = store.stamps()
    assert all(before[key] != tagged[key] for key in before)
    store.forget_taggers()
    annotate_all(store, machine_tag())
    assert store.stamps() == tagged


def test_a_withdrawn_article_is_no_longer_published_and_keeps_its_text(store: Store, make_reading: MakeReading) -> None:
    [outcome] = store.save([make_reading(FIRST)])
    store.withdraw(outcome.articles[0], "事实有误")
    assert store.withdrawal(outcome.articles[0]) == "事实有误"
    assert list(store.articles()) == []
    assert store.stamps() == {}
    assert store.article(outcome.articles[0]) is not None
    with pytest.raises(StoreError, match="no-such-id"):
        store.withdraw("no-such-id", "试")
    store.restore(outcome.articles[0])
    assert [tagged.article.id for tagged in store.articles()] == list(outcome.articles)


def test_articles_come_by_date_and_what_has_no_date_comes_first(store: Store, make_reading: MakeReading) -> None:
    for number, date in enumerate(("2021-07-16", "", "2021", "2020-12-31", "2021-07")):
        store.save([make_reading((f"标题{number}", f"第{number}篇正文。"), name=f"{number}.txt", date=date)])
    dates = [str(tagged.article.date) for tagged in store.articles()]
    assert dates == ["", "2020-12-31", "2021", "2021-07", "2021-07-16"]


def test_streaming_many_articles_gives_each_once(store: Store, make_reading: MakeReading) -> None:
    articles = [(f"标题{number}", f"正文{number}。") for number in range(1203)]
    store.save([make_reading(*articles)])
    ids = [tagged.article.id for tagged in store.articles()]
    assert len(ids) == len(set(ids)) == 1203


def test_a_database_of_a_newer_version_is_refused_with_a_sentence(store: Store, database_url: str) -> None:
    with store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="更新版本"):
        Store(database_url)


def test_a_file_that_is_no_database_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "gongbao.sqlite"
    path.write_bytes(b"not a database, only text that is long enough to be looked at" * 20)
    with pytest.raises(StoreError, match="损坏"):
        Store(f"sqlite:///{path}")


def test_a_password_in_the_address_is_never_shown() -> None:
    with pytest.raises(StoreError) as caught:
        Store("nosuchdatabase://editor:geheim@host/db")
    assert "geheim" not in str(caught.value)


def test_saved_readings_survive_a_kill_right_after_they_were_acknowledged(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'gongbao.sqlite'}"
    program = f"""
import hashlib, sys
from gongbao.core.records import Article, Reading, Source
from gongbao.core.store import Store
store = Store({url!r})
for number in range(10_000):
    raw = str(number).encode()
    source = Source(f"{{number}}.txt", raw, hashlib.sha256(raw).hexdigest(), "utf-8", str(number))
    store.save([Reading(source, (Article(f"标题{{number}}", ("正文",), source=source.name),))])
    print(number, flush=True)
"""
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    acknowledged = [int(child.stdout.readline()) for _ in range(25)]
    child.send_signal(signal.SIGKILL)
    acknowledged += [int(line) for line in child.stdout.read().split()]
    child.stdout.close()
    child.wait()
    with Store(url) as store:
        kept = {tagged.article.headline for tagged in store.articles()}
    assert {f"标题{number}" for number in acknowledged} <= kept
