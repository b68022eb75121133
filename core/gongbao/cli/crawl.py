"""``gongbao crawl``: fetch an e-paper's issues into the archive, or only look whether they can be had."""

from __future__ import annotations

import dataclasses
import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongbao.cli.ingest import saved_parts
from gongbao.cli.output import progress_bars
from gongbao.core.errors import InputError

if TYPE_CHECKING:
    from gongbao.crawling import CrawlCounts, CrawlReport
    from gongbao.ingest.epaper.paper_files import Paper
    from gongbao.project import Project

INTERRUPTED = 130  # exit code after Ctrl+C, as shells have it
NOT_ALL = 2  # exit code when something could not be had


@click.command("crawl")
@click.argument("code", metavar="报纸代号")
@click.option("--since", required=True, metavar="日期", help="从哪天起，如 2021-07-16；写 2021-07 就是整月。")
@click.option("--until", required=True, metavar="日期", help="到哪天为止（含这一天）。")
@click.option("--check", is_flag=True, help="只看各期、各版在不在，不存任何东西。")
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True, help="结果的格式。"
)
@click.option("--verbose", is_flag=True, help="把抓取的每一步写到标准错误。")
@click.pass_obj
def command(folder: Path, /, code: str, since: str, until: str, check: bool, style: str, verbose: bool) -> None:
    """抓取电子报：文章、版面图和 PDF 存进存档，并说出缺了什么。"""
    from gongbao.crawling import crawl
    from gongbao.ingest.epaper.paper_files import refuse_without_contact
    from gongbao.project import Project

    project = Project(folder)
    paper = chosen_paper(project, code)
    first, last = chosen_days(paper, since, until)
    refuse_without_contact(paper, project.settings.text("crawl.contact"))
    with progress_bars() as progress:
        report = crawl(
            project,
            paper,
            first,
            last,
            lambda done, total, _: progress("抓取", done, total),
            check=check,
            verbose=verbose,
        )
    if style == "json":
        click.echo(json.dumps(as_json(report, paper.code, first, last, check), ensure_ascii=False, indent=1))
    else:
        for finding in report.findings:
            click.echo(finding.sentence)
        click.echo(crawl_sentence(report, check))
    if report.statistics.stopped:
        raise SystemExit(INTERRUPTED)
    raise SystemExit(NOT_ALL if any(finding.failed for finding in report.findings) else 0)


def chosen_paper(project: Project, code: str) -> Paper:
    """The paper of this code. Raises InputError when there is none."""
    from gongbao.ingest.epaper.paper_files import load_papers

    papers = load_papers(project.settings.path("crawl.papers"))
    if code not in papers:
        known = "、".join(f"{paper.code}（{paper.name}）" for paper in papers.values())
        raise InputError(f"没有代号为 {code} 的报纸，现有 {known}：要加一份，请看 docs/crawl.md。")
    return papers[code]


def chosen_days(paper: Paper, since: str, until: str) -> tuple[datetime.date, datetime.date]:
    """First and last day, both included. Raises GongbaoError for what is no day and for days no version holds on."""
    from gongbao.core.dates import IssueDate

    first, last = IssueDate.parse(since).first_day, IssueDate.parse(until).last_day
    if first is None or last is None:
        raise InputError("请写明日期：--since 2021-07-16 --until 2021-07-31。")
    if last < first:
        raise InputError(f"--until {last} 在 --since {first} 之前：请把两个日期换过来。")
    days = (last - first).days + 1
    bare = [day for n in range(days) if not paper.version_on(day := first + datetime.timedelta(days=n))]
    if bare:
        raise InputError(
            f"报纸文件 {paper.code}.toml 没有说 {bare[0]} 的网站是什么样：请另选日期，或给报纸文件加一段 [[version]]。"
        )
    return first, last


def crawl_sentence(report: CrawlReport, check: bool) -> str:
    """What was done, in one line."""
    counts, statistics = report.counts, report.statistics
    parts = [f"{'看过' if check else '抓取'} {counts.issues} 期、{counts.pages} 个版"]
    parts += [] if check else _kept(counts)
    parts += [f"{counts.incomplete} 个版不全"] if counts.incomplete else []
    failed = sum(finding.failed for finding in report.findings)
    parts += [f"有 {failed} 处没有拿到，见上" if failed else "没有缺什么"]
    parts += [f"请求 {statistics.requests} 次，{statistics.from_cache} 次不必再问"]
    parts += ["中途停下了，再运行一次会接着做"] if statistics.stopped else []
    return "；".join(parts) + "。"


def _kept(counts: CrawlCounts) -> list[str]:
    parts = [f"{counts.new} 个新来源、{counts.articles} 篇文章"]
    parts += [f"{counts.filled} 篇取自版面 PDF"] if counts.filled else []
    parts += [f"文章图片 {counts.pictures} 张"] if counts.pictures else []
    return [*parts, *saved_parts(counts, counts)]


def as_json(
    report: CrawlReport, code: str, since: datetime.date, until: datetime.date, check: bool
) -> dict[str, object]:
    """The report for programs."""
    found = [
        {
            "kind": str(one.kind),
            "date": str(one.date),
            "page": one.page,
            "url": one.url,
            "detail": one.detail,
            "failed": one.failed,
            "sentence": one.sentence,
        }
        for one in report.findings
    ]
    return {
        "paper": code,
        "since": str(since),
        "until": str(until),
        "check": check,
        "counts": dataclasses.asdict(report.counts),
        "statistics": dataclasses.asdict(report.statistics),
        "findings": found,
    }
