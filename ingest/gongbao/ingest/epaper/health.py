"""What a crawl could not have, as findings: faults of the site, and what a paper's habit says is missing.

Habits are learnt from the issues that are there and never asserted without them: a weekday on which the paper
mostly came out in the weeks around a day. A holiday is a day of the year without an issue in earlier years.
Pure: items and known issues in, findings out.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gongbao.core.dates import IssueDate
from gongbao.ingest.epaper.items import CrawledIssue, CrawledPage, CrawlItem, Fault, FaultKind

# Our own choices: no source has measured how long a paper keeps a habit.
WEEKS_AROUND = 12  # to each side of a day
LEAST_WEEKS = 4  # with any issue; fewer are no habit
MOSTLY = 0.8  # share of the weeks
SELDOM = 0.2
HOLIDAY_DAYS = 8  # the longest statutory break; an earlier year tells of a day with issues so near to both sides

Known = Mapping[datetime.date, Sequence[str]]  # {day: numbers of its pages}


class Missing(StrEnum):
    """What a habit, or the issue itself, says is missing."""

    ISSUE = "missing issue"  # usually there on this weekday
    UNCERTAIN_ISSUE = "no issue"  # there is no history that could tell whether there should be one
    DROPPED_ISSUE = "dropped issue"  # the store has it, the site no longer does
    PAGE = "missing page"  # the issue names it
    USUAL_PAGE = "fewer pages"  # the issue does not name it, though its weekday mostly has it


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a person should know after a crawl."""

    kind: FaultKind | Missing
    date: IssueDate
    page: str = ""
    url: str = ""
    detail: str = ""

    @property
    def failed(self) -> bool:
        """Whether something could not be had; the others are only remarks."""
        return self.kind not in _REMARKS

    @property
    def sentence(self) -> str:
        """For people, in Chinese, with what to do next where there is something to be done."""
        where = f"{self.date.chinese}{f'第 {self.page} 版' if self.page else ''}"
        about = "：".join(filter(None, (self.url, self.detail)))
        return f"{where}{_SENTENCES[self.kind]}{f'（{about}）' if about else ''}。"


_REMARKS = (Missing.UNCERTAIN_ISSUE, Missing.DROPPED_ISSUE, Missing.USUAL_PAGE)
_SENTENCES: dict[FaultKind | Missing, str] = {
    FaultKind.GONE: "有网页已不在网站上，报社可能撤下了",
    FaultKind.UNREACHABLE: "有网页没有抓到，请过一会儿再运行一次",
    FaultKind.NO_BODY: "有文章的网页里没有正文，没有存",
    FaultKind.TEMPLATE: "的网页里找不到应有的部分，网站可能改版了，请比照报纸文件",
    FaultKind.VERIFICATION: "遇到验证页面，没有存也没有绕过，请过一段时间再抓，或向报社要授权",
    FaultKind.ROBOTS: "有网页被 robots.txt 禁止抓取，请向报社要授权",
    FaultKind.ELSEWHERE: "有地址指向别的网站，没有跟过去，确属本报的请写进报纸文件的 hosts",
    FaultKind.TOO_LARGE: "有文件超过上限，没有要，需要的请加大设置 crawl.max_bytes",
    FaultKind.WRONG_TYPE: "有文件不是应有的类型，没有存",
    FaultKind.REFUSED: "有网页读不了",
    Missing.ISSUE: "没有报纸，而平常这一天都有，请到网站上看一看",
    Missing.UNCERTAIN_ISSUE: "没有报纸，是否休刊还说不准",
    Missing.DROPPED_ISSUE: "的报纸已不在网站上，存档里还有",
    Missing.PAGE: "没有抓到，可是这一期的目录里有",
    Missing.USUAL_PAGE: "这一期没有，而平常这一天都有",
}


def findings(items: Iterable[CrawlItem], before: Known) -> tuple[Finding, ...]:
    """All findings of a crawl, by day and page; ``before`` is what the store knew of the paper."""
    issues: dict[datetime.date, CrawledIssue] = {}
    pages: list[CrawledPage] = []
    for item in items:
        if isinstance(item, CrawledPage):
            pages.append(item)
        elif day := item.date.first_day:
            issues[day] = item
    had: dict[datetime.date, set[str]] = {}
    for page in pages:
        if day := page.date.first_day:
            had.setdefault(day, set()).add(page.view.number)
    known = {day: tuple(numbers) for day, numbers in before.items() if numbers}
    known |= {day: tuple(sorted({*known.get(day, ()), *numbers})) for day, numbers in had.items()}
    found = [_of_fault(fault) for page in pages for fault in page.faults]
    for day, issue in sorted(issues.items()):
        found += _of_issue(issue, day, had.get(day, set()), known)
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.date, one.page, str(one.kind), one.url)))


def _of_issue(issue: CrawledIssue, day: datetime.date, had: set[str], known: Known) -> list[Finding]:
    if not issue.pages and not had and all(fault.kind is FaultKind.GONE for fault in issue.faults):
        kind = _absence(day, known)
        return [Finding(kind, issue.date, url=issue.url)] if kind else []
    found = [_of_fault(fault) for fault in issue.faults]
    told = {fault.page for fault in issue.faults if fault.page}
    found += [Finding(Missing.PAGE, issue.date, number) for number in issue.pages if number not in had | told]
    if issue.pages and not issue.faults:
        fewer = (number for number in usual_pages(day, known) if number not in issue.pages)
        found += [Finding(Missing.USUAL_PAGE, issue.date, number) for number in fewer]
    return found


def _of_fault(fault: Fault) -> Finding:
    return Finding(fault.kind, fault.date, fault.page, fault.url, fault.detail)


def _absence(day: datetime.date, known: Known) -> Missing | None:
    """What it means that a day has no issue; None: the paper mostly has none then."""
    if day in known:
        return Missing.DROPPED_ISSUE
    share = weekday_share(day, known)
    if share is not None and share <= SELDOM:
        return None
    if share is None or share < MOSTLY:
        return Missing.UNCERTAIN_ISSUE
    return None if is_holiday(day, known) else Missing.ISSUE


def weekday_share(day: datetime.date, known: Known) -> float | None:
    """In which share of the weeks around a day, 0 to 1, an issue came out on its weekday; None: too few weeks."""
    weeks = _weeks_around(day, known)
    return len(_same_weekday(day, known)) / len(weeks) if len(weeks) >= LEAST_WEEKS else None


def usual_pages(day: datetime.date, known: Known) -> tuple[str, ...]:
    """The pages that issues of this weekday mostly had in the weeks around; none when there are too few issues."""
    issues = _same_weekday(day, known)
    if len(issues) < LEAST_WEEKS:
        return ()
    counts = Counter(number for one in issues for number in set(known[one]))
    return tuple(sorted(number for number, times in counts.items() if times / len(issues) >= MOSTLY))


def is_holiday(day: datetime.date, known: Known) -> bool:
    """Whether the same day of an earlier year had no issue though its neighbours to both sides are known.

    Tells holidays that keep their day (元旦, 国庆); those of the moon's calendar move and stay uncertain.
    """
    for year in sorted({one.year for one in known if one.year < day.year}):
        try:
            same = day.replace(year=year)
        except ValueError:  # 29 February
            continue
        steps = [datetime.timedelta(days=days) for days in range(1, HOLIDAY_DAYS + 1)]
        beside = [any(same + sign * step in known for step in steps) for sign in (-1, 1)]
        if same not in known and all(beside) and (weekday_share(same, known) or 0) >= MOSTLY:
            return True
    return False


def _same_weekday(day: datetime.date, known: Known) -> list[datetime.date]:
    around = (day + datetime.timedelta(weeks=weeks) for weeks in range(-WEEKS_AROUND, WEEKS_AROUND + 1) if weeks)
    return [one for one in around if one in known]


def _weeks_around(day: datetime.date, known: Known) -> set[datetime.date]:
    """The Mondays of the weeks around a day, its own left out, in which any issue is known."""
    monday = day - datetime.timedelta(days=day.weekday())
    reach = datetime.timedelta(weeks=WEEKS_AROUND)
    mondays = {one - datetime.timedelta(days=one.weekday()) for one in known}
    return {one for one in mondays if one != monday and abs(one - monday) <= reach}
