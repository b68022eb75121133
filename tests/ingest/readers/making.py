"""Inputs of every kind, made by the tests themselves: Word documents from their XML, zip files, pages, exports."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STYLES = (
    *(("Title", "Title"), ("Subtitle", "Subtitle"), ("Heading1", "heading 1"), ("Heading2", "heading 2")),
    *(("a1", "作者"), ("a2", "引题"), ("a3", "图片说明"), ("a4", "栏目"), ("a5", "正文"), ("Caption", "caption")),
)


def zipped(files: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these members, the same bytes each time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in files.items():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = method
            archive.writestr(member, data)
    return packed.getvalue()


def run(text: str, properties: str = "") -> str:
    """A run of a paragraph; ``properties`` is XML: ``<w:b/>``."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str, style: str = "", inside: str = "", centred: bool = False, bold: bool = False) -> str:
    """A paragraph of one run, and whatever else stands inside."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    set_off = '<w:jc w:val="center"/>' if centred else ""
    written = run(text, "<w:b/>" if bold else "") if text else ""
    return f"<w:p><w:pPr>{named}{set_off}</w:pPr>{written}{inside}</w:p>"


def table(rows: Iterable[Iterable[str]]) -> str:
    """A table; a cell is XML of its paragraphs."""
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def part(kind: str, inside: str) -> str:
    """One part of a Word document: document, footnotes, hdr."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{kind} xmlns:w="{W}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        f'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">{inside}</w:{kind}>'
    )


R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def photo(color: str, size: tuple[int, int] = (320, 200), ending: str = "JPEG", **saved: object) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, ending, **saved)
    return out.getvalue()


def drawn(relation: str) -> str:
    """A run that shows a picture, as Word writes it."""
    return f'<w:r><w:drawing><a:blip xmlns:a="{A}" xmlns:r="{R}" r:embed="{relation}"/></w:drawing></w:r>'


def relations(targets: Mapping[str, str]) -> str:
    """The part that says what the document's relations lead to."""
    ones = "".join(f'<Relationship Id="{key}" Type="{R}/image" Target="{target}"/>' for key, target in targets.items())
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{ones}</Relationships>'


def docx(*paragraphs: str, parts: Mapping[str, str | bytes] | None = None, document: str = "") -> bytes:
    """A Word document of these paragraphs, with styles under English and Chinese names, and further parts."""
    styles = "".join(f'<w:style w:styleId="{key}"><w:name w:val="{name}"/></w:style>' for key, name in _STYLES)
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "word/document.xml": document or part("document", f"<w:body>{''.join(paragraphs)}<w:sectPr/></w:body>"),
            "word/styles.xml": part("styles", styles),
            **(parts or {}),
        }
    )


DRAFT = docx(
    paragraph("夏日送凉 情暖一线", "a2"),
    paragraph("清凉站开进建筑工地", "Title"),
    paragraph("——丰泽区总工会为户外职工送清凉", "Subtitle"),
    paragraph("本报记者 周晓岚", "a1"),
    paragraph("本报讯 昨天上午，丰泽区总工会的清凉站开进了建筑工地，为三百名职工送去绿豆汤和毛巾。"),
    paragraph("随时可以歇脚", "Heading1"),
    paragraph("清凉站每天从上午十点开到下午四点，职工随时可以进来歇脚、喝水、充电。"),
    paragraph("职工在清凉站里喝绿豆汤。", "a3"),
)

_PICTURED: dict[str, str | bytes] = {
    "word/_rels/document.xml.rels": relations({"rId7": "media/image1.jpeg", "rId8": "/word/media/image2.png"}),
    "word/media/image1.jpeg": photo("red"),
    "word/media/image2.png": photo("blue", ending="PNG"),
}
PICTURED_DRAFT = docx(
    paragraph("清凉站开进建筑工地", "Title"),
    paragraph("", inside=drawn("rId7")),
    paragraph("职工在清凉站里喝绿豆汤。", "a3"),
    paragraph("丰泽区总工会的清凉站开进了建筑工地，为三百名职工送去绿豆汤和毛巾。"),
    paragraph("", inside=drawn("rId8")),
    paragraph("清凉站每天从上午十点开到下午四点，职工随时可以进来歇脚、喝水、充电。"),
    parts=_PICTURED,
)

# With all that a draft may have: a table, a text box, a footnote, tracked changes, hidden text, header and comment.
FULL_DRAFT = docx(
    paragraph("班组里的安全课", "Title"),
    paragraph(
        "本报讯 班组每周一上安全课",
        inside=run("，由老师傅来讲")
        + '<w:ins w:id="1">'
        + run("，工会发教材")
        + "</w:ins>"
        + '<w:del w:id="2"><w:r><w:delText>，领导参加</w:delText></w:r></w:del>'
        + run("（内部：待核）", "<w:vanish/>")
        + run("。")
        + '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="3"/></w:r>',
    ),
    table([[paragraph("班组"), paragraph("课时")], [paragraph("焊工班"), paragraph("12")]]),
    paragraph(
        "",
        inside="<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>"
        + paragraph("链接：安全课开到年底。")
        + "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent>"
        + paragraph("链接：安全课开到年底。")
        + "</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r>",
    ),
    parts={
        "word/footnotes.xml": part(
            "footnotes", f'<w:footnote w:id="2">{paragraph("教材由区总工会编写。")}</w:footnote>'
        ),
        "word/comments.xml": part("comments", f'<w:comment w:id="3">{paragraph("请核实课时。")}</w:comment>'),
        "word/header1.xml": part("hdr", paragraph("2024年3月5日 星期二 第3版 工会")),
        "word/footer1.xml": part("ftr", paragraph("内部稿件")),
    },
)

ARTICLE_PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>夜班食堂开到凌晨两点_丰泽工人网</title>
<meta name="author" content="陈立新"><meta property="article:published_time" content="2024-03-05T08:00:00+08:00">
<script>var hidden = "不是正文";</script></head>
<body><nav><ul><li><a href="/">首页</a></li><li><a href="/gh">工会</a></li></ul></nav>
<article><h1>夜班食堂开到凌晨两点</h1><div class="info">2024-03-05 记者 陈立新</div>
<p>　　丰泽机械厂的夜班食堂从本月起开到凌晨两点，夜班职工下了机床就能吃上一碗热汤面，不用再自己带饭。</p>
<p>　　厂工会主席吴桂芬说，工会走访了六个班组，职工说得最多的就是夜里吃不上热饭。</p>
<p>　　食堂现在每晚备两荤两素一汤，价钱和白天一样，工会每餐补贴三元，开张第一个星期就有九百多人次来吃饭。</p>
<figure><img src="a.jpg"><figcaption>职工在夜班食堂吃面。吴小光 摄</figcaption></figure>
<p>　　车工刘志强说，下了夜班能在厂里吃口热的，回家的路上身上都是暖的，希望这个食堂能一直开下去。</p>
</article>
<aside><h3>相关新闻</h3><ul><li><a href="1">书屋开到车间</a></li><li><a href="2">安全帽里的提醒</a></li></ul></aside>
<footer>丰泽工人网 版权所有 电话 010-00000000</footer></body></html>"""

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>丰泽工人报</title><link>http://news.example/</link><description>工会新闻</description>
<item><title>书屋开到车间</title><link>http://news.example/1</link><dc:creator>周晓岚</dc:creator>
<pubDate>Tue, 05 Mar 2024 08:00:00 +0800</pubDate>
<content:encoded><![CDATA[<p>本报讯 书屋开到了车间。</p><p>职工可以随时借阅。</p>]]></content:encoded></item>
<item><title>技能比武开赛</title><link>http://news.example/2</link>
<description>三百名焊工同场比武。</description></item></channel></rss>"""

ROWS = (
    '{"标题": "书屋开到车间", "正文": "本报讯（记者 周晓岚）书屋开到了车间。\\n职工可以随时借阅。", '
    '"日期": "2024-03-05", "版次": "3"}\n'
    '{"headline": "夜班食堂升级", "paragraphs": ["夜班职工吃上了热饭。"], '
    '"byline": [{"name": "陈立新", "role": "记者"}]}\n'
)

TABLE = (
    "标题,正文,日期,作者\n"
    "书屋开到车间,书屋开到了车间。,2024-03-05,周晓岚\n"
    "夜班食堂升级,夜班职工吃上了热饭。,2024年3月6日,陈立新\n"
)

ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>丰泽工人报</title>
<entry><title>技能比武开赛</title><link href="http://news.example/2"/><author><name>陈立新</name></author>
<published>2024-03-05T22:30:00Z</published><content
type="html">&lt;p&gt;三百名焊工同场比武。&lt;/p&gt;</content></entry>
</feed>"""

NINJS = """{"uri": "http://news.example/items/7", "type": "text", "versioncreated": "2024-03-05T01:00:00Z",
"headline": "书屋开到车间", "byline": "记者 周晓岚", "located": "丰泽", "pubstatus": "usable",
"usageterms": "未经许可不得转载", "body_xhtml": "<p>书屋开到了车间。</p><p>职工可以随时借阅。</p>",
"associations": {"main": {"type": "picture", "byline": "吴小光", "description_text": "职工在书屋看书。"}}}"""

PLAIN = "职工书屋开到车间\n\n本报讯 昨天，丰泽区总工会把书屋开进了车间，职工可以随时借阅。\n"
