"""Bylines, credits and datelines are read as printed, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.records import Credit
from gongbao.ingest.credits import author_unit, looks_like_credit_line, parse_credit_line, parse_people, read_opening
from gongbao.ingest.surnames import split_names


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("本报记者 闫长禄 摄影报道", [("闫长禄", "记者", "本报"), ("闫长禄", "摄影", "本报")]),
        ("通讯员 刘蕊 摄影报道", [("刘蕊", "通讯员", ""), ("刘蕊", "摄影", "")]),
        ("□费伟华", [("费伟华", "", "")]),
        ("■文/本报记者 郭强 摄影/周世杰", [("郭强", "记者", "本报"), ("周世杰", "摄影", "")]),
        ("新华社记者 张朋 刘力", [("张朋", "记者", "新华社"), ("刘力", "记者", "新华社")]),
        ("新华社发（李刚摄）", [("李刚", "摄影", "新华社")]),
        ("（记者张三、李四）", [("张三", "记者", ""), ("李四", "记者", "")]),
        ("（公司工会：戴静 文/图）", [("戴静", "作者", "公司工会"), ("戴静", "摄影", "公司工会")]),
        ("司马义·艾买提 摄", [("司马义·艾买提", "摄影", "")]),
        ("本报记者 张 三", [("张三", "记者", "本报")]),
        ("本报见习记者 欧阳明月 通讯员 王小二", [("欧阳明月", "见习记者", "本报"), ("王小二", "通讯员", "")]),
        ("新华社发", [("新华社", "发", "")]),
        ("（主办方供图）", [("主办方", "供图", "")]),
        ("（任文）", [("任文", "", "")]),
        ("（7月28日《浙江工人日报》）", [("浙江工人日报", "来源", "")]),
    ],
)
def test_a_credit_line_gives_names_roles_and_units(line: str, people: list[tuple[str, str, str]]) -> None:
    assert [(one.name, one.role, one.unit) for one in parse_credit_line(line)] == people
    assert looks_like_credit_line(line)


@pytest.mark.parametrize(
    "line",
    ["让车内更安全清新", "记者在现场看到，职工们正在忙碌", "走必由之路", "图为颁奖现场", "张江", "工会主席王某讲话"],
)
def test_a_line_that_says_more_is_no_credit(line: str) -> None:
    assert parse_credit_line(line) == ()


@pytest.mark.parametrize(
    ("text", "dateline", "names", "rest"),
    [
        ("本报讯（记者 崔欣 通讯员 宋雅欣）引导专职社工", "本报讯", ["崔欣", "宋雅欣"], "引导专职社工"),
        ("本报讯(记者 闫长禄)近日", "本报讯", ["闫长禄"], "近日"),
        ("新华社北京1月8日电 中央有关部门", "新华社北京1月8日电", [], "中央有关部门"),
        ("据新华社莫斯科１月１日电（记者盛世良）今天", "据新华社莫斯科１月１日电", ["盛世良"], "今天"),
        ("本报讯电力部门", "本报讯", [], "电力部门"),
        ("（记者张三）昨天", "", ["张三"], "昨天"),
    ],
)
def test_an_opening_parts_dateline_and_byline_from_the_text(
    text: str, dateline: str, names: list[str], rest: str
) -> None:
    opening = read_opening(text)
    assert opening is not None
    assert opening.dateline == dateline
    assert [one.name for one in opening.credits] == names
    assert text[opening.text_start :] == rest


@pytest.mark.parametrize("text", ["本报记者张三报道：昨日，书屋", "通讯员孙丽报道：近日，码头"])
def test_a_byline_without_brackets_stays_in_the_text_where_it_was_printed(text: str) -> None:
    assert read_opening(text) is None


@pytest.mark.parametrize(
    "line", ["作者简介", "本报记者站", "通讯员队伍", "记者 手记", "摄影家协会", "作者单位", "摄影展览"]
)
def test_what_is_said_of_a_role_is_no_person(line: str) -> None:
    assert all(one.name not in line[2:] for one in parse_credit_line(line))


def test_an_author_s_unit_is_a_unit_and_no_person() -> None:
    assert author_unit("（作者单位：海港市总工会）") == "海港市总工会"
    assert parse_credit_line("（作者单位：海港市总工会）") == ()
    assert looks_like_credit_line("（作者单位：海港市总工会）")
    assert parse_credit_line("作者 张三（作者单位：海港市总工会）") == (Credit("张三", "作者", "海港市总工会"),)


@pytest.mark.parametrize("text", ["本报记者近日获悉", "新华社记者今天来到", "他说（记者们都笑了）很好", "本报电视照片"])
def test_a_sentence_that_names_the_paper_is_no_opening(text: str) -> None:
    assert read_opening(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("郭宗利熊毅唐磊", ["郭宗利", "熊毅", "唐磊"]),
        ("聂长江孙茂盛", ["聂长江", "孙茂盛"]),
        ("欧阳明月", ["欧阳明月"]),
        ("安全生产", []),
        ("王", []),
    ],
)
def test_names_printed_solid_are_parted_by_their_surnames(text: str, names: list[str]) -> None:
    assert split_names(text) == names


@given(st.text(alphabet="记者通讯员摄影报道文图张王李三四/／ （）()、：·新华社发本报讯电", max_size=40))
def test_reading_credits_never_fails_and_takes_no_empty_name(text: str) -> None:
    assert all(isinstance(one, Credit) and one.name for one in (*parse_people(text), *parse_credit_line(text)))
    opening = read_opening(text)
    assert opening is None or 0 <= opening.dateline_end <= opening.text_start <= len(text)
