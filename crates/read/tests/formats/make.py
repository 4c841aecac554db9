#!/usr/bin/env python3
"""Makes the fixtures of this folder from `text/`: the same content in every form, by the real tools.

Needs chromium, node with `npm ci` in tests/browser, libreoffice, and `pip install typst python-docx pillow`. Run here: `python3 make.py`.
What the tests read are the files; this script is kept so that they can be made again.
"""

import base64
import csv
import html
import pathlib
import quopri
import shutil
import subprocess
import tempfile
import zipfile

import docx
import typst

HERE = pathlib.Path(__file__).parent
DAYS = {"1": "2023-11-14", "2": "2022-03-08", "3": "2023-12-15", "4": "2024-10-03", "5": "2023-11-22"}
MONTHS = "January February March April May June July August September October November December".split()


def long_day(day):
    year, month, number = day.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def contents():
    """Each text as title and paragraphs; a list is a list of items. The first has a table too."""
    for path in sorted((HERE / "text").glob("*.txt")):
        blocks = path.read_text().strip().split("\n\n")
        parts = []
        for block in blocks[1:]:
            lines = block.split("\n")
            if lines[0].startswith("- "):
                parts.append([line[2:] for line in lines])
            else:
                parts.append(block)
        yield path.stem, DAYS[path.stem[0]], blocks[0], parts


def table():
    with open(HERE / "text" / "table.csv") as file:
        return list(csv.reader(file))


def has_table(stem):
    return stem.startswith("1")


# --- web pages, differently built -------------------------------------------------------------

def html_table(style=""):
    rows = table()
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f"<table{style}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def body_html(stem, parts, tag="p", wrap=lambda text: text):
    out = []
    for part in parts:
        if isinstance(part, list):
            out.append("<ul>" + "".join(f"<li>{html.escape(item)}</li>" for item in part) + "</ul>")
        else:
            out.append(f"<{tag}>{wrap(html.escape(part))}</{tag}>")
    if has_table(stem):
        out.append(html_table())
    return "\n".join(out)


RELATED = [
    "Earlier: 99,000 people left through Torkham in October",
    "Opinion: why 2 million may have to move",
    "Photos: the 28,000 who queued at the gate",
]
LINKS = "".join(f'<li><a href="/{n}">{text}</a></li>' for n, text in enumerate(RELATED))


def page_article(stem, day, title, parts):
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | Frontier Wire</title>
<meta property="og:site_name" content="Frontier Wire"><meta property="og:title" content="{title}">
<meta property="article:published_time" content="{day}T08:00:00+00:00">
<link rel="canonical" href="https://wire.example/{stem}"></head>
<body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav></header>
<main><article><header><h1>{title}</h1><time datetime="{day}">{long_day(day)}</time></header>
{body_html(stem, parts)}
</article><aside><h2>More on this</h2><ul>{LINKS}</ul></aside></main>
<footer><p>© Frontier Wire. 120,000 people read us every day.</p></footer></body></html>"""


def page_divs(stem, day, title, parts):
    inner = body_html(stem, parts, "div", lambda text: f"<span>{text}</span>")
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1252">
<title>{title}</title><meta name="date" content="{day}"></head><body>
<div id="wrap"><div class="top"><div class="menu"><a href="/a">News</a> <a href="/b">Sport</a></div></div>
<div class="c1"><div class="c2"><div class="headline">{title}</div><div class="date">{long_day(day)}</div>
<div class="txt">{inner}</div></div></div>
<div class="related"><div>Read also</div>{"".join(f'<div><a href="/x">{t}</a></div>' for t in RELATED)}</div>
<div class="footer">Contact – Imprint – 45,000 followers</div></div></body></html>"""


def page_blog(stem, day, title, parts):
    return f"""<!DOCTYPE html>
<html lang="en-US"><head><meta charset="UTF-8"><title>{title} – Border Desk</title>
<link rel="canonical" href="https://desk.example/{day.replace('-', '/')}/{stem}/"></head>
<body class="post-template single"><div id="page"><header id="masthead" class="site-header">
<p class="site-title"><a href="/">Border Desk</a></p><div class="menu-main"><ul><li><a href="/a">About</a></li></ul></div></header>
<div id="content"><main id="main" class="site-main"><article id="post-7" class="post hentry">
<header class="entry-header"><h1 class="entry-title">{title}</h1><div class="entry-meta">
<time class="entry-date published" datetime="{day}T09:00:00+00:00">{long_day(day)}</time></div></header>
<div class="entry-content">{body_html(stem, parts)}
<div class="sharedaddy social-share"><a href="#">Tweet</a> <a href="#">1,240 shares</a></div></div></article>
<div id="comments" class="comments-area"><h2>3 comments</h2><p>I heard that 500,000 people were deported yesterday, they say.</p></div></main>
<aside id="secondary" class="widget-area sidebar"><section class="widget"><h2>Recent posts</h2><ul>{LINKS}</ul></section></aside></div>
<footer id="colophon" class="site-footer">Proudly read by 30,000 subscribers</footer></div></body></html>"""


def page_amp(stem, day, title, parts):
    return f"""<!doctype html>
<html amp lang="en"><head><meta charset="utf-8"><title>{title}</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[
{{"@type":"Organization","@id":"#org","name":"Frontier Wire"}},
{{"@type":"NewsArticle","mainEntityOfPage":"https://wire.example/amp/{stem}","headline":"{title}",
"datePublished":"{day}T06:30:00Z","dateModified":"2025-01-02T00:00:00Z","publisher":{{"@id":"#org"}}}}]}}</script>
<style amp-custom>p{{margin:0}}</style></head><body>
<header class="brand"><a href="/">Frontier Wire</a></header>
<article><h1>{title}</h1><amp-img src="a.jpg" width="1" height="1"></amp-img>
{body_html(stem, parts)}</article>
<section class="amp-related"><h3>Related</h3><ul>{LINKS}</ul></section></body></html>"""


def page_tables(stem, day, title, parts):
    return f"""<html><head><title>{title}</title></head><body bgcolor="#ffffff">
<table width="780" border="0" cellpadding="0" cellspacing="0"><tr><td colspan="2"><font size="5">Border Gazette</font></td></tr>
<tr><td width="150" valign="top"><table><tr><td><a href="/1">Front page</a></td></tr><tr><td><a href="/2">Archive 1998-2023</a></td></tr></table></td>
<td valign="top"><font size="4"><b>{title}</b></font><br><i>{long_day(day)}</i><br><br>
{body_html(stem, parts)}</td></tr>
<tr><td colspan="2" align="center"><font size="1">Visitors: 1,204,556</font></td></tr></table></body></html>"""


def page_heavy(stem, day, title, parts):
    menu = "".join(f'<li><a href="/s{n}">Section {n}</a><ul><li><a href="/s{n}/a">Sub {n}</a></li></ul></li>' for n in range(40))
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="dcterms.date" content="{day}"><meta property="og:url" content="https://relief.example/report/{stem}"></head><body>
<div id="cookie-banner" class="cookie-consent" role="dialog"><p>We and our 1,432 partners use cookies to count how many people visit this page. Please accept all of them.</p><button>Accept</button></div>
<div role="navigation" class="megamenu"><ul>{menu}</ul></div>
<div class="breadcrumbs"><a href="/">Home</a> / <a href="/r">Reports</a></div>
<div class="layout"><div class="field--name-title"><h1>{title}</h1></div>
<div class="field--name-body">{body_html(stem, parts)}</div></div>
<div class="newsletter-signup"><p>Join 250,000 people who receive our newsletter every week and never miss a report.</p></div>
<div role="contentinfo"><p>Relief Desk, a service since 1996.</p></div></body></html>"""


PAGES = {
    "article": page_article, "divs": page_divs, "blog": page_blog,
    "amp": page_amp, "tables": page_tables, "heavy": page_heavy,
}


def web_pages(out):
    for stem, day, title, parts in contents():
        for kind, make in PAGES.items():
            # Each page of its kind twice, the first content in all of them.
            number = int(stem[0]) - 1
            if number != 0 and list(PAGES).index(kind) % 4 + 1 != number:
                continue
            text = make(stem, day, title, parts)
            encoding = "windows-1252" if kind == "divs" else "utf-8"
            (out / f"{stem}.{kind}.html").write_bytes(text.encode(encoding, "xmlcharrefreplace"))


# --- word processors --------------------------------------------------------------------------

def print_page(stem, day, title, parts, columns=1):
    """A plain page to be printed or converted."""
    style = f"columns:{columns};column-gap:2em" if columns > 1 else ""
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font-family:serif;font-size:11pt}} td,th{{padding:2px 8px}} div{{text-align:justify;hyphens:auto}}</style></head>
<body><p>{long_day(day)}</p><h1>{title}</h1><div style="{style}">{body_html(stem, parts)}</div></body></html>"""


def by_python_docx(stem, day, title, parts, path):
    document = docx.Document()
    document.core_properties.title = title
    document.add_paragraph(long_day(day))
    document.add_heading(title, 1)
    for part in parts:
        if isinstance(part, list):
            for item in part:
                document.add_paragraph(item, style="List Bullet")
        else:
            paragraph = document.add_paragraph()
            half = len(part) // 2
            paragraph.add_run(part[:half])
            paragraph.add_run(part[half:]).bold = True
    if has_table(stem):
        rows = table()
        grid = document.add_table(rows=len(rows), cols=len(rows[0]))
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                grid.cell(y, x).text = cell
    document.save(path)


def tracked(stem, day, title, parts, path):
    """As it is passed round before it is agreed: what is struck is said no longer, what is put in is."""
    from docx.oxml import OxmlElement

    document = docx.Document()
    document.core_properties.title = title
    document.add_paragraph(long_day(day))
    document.add_heading(title, 1)
    for part in parts:
        for text in part if isinstance(part, list) else [part]:
            paragraph = document.add_paragraph(style="List Bullet" if isinstance(part, list) else None)
            for name, words, tag in [("w:del", "Some 88,000 people crossed. ", "w:delText"), ("w:ins", text, "w:t")]:
                change = OxmlElement(name)
                run = OxmlElement("w:r")
                inner = OxmlElement(tag)
                inner.text = words
                inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                run.append(inner)
                change.append(run)
                paragraph._p.append(change)
    document.save(path)


def convert(source, kind, target):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", kind,
             "--outdir", folder, str(source)],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=240,
        )
        made = next(pathlib.Path(folder).glob(f"*.{kind.split(':')[0]}"))
        shutil.move(made, target)


# --- PDF --------------------------------------------------------------------------------------

def by_chromium(page, target):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "page.html"
        source.write_text(page)
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
             f"--print-to-pdf={target}", str(source)],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=240,
        )


def by_chromium_as_mhtml(page, target):
    """As "save as, web page, single file" does, through the browser of tests/browser."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "page.html"
        source.write_text(page)
        script = """
import { chromium } from 'playwright-core';
import fs from 'node:fs';
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.goto('file://' + process.argv[2]);
const session = await page.context().newCDPSession(page);
const { data } = await session.send('Page.captureSnapshot', { format: 'mhtml' });
fs.writeFileSync(process.argv[3], data);
await browser.close();
"""
        browser = HERE.parents[3] / "tests" / "browser"
        path = browser / "mhtml.tmp.mjs"
        path.write_text(script)
        try:
            subprocess.run(["node", str(path), str(source), str(target)], check=True, cwd=browser, timeout=240)
        finally:
            path.unlink()


# --- what cannot be read ----------------------------------------------------------------------

def refused(out):
    """A text nobody may open, in three kinds, and pictures of pages."""
    from PIL import Image, ImageDraw

    stem, day, title, parts = next(contents())
    source = out / "open.docx"
    by_python_docx(stem, day, title, parts, source)
    export = ('pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},'
              '"DocumentOpenPassword":{"type":"string","value":"gate"}}')
    convert(source, export, out / "locked.pdf")
    source.unlink()
    pages = []
    for part in parts[:2]:
        page = Image.new("L", (620, 877), 255)
        ImageDraw.Draw(page).multiline_text((60, 80), str(part), fill=0)
        pages.append(page)
    pages[0].save(out / "scan.pdf", save_all=True, append_images=pages[1:], resolution=75)
    (out / "cut.docx").write_bytes((HERE / "files" / "2-poland.python.docx").read_bytes()[:9000])
    (out / "text.pdf").write_text("Some 300 people crossed at Torkham.\n")


def typst_source(stem, day, title, parts, columns):
    def clean(text):
        return "".join("\\" + c if c in "#$*_@<>[]\\`~" else c for c in text)

    out = [f'#set document(title: "{title}", date: none)',
           '#set page(paper: "a5", numbering: "1", header: align(right)[Frontier Wire · border desk])',
           '#set text(size: 10pt, lang: "en", hyphenate: true)', "#set par(justify: true)",
           long_day(day), "", f"= {clean(title)}", ""]
    body = []
    for part in parts:
        if isinstance(part, list):
            body.append("\n".join(f"- {clean(item)}" for item in part))
        else:
            body.append(clean(part))
    text = "\n\n".join(body)
    out.append(f"#columns({columns})[\n{text}\n]" if columns > 1 else text)
    if has_table(stem):
        rows = table()
        cells = ", ".join(f"[{clean(cell)}]" for row in rows for cell in row)
        out.append(f"#table(columns: {len(rows[0])}, stroke: none, {cells})")
    return "\n".join(out)


def by_typst(source, target):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "a.typ"
        path.write_text(source)
        typst.compile(str(path), output=str(target))


# --- feeds and mails --------------------------------------------------------------------------

def rfc(day):
    year, month, number = day.split("-")
    return f"{int(number):02} {MONTHS[int(month) - 1][:3]} {year} 08:00:00 +0000"


def feeds(out):
    items, entries = [], []
    for stem, day, title, parts in contents():
        content = body_html(stem, parts)
        items.append(f"<item><title>{title}</title><link>https://wire.example/{stem}</link><pubDate>{rfc(day)}</pubDate>"
                     f"<description>Short.</description><content:encoded><![CDATA[{content}]]></content:encoded></item>")
        entries.append(f'<entry><title>{title}</title><id>urn:{stem}</id><link href="https://desk.example/{stem}"/>'
                       f"<published>{day}T08:00:00Z</published><updated>2025-01-01T00:00:00Z</updated>"
                       f'<content type="html">{html.escape(content)}</content></entry>')
    (out / "wire.rss").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        "<channel><title>Frontier Wire</title><link>https://wire.example/</link>\n" + "\n".join(items) + "</channel></rss>\n")
    (out / "desk.atom").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Border Desk</title>\n'
        + "\n".join(entries) + "</feed>\n")


def plain(parts):
    return "\n\n".join("\n".join(f"- {i}" for i in p) if isinstance(p, list) else p for p in parts)


def mails(out):
    for stem, day, title, parts in contents():
        head = (f"From: Border Desk <desk@border.example>\r\nTo: all@desk.example\r\nDate: {rfc(day)}\r\n"
                f"Subject: =?utf-8?b?{base64.b64encode(title.encode()).decode()}?=\r\nMIME-Version: 1.0\r\n"
                f"Message-ID: <{stem}@border.example>\r\n")
        text = plain(parts)
        number = int(stem[0])
        if number in (2, 5):
            body = ("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                    + quopri.encodestring((text + "\n\n-- \nDuty officer\n").encode()).decode().replace("\n", "\r\n"))
        elif number in (3, 4):
            quoted = "\n".join(f"> {line}" for line in ["Do we know of the 77,000 people who left in May?", "Regards"])
            body = ("Content-Type: text/plain; charset=utf-8\r\n\r\n"
                    + (text + "\n\nOn Mon, 1 May 2023 at 10:00, Night Desk wrote:\n" + quoted + "\n").replace("\n", "\r\n"))
        else:
            attached = base64.encodebytes((HERE / "text" / "table.csv").read_bytes()).decode().replace("\n", "\r\n")
            page = f"<html><body>{body_html('none', parts)}</body></html>"
            body = ("Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n"
                    "--a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSee the formatted text.\r\n"
                    f"--a\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                    f"{base64.encodebytes(page.encode()).decode()}\r\n--a--\r\n"
                    "--m\r\nContent-Type: text/csv; name=table.csv\r\nContent-Disposition: attachment; filename=table.csv\r\n"
                    f"Content-Transfer-Encoding: base64\r\n\r\n{attached}\r\n--m--\r\n")
        (out / f"{stem}.eml").write_bytes((head + body).encode())


def main():
    out = HERE / "files"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    web_pages(out)
    feeds(out)
    mails(out)
    for stem, day, title, parts in contents():
        number = int(stem[0])
        by_python_docx(stem, day, title, parts, out / f"{stem}.python.docx")
        by_typst(typst_source(stem, day, title, parts, 1), out / f"{stem}.typst.pdf")
        if number in (3, 4, 5):
            by_typst(typst_source(stem, day, title, parts, 2), out / f"{stem}.columns.pdf")
        if number <= 3:
            by_chromium(print_page(stem, day, title, parts), out / f"{stem}.chromium.pdf")
        if number in (1, 2, 4):
            convert(out / f"{stem}.python.docx", "odt", out / f"{stem}.office.odt")
            convert(out / f"{stem}.office.odt", "docx", out / f"{stem}.office.docx")
        if number in (2, 4):
            tracked(stem, day, title, parts, out / f"{stem}.tracked.docx")
        if number in (2, 3):
            page = page_article if number == 2 else page_divs
            by_chromium_as_mhtml(page(stem, day, title, parts), out / f"{stem}.chromium.mhtml")
        if number in (1, 5):
            convert(out / f"{stem}.python.docx", "pdf", out / f"{stem}.office.pdf")
    with zipfile.ZipFile(out / "day.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ["2-poland.blog.html", "3-sudan.typst.pdf", "4-syria.python.docx", "5-closure.eml"]:
            path = out / name
            if path.exists():
                archive.write(path, f"reports/{name}")
        archive.writestr("reports/photo.jpg", b"\xff\xd8\xff")
    no = HERE / "refused"
    shutil.rmtree(no, ignore_errors=True)
    no.mkdir()
    refused(no)


main()
