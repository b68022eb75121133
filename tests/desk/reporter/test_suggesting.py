"""Suggestions show where their evidence stands; a reporter's choice wins."""

from __future__ import annotations

from gongbao.core.annotations import Evidence, Origin, Status, Tag
from gongbao.desk.reporter.hints import Hint
from gongbao.desk.reporter.story import pasted_story
from gongbao.desk.reporter.suggesting import HINT, Choices, chosen, marked, questions, suggestions

STORY = pasted_story("房山区送清凉\n本报讯（记者 田小禾）慰问在窦店镇举行，送清凉也在窦店镇。")


def tag(facet: str, label: str, score: float, *evidence: tuple[str, int, str]) -> Tag:
    status = Status.SET if score >= 0.6 else Status.SUGGESTED
    fields = {"headline": STORY.article.headline, "paragraph": STORY.article.paragraphs[0]}
    spans = tuple(
        Evidence(field, 0, at := fields[field].index(text, start), at + len(text), text, "test")
        for field, start, text in evidence
    )
    return Tag(facet, label, score, status, Origin.RULE, spans)


TAGS = (
    tag("activity", "慰问", 0.62, ("paragraph", 0, "慰问")),
    tag("district", "房山区", 0.95, ("headline", 0, "房山区"), ("paragraph", 0, "窦店镇"), ("paragraph", 9, "窦店镇")),
    tag("campaign", "送清凉", 0.9, ("headline", 0, "送清凉"), ("headline", 0, "清凉")),
    tag("activity", "座谈会", 0.5),
    tag("activity", "文艺演出", 0.35),
)


def test_evidence_points_into_the_shown_text() -> None:
    for one in suggestions(STORY, TAGS):
        for spot in one.spots:
            assert STORY.text[spot.start : spot.end] == spot.text
    district = next(one for one in suggestions(STORY, TAGS) if one.facet == "district")
    assert district.words == ("房山区", "窦店镇")
    assert len(district.spots) == 3


def test_marked_lines_are_the_text_again_with_each_piece_of_evidence_marked_once() -> None:
    lines = marked(STORY, suggestions(STORY, TAGS))
    assert "\n".join("".join(run.text for run in line.runs) for line in lines) == STORY.text
    assert lines[0].role == "headline"
    assert [(run.text, run.labels) for run in lines[0].runs] == [("房山区", ("房山区",)), ("送清凉", ("送清凉",))]
    assert {run.text for run in lines[1].runs if "district" in run.facets} == {"窦店镇"}


def test_a_rejected_label_marks_nothing_and_a_hint_does() -> None:
    found = chosen(suggestions(STORY, TAGS), Choices(rejected=frozenset({("district", "房山区")})))
    at = STORY.text.index("窦店镇")
    lines = marked(STORY, found, [Hint("place", at, at + 3, "窦店镇", "窦店镇在别处。")])
    facets = {facet for line in lines for run in line.runs for facet in run.facets}
    assert facets == {"campaign", "activity", HINT}


def test_the_most_doubtful_is_asked_first_and_what_is_answered_is_not_asked_again() -> None:
    found = suggestions(STORY, TAGS)
    assert [one.label for one in questions(found)] == ["慰问", "座谈会"]
    assert [one.label for one in questions(found, {("activity", "慰问")})] == ["座谈会"]


def test_choices_confirm_reject_and_add() -> None:
    choices = Choices(
        accepted=frozenset({("activity", "座谈会"), ("campaign", "送温暖")}), rejected=frozenset({("activity", "慰问")})
    )
    found = {one.label: one for one in chosen(suggestions(STORY, TAGS), choices)}
    assert found["座谈会"].status is Status.CONFIRMED
    assert found["慰问"].status is Status.REJECTED
    assert (found["送温暖"].status, found["送温暖"].origin) == (Status.CONFIRMED, Origin.PERSON)
    assert [one.label for one in found.values() if one.is_kept] == ["房山区", "送清凉", "送温暖", "座谈会"]
