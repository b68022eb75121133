"""``gongbao account``: who may use the desk, and as what."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongbao.cli.options import format_option
from gongbao.cli.output import print_rows

if TYPE_CHECKING:
    from gongbao.core.store.accounts import Account, Accounts

ROLES = {"reporter": "记者", "editor": "编辑", "admin": "管理员"}
COLUMNS = {"name": "名字", "role": "角色", "state": "状态", "created_at": "开于", "tokens": "密钥"}


@click.group("account")
def command() -> None:
    """编辑台的账号：开、停、改角色、重设密码、给程序发密钥。

    \b
    记者标注新稿、查旧报道；编辑还能改标签和文章、发布、撤回；管理员还能看账号。
    """


def _accounts(folder: Path) -> Accounts:
    from gongbao.project import Project

    return Project(folder).store.accounts


def _known(accounts: Accounts, name: str) -> Account:
    from gongbao.core.errors import GongbaoError

    found = accounts.find(name)
    if found is None:
        names = "、".join(one.name for one in accounts.all()) or "一个也没有"
        raise GongbaoError(f"没有叫“{name}”的账号（现有：{names}）：用 gongbao account add {name} 开一个。")
    return found


def _asked_password(from_input: bool) -> str:
    """The digest of a password that was typed twice, or of the first line of the standard input."""
    from gongbao.desk.passwords import SHORTEST, digest_of

    if from_input:
        return digest_of(sys.stdin.readline().rstrip("\r\n"))
    if not sys.stdin.isatty():
        raise click.UsageError("这里没有人可以输入密码：请加 --password-stdin，从标准输入送来")
    typed = click.prompt(f"密码（至少 {SHORTEST} 个字）", hide_input=True, confirmation_prompt="再输一遍", err=True)
    return digest_of(typed)


password_option = click.option("--password-stdin", is_flag=True, help="从标准输入读一行作密码，不问。")
role_type = click.Choice(list(ROLES))


@command.command("add")
@click.argument("name", metavar="名字")
@click.option("--role", type=role_type, default="reporter", show_default=True, help="角色。")
@password_option
@click.pass_obj
def add(folder: Path, name: str, role: str, password_stdin: bool) -> None:
    """开一个账号，并设密码。"""
    from gongbao.core.store.accounts import Role

    accounts = _accounts(folder)
    accounts.add(name, Role(role), _asked_password(password_stdin))
    click.echo(f"已开账号 {name}（{ROLES[role]}）。运行 gongbao desk 打开编辑台，就能登录。")


@command.command("list")
@format_option()
@click.pass_obj
def list_accounts(folder: Path, style: str) -> None:
    """列出账号。"""
    accounts = _accounts(folder)
    rows = [
        {
            "name": one.name,
            "role": ROLES[one.role] if style == "table" else str(one.role),
            "state": "已停用" if one.disabled else "可用",
            "created_at": one.created_at.date().isoformat(),
            "tokens": "、".join(accounts.tokens(one.name)),
        }
        for one in accounts.all()
    ]
    print_rows(rows, style, COLUMNS)


@command.command("password")
@click.argument("name", metavar="名字")
@password_option
@click.pass_obj
def password(folder: Path, name: str, password_stdin: bool) -> None:
    """重设密码；登录着的都退出。"""
    accounts = _accounts(folder)
    _known(accounts, name)
    accounts.set_password_hash(name, _asked_password(password_stdin))
    accounts.close_sessions(name)
    click.echo(f"已重设 {name} 的密码，原来登录着的都已退出。")


@command.command("role")
@click.argument("name", metavar="名字")
@click.argument("role", metavar="角色", type=role_type)
@click.pass_obj
def role(folder: Path, name: str, role: str) -> None:
    """改角色：reporter 记者，editor 编辑，admin 管理员。"""
    from gongbao.core.store.accounts import Role

    accounts = _accounts(folder)
    _known(accounts, name)
    accounts.set_role(name, Role(role))
    click.echo(f"{name} 现在是{ROLES[role]}，马上有效。")


@command.command("disable")
@click.argument("name", metavar="名字")
@click.pass_obj
def disable(folder: Path, name: str) -> None:
    """停用账号：马上退出，不能再登录；做过的事还记在这个名下。"""
    accounts = _accounts(folder)
    _known(accounts, name)
    accounts.disable(name)
    click.echo(f"已停用 {name}，要恢复请运行 gongbao account enable {name}。")


@command.command("enable")
@click.argument("name", metavar="名字")
@click.pass_obj
def enable(folder: Path, name: str) -> None:
    """恢复停用的账号。"""
    accounts = _accounts(folder)
    _known(accounts, name)
    accounts.enable(name)
    click.echo(f"{name} 又可以登录了。")


@command.command("token")
@click.argument("name", metavar="名字")
@click.option("--label", default="采编系统", show_default=True, help="这个密钥是给什么程序的。")
@click.option("--forget", is_flag=True, help="作废这个密钥。")
@click.pass_obj
def token(folder: Path, name: str, label: str, forget: bool) -> None:
    """给程序发一个密钥，用这个账号的角色使用 /api；只显示这一次。"""
    from gongbao.desk.sessions import digest, new_token

    accounts = _accounts(folder)
    _known(accounts, name)
    if forget:
        accounts.forget_token(name, label)
        click.echo(f"已作废 {name} 的密钥“{label}”。")
        return
    made = new_token()
    accounts.add_token(name, label, digest(made))
    click.echo(made)
    click.echo(f"这是 {name} 的密钥“{label}”，只显示这一次；用法：Authorization: Bearer 密钥", err=True)
