"""Paper files: what is known of a newspaper's site, as data; which addresses hold from when to when.

The shipped ones stand in ``papers``; a newsroom's own folder wins over them by code.
"""

from __future__ import annotations

import datetime
import ipaddress
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from gongbao.core.errors import InputError

CLASSIC = "classic"  # node_N.htm and content_N.htm
FOUNDER_2013 = "founder2013"  # nbs.… and nw.…
AMUC_2024 = "amuc2024"  # pc/layout and pc/content
GENERATIONS = (CLASSIC, FOUNDER_2013, AMUC_2024)

_SHIPPED = Path(__file__).parent / "papers"
_MOST_BYTES = 65_536  # a paper file is a page of text; anything larger is something else
_CODE = re.compile(r"[a-z][a-z0-9]{1,15}")  # as in file names (hints)
_VERSION_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
_PAPER_KEYS = {"code": str, "name": str, "home": str, "hosts": list, "version": list}
_VERSION_KEYS = {"name": str, "generation": str, "issue": str, "article": str}


@dataclass(frozen=True, slots=True)
class Version:
    """How a paper's site is built from one day to another."""

    name: str
    generation: str  # one of GENERATIONS
    since: datetime.date | None
    until: datetime.date | None  # the last day
    issue: str  # pattern of the first page view's address
    months: str = ""  # pattern of the month index; empty when there is none
    article: str = ""  # what an article's address must match (re.search)

    def issue_address(self, date: datetime.date) -> str:
        """The address of the first page view of an issue."""
        return self.issue.format(year=date.year, month=date.month, day=date.day)

    def month_address(self, year: int, month: int) -> str:
        """The address of the index of a month's issues, or an empty string."""
        return self.months.format(year=year, month=month, day=1)


@dataclass(frozen=True, slots=True)
class Paper:
    """A newspaper's site."""

    code: str
    name: str
    verified: bool  # whether a person has compared it with the site
    home: str
    hosts: tuple[str, ...]  # the only ones that may be asked
    versions: tuple[Version, ...]
    encoding: str = ""  # overrides what pages declare

    def version_on(self, date: datetime.date) -> Version | None:
        """The version that holds on a day, or None."""
        for version in self.versions:
            if (version.since or datetime.date.min) <= date <= (version.until or datetime.date.max):
                return version
        return None


def load_papers(folder: Path | None = None) -> dict[str, Paper]:
    """All papers by code. Raises InputError, with file and line, for a file that is not valid."""
    papers: dict[str, Paper] = {}
    if folder is not None and not folder.is_dir():
        raise InputError(f"没有文件夹 {folder}：请建立它，或改正设置 crawl.papers。")
    for place in (_SHIPPED, *([folder] if folder else [])):
        for path in sorted(place.glob("*.toml")):
            paper = read_paper(path)
            papers[paper.code] = paper
    return papers


def read_paper(path: Path) -> Paper:
    """One paper file. Raises InputError for whatever in it is not as it must be."""
    try:
        text = path.read_bytes()[: _MOST_BYTES + 1].decode("utf-8-sig")
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"报纸文件 {path.name} 读不了（{error}）：请改成正确的 TOML 文件。") from error
    return _Reader(path.name, text).paper(table)


def refuse_without_contact(paper: Paper, contact: str) -> None:
    """Raises InputError for a site that is not on this machine when nobody could be written to about the crawl."""

    def is_here(host: str) -> bool:
        name = urlsplit(f"//{host}").hostname or ""
        try:
            return name == "localhost" or ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False

    if not contact.strip() and not all(map(is_here, paper.hosts)):
        raise InputError("还没有联系方式，不能抓取别人的网站：请把邮箱或网址写进设置 crawl.contact，对方有事好找到人。")


class _Reader:
    """Checks one file's table; knows the file's text, so that a fault has a line."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._lines = text.splitlines()

    def paper(self, table: dict[str, object]) -> Paper:
        self._check_keys(table, _PAPER_KEYS, {"verified": bool, "encoding": str}, 1)
        code, hosts, versions = str(table["code"]), table["hosts"], table["version"]
        if not _CODE.fullmatch(code):
            self._refuse("code", 1, "应当是小写字母开头的字母和数字，如 ldwb")
        if not isinstance(hosts, list) or not hosts or not all(isinstance(one, str) and one for one in hosts):
            self._refuse("hosts", 1, "应当是至少一个主机名的列表")
        assert isinstance(hosts, list)
        home = str(table["home"])
        self._check_address("home", home, hosts, 1)
        starts = [number for number, line in enumerate(self._lines, 1) if line.strip() == "[[version]]"]
        read: list[Version] = []
        assert isinstance(versions, list)
        for index, one in enumerate(versions):
            line = starts[index] if index < len(starts) else 1
            if not isinstance(one, dict):
                self._refuse("version", line, "应当写成 [[version]]")
            read.append(self._version(one, hosts, line))
        if not read:
            self._refuse("version", 1, "至少要有一段")
        self._check_days(read, starts)
        return Paper(
            code,
            str(table["name"]),
            bool(table.get("verified", False)),
            home,
            tuple(hosts),
            tuple(read),
            str(table.get("encoding", "")),
        )

    def _version(self, table: dict[str, object], hosts: list[str], line: int) -> Version:
        self._check_keys(table, _VERSION_KEYS, {"since": datetime.date, "until": datetime.date, "months": str}, line)
        texts = {key: str(table.get(key, "")) for key in (*_VERSION_KEYS, "months")}
        if not _VERSION_NAME.fullmatch(texts["name"]):
            self._refuse("name", line, "应当是小写字母、数字和连字号，如 classic-2010")
        if texts["generation"] not in GENERATIONS:
            self._refuse("generation", line, f"应当是 {'、'.join(GENERATIONS)} 之一")
        try:
            re.compile(texts["article"])
        except re.error:
            self._refuse("article", line, "应当是正则表达式")
        since, until = table.get("since"), table.get("until")
        version = Version(
            since=since if isinstance(since, datetime.date) else None,
            until=until if isinstance(until, datetime.date) else None,
            **texts,
        )
        for key in filter(texts.get, ("issue", "months")):
            try:
                address = texts[key].format(year=2021, month=7, day=16)
            except (KeyError, ValueError, IndexError, AttributeError):
                self._refuse(key, line, "里只能用 {year:04d}、{month:02d}、{day:02d}")
            self._check_address(key, address, hosts, line)
        return version

    def _check_days(self, versions: list[Version], starts: list[int]) -> None:
        ended = datetime.date.min
        for index, version in enumerate(versions):
            line = starts[index] if index < len(starts) else 1
            since = version.since or datetime.date.min
            until = version.until or datetime.date.max
            if until < since or (index and since <= ended):
                self._refuse("since", line, "和前一段或 until 的日期重叠：各段要按日期先后，互不重叠")
            ended = until

    def _check_keys(
        self, table: dict[str, object], required: Mapping[str, type], optional: Mapping[str, type], line: int
    ) -> None:
        for key in required:
            if key not in table:
                raise InputError(f"报纸文件 {self._name} 第 {line} 行起缺 {key}：请补上。")
        for key, value in table.items():
            kind = required.get(key) or optional.get(key)
            if kind is None:
                self._refuse(key, line, f"不认得：可用的是 {'、'.join((*required, *optional))}")
            elif not isinstance(value, kind) or isinstance(value, datetime.datetime):
                self._refuse(key, line, "写法不对：文字要加引号，日期写成 2021-07-16，真假写成 true、false")

    def _check_address(self, key: str, address: str, hosts: list[str], line: int) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or parts.hostname not in {one.split(":")[0] for one in hosts}:
            self._refuse(key, line, "应当是 http 或 https 地址，主机要在 hosts 里")

    def _refuse(self, key: str, line: int, fault: str) -> None:
        """Raises InputError, with the line at or behind ``line`` that sets the key."""
        at = re.compile(rf"\s*{re.escape(key)}\s*=")
        found = next((n for n, one in enumerate(self._lines, 1) if n >= line and at.match(one)), line)
        raise InputError(f"报纸文件 {self._name} 第 {found} 行的 {key} {fault}：请改正。")
