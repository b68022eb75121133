"""Takes the pictures for docs/pictures: the archive and the desk of a made-up newsroom, in Chromium.

Usage: python -m scripts.take_pictures docs/pictures [--all]
Needs chromium on the PATH. --all takes also those that no document shows.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from scripts.made_up_newsroom import PASSWORD, STORY, open_newsroom

from gongbao.desk import create_app
from gongbao.desk.server import configuration
from gongbao.project import Project

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
)
DESKTOP, PHONE = (1280, 900), (390, 844)  # pixels; the second is a common telephone
COLOURS = 64  # of a picture: text in a few colours, and small files
STARTED_WITHIN = 60  # seconds
SETTLED = 600  # milliseconds until a page that answers while typing has answered
SAMPLES = Path(__file__).resolve().parent.parent / "samples"
FOUND = "/search?q=清凉"
EDITOR, REPORTER = "李编", "田小禾"


class Shot(NamedTuple):
    """One picture: its name, how to come to the page, and whether a document shows it."""

    name: str
    come: Callable[[Page], None]
    shown: bool = False
    phone: bool = False
    whole: bool = False  # the page to its end, not only what is seen first


def main() -> int:
    """Take the pictures; 0, or 2 when there is no Chromium."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", type=Path)
    parser.add_argument("--all", action="store_true", help="also those that no document shows")
    arguments = parser.parse_args()
    chromium = shutil.which("chromium")
    if not chromium:
        print("没有找到 chromium：请先运行 sh scripts/install-test-packages.sh。", file=sys.stderr)  # noqa: T201
        return 2
    arguments.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        project = open_newsroom(Path(folder), SAMPLES, browser)
        with running(project) as url:
            for name, shots in ((REPORTER, STORIES), (EDITOR, DESK)):
                take(browser, [one for one in shots if one.shown or arguments.all], arguments.pictures, url, name)
        archive = archive_shots(Path(folder) / "public")
        take(browser, [one for one in archive if one.shown or arguments.all], arguments.pictures)
        browser.close()
        project.store.close()
    return 0


@contextmanager
def running(project: Project) -> Iterator[str]:
    """A desk that answers at the address that is handed out."""
    server = uvicorn.Server(configuration(project.settings, create_app(project)))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = time.monotonic() + STARTED_WITHIN
        while not server.started and thread.is_alive() and time.monotonic() < until:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(STARTED_WITHIN)


def take(browser: Browser, shots: list[Shot], pictures: Path, url: str = "", name: str = "") -> None:
    """Pictures of pages; of the desk at this address as somebody sees them who is logged in."""
    for phone in (False, True):
        width, height = PHONE if phone else DESKTOP
        context = browser.new_context(
            base_url=url or None,
            viewport={"width": width, "height": height},
            color_scheme="dark" if phone else "light",
            locale="zh-CN",
        )
        page = context.new_page()
        if name:
            log_in(page, name)
        for shot in shots:
            if shot.phone == phone:
                shot.come(page)
                page.wait_for_timeout(SETTLED)
                save(page.screenshot(full_page=shot.whole), pictures / f"{shot.name}.png")
        context.close()


def log_in(page: Page, name: str) -> None:
    """Log in by the desk's own form."""
    page.goto("/login")
    page.get_by_label("名字").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("/")


def save(taken: bytes, target: Path) -> None:
    """Write a picture in few colours."""
    with Image.open(BytesIO(taken)) as opened:
        opened.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)


def to(address: str) -> Callable[[Page], None]:
    """Simply go there."""

    def go(page: Page) -> None:
        page.goto(address)

    return go


def _story(page: Page) -> None:
    page.goto("/story")
    page.get_by_label("稿件：第一行写标题").fill(STORY)
    page.get_by_label("见报日期").fill("2022-07-21")
    page.get_by_role("button", name="看标签").click()
    page.wait_for_selector("#story")


def _draft(page: Page) -> None:
    _story(page)
    page.get_by_role("button", name="存成稿件").click()
    page.wait_for_load_state()


def _article(page: Page) -> None:
    page.goto(FOUND)
    page.get_by_role("link", name="大兴把清凉送到云岭路工地").first.click()
    page.wait_for_load_state()


def _edit(page: Page) -> None:
    _article(page)
    page.goto(page.url + "/edit")


def _source(page: Page) -> None:
    _article(page)
    page.goto(page.url + "/source")


def _revision(page: Page) -> None:
    """What was first printed, beside what it was corrected to; after ``_conflict``."""
    page.goto(FOUND)
    page.get_by_role("link", name="大兴送清凉小分队").first.click()
    page.wait_for_load_state()
    page.goto(page.url + "/revisions/1")


def _bulk(page: Page) -> None:
    page.goto(FOUND)
    for box in page.locator(".hit input[type=checkbox]").all()[:3]:
        box.check()
    page.get_by_text("成批评标签", exact=True).click()
    page.locator("#bulk-label").fill("送温暖")
    page.get_by_role("button", name="看看会改什么").click()
    page.wait_for_load_state()


def _dossier(page: Page) -> None:
    page.goto(FOUND)
    for box in page.locator(".hit input[type=checkbox]").all()[:2]:
        box.check()
    page.get_by_text("收进专题夹", exact=True).click()
    page.get_by_label("专题夹（没有的就新开一个）").fill("夏天的清凉")
    page.get_by_role("button", name="收进去").click()
    page.wait_for_load_state()
    page.goto("/dossiers")
    page.get_by_role("link", name="夏天的清凉").first.click()
    page.wait_for_load_state()


def _alert(page: Page) -> None:
    page.goto(FOUND)
    page.get_by_text("订阅这条检索", exact=True).click()
    page.get_by_role("button", name="订阅", exact=True).click()
    page.wait_for_load_state()


def _conflict(page: Page) -> None:
    """Two tabs correct one article; the second comes too late."""
    page.goto(FOUND)
    page.get_by_role("link", name="大兴送清凉小分队").first.click()
    page.wait_for_load_state()
    edit = page.url + "/edit"
    page.goto(edit)
    other = page.context.new_page()
    other.goto(edit)
    other.get_by_label("标题", exact=True).fill("大兴送清凉小分队今年走访五十个点")
    other.get_by_role("button", name="存为新的一版").click()
    other.wait_for_load_state()
    other.close()
    page.get_by_label("标题", exact=True).fill("大兴送清凉小分队又出发了")
    page.get_by_role("button", name="存为新的一版").click()
    page.wait_for_load_state()


def _logged_out(page: Page) -> None:
    page.get_by_role("button", name="退出").click()
    page.goto("/login")


STORIES = (
    Shot("desk-home", to("/")),
    Shot("desk-story-empty", to("/story")),
    Shot("desk-story", _story, shown=True),
    Shot("desk-story-whole", _story, whole=True),
    Shot("desk-story-phone", _story, shown=True, phone=True),
    Shot("desk-story-phone-whole", _story, phone=True, whole=True),
    Shot("desk-draft", _draft),
    Shot("desk-drafts", to("/drafts")),
)
DESK = (
    Shot("desk-search", to(FOUND), shown=True),
    Shot("desk-search-phone", to(FOUND), phone=True),
    Shot("desk-search-phone-whole", to(FOUND), phone=True, whole=True),
    Shot("desk-search-wrong", to("/search?q=区:(清凉")),
    Shot("desk-article", _article, shown=True),
    Shot("desk-article-whole", _article, whole=True),
    Shot("desk-article-phone", _article, phone=True),
    Shot("desk-article-phone-whole", _article, phone=True, whole=True),
    Shot("desk-dossier", _dossier, shown=True),
    Shot("desk-dossiers", to("/dossiers")),
    Shot("desk-edit", _edit, shown=True),
    Shot("desk-source", _source),
    Shot("desk-bulk", _bulk, shown=True),
    Shot("desk-alerts", _alert, shown=True),
    Shot("desk-review", to("/review"), shown=True),
    Shot("desk-vocabulary", to("/vocabulary"), shown=True),
    Shot("desk-figures", to("/figures"), shown=True),
    Shot("desk-error", to("/articles/ldwb-none")),
    Shot("desk-conflict", _conflict, shown=True),
    Shot("desk-revision", _revision, shown=True),
    Shot("desk-login", _logged_out),
)


def archive_shots(archive: Path) -> list[Shot]:
    """Pictures of the archive's pages; those of one article or label are of the first there is."""
    root = archive.resolve().as_uri()
    article = next(path for path in sorted(archive.glob("articles/*/*.html")) if "云岭路" in path.read_text("utf-8"))
    campaign = next(
        path for path in sorted(archive.glob("campaign/*/index.html")) if "<title>送清凉" in path.read_text("utf-8")
    )
    addresses = {
        "home": "index.html",
        "search": "search.html?q=清凉",
        "article": article.relative_to(archive).as_posix(),
        "site-page": "issues/2021/2021-07-23/page-2.html",
        "site-issue": "issues/2021/2021-07-23/index.html",
        "site-calendar": "calendar/2021.html",
        "site-campaign": campaign.relative_to(archive).as_posix(),
        "site-district": "district/year-2021.html",
    }
    shots = [Shot(name, to(f"{root}/{address}"), shown=True) for name, address in addresses.items()]
    return [*shots, *(Shot(f"{one.name}-phone", one.come, phone=True, whole=True) for one in shots)]


if __name__ == "__main__":
    sys.exit(main())
