"""The archive's database: raw inputs byte for byte, articles with revisions, tags, discards.

SQLite by default, PostgreSQL by changing ``archive.url``; nothing outside this package knows which.
"""

from gongbao.core.store.saving import Outcome
from gongbao.core.store.store import Store, StoreCounts

__all__ = ["Outcome", "Store", "StoreCounts"]
