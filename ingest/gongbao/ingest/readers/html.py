"""Web pages: an e-paper's by the marks of its vendor, any other by what trafilatura takes for the article.

All visible text that is not chosen becomes a discard, so that what was chosen wrongly can be seen. A page in which
no article is found goes to the splitter as plain text.
"""

from __future__ import annotations

from gongbao.core.errors import InputError
from gongbao.ingest.readers import Decoded
from gongbao.ingest.readers.charsets import decode_declared, is_faulty, without_declaration
from gongbao.ingest.readers.epaper import decode_epaper
from gongbao.ingest.readers.html_article import article_on_page
from gongbao.ingest.readers.markup import MOST_HTML_BYTES, blocks_of, parse_html


def decode_html(name: str, raw: bytes, encoding: str) -> Decoded:
    """Raises InputError for what is too large or too deep, in no known encoding, or verification instead of a page."""
    if len(raw) > MOST_HTML_BYTES:
        raise InputError(f"{name} 这个网页太大（最多 {MOST_HTML_BYTES >> 20} MB）：请只存下文章所在的部分。")
    if (page := decode_epaper(name, raw, encoding)) is not None:
        return page
    decoded = decode_declared(name, raw, encoding)
    text = without_declaration(decoded.text)
    root = parse_html(name, text)
    found = article_on_page(root, text, decoded.encoding)
    if found is None:
        found = Decoded("\n\n".join(block.text for block in blocks_of(root)), decoded.encoding)
    if is_faulty(found.text):
        raise InputError(f"{name} 里有已经丢失的字或控制字符：请从原网页重新保存。")
    return found
