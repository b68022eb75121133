"""Word documents (.docx) with keywords: only the part with the document's properties is written anew.

Every other part of an uploaded document stays as it is, byte for byte, so that layout, pictures, comments and
tracked changes survive. Part names and relations: ECMA-376 part 2 (Open Packaging Conventions).
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable

from lxml import etree

from gongbao.core.errors import InputError
from gongbao.core.records import Article
from gongbao.desk.word_files import EPOCH, packed, set_font
from gongbao.ingest.readers.markup import Element, parse_xml
from gongbao.ingest.readers.zipped import TooLargeError, ZipFaultError, open_zip, read_member

MOST_UNPACKED = 67_108_864  # bytes of all parts together: a document with its pictures as a camera makes them
_CORE = "docProps/core.xml"
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_RELATIONS_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
_NO_PROPERTIES = f'<cp:coreProperties xmlns:cp="{_CP}"/>'.encode()
_BETWEEN = "; "  # as Word and Explorer part keywords
_SEPARATORS = re.compile("[;；,，、]")
_LONGEST = 255  # characters that Word's own dialogue keeps of the keywords
_MADE = datetime.datetime(1980, 1, 1)  # noqa: DTZ001 (python-docx writes it as UTC)


def with_keywords(name: str, document: bytes, words: Iterable[str]) -> bytes:
    """The document with these words behind the keywords that it has. Raises InputError for one that is damaged."""
    try:
        with open_zip(io.BytesIO(document)) as package:
            parts = _parts(package)
    except TooLargeError as error:
        raise InputError(f"{name} 解开后超过 {MOST_UNPACKED >> 20} MB：请删去其中的大图片再上传。") from error
    except ZipFaultError as error:
        raise InputError(f"{name} 不是能写关键词的 Word 文件：请另存为 .docx 再上传。") from error
    contents = {member.filename: raw for member, raw in parts}
    changed = _changed(name, contents, list(words))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for member, raw in parts:
            package.writestr(member, changed.pop(member.filename, raw))
        for path, raw in changed.items():  # properties, where the document had none
            package.writestr(zipfile.ZipInfo(path, EPOCH), raw, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def new_document(article: Article) -> bytes:
    """A document of the article: headline, byline, paragraphs, captions."""
    from docx import Document

    made = Document()
    set_font(made, "Normal")
    for title, level in ((article.kicker, 2), (article.headline, 1), (article.subhead, 2)):
        if title:
            made.add_heading(title, level)
    names = "　".join(f"{one.role} {one.name}".strip() for one in article.byline)
    lead = f"{article.dateline}（{names}）" if article.dateline and names else article.dateline or names
    for number, paragraph in enumerate(article.paragraphs):
        made.add_paragraph(f"{lead}{paragraph}" if lead and not number else paragraph)
    for picture in article.pictures:
        made.add_paragraph(picture.caption)
    properties = made.core_properties
    properties.title, properties.author = article.headline[:_LONGEST], names[:_LONGEST]
    properties.comments, properties.keywords = "", ""
    properties.created = properties.modified = _MADE
    return packed(made)


def _parts(package: zipfile.ZipFile) -> list[tuple[zipfile.ZipInfo, bytes]]:
    """(member, bytes) of every part. Raises TooLargeError where they are too large together."""
    found, left = [], MOST_UNPACKED
    for member in package.infolist():
        raw = read_member(package, member, left)
        left -= len(raw)
        found.append((member, raw))
    return found


def _changed(name: str, contents: dict[str, bytes], words: list[str]) -> dict[str, bytes]:
    """{path: new bytes} of the parts that hold or name the properties."""
    if _RELATIONS not in contents or _TYPES not in contents:
        raise InputError(f"{name} 不是能写关键词的 Word 文件：请另存为 .docx 再上传。")
    relations = parse_xml(name, contents[_RELATIONS])
    path = next((one.get("Target", "").lstrip("/") for one in relations if one.get("Type") == _CORE_RELATION), "")
    changed = {}
    if path not in contents:
        path = path or _CORE
        types = parse_xml(name, contents[_TYPES])
        if not any(one.get("Target", "").lstrip("/") == path for one in relations):
            known = {one.get("Id") for one in relations}
            free = next(f"rIdGongbao{n}" for n in range(len(known) + 1) if f"rIdGongbao{n}" not in known)
            values = {"Id": free, "Type": _CORE_RELATION, "Target": path}
            etree.SubElement(relations, f"{{{_RELATIONS_NAMESPACE}}}Relationship", values)
            changed[_RELATIONS] = _written(relations)
        if not any(one.get("PartName") == f"/{path}" for one in types):
            values = {"PartName": f"/{path}", "ContentType": _CORE_TYPE}
            etree.SubElement(types, f"{{{_TYPES_NAMESPACE}}}Override", values)
            changed[_TYPES] = _written(types)
    return changed | {path: _with_words(name, contents.get(path, _NO_PROPERTIES), words)}


def _with_words(name: str, properties: bytes, words: list[str]) -> bytes:
    root = parse_xml(name, properties)
    element = root.find(f"{{{_CP}}}keywords")
    if element is None:
        element = etree.SubElement(root, f"{{{_CP}}}keywords")
    there = [word.strip() for word in _SEPARATORS.split("".join(element.itertext()))]
    for child in element:
        element.remove(child)
    element.text = _BETWEEN.join(dict.fromkeys(word for word in (*there, *words) if word))[:_LONGEST]
    return _written(root)


def _written(root: Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
