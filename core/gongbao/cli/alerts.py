"""``gongbao alerts``: what is new for each saved search since it was last told.

Nothing that is new is lost: an article counts as seen only when every query was asked about it in the
state in which the index holds it, and that is recorded only after the report is printed.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli.options import format_option
from gongbao.cli.output import Refusals, print_rows
from gongbao.cli.spreadsheet import harmless, print_sheet

if TYPE_CHECKING:
    from gongbao.core.records import TaggedArticle
    from gongbao.core.store import SavedSearch, SavedSearches
    from gongbao.project import Project
    from gongbao.search import SearchBackend

COLUMNS = {"search": "检索式", "date": "日期", "page": "版", "headline": "标题", "id": "编号"}
SAVED = {"name": "名字", "query": "检索式", "known": "已知篇数", "created_at": "存下", "last_run_at": "上次报告"}
A_YEAR_AND_MORE = datetime.timedelta(400)  # by then 今天, 本周, 近三个月 and 去年 all mean something else
HOW_TO_SAVE = "用 gongbao search 检索式 --save 名字 存一条"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run asks about."""

    stamps: Mapping[str, str]  # {id: stamp} of what changed since the last run and is indexed as it is
    behind: frozenset[str]  # what changed and is not yet indexed so: it waits for the next run
    today: datetime.date  # what 近三个月 is counted from


@click.command("alerts")
@click.option("--peek", is_flag=True, help="只看一眼，不记下：下次还会再报。")
@click.option("--list", "listed", is_flag=True, help="列出存下的检索式和各自已知的篇数。")
@click.option("--forget", metavar="名字", help="删去一条存下的检索式。")
@click.option("--mail", is_flag=True, help="把编辑台上订阅的检索新找到的寄给留了邮箱的人（要先设 desk.smtp_host）。")
@format_option()
@click.pass_obj
def command(folder: Path, peek: bool, listed: bool, forget: str | None, mail: bool, style: str) -> None:
    """报告存下的检索式（search --save）有哪些新的文章。

    \b
    适合放进 cron：没有新的就什么也不打印，退出码 0。报过的不再报。
    只问索引里已有的文章；还没有编入索引的，编入以后再报。
    """
    from gongbao.project import Project

    if peek + listed + mail + (forget is not None) > 1:
        raise click.UsageError("--peek、--list、--forget、--mail 一次只能用一个")
    project = Project(folder)
    searches = project.store.saved_searches
    if forget is not None:
        searches.forget(forget)
        click.echo(f"已删去检索式“{forget}”。")
    elif listed:
        print_rows(map(saved_cells if style in ("table", "csv") else saved_row, searches.all()), style, SAVED)
    elif mail:
        raise SystemExit(send_mail(project))
    else:
        raise SystemExit(report(project, style, keep=not peek))


def send_mail(project: Project) -> int:
    """Mail what is new of the desk's saved searches; the exit code."""
    from gongbao.desk.editor.alert_mail import mail_news

    refusals = Refusals()
    sent = mail_news(project, datetime.datetime.now().astimezone(), refusals)
    _say(f"寄出 {sent} 封。" if sent or refusals.count else "没有新的报道，没有寄邮件。")
    return refusals.exit_code()


def report(project: Project, style: str, *, keep: bool, today: datetime.date | None = None) -> int:
    """Print what is new and, with ``keep``, remember that it was told; the exit code."""
    searches, refusals = project.store.saved_searches, Refusals()
    saved = [one for one in searches.all() if not one.owner]  # whoever saved one at the desk is told there
    if not saved:
        _say(f"还没有存下检索式：{HOW_TO_SAVE}。")
        return 0
    project.backend.count()  # raises where there is no index: nothing to look in is not nothing new
    asked = what_to_ask(searches, project.backend, today or datetime.datetime.now().astimezone().date())
    found = dict(news(project, saved, asked, refusals))
    if rows := list(chain.from_iterable(found.values())):
        print_sheet(rows, style, COLUMNS)
        sys.stdout.flush()  # what is not printed is not recorded
    _say(_afterwards(len(rows), len(asked.behind)))
    if keep:
        told = {name: [row["id"] for row in articles] for name, articles in found.items()}
        # A query that could not be asked has seen nothing: until it is mended all is asked about again.
        searches.record(told, {} if refusals.count else asked.stamps)
    return refusals.exit_code()


def what_to_ask(searches: SavedSearches, backend: SearchBackend, today: datetime.date) -> Asked:
    """The articles that are new or changed, without those that the index does not hold as the store does."""
    changed = searches.changed_since_last_run()
    versions = backend.indexed_versions() if changed else {}
    stamps = {article: stamp for article, stamp in changed.items() if versions.get(article) == stamp}
    return Asked(stamps, frozenset(changed.keys() - stamps.keys()), today)


def news(
    project: Project, saved: Iterable[SavedSearch], asked: Asked, refusals: Refusals
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """What each search has not told of yet, newest first; a search that cannot be asked is refused by itself."""
    from gongbao.core.errors import GongbaoError, QueryError

    store = project.store
    for search in saved:
        try:
            answers = answers_to(search.query, project.backend, asked)
        except QueryError as error:
            advice = f"改好后用 --save {search.name} --replace 再存，或用 gongbao alerts --forget {search.name} 删去。"
            refusals(GongbaoError(f"存下的检索式“{search.name}”这次没有查（{search.query}）：{error}{advice}"))
            continue
        fresh = store.saved_searches.unreported(search.name, answers)
        rows = [alert_row(search.name, tagged) for tagged in store.chosen(fresh) if tagged.article.is_visible]
        yield search.name, sorted(rows, key=itemgetter("date"), reverse=True)


def answers_to(query: str, backend: SearchBackend, asked: Asked) -> set[str]:
    """What the query finds among the articles asked about.

    A query that means another thing on another day is asked about all articles: tomorrow's paper, read in
    this evening, is an answer to 日期:今天 only tomorrow, when it has not changed any more.
    """
    if not depends_on_the_day(query, asked.today):
        return backend.matching(query, asked.stamps, asked.today)
    return {hit.id for hit in backend.every_hit(query, today=asked.today)} - asked.behind


def depends_on_the_day(query: str, today: datetime.date) -> bool:
    """Whether the query has dates that are counted from today."""
    from gongbao.core.errors import QueryError
    from gongbao.search.query import parse

    meant = parse(query, today)
    try:
        return parse(query, today + A_YEAR_AND_MORE) != meant
    except QueryError:  # 今年..2026 is no period in 2027
        return True


def alert_row(name: str, tagged: TaggedArticle) -> dict[str, Any]:
    """A new article of one search, as other programs are promised it."""
    article = tagged.article
    return {
        "search": name,
        "id": article.id,
        "date": str(article.date),
        "page": article.page.number,
        "headline": article.headline,
    }


def saved_row(search: SavedSearch) -> dict[str, Any]:
    """A saved search as other programs are promised it; times are UTC."""
    return {
        "name": search.name,
        "query": search.query,
        "known": search.known,
        "owner": search.owner,
        "created_at": search.created_at.isoformat(timespec="seconds"),
        "last_run_at": search.last_run_at.isoformat(timespec="seconds") if search.last_run_at else "",
    }


def saved_cells(search: SavedSearch) -> dict[str, Any]:
    """The same for people: times as on the clock."""
    times = {name: getattr(search, name) for name in ("created_at", "last_run_at")}
    shown = {name: f"{time.astimezone():%Y-%m-%d %H:%M}" if time else "" for name, time in times.items()}
    return harmless(saved_row(search) | shown)


def _afterwards(told: int, behind: int) -> str:
    waiting = f"有 {behind} 篇还没有编入索引，编入（gongbao index）后再报。" if behind else ""
    return waiting if told else f"没有新的报道{'；' if waiting else '。'}{waiting}"


def _say(sentence: str) -> None:
    """To a person at a terminal: cron mails whatever is printed."""
    if sentence and sys.stderr.isatty():
        click.echo(sentence, err=True)
