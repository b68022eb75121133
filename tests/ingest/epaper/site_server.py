"""An e-paper site on loopback, of any generation: made-up issues, a log of what is asked, and trouble on demand."""

from __future__ import annotations

import datetime
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

PAGES = (("A01", "头版"), ("A03", "职工之声"))
ARTICLES_A_PAGE = 2
CODE = "test"
Trouble = Callable[[BaseHTTPRequestHandler], None]

_PATTERNS = {  # issue, article
    "classic": ("/content/{year:04d}-{month:02d}/{day:02d}/node_1.htm", r"/content_\d+\.htm$"),
    "founder2013": (
        "/html/{year:04d}-{month:02d}/{day:02d}/nbs.D110000test_A01.htm",
        r"/nw\.D110000test_\d+_\d+-\w+\.htm$",
    ),
    "amuc2024": (
        "/pc/layout/{year:04d}{month:02d}/{day:02d}/node_01.html",
        r"/pc/content/\d{6}/\d\d/content_\d+\.html$",
    ),
}
_MONTHS = "/content/{year:04d}-{month:02d}/period.xml"


def png(width: int = 350, height: int = 550) -> bytes:
    """A white picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@dataclass
class EpaperSite:
    """What is published, what was asked, and where trouble is made."""

    generation: str = "classic"
    days: tuple[datetime.date, ...] = (datetime.date(2021, 7, 16),)
    has_index: bool = False
    robots: str = ""
    trouble: dict[str, Trouble] = field(default_factory=dict)  # by path
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # (path, headers)
    delay_seconds: float = 0
    address: str = ""

    @property
    def encoding(self) -> str:
        return "gb18030" if self.generation == "classic" else "utf-8"

    def paths(self, ending: str = "") -> list[str]:
        return [path for path, _ in self.asked if path.endswith(ending) and path != "/robots.txt"]

    def issue_path(self, day: datetime.date) -> str:
        return _PATTERNS[self.generation][0].format(year=day.year, month=day.month, day=day.day)

    def page_path(self, day: datetime.date, place: int) -> str:
        first = self.issue_path(day)
        if self.generation == "classic":
            return first if place == 0 else first.replace("node_1.", f"node_{place * 3 + 4}.")
        if self.generation == "founder2013":
            return first.replace("_A01.", f"_{PAGES[place][0]}.")
        return first.replace("node_01", f"node_0{place * 2 + 1}")

    def article_path(self, day: datetime.date, place: int, number: int) -> str:
        name = f"{day:%Y%m%d}{place}{number}"
        if self.generation == "classic":
            return f"/content/{day:%Y-%m}/{day:%d}/content_{name}.htm"
        if self.generation == "founder2013":
            return f"/html/{day:%Y-%m}/{day:%d}/nw.D110000test_{day:%Y%m%d}_{place}{number}-{PAGES[place][0]}.htm"
        return f"/pc/content/{day:%Y%m}/{day:%d}/content_{name}.html"

    def headline(self, day: datetime.date, place: int, number: int) -> str:
        return f"{PAGES[place][1]}第{day:%m%d}{number}号书架开进车间"

    def files(self) -> dict[str, tuple[str, bytes]]:
        """{path: (media type, body)} of everything that is published."""
        found: dict[str, tuple[str, bytes]] = {}
        for day in self.days:
            for place in range(len(PAGES)):
                found[self.page_path(day, place)] = ("text/html", self._page(day, place))
                found[f"/pic/{day}-{place}.png"] = ("image/png", png())
                found[f"/pic/{day}-{place}.pdf"] = ("application/pdf", f"%PDF-1.4\n%{day}{place}\n%%EOF".encode())
                for number in range(ARTICLES_A_PAGE):
                    article = self._article(day, place, number)
                    found[self.article_path(day, place, number)] = ("text/html", article)
        for month in {day.replace(day=1) for day in self.days} if self.has_index else ():
            found[_MONTHS.format(year=month.year, month=month.month)] = ("text/xml", self._index(month))
        if self.robots:
            found["/robots.txt"] = ("text/plain", self.robots.encode())
        return found

    def paper_file(self, folder: Path, *, hosts: str = "", until: str = "") -> Path:
        """Write the paper file of this site."""
        issue, article = _PATTERNS[self.generation]
        lines = [f'code = "{CODE}"', 'name = "试验工人报"', f'home = "{self.address}/"']
        lines += [f"hosts = [{hosts or repr(self.address.removeprefix('http://'))}]", "[[version]]"]
        lines += [f'name = "{self.generation}"', f'generation = "{self.generation}"', until]
        lines += [f'issue = "{self.address}{issue}"', f"article = '{article}'"]
        lines += [f'months = "{self.address}{_MONTHS}"'] if self.has_index else []
        path = folder / f"{CODE}.toml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def _index(self, month: datetime.date) -> bytes:
        days = [day for day in self.days if day.replace(day=1) == month]
        periods = "".join(
            f"<period id='1'><period_date>{day}</period_date><front_page>{self.issue_path(day)}</front_page></period>"
            for day in days
        )
        return f"<?xml version='1.0'?><period_list>{periods}</period_list>".encode()

    def _page(self, day: datetime.date, place: int) -> bytes:
        number, name = PAGES[place]
        links = "".join(
            f"<div><a id=pageLink href={self.page_path(day, one)}>第{PAGES[one][0]}版：{PAGES[one][1]}</a></div>"
            for one in range(len(PAGES))
        )
        areas = "".join(
            f'<Area coords="10,{50 + 200 * one},300,{50 + 200 * one},300,{200 + 200 * one},10,{200 + 200 * one}" '
            f'shape="polygon" href="{self.article_path(day, place, one)}">'
            for one in range(ARTICLES_A_PAGE)
        )
        titles = f"<a href={self.article_path(day, place, 0)}>{self.headline(day, place, 0)}</a>"
        text = (
            f"<html><head><meta charset='{'gbk' if self.generation == 'classic' else 'utf-8'}'></head><body>"
            f"<MAP NAME=PagePicMap>{areas}</MAP>"
            f"<img width=350 height=550 src=/pic/{day}-{place}.png USEMAP=#pagepicmap><p>第{number}版：{name}</p>"
            f"<p><a href=/pic/{day}-{place}.pdf>PDF</a></p>{links}<ul><li>{titles}</ul></body></html>"
        )
        return (text + self._properties(day, number, 2)).encode(self.encoding)

    def _article(self, day: datetime.date, place: int, number: int) -> bytes:
        headline = self.headline(day, place, number)
        body = (
            f"<P>　　{day:%m月%d日}，第{place}{number}号书架开进了{PAGES[place][1]}所在的车间，工友午休时能借书。"
            f"<P>　　书架由工会添置，第一批共{100 + number + 7 * day.day + 31 * place}册。"
        )
        if self.generation == "amuc2024":
            return (
                f"<html><meta charset=utf-8><body><div class=article><h1>{headline}</h1>"
                f"<p class=sec>本报记者 江小禾</p><div id=ozoom>{body}</div></div></body></html>"
            ).encode()
        text = (
            f"<html><body><founder-title>{headline}</founder-title><founder-author>本报记者 江小禾</founder-author>"
            f"<div id=ozoom><founder-content><!--enpcontent-->{body}<!--/enpcontent--></founder-content></div>"
            "</body></html>"
        )
        return (text + self._properties(day, PAGES[place][0], 1)).encode(self.encoding)

    def _properties(self, day: datetime.date, page: str, kind: int) -> str:
        fields = {"date": f"{day} 08:00:00", "pagenum": page, "papername": "试验工人报", "type": kind}
        return (
            "<!--enpproperty "
            + "".join(f"<founder-{k}>{v}</founder-{k}>" for k, v in fields.items())
            + "/enpproperty-->"
        )


@contextmanager
def serving(site: EpaperSite) -> Iterator[EpaperSite]:
    """Serve the site on a free port of loopback; trouble may be made meanwhile."""
    lock = threading.Lock()
    published = site.files()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout: ClassVar[float] = 10

        def do_GET(self) -> None:
            with lock:
                site.asked.append((self.path, {key.lower(): value for key, value in self.headers.items()}))
            if trouble := site.trouble.get(self.path):
                trouble(self)
                return
            time.sleep(site.delay_seconds)
            found = published.get(self.path)
            if found is None:
                send(self, b"gone", status=404)
                return
            tag = f'"{zlib.crc32(found[1])}"'
            if self.headers.get("If-None-Match") == tag:
                send(self, b"", status=304, ETag=tag)
                return
            send(self, found[1], media_type=found[0], ETag=tag)

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        site.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def send(
    handler: BaseHTTPRequestHandler, body: bytes, *, status: int = 200, media_type: str = "text/html", **headers: str
) -> None:
    """One whole answer."""
    try:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Type", media_type)
        if status != 304:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if status != 304:
            handler.wfile.write(body)
    except OSError:  # the crawl was killed, or wants no more
        handler.close_connection = True
