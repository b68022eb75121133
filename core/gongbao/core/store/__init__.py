"""The archive's database: raw inputs byte for byte, articles with revisions, tags, discards.

SQLite by default, PostgreSQL by changing ``archive.url``; nothing outside this package knows which.
"""

from gongbao.core.store.counting import StoreCounts
from gongbao.core.store.likeness import Likenesses, Link
from gongbao.core.store.saved_searches import SavedSearch, SavedSearches
from gongbao.core.store.store import Store
from gongbao.core.store.writing import Outcome

__all__ = ["Likenesses", "Link", "Outcome", "SavedSearch", "SavedSearches", "Store", "StoreCounts"]
