"""News of saved searches by mail: a real server on loopback takes each message once, or says why not."""

from __future__ import annotations

import datetime
import email
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.policy import SMTP
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from tests.desk.mailbox import READER, SENDER, Mailbox, Settings, environment, serving

from gongbao.cli.main import gongbao
from gongbao.core.records import Page
from gongbao.core.settings import load_settings
from gongbao.core.store import SavedSearch
from gongbao.desk.editor.alert_mail import LISTED, News, Places, mail_news, message_of, news_of
from gongbao.pipeline import index
from gongbao.project import Project

NOW = datetime.datetime(2026, 3, 2, 7, tzinfo=datetime.UTC)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with serving(Mailbox()) as taking:
        yield taking


@pytest.fixture
def folder(sample_newsroom: Path, tmp_path: Path) -> Path:
    """A newsroom in which 小记 wants to be told of 职工 by mail, and something new was printed."""
    shutil.copytree(sample_newsroom, tmp_path / "newsroom")
    with opened(tmp_path / "newsroom", {}) as project:
        subscribe(project, "职工的事", READER)
        printed_anew(project, "刚刚登出来的职工新闻")
    return tmp_path / "newsroom"


@contextmanager
def opened(folder: Path, environ: Settings) -> Iterator[Project]:
    project = Project(folder, load_settings(folder, environ))
    yield project
    project.store.close()


def subscribe(project: Project, name: str, address: str, owner: str = "小记") -> None:
    known = list(project.backend.ids("职工", today=NOW.date()))
    project.store.saved_searches.save(name, "职工", known, owner=owner)
    project.store.saved_searches.set_mail(name, address)


def printed_anew(project: Project, headline: str) -> str:
    editing, old = project.store.editing, next(iter(project.store.articles())).article
    story = replace(old, id="", headline=headline, source="", source_sha256="", spans=())
    article_id = editing.save_draft(story, headline.encode(), "小记")
    editing.publish(article_id, "老编")
    index(project)
    return article_id


def mailed(folder: Path, environ: Settings) -> Result:
    return CliRunner().invoke(gongbao, ["-C", str(folder), "alerts", "--mail"], env=environ)


def sent_by(project: Project) -> tuple[int, list[str]]:
    """How many messages were taken, and what was said of the others."""
    told: list[str] = []
    return mail_news(project, NOW, lambda error: told.append(str(error))), told


def test_what_is_new_is_mailed_once(folder: Path, mailbox: Mailbox) -> None:
    environ = environment(mailbox.port, url="https://desk.example.org/")
    for _ in range(2):
        result = mailed(folder, environ)
        assert (result.exit_code, result.output) == (0, "")
    [(recipient, message)] = mailbox.taken
    assert recipient == READER
    assert message["Subject"] == "职工的事：新找到 1 篇"
    assert (message["To"], message["From"]) == (READER, f"劳动午报 <{SENDER}>")
    assert (message.get_content_type(), message.get_content_charset()) == ("text/plain", "utf-8")
    text = message.get_content()
    assert "刚刚登出来的职工新闻" in text
    assert "2021年7月" in text
    assert "https://desk.example.org/articles/" in text
    with opened(folder, environ) as project:
        assert news_of(project, project.store.saved_searches.all()[0], NOW.date()).ids == ()


def test_without_a_desk_the_addresses_are_the_archives(folder: Path, mailbox: Mailbox) -> None:
    mailed(folder, environment(mailbox.port) | {"GONGBAO_SITE_URL": "https://paper.example.org/archive"})
    [(_, message)] = mailbox.taken
    assert "https://paper.example.org/archive/articles/" in message.get_content()


@pytest.mark.parametrize("answer", ["451 try again later", "554 no"])
def test_what_the_server_did_not_take_is_sent_the_next_time(folder: Path, mailbox: Mailbox, answer: str) -> None:
    mailbox.data_answer = answer
    result = mailed(folder, environment(mailbox.port))
    assert result.exit_code == 2
    assert answer in result.output
    assert len(result.output.splitlines()) == 1
    mailbox.data_answer = "250 OK"
    assert mailed(folder, environment(mailbox.port)).exit_code == 0
    assert len(mailbox.taken) == 1


def test_one_wrong_address_does_not_keep_the_others_waiting(folder: Path, mailbox: Mailbox) -> None:
    mailbox.refusals = {READER: "550 no such mailbox\r\n"}
    with opened(folder, environment(mailbox.port)) as project:
        subscribe(project, "另一条", "other@example.org", owner="老编")
        printed_anew(project, "另一篇职工新闻")
        sent, [told] = sent_by(project)
    assert (sent, [recipient for recipient, _ in mailbox.taken]) == (1, ["other@example.org"])
    assert "550 no such mailbox" in told
    assert "\n" not in told


def test_a_server_that_is_away_is_told_of_once_and_nothing_is_lost(folder: Path, mailbox: Mailbox) -> None:
    with socket.socket() as deaf:  # bound, never listening
        deaf.bind(("127.0.0.1", 0))
        with opened(folder, environment(deaf.getsockname()[1])) as project:
            subscribe(project, "另一条", "other@example.org")
            printed_anew(project, "另一篇职工新闻")
            sent, [told] = sent_by(project)
    assert sent == 0
    assert "127.0.0.1" in told
    assert mailed(folder, environment(mailbox.port)).exit_code == 0
    assert len(mailbox.taken) == 2


def test_of_two_runs_at_once_one_sends(folder: Path, mailbox: Mailbox) -> None:
    mailbox.may_go_on.clear()
    sent: list[int] = []

    def run() -> None:
        with opened(folder, environment(mailbox.port)) as project:
            sent.append(sent_by(project)[0])

    first = threading.Thread(target=run)
    first.start()
    assert mailbox.arrived.wait(30)
    run()
    mailbox.may_go_on.set()
    first.join(30)
    run()
    assert (sent, len(mailbox.taken)) == ([0, 1, 0], 1)


def test_whoever_may_no_longer_use_the_desk_is_told_nothing(folder: Path, mailbox: Mailbox) -> None:
    with opened(folder, environment(mailbox.port)) as project:
        project.store.accounts.disable("小记")
        assert sent_by(project) == (0, [])
        project.store.accounts.enable("小记")
        assert sent_by(project) == (1, [])


def test_what_readers_may_not_see_is_not_mailed_though_the_index_still_has_it(folder: Path, mailbox: Mailbox) -> None:
    with opened(folder, environment(mailbox.port)) as project:
        gone = printed_anew(project, "撤回的职工新闻")
        project.store.editing.withdraw(gone, "登重了", "老编")
        assert sent_by(project) == (1, [])
    [(_, message)] = mailbox.taken
    assert "新找到 1 篇" in message["Subject"]
    assert "撤回" not in message.get_content()


def test_a_search_that_cannot_be_asked_is_told_of_and_the_others_are_sent(folder: Path, mailbox: Mailbox) -> None:
    with opened(folder, environment(mailbox.port)) as project:
        project.store.saved_searches.save("坏的", "区县乡:房山", [], owner="小记")
        project.store.saved_searches.set_mail("坏的", READER)
        sent, [told] = sent_by(project)
    assert sent == 1
    assert "坏的" in told


any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


@given(name=any_text, newspaper=any_text)
def test_no_name_makes_a_header_of_its_own(name: str, newspaper: str) -> None:
    search = SavedSearch(name, "职工", "小记", NOW, None, 0, READER)
    message = message_of(News(search, ("a-1",), ()), Places(newspaper, "", ""), SENDER, NOW)
    read = email.message_from_bytes(message.as_bytes(), policy=SMTP)
    expected = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type"]
    assert sorted(read.keys()) == sorted([*expected, "Content-Transfer-Encoding", "MIME-Version"])
    assert read["To"].addresses[0].addr_spec == READER
    assert [one.addr_spec for one in read["From"].addresses] == [SENDER]
    assert read["Subject"].endswith("：新找到 1 篇")


def test_a_message_names_the_newest_and_counts_the_rest_and_the_same_news_are_the_same_message(folder: Path) -> None:
    with opened(folder, {}) as project:
        article = replace(next(iter(project.store.articles())).article, page=Page("3"))
    search = SavedSearch("职工的事", "职工\n图片", "小记", NOW, None, 0, READER)
    ids = tuple(f"a-{number:04d}" for number in range(LISTED + 7))
    places = Places("劳动午报", "", "")
    first = message_of(News(search, ids, (article,) * LISTED), places, SENDER, NOW)
    assert "还有 7 篇" in first.get_content()
    assert "2021年7月第3版" in first.get_content()
    assert "检索式：职工 图片\r\n" in first.get_content()
    later = message_of(News(search, ids, ()), places, SENDER, NOW + datetime.timedelta(days=1))
    other = message_of(News(search, ids[1:], ()), places, SENDER, NOW)
    assert first["Message-ID"] == later["Message-ID"] != other["Message-ID"]
