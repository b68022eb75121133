"""Chinese personal names by their shape: a known surname and one or two given characters, set solid or spaced out."""

from __future__ import annotations

import re

_SINGLE = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪"
    "廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪辛柯庄阎庞温樊殷俞"
    "章鲁葛伍岳纪季焦耿左齐蓝凌霍宁巩兰牛柳祝苗欧岑全冉涂喻管甘祁柴聂裴翟詹申应欧游阮鲍华柏骆蒲符关路吉司时靳单盛尚商滕辜"
    "米臧仲沙卞艾党娄童屈卓项鞠竺丛仇安包边卜车成储楚崇褚慈从代狄刁窦都端多樊房费丰伏傅干古谷桂国哈海和衡弘后虎扈花怀宦皇惠姬"
    "计冀家简蹇矫解晋景敬居巨鞠荆井揭冷厉利连练廉隆鹿栾麻满梅门糜宓苗明缪牟穆那南倪粘农潘皮平戚漆强羌区曲瞿冉饶容茹芮萨桑佘"
    "舍师斯松宿隋邰谈檀佟屠宛危卫蔚闻翁沃乌邬奚席冼咸相郗胥幸宣荀鄢晏燕羊仰尧伊阴银尤俞禹郁元苑云恽郓查占战湛展支"
    "诸邾禚宗邹祖佐丘岩肇逯闵匡蒙雍訾谌邝初付侍揣阚亢郜郄仝牟昝於冶由有原藏曾仉訚钮栗苟苑逄"
)
# The hundred most common surnames by the Ministry of Public Security's yearly count: a name that begins with
# another one is less likely where both divisions are possible.
_COMMON = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪"
    "廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)
_DOUBLE = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒"
        "鲜于司空令狐呼延第五",
    )
)
_NATIVE = re.compile(r"[㐀-鿿]{1,8}(?:[·・•‧][㐀-鿿]{1,8}){1,3}")  # 司马义·艾买提
_HAN_ONLY = re.compile(r"[㐀-鿿]+")
_MAX_SOLID = 30  # characters of names printed without a space between them


def looks_like_name(text: str) -> bool:
    """Whether the text is one personal name: a surname with one or two given characters, or a name with ·."""
    return bool(_NATIVE.fullmatch(text)) or (len(text) <= 4 and len(split_names(text)) == 1)


def split_names(text: str) -> list[str]:
    """The names in a stretch without separators (郭宗利熊毅唐磊), or [] when it is not made of names.

    Where several divisions are possible, the one with the most names of three characters is taken.
    """
    if _NATIVE.fullmatch(text):
        return [text]
    if not 2 <= len(text) <= _MAX_SOLID or not _HAN_ONLY.fullmatch(text):
        return []
    best: list[tuple[int, list[str]] | None] = [(0, [])] + [None] * len(text)
    for end in range(2, len(text) + 1):
        for length, cost in ((3, 0), (2, 2), (4, 3)):
            before = best[end - length] if end >= length else None
            if before is None or not _is_name_shaped(text[end - length : end]):
                continue
            total = before[0] + cost + (0 if text[end - length] in _COMMON else 1)
            present = best[end]
            if present is None or total < present[0]:
                best[end] = (total, [*before[1], text[end - length : end]])
    whole = best[len(text)]
    return whole[1] if whole else []


def _is_name_shaped(text: str) -> bool:
    if text[:2] in _DOUBLE:
        return len(text) >= 3
    return text[0] in _SINGLE and len(text) <= 3
