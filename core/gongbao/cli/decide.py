"""``gongbao decide``: an editor confirms, rejects, adds or undoes tags, of one article or of all that a query finds."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli.options import format_option
from gongbao.cli.output import print_rows
from gongbao.cli.spreadsheet import print_sheet
from gongbao.tag_rows import FACETS, STATUSES, VERDICTS

if TYPE_CHECKING:
    from gongbao.core.store.decisions import Decision, OpenTag
    from gongbao.deciding import Key, LabelStanding
    from gongbao.project import Project

EVIDENCE_SHOWN = 5  # words: as many as a person would look at
QUEUE_COLUMNS = {
    "id": "编号",
    "headline": "标题",
    "facet": "类别",
    "label": "标签",
    "score": "分数",
    "status": "状态",
    "evidence": "依据",
}
DECISION_COLUMNS = {
    "recorded_at": "时间",
    "id": "编号",
    "facet": "类别",
    "label": "标签",
    "verdict": "决定",
    "author": "谁",
}
_BY_NAME = FACETS | {name: name for name in FACETS.values()}
_KEYS = {name: key for key, name in FACETS.items()} | {key: key for key in FACETS}
NO_AUTHOR = "不知道是谁评的：请加 --author 名字，或设环境变量 GONGBAO_AUTHOR"
UPDATE = "运行 gongbao build，索引和网站就照此更新。"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be decided and how."""

    verdict: str  # confirmed, rejected, undone
    facet: str  # a key of FACETS, or empty
    author: str
    dry_run: bool
    yes: bool
    style: str


@click.command("decide")
@click.argument("words", nargs=-1, metavar="[文章] [标签]...")
@click.option("--reject", is_flag=True, help="否定：标签不对，机器以后也不再给这一篇。")
@click.option("--undo", is_flag=True, help="撤销：不算评过，下一次标注由机器重新判断。")
@click.option("--facet", type=click.Choice(list(_BY_NAME)), default=None, help="标签在哪一类；同名的标签才要写。")
@click.option("--author", envvar="GONGBAO_AUTHOR", default="", metavar="名字", help="谁评的；也可设 GONGBAO_AUTHOR。")
@click.option("--query", default=None, metavar="检索式", help="评检索到的全部文章，先用 --dry-run 看会变几篇。")
@click.option("--dry-run", is_flag=True, help="只说会变什么，不改。")
@click.option("--yes", is_flag=True, help="和 --query 一起用：不再问，直接改。")
@click.option("--list", "listed", is_flag=True, help="列出机器最没有把握、还没有人评过的标签和依据。")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="--list 最多几个。")
@click.option("--history", is_flag=True, help="列出一篇文章的标签由谁、何时、怎样评过。")
@format_option()
@click.pass_obj
def command(folder: Path, /, words: tuple[str, ...], query: str | None, style: str, **options: Any) -> None:
    """评标签：确认（或补上）、否定、撤销。例：gongbao decide ldwb-2021-07-16-03-1a2b 送清凉 慰问

    \b
    文章可以写编号、编号开头的一段，或网站上的地址。机器没有给的标签，确认就是补上。
      gongbao decide 编号 送温暖 --reject
      gongbao decide --query '主题:送清凉 2021年' 送清凉 --dry-run
      gongbao decide --list
    人的决定永远优先；攒够了用 gongbao learn 学。
    """
    from gongbao.project import Project

    _refuse_mixed(query, options)
    project, facet = Project(folder), _KEYS[options["facet"]] if options["facet"] else ""
    if options["listed"]:
        if words:
            raise click.UsageError("--list 不用写文章和标签")
        _list(project, facet, options["limit"], style)
        return
    if options["history"]:
        if len(words) != 1:
            raise click.UsageError("--history 要写一篇文章，不写标签")
        _history(project, words[0], style)
        return
    verdict = "undone" if options["undo"] else "rejected" if options["reject"] else "confirmed"
    wish = Wish(verdict, facet, options["author"].strip(), options["dry_run"], options["yes"], style)
    if not wish.author and not wish.dry_run:
        raise click.UsageError(NO_AUTHOR)
    if query is not None:
        _decide_found(project, query, words, wish)
    else:
        _decide_one(project, words, wish)


def _refuse_mixed(query: str | None, options: dict[str, Any]) -> None:
    if sum((query is not None, options["listed"], options["history"])) > 1:
        raise click.UsageError("--query、--list 和 --history 一次只能用一个")
    if options["reject"] and options["undo"]:
        raise click.UsageError("--reject 和 --undo 一次只能用一个")
    if options["yes"] and query is None:
        raise click.UsageError("--yes 要和 --query 一起用")


def _decide_one(project: Project, words: Sequence[str], wish: Wish) -> None:
    from gongbao.deciding import article_named

    if len(words) < 2:
        raise click.UsageError("请写文章和标签，例如 gongbao decide 编号 送清凉；要评很多篇请用 --query")
    name = article_named(project, words[0])
    keys = _keys(project, words[1:], [name], wish.facet)
    made = _decided(project, [name], keys, wish)
    _print(made, wish.style)
    click.echo(told_of_one(project, name, keys, made, wish), err=wish.style != "table")


def _decide_found(project: Project, query: str, words: Sequence[str], wish: Wish) -> None:
    from gongbao.deciding import standings

    if not words:
        raise click.UsageError("请写要评的标签，例如 gongbao decide --query '主题:送清凉 2021年' 送清凉 --dry-run")
    ids = [hit.id for hit in project.backend.every_hit(query)]
    if not ids:
        _print([], wish.style)
        click.echo(f"“{query}”没有找到文章，没有改动。", err=wish.style != "table")
        return
    keys = _keys(project, words, ids, wish.facet)
    would = project.store.decisions.decide_all(ids, _judgments(keys, wish), wish.author or "-", dry_run=True)
    preview = told_before(standings(project.store.chosen(ids), keys), len(ids), len(would), wish)
    click.echo(preview, err=wish.style != "table")
    if wish.dry_run or not would:
        _print(would if wish.dry_run else [], wish.style)
        return
    if not wish.yes:
        if not sys.stdin.isatty():
            raise click.UsageError("这里没有人可以回答“改不改”：看过上面的篇数，要改请加 --yes")
        click.confirm("改吗？", abort=True, err=True)
    made = _decided(project, ids, keys, wish)
    _print(made, wish.style)
    count = len({one.article_id for one in made})
    click.echo(f"已{VERDICTS[wish.verdict]} {len(made)} 个标签，在 {count} 篇里。{UPDATE}", err=wish.style != "table")


def _keys(project: Project, typed: Iterable[str], ids: Sequence[str], facet: str) -> list[Key]:
    """The labels that are meant: of the vocabulary, or one that the articles still have from an earlier one."""
    from gongbao.deciding import label_named, labels_known

    there = ((tag.facet, tag.label) for one in project.store.chosen(ids) for tag in one.annotations.tags)
    known = [*labels_known(project), *there]
    return list(dict.fromkeys(label_named(one, known, facet) for one in typed))


def _judgments(keys: Iterable[Key], wish: Wish) -> list[tuple[str, str, str]]:
    return [(facet, label, wish.verdict) for facet, label in keys]


def _decided(project: Project, ids: Sequence[str], keys: Sequence[Key], wish: Wish) -> list[Decision]:
    judgments = _judgments(keys, wish)
    if wish.dry_run:
        return project.store.decisions.decide_all(ids, judgments, wish.author or "-", dry_run=True)
    with project.locked():
        return project.store.decisions.decide_all(ids, judgments, wish.author)


def told_of_one(project: Project, name: str, keys: Sequence[Key], made: Sequence[Decision], wish: Wish) -> str:
    """What was decided of one article, in a sentence or two."""
    changed = {(one.facet, one.label) for one in made}
    as_before = "、".join(label for facet, label in keys if (facet, label) not in changed)
    was = {"confirmed": "早已确认", "rejected": "早已否定", "undone": "没有人评过"}[wish.verdict]
    rest = f"{as_before} {was}，没有改动。" if as_before else ""
    if not made:
        return rest
    labels = "、".join(f"{one.label}（{FACETS[one.facet]}）" for one in made)
    target = made[0].article_id
    article = project.store.article(target)
    headline = f"《{article.article.headline}》" if article is not None else ""
    led = f"（{name} 已并入它）" if target != name else ""
    done = f"{'会' if wish.dry_run else '已'}{VERDICTS[wish.verdict]}"
    what = f"{target}{headline}{led}的标签 {labels}"
    told = f"{done}对 {what} 的决定，由机器重新判断。" if wish.verdict == "undone" else f"{done} {what}。"
    return told + rest + ("没有改动。" if wish.dry_run else UPDATE)


def told_before(standings: Iterable[LabelStanding], articles: int, changes: int, wish: Wish) -> str:
    """What a decision on many articles would change, before it does."""
    lines = [f"找到 {articles} 篇。"]
    for one in standings:
        values = {name: count for name, count in asdict(one).items() if name in STATUSES}
        there = [f"{STATUSES[name]} {count} 篇" for name, count in values.items() if count]
        there += [f"没有 {one.absent} 篇"] if one.absent else []
        lines.append(f"  {one.label}（{FACETS[one.facet]}）现在：{'，'.join(there)}")
    lines.append(f"要{VERDICTS[wish.verdict]} {changes} 个标签。" if changes else "都已经是这样，没有改动。")
    return "\n".join(lines)


def _print(made: Sequence[Decision], style: str) -> None:
    """The decisions for other programs; a person reads the sentence."""
    if style != "table":
        print_sheet(map(decision_row, made), style, DECISION_COLUMNS)


def decision_row(one: Decision) -> dict[str, Any]:
    """A decision as plain values; the time is UTC."""
    return {
        "recorded_at": one.recorded_at.isoformat(timespec="seconds"),
        "id": one.article_id,
        "facet": one.facet,
        "label": one.label,
        "verdict": str(one.verdict),
        "author": one.author,
    }


def _history(project: Project, typed: str, style: str) -> None:
    from gongbao.deciding import article_named

    decisions = project.store.decisions.history(article_named(project, typed))
    if style != "table":
        _print(decisions, style)
    elif not decisions:
        click.echo("这一篇的标签还没有人评过。")
    else:
        print_rows(map(_decision_cells, decisions), style, DECISION_COLUMNS)


def _decision_cells(one: Decision) -> dict[str, Any]:
    local = one.recorded_at.astimezone().strftime("%Y-%m-%d %H:%M")
    texts = {"recorded_at": local, "facet": FACETS[one.facet], "verdict": VERDICTS[one.verdict]}
    return decision_row(one) | texts


def _list(project: Project, facet: str, limit: int, style: str) -> None:
    queue = project.store.decisions.uncertain(limit, [facet] if facet else list(FACETS))
    if style != "table":
        print_sheet(map(queue_row, queue), style, QUEUE_COLUMNS)
    elif not queue:
        click.echo("没有等人评的标签。")
    else:
        print_rows(map(_queue_cells, queue), style, QUEUE_COLUMNS)


def queue_row(one: OpenTag) -> dict[str, Any]:
    """An open tag as plain values, with the words it rests on."""
    tag = one.tag
    return {
        "id": one.article_id,
        "headline": one.headline,
        "facet": tag.facet,
        "label": tag.label,
        "score": round(tag.score, 3),
        "status": str(tag.status),
        "evidence": list(dict.fromkeys(evidence.text for evidence in tag.evidence))[:EVIDENCE_SHOWN],
    }


def _queue_cells(one: OpenTag) -> dict[str, Any]:
    row = queue_row(one)
    return row | {"facet": FACETS[row["facet"]], "status": STATUSES[row["status"]]}
