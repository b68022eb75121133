"""What a line cannot be: a sentence is no title, verse and lists are paragraphs, a figure does not break a sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongbao.core.records import Article, Kind, Source
from gongbao.core.words import Segmenter
from gongbao.ingest.blocks import width
from gongbao.ingest.splitter import split

Read = Callable[[str], tuple[Article, ...]]
VERSE = (
    "你把太阳扛在肩上",
    "把汗水洒进泥土",
    "高高的塔吊是笔",
    "蓝蓝的天空是纸",
    "写下城市的晨曦",
    "写下港湾的灯火",
    "你是平凡的名字",
    "你是沉默的山脉",
)
NAMES = ("张伟民", "李秀英", "王建国", "赵小燕", "孙立新", "周海生", "吴春梅")
REPORT = "本报讯（记者 张三）昨日，海港码头工会把酸梅汤送到装卸一线，职工们喝在嘴里，凉在心上。"
FOLLOWING = "工会还在各班组设了饮水点，安排专人每天清洗、加水，保证职工随时喝得上。"


@pytest.fixture(scope="module")
def read(source_of: Callable[[str], Source], segmenter: Segmenter) -> Read:
    return lambda text: split(source_of(text), segmenter).articles


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize(("title", "lines"), [("致劳动者", VERSE), ("受表彰职工名单", NAMES)])
def test_verse_and_a_list_of_names_are_paragraphs_of_one_article(
    title: str, lines: tuple[str, ...], between: str, read: Read
) -> None:
    (article,) = read(f"{title}\n\n{between.join(lines)}\n")
    assert (article.headline, article.subhead, article.paragraphs) == (title, "", lines)


def test_the_stanzas_of_a_poem_are_one_article(read: Read) -> None:
    (article,) = read("致劳动者\n\n" + "\n".join(VERSE[:4]) + "\n\n" + "\n".join(VERSE[4:]) + "\n")
    assert (article.headline, article.paragraphs) == ("致劳动者", VERSE)


@pytest.mark.parametrize(
    "first",
    [
        REPORT,
        "本报讯 码头工会昨日送清凉到一线。",
        "本報訊 碼頭工會昨日送清涼到一線。",
        "昨日，海港码头工会把酸梅汤送到装卸一线。",
    ],
)
def test_a_dateline_or_a_full_sentence_is_text_and_the_headline_stays_empty(first: str, read: Read) -> None:
    (article,) = read(f"{first}\n\n{FOLLOWING}\n")
    assert (article.headline, article.kicker, article.subhead) == ("", "", "")
    assert article.paragraphs[-1] == FOLLOWING
    assert first.endswith(article.paragraphs[0])


def _wrapped(text: str, size: int) -> list[str]:
    lines = [""]
    for character in text:
        if width(lines[-1]) >= size:
            lines.append("")
        lines[-1] += character
    return lines


@pytest.mark.parametrize("size", range(18, 36))
def test_a_figure_at_the_start_of_a_line_does_not_cut_a_sentence(size: int, read: Read) -> None:
    text = (
        "海港市总工会今年以来多方筹措，联合市慈善总会和爱心企业，面向全市困难职工家庭开展金秋助学活动，"
        "筹集资金500万元，为两千余户家庭送去了助学金，走访企业120家，慰问职工3000余人次，受到普遍欢迎。"
    )
    lines = _wrapped("这项活动已经连续开展了十五年，覆盖全市各个区县，惠及万千家庭，" + text, size)
    (article,) = read("金秋助学情暖职工\n\n" + "\n".join(lines) + "\n")
    assert article.headline == "金秋助学情暖职工"
    assert "".join(article.paragraphs) == "".join(lines)
    assert not any(paragraph[0].isdigit() for paragraph in article.paragraphs)


def test_a_short_reportage_with_a_photographer_is_a_report_without_an_empty_picture(read: Read) -> None:
    (article,) = read(f"码头上的清凉站\n\n■文/本报记者 郭强 摄影/周世杰\n\n{REPORT[12:]}\n\n{FOLLOWING}\n")
    assert (article.kind, article.pictures) == (Kind.REPORT, ())
    assert [(one.name, one.role) for one in article.byline] == [("郭强", "记者"), ("周世杰", "摄影")]
