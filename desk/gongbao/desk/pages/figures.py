"""Figures: how much was printed about what, as charts with tables, each to be downloaded."""

from __future__ import annotations

import csv
import io
from typing import Annotated
from urllib.parse import quote

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from gongbao.core.errors import GongbaoError
from gongbao.core.formulas import as_text
from gongbao.core.store.accounts import Role
from gongbao.desk.access import needs
from gongbao.desk.clock import today
from gongbao.desk.editor.coverage import SHOWN, SUBJECTS, Range, Subject, coverage
from gongbao.desk.pages.search import LONGEST_QUERY
from gongbao.desk.refusals import Misunderstood, NotThere
from gongbao.desk.rendering import page
from gongbao.desk.routing import new_router
from gongbao.desk.state import desk_of

router = new_router()
_LONGEST_DATE = 20

Typed = Annotated[str, Query(max_length=_LONGEST_DATE)]
Filter = Annotated[str, Query(max_length=LONGEST_QUERY)]


@router.get("/figures")
@needs(Role.REPORTER)
def figures(request: Request, since: Typed = "", until: Typed = "", q: Filter = "") -> Response:
    """Charts and tables; what could not be counted is told above the form, which stays as typed."""
    chosen = Range(since.strip(), until.strip(), q)
    total, subjects, problem = 0, list[Subject](), ""
    try:
        total, subjects = coverage(desk_of(request).project.backend, chosen, today())
    except (GongbaoError, Misunderstood) as error:
        problem = str(error)
    return page(
        request,
        "figures.html",
        status=Misunderstood.status if problem else 200,
        title="统计",
        chosen=chosen,
        total=total,
        subjects=subjects,
        shown=SHOWN,
        problem=problem,
    )


@router.get("/figures/{subject}/csv")
@needs(Role.REPORTER)
def download(request: Request, subject: str, since: Typed = "", until: Typed = "", q: Filter = "") -> Response:
    """One table, for a spreadsheet program."""
    if subject not in SUBJECTS:
        raise NotThere
    chosen = Range(since.strip(), until.strip(), q)
    _, subjects = coverage(desk_of(request).project.backend, chosen, today())
    found = next(one for one in subjects if one.key == subject)
    sheet = io.StringIO(newline="")
    rows = csv.DictWriter(sheet, [found.name, "篇数"])
    rows.writeheader()
    rows.writerows({found.name: as_text(row.name), "篇数": row.count} for row in found.rows)
    name = quote(f"统计-{found.name}{chosen.since and '-' + chosen.since}{chosen.until and '-' + chosen.until}.csv")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(sheet.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)
