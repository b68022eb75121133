"""What readers find at the address of an article that is not there any more, within a transaction of the caller's.

One that turned out to be part of another leads to that, or, where that became part of a third, to the last. Where
readers may not see the last one, the address says so as a withdrawn article's does: a link would be dead, and a
page that was there must not vanish without a word. So it is, too, where a damaged database leads in a circle. A
merged article that a person withdrew after all leads nowhere: the person's word stands, and its reason is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from gongbao.core.records import State
from gongbao.core.store import schema
from gongbao.core.store.drafting import NEVER_PUBLISHED
from gongbao.core.store.withdrawing import Tombstone, withdrawn_by_people
from gongbao.core.store.writing import READER

UNSEEN = "已并入另一篇，那一篇现在不对读者公开"
CIRCLE = "记录里写着已并入另一篇，但找不到是哪一篇"

_article = schema.article
_merged_one = _article.alias("merged_one")
_LED = sa.and_(
    _article.c.redirect_to.is_not(None),
    _article.c.state == str(State.WITHDRAWN),
    _article.c.state_author == READER,  # not one that a person withdrew after it was merged
)
_TARGETS = sa.select(_merged_one.c.redirect_to).where(_merged_one.c.redirect_to.is_not(None))


@dataclass(frozen=True, slots=True)
class Redirect:
    """An article that became part of another one, which readers may see."""

    article_id: str
    target_id: str


def redirects(connection: sa.Connection) -> list[Redirect]:
    """The merged articles that lead to one that readers may see, by id."""
    wanted = sa.select(_article.c.id).where(schema.VISIBLE, _article.c.id.in_(_TARGETS))
    visible = set(connection.scalars(wanted))
    return [Redirect(name, last) for name, last in _merged(connection).items() if last and last in visible]


def tombstones(connection: sa.Connection) -> list[Tombstone]:
    """Those that a person withdrew, and merged ones that lead to none that readers may see; by id."""
    stones = {stone.article_id: stone for stone in withdrawn_by_people(connection)}
    wanted = sa.select(_article.c.id, _article.c.state, _article.c.state_author, _article.c.state_reason)
    hidden = {row.id: row for row in connection.execute(wanted.where(~schema.VISIBLE, _article.c.id.in_(_TARGETS)))}
    for name, last in _merged(connection).items():
        if last is None:
            stones[name] = Tombstone(name, CIRCLE, None)
        elif last in stones:
            stones[name] = Tombstone(name, stones[last].reason, stones[last].withdrawn_on)
        elif last in hidden:  # a person's reason that readers were never shown is not told here either
            row = hidden[last]
            by_source = (row.state, row.state_author) == (str(State.WITHDRAWN), READER)
            stones[name] = Tombstone(name, row.state_reason if by_source else UNSEEN, None)
    return [stones[name] for name in sorted(stones)]


def last_of(led: Mapping[str, str], start: str) -> str | None:
    """The end of the chain that begins with ``start``, a key of ``led``; None when it goes in a circle."""
    passed, at = {start}, led[start]
    while at in led:
        if at in passed:
            return None
        passed.add(at)
        at = led[at]
    return at


def _merged(connection: sa.Connection) -> dict[str, str | None]:
    """{id: the last article that it leads to} by id, of those that readers could see before."""
    seen = sa.and_(_article.c.public, ~NEVER_PUBLISHED).label("seen")
    rows = connection.execute(sa.select(_article.c.id, _article.c.redirect_to, seen).where(_LED)).all()
    led = {row.id: row.redirect_to for row in rows}
    return {name: last_of(led, name) for name in sorted(row.id for row in rows if row.seen)}
