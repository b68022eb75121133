"""Eight people edit the same few articles at once: no update is lost, and every conflict is told. Both databases."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from tests.soak import amount

from gongbao.core.annotations import Annotations
from gongbao.core.records import Article, Notice, Reading
from gongbao.core.store import Store
from gongbao.core.store.editing import ConflictError

EDITORS, ARTICLES = 8, 3
SECONDS = amount(3, soak=300)
PATIENCE = 120  # seconds beyond that: machines are loaded


class Editors:
    """What the editors did, as each of them was told."""

    def __init__(self, store: Store, ids: list[str]) -> None:
        self.store, self.ids = store, ids
        self.saved: Counter[str] = Counter()
        self.conflicts = 0
        self.wrong = 0  # answers that are neither a new revision nor a conflict with a newer one
        self.failures: list[BaseException] = []
        self._told = threading.Lock()
        self._end = time.monotonic() + SECONDS

    def work(self, number: int) -> None:
        """Edit one article after the other until the time is up."""
        turn = 0
        try:
            while time.monotonic() < self._end:
                turn += 1
                self._edit(self.ids[(number + turn) % len(self.ids)], f"编辑{number}", turn)
        except BaseException as error:
            self.failures.append(error)

    def tag(self) -> None:
        """What the desk's own thread does meanwhile."""
        try:
            while time.monotonic() < self._end:
                found = [(article, Annotations()) for article in self.store.untagged("rules")]
                self.store.annotate(found, "rules")
        except BaseException as error:
            self.failures.append(error)

    def _edit(self, article_id: str, name: str, turn: int) -> None:
        seen = self.store.article(article_id)
        assert seen is not None
        text, saw = _one_more(seen.article, name, turn), seen.article.revision
        try:
            made = self.store.editing.edit(article_id, saw, text, name, "试")
        except ConflictError as conflict:
            made, told = 0, conflict.present.revision
        with self._told:
            self.saved[article_id] += made == saw + 1
            self.conflicts += made == 0 and told > saw
            self.wrong += made not in (0, saw + 1) or (made == 0 and told <= saw)


def _one_more(article: Article, name: str, turn: int) -> Article:
    count = int(article.paragraphs[0]) + 1
    return replace(article, paragraphs=(str(count), f"{name} 第 {turn} 次"))


@pytest.mark.soak
def test_no_update_is_lost_and_every_conflict_is_told(store: Store, make_reading: Callable[..., Reading]) -> None:
    [outcome] = store.save([make_reading(*((f"标题{number}", "0") for number in range(ARTICLES)))])
    editors = Editors(store, list(outcome.articles))
    threads = [threading.Thread(target=editors.work, args=(number,)) for number in range(EDITORS)]
    threads.append(threading.Thread(target=editors.tag))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS + PATIENCE)
        assert not thread.is_alive()
    assert editors.failures == []
    assert editors.wrong == 0
    assert editors.conflicts > 0
    for name in editors.ids:
        revisions = store.editing.revisions(name)
        texts = [store.editing.revision(name, one.number) for one in revisions]
        counts = [int(text.paragraphs[0]) for text in texts if text is not None]
        assert counts == list(range(editors.saved[name] + 1))  # each was made of the one before it
        assert all(later.recorded_at >= earlier.recorded_at for earlier, later in pairwise(revisions))
        assert len(store.editing.events(name)) == editors.saved[name]
        present = store.article(name)
        assert present is not None
        assert present.article.revision == revisions[-1].number == editors.saved[name] + 1


def test_two_who_write_different_things_of_one_article_both_succeed(
    store: Store, make_reading: Callable[..., Reading]
) -> None:
    """A decision, a 更正 and an edit do not stand in each other's way, and the stamp tells of all of them."""
    [outcome] = store.save([make_reading(("标题", "0"))])
    [name] = outcome.articles
    seen = store.article(name)
    assert seen is not None
    notice = Notice(replace(seen.article.date, day=16), "更正一处。")
    work: list[Callable[[], object]] = [
        lambda: store.editing.edit(name, 1, replace(seen.article, headline="改过"), "陆知秋"),
        lambda: store.editing.add_notice(name, notice, "韩若谷"),
        lambda: store.decisions.decide(name, [("campaign", "送清凉", "confirmed")], "谢雁南"),
    ]
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    tagged = store.article(name)
    assert tagged is not None
    assert tagged.article.headline == "改过"
    assert [one.text for one in tagged.notices] == ["更正一处。"]
    assert tagged.labels("campaign") == ("送清凉",)
