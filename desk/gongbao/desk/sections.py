"""The desk's sections: address, name and the least role that sees it; the masthead and the first page list them."""

from __future__ import annotations

from gongbao.core.store.accounts import Role

Section = tuple[str, str, Role]

SECTIONS: tuple[Section, ...] = (
    ("/story", "新稿标注", Role.REPORTER),
    ("/search", "查旧报道", Role.REPORTER),
    ("/drafts", "稿件", Role.REPORTER),
    ("/dossiers", "专题夹", Role.REPORTER),
    ("/alerts", "订阅的检索", Role.REPORTER),
    ("/review", "待办", Role.EDITOR),
    ("/vocabulary", "词表", Role.EDITOR),
    ("/figures", "统计", Role.REPORTER),
)
