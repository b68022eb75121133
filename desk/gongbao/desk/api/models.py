"""What is sent to the interface and what it answers; every limit is a field's, so that the description tells it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from gongbao.core.store.decisions import LONGEST_TEXT
from gongbao.desk.reporter.story import MOST_BYTES

MOST_STORIES = 50  # of one batch
MOST_JUDGMENTS = 200
Facet = Literal["district", "campaign", "activity"]


class Sent(BaseModel):
    """A request: what it does not know is refused, so that a misspelt field is no silence."""

    model_config = ConfigDict(extra="forbid")


class Story(Sent):
    """A story that is not printed yet."""

    text: Annotated[str, Field(max_length=MOST_BYTES, description="第一行是标题，一段一行", examples=["标题\n正文。"])]
    name: Annotated[str, Field(max_length=200, description="稿件在贵系统里的名字，原样带回")] = ""
    date: Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="见报日期，不写是今天")] = ""


class SuggestRequest(Story):
    """One story to be tagged."""

    archive: Annotated[bool, Field(description="也查已报过的")] = True


class SuggestBatch(Sent):
    """Several stories to be tagged, answered in their order."""

    stories: Annotated[list[Story], Field(min_length=1, max_length=MOST_STORIES)]
    archive: Annotated[bool, Field(description="也查已报过的")] = False


class Judgment(Sent):
    """One decision on one label."""

    facet: Facet
    label: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    verdict: Literal["confirmed", "rejected", "undone"]


class Lesson(Sent):
    """Decisions on an article of the archive, or on a story that is kept as a draft with them."""

    article_id: Annotated[str, Field(max_length=400, description="存档里文章的编号；和 story 只写一个")] = ""
    story: Annotated[Story | None, Field(description="存成稿件的新稿；和 article_id 只写一个")] = None
    judgments: Annotated[list[Judgment], Field(min_length=1, max_length=MOST_JUDGMENTS)]


class LearnRequest(Sent):
    """Lessons, each done by itself, in their order."""

    lessons: Annotated[list[Lesson], Field(min_length=1, max_length=MOST_STORIES)]


class Evidence(BaseModel):
    """Where in the answer's ``text`` the words stand that a label rests on, in characters."""

    start: int
    end: int
    text: str


class Tag(BaseModel):
    """A label with why and how sure."""

    facet: str
    label: str
    score: float
    status: Annotated[str, Field(description="set 自动定的，suggested 只是建议")]
    origin: Annotated[str, Field(description="rule 规则，model 学来的，person 人")]
    evidence: list[Evidence]


class Question(BaseModel):
    """A label that is best decided by a person, the most doubtful first."""

    facet: str
    label: str
    score: float


class Hint(BaseModel):
    """Something in the text to look at again."""

    kind: Annotated[str, Field(description="name 人名，role 身份，place 地名，sum 数字，date 日期")]
    start: int
    end: int
    text: str
    sentence: str


class ThenAndNow(BaseModel):
    """Two figures that count the same thing."""

    counted: str
    unit: str
    then: float
    now: float
    then_text: str
    now_text: str


class Page(BaseModel):
    """A page of an issue."""

    number: str
    name: str


class Earlier(BaseModel):
    """An article printed before."""

    id: str
    headline: str
    date: str
    page: Page
    address: Annotated[str, Field(description="在公开存档里的地址，从存档的根算起")]
    sentence: Annotated[str, Field(description="可以抄进稿子的一句")]
    likeness: float
    shared: list[str]
    figures: list[ThenAndNow]


class CampaignBefore(BaseModel):
    """A campaign in a district this year."""

    campaign: str
    district: str
    year: int
    total: int
    query: str
    articles: list[Earlier]


class PersonBefore(BaseModel):
    """A person of the story in the archive."""

    name: str
    total: int
    query: str
    roles: list[str]
    articles: list[Earlier]


class PrintedBefore(BaseModel):
    """What the paper has printed on the story already."""

    duplicates: list[Earlier]
    same_event: list[Earlier]
    campaigns: list[CampaignBefore]
    people: list[PersonBefore]


class Suggested(BaseModel):
    """What was found in a story."""

    name: str
    headline: str
    text: Annotated[str, Field(description="各处 start、end 所指的文字")]
    labels: Annotated[dict[str, list[str]], Field(description="自动定下的标签，按类")]
    tag_line: str
    tags: list[Tag]
    questions: list[Question]
    hints: list[Hint]
    printed_before: Annotated[PrintedBefore | None, Field(description="没有要求查，或查不了时是 null")]
    not_looked: Annotated[str, Field(description="要求查而查不了时，为什么")]


class SuggestedBatch(BaseModel):
    """The answers, in the order of the stories; one that cannot be read has an error and no result."""

    results: list[Suggested | Refused]


class Refused(BaseModel):
    """A story or a lesson that was not done."""

    name: str
    error: str


class Learnt(BaseModel):
    """A lesson that was kept."""

    article_id: str
    changed: Annotated[int, Field(description="有几个决定改变了标签")]
    draft: Annotated[bool, Field(description="是不是因此存成了稿件")]


class LearntAll(BaseModel):
    """What came of each lesson, in their order."""

    results: list[Learnt | Refused]


class Snippet(BaseModel):
    """A passage of an article; highlights are (start, end) in its text."""

    field: str
    text: str
    highlights: list[tuple[int, int]]


class Hit(BaseModel):
    """An article that was found."""

    id: str
    headline: str
    kicker: str
    date: str
    page: Page
    kind: str
    labels: dict[str, list[str]]
    byline: list[str]
    address: str
    snippets: list[Snippet]


class Found(BaseModel):
    """What a query finds."""

    total: int
    understood: Annotated[str, Field(description="程序所理解的检索式")]
    hits: list[Hit]
    facets: dict[str, dict[str, int]]
    did_you_mean: list[str]


SuggestedBatch.model_rebuild()
