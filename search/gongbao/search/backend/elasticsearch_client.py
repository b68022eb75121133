"""The connection to Elasticsearch: how we are let in, and everything that can go wrong with it as a sentence.

No sentence holds a password, a key or the part of an address that may contain them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from gongbao.core.errors import SearchError

if TYPE_CHECKING:
    from elasticsearch import ApiError, Elasticsearch

    from gongbao.search.backend import Server

OLDEST = (8, 12)  # point in time, search_after and the query forms that we use, as tested
NEWEST = 8  # major version; 9 is to be tested before it is let in
_TOO_MANY_CLAUSES = re.compile("too_many_(?:nested_)?clauses|maxClauseCount|too many nested clauses", re.IGNORECASE)


class MissingIndexError(SearchError):
    """There is no index behind the alias."""


class LostStateError(SearchError):
    """What was being read is gone: another index was put in its place meanwhile, or a node left the cluster."""


def connect(server: Server) -> Elasticsearch:
    """A client for the server; nothing is sent yet."""
    from elasticsearch import Elasticsearch

    if server.ca is not None and not server.ca.is_file():
        raise SearchError(f"证书文件 {server.ca} 不在：请查看设置 search.ca。")
    try:
        return Elasticsearch(list(server.urls), **_options(server))
    except ValueError as error:
        raise SearchError(
            f"设置 search.url 的地址 {shown(server)} 不成立：请写成 http://localhost:9200 这样，多个用逗号隔开。"
        ) from error


def _options(server: Server) -> dict[str, Any]:
    options: dict[str, Any] = {
        "request_timeout": server.timeout_seconds,
        "retry_on_timeout": True,
        "max_retries": 3,
        "retry_on_status": (429, 502, 503, 504),
        "http_compress": any(not _is_local(url) for url in server.urls),
    }
    if server.ca is not None:
        options["ca_certs"] = str(server.ca)
    if server.api_key:
        options["api_key"] = server.api_key
    elif server.user:
        options["basic_auth"] = (server.user, server.password)
    return options


def check_version(client: Elasticsearch, server: Server) -> None:
    """SearchError for a server that is too old, too new or no Elasticsearch; one that does not tell is believed."""
    from elasticsearch import ApiError, AuthorizationException

    with server_errors(server):
        try:
            stated = str(client.info()["version"]["number"])
        except AuthorizationException:  # a key that may use our index need not have the right to ask
            return
        except ApiError as error:
            if error.status_code != 405:
                raise
            stated = next(iter(client.nodes.info(metric="_none")["nodes"].values()))["version"]  # a build without GET /
    version = tuple(int(part) for part in re.findall(r"\d+", stated)[:2])
    if version < OLDEST or version[0] > NEWEST:
        raise SearchError(
            f"{shown(server)} 是 Elasticsearch {stated}：工报需要 {OLDEST[0]}.{OLDEST[1]} 以上的 {NEWEST} 版，"
            "请换服务器的版本，或把设置 search.backend 改为 embedded。"
        )


def shown(server: Server) -> str:
    """The server's addresses without user and password."""
    return "、".join(_without_secrets(url) for url in server.urls)


@contextmanager
def server_errors(server: Server) -> Iterator[None]:
    """Turn what the client raises into a SearchError."""
    import elasticsearch

    try:
        yield
    except (elasticsearch.UnsupportedProductError, elasticsearch.SerializationError) as error:
        raise SearchError(f"{shown(server)} 答话的不是 Elasticsearch：请查看设置 search.url。") from error
    except elasticsearch.ConnectionTimeout as error:
        raise SearchError(
            f"Elasticsearch（{shown(server)}）{server.timeout_seconds} 秒内没有回答："
            "请稍后再试，或加大设置 search.timeout_seconds。"
        ) from error
    except elasticsearch.SSLError as error:
        raise SearchError(
            f"{shown(server)} 的证书不被信任：请把签发它的 CA 证书（PEM 文件）写在设置 search.ca 里。"
        ) from error
    except elasticsearch.ConnectionError as error:
        raise SearchError(
            f"连不上 Elasticsearch（{shown(server)}）：请确认它在运行，并查看设置 search.url。"
        ) from error
    except elasticsearch.ApiError as error:
        raise _refusal(server, error) from error
    except elasticsearch.TransportError as error:
        raise SearchError(
            f"Elasticsearch（{shown(server)}）的回答读不懂（{error.message}）：请查看它的日志。"
        ) from error


def reason(error: ApiError) -> str:
    """What the server says was wrong."""
    body = error.body if isinstance(error.body, dict) else {}
    stated = body.get("error", {})
    if not isinstance(stated, dict):
        return str(stated or error.message)
    causes = [cause for cause in (*stated.get("root_cause", ()), stated) if isinstance(cause, dict)]
    return "；".join(dict.fromkeys(f"{cause.get('type')}：{cause.get('reason')}" for cause in causes)) or error.message


def _refusal(server: Server, error: ApiError) -> SearchError:
    said = reason(error)
    status = error.status_code
    if status == 401:
        return SearchError(
            f"Elasticsearch（{shown(server)}）不认这个身份："
            "请查看设置 search.user 和 search.password，或 search.api_key。"
        )
    if "cluster_block_exception" in said:
        return SearchError(f"Elasticsearch 现在不让写（{said}）：多半是磁盘满了，请腾出空间再试。")
    if status == 403:
        return SearchError(
            f"Elasticsearch（{shown(server)}）说没有权限（{said}）："
            f"请给这个用户或密钥索引 {server.index}* 的 read、write、manage 权限；"
            "只检索时 read、view_index_metadata 就够。"
        )
    if status == 502 or (status == 404 and "search_context_missing" in said):
        return LostStateError("检索的时候索引换成了新的，或者有节点离开了：请再试一次。")
    if status == 404:
        return MissingIndexError(
            f"Elasticsearch（{shown(server)}）里还没有索引 {server.index}：请先运行 gongbao build 或 gongbao index。"
        )
    if _TOO_MANY_CLAUSES.search(said):
        return SearchError("检索式里的词太多，这台 Elasticsearch 一次查不了：请缩短它，或把整句放进引号。")
    if status in (400, 406) and ("media_type_header_exception" in said or "compatible" in said):
        return SearchError(f"{shown(server)} 的 Elasticsearch 版本太旧：工报需要 {OLDEST[0]}.{OLDEST[1]} 以上的 8 版。")
    if status in (429, 503, 504):
        return SearchError(f"Elasticsearch（{shown(server)}）还没有准备好（{said}）：请稍后再试。")
    return SearchError(f"Elasticsearch（{shown(server)}）不能照办（{status}，{said}）：请查看它的日志。")


def _without_secrets(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:  # no address at all; what follows an @ can be no password
        return url.rpartition("@")[2]
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _is_local(url: str) -> bool:
    return urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1")
