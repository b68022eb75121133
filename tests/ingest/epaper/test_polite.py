"""What a crawl never does to a site, and what no site can do to a crawl."""

from __future__ import annotations

import datetime
import gzip
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from importlib import metadata
from pathlib import Path

import pytest
from tests.ingest.epaper.crawling import crawl
from tests.ingest.epaper.site_server import EpaperSite, send, serving

from gongbao.ingest.epaper.guards import ElsewhereError, public_address

DAY = datetime.date(2021, 7, 16)
VERIFICATION = "<html><title>验证中</title><body>请稍候</body></html>".encode()
WITHOUT_BODY = "<founder-title>只有标题</founder-title><div id=ozoom></div>".encode()


def redirect(target: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: send(handler, b"", status=302, Location=target)


def test_robots_txt_is_asked_first_and_obeyed(tmp_path: Path) -> None:
    with serving(EpaperSite(robots="User-agent: *\nDisallow: /pic/\n")) as site:
        crawled = crawl(site, tmp_path)
    assert site.asked[0][0] == "/robots.txt"
    assert not [path for path, _ in site.asked if path.startswith("/pic/")]
    assert {kind for kind, _, _ in crawled.faults} == {"robots"}
    assert len(crawled.articles) == 4


def test_the_crawl_says_who_it_is_and_sends_no_cookies(tmp_path: Path) -> None:
    with serving(EpaperSite()) as site:
        site.trouble["/robots.txt"] = lambda handler: send(handler, b"", Set_Cookie="seen=1")
        crawl(site, tmp_path)
    agents = {headers["user-agent"] for _, headers in site.asked}
    assert agents == {f"Gongbao/{metadata.version('gongbao')} (+desk@example.org)"}
    assert not [headers for _, headers in site.asked if "cookie" in headers]


def test_an_error_of_the_moment_is_asked_again_later_and_one_that_stays_is_told(tmp_path: Path) -> None:
    with serving(EpaperSite()) as site:
        busy, broken = site.article_path(DAY, 0, 0), site.article_path(DAY, 1, 1)
        times: list[float] = []

        def at_first_busy(handler: BaseHTTPRequestHandler) -> None:
            times.append(time.monotonic())
            if len(times) < 2:
                send(handler, b"", status=429, Retry_After="1")
            else:
                send(handler, site.files()[busy][1])

        site.trouble |= {busy: at_first_busy, broken: lambda handler: send(handler, b"", status=503)}
        crawled = crawl(site, tmp_path)
        assert times[1] - times[0] >= 1
        assert len(site.paths(broken)) == 4
        assert crawled.faults == [("unreachable", broken, "HTTP 503")]
        assert len(crawled.articles) == 3
        site.trouble.clear()
        assert len(crawl(site, tmp_path).articles) == 4  # an error is not kept


def test_a_crawl_never_leaves_the_papers_hosts(tmp_path: Path) -> None:
    with serving(EpaperSite()) as site, serving(EpaperSite()) as other:
        away, private, endless = (site.article_path(DAY, *place) for place in ((0, 0), (0, 1), (1, 0)))
        site.trouble |= {away: redirect(f"{other.address}/x.htm"), private: redirect("http://169.254.169.254/a.htm")}
        site.trouble[endless] = redirect(endless)
        crawled = crawl(site, tmp_path)
        assert other.asked == []
    assert sorted((kind, path) for kind, path, _ in crawled.faults) == sorted(
        [("elsewhere", away), ("elsewhere", private), ("unreachable", endless)]
    )
    assert len(site.paths(endless)) <= 6
    assert len(crawled.articles) == 1


@pytest.mark.parametrize("address", ["10.0.0.7", "127.0.0.1", "169.254.169.254", "::1", "192.168.1.1", "fd00::1"])
def test_a_name_that_leads_into_a_private_network_is_refused(address: str) -> None:
    with pytest.raises(ElsewhereError, match="inside"):
        public_address(address, "inside")
    assert (
        public_address("127.0.0.1", "localhost") == "127.0.0.1"
    )  # HostGuard has let it through: the paper file names it
    assert public_address("93.184.216.34", "paper.example") == "93.184.216.34"


def test_no_answer_can_be_too_long_too_large_or_too_slow(tmp_path: Path) -> None:
    with serving(EpaperSite()) as site:
        huge, bomb, slow = (site.article_path(DAY, *place) for place in ((0, 0), (0, 1), (1, 0)))
        packed = gzip.compress(b"<p>" + b"a" * 60_000_000)

        def never_ending(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Length", "1000000")
            handler.end_headers()
            try:
                for _ in range(100):
                    handler.wfile.write(b"a")
                    handler.wfile.flush()
                    time.sleep(0.2)
            except OSError:
                handler.close_connection = True

        site.trouble |= {
            huge: lambda handler: send(handler, b"<p>" + b"a" * 3_000_000),
            bomb: lambda handler: send(handler, packed, Content_Encoding="gzip"),
            slow: never_ending,
        }
        began = time.monotonic()
        crawled = crawl(site, tmp_path, max_bytes=2_000_000, timeout_seconds=2)
        assert time.monotonic() - began < 60
    kinds = {path: kind for kind, path, _ in crawled.faults}
    assert kinds == {huge: "too large", bomb: "too large", slow: "unreachable"}
    assert len(crawled.articles) == 1


def test_what_is_no_page_is_told_and_the_rest_comes(tmp_path: Path) -> None:
    with serving(EpaperSite()) as site:
        picture, empty, verified, lying = (site.article_path(DAY, *place) for place in ((0, 0), (0, 1), (1, 0), (1, 1)))
        article = site.files()[lying][1].decode("gb18030")
        site.trouble |= {
            picture: lambda handler: send(handler, site.files()[f"/pic/{DAY}-0.png"][1]),
            empty: lambda handler: send(
                handler, "<founder-title>只有标题</founder-title><div id=ozoom></div>".encode()
            ),
            verified: lambda handler: send(handler, VERIFICATION),
            lying: lambda handler: send(handler, article.encode(), media_type="text/html; charset=gb2312"),
            f"/pic/{DAY}-0.pdf": lambda handler: send(handler, b"<html>no</html>", media_type="application/pdf"),
        }
        crawled = crawl(site, tmp_path)
        assert sorted((kind, path) for kind, path, _ in crawled.faults) == sorted(
            [
                ("wrong type", picture),
                ("no body", empty),
                ("verification", verified),
                ("wrong type", f"/pic/{DAY}-0.pdf"),
            ]
        )
        assert ["工友午休时能借书" in article["text"] for article in crawled.articles] == [True]
        site.trouble.clear()
        assert len(crawl(site, tmp_path).articles) == 4  # none of it is kept: all are asked for again


def test_a_site_that_asks_for_verification_is_left_alone_after_three_times(tmp_path: Path) -> None:
    days = tuple(DAY + datetime.timedelta(days) for days in range(6))
    with serving(EpaperSite(days=days)) as site:
        for day in days:
            site.trouble[site.issue_path(day)] = lambda handler: send(handler, VERIFICATION)
        crawled = crawl(site, tmp_path)
    assert [kind for kind, _, _ in crawled.faults] == ["verification"] * 6
    assert len(site.paths()) == 3


def test_a_template_that_has_changed_is_told_by_what_was_not_found(tmp_path: Path) -> None:
    with serving(EpaperSite()) as site:
        second = site.page_path(DAY, 1)
        page = site.files()[second][1].decode("gb18030").replace("coords=", "points=").replace("USEMAP", "data-map")
        site.trouble[second] = lambda handler: send(handler, page.encode("gb18030"))
        crawled = crawl(site, tmp_path)
    [(kind, path, detail)] = crawled.faults
    assert (kind, path) == ("template", second)
    assert {"picture", "areas"} <= set(detail.split("、"))
