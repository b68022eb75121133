"""People: names beside a title or a reporter's role, told from other words by surname and the segmenter's tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongbao.core.records import Mention
from gongbao.core.words import Segmenter
from gongbao.nlp.layout import Layout

# The surnames that nearly everybody bears (the commonest of the census of 2020 and the two-character ones).
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦"
    "夏邱方侯邹熊孟秦白江阎闫薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严赖覃洪武莫孔汤向常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘"
    "祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费"
    "卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻"
    "位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
)
COMPOUND_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "独孤", "南宫", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙", "端木", "呼延", "闻人")
TITLES = (
    "党组书记|党委书记|党总支书记|支部书记|党支部书记|副书记|书记|副主席|主席|副主任|主任|副部长|部长|副局长|局长|副区长|区长|副市长|市长|副省长|省长|"
    "副总经理|总经理|董事长|副经理|经理|副院长|院长|副校长|校长|副会长|会长|秘书长|副处长|处长|副科长|科长|副厂长|厂长|副队长|队长|班长|组长|站长|"
    "工程师|高级工程师|技师|教授|博士|研究员|律师|医生|护士|老师|师傅|劳模|劳动模范|工匠|负责人|工会干部|社工|工作人员|职工|员工|工人|司机|快递员|快递小哥|"
    "外卖员|外卖小哥|骑手|环卫工人|保洁员|保安|村民|居民|志愿者|选手|常委|委员|代表|总裁|副总裁"
)
_ROLES = "记者|通讯员|特约记者|实习记者|摄影|摄|作者|编辑|整理"
_HAN = "\u4e00-\u9fff"
_NAME_AFTER = re.compile(rf"(?P<role>{TITLES}|{_ROLES})(?P<sep>[ 　:：/／]?)(?P<names>[{_HAN}·]{{2,16}}(?:[、 　][{_HAN}·]{{2,8}}){{0,30}})")
_NAME_BEFORE = re.compile(rf"(?P<name>[{_HAN}]{{2,4}})(?=(?P<role>{TITLES})(?:[，、。：“]|说|介绍|表示|告诉))")
_PRESS = re.compile(_ROLES)
_MAX_NAMES = 31


def find_people(layout: Layout, segmenter: Segmenter | None) -> tuple[Mention, ...]:
    """Mentions of people in reading order; each stretch of text once."""
    found: dict[tuple[int, int], Mention] = {}
    for start, end, role in _candidates(layout.text, segmenter):
        if not any(a < end and start < b for a, b in ((start, end),) if (a, b) in found):
            place = layout.field_at(start)
            name = layout.text[start:end]
            found.setdefault((start, end), Mention(
                "person", name, name, place.field, place.index, start - place.start, end - place.start, role))
    return tuple(found[key] for key in sorted(found))


def _candidates(text: str, segmenter: Segmenter | None) -> Iterator[tuple[int, int, str]]:
    for cue in _NAME_AFTER.finditer(text):
        position = cue.start("names")
        press = _PRESS.fullmatch(cue["role"]) is not None
        for part in re.split(r"([、 　])", cue["names"])[: 2 * _MAX_NAMES]:
            if part not in ("、", " ", "　", ""):
                length = _name_length(part, segmenter, press)
                if not length:
                    break
                yield position, position + length, cue["role"]
                if length < len(part):
                    break
            position += len(part)


def _name_length(text: str, segmenter: Segmenter | None, press: bool) -> int:
    """How many characters at the start of the text are a name; 0 for none."""
    surname = 2 if text.startswith(COMPOUND_SURNAMES) else 1 if text[0] in SURNAMES else 0
    if not surname:
        return 0
    if press and len(text) <= surname + 2:
        return len(text) if len(text) > surname else 0
    if segmenter is None:
        return 0
    (word, tag), *rest = segmenter.tag(text[:8])
    if tag.startswith("nr") and surname < len(word) <= surname + 2:
        return len(word)
    # jieba often leaves a name in single characters: 闫 长禄.
    if len(word) == surname and rest and len(rest[0][0]) <= 2 and (tag.startswith("nr") or rest[0][1] in ("nr", "x", "nz", "nrt")):
        return surname + len(rest[0][0])
    return 0
