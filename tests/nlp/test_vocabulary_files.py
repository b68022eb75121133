"""Vocabulary files: what an editor may write, and what they are told when it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongbao.core.annotations import Status
from gongbao.core.dates import IssueDate
from gongbao.core.errors import GongbaoError
from gongbao.core.records import Article
from gongbao.core.words import load_segmenter
from gongbao.nlp import load_tagger
from gongbao.nlp.vocabulary_files import load_vocabulary

COUNTS = {"district": 18, "campaign": 22, "activity": 20}


def _write(folder: Path, text: str) -> Path:
    (folder / "own.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_projects_labels_are_the_fixed_ones() -> None:
    entries = load_vocabulary(None)
    for facet, count in COUNTS.items():
        assert sum(entry.facet == facet for entry in entries) == count


def test_every_related_label_exists() -> None:
    entries = load_vocabulary(None)
    names = {entry.name for entry in entries}
    assert {related for entry in entries for related in entry.related} <= names


def test_a_newsrooms_new_campaign_is_tagged(tmp_path: Path) -> None:
    folder = _write(tmp_path, '[[label]]\nfacet = "campaign"\nname = "读报节"\naliases = ["读报节"]\n')
    tags = load_tagger(folder, load_segmenter()).annotate(Article("首届读报节开幕", ("读报节活动今天开幕。",))).tags
    assert [(tag.label, tag.status) for tag in tags if tag.facet == "campaign"] == [("读报节", Status.SET)]


def test_a_newsrooms_table_adds_to_the_projects_label(tmp_path: Path) -> None:
    folder = _write(tmp_path, '[[label]]\nfacet = "campaign"\nname = "送清凉"\naliases = ["凉意行动"]\n')
    (entry,) = (entry for entry in load_vocabulary(folder) if entry.name == "送清凉")
    assert "凉意行动" in entry.aliases
    assert "清凉包" in entry.aliases


def test_a_newsrooms_table_may_replace_the_projects_label(tmp_path: Path) -> None:
    table = '[[label]]\nfacet = "campaign"\nname = "送清凉"\nreplace = true\naliases = ["凉意行动"]\n'
    folder = _write(tmp_path, table)
    (entry,) = (entry for entry in load_vocabulary(folder) if entry.name == "送清凉")
    assert entry.aliases == ("凉意行动",)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ('facet = "season"\nname = "夏"', "第 1 行：facet 只能是"),
        ('facet = "campaign"', "标签没有名字"),
        ('facet = "campaign"\nname = "甲"\naliases = ["甲", ""]', "有一项是空的"),
        ('facet = "campaign"\nname = "甲"\npatterns = ["(甲|乙"]', "写法不对：第 1 个字“\\(”不成对"),
        ('facet = "campaign"\nname = "甲"\npatterns = ["甲{3,999}乙"]', "最多 40 个字"),
        ('facet = "campaign"\nname = "甲"\npatterns = ["{0,5}乙"]', "间隔不能在开头或结尾"),
        (f'facet = "campaign"\nname = "甲"\npatterns = ["甲{{0,{"9" * 5000}}}乙"]', "太长，最多 40 个字"),
        ('facet = "campaign"\nname = "甲"\npatterns = ["甲.*乙|丙"]', "用错了位置"),
        ('facet = "campaign"\nname = "甲"\naliases = "甲"', "aliases 应当是一列文字"),
        ('facet = "campaign"\nname = "甲"\nmonths = [13]', "1 到 12 的月份"),
        ('facet = "campaign"\nname = "甲"\nweight = 2', "weight 应当大于 0"),
        ('facet = "campaign"\nname = "甲"\npatterns = ["甲[9,2]乙"]', "间隔 .9,2. 应当由小到大"),
        ('facet = "campaign"\nname = "甲"\nsince = "去年"', "日期“去年”不成立"),
        ('facet = "campaign"\nname = "甲"\ncolour = "红"', "不认识的项目 colour，可用的是 .*months、weight、replace。"),
        ('facet = "campaign"\nname = "甲"\nreplace = "yes"', "replace 只能写 true 或 false"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(tmp_path: Path, table: str, sentence: str) -> None:
    with pytest.raises(GongbaoError, match=rf"词表 own\.toml.*{sentence}"):
        load_vocabulary(_write(tmp_path, f"[[label]]\n{table}\n"))


def test_a_label_written_twice_in_a_folder_is_refused_with_both_lines(tmp_path: Path) -> None:
    table = '[[label]]\nfacet = "campaign"\nname = "甲"\n'
    with pytest.raises(GongbaoError, match=r"第 4 行：标签“甲”已在 词表 own\.toml 第 1 行 写过"):
        load_vocabulary(_write(tmp_path, table + table))


def test_a_file_that_is_not_toml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GongbaoError, match=r"^词表 own\.toml 第 2 行写法不对，请看这一行或上一行的引号.*（.+）。$"):
        load_vocabulary(_write(tmp_path, "# 主题\n[[label\n"))


def test_a_file_that_breaks_off_is_refused_with_its_last_line(tmp_path: Path) -> None:
    with pytest.raises(GongbaoError, match=r"词表 own\.toml 第 3 行写法不对"):
        load_vocabulary(_write(tmp_path, '[[label]]\nname = "甲"\naliases = ["甲"'))


@pytest.mark.parametrize("written", ["months = " + "[" * 20_000, f"weight = {'9' * 5000}"])
def test_what_no_reader_can_take_in_is_refused_with_its_file(tmp_path: Path, written: str) -> None:
    with pytest.raises(GongbaoError, match=r"^词表 own\.toml 写法不对，括号套得太深或数字太长"):
        load_vocabulary(_write(tmp_path, f'[[label]]\nfacet = "campaign"\nname = "甲"\n{written}\n'))


def test_a_file_in_another_encoding_is_refused_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes('[[label]]\nname = "甲乙"\n'.encode("gb18030"))
    with pytest.raises(GongbaoError, match=r"^词表 own\.toml 不是 UTF-8 编码：请用编辑器另存为 UTF-8。$"):
        load_vocabulary(tmp_path)


def test_a_file_saved_by_notepad_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    folder = _write(tmp_path, '\ufeff[[label]]\nfacet = "campaign"\nname = "读报节"\naliases = ["读报节"]\n')
    assert load_vocabulary(folder)[-1].aliases == ("读报节",)


def test_a_folder_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GongbaoError, match="不存在"):
        load_vocabulary(tmp_path / "missing")


@pytest.mark.parametrize(
    ("tables", "sentence"),
    [
        ('name = "甲"\nrelated = ["乙"]', "第 1 行：related 里的“乙”不是标签"),
        ('name = "甲"\nparent = "乙"', "第 1 行：parent 的“乙”不是 campaign 的标签"),
        ('name = "甲"\nparent = "慰问"', "parent 的“慰问”不是 campaign 的标签"),
        ('name = "甲"\nparent = "甲"', "标签“甲”的上级绕回了“甲”"),
        (
            'name = "甲"\nparent = "乙"\n[[label]]\nfacet = "campaign"\nname = "乙"\nparent = "甲"',
            "标签“甲”的上级绕回了“甲”",
        ),
        ('name = "甲"\nsince = "2022-02"\nuntil = "2021"', "since（2022-02）在 until（2021）之后"),
    ],
)
def test_a_label_tied_to_none_and_dates_in_the_wrong_order_are_refused(
    tmp_path: Path, tables: str, sentence: str
) -> None:
    with pytest.raises(GongbaoError, match=sentence):
        load_vocabulary(_write(tmp_path, f'[[label]]\nfacet = "campaign"\n{tables}\n'))


def test_a_part_of_a_campaign_names_it_as_its_parent(tmp_path: Path) -> None:
    folder = _write(tmp_path, '[[label]]\nfacet = "campaign"\nname = "送清凉进工地"\nparent = "送清凉"\n')
    (entry,) = (entry for entry in load_vocabulary(folder) if entry.name == "送清凉进工地")
    assert entry.parent == "送清凉"


def test_the_issues_date_speaks_for_or_against_a_campaign_that_has_dates(tmp_path: Path) -> None:
    folder = _write(
        tmp_path,
        '[[label]]\nfacet = "campaign"\nname = "读报节"\npatterns = ["读报节"]\nsince = "2020-03"\nuntil = "2021-05"\n',
    )
    tagger = load_tagger(folder, load_segmenter())
    scores = []
    for date in (IssueDate(2019, 12, 31), IssueDate(2020), IssueDate(), IssueDate(2021, 5, 31), IssueDate(2021, 6)):
        tags = tagger.annotate(Article("职工读报节", ("大家来了。",), date=date)).tags
        scores.append(max((tag.score for tag in tags if tag.label == "读报节"), default=0.0))
    before, in_its_first_year, unknown, on_the_last_day, after = scores
    assert before < after < unknown < in_its_first_year == on_the_last_day
