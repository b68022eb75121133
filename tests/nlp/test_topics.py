"""Campaigns and activities: what a report says was done, not what it wishes or lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongbao.core.annotations import Status
from gongbao.core.dates import IssueDate
from gongbao.core.records import Article
from gongbao.nlp.tagger import Tagger

Labels = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("facet", "label", "headline", "text"),
    [
        ("campaign", "送清凉", "高温下的问候", "区总工会为环卫职工送去了防暑降温用品。"),
        ("campaign", "送温暖", "春节前的问候", "区总工会干部春节前走访慰问困难职工，送上米面油。"),
        ("campaign", "劳模精神", "劳模工匠进校园", "三位劳模工匠走进职业学校宣讲。"),
        ("campaign", "工会驿站", "工会驿站上新了", "路边的工会驿站里添了微波炉和饮水机。"),
        ("campaign", "新就业形态劳动者", "骑手有了娘家", "区总工会吸纳新就业形态劳动者入会，为外卖骑手办体检。"),
        ("campaign", "金秋助学", "圆梦大学", "区总工会开展金秋助学活动，资助职工子女。"),
        ("campaign", "互助保障", "一份保障一份安心", "职工互助保障计划为患病会员送来理赔金。"),
        ("campaign", "安康杯", "“安康杯”竞赛启动", "公司工会动员职工参加“安康杯”竞赛。"),
        ("activity", "慰问", "区总工会慰问一线职工", "区总工会领导带着慰问品看望公交司机。"),
        ("activity", "技能竞赛", "电工技能大赛落幕", "来自各企业的选手参加了决赛。"),
        ("activity", "文体活动", "职工羽毛球比赛举行", "二十支队伍参加了职工羽毛球比赛。"),
        ("activity", "表彰", "区总工会表彰先进", "会上为先进集体颁发了奖牌。"),
        ("activity", "就业服务", "专场招聘会进社区", "三十家企业在招聘会上提供岗位。"),
        ("activity", "法律维权", "讨回拖欠工资", "工会法律援助律师帮农民工讨回工资。"),
        ("activity", "民主管理", "公司召开职代会", "职工代表审议了集体合同。"),
        ("activity", "阵地建设", "职工之家揭牌", "镇总工会新建的职工之家投入使用。"),
        ("activity", "工会组织建设", "物业公司成立工会", "八十名职工集中入会，选举产生第一届工会委员会。"),
        ("activity", "工会组织建设", "物业工会成立", "六十人来了。"),
        ("activity", "工会组织建设", "骑手有了家", "昨天，这家公司成立了快递行业工会联合会。"),
        ("activity", "工会组织建设", "园区消息", "昨天，园区联合工会正式成立，会员有二百人。"),
        ("activity", "主题党日", "支部开展主题党日", "党员重温入党誓词。"),
        ("activity", "志愿服务", "职工志愿者上岗", "职工志愿者在路口开展志愿服务。"),
    ],
)
def test_a_report_gets_its_label(labels: Labels, facet: str, label: str, headline: str, text: str) -> None:
    assert label in labels(facet, headline, text)


@pytest.mark.parametrize(
    ("facet", "label", "text"),
    [
        ("activity", "慰问", "活动结束了。下一步，工会将继续开展慰问活动。"),
        ("campaign", "职工之家", "区总工会要求各级工会要加强职工之家建设。"),
        ("campaign", "送文化", "干部下基层。他们送政策、送理论、送温暖、送文化、送法律。"),
        ("activity", "慰问", "联合国秘书长向遇难者家属表示慰问，多国领导人发去慰问电。"),
        ("activity", "宣传", "区委宣传部负责人出席。"),
        ("activity", "工会组织建设", "公司工会也在筹建“暖心驿站”。"),
        ("activity", "工会组织建设", "厂工会筹建幼儿园，又筹建职工食堂，工会干部常去工地。"),
        ("activity", "工会组织建设", "街道工会成立了合唱队。"),
        ("campaign", "职工书屋", "职工参加了读书分享会。"),
    ],
)
def test_a_wish_a_plan_or_a_list_sets_nothing(labels: Labels, facet: str, label: str, text: str) -> None:
    assert label not in labels(facet, "本市消息", text)


def test_help_in_summer_is_not_the_winter_campaign(tagger: Tagger) -> None:
    text = ("区总工会看望困难职工，送上慰问金。",)
    summer = tagger.annotate(Article("看望困难职工", text, date=IssueDate(2021, 7, 9)))
    winter = tagger.annotate(Article("看望困难职工", text, date=IssueDate(2021, 1, 9)))
    assert "送温暖" not in {tag.label for tag in summer.tags}
    assert "送温暖" in {tag.label for tag in winter.tags if tag.status is Status.SET}


def test_a_label_that_is_barely_supported_is_a_suggestion(tagger: Tagger) -> None:
    article = Article("企业见闻", ("厂区很大，机器隆隆作响。" * 20, "中午，几位职工还在座谈。"))
    statuses = {tag.label: tag.status for tag in tagger.annotate(article).tags if tag.facet == "activity"}
    assert statuses.get("座谈") is Status.SUGGESTED


def test_an_article_about_nothing_of_ours_has_no_tags(tagger: Tagger) -> None:
    assert tagger.annotate(Article("今年首场流星雨将至", ("天文台预报，双子座流星雨将于夜间达到极大。",))).tags == ()


def test_a_plan_that_goes_on_after_a_semicolon_is_still_a_plan(labels: Labels) -> None:
    text = "职工都来了。工会将继续建好阵地；慰问一线职工；办好讲座。"
    assert labels("activity", "工会消息", "大家好。" * 60, text) == []


def test_a_comment_on_an_award_is_weaker_than_its_report(tagger: Tagger) -> None:
    report = Article("区里表彰劳动模范", ("昨天，区总工会召开表彰大会。",))
    comment = Article("学先进 见行动——表彰大会引发热烈反响", ("职工们都在议论昨天的表彰大会。",))
    scores = [
        max(tag.score for tag in tagger.annotate(article).tags if tag.label == "表彰") for article in (report, comment)
    ]
    assert scores[0] > scores[1]


def test_beside_a_label_that_is_all_sure_another_needs_more_than_a_word(tagger: Tagger) -> None:
    text = "技能大赛的选手同场比武，技术比武分初赛和决赛，岗位练兵贯穿全年，劳动竞赛也已开始。会上还介绍了就业服务。"
    statuses = {tag.label: tag.status for tag in tagger.annotate(Article("职工技能大赛举行", (text,))).tags}
    assert statuses["技能竞赛"] is Status.SET
    assert statuses["就业服务"] is Status.SUGGESTED


@pytest.mark.parametrize(
    ("facet", "text"),
    [
        ("activity", "全国政协召开协商座谈会，党外人士参加了协商。"),
        ("activity", "海警开展海上维权执法，处置纠纷。"),
        ("activity", "世界杯足球赛今晚开赛，两队争夺小组第一。"),
        ("activity", "总统向遇难者家属致电慰问。"),
        ("campaign", "研究显示，新冠肺炎累计确诊病例增加。"),
    ],
)
def test_general_news_has_no_label_of_the_unions(labels: Labels, facet: str, text: str) -> None:
    found = labels(facet, "今日要闻", text)
    assert not {"民主管理", "法律维权", "文体活动", "慰问", "疫情防控"} & set(found)


@pytest.mark.parametrize(
    ("facet", "label", "text"),
    [
        ("activity", "慰问", "星火区总工会分两批慰问泵站的值班职工，送去保温杯和护膝。"),
        ("activity", "走访调研", "石溪镇总工会的干部下到十二家小厂，记下了四十条意见，逐条答复。"),
        ("activity", "阵地建设", "厂工会把旧库房改成阅览室，添了十二组书架。"),
        ("campaign", "工会驿站", "区总工会今年在路口新设了九座工会驿站。"),
    ],
)
def test_a_feature_says_in_its_second_paragraph_what_the_union_did(
    labels: Labels, facet: str, label: str, text: str
) -> None:
    scene = "天刚亮，老郝推开窗，远处的烟囱冒着白气。他把茶缸放在窗台上，看了看墙上的钟，又看了看手里的单子。" * 3
    assert label in labels(facet, "窗台上的茶缸", scene, text, "老郝说，这回心里踏实了。")


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("培训讲座", "原定的培训班取消了，区总工会的人都下了车间。"),
        ("文艺演出", "区总工会今年不办新春联欢会。"),
        ("文艺演出", "往年，区总工会要办一场文艺晚会。"),
    ],
)
def test_what_did_not_take_place_or_used_to_is_not_reported(labels: Labels, label: str, text: str) -> None:
    assert label not in labels("activity", "工会消息", "职工们都知道了。" * 30, text)


def test_what_a_sentence_tells_before_it_demands_was_done(labels: Labels) -> None:
    text = "区总工会举办养老护理员技能大赛，六十名选手比翻身、比喂饭，还加了一项：要在三分钟内铺好一张床。"
    assert labels("activity", "一张床铺三分钟", text) == ["技能竞赛"]


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("别让劳模精神停在墙上", "劳模精神也好，工匠精神也好，重的是做。"),
        ("我想要一间职工之家", "编辑同志：我们厂没有职工之家，我很羡慕有职工之家的单位。"),
    ],
)
def test_who_argues_or_wishes_reports_no_campaign(labels: Labels, headline: str, text: str) -> None:
    assert labels("campaign", headline, text) == []


def test_a_digest_of_many_items_is_weaker_than_each_of_them(tagger: Tagger) -> None:
    texts = ("昨天，区总工会举行职工座谈会。", "今天是晴天。" * 40)
    scores = [
        max((tag.score for tag in tagger.annotate(Article(headline, texts)).tags if tag.label == "座谈"), default=0.0)
        for headline in ("区里的消息", "国内快讯")
    ]
    assert scores[0] > scores[1]


def test_a_sentence_that_names_five_acts_tells_of_none(tagger: Tagger) -> None:
    crowd = "区总工会的清单上有座谈会、培训班、招聘会、体检套餐、法律援助和技能大赛。"
    single = "区总工会的清单上有座谈会。"
    first, second = (
        max((tag.score for tag in tagger.annotate(Article("一张清单", (text,))).tags if tag.label == "座谈"), default=0)
        for text in (single, crowd)
    )
    assert first > second
