"""``gongbao export``: all that a query finds, in full: a table for Excel, JSON lines, or a dossier to print."""

from __future__ import annotations

import codecs
import csv
import datetime
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from gongbao.cli.search import COLUMNS, SORTS, QueryCommand, hit_cells
from gongbao.cli.spreadsheet import cell

if TYPE_CHECKING:
    from gongbao.cli.marking import Marks
    from gongbao.core.annotations import Event
    from gongbao.core.records import Article, TaggedArticle
    from gongbao.project import Project
    from gongbao.search import Hit

FORMATS = {".csv": "csv", ".jsonl": "jsonl", ".html": "html", ".htm": "html"}
STANDARD_OUTPUT = "-"
CSV_COLUMNS = (*COLUMNS, "text")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be exported and how."""

    query: str
    sort: str
    style: str
    title: str  # of a dossier; empty for the query
    today: datetime.date  # what 近三个月 is counted from, and the day that a dossier bears


class Found:
    """The articles of the store behind the hits; counts those that the index still has and readers may not see."""

    def __init__(self, project: Project) -> None:
        self._store = project.store
        self.gone = 0

    def batch(self, ids: Sequence[str]) -> dict[str, TaggedArticle]:
        """{id: article} of those that are there."""
        there = {tagged.article.id: tagged for tagged in self._store.chosen(ids) if tagged.article.is_visible}
        self.gone += len(ids) - len(there)
        return there

    def with_hits(self, hits: Iterable[Hit]) -> Iterator[list[tuple[Hit, TaggedArticle]]]:
        """Batches of hits with their articles, in the order of the hits."""
        from gongbao.pipeline import batches

        for some in batches(hits):
            there = self.batch([hit.id for hit in some])
            yield [(hit, there[hit.id]) for hit in some if hit.id in there]


@click.command("export", cls=QueryCommand)
@click.argument("query", nargs=-1, required=True)
@click.option("-o", "--output", required=True, metavar="文件", help="写到哪个文件；- 为标准输出。")
@click.option("--format", "style", type=click.Choice(["csv", "jsonl", "html"]), help="格式；不写则看文件的后缀。")
@click.option(
    "--sort",
    type=click.Choice(list(SORTS)),
    default="date",
    show_default=True,
    help="按日期（新的在前）、版次或相关程度排列。",
)
@click.option("--title", default="", metavar="标题", help="汇编（html）的标题；不写就是检索式。")
@click.option("--date", "day", default="", metavar="日期", help="把哪一天算作今天，也是汇编的制作日期；默认是今天。")
@click.pass_obj
def command(
    folder: Path, query: tuple[str, ...], output: str, style: str | None, sort: str, title: str, day: str
) -> None:
    """导出检索到的全部文章，带全文。例：gongbao export 送清凉 日期:去年 --output 送清凉.html

    \b
    csv    给 Excel：列和 search --format csv 相同，再加一列全文
    jsonl  给别的程序：一行一篇，原文各项、标签和依据俱全
    html   可以打印的汇编：目录和每一篇全文，找到的字都标出来；一个文件，不连外网
    """
    from gongbao.project import Project

    style = style or FORMATS.get(Path(output).suffix.lower())
    if style is None:
        raise click.UsageError(f"看不出 {output} 要写成哪种格式，请加 --format csv、jsonl 或 html")
    project, wish = Project(folder), Wish(" ".join(query), sort, style, title, day_of(day))
    every = project.backend.every_hit(wish.query, sort=sort, today=wish.today)
    first = next(every, None)  # what stops the search stops it before a file is touched
    hits = chain([first] if first else [], every)
    found = Found(project)
    with output_file(output) as file:
        count = WRITERS[style](project, wish, hits, found, file)
    if output != STANDARD_OUTPUT:
        click.echo(f"写好了 {output}：{f'{count} 篇' if count else '没有找到文章'}。")
    if found.gone:
        click.echo(f"有 {found.gone} 篇索引里还有、存档里已撤下，没有导出：请运行 gongbao index。", err=True)


def day_of(text: str) -> datetime.date:
    """The day that the option names, or today by the computer's clock."""
    from gongbao.core.dates import IssueDate
    from gongbao.core.errors import GongbaoError

    if not text:
        return datetime.datetime.now().astimezone().date()
    date = IssueDate.parse(text)
    if not date.day or date.first_day is None:
        raise GongbaoError(f"--date 要写到哪一天：“{text}”请写成 2021-07-16 这样。")
    return date.first_day


def write_csv(project: Project, wish: Wish, hits: Iterable[Hit], found: Found, file: IO[bytes]) -> int:
    """A row a hit, as Excel opens it right: BOM, CRLF, what would be a formula behind an apostrophe."""
    if not file.isatty():
        file.write(codecs.BOM_UTF8)
    writer = csv.writer(Utf8(file), lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    count = 0
    for batch in found.with_hits(hits):
        for hit, tagged in batch:
            row = hit_cells(hit) | {"text": cell(full_text(tagged.article))}
            writer.writerow([row[name] for name in CSV_COLUMNS])
        count += len(batch)
    return count


def full_text(article: Article) -> str:
    """All that stands below the headline, a line a paragraph; pictures' captions last."""
    lines = list(article.paragraphs)
    if article.dateline:
        lines[:1] = [f"{article.dateline}　{lines[0]}" if lines else article.dateline]
    return "\n".join(filter(None, [article.subhead, *lines, *(picture.caption for picture in article.pictures)]))


def write_jsonl(project: Project, wish: Wish, hits: Iterable[Hit], found: Found, file: IO[bytes]) -> int:
    """An object a line: the article as ``gongbao parse`` prints it, and what the tagger found, with its evidence."""
    text, count = Utf8(file), 0
    for batch in found.with_hits(hits):
        encodings = project.store.encodings([hit.id for hit, _ in batch])
        for hit, tagged in batch:
            text.write(json.dumps(tagged_row(tagged, encodings.get(hit.id, "")), ensure_ascii=False) + "\n")
        count += len(batch)
    return count


def tagged_row(tagged: TaggedArticle, encoding: str) -> dict[str, Any]:
    """A stored article as other programs are promised it."""
    from gongbao.cli.parse import article_row
    from gongbao.core.annotations import FACETS
    from gongbao.tag_rows import tag_row

    article = tagged.article
    return {
        "id": article.id,
        **article_row(article.source, article, encoding),
        "labels": {facet: list(tagged.labels(facet)) for facet in FACETS},
        "tags": [tag_row(tag) for tag in tagged.annotations.tags],
        "figures": [asdict(figure) for figure in tagged.annotations.figures],
        "phrases": [asdict(phrase) for phrase in tagged.annotations.phrases],
        "extract": [asdict(passage) for passage in tagged.annotations.extract],
        "events": [event_row(event) for event in tagged.annotations.events],
    }


def event_row(event: Event) -> dict[str, Any]:
    """A time as the article says it; ``since`` and ``until`` in ISO 8601 as long as known, empty where left open."""
    return asdict(event) | {"since": str(event.since), "until": str(event.until)}


def write_html(project: Project, wish: Wish, hits: Iterable[Hit], found: Found, file: IO[bytes]) -> int:
    """A dossier. The store is read twice, for the contents and for the text, so that memory stays small."""
    from gongbao.cli.marking import Marker
    from gongbao.core.errors import GongbaoError
    from gongbao.pipeline import batches
    from gongbao.site.dossier import Cover, contents_line, dossier

    marker = Marker(wish.query, project.backend, wish.today)
    contents = [contents_line(tagged) for batch in found.with_hits(hits) for _, tagged in batch]

    def articles() -> Iterator[tuple[TaggedArticle, Marks]]:
        for ids in batches(line.id for line in contents):
            there = found.batch(ids)
            if len(there) < len(ids):
                raise GongbaoError("导出时存档里的文章变了，没有写完：请再运行一次。")
            yield from ((there[name], marker.marks(there[name].article)) for name in ids)

    cover = Cover(
        title=wish.title or short_title(wish.query),
        newspaper=project.settings.text("newspaper.name"),
        query=marker.understood,
        order=SORTS[wish.sort],
        made_on=wish.today,
    )
    text = Utf8(file)
    for piece in dossier(cover, contents, articles()):
        text.write(piece)
    return len(contents)


def short_title(query: str) -> str:
    """The query where it can stand as a headline."""
    line = " ".join(query.split())
    return line if len(line) <= 30 else "报道汇编"


WRITERS = {"csv": write_csv, "jsonl": write_jsonl, "html": write_html}


class Utf8:
    """Text into a file of bytes, on every system alike; half a surrogate pair becomes a question mark."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write it."""
        return self._file.write(text.encode("utf-8", "replace"))


@contextmanager
def output_file(output: str) -> Iterator[IO[bytes]]:
    """Where to write; a file is written beside its place and renamed when it is whole."""
    from gongbao.core.errors import OutputError

    if output == STANDARD_OUTPUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(os.path.realpath(output))  # through a link, to the file that it names
    beside = path.parent / f".gongbao-{os.getpid()}.unfinished"
    try:
        if path.is_dir():
            raise OutputError(f"{output} 是文件夹：请写上文件名，例如 {Path(output) / '送清凉.html'}。")
        special = path.exists() and not path.is_file()  # a pipe or a device cannot be renamed over
        with (path if special else beside).open("wb") as file:
            yield file
        if not special:
            beside.replace(path)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"写不了 {output}（{error.strerror}）：请查看文件夹、权限和磁盘空间。") from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
