"""The site room: tagged articles in, a folder of static pages out; what is not published is never written."""

from gongbao.site.build import build_site
from gongbao.site.folder import SiteCounts

__all__ = ["SiteCounts", "build_site"]
