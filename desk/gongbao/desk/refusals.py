"""What a request is refused for, each with its status and one sentence for the person who reads it."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request

from gongbao.core.errors import GongbaoError
from gongbao.core.store.accounts import Role

ROLE_NAMES = {Role.REPORTER: "记者", Role.EDITOR: "编辑", Role.ADMIN: "管理员"}


class Refusal(GongbaoError):  # noqa: N818 (it says what was done, as the ones below)
    """A request that is not done; ``status`` is the HTTP status that says why."""

    status = 400


class NotLoggedIn(Refusal):
    """Nobody is known to ask; ``back`` is where they wanted to go, when that is a page."""

    status = 401

    def __init__(self, request: Request) -> None:
        super().__init__("请先登录。")
        page = request.method == "GET" and not request.url.path.startswith("/api/")
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        self.back = quote(asked, safe="/") if page else ""


class NotAllowed(Refusal):
    """The account is known and its role is too low."""

    status = 403

    def __init__(self, role: Role) -> None:
        super().__init__(f"这一页要{ROLE_NAMES[role]}才能用：请管理员用 gongbao account role 改角色。")


class WrongOrigin(Refusal):
    """The request does not come from a page of the desk."""

    status = 403

    def __init__(self) -> None:
        super().__init__("这次提交不是从工报的页面发出的，没有改动：请刷新页面再做一次。")


class NotThere(Refusal):
    """There is nothing at this address."""

    status = 404

    def __init__(self, what: str = "没有这一页：请从上面的栏目进入。") -> None:
        super().__init__(what)


class Misunderstood(Refusal):
    """What was sent cannot be used as it is."""

    status = 422


class TooLarge(Refusal):
    """More was sent than is taken."""

    status = 413

    def __init__(self, limit: int) -> None:
        super().__init__(f"送来的内容太大，最多 {limit // 1_048_576} MB：请拆开再送。")


class TooSlow(Refusal):
    """The request did not arrive in time."""

    status = 408

    def __init__(self) -> None:
        super().__init__("等了太久没有收完，没有改动：请检查网络再送一次。")


class TooOften(Refusal):
    """Too many log-ins have failed."""

    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(f"登录失败的次数太多：请等 {max(1, round(seconds / 60))} 分钟再试。")
        self.seconds = seconds


class Changed(Refusal):
    """Someone else changed the same thing first."""

    status = 409
