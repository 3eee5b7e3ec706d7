"""Files as people have them, made for tests: saved pages, packed documents, chats, feeds, PDFs."""

from __future__ import annotations

import io
import json
import zipfile
from quopri import encodestring

WORDS = (
    "أعلن الناطق باسم غرفة الطوارئ يوم 17 نوفمبر 2016 إغلاق منطقة القوارشة أمام السكان بسبب المعارك. "
    "وقال إن الدخول إلى المنطقة ممنوع قبل أن يتم تفتيشها بالكامل من الألغام."
)
MORE = "وأضاف أن على من بقي في بيته أن لا يخرج منه حتى إشعار آخر."

PAGE = f"""<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8">
<title>الموقع | إغلاق القوارشة</title>
<meta property="article:published_time" content="2016-11-17T15:05:00+02:00">
<link rel="canonical" href="https://news.example/1"><style>p {{ color: red }}</style>
<script>var x = "سر"</script></head>
<body><header><div class="menu"><a href="/">الرئيسية</a> <a href="/sport">رياضة</a></div></header>
<nav><ul><li><a href="/a">أخبار أخرى عن القوارشة وفتح الطريق اليوم</a></li></ul></nav>
<div id="content"><h1>إغلاق القوارشة</h1><div class="text"><p>{WORDS}</p><p>{MORE}</p></div>
<div class="share-box"><p>شارك الخبر مع أصدقائك</p></div></div>
<aside><p>الأكثر قراءة: مباراة الأمس</p></aside><footer><p>جميع الحقوق محفوظة</p></footer></body></html>"""

MHTML = f"""From: <Saved by Blink>
Snapshot-Content-Location: https://news.example/saved
Subject: =?utf-8?Q?x?=
Date: Thu, 17 Nov 2016 15:10:00 +0200
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html"; boundary="----part"

------part
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: https://news.example/saved

{encodestring(PAGE.replace('<link rel="canonical" href="https://news.example/1">', "").encode()).decode()}
------part
Content-Type: text/css
Content-Transfer-Encoding: quoted-printable

body {{ content: "=D8=A3" }}
------part--
"""

WHATSAPP = f"""17/11/2016, 1:04 م - الرسائل والمكالمات مشفرة تماما بين الطرفين.
17/11/2016, 1:05 م - سالم الورفلي: {WORDS}
{MORE}
17/11/2016, 1:06 م - +218 91 234 5678: <تم استبعاد الوسائط>
18/11/2016, 9:30 ص - أم خالد: فُتح طريق المطار أمام المدنيين.
"""

RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>وكالة المثال</title>
<item><title>إغلاق القوارشة</title><link>https://news.example/1</link><pubDate>Thu, 17 Nov 2016 13:05:00 GMT</pubDate>
<description>موجز</description><content:encoded><![CDATA[<p>{WORDS}</p><script>x</script><p>{MORE}</p>]]></content:encoded>
</item><item><title></title></item></channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>وكالة</title><entry><title>خبر</title>
<link href="https://news.example/2"/><updated>2016-11-17T13:05:00Z</updated>
<summary type="html">&lt;p&gt;{WORDS}&lt;/p&gt;</summary></entry></feed>"""

TELEGRAM = json.dumps(
    {
        "name": "غرفة الطوارئ",
        "type": "public_channel",
        "messages": [
            {"type": "service", "text": "", "date": "2016-11-17T13:00:00"},
            {
                "type": "message",
                "from": "سالم الورفلي",
                "date": "2016-11-17T15:05:00",
                "date_unixtime": "1479387900",
                "text": ["بيان: ", {"type": "bold", "text": WORDS}, " ", MORE],
            },
            {"type": "message", "from": "سالم الورفلي", "photo": "x.jpg", "text": ""},
        ],
    },
    ensure_ascii=False,
)

TELEGRAM_PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>
<div class="page_wrap"><div class="page_body chat_page"><div class="history">
<div class="message service"><div class="body details">17 November 2016</div></div>
<div class="message default clearfix"><div class="body"><div class="pull_right date details"
title="17.11.2016 15:05:00 UTC+02:00">15:05</div><div class="from_name">سالم الورفلي</div>
<div class="text">{WORDS}<br>{MORE}</div></div></div></div></div></div></body></html>"""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str | None = None) -> bytes:
    paragraphs = body or (
        f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>"
        "<w:p><w:del><w:r><w:delText>حُذف</w:delText></w:r></w:del>"
        f'<w:r><w:t xml:space="preserve">{MORE[:10]}</w:t></w:r>'
        f"<w:r><w:t>{MORE[10:]}</w:t></w:r></w:p>"
    )
    return packed(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{paragraphs}</w:body></w:document>'.encode(),
            "docProps/core.xml": "<creator>سالم الورفلي</creator>".encode(),
        }
    )


def packed(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in files.items():
            out.writestr(name, data)
    return held.getvalue()


_FONTS = b"/Resources << /Font << /F 5 0 R >> >> >>"


def pdf(stream: bytes, font: bytes = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>") -> bytes:
    """A PDF of one page with this content, to the letter."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R %s" % _FONTS,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        font,
    ]
    data, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
