"""A newsroom for the pictures of the documents: the samples, and a made-up page as printed with its picture."""

from __future__ import annotations

import hashlib
from html import escape
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser

from gongbao.core.dates import IssueDate
from gongbao.core.files import Files
from gongbao.core.records import Area, Article, Credit, Page, PrintedPage, Reading, Source, Span
from gongbao.core.store.accounts import Role
from gongbao.desk.passwords import digest_of
from gongbao.ingest.hints import Hints
from gongbao.pipeline import index, ingest, publish, tag
from gongbao.project import Project

PASSWORD = "一句不短的口令 2021"  # noqa: S105 (of a newsroom that is thrown away)
PEOPLE = {"田小禾": Role.REPORTER, "李编": Role.EDITOR}
SHEET = (1000, 1400)  # pixels of the made-up page, in the proportions of a broadsheet
PAGE = Page("2", "工会")


class Printed(NamedTuple):
    """An article of the made-up newspaper."""

    day: IssueDate
    headline: str
    byline: str
    paragraphs: tuple[str, ...]


_LEAD = Printed(
    IssueDate(2021, 7, 23),
    "大兴把清凉送到云岭路工地",
    "田小禾",
    (
        "7月21日，大兴区总工会“送清凉”小分队来到云岭路改造工地，把1200份清凉包交到建设者手中。包里有绿豆糕、毛巾和风油精。",
        "工人陈立柱接过清凉包说，这份心意来得正是时候。区总工会还请来医生给工友量血压，讲中暑后怎样急救。",
        "据介绍，这项慰问持续到立秋，预计走访40个露天作业点。",
    ),
)
_ARTICLES = (
    _LEAD,
    Printed(
        IssueDate(2021, 7, 23),
        "通州三千名快递员参加技能竞赛",
        "何青",
        (
            "通州区总工会的快递行业职工技能竞赛7月20日开赛，3000名快递员报名。比赛分理论、分拣、投递三项。",
            "得第一名的职工由区总工会授予“通州区首席职工”称号。",
        ),
    ),
    Printed(
        IssueDate(2021, 7, 23),
        "海淀为环卫职工建起二十处暖心驿站",
        "田小禾",
        (
            "海淀区总工会在环卫作业点旁建起20处暖心驿站，有饮水机、微波炉和充电的地方，户外职工都可以进去歇脚。",
            "驿站由附近单位的工会照看，每天早六点开门。",
        ),
    ),
    Printed(
        IssueDate(2022, 1, 14),
        "密云年前走访困难职工家庭",
        "何青",
        ("春节前，密云区总工会开展“送温暖”活动，走访86户困难职工家庭，送去米面油和慰问金8.6万元。",),
    ),
    Printed(
        IssueDate(2022, 7, 8),
        "大兴送清凉小分队今年多走十个点",
        "田小禾",
        ("7月6日，大兴区总工会“送清凉”小分队出发，今年走访50个露天作业点，备下清凉包1500份。",),
    ),
)
STORY = """大兴区总工会送清凉走进云岭路二期工地

本报讯（记者 田小禾）7月20日，大兴区总工会“送清凉”小分队再来云岭路工地，送去清凉包1600份，其中绿豆汤900份、毛巾800份。

“去年夏天送来的毛巾我还在用。”工人陈立柱说。小分队还请来律师，给工友讲劳动合同怎样签、工资拖欠了找谁，并慰问了通州区窦店镇来的电焊班。

据介绍，7月22日星期三，技能竞赛将在工地开赛，120名职工报名。
"""  # the parts are more than the whole, the street is elsewhere, the weekday is wrong: so that there is what to check

_SHEET = """<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 0; width: {width}px; height: {height}px; padding: 40px; box-sizing: border-box; background: #fff;
  color: #111; font: 21px/1.65 "Noto Serif CJK SC", serif; }}
header {{ display: flex; justify-content: space-between; border-bottom: 3px solid; font-size: 24px; }}
main {{ display: grid; grid-template: auto auto / 1fr 1fr; gap: 34px 30px; padding-top: 26px; }}
article:first-child {{ grid-column: span 2; }}
article:first-child div {{ columns: 3; column-gap: 26px; }}
h1 {{ font-size: 34px; line-height: 1.3; margin: 0 0 12px; }}
article:first-child h1 {{ font-size: 58px; text-align: center; }}
p {{ margin: 0; text-indent: 2em; text-align: justify; }}
</style><header><b>第{number}版 {name}</b><span>{day}</span></header><main>{articles}</main>"""


def open_newsroom(folder: Path, samples: Path, browser: Browser) -> Project:
    """A project with everything read, tagged and indexed, its archive in ``folder/public``, and accounts."""

    def refuse(error: Exception) -> None:
        raise error

    project = Project(folder)
    ingest(project, [samples], Hints(), refuse)
    project.store.save([_reading(printed) for printed in _ARTICLES])
    project.store.printed_pages.save([_printed_page(project.files, browser)])
    tag(project)
    index(project)
    for name, role in PEOPLE.items():
        project.store.accounts.add(name, role, digest_of(PASSWORD))
    publish(project, folder / "public")
    return project


def _file_name(printed: Printed) -> str:
    return f"{printed.day}-{printed.headline}.txt"


def _reading(printed: Printed) -> Reading:
    text = "\n\n".join((printed.headline, *printed.paragraphs))
    raw = text.encode()
    sha256 = hashlib.sha256(raw).hexdigest()
    article = Article(
        printed.headline,
        printed.paragraphs,
        byline=(Credit(printed.byline, "记者"),),
        dateline="本报讯",
        newspaper="ldwb",
        date=printed.day,
        page=PAGE,
        source=_file_name(printed),
        source_sha256=sha256,
        spans=(Span(0, len(printed.headline), "headline"),),
    )
    return Reading(Source(_file_name(printed), raw, sha256, "utf-8", text, "ldwb", printed.day, PAGE), (article,))


def _printed_page(files: Files, browser: Browser) -> PrintedPage:
    """The lead's page, set by the browser: its picture, and where on it each article stands."""
    day = _LEAD.day
    articles = [printed for printed in _ARTICLES if printed.day == day]
    width, height = SHEET
    page = browser.new_page(viewport={"width": width, "height": height})
    inner = "".join(_set(printed) for printed in articles)
    page.set_content(
        _SHEET.format(width=width, height=height, number=PAGE.number, name=PAGE.name, day=day, articles=inner)
    )
    areas = []
    for printed, element in zip(articles, page.locator("article").all(), strict=True):
        box = element.bounding_box()
        assert box
        left, right = box["x"] / width, (box["x"] + box["width"]) / width
        top, bottom = box["y"] / height, (box["y"] + box["height"]) / height
        areas.append(Area(((left, top), (right, top), (right, bottom), (left, bottom)), _file_name(printed)))
    picture = files.keep(page.screenshot(), ".png")
    page.close()
    return PrintedPage("ldwb", day, PAGE, picture, width, height, areas=tuple(areas))


def _set(printed: Printed) -> str:
    first, *others = printed.paragraphs
    body = "".join(f"<p>{escape(text)}" for text in (f"本报讯（记者 {printed.byline}）{first}", *others))
    return f"<article><h1>{escape(printed.headline)}</h1><div>{body}</div></article>"
