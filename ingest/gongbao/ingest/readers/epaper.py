"""Saved pages of e-paper sites: recognised by the vendor's marks, read as the crawl reads them."""

from __future__ import annotations

import re

from gongbao.core.errors import InputError
from gongbao.ingest.readers import Decoded

_ARTICLE = re.compile(rb"<founder-content>|<!--\s*enpcontent|<!--\s*<npm:article-|id=[\"']?ozoom\b", re.IGNORECASE)
_PAGE_VIEW = re.compile(rb"<area\b[^>]*coords|<founder-type>\s*2\s*<", re.IGNORECASE)


def decode_epaper(name: str, raw: bytes, encoding: str) -> Decoded | None:
    """The article of a saved page; None when it is no e-paper's.

    Raises InputError for a verification page, a page view and an article without body.
    """
    from gongbao.ingest.epaper.verification import is_verification

    if is_verification(raw):
        raise InputError(f"{name} 是网站的验证页面，不是文章：请在浏览器里打开原网页，看到正文后再保存。")
    if re.search(rb"<founder-type>\s*2\s*<", raw) and _PAGE_VIEW.search(raw):
        raise InputError(f"{name} 是电子报的版面页，里面没有正文：请保存各篇文章的网页，或用 gongbao crawl。")
    if not _ARTICLE.search(raw):
        return None
    from gongbao.ingest.epaper.article_view import read_article_view

    article = read_article_view(raw, None, encoding, name)
    if "body" in article.missing:
        raise InputError(f"{name} 是电子报的文章页，但没有正文：请从原网页重新保存。")
    return article.decoded
