"""Made-up news of a union newspaper from a seeded grammar: headlines, paragraphs, captions, advertisements.

Every place, unit and person is invented. The same ``random.Random`` state gives the same words; figures and
names make nearly every sentence of a page different from the others.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

PLACES = ("青石区", "云桥区", "栾河区", "松岭区", "白鹭区", "镜湖区", "南塬区", "柏川县", "霞浦新区", "石榴园街道")
TRADES = ("建工", "环卫", "公交", "热力", "物流", "纺织", "电力", "园林", "地铁", "印刷", "水务", "医药")
SURNAMES = "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
GIVEN = [
    "志远",
    "春梅",
    "国栋",
    "雅宁",
    "子涵",
    "立新",
    "海燕",
    "建民",
    "思齐",
    "雨桐",
    "文博",
    "晓东",
    "桂兰",
    "明哲",
    "宏伟",
    "佳怡",
    "永强",
    "静",
    "磊",
    "芳",
    "鹏",
    "岩",
]
THINGS = (
    "清凉包",
    "防暑药品",
    "急救箱",
    "保温杯",
    "书籍",
    "图书卡",
    "体检券",
    "遮阳帽",
    "饮用水",
    "雨衣",
    "手套",
    "口罩",
)
ACTS = (
    "送清凉",
    "走访慰问",
    "技能比武",
    "劳动竞赛",
    "普法宣传",
    "心理疏导",
    "健康体检",
    "读书分享",
    "集体协商",
    "入会服务",
)
PROJECTS = ("职工之家", "暖心驿站", "劳模工作室", "职工书屋", "母婴关爱室", "法律援助站", "职工食堂", "健身角")
PAGE_NAMES = ("工会", "要闻", "综合", "一线", "维权", "班组", "文体", "人物")

_OPENERS = (
    "{unit}日前在{site}启动“{act}”行动，为{n}名一线职工送去{thing}和{thing2}",
    "记者从{unit}了解到，今年以来该工会投入资金{n}万元，新建{project}{m}处",
    "{month}月{day}日，{unit}组织{n}名职工代表来到{site}，就{act}工作开展调研",
    "连日来，{place}气温持续升高，{unit}主席{person}带队走进{site}，看望坚守岗位的职工",
    "{unit}推出{m}项服务举措，把{act}办到职工家门口，{n}余名职工从中受益",
)  # fmt: skip
_MIDDLES = (
    "“过去想找工会办事要跑两趟，现在在{project}里坐下来就能办好。”{trade}职工{person}说",
    "活动现场设立了{m}个咨询台，志愿者向职工发放宣传手册{n}册，解答问题{m2}件",
    "在{site}，{person}一边擦汗一边介绍，班组里{m}个人轮流值守，没有一个人喊累",
    "据介绍，{project}面积约{n}平方米，配有饮水机、微波炉、充电插座和常用药品",
    "{unit}还与{m}家企业签订协议，约定每季度开展一次{act}，让服务不断线",
    "职工{person}告诉记者，自己来到{place}打工已有{m}年，第一次参加这样的活动",
    "为把好事办实，工作人员逐一核对{n}份登记表，将{thing}送到每个班组",
    "比赛设{m}个项目，来自{trade}、{trade2}等行业的{n}名选手同台较量",
    "截至目前，该区已有{n}家企业建立工会组织，发展会员{n2}人，覆盖率达到{percent}%",
    "培训采用线上线下结合的方式进行，内容涉及安全生产、劳动合同和女职工权益保护",
    "针对夜班职工用餐难的问题，{unit}协调{site}附近的食堂延长供餐时间至{hour}时",
    "{person}在发言中表示，要把职工的急难愁盼放在心上，一件一件抓落实",
    "走进{project}，墙上的照片记录着{m}位劳模的故事，不少职工驻足观看",
    "“拿到{thing}的时候，心里一下子凉快了许多。”{person}笑着对记者说",
)  # fmt: skip
_CLOSERS = (
    "下一步，{unit}将继续深入{site}等一线单位，让更多职工感受到“娘家人”的关怀",
    "据了解，该活动将持续到{month}月底，预计服务职工{n2}人次",
    "{unit}相关负责人{person}表示，{m}项措施已全部列入年度工作台账，接受职工监督",
    "目前，首批{n}套{thing}已经发放完毕，第二批正在准备之中",
)  # fmt: skip
_HEADLINE_FIRST = (
    "{n}份{thing}送到一线职工手中",
    "{place}{m}家{project}集中揭牌",
    "{trade}职工有了自己的{project}",
    "{unit}为职工办{m}件实事",
    "把{act}办到工地上",
    "{project}里故事多",
    "{act}走进{trade}班组",
    "{n}名{trade}职工同台比武",
)
_HEADLINE_SECOND = (
    "小驿站托起大民生",
    "让奋斗者更有劲头",
    "工会服务不打烊",
    "暖心举措落到班组",
    "一杯水里见真情",
    "技能提升正当时",
    "职工点单工会送餐",
    "温度从这里传开",
)
_KICKERS = ("夏送清凉 工会行动", "聚焦一线职工急难愁盼", "{place}工会深化“{act}”品牌建设", "走基层 看变化", "{unit}：")
_SUBHEADS = (
    "今年已有{n}名职工受益",
    "投入{n}万元新建{project}{m}处",
    "——{place}工会工作见闻",
    "首批{thing}本周全部发完",
    "覆盖{m}个街道{n}家企业",
)
_CROSSHEADS = (
    "建起来",
    "让服务跑在前面",
    "从一张清单说起",
    "班组里的“充电站”",
    "大家的事大家议",
    "用起来才算数",
    "算好暖心账",
)
_CAPTIONS = (
    "图为{person}在{site}向职工发放{thing}。",
    "{month}月{day}日，{trade}职工在{project}里休息。",
    "{unit}组织的{act}活动吸引了{n}名职工参加。",
    "职工{person}（右一）领到了{thing}。",
)
SERIES = ("工会简讯", "一线传真", "基层动态", "班组快报")
_SHOPS = ("福满堂家居", "新月楼酒店", "康宁眼镜", "金穗粮油", "好邻居家政", "远帆驾校", "明德口腔")
_OFFERS = (
    "全场五折起 限时抢购",
    "买一送一 先到先得",
    "开业酬宾 满三百减一百",
    "免费上门测量",
    "诚聘业务员 月薪六千元起",
)


@dataclass(slots=True)
class Story:
    """The words of one article before it is set."""

    headline: tuple[str, ...]  # its lines
    kicker: str = ""
    subhead: str = ""
    byline: str = ""
    paragraphs: list[str] = field(default_factory=list)
    crossheads: list[int] = field(default_factory=list)  # indices of paragraphs that are crossheads


class Prose:
    """Draws words and sentences from one ``random.Random``."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def fill(self, template: str) -> str:
        """A template with its slots filled."""
        pick = self.chance.choice
        return template.format(
            unit=self.unit(), place=pick(PLACES), site=self.site(), act=pick(ACTS), project=pick(PROJECTS),
            thing=pick(THINGS), thing2=pick(THINGS), trade=pick(TRADES), trade2=pick(TRADES), person=self.person(),
            n=self.chance.randint(12, 980), n2=self.chance.randint(1000, 9800), m=self.chance.randint(3, 36),
            m2=self.chance.randint(40, 400), percent=self.chance.randint(61, 98), hour=self.chance.randint(20, 23),
            month=self.chance.randint(1, 12), day=self.chance.randint(1, 28),
        )  # fmt: skip

    def person(self) -> str:
        """A made-up name."""
        return self.chance.choice(SURNAMES) + self.chance.choice(GIVEN)

    def unit(self) -> str:
        """A made-up union."""
        kind = self.chance.choice(("总工会", "{trade}公司工会", "{trade}集团工会", "产业园工会联合会"))
        return self.chance.choice(PLACES) + kind.format(trade=self.chance.choice(TRADES))

    def site(self) -> str:
        """A place of work."""
        trade = self.chance.choice(TRADES)
        return self.chance.choice((f"{trade}项目工地", f"{trade}二分公司", f"{trade}检修车间", f"{trade}中转站"))

    def sentences(self) -> str:
        """Two to four sentences."""
        count = self.chance.randint(2, 4)
        parts = [self.fill(self.chance.choice(_MIDDLES)) for _ in range(count)]
        return "".join(part + "。" for part in dict.fromkeys(parts))

    def opening(self) -> str:
        """A first paragraph, mostly with a dateline."""
        text = self.fill(self.chance.choice(_OPENERS)) + "。" + self.fill(self.chance.choice(_MIDDLES)) + "。"
        if self.chance.random() < 0.75:
            who = f"记者 {self.person()}" + (f" 通讯员 {self.person()}" if self.chance.random() < 0.4 else "")
            return f"本报讯（{who}）{text}"
        return text

    def closing(self) -> str:
        """A last paragraph."""
        return self.fill(self.chance.choice(_CLOSERS)) + "。"

    def headline(self, lines: int) -> tuple[str, ...]:
        """A headline of one or two lines."""
        first = self.fill(self.chance.choice(_HEADLINE_FIRST))
        return (first, self.fill(self.chance.choice(_HEADLINE_SECOND))) if lines > 1 else (first,)

    def short_headline(self, longest: int) -> str:
        """A headline of at most this many characters."""
        for _ in range(50):
            text = self.fill(self.chance.choice(_HEADLINE_FIRST))
            if len(text) <= longest:
                return text
        return "职工有了新去处"[:longest]

    def kicker(self) -> str:
        """A kicker."""
        return self.fill(self.chance.choice(_KICKERS))

    def subhead(self) -> str:
        """A subhead."""
        return self.fill(self.chance.choice(_SUBHEADS))

    def crosshead(self) -> str:
        """A heading inside a text."""
        return self.chance.choice(_CROSSHEADS)

    def caption(self) -> str:
        """What stands under a picture."""
        return self.fill(self.chance.choice(_CAPTIONS))

    def credit(self) -> str:
        """Who took a picture."""
        form = self.chance.choice(("{person} 摄", "本报记者 {person} 摄", "通讯员 {person} 摄影报道"))
        return form.format(person=self.person())

    def byline(self) -> str:
        """A byline of its own line."""
        form = self.chance.choice(
            ("□本报记者 {person}", "■ 本报记者 {person} 通讯员 {other}", "本报记者 {person} 文/摄")
        )
        return form.format(person=self.person(), other=self.person())

    def advertisement(self) -> list[str]:
        """The lines of a display advertisement, the loudest first."""
        shop, number = self.chance.choice(_SHOPS), f"010-{self.chance.randint(50000000, 89999999)}"
        lines = [shop, self.chance.choice(_OFFERS), f"咨询电话：{number}"]
        if self.chance.random() < 0.5:
            lines.append(f"地址：{self.chance.choice(PLACES)}和平路{self.chance.randint(2, 98)}号")
        return lines

    def lost_papers(self) -> str:
        """A paid notice of lost papers."""
        name, digits = self.person(), self.chance.randint(100000, 999999)
        return f"{name}不慎遗失{self.chance.choice(('工会会员证', '从业资格证', '收据'))}，编号{digits}，声明作废。"
