"""What advertisements and page furniture are made of: a table of named marks, none of them an advertiser's name.

A ``strong`` mark is enough for a short line of its own; a ``weak`` one only speaks where others do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongbao.ingest.alternatives import compile_alternatives

STRONG, WEAK = 2, 1
FURNITURE, IMPRINT, ADVERTISEMENT = "furniture", "imprint", "advertisement"

_PHONE = (
    r"(?:(?:\+?86[-\s]?)?1[3-9]\d[\d\s\-—]{8,10}|\(?（?0\d{2,3}\)?）?[-—－\s]?\d{7,8}"
    r"|[48]00[-—－]?\d{3}[-—－]?\d{4}|\d{7,8})"
)
_PHONE_CUE = r"\d[\d\s\-—－]{6}"
_NAME = r"[㐀-鿿·]{2,5}(?:\s[㐀-鿿])?"
_DESK = (
    r"(?:本版|本期|今日|见习|执行|首席|值班|责任|美术|版面|图片|视觉|文字|新媒体|二审|三审|一审|审){0,3}"
    r"(?:编辑|编委|主编|主任|总编辑|副总编辑|校对|校检|美编|责编|责校|审读|审校|版式|制图|排版|设计|检校|组版|统筹|终审|监制|审核)"
)
_NAVIGATION = (
    r"(?:上|下)一?(?:版|篇|期|页|条)|(?:返回|回到)?(?:首页|目录|顶部|列表)|返回|版面(?:导航|目录|概览)|标题导航|往期(?:回顾|查询)?|放大|缩小|默认"
    r"|打印(?:本页)?|关闭(?:窗口)?|朗读|分享|收藏|复制(?:链接|全文)?|字号|[大中小]|本版(?:PDF|新闻|标题)|PDF版?(?:下载)?|数字报|点击(?:查看|放大)\S{0,4}|更多"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One kind of evidence: why a line that bears it is discarded, and how strong it is."""

    name: str
    reason: str
    strength: int
    pattern: re.Pattern[str]
    parts: tuple[re.Pattern[str], ...]  # one of them is found where the pattern is
    cue: re.Pattern[str] | None = None  # stands in every text that bears the mark, and is found more quickly

    def is_in(self, text: str) -> bool:
        """Whether a text bears the mark."""
        if self.cue is not None and self.cue.search(text) is None:
            return False
        for part in self.parts:  # noqa: SIM110 - twice as quick as any(), on every short line of a page
            if part.search(text) is not None:
                return True
        return False


def _mark(name: str, reason: str, strength: int, pattern: str, cue: str = "") -> Mark:
    whole = re.compile(pattern, re.IGNORECASE)
    return Mark(name, reason, strength, whole, compile_alternatives(pattern), re.compile(cue) if cue else None)


# Matched against a whole line: it is nothing else.
WHOLE_LINE = (
    _mark("navigation", FURNITURE, STRONG, rf"(?:(?:{_NAVIGATION})[\s|｜/·+\-<>《》«»]*){{1,12}}"),
    _mark("lone digit (an arrow in a symbol font)", FURNITURE, STRONG, r"[0-9]"),
    _mark("ornament", FURNITURE, STRONG, r"[▲▼△▽◀▶◁▷←→↑↓■□◆◇●○★☆※#~～=_|｜•·\s]{1,80}"),
    _mark("address of the web", FURNITURE, STRONG, r"(?:网址[:：]?\s*)?(?:https?://|www\.)[!-~]+"),
    _mark(
        "folio",
        FURNITURE,
        STRONG,
        r"(?:第?\s*[A-Z]?\d{1,3}\s*版[:：]?\s*[㐀-鿿]{0,8}\s*)?(?:\d{4}年)?\d{1,2}月\d{1,2}日\s*(?:星期|周)[一二三四五六日天].{0,40}",
    ),
    _mark(
        "imprint",
        IMPRINT,
        STRONG,
        rf"[（(■□●]?\s*(?:{_DESK}\s*[:：/／]?\s*(?:{_NAME}[\s、，,/／]*){{1,4}}[|｜\s；;、，,]*){{1,9}}"
        rf"(?:(?:电话|邮箱|E-?mail|热线)[:：]?\s*[!-~—－\s]+)*[）)]?",
    ),
    _mark(
        "mark of an advertisement",
        ADVERTISEMENT,
        STRONG,
        r"[\s【\[（(〔·•■□◆—\-]*(?:公益|分类|商业|便民|招商|整版|形象|遗失|声明|专题|本版)?\s*(?:广\s*告|广而告之)(?:专[版栏页]|信息|版)?[\s】\]）)〕·•■□◆—\-]*"
        r"|[【\[（(]?(?:分类信息|便民信息|信息快递|商务信息|供求信息|AD|ADVERTISEMENT)[】\]）)]?",
    ),
)

# Matched anywhere in a line.
INSIDE_LINE = (
    _mark("phone", ADVERTISEMENT, WEAK, rf"(?<!\d){_PHONE}(?!\d)", cue=_PHONE_CUE),
    _mark(
        "label and phone",
        ADVERTISEMENT,
        STRONG,
        rf"(?:电话|热线|咨询|手机|传真|客服|专线|微信|电联|致电|tel)[^。！？\d]{{0,6}}[:：\s]?\s*(?:{_PHONE}|(?:9[56]|12)\d{{3,4}}(?!\d)|11185|110联动)",
    ),
    _mark("post code", ADVERTISEMENT, WEAK, r"邮(?:政编码|编)[:：\s]*\d{6}"),
    _mark("mail address", ADVERTISEMENT, WEAK, r"邮箱[:：]|[!-~]+@[!-~]+"),
    _mark(
        "address", ADVERTISEMENT, WEAK, r"(?:地\s*址|地点|门店|总店|售楼[处部]|展厅|影院|院址|校址|店址|看房处)[:：]"
    ),
    _mark(
        "the paper's own address",
        IMPRINT,
        STRONG,
        r"(?:本报|本社|报社|社址|编辑部|发行部|广告部|印务|总机)[^。]{0,12}(?:地址|电话|热线|邮编|邮箱|总机|网址)[:：]|^社址[:：]"
        r"|国内统一(?:连续出版物|刊)号|邮发代号|(?:零售|定)价[:：]?\s*[\d.一二三四五六七八九十]+\s*元|广告(?:经营)?许可证|承印|印刷厂",
    ),
    _mark(
        "code to scan",
        FURNITURE,
        STRONG,
        r"^(?:请)?(?:扫描|扫一扫|扫码|长按|微信扫|扫)[^。]{0,16}(?:二维码|码|关注|下载|观看|收听|阅读|公众号|视频|进入|加入|报名)"
        r"|^(?:欢迎|敬请|请)?(?:下载|关注)[^。]{0,14}(?:公众号|客户端|APP|视频号|微博|抖音号?|微信)|扫码(?:关注|下载|看|听|报名|咨询|了解)",
    ),
    _mark(
        "partner or sponsor",
        ADVERTISEMENT,
        STRONG,
        r"(?:官方|战略|独家|指定|首席|荣誉|钻石|白金|合作|赞助|特约|唯一)[^，。]{0,10}(?:合作伙伴|赞助商|赞助单位|供应商|服务商|用[水酒车品纸油药]|冠名|媒体支持)$"
        r"|^[^，。]{0,8}(?:合作伙伴|赞助商|友情支持|鼎力支持|独家冠名|特约刊登|特约播出|联合赞助|鼎力支持|赞助播出|倾情奉献|全程赞助)(?:[:：].{0,30})?$"
        r"|^(?:本(?:版|栏目|专栏|活动|赛事))?由?[^，。]{2,20}(?:独家冠名|冠名播出|特约刊登|赞助刊出|协办刊出|友情支持)",
    ),
    _mark(
        "sale",
        ADVERTISEMENT,
        WEAK,
        r"全场[\d一二三四五六七八九低特半]|特价|钜惠|巨惠|特惠|惠享|[\d一二三四五六七八九]\.?[\d]?折|买[\d一二三]?送[\d一二三]?|满\d+[减送返]|大促销|大促|抢购|清仓|直销|包邮|团购价|限时|限量|店庆|开业(?:酬宾|大吉|庆典)"
        r"|盛大(?:开业|开盘|起航)|零利润|亏本|甩卖|会员价|直降|立减|以旧换新|厂价"
        r"|一件代发|抽大?奖|礼包相送|到店有礼|原价|现价|仅售|仅需|只需\d|低至",
    ),
    _mark(
        "price",
        ADVERTISEMENT,
        WEAK,
        r"[￥¥]\s*\d|\d\s*(?:万?元|万)(?:起|/|每?(?:㎡|平米?|套|月|位|人|件|斤|瓶|盒|张|晚))"
        r"|(?:均|起|单|总|票|一口|租|售|团)价[:：\s约]{0,2}\d|\d元(?:\s|$)"
        r"|免费(?:领|试|体验|咨询|上门|送货|停车|看房|评估|安装)",
    ),
    _mark(
        "property",
        ADVERTISEMENT,
        WEAK,
        r"首付|月供|现房|准现房|学区房|精装|洋房|叠拼|别墅|公寓|商铺|写字楼|户型|样板间|火热(?:认筹|招商|预订|销售)|认筹|开盘|旺铺|招租|出租|转让|出售|接送看房|容积率|席位|珍藏|藏品级|平米?起|㎡|地铁口|预售(?:许可)?证",
    ),
    _mark(
        "recruitment",
        ADVERTISEMENT,
        WEAK,
        r"诚聘|急聘|高薪|招聘|诚招|招工|月薪|底薪|提成|五险|包吃|包住|食宿|待遇(?:优|从优|面议)|薪资|简历|应聘|男女不限|经验不限|\d+[—\-至]\d+岁|若干名|日结|加盟|代理商",
    ),
    _mark(
        "lost papers",
        ADVERTISEMENT,
        STRONG,
        r"声明作废|作废声明|公告送达|(?:遗失|挂失|注销|清算|减资|吸收合并|解散|拍卖|招租|寻人|寻亲|认尸|迁坟|寻物|招领|更名|债权转让|债权催收|公告送达|招标|停水|停电)(?:声明|公告|启事|通知|通告)|原件?作废|不慎(?:遗失|丢失)|丢失[^，。]{0,20}(?:证|章|执照|票据|发票)",
    ),
    _mark(
        "legal formula",
        ADVERTISEMENT,
        WEAK,
        r"特此(?:公告|声明|通知|启事|函告)|登报|自(?:本)?(?:公告|见报|登报)之日起|公开拍卖|竞买(?:人|保证金)|拍卖(?:标的|公司|会|时间)|受[^，。]{2,20}委托|公开(?:招标|招租|竞价|转让|挂牌)|投标(?:人|文件|报名)"
        r"|招标(?:人|代理|编号|公告)|债权人|清算组|统一社会信用代码|法定代表人|股东(?:会|决定)|营业执照|公章|财务专用章|开户许可证|身份证(?:号)?|出生医学证明|收据|发票|标的|起拍价|展示时间|报名时间|失物|逾期|视为送达|书记员|合议庭|执法证",
    ),
    _mark(
        "medicine",
        ADVERTISEMENT,
        WEAK,
        r"国药准字|[药医械食妆]广?审|请按(?:药品)?说明书|专治|主治|根治|疗程|患者(?:福音|朋友)|祖传|秘方|名医|坐诊|专家(?:会诊|亲诊)|无痛|祛斑|白发|脱发|不孕|男科|妇科|种植牙|近视|包治|药到病除|保健品|不能代替药物|卫食健字",
    ),
    _mark(
        "show",
        ADVERTISEMENT,
        WEAK,
        r"影讯|(?:今日|本周|正在|即将)(?:上映|公映|放映|热映)|场次|票价|排片|\d{1,2}[:：]\d{2}.{0,12}\d{1,2}[:：]\d{2}|购票|售票|演出(?:时间|地点)|开演|订票|巨献|震撼|全球巡演|检票|预售|档期|领衔主演",
    ),
    _mark(
        "call to act",
        ADVERTISEMENT,
        WEAK,
        r"欢迎(?:来电|咨询|光临|选购|惠顾|洽谈|参观|预订|订阅|加盟|试驾|品鉴|致电|报名|前来|垂询)|(?:报名|预约|订购|订票|招商|加盟|服务|咨询|售楼|购票|团购|招生|贵宾|VIP|品鉴|投诉|监督|客服|抢购|投稿|爆料)(?:热线|电话|专线)"
        r"|恭候|敬请(?:光临|期待|垂询|莅临|留意)|竭诚|活动时间|活动(?:地址|期间)|营业时间|开放时间|招生(?:简章|对象)|名额有限|额满为止|售完(?:即|为)止|先到先得|机不可失|最终解释权|详情(?:请|见|咨询|垂询)|订购|加微信|联系人[:：]|联系(?:方式|电话)|有意者|面谈|诚邀|上门(?:服务|回收)|高价回收|火爆|热销|签约仪式|乘车路线|本广告",
    ),
    _mark(
        "public interest",
        ADVERTISEMENT,
        WEAK,
        r"讲文明|树新风|人人有责|从(?:我|你我|点滴|小事|身边|现在)做起|珍爱生命|远离(?:毒品|诈骗|赌博)|请勿|禁止酒|光盘行动|文明(?:出行|餐桌|用餐|养犬|旅游)|无偿献血|保护环境|爱护|节约(?:用水|用电|粮食)|厉行节约|中国梦我的梦|关爱未成年|拒绝|人人参与|共建共享|[宣]$",
    ),
    _mark("no Chinese in it", ADVERTISEMENT, WEAK, r"^[^㐀-鿿]*[A-Za-z]{2}[^㐀-鿿]*\s[^㐀-鿿]*[A-Za-z]{2}[^㐀-鿿]*$"),
    _mark(
        "company",
        ADVERTISEMENT,
        WEAK,
        r"(?:有限公司|集团|商城|商行|医院|门诊部?|大酒店|大药房|旗舰店|专卖店|4S店|家居|家具城"
        r"|影城|驾校|学校|支行|分公司|置业|地产|公证处|经营部|事务所)"
        r"(?:荣誉出品|敬启|宣|启|诚邀|欢迎您)?$",
    ),
)
FORMULAS = ("lost papers", "code to scan", "the paper's own address", "partner or sponsor")
LATIN_LINE = re.compile(r"[^㐀-鿿]*[A-Za-z][^㐀-鿿]*[A-Za-z][^㐀-鿿]*")
