"""The desk keeps the same promises over every search engine: the embedded one, and a real Elasticsearch.

What the store holds is counted by this file itself, so that two engines that are wrong alike are found out too.
"""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from html import unescape
from pathlib import Path

import httpx2
import pytest
from elasticsearch import Elasticsearch
from tests.desk.conftest import RunningDesk, csrf_of, running
from tests.search.faulty_proxy import PRODUCT, proxy_before

from gongbao.core.annotations import Status
from gongbao.core.records import Article, TaggedArticle
from gongbao.desk.editor.article_form import form_of
from gongbao.pipeline import index
from gongbao.project import Project
from gongbao.search.backend import BACKENDS

PATIENCE = 30  # seconds for what has to come in the end
AT_ONCE = 1.0  # seconds from sending a correction to finding it
TRIES = 5  # corrections that are timed; a machine under load is late with some, so the quickest is what counts
FACETS = {"district": "区", "campaign": "主题", "activity": "活动"}
_HIT = re.compile(r'<li class="hit">(.*?)</li>\n(?=<li class="hit">|</ol>)', re.DOTALL)
_DOOR = re.compile(r'class="door" href="/articles/([^"]+)"')
_CHOICE = re.compile(r'<li><a href="[^"]*">([^<]+)</a> <span class="count">(\d+)</span></li>')


@pytest.fixture(params=BACKENDS, scope="module")
def engine(request: pytest.FixtureRequest) -> str:
    """The name of each engine in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def desk(
    engine: str, sample_newsroom: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[RunningDesk]:
    """A desk on the sample archive whose settings name the engine."""
    folder = tmp_path_factory.mktemp(engine) / "newsroom"
    shutil.copytree(sample_newsroom, folder)
    if engine == "embedded":
        yield from running(folder)
        return
    with on_server(folder, request.getfixturevalue("elasticsearch_url")):
        yield from running(folder)


@contextmanager
def on_server(folder: Path, url: str, through: str = "") -> Iterator[None]:
    """The archive of a folder on a real server under a name of its own, reached through another address if given."""
    shutil.rmtree(folder / "archive" / "index")  # nothing can be found there by mistake
    name = f"desk-{secrets.token_hex(6)}"
    written = f'[search]\nbackend = "elasticsearch"\nurl = "{through or url}"\nindex = "{name}"\ntimeout_seconds = 5\n'
    (folder / "gongbao.toml").write_text(written, encoding="utf-8")
    project = Project(folder)
    index(project)
    project.store.close()
    try:
        yield
    finally:
        with Elasticsearch(url) as client:
            for one in client.indices.get(index=f"{name}-*", features="aliases").body:
                client.indices.delete(index=one)


@pytest.fixture
def editor(desk: RunningDesk) -> Iterator[httpx2.Client]:
    with desk.client("老编") as client:
        yield client


@pytest.fixture
def reporter(desk: RunningDesk) -> Iterator[httpx2.Client]:
    with desk.client("小记") as client:
        yield client


def archive_of(desk: RunningDesk) -> tuple[TaggedArticle, ...]:
    """What is published, as the store has it."""
    return tuple(desk.project.store.articles())


def hits_of(client: httpx2.Client, query: str) -> dict[str, str]:
    """Every hit of a query, on all pages: id and markup."""
    hits: dict[str, str] = {}
    while True:
        answer = client.get("/search", params={"q": query, "start": len(hits)})
        assert answer.status_code == 200, answer.text
        shown = _HIT.findall(answer.text)
        hits |= {unescape(found[1]): one for one in shown if (found := _DOOR.search(one))}
        if not shown or 'rel="next"' not in answer.text:
            return hits


def texts_of(article: Article) -> str:
    captions = [picture.caption for picture in article.pictures]
    return "\n".join((article.headline, article.kicker, article.subhead, *article.paragraphs, *captions))


def correct(client: httpx2.Client, article: Article, **changes: object) -> None:
    form = asdict(form_of(article)) | {"seen": article.revision, "csrf": csrf_of(client), "reason": "核对"} | changes
    answer = client.post(f"/articles/{article.id}/edit", data=form)
    assert answer.status_code == 303, answer.text


def change_state(client: httpx2.Client, article_id: str, action: str) -> None:
    data = {"csrf": csrf_of(client), "action": action, "reason": "核对"}
    answer = client.post(f"/articles/{article_id}/state", data=data)
    assert answer.status_code == 303, answer.text


def settled(desk: RunningDesk) -> None:
    assert desk.app.state.desk.updates.wait(PATIENCE)


def wait_for(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)
    return holds()


def test_the_desk_searches_with_the_engine_that_its_settings_name(desk: RunningDesk, engine: str) -> None:
    assert engine in type(desk.project.backend).__name__.lower()
    assert desk.project.backend.count() == len(archive_of(desk)) > 0


@pytest.mark.parametrize("words", ["职工", "工会", "慰问"])
def test_a_search_finds_every_article_that_holds_the_words_and_marks_them(
    desk: RunningDesk, reporter: httpx2.Client, words: str
) -> None:
    holding = {one.article.id for one in archive_of(desk) if words in texts_of(one.article)}
    hits = hits_of(reporter, f'"{words}"')
    assert holding
    assert holding <= hits.keys()
    for article_id in holding:
        assert f'<mark class="found">{words}</mark>' in hits[article_id], article_id


@pytest.mark.parametrize("facet", FACETS)
def test_a_facet_counts_what_the_store_holds_and_choosing_it_finds_as_many(
    desk: RunningDesk, reporter: httpx2.Client, facet: str
) -> None:
    held = Counter(
        label
        for one in archive_of(desk)
        for label in {
            tag.label
            for tag in one.annotations.tags
            if tag.facet == facet and tag.status in (Status.SET, Status.CONFIRMED)
        }
    )
    text = (
        reporter.get("/search").text.partition(f'<section aria-label="{FACETS[facet]}">')[2].partition("</section>")[0]
    )
    shown = {unescape(name): int(count) for name, count in _CHOICE.findall(text)}
    assert shown
    assert shown == {name: held[name] for name in shown}
    assert min(shown.values()) >= max((held[name] for name in held.keys() - shown.keys()), default=0)
    for name, count in list(shown.items())[:3]:
        assert len(hits_of(reporter, f'{FACETS[facet]}:"{name}"')) == count, name


def test_a_correction_is_found_within_a_second_and_what_it_took_away_no_longer(
    desk: RunningDesk, editor: httpx2.Client
) -> None:
    settled(desk)
    taken = []
    article = archive_of(desk)[0].article
    before = f'标题:"{article.headline}"'
    for number in range(TRIES):
        present = desk.project.store.article(article.id)
        assert present is not None
        headline = f"第{number}次改过的{secrets.token_hex(4)}"
        begun = time.monotonic()
        correct(editor, present.article, headline=headline)
        while article.id not in hits_of(editor, f'标题:"{headline}"'):
            assert time.monotonic() - begun < PATIENCE
            time.sleep(0.02)
        taken.append(time.monotonic() - begun)
        assert article.id not in hits_of(editor, before)
        before = f'标题:"{headline}"'
    assert min(taken) < AT_ONCE, taken


def test_a_tag_that_an_editor_adds_is_counted_and_one_that_is_rejected_no_longer(
    desk: RunningDesk, editor: httpx2.Client
) -> None:
    one = next(one for one in archive_of(desk)[1:] if not any(tag.label == "送温暖" for tag in one.annotations.tags))
    form = {"csrf": csrf_of(editor), "label": "送温暖"}
    assert editor.post(f"/articles/{one.article.id}/tags", data=form).status_code == 303
    settled(desk)
    assert one.article.id in hits_of(editor, '主题:"送温暖"')
    form |= {"facet": "campaign", "verdict": "rejected"}
    assert editor.post(f"/articles/{one.article.id}/tags", data=form).status_code == 303
    settled(desk)
    assert one.article.id not in hits_of(editor, '主题:"送温暖"')


def test_a_draft_and_what_is_not_public_or_withdrawn_are_found_nowhere_until_an_editor_says_so(
    desk: RunningDesk, editor: httpx2.Client
) -> None:
    word = f"绝密{secrets.token_hex(4)}"
    kept, hidden, withdrawn = (one.article for one in archive_of(desk)[2:5])
    for article in (hidden, withdrawn):
        correct(editor, article, headline=f"{word}{article.headline}")
    story = replace(kept, id="", headline=f"{word}草稿", source="", source_sha256="", spans=())
    draft = desk.project.store.editing.save_draft(story, b"raw", "小记")
    settled(desk)
    assert set(hits_of(editor, word)) == {hidden.id, withdrawn.id}
    change_state(editor, hidden.id, "hide")
    change_state(editor, withdrawn.id, "withdraw")
    desk.app.state.desk.changed([draft, hidden.id, withdrawn.id])  # being told of them must not let them in
    settled(desk)
    secret = {draft, hidden.id, withdrawn.id}
    for query in (word, f'标题:"{word}"', "*", f"全部 或 {word}", "公开:否", "状态:草稿"):
        answer = editor.get("/search", params={"q": query})
        assert answer.status_code in (200, 422), query
        assert not secret & set(_DOOR.findall(answer.text)), query
    with desk.program("小记") as program:
        assert program.get("/api/search", params={"q": word}).json()["total"] == 0
        printed = program.post("/api/suggest", json={"text": f"{word}\n" + "\n".join(hidden.paragraphs)})
        assert printed.status_code == 200
        for one in secret:
            assert one not in printed.text
    assert not secret & desk.project.backend.indexed_versions().keys()
    for article_id, action in ((draft, "publish"), (hidden.id, "show"), (withdrawn.id, "restore")):
        change_state(editor, article_id, action)
    settled(desk)
    assert set(hits_of(editor, word)) == secret


def test_what_is_typed_wrong_is_told_with_where_and_nothing_found_is_said_so(reporter: httpx2.Client) -> None:
    wrong = reporter.get("/search", params={"q": "送清凉 区县乡:房山"})
    assert wrong.status_code == 422
    assert '<mark class="wrong">区县乡:房山</mark>' in wrong.text
    nothing = reporter.get("/search", params={"q": "绝无此事绝无此人"})
    assert nothing.status_code == 200
    assert "没有找到：存档里没有这样的报道" in nothing.text


def test_a_correction_made_while_elasticsearch_is_down_is_kept_and_found_when_it_is_back(
    sample_newsroom: Path, tmp_path: Path, elasticsearch_url: str
) -> None:
    folder = tmp_path / "newsroom"
    shutil.copytree(sample_newsroom, folder)
    with proxy_before(elasticsearch_url) as proxy, on_server(folder, elasticsearch_url, through=proxy.url):
        newsroom = running(folder)
        desk = next(newsroom)
        with desk.client("老编") as editor:
            settled(desk)
            article = archive_of(desk)[0].article
            proxy.fault = lambda method, path: (503, PRODUCT, b"{}")
            correct(editor, article, headline="停机时改的标题")
            failed = editor.get("/search", params={"q": "职工"})
            assert failed.status_code == 503
            assert "这次没有查成，不是没有找到" in failed.text
            assert "停机时改的标题" in editor.get(f"/articles/{article.id}").text
            told = wait_for(lambda: "检索里还有 1 篇没有更新" in editor.get("/drafts").text)
            assert told, "whoever works on must know that the search is behind"
            proxy.fault = lambda method, path: None
            settled(desk)
            assert "没有更新" not in editor.get("/drafts").text
            assert article.id in hits_of(editor, "标题:停机时改的标题")
        assert next(newsroom, None) is None
