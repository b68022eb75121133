"""A Word document's parts: the XML inside the zip file, each read within bounds, and nothing else of it.

Macros and embedded files are never unpacked; a relation to something outside is never followed.
"""

from __future__ import annotations

import io
import re
from pathlib import PurePosixPath
from types import TracebackType

from gongbao.core.errors import InputError
from gongbao.core.pictures import MOST_BYTES
from gongbao.ingest.readers.beside import MOST_TOTAL_BYTES
from gongbao.ingest.readers.kinds import WORD_DOCUMENT
from gongbao.ingest.readers.markup import Element, local_name, parse_xml
from gongbao.ingest.readers.zipped import TooLargeError, ZipFaultError, open_zip, read_member

# A part's limit, uncompressed. The text of a novel of 600 pages is 10 MB of XML.
MOST_PART_BYTES = 16_777_216
MOST_FURNITURE_PARTS = 100  # headers and footers; three of each for every section
_RELATIONS = "word/_rels/document.xml.rels"
_FURNITURE = re.compile(r"word/(?:header|footer)\d*\.xml")


class WordParts:
    """The parts of one document, to be closed; raises InputError for what cannot be read."""

    def __init__(self, name: str, raw: bytes) -> None:
        self._name = name
        try:
            self._zip = open_zip(io.BytesIO(raw))
        except ZipFaultError as error:
            raise self._broken() from error
        self._members = {member.filename: member for member in self._zip.infolist()}
        self._left = MOST_TOTAL_BYTES  # of pictures that may still be unpacked
        self._targets: dict[str, str] | None = None

    def __enter__(self) -> WordParts:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._zip.close()

    def document(self) -> Element:
        """The root of the document itself."""
        root = self.part(WORD_DOCUMENT)
        if root is None:
            raise self._broken()
        return root

    def part(self, path: str) -> Element | None:
        """The root of a part, or None when the document has no such part."""
        member = self._members.get(path)
        if member is None:
            return None
        try:
            raw = read_member(self._zip, member, MOST_PART_BYTES)
        except TooLargeError as error:
            raise InputError(
                f"{self._name} 解开后太大（{path} 超过 {MOST_PART_BYTES >> 20} MB）：请拆成几个文件。"
            ) from error
        except ZipFaultError as error:
            raise self._broken() from error
        return parse_xml(self._name, raw)

    def furniture(self) -> list[Element]:
        """The roots of headers and footers, by name."""
        paths = sorted(path for path in self._members if _FURNITURE.fullmatch(path))
        parts = (self.part(path) for path in paths[:MOST_FURNITURE_PARTS])
        return [part for part in parts if part is not None]

    def picture(self, relation: str) -> tuple[str, bytes]:
        """Name and bytes of a picture of the document; no bytes where it lies elsewhere, is damaged or too large."""
        target = self._relations().get(relation, "")
        name = PurePosixPath(target).name or relation
        member = self._members.get(target.lstrip("/") if target.startswith("/") else f"word/{target}")
        try:
            raw = read_member(self._zip, member, min(MOST_BYTES, self._left)) if member else b""
        except ZipFaultError:
            return name, b""
        self._left -= len(raw)
        return name, raw

    def _relations(self) -> dict[str, str]:
        """{id: target} of what the document refers to."""
        if self._targets is None:
            root = self.part(_RELATIONS)
            ones = [one for one in root if local_name(one) == "Relationship"] if root is not None else []
            self._targets = {str(one.get("Id", "")): str(one.get("Target", "")) for one in ones}
        return self._targets

    def _broken(self) -> InputError:
        return InputError(f"{self._name} 不是能读的 Word 文件：请重新导出，或另存为 UTF-8 文本（.txt）。")
