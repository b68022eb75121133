"""What was printed before is found by text, event, campaign and people, and can be quoted."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

from tests.desk.reporter.conftest import LONG

from gongbao.core.annotations import NOTHING_FOUND
from gongbao.core.dates import IssueDate
from gongbao.core.records import Article, Page, TaggedArticle
from gongbao.desk.reporter.earlier import printed_sentence
from gongbao.desk.reporter.examining import Examined, Reporter
from gongbao.desk.reporter.printed_before import PrintedBefore
from gongbao.desk.reporter.story import pasted_story
from gongbao.project import Project

TODAY = datetime.date(2021, 7, 20)
EVENT = (
    "窦店镇又见送清凉\n本报讯（记者 田小禾）7月20日，何远山再到窦店镇，把3000份清凉包送给环卫工人。"
    "7月2日，房山区总工会已经在这里慰问过一次，那天还有慰问演出。"
)


def examine(reporter: Reporter, text: str) -> Examined:
    found = reporter.examine(pasted_story(text), TODAY)
    assert found.not_looked == ""
    return found


def test_the_same_text_is_found_though_place_figures_and_headline_are_others(reporter: Reporter) -> None:
    before = examine(reporter, "云岭路上清凉来\n" + LONG.replace("3123", "3500") + "\n活动还在继续。").before
    assert [one.headline for one in before.duplicates] == ["房山区总工会把清凉送到云岭路工地"]
    assert before.duplicates[0].likeness > 0.8
    assert before.same_event == ()


def test_the_same_event_in_other_words_is_found_and_says_by_what(reporter: Reporter) -> None:
    before = examine(reporter, EVENT).before
    assert before.duplicates == ()
    assert [one.headline for one in before.same_event] == ["房山区送清凉走进窦店镇"]
    assert {"何远山", "窦店镇"} <= set(before.same_event[0].shared)


def test_a_report_of_a_year_ago_with_the_same_names_is_another_event(reporter: Reporter) -> None:
    text = EVENT.replace("7月2日，", "前不久，")
    found = reporter.examine(pasted_story(text), datetime.date(2022, 7, 20))
    assert found.before.same_event == ()


def test_figures_of_the_same_thing_are_set_side_by_side(reporter: Reporter) -> None:
    figures = examine(reporter, EVENT).before.same_event[0].figures
    assert [(one.counted, one.unit, one.then, one.now) for one in figures] == [("清凉包", "份", 2800, 3000)]


def test_a_sentence_can_be_copied_with_date_and_page(reporter: Reporter) -> None:
    sentence = examine(reporter, EVENT).before.same_event[0].sentence
    assert sentence.startswith("本报2021年7月3日第3版曾报道：7月2日，房山区总工会副主席何远山带队来到窦店镇")
    assert sentence.endswith("。")
    assert sentence.count("。") == 1


def test_no_day_or_page_is_invented_in_the_sentence() -> None:
    article = Article("送清凉启动", (), newspaper="ldwb", date=IssueDate(2021, 7), page=Page())
    assert printed_sentence(TaggedArticle(article, NOTHING_FOUND), "ldwb") == "本报2021年7月曾报道：《送清凉启动》。"
    other = Article("送清凉启动", (), newspaper="other")
    assert printed_sentence(TaggedArticle(other, NOTHING_FOUND), "ldwb") == "《other》曾报道：《送清凉启动》。"


def test_the_campaign_in_the_district_this_year_is_counted_and_what_is_told_already_is_not_listed_again(
    reporter: Reporter,
) -> None:
    before = examine(reporter, EVENT).before
    campaign = next(one for one in before.campaigns if one.campaign == "送清凉")
    assert (campaign.district, campaign.year, campaign.total) == ("房山区", 2021, 2)
    assert campaign.query == '主题:"送清凉" 区:"房山区" 日期:2021'
    assert [one.headline for one in campaign.articles] == ["房山区总工会把清凉送到云岭路工地"]


def test_the_people_named_are_looked_up_and_the_reporter_is_not(reporter: Reporter) -> None:
    people = {one.name: one for one in examine(reporter, EVENT).before.people}
    assert set(people) == {"何远山"}
    assert people["何远山"].total == 2
    assert [one.headline for one in people["何远山"].articles] == ["何远山走访快递站点"]
    assert people["何远山"].roles == ("副主席",)


def test_a_story_that_nothing_was_printed_on_finds_nothing(reporter: Reporter) -> None:
    before = examine(reporter, "天文馆开放夜场\n市民可以在夏夜看星星。").before
    assert not before
    assert before == PrintedBefore()


def test_an_archive_that_cannot_be_asked_is_not_one_that_has_nothing(reporter: Reporter, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(reporter.project.archive_folder, folder)
    for file in (folder / "index").rglob("*"):
        if file.is_file():
            file.write_bytes(b"broken")
    broken = Project(tmp_path)
    found = Reporter(broken, reporter.project.tagger.annotate).examine(pasted_story(EVENT), TODAY)
    broken.store.close()
    assert found.not_looked
    assert not found.before
    assert any(one.label == "送清凉" for one in found.suggestions)
