"""The desk's pages, a module for each; every router is listed here once."""

from __future__ import annotations

from gongbao.desk.pages import (
    alerts,
    article,
    assets,
    bulk,
    dossiers,
    drafts,
    editing,
    figures,
    home,
    login,
    oidc,
    review,
    search,
    story,
    vocabulary,
)

ROUTERS = (
    assets.router,
    login.router,
    oidc.router,
    home.router,
    search.router,
    article.router,
    bulk.router,
    editing.router,
    dossiers.router,
    drafts.router,
    alerts.router,
    review.router,
    figures.router,
    vocabulary.router,
    story.router,
)
