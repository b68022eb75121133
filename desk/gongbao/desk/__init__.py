"""The newsroom's web page: reporters tag stories, editors search, correct and publish."""

from gongbao.desk.app import create_app

__all__ = ["create_app"]
