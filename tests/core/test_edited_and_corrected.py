"""A source that is corrected after a person changed its article: the person's text stands, and an editor is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.core.test_further_sources import PDF, TEXT

from gongbao.core.records import Article, Reading, State
from gongbao.core.store import Store

MakeReading = Callable[..., Reading]
FIRST = ("果园工会送清凉", "连日来气温攀升，果园里的采摘工拿到了清凉包，午休的凉棚也搭了起来。")
SECOND = ("读书会办到渔港", "渔民们在新建的职工书屋里读书，一上午借出去三十多本。")
CORRECTED = (FIRST[0], FIRST[1].replace("攀升", "升高"))


def article(store: Store, article_id: str) -> Article:
    tagged = store.article(article_id)
    assert tagged is not None
    return tagged.article


@pytest.fixture
def edited(store: Store, make_reading: MakeReading) -> str:
    """The id of an article whose headline a person changed."""
    [outcome] = store.save([make_reading(FIRST, SECOND)])
    change(store, outcome.articles[0])
    return outcome.articles[0]


def change(store: Store, article_id: str, headline: str = "陆知秋改的标题") -> None:
    seen = article(store, article_id)
    store.editing.edit(article_id, seen.revision, replace(seen, headline=headline), "陆知秋")


def waiting(store: Store) -> list[tuple[str, str, int]]:
    return [(one.article_id, str(one.kind), one.revision) for one in store.editing.waiting()]


def test_the_persons_text_stands_and_the_corrected_one_is_kept_beside_it(
    store: Store, make_reading: MakeReading, edited: str
) -> None:
    before = store.versions()
    [outcome] = store.save([make_reading(CORRECTED, SECOND)])
    assert outcome.articles[0] == edited
    assert (outcome.status, outcome.revised) == ("corrected", 0)
    assert store.versions() == before
    assert article(store, edited).headline == "陆知秋改的标题"
    assert waiting(store) == [(edited, "source corrected", 3)]
    beside = store.editing.revision(edited, 3)
    assert beside is not None
    assert (beside.headline, beside.paragraphs) == (FIRST[0], (CORRECTED[1],))
    assert [one.author for one in store.editing.revisions(edited)] == ["reader", "陆知秋", "reader"]


def test_an_editor_takes_the_sources_text_or_keeps_the_persons(
    store: Store, make_reading: MakeReading, edited: str
) -> None:
    store.save([make_reading(CORRECTED, SECOND)])
    store.editing.keep(edited, "韩若谷")
    assert waiting(store) == []
    store.save([make_reading((FIRST[0], CORRECTED[1] + "又讯。"), SECOND)])
    assert waiting(store) == [(edited, "source corrected", 4)]
    change(store, edited, "看也没看又改一次")  # whoever edits has not thereby seen what the source says
    assert waiting(store) == [(edited, "source corrected", 4)]
    assert store.editing.restore_revision(edited, 4, 5, "韩若谷") == 6
    assert waiting(store) == []
    assert article(store, edited).paragraphs == (CORRECTED[1] + "又讯。",)


def test_once_the_sources_text_was_taken_corrections_are_present_again(
    store: Store, make_reading: MakeReading, edited: str
) -> None:
    store.editing.restore_revision(edited, 1, 2, "韩若谷")
    [outcome] = store.save([make_reading(CORRECTED, SECOND)])
    assert outcome.revised == 1
    assert article(store, edited).paragraphs == (CORRECTED[1],)
    assert article(store, edited).revision == 4
    assert waiting(store) == []


def test_a_correction_of_another_article_of_the_page_is_no_news(
    store: Store, make_reading: MakeReading, edited: str
) -> None:
    [outcome] = store.save([make_reading(FIRST, (SECOND[0], SECOND[1] + "又讯。"))])
    assert outcome.revised == 1
    assert len(store.editing.revisions(edited)) == 2
    assert waiting(store) == []


def test_a_source_that_says_what_the_person_wrote_is_no_news(
    store: Store, make_reading: MakeReading, edited: str
) -> None:
    store.save([make_reading(("陆知秋改的标题", FIRST[1]), SECOND)])
    assert waiting(store) == []
    store.save([make_reading(("陆知秋改的标题", CORRECTED[1]), SECOND)])  # nothing of the person's is lost by this
    assert article(store, edited).paragraphs == (CORRECTED[1],)
    assert waiting(store) == []


def test_an_article_is_known_again_however_much_a_person_changed(store: Store, make_reading: MakeReading) -> None:
    [outcome] = store.save([make_reading(FIRST, SECOND)])
    seen = article(store, outcome.articles[0])
    store.editing.edit(seen.id, 1, replace(seen, headline="全不同", paragraphs=("一个字也不一样",)), "陆知秋")
    [again] = store.save([make_reading(CORRECTED, SECOND)])
    assert again.articles == outcome.articles
    assert waiting(store) == [(seen.id, "source corrected", 3)]


def test_an_edited_article_that_the_corrected_source_drops_stays_and_is_told(
    store: Store, make_reading: MakeReading, edited: str
) -> None:
    [outcome] = store.save([make_reading(SECOND, raw="更正一")])
    assert outcome.withdrawn == 0
    assert article(store, edited).state is State.PUBLISHED
    assert waiting(store) == [(edited, "source dropped", 0)]
    [again] = store.save([make_reading(FIRST, SECOND, raw="更正二")])
    assert edited in again.articles
    store.editing.withdraw(edited, "确实没有", "韩若谷")
    assert waiting(store) == []


def test_every_older_version_of_a_corrected_source_is_known_as_one(store: Store, make_reading: MakeReading) -> None:
    versions = [make_reading((FIRST[0], FIRST[1] + "又讯。" * number)) for number in range(3)]
    [outcome] = store.save(versions[:1])
    change(store, outcome.articles[0])
    store.save(versions[1:])
    assert [one.status for one in store.save(versions)] == ["superseded", "superseded", "unchanged"]


def test_a_person_wrote_it_so_merging_drops_the_other_one(store: Store) -> None:
    store.save([PDF])
    [known] = [one.article.id for one in store.articles() if one.article.headline == "书屋上塔"]
    store.save([TEXT])
    [edited] = [one.article.id for one in store.articles() if one.article.source == "a.txt"]
    change(store, edited)
    assert known not in {link.other_id for link in store.likenesses.refresh()}
    assert article(store, edited).headline == "陆知秋改的标题"
    assert article(store, known).state is State.WITHDRAWN


def test_two_articles_that_people_changed_are_never_made_one(store: Store) -> None:
    store.save([PDF, TEXT])
    both = [one.article.id for one in store.articles() if one.article.headline == "书屋上塔"]
    for name in both:
        change(store, name)
    store.likenesses.refresh()
    assert {article(store, name).state for name in both} == {State.PUBLISHED}


def test_a_story_of_the_desk_stands_when_its_print_comes_in_and_an_editor_is_told(store: Store) -> None:
    [printed] = TEXT.articles
    story = replace(printed, headline="书屋上了瞭望塔", source="", source_sha256="")
    desk = store.editing.save_draft(story, story.text.encode(), "韩若谷")
    store.editing.publish(desk, "陆知秋")
    [outcome] = store.save([TEXT])
    store.likenesses.refresh()
    assert article(store, desk).headline == "书屋上了瞭望塔"
    assert article(store, outcome.articles[0]).state is State.WITHDRAWN
    assert set(store.stamps()) == {desk}
    assert len(store.sources_of(desk)) == 2
    told = store.editing.waiting()
    assert {one.article_id for one in told} <= {desk}
