"""A built archive, looked at years later: is every file there as it was written, does every link lead somewhere?

Needs nothing but the folder: ``manifest-sha256.txt`` at its top lists every file of the build in the form that
``sha256sum -c`` and BagIt (RFC 8493) know.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

from gongbao.core.errors import InputError
from gongbao.site.checksums import CHECKSUMS
from gongbao.site.manifest import STATE_FOLDER

_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64}) [ *](?P<address>[^\r\n]+)")
_REFRESH = re.compile(r"\s*[0-9.]+\s*[;,]\s*url\s*=\s*(?P<link>\S+)\s*", re.IGNORECASE)  # where a page sends readers
_BLOCK = 1 << 20  # bytes read at once
_PICTURES = frozenset({"img", "image", "source"})
_LINKING = ("href", "src", "poster", "{http://www.w3.org/1999/xlink}href")
_PROGRESS_EVERY = 200  # files
_NOT_FOUND = "404.html"  # shown at any depth, so that its links are from the host's top


class Trouble(StrEnum):
    """What may be wrong with a file of the archive."""

    MISSING = "missing"  # listed, but not there
    CHANGED = "changed"  # there, with other bytes
    UNLISTED = "unlisted"  # there, but not listed: somebody's own, or left over
    DEAD_LINK = "dead link"  # leads to a page of the archive that is not there
    DEAD_ANCHOR = "dead anchor"  # leads to a place on a page that the page does not have
    MISSING_PICTURE = "missing picture"  # shows a picture that is not there


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    trouble: Trouble
    address: str  # of the file
    detail: str = ""  # for links: where they lead


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What checking a folder found; ``findings`` are in order of address."""

    files: int  # that are listed
    pages: int  # HTML files whose links were followed
    links: int  # within the archive
    outside: int  # links to other hosts, which are never followed
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Whether everything is as it was built; files of somebody's own beside it do no harm."""
        return all(finding.trouble is Trouble.UNLISTED for finding in self.findings)


def check_site(folder: Path, progress: Callable[[int, int], None] | None = None) -> SiteReport:
    """Compare every file with its digest and follow every link between pages; ``progress`` is told (done, of).

    Raises InputError when the folder holds no list of files, or one that cannot be read: then nothing was looked at.
    """
    tell = progress or (lambda done, total: None)
    listed = read_checksums(folder)
    findings = [Finding(Trouble.UNLISTED, address) for address in _present(folder) if address not in listed]
    links = _Links(frozenset(listed) | {CHECKSUMS})
    for number, address in enumerate(sorted(listed), 1):
        data = _read(folder / address)
        if data is None:
            findings.append(Finding(Trouble.MISSING, address))
        else:
            if hashlib.sha256(data).hexdigest() != listed[address]:
                findings.append(Finding(Trouble.CHANGED, address))
            if address.endswith(".html"):
                findings += links.follow(address, data)
        if number % _PROGRESS_EVERY == 0 or number == len(listed):
            tell(number, len(listed))
    findings += links.follow_anchors(folder)
    ordered = sorted(findings, key=lambda f: (f.address, f.trouble, f.detail))
    return SiteReport(len(listed), links.pages, links.count, links.outside, tuple(ordered))


def read_checksums(folder: Path) -> dict[str, str]:
    """{address: SHA-256} of the files that the last finished build wrote.

    Raises InputError when there is no such list or a line of it is no such line.
    """
    path = folder / CHECKSUMS
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise InputError(
            f"{folder} 里没有 {CHECKSUMS}，不是 gongbao build 生成的存档，或者没有生成完：请给出存档的文件夹。"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} 读不出来（{error}），没有检查：请从备份取回这个文件，或重新生成存档。") from error
    listed = {}
    for number, line in enumerate(lines, 1):
        found = _LINE.fullmatch(line)
        if found is None or not _is_inside(found["address"]):
            raise InputError(f"{path} 第 {number} 行不是“摘要  文件名”，没有检查：请从备份取回这个文件。")
        listed[found["address"]] = found["sha256"]
    return listed


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


class _Links:
    """Follows the links of one page after the other; anchors on other pages are looked at in the end."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known
        self._anchors: dict[str, dict[str, str]] = defaultdict(dict)  # page -> anchor -> first page that leads there
        self.pages = self.count = self.outside = 0

    def follow(self, address: str, data: bytes) -> list[Finding]:
        """What is wrong with the links of a page."""
        self.pages += 1
        tree = _parsed(data)
        if tree is None:
            return []
        own = frozenset(tree.xpath("//@id"))
        findings: dict[tuple[str, str], Finding] = {}
        for tag, link in _links_of(tree):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                self.outside += parts.scheme in ("", "http", "https")
                continue
            if address == _NOT_FOUND and parts.path.startswith("/"):
                continue
            self.count += 1
            target = _target(address, parts.path)
            trouble = self._trouble(address, target, unquote(parts.fragment), own, tag)
            if trouble is not None:
                findings[trouble, link] = Finding(trouble, address, link)
        return list(findings.values())

    def _trouble(self, address: str, target: str, anchor: str, own: frozenset[str], tag: str) -> Trouble | None:
        if target not in self._known:
            return Trouble.MISSING_PICTURE if tag in _PICTURES else Trouble.DEAD_LINK
        if not anchor or not target.endswith(".html"):
            return None
        if target == address:
            return None if anchor in own else Trouble.DEAD_ANCHOR
        self._anchors[target].setdefault(anchor, address)
        return None

    def follow_anchors(self, folder: Path) -> Iterator[Finding]:
        """The anchors on other pages that are not there."""
        for target, wanted in self._anchors.items():
            data = _read(folder / target)
            tree = _parsed(data) if data is not None else None
            present = frozenset(tree.xpath("//@id")) if tree is not None else frozenset()
            for anchor, address in wanted.items():
                if anchor not in present and not _is_of_a_script(target, anchor):
                    yield Finding(Trouble.DEAD_ANCHOR, address, f"{target}#{anchor}")


def _is_of_a_script(target: str, anchor: str) -> bool:
    """Whether what follows # is a query that the page's own script reads, not a place on the page."""
    return target.endswith("search.html") and "=" in anchor


def _parsed(data: bytes):  # type: ignore[no-untyped-def]  # lxml comes without types
    from lxml import etree, html

    try:
        return html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):  # an empty file, which its digest tells
        return None


def _links_of(tree) -> Iterator[tuple[str, str]]:  # type: ignore[no-untyped-def]
    for element in tree.iter():
        if isinstance(element.tag, str):
            if element.tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
                where = _REFRESH.fullmatch(element.get("content") or "")
                if where is not None:
                    yield element.tag, where["link"]
            for name in _LINKING:
                link = element.get(name)
                if link is not None and (element.tag, element.get("rel")) != ("link", "preconnect"):
                    yield element.tag.rpartition("}")[2], link.strip()
            for candidate in (element.get("srcset") or "").split(","):
                if candidate.strip():
                    yield element.tag, candidate.split()[0]


def _target(address: str, path: str) -> str:
    if not path:
        return address
    target = posixpath.normpath(posixpath.join(posixpath.dirname(address), unquote(path)))
    return posixpath.join(target, "index.html").removeprefix("./") if path.endswith("/") else target


def _present(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        address = path.relative_to(folder).as_posix()
        is_ours = address == CHECKSUMS or address.split("/")[0] == STATE_FOLDER
        if not is_ours and not path.is_dir():
            yield address


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise InputError(f"{path} 读不出来（{error.strerror or error}），没有检查完：请查看权限和磁盘。") from error


def _is_inside(address: str) -> bool:
    parts = address.split("/")
    return not address.startswith("/") and ".." not in parts and "" not in parts
