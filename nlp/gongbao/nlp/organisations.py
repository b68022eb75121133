"""Organisations by their last word: unions of every level, companies, offices, schools, hospitals."""

from __future__ import annotations

import re

from gongbao.core.records import Mention
from gongbao.nlp.layout import Layout

# The kinds of bodies a union paper names. The longest ending comes first.
_ENDINGS = (
    "总工会机关党支部|工会联合会|联合工会|总工会|机关工会|基层工会|工会委员会|工会|股份有限公司|有限责任公司|有限公司|分公司|子公司|集团公司|总公司|公司|集团|"
    "研究院|设计院|研究所|事业部|管理局|管理处|委员会|办事处|服务中心|指导中心|服务站|医院|大学|学院|中学|小学|幼儿园|法院|检察院|支队|大队|车队|"
    "分局|供电局|环卫中心|出版社|银行|支行|工厂|总厂|分厂|厂|党委|党支部|妇联|团委|协会|联合会|基金会"
)
_ENDING_WORDS = tuple(sorted(_ENDINGS.split("|"), key=len, reverse=True))
_ANY_ENDING = re.compile(_ENDINGS)
# What stands before a name and is not part of it; the name begins after the last of these words.
_BEFORE = frozenset(
    ["在", "由", "与", "和", "及", "或", "对", "向", "为", "从", "到", "被", "把", "将", "给", "让", "使", "以", "是", "有", "的", "了", "着", "过", "并", "且", "据", "由于", "通过", "走进", "来到", "前往", "前来", "深入", "参观", "慰问", "近日", "日前", "昨日", "今天", "昨天", "今年", "去年", "记者", "通讯员", "本报讯", "本报记者", "其中", "同时", "此外", "组织", "联合", "会同", "邀请", "带领", "率领", "陪同", "代表", "加入", "成立", "组建", "建立", "开展", "举办", "召开", "主办", "承办", "协办", "获悉", "了解", "了解到", "介绍", "指导", "帮助", "支持", "各", "各级", "全体", "广大", "一些", "部分", "许多", "多家", "所有", "每个", "这个", "该", "本", "我", "你", "他", "她", "它", "我们", "他们", "大家", "当", "于", "至", "向着", "等", "以及", "还", "也", "都", "就", "又", "再", "则", "而", "但", "不", "没有", "要求", "希望", "关于", "根据", "按照", "作为", "成为", "担任", "来自", "分别", "先后", "共", "共有", "全国", "参加", "新", "老", "原", "现", "即", "可", "能", "会", "要", "应", "走访", "调研", "感谢", "服务", "依托", "推动", "推进", "发挥", "加强", "做好", "充分", "督促", "进行", "以来", "来", "去", "个", "名", "位", "家", "多", "余", "上", "下", "中", "里", "外", "前", "后", "时", "日", "月", "年", "是由"]
)
_TOO_GENERAL = frozenset(["公司", "集团", "工会", "医院", "大学", "学院", "中学", "小学", "银行", "工厂", "总工会", "委员会", "党委", "党支部", "协会", "基层工会", "机关工会", "有限公司", "分公司", "厂"])


def find_organisations(layout: Layout, words: list[str]) -> tuple[Mention, ...]:
    """Mentions of organisations in reading order. ``words`` joined are the layout's text."""
    if _ANY_ENDING.search(layout.text) is None:
        return ()
    mentions: list[Mention] = []
    run: list[str] = []
    position = run_start = 0
    for word in words:
        if word in _BEFORE or not _is_name_word(word):
            run = []
        else:
            if not run:
                run_start = position
            run.append(word)
            if word.endswith(_ENDING_WORDS) and (len(run) > 1 or word not in _TOO_GENERAL):
                mention = _mention(layout, run, run_start, position + len(word))
                if mention is not None:
                    if mentions and _continues(mentions[-1], mention):
                        mentions.pop()
                    mentions.append(mention)
        position += len(word)
    return tuple(mentions)


def _is_name_word(word: str) -> bool:
    """Whether a word may be part of a name: it begins with a Han character, a letter or a digit."""
    return "\u4e00" <= word[0] <= "\u9fff" or word[0].isalnum()


def _mention(layout: Layout, run: list[str], start: int, end: int) -> Mention | None:
    """The mention that ends here; only the last words of a run may belong to the name."""
    kept: list[str] = []
    length = 0
    for word in reversed(run):
        if length + len(word) > 24:
            break
        kept.append(word)
        length += len(word)
    text = layout.text[end - length : end]
    if text in _TOO_GENERAL or length < 3:
        return None
    place = layout.field_at(end - length)
    return Mention("organisation", text, text, place.field, place.index, end - length - place.start, end - place.start)


def _continues(before: Mention, mention: Mention) -> bool:
    """Whether a mention begins where the one before began: 房山区 / 房山区总工会."""
    return (before.field, before.index, before.start) == (mention.field, mention.index, mention.start)
