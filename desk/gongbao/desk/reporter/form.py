"""The story page's form: the story itself travels with it, and so does every choice, so that no script is needed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gongbao.core.annotations import FACETS
from gongbao.core.errors import InputError
from gongbao.core.store.decisions import LONGEST_TEXT
from gongbao.desk.reporter.completion import Completer
from gongbao.desk.reporter.examining import Examined
from gongbao.desk.reporter.suggesting import Choices, Key, Suggestion

MOST_CHOICES = 200  # labels that one story can be given


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent. Labels are written ``facet:label``."""

    text: str = ""
    name: str = ""  # of the uploaded file
    token: str = ""  # of the document that is kept
    date: str = ""  # when the story is to be printed: 2021-07-20
    accepted: Sequence[str] = ()
    rejected: Sequence[str] = ()
    skipped: Sequence[str] = ()  # questions that were put off
    accept: str = ""  # what was pressed
    reject: str = ""
    undo: str = ""
    skip: str = ""
    accept_all: str = ""
    typed: str = ""  # a label to add, by any of its spellings


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the reporter stands."""

    choices: Choices
    skipped: frozenset[Key]
    told: str = ""  # what came of the last thing done, one sentence


def key_of(written: str) -> Key:
    """A label as a form writes it. Raises InputError for what is none."""
    facet, _, label = written.partition(":")
    if facet not in FACETS or not label.strip() or len(label) > LONGEST_TEXT or not label.isprintable():
        raise InputError("送来的标签写法不对：请刷新页面再选一次。")
    return facet, label


def written_key(one: Key) -> str:
    """``campaign:送清凉``."""
    return f"{one[0]}:{one[1]}"


def standing_of(sent: Sent, completer: Completer) -> Standing:
    """The choices with the last thing done worked in; a label that is accepted is no longer rejected."""
    accepted, rejected, skipped = (_keys(some) for some in (sent.accepted, sent.rejected, sent.skipped))
    accepted, told = _add_typed(accepted, sent.typed, completer)
    rejected -= accepted - _keys(sent.accepted)
    for pressed in _keys(filter(None, (sent.accept,))):
        accepted, rejected = accepted | {pressed}, rejected - {pressed}
    for pressed in _keys(filter(None, (sent.reject,))):
        accepted, rejected = accepted - {pressed}, rejected | {pressed}
    for pressed in _keys(filter(None, (sent.undo,))):
        accepted, rejected = accepted - {pressed}, rejected - {pressed}
    skipped |= _keys(filter(None, (sent.skip,)))
    return Standing(Choices(accepted, rejected - accepted), skipped, told)


def all_accepted(standing: Standing, found: Iterable[Suggestion]) -> Standing:
    """Every suggestion that is not refused, taken."""
    open_ones = frozenset(one.key for one in found if one.key not in standing.choices.rejected)
    choices = replace(standing.choices, accepted=standing.choices.accepted | open_ones)
    return replace(standing, choices=choices, told=f"已全部采纳，共 {len(choices.accepted)} 个标签。")


def question_of(examined: Examined, skipped: frozenset[Key]) -> Suggestion | None:
    """The one question to be asked now."""
    return next((one for one in examined.questions if one.key not in skipped), None)


def day_of(written: str, today: datetime.date) -> datetime.date:
    """When the story is to be printed; today where nothing is written. Raises InputError for no date."""
    if not written.strip():
        return today
    try:
        return datetime.date.fromisoformat(written.strip())
    except ValueError:
        raise InputError(f"见报日期“{written.strip()[:20]}”不成立：请写成 2021-07-20 这样。") from None


def _add_typed(accepted: frozenset[Key], typed: str, completer: Completer) -> tuple[frozenset[Key], str]:
    if not typed.strip():
        return accepted, ""
    found = completer.complete(typed, 1)
    if not found:
        return accepted, f"词表里没有“{typed.strip()[:20]}”这样的标签：可以写汉字、全拼或声母，例如 slq。"
    return accepted | {(found[0].facet, found[0].label)}, f"已加上“{found[0].label}”。"


def _keys(some: Iterable[str]) -> frozenset[Key]:
    keys = frozenset(map(key_of, some))
    if len(keys) > MOST_CHOICES:
        raise InputError(f"一篇稿子的标签超过了 {MOST_CHOICES} 个：请减少一些。")
    return keys
