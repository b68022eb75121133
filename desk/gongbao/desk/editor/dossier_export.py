"""A dossier as a file to hand on: a page of HTML, a table, a Word document. Made twice, the same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongbao.core.formulas import as_text
from gongbao.core.records import Article, TaggedArticle
from gongbao.core.store.dossiers import Dossier
from gongbao.desk.editor.article_view import byline_text, headline_of
from gongbao.desk.word_files import packed, set_font
from gongbao.desk.xml_text import xml_text
from gongbao.tag_rows import FACETS

if TYPE_CHECKING:
    from docx.document import Document

COLUMNS = ("序号", "日期", "版次", "版名", "引题", "标题", "署名", *FACETS.values(), "说明", "编号", "正文")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of a dossier with what is said about it there."""

    tagged: TaggedArticle
    note: str

    @property
    def article(self) -> Article:
        """The article itself."""
        return self.tagged.article

    @property
    def headline(self) -> str:
        """What the article is called."""
        return headline_of(self.tagged.article)

    @property
    def printed(self) -> str:
        """Where and when it was printed, and who is credited."""
        article = self.tagged.article
        page = f"第{article.page.number}版" if article.page.number else ""
        parts = (str(article.date) or "日期不详", page, article.page.name, byline_text(article))
        return " · ".join(part for part in parts if part)


def entries_of(dossier: Dossier, articles: dict[str, TaggedArticle]) -> list[Entry]:
    """The dossier's articles in its order."""
    return [Entry(articles[one.article_id], one.note) for one in dossier.items if one.article_id in articles]


def as_csv(entries: Sequence[Entry]) -> bytes:
    """A row an article, for a spreadsheet program."""
    sheet = io.StringIO(newline="")
    rows = csv.writer(sheet)
    rows.writerow(COLUMNS)
    for number, entry in enumerate(entries, 1):
        rows.writerow([number, *map(as_text, _cells(entry))])
    return sheet.getvalue().encode("utf-8-sig")


def as_docx(dossier: Dossier, entries: Sequence[Entry]) -> bytes:
    """A Word document: headings, where it was printed, the note, the text."""
    from docx import Document

    document = Document()
    _fill(document, dossier, entries)
    return packed(document)


def _fill(document: Document, dossier: Dossier, entries: Sequence[Entry]) -> None:
    set_font(document, "Normal", "Title", "Heading 1")
    properties = document.core_properties
    properties.title, properties.author = xml_text(dossier.name), xml_text(dossier.owner)
    properties.created = properties.modified = dossier.created_at.replace(tzinfo=None, microsecond=0)
    document.add_heading(xml_text(dossier.name), 0)
    for entry in entries:
        document.add_heading(xml_text(entry.headline), 1)
        for kicker in filter(None, (entry.article.kicker, entry.article.subhead)):
            document.add_paragraph(xml_text(kicker))
        document.add_paragraph(xml_text(entry.printed))
        if entry.note:
            document.add_paragraph().add_run(xml_text(entry.note)).italic = True
        for paragraph in entry.article.paragraphs:
            document.add_paragraph(xml_text(paragraph))


def _cells(entry: Entry) -> Iterator[str]:
    article = entry.article
    yield from (str(article.date), article.page.number, article.page.name, article.kicker, article.headline)
    yield byline_text(article)
    for facet in FACETS:
        yield "、".join(entry.tagged.labels(facet))
    yield from (entry.note, article.id, article.text)
