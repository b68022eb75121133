"""Tagged articles → index → hits: the query language, the analysis and the engines behind one contract.

For other programs: ``open(folder)`` gives the SearchBackend of a project folder (docs/search-api.md).
"""

from gongbao.search.backend import Server, open_backend
from gongbao.search.backend.base import SearchBackend
from gongbao.search.entries import FACET_NAMES, version_of
from gongbao.search.opening import open, open_with  # noqa: A004 (gongbao.search.open, as gzip.open)
from gongbao.search.results import Completion, FacetCount, Hit, RankClass, Results, Snippet, Span

__all__ = [
    "FACET_NAMES",
    "Completion",
    "FacetCount",
    "Hit",
    "RankClass",
    "Results",
    "SearchBackend",
    "Server",
    "Snippet",
    "Span",
    "open",
    "open_backend",
    "open_with",
    "version_of",
]
