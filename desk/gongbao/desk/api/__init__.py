"""The programming interface for the paper's own systems: JSON over HTTP, described in /api/openapi.json.

A program comes with a token of an account (``Authorization: Bearer …``) and may do what that account may.
"""

from __future__ import annotations

from gongbao.desk.api import description, learn, search, suggest

ROUTERS = (suggest.router, learn.router, search.router, description.router)
