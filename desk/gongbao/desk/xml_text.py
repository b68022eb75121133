"""Text for files that are XML within: feeds, Word documents."""

from __future__ import annotations

from gongbao.site.machines.xml import NOT_XML


def xml_text(text: str) -> str:
    """The text, with a mark for each character that XML has no way to write."""
    return NOT_XML.sub("\ufffd", text)
