"""Tagged articles → index → hits: the query language, the analysis and the engines behind one contract."""

from gongbao.search.backend import open_backend
from gongbao.search.backend.base import SearchBackend
from gongbao.search.entries import FACET_NAMES, version_of
from gongbao.search.results import FacetCount, Hit, RankClass, Results, Snippet, Span

__all__ = [
    "FACET_NAMES",
    "FacetCount",
    "Hit",
    "RankClass",
    "Results",
    "SearchBackend",
    "Snippet",
    "Span",
    "open_backend",
    "version_of",
]
