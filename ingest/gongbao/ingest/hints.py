"""What is known of an input before it is read: newspaper, date, page and encoding.

An option on the command line wins over a sidecar file, a sidecar file over the file name, and that over what
the page's own folio prints (``folio``). What none of them says stays unknown: no date is ever guessed.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.core.errors import GongbaoError, InputError
from gongbao.core.records import Page

SIDECAR_KEYS = ("date", "page", "page_name", "newspaper", "encoding")
SIDECAR_SUFFIX = ".toml"
UNKNOWN_PAGE = Page()
MAX_SIDECAR_BYTES = 65_536

# 2021-07-16, 2021_07_16, 2021.7.16, 20210716, 2021年7月16日; the day, or month and day, may be missing.
_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:18|19|20)\d\d)"
    r"(?:(?P<separator>[-_.])(?P<month>\d{1,2})(?:(?P=separator)(?P<day>\d{1,2}))?(?!\d)"
    r"|(?P<packed_month>\d\d)(?P<packed_day>\d\d)(?!\d)"
    r"|年(?:(?P<han_month>\d{1,2})月(?:(?P<han_day>\d{1,2})日)?)?"
    r"|(?!\d))"
)
_PAGE = re.compile(
    r"第(?P<named>[A-Za-z]?\d{1,3})版[:：]?\s*(?P<printed>[㐀-鿿]{0,12})"
    r"|(?<![A-Za-z0-9])(?P<number>[A-Za-z]?\d{1,3})(?:版(?![㐀-鿿]))?(?=[-_\s.]|$)"
)
_NEWSPAPER = re.compile(r"(?P<code>[a-z][a-z0-9]{1,15})[-_](?=(?:18|19|20)\d\d)")
_PAGE_NAME = re.compile(r"[㐀-鿿]{1,12}")


@dataclass(frozen=True, slots=True)
class Hints:
    """What somebody has said of an input; an empty field says nothing."""

    newspaper: str = ""  # short code: "ldwb"
    date: IssueDate = UNKNOWN_DATE
    page: Page = UNKNOWN_PAGE
    encoding: str = ""  # a Python codec name; decoding with it is then not negotiable

    def over(self, weaker: Hints) -> Hints:
        """These hints, with what they leave open taken from the weaker ones."""
        return Hints(
            self.newspaper or weaker.newspaper,
            self.date or weaker.date,
            Page(self.page.number or weaker.page.number, self.page.name or weaker.page.name),
            self.encoding or weaker.encoding,
        )


NO_HINTS = Hints()


def gather_hints(path: Path, options: Hints) -> Hints:
    """Options over the sidecar beside the file over the file's name. A sidecar that is not valid is an InputError."""
    return options.over(read_sidecar(path)).over(hints_from_name(path.name))


def hints_from_name(name: str) -> Hints:
    """Read a file name: ``2021-07-16-03-工会.txt``, ``ldwb_20210716_A03.txt``, ``2021年7月16日第3版 综合.txt``.

    A date that no calendar has (2021-13, 2021-02-30) is no date, and then nothing else is read from the name.
    """
    stem = PurePath(name).stem
    for written in _DATE.finditer(stem):
        date = _calendar_date(written)
        if date:
            newspaper = _NEWSPAPER.match(stem)
            code = newspaper["code"] if newspaper and newspaper.end() == written.start() else ""
            return Hints(code, date, _page(stem[written.end() :]))
    return NO_HINTS


def _calendar_date(written: re.Match[str]) -> IssueDate:
    month = written["month"] or written["packed_month"] or written["han_month"]
    day = written["day"] or written["packed_day"] or written["han_day"]
    try:
        return IssueDate(int(written["year"]), int(month or 0), int(day or 0)) if month != "00" else UNKNOWN_DATE
    except ValueError:
        return UNKNOWN_DATE


def _page(rest: str) -> Page:
    """The page in what follows the date; a number alone counts only right behind it."""
    found = _PAGE.search(rest)
    if found is None or (found["named"] is None and rest[: found.start()].strip("-_ .")):
        return Page()
    number = (found["named"] or found["number"]).upper().lstrip("0")
    name = found["printed"] or ""
    if not name and (after := _PAGE_NAME.fullmatch(rest[found.end() :].strip("-_ ."))):
        name = after[0]
    return Page(number, name) if number else Page()


def sidecar_of(path: Path) -> Path:
    """Where the sidecar of an input stands: ``NAME.toml`` beside ``NAME.txt``."""
    return path.with_suffix(SIDECAR_SUFFIX)


def read_sidecar(path: Path) -> Hints:
    """The sidecar's hints, or none when the input has no sidecar."""
    sidecar = sidecar_of(path)
    if sidecar == path or not os.path.isfile(sidecar):  # noqa: PTH113 - a name too long for a file is no error to it
        return NO_HINTS
    try:
        with sidecar.open("rb") as opened:
            raw = opened.read(MAX_SIDECAR_BYTES + 1)
    except OSError as error:
        raise InputError(f"说明文件 {sidecar.name} 打不开（{error.strerror or error}）：请检查权限。") from error
    return parse_sidecar(sidecar.name, raw)


def parse_sidecar(name: str, raw: bytes) -> Hints:
    """The hints in a sidecar's bytes. Raises InputError for what is no TOML or holds other fields."""
    if len(raw) > MAX_SIDECAR_BYTES:
        raise InputError(f"说明文件 {name} 太大：它只应有 {'、'.join(SIDECAR_KEYS)} 几项。")
    try:
        table = tomllib.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"说明文件 {name} 读不了（{error}）：请改成 TOML 格式，或移走它。") from error
    fields = dict(_checked_fields(table, name))
    hints = Hints(fields.get("newspaper", ""), encoding=fields.get("encoding", ""))
    try:
        hints = replace(hints, date=IssueDate.parse(fields.get("date", "")))
    except GongbaoError as error:
        raise InputError(f"说明文件 {name} 里的{error}") from error
    return replace(hints, page=Page(fields.get("page", ""), fields.get("page_name", "")))


def _checked_fields(table: dict[str, object], name: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if key not in SIDECAR_KEYS:
            raise InputError(f"说明文件 {name} 里没有叫 {key} 的项：可用的是 {'、'.join(SIDECAR_KEYS)}。")
        if isinstance(value, bool) or (not isinstance(value, str | int) and not hasattr(value, "isoformat")):
            raise InputError(f"说明文件 {name} 的 {key} 应当是文字，现在是 {value!r}。")
        yield key, str(value).strip()
