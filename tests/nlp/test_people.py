"""People: found by what stands around a name, with job and unit as printed; other words with a surname are refused."""

from __future__ import annotations

import time

import pytest

from gongbao.core.annotations import Mention
from gongbao.core.records import Article, Credit, Picture
from gongbao.nlp.layout import MOST_FOUND
from gongbao.nlp.tagger import Tagger


def people(tagger: Tagger, *paragraphs: str) -> list[Mention]:
    return [one for one in tagger.annotate(Article("", paragraphs)).mentions if one.kind == "person"]


def names(tagger: Tagger, *paragraphs: str) -> list[str]:
    return list(dict.fromkeys(one.text for one in people(tagger, *paragraphs)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“天热得很。”魏海波说，早上六点就出了门。", ["魏海波"]),
        ("韩冬说，站点有了饮水机。", ["韩冬"]),
        ("崔丽萍告诉记者，她在这里干了十年。", ["崔丽萍"]),
        ("姚建国，男，46岁，在这座桥上干了八年。", ["姚建国"]),
        ("今年52岁的秦淑芬又报了名。", ["秦淑芬"]),
        ("这名小哥叫孙浩然，刚来三个月。", ["孙浩然"]),
        ("丈夫欧阳建国也在厂里。", ["欧阳建国"]),
        ("图为许志远（右二）在教徒弟。", ["许志远"]),
        ("值守员樊建国捧着纸杯，半天没有说话。", ["樊建国"]),
        ("架梁工宁国栋从十几米高的钢梁上下来。", ["宁国栋"]),
        ("所长庞大恒，一张算盘打了三十年。", ["庞大恒"]),
        ("副局长于明说，有人笑他们。", ["于明"]),
        ("阿卜杜拉·买买提表示，感谢工会。", ["阿卜杜拉·买买提"]),
        ("劳模代表王小丽、李大勇、张文静上台领奖。", ["王小丽", "李大勇", "张文静"]),
        ("曹国强师傅来了。", ["曹国强"]),
    ],
)
def test_a_name_with_a_witness_beside_it_is_found(tagger: Tagger, text: str, expected: list[str]) -> None:
    assert names(tagger, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "高兴地说，马上就要完工。",
        "白天表示友好，黄金上涨，时间说明一切。",
        "方便介绍，管理说到底是服务。",
        "石景山区和门头沟区的工会干部都来了。",
        "有带孙子来的，有带被子来的。",
        "谁找到的毛病多，谁得分。",
        "交了入党申请书，用的都是大字。",
        "十三条胡同要修整，玉泉山的塔影看得见。",
        "中国梦·劳动美演讲比赛，五·一前夕。",
        "区总工会主席、副主席和全体干部参加。",
        "记者来采访，职工来填表。",
        "画了二十八张小像。",
        "把组织的关怀送到职工心坎上，荣誉和智慧属于大家。",
        "志愿者向居民讲解怎么分垃圾。",
    ],
)
def test_other_words_that_begin_with_a_surname_are_no_names(tagger: Tagger, text: str) -> None:
    assert names(tagger, text) == []


@pytest.mark.parametrize(
    ("text", "role", "unit"),
    [
        ("怀柔区总工会主席李敏到场。", "主席", "怀柔区总工会"),
        ("北京公交集团第三分公司驾驶员赵建国说，谢谢。", "驾驶员", "北京公交集团第三分公司"),
        ("全国劳动模范、首钢技术研究院焊工王建业上台。", "焊工", "首钢技术研究院"),
        ("北京公交集团工会主席梁志强说，要常来。", "工会主席", "北京公交集团"),
        ("密云区总工会党组书记、常务副主席周建华讲话。", "党组书记、常务副主席", "密云区总工会"),
        ("冯小刚（项目经理）介绍，工期很紧。", "项目经理", ""),
        ("何秀兰，首钢技术研究院工程师，今年得了奖。", "工程师", "首钢技术研究院"),
        ("全国劳动模范郑德明说，要带徒弟。", "全国劳动模范", ""),
    ],
)
def test_job_and_unit_are_as_printed(tagger: Tagger, text: str, role: str, unit: str) -> None:
    [person] = people(tagger, text)
    assert (person.role, person.unit) == (role, unit)


def test_a_name_found_once_is_found_everywhere_with_its_job(tagger: Tagger) -> None:
    article = Article(
        "赵建国的三十年",
        ("首钢技术研究院焊工赵建国说，焊花是暖的。", "后来的事赵建国不愿多讲。"),
        pictures=(Picture("赵建国在车间"),),
    )
    found = [one for one in _people_of(tagger, article) if one.text == "赵建国"]
    assert [(one.field, one.index) for one in found] == [
        ("headline", 0),
        ("paragraph", 0),
        ("paragraph", 1),
        ("caption", 0),
    ]
    assert {(one.role, one.unit) for one in found} == {("焊工", "首钢技术研究院")}


def _people_of(tagger: Tagger, article: Article) -> list[Mention]:
    return [one for one in tagger.annotate(article).mentions if one.kind == "person"]


def test_a_surname_with_an_address_alone_names_nobody(tagger: Tagger) -> None:
    """There is a 赵师傅 in every factory: one name for all of them would be wrong."""
    assert names(tagger, "赵师傅擦了擦汗。", "康老师和韩阿姨都笑了。") == []


def test_a_longer_reading_gives_way_to_a_name_that_is_found_elsewhere(tagger: Tagger) -> None:
    assert names(tagger, "徒弟罗凡学看图纸。", "罗凡说，图纸是一本书。") == ["罗凡"]


def test_a_byline_is_named_with_role_and_unit(tagger: Tagger) -> None:
    article = Article("标题", ("正文。",), byline=(Credit("江晚", "通讯员", "怀柔区总工会"),))
    [person] = _people_of(tagger, article)
    assert (person.field, person.role, person.unit) == ("byline", "通讯员", "怀柔区总工会")


def test_ten_thousand_names_are_bounded_in_number_and_time(tagger: Tagger) -> None:
    given = "伟强军勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆志文海峰龙江磊"
    many = [f"{first}{second}" for first in given for second in given]
    text = "、".join(f"{surname}{name}" for surname in "王李张刘陈杨赵吴周徐孙朱" for name in many)
    started = time.process_time()
    found = people(tagger, f"参加者：{text}说，来了。")
    assert len(found) <= MOST_FOUND
    assert time.process_time() - started < 10


def test_time_grows_with_the_length_of_a_text_full_of_names(tagger: Tagger) -> None:
    paragraph = "首钢技术研究院焊工赵建国说，徒弟李大勇、王小丽都来了，工会主席梁志强（右二）也在。"

    def seconds(count: int) -> float:
        started = time.process_time()
        people(tagger, *[paragraph] * count)
        return time.process_time() - started

    seconds(10)
    small, large = seconds(500), seconds(4000)
    assert large < small * 8 * 3


def test_without_a_segmenter_reporters_are_found_alone() -> None:
    from gongbao.nlp.layout import plain_layout
    from gongbao.nlp.people import find_people

    found = find_people(plain_layout("本报记者 江晚\n魏海波说，热。"), None)
    assert [one.text for one in found] == ["江晚"]
