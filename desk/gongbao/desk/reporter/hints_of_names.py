"""Names against the authority file and the archive: another writing, a name of the same sound, another job.

A name that the archive prints often is no mistake, however many others sound like it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from gongbao.core.annotations import Annotations, Mention
from gongbao.desk.reporter.hints import Hint, hint_at
from gongbao.desk.reporter.printed_before import PersonBefore
from gongbao.desk.reporter.story import Story

if TYPE_CHECKING:
    from gongbao.nlp.authority_files import Authority
    from gongbao.search import SearchBackend

KNOWN_FROM = 2  # articles that print a name before one of the same sound is taken for its other writing
OFTEN_FROM = 10  # the same for a name of two characters: many people are called 王伟, 王薇 or 王玮
_SHORT = 2
_TIMES = 5  # as often must the other writing be printed as this one
_NAMED = 3  # of the names that sound alike
_KEYS = 20  # names of one sound that are looked at
_WRITERS = ("记者", "通讯员", "摄影", "作者", "编辑")  # jobs of those who report; they say nothing of a person's own


def name_hints(
    story: Story,
    annotations: Annotations,
    authorities: Iterable[Authority],
    people: Sequence[PersonBefore],
    backend: SearchBackend,
) -> Iterator[Hint]:
    """Hints about the people of a story, each name where it first stands. Raises SearchError."""
    listed = _by_form(authorities)
    before = {one.name: one for one in people}
    met: set[str] = set()
    for mention in annotations.mentions:
        if mention.kind != "person" or mention.text in met:
            continue
        met.add(mention.text)
        place = story.spot(mention.field, mention.index, mention.start, mention.end, mention.text)
        known = before.get(mention.name)
        said = {"name": _spelling(mention, listed, known, backend), "role": _job(mention, known)}
        for kind, sentence in said.items():
            if sentence and place is not None:
                yield hint_at(story.text, kind, *place, sentence)


def _by_form(authorities: Iterable[Authority]) -> dict[str, str]:
    """{other form of a person's name: the name it is kept under}."""
    return {form: one.name for one in authorities if one.kind == "person" for form in one.also}


def _spelling(mention: Mention, listed: Mapping[str, str], known: PersonBefore | None, backend: SearchBackend) -> str:
    """What is known of another writing of this name; empty for a name that is written as always."""
    kept = mention.name if mention.name != mention.text else listed.get(mention.text, "")
    if kept:
        return f"名称表里写作“{kept}”，文中是“{mention.text}”：请核对。"
    if known is None:
        return ""
    enough = max(KNOWN_FROM if len(mention.text) > _SHORT else OFTEN_FROM, known.total * _TIMES)
    same = [f"“{name}”（{count} 篇）" for name, count in _same_sound(mention.text, backend) if count >= enough]
    if not same:
        return ""
    own = f"只有 {known.total} 篇写着" if known.total else "没有"
    return f"存档里{own}“{mention.text}”，读音相同的有{'、'.join(same[:_NAMED])}：请核对。"


def _same_sound(name: str, backend: SearchBackend) -> Iterator[tuple[str, int]]:
    """(name, articles) of people in the archive who are called alike and written otherwise."""
    from gongbao.search.completion import read_keys, sound_prefix

    for _, found in read_keys(backend.keys(sound_prefix(backend.rule.normalise(name)), _KEYS)):
        if found.kind == "person" and found.value != name and len(found.value) == len(name):
            yield found.value, found.count


def _job(mention: Mention, known: PersonBefore | None) -> str:
    """What the archive calls the person, where the story calls them something else."""
    if known is None or not mention.role or mention.role in _WRITERS:
        return ""
    others = [role for role in known.roles if role not in _WRITERS]
    has_one_job = bool(others) and all(_same_job(others[0], role) for role in others)  # who has several may have more
    if not has_one_job or any(_same_job(mention.role, role) for role in others):
        return ""
    return f"存档里{mention.text}的身份是{'、'.join(others)}，文中是{mention.role}：请核对是不是同一人、身份有没有变。"


def _same_job(one: str, other: str) -> bool:
    """Whether both may be one job: 工会主席 and 主席, but not 副主席; of 副书记、省长 either."""
    pairs = ((mine, theirs) for mine in one.split("、") for theirs in other.split("、"))
    return any(("副" in mine) == ("副" in theirs) and (mine in theirs or theirs in mine) for mine, theirs in pairs)
