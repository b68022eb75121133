"""Settings and templates of Hugo and Pelican for the pages that ours has: articles, and lists of labels and people."""

from __future__ import annotations

_PAGE = """<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>%s</title>
<meta name="viewport" content="width=device-width"></head><body>
<header><a href="/">首页</a> <a href="/districts/">地区</a> <a href="/campaigns/">主题</a></header>
<main>%s</main><footer>存档</footer></body></html>
"""

_HUGO_LABELS = "".join(
    f'{{{{ range .Params.{name} }}}}<a href="/{name}/{{{{ . | urlize }}}}/">{{{{ . }}}}</a> {{{{ end }}}}'
    for name in ("districts", "campaigns", "activitys", "people", "issues")
)
_HUGO_LIST = (
    "<h1>{{ .Title }}</h1>{{ $p := .Paginate .Pages }}<ol>{{ range $p.Pages }}"
    '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Date.Format "2006-01-02" }}<p>{{ .Summary }}</p></li>'
    '{{ end }}</ol>{{ if $p.HasNext }}<a href="{{ $p.Next.URL }}">下一页</a>{{ end }}'
)
HUGO = {
    "config.toml": """baseURL = "https://example.org/"
title = "存档"
paginate = 60
disableKinds = ["RSS", "sitemap", "robotsTXT", "404"]
hasCJKLanguage = true
[taxonomies]
district = "districts"
campaign = "campaigns"
activity = "activitys"
person = "people"
issue = "issues"
""",
    "layouts/_default/single.html": _PAGE
    % (
        "{{ .Title }}",
        '<h1>{{ .Title }}</h1><p>{{ .Date.Format "2006-01-02" }} 第{{ .Params.page }}版</p><p>'
        + _HUGO_LABELS
        + '</p>{{ .Content }}<p>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}'
        '{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p>',
    ),
    "layouts/_default/list.html": _PAGE % ("{{ .Title }}", _HUGO_LIST),
    "layouts/_default/terms.html": _PAGE
    % (
        "{{ .Title }}",
        (
            '<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> '
            "{{ len .Pages }}</li>{{ end }}</ul>"
        ),
    ),
    "layouts/index.html": _PAGE % ("存档", "<h1>存档</h1>"),
}

_PELICAN_LIST = (
    "<h1>{%% block name %%}存档{%% endblock %%}</h1><ol>{%% for article in (articles_page.object_list if articles_page"
    ' else articles) %%}<li><a href="/{{ article.url }}">{{ article.title }}</a></li>{%% endfor %%}</ol>'
).replace("%%", "%")
PELICAN = {
    "settings.py": """SITENAME = "存档"
SITEURL = ""
PATH = "content"
TIMEZONE = "UTC"
DEFAULT_LANG = "zh"
DEFAULT_PAGINATION = 60
PAGINATED_TEMPLATES = {"index": None, "tag": None, "category": None, "author": None}
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DIRECT_TEMPLATES = ["index"]
""",
    "theme/templates/article.html": _PAGE
    % (
        "{{ article.title }}",
        (
            "<h1>{{ article.title }}</h1><p>{{ article.date.strftime('%Y-%m-%d') }}</p><p>{% for tag in article.tags %}"
            '<a href="/{{ tag.url }}">{{ tag }}</a> {% endfor %}</p>{{ article.content }}'
        ),
    ),
} | {
    f"theme/templates/{name}.html": _PAGE % ("存档", _PELICAN_LIST)
    for name in ("index", "tag", "category", "author", "archives", "page", "tags", "categories", "authors")
}
