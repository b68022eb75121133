"""Where an article came from: the text of its source as it was read, and its page as it was printed."""

from __future__ import annotations

from dataclasses import dataclass

from gongbao.core.errors import InputError
from gongbao.core.records import Article, PrintedPage
from gongbao.desk.marking import Piece, pieces
from gongbao.project import Project


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source's text with the stretches that became the article."""

    name: str
    pieces: tuple[Piece, ...]  # empty when the text cannot be shown
    problem: str = ""  # why it cannot, one sentence


def source_text(project: Project, article: Article) -> SourceText:
    """The source of an article, decoded as it was when it was read."""
    from gongbao.ingest.hints import Hints
    from gongbao.ingest.readers import read_source_bytes

    raw = project.store.raw(article.source_sha256) if article.source_sha256 else None
    if raw is None:
        return SourceText(article.source, (), "存档里没有这篇的原始文件。")
    encoding = project.store.encodings([article.id]).get(article.id, "")
    hints = Hints(article.newspaper, article.date, article.page, encoding)
    try:
        source = read_source_bytes(article.source, raw, hints, len(raw))
    except InputError as error:
        return SourceText(article.source, (), str(error))
    marks = [(span.start, span.end, f"taken {span.role}") for span in article.spans]
    return SourceText(article.source, tuple(pieces(source.text, marks)))


def printed_page(project: Project, article: Article) -> PrintedPage | None:
    """The page that an article stands on, when the archive has its picture."""
    if not (article.newspaper and article.date.day and article.page.number):
        return None
    found = project.store.printed_pages.page(article.newspaper, article.date, article.page.number)
    return found if found is not None and found.picture else None
