"""``gongbao crawl`` end to end: a small classic site on this machine, the real command, the archive afterwards."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.commands import run_in_text
from tests.ingest.readers.making import photo

from gongbao.core.dates import IssueDate
from gongbao.core.files import Files
from gongbao.project import Project

JULY = ("--since", "2021-07-15", "--until", "2021-07-16")
DAYS = ("15", "16")
SETTINGS = {"GONGBAO_CRAWL_PAPERS": "papers", "GONGBAO_CRAWL_DELAY_SECONDS": "0", "GONGBAO_CRAWL_TIMEOUT_SECONDS": "5"}
GIF = (
    b"GIF89a\x5e\x01\x26\x02\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
PDF = b"%PDF-1.4\n% by hand\n%%EOF\n"
PAGE = """<html><body><map name=PagePicMap><area coords="0,0,350,0,350,275,0,275" shape=polygon href={article}></map>
<img width=350 height=550 src=page{number}.gif usemap=#PagePicMap><a href=page{number}.pdf>PDF</a>
<a id=pageLink href=node_1.htm>第A01版：要闻</a><a id=pageLink href=node_2.htm>第A02版：工会</a>
<a href={article}>{headline}</a></body></html>
<!--enpproperty <founder-date>2021-07-{day} 08:00:00</founder-date><founder-pagenum>A0{number}</founder-pagenum>
<founder-papername>示例工人报</founder-papername><founder-type>2</founder-type> /enpproperty-->"""
ARTICLE = """<html><body><div>往期回顾</div><founder-title>{headline}</founder-title>
<div id=ozoom><founder-content><P><img src=photo{number}.png></P><P>{body}</founder-content></div></body></html>
<!--enpproperty <founder-date>2021-07-{day} 08:00:00</founder-date><founder-type>1</founder-type> /enpproperty-->"""
HEADLINES = ("锅炉房里办夜校", "女工图书角添新书", "灯塔上的值班簿", "码头食堂改菜单")


class Site(ThreadingHTTPServer):
    """Two issues of two pages with an article each; paths in ``lost`` answer 404."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[str] = []
        self.lost: set[str] = set()
        self.files: dict[str, tuple[str, bytes]] = {"/robots.txt": ("text/plain", b"User-agent: *\nAllow: /\n")}
        months = "".join(f"<period><period_date>2021-07-{day}</period_date></period>" for day in DAYS)
        self.files["/content/2021-07/period.xml"] = ("text/xml", f"<period_list>{months}</period_list>".encode())
        for index, headline in enumerate(HEADLINES):
            day, number = DAYS[index // 2], index % 2 + 1
            folder = f"/content/2021-07/{day}/"
            body = f"{headline}，说的是工会办的一件小事：先问大家缺什么，再去找地方和人手，三个星期后就开了张。"
            texts = {"article": f"content_{index}.htm", "headline": headline, "body": body, "day": day}
            page = PAGE.format(number=number, **texts)
            self.files[f"{folder}node_{number}.htm"] = ("text/html; charset=utf-8", page.encode())
            article = ("text/html; charset=utf-8", ARTICLE.format(number=number, **texts).encode())
            self.files[f"{folder}content_{index}.htm"] = article
            self.files[f"{folder}photo{number}.png"] = ("image/png", photo("red", (90 + index, 60), "PNG"))
            self.files[f"{folder}page{number}.gif"] = ("image/gif", GIF)
            self.files[f"{folder}page{number}.pdf"] = ("application/pdf", PDF)


class Answer(BaseHTTPRequestHandler):
    """Answers from the site's table."""

    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        kind, raw = self.server.files.get(self.path, ("text/html", b"<html><body>404</body></html>"))
        there = self.path in self.server.files and self.path not in self.server.lost
        self.send_response(200 if there else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (http.server's name)
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        home = f"http://127.0.0.1:{server.server_port}/"
        (tmp_path / "papers").mkdir()
        (tmp_path / "papers" / "demo.toml").write_text(
            f'code = "demo"\nname = "示例工人报"\nverified = false\nhome = "{home}"\n'
            f'hosts = ["127.0.0.1:{server.server_port}"]\n'
            '[[version]]\nname = "classic"\ngeneration = "classic"\n'
            f'issue = "{home}content/{{year:04d}}-{{month:02d}}/{{day:02d}}/node_1.htm"\n'
            f'months = "{home}content/{{year:04d}}-{{month:02d}}/period.xml"\n'
            "article = '/content_\\d+\\.htm$'\n",
            encoding="utf-8",
        )
        yield server
        server.shutdown()
        thread.join()


def crawl(folder: Path, *words: str, check: int = 0) -> dict[str, Any]:
    done = run_in_text(folder, "crawl", "demo", *JULY, "--format", "json", *words, environment=SETTINGS)
    assert done.returncode == check, done.stdout + done.stderr
    assert done.stderr == ""
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_issues_are_in_the_archive_after_a_crawl_and_are_found(tmp_path: Path, site: Site) -> None:
    report = crawl(tmp_path)
    counts = report["counts"]
    assert (counts["issues"], counts["pages"], counts["articles"], counts["incomplete"]) == (2, 4, 4, 0)
    assert report["findings"] == []
    project = Project(tmp_path)
    assert [one.article.headline for one in project.store.articles()] == list(HEADLINES)
    page = project.store.printed_pages.page("demo", IssueDate(2021, 7, 16), "A02")
    assert page is not None
    assert (page.width, page.height, page.page.name, page.complete) == (350, 550, "工会", True)
    assert page.areas[0].source == "content_3.htm"
    files = Files(project.archive_folder / "files")
    assert (files.read(page.picture), files.read(page.pdf)) == (GIF, PDF)
    again = crawl(tmp_path)
    assert (again["counts"]["new"], again["counts"]["changed_pages"], again["findings"]) == (0, 0, [])


def test_what_could_not_be_had_is_told_and_had_the_next_time(tmp_path: Path, site: Site) -> None:
    site.lost = {"/content/2021-07/16/content_3.htm"}
    report = crawl(tmp_path, check=2)
    assert (report["counts"]["articles"], report["counts"]["incomplete"]) == (3, 1)
    finding, unread = report["findings"]
    assert (unread["kind"], unread["url"][-4:]) == ("refused", ".pdf")  # from which the article might have been taken
    assert (finding["kind"], finding["date"], finding["page"]) == ("gone", "2021-07-16", "A02")
    assert finding["url"].endswith("content_3.htm")
    site.lost = set()
    report = crawl(tmp_path)
    assert (report["counts"]["new"], report["counts"]["incomplete"], report["findings"]) == (1, 0, [])


def test_an_articles_own_pictures_come_with_it_or_the_next_time(tmp_path: Path, site: Site) -> None:
    site.lost = {"/content/2021-07/16/photo2.png"}
    report = crawl(tmp_path, check=2)
    assert (report["counts"]["articles"], report["counts"]["pictures"], report["counts"]["incomplete"]) == (4, 3, 1)
    assert [(one["kind"], one["url"][-10:]) for one in report["findings"]] == [("gone", "photo2.png")]
    site.lost = set()
    report = crawl(tmp_path)
    assert (report["counts"]["corrected"], report["counts"]["incomplete"], report["findings"]) == (1, 0, [])
    pictures = [one.article.pictures for one in Project(tmp_path).store.articles()]
    assert [[(one.width, one.height) for one in some] for some in pictures] == [
        [(90 + index, 60)] for index in range(4)
    ]
    assert crawl(tmp_path)["counts"]["corrected"] == 0


def test_a_look_asks_for_no_article_and_stores_nothing(tmp_path: Path, site: Site) -> None:
    report = crawl(tmp_path, "--check")
    assert (report["counts"]["issues"], report["counts"]["pages"]) == (2, 4)
    assert not [path for path in site.asked if "/content_" in path or path.endswith((".gif", ".png", ".pdf"))]
    assert Project(tmp_path).store.counts().sources == 0
