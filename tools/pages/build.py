"""Makes the site (tools/site.sh): guides from Markdown, rules from rule files, search, pictures; then follows every link."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote

import rules
from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
GUIDES = "docs/use"
# Markdown that becomes a page, beside the guides
FURTHER = {
    "rules/README.md": "rules.html",
    "docs/report.md": "report.html",
    "docs/columns.md": "columns.html",
    "docs/words.md": "words.html",
    "SECURITY.md": "security.html",
}
BAR = [("use/first.html", "五分钟"), ("guides.html", "怎么用"), ("findings.html", "查出的问题"), ("rules.html", "写规则"), ("report.html", "程序接口")]
READERS = [
    ("办事员", [("use/first.html", "第一次审核：五分钟"), ("use/check.html", "审核一份，看懂结果"), ("findings.html", "查出的问题是什么意思"), ("use/install.html", "安装")]),
    ("复核的人", [("use/folder.html", "一个文件夹，应报单位名单"), ("use/opinion.html", "审核意见，签字存档"), ("use/ledger.html", "整改台账"), ("use/understand.html", "哪些数没有核对")]),
    ("写规则的人", [("rules.html", "规则怎么写"), ("use/learn.html", "从许多文件中学规则")]),
    ("程序员", [("report.html", "JSON 报告"), ("columns.html", "按列的结果"), ("use/python.html", "Python、Spark、Ray"), ("use/serve.html", "审核服务"), ("security.html", "安全")]),
]


def slug(heading):
    """The anchor that GitHub gives to a heading, as tools/docs.py has it."""
    kept = [character for character in heading.strip().lower() if character.isalnum() or character in " -_"]
    return "".join(kept).replace(" ", "-")


def terms(text):
    """What is looked up: pairs of Chinese characters, words of letters and digits; the same as in search.js."""
    folded = unicodedata.normalize("NFKC", text).lower()
    out = set(re.findall(r"[a-z0-9]+", folded))
    for run in re.findall(r"[\u3400-\u9fff]+", folded):
        out.update([run] if len(run) == 1 else (run[at:at + 2] for at in range(len(run) - 1)))
    return out


def join(children):
    """Between two Chinese characters the end of a line is no blank."""
    for before, end, after in zip(children, children[1:], children[2:]):
        if end.type == "softbreak" and re.fullmatch(r"[\u2018-\u9fff\uff00-\uffef]{2}", before.content[-1:] + after.content[:1]):
            end.type, end.content = "text", ""


def base36(number):
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    out = ""
    while True:
        number, rest = divmod(number, 36)
        out = digits[rest] + out
        if not number:
            return out


class Site:
    def __init__(self, out):
        self.out, self.entries, self.found = out, [], {}
        sources = {path.relative_to(ROOT).as_posix() for path in (ROOT / GUIDES).glob("*.md")}
        self.pages = {source: f"use/{Path(source).stem}.html" for source in sources if not source.endswith("README.md")}
        self.pages |= {f"{GUIDES}/README.md": "guides.html", **FURTHER}
        self.page_of_engine = os.environ.get("GOUJI_PAGE", "")
        self.pictures = Pictures(out, os.environ.get("GOUJI", ""))

    def enter(self, link, title, text):
        """An entry of the search."""
        number = len(self.entries)
        self.entries.append([link, title, re.sub(r"\s+", " ", text).strip()[:70]])
        for term in terms(f"{title} {text}"):
            self.found.setdefault(term, []).append(number)

    def write(self, target, title, body):
        depth = target.count("/")
        root = "../" * depth
        bar = "".join(f"<a href=\"{root}{link}\">{name}</a>" for link, name in BAR)
        if self.page_of_engine:
            bar += f"<a href=\"{root}live.html\">不安装就试</a>"
        lang = "zh-CN" if len(re.findall(r"[\u3400-\u9fff]", body)) * 12 > len(body) else "en"
        path = self.out / target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"""<!DOCTYPE html>
<html lang="zh-CN" data-root="{root}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' file: data:">
<title>{escape(title)} · gouji 勾稽</title>
<link rel="stylesheet" href="{root}style.css">
</head>
<body>
<a class="skip" href="#main">到正文</a>
<header><nav aria-label="全站"><a class="home" href="{root}index.html">gouji 勾稽</a>{bar}
<form role="search"><label for="search">搜索</label> <input id="search" type="search" autocomplete="off"></form></nav></header>
<main id="main" lang="{lang}">
<ol id="found" lang="zh-CN" aria-live="polite" aria-label="搜索结果"></ol>
{body}
</main>
<script src="{root}index.js"></script>
<script src="{root}search.js"></script>
</body>
</html>
""")

    def markdown(self, source, target):
        """A page from Markdown; each of its sections is an entry of the search."""
        text = (ROOT / source).read_text()
        reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
        tokens = reader.parse(text)
        title, sections, seen = "", [], {}
        for at, token in enumerate(tokens):
            if token.type == "heading_open":
                words = re.sub(r"[`*]", "", tokens[at + 1].content)
                anchor = slug(words)
                seen[anchor] = seen.get(anchor, -1) + 1
                anchor += f"-{seen[anchor]}" if seen[anchor] else ""
                token.attrSet("id", anchor)
                title = title or words
                sections.append([anchor, words, []])
            elif token.type == "html_block":
                token.content = self.pictures.figure(token.content, target)
            elif token.type in ("inline", "fence") and sections:
                sections[-1][2].append(token.content)
            for child in token.children or []:
                self.lead(child, source, target)
            if token.children is not None:
                token.children = [child for child in token.children if child.type != "gone"]
                join(token.children)
        body = reader.renderer.render(tokens, reader.options, {})
        body = body.replace("<table>", "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"表\"><table>")
        body = body.replace("</table>", "</table></div>").replace("<pre>", "<pre tabindex=\"0\">")
        self.write(target, title, body)
        for anchor, words, parts in sections:
            whole = words if words == title else f"{title} · {words}"
            self.enter(f"{quote(target)}#{quote(anchor)}", whole, re.sub(r"[|`*#\[\]]", " ", " ".join(parts)))

    def lead(self, token, source, target):
        """A link to another page leads there; one to a file of the repository is no link."""
        if token.type == "image":
            token.attrSet("src", self.pictures.copied(ROOT / Path(source).parent / token.attrGet("src"), target))
        if token.type not in ("link_open", "link_close"):
            return
        if token.type == "link_close":
            if self.gone:
                token.type = "gone"
            return
        path, _, anchor = token.attrGet("href").partition("#")
        self.gone = False
        if re.match(r"[a-z]+:", path) or not path:
            return
        named = os.path.normpath(os.path.join(os.path.dirname(source), unquote(path)))
        if named in self.pages:
            link = os.path.relpath(self.pages[named], os.path.dirname(target) or ".")
            token.attrSet("href", link + (f"#{anchor}" if anchor else ""))
        else:
            token.type, self.gone = "gone", True

    def index(self):
        body = ["<h1>gouji 勾稽</h1><p>审核部门预算、决算公开和绩效自评：合计加不加得起来，表与表对不对得上，文字和表格是不是一个数。"
                "文件不离开这台电脑。</p>"]
        if self.page_of_engine:
            body.append("<p><a href=\"live.html\">不安装就试：打开网页，放进文件</a></p>")
        body.append(self.pictures.figure("<!-- site: report fixtures/formats/archive-planted.xlsx -->", "index.html"))
        for reader, pages in READERS:
            items = "".join(f"<li><a href=\"{link}\">{name}</a></li>" for link, name in pages)
            body.append(f"<h2>{reader}</h2><ul class=\"cards\">{items}</ul>")
        self.write("index.html", "部门预算、决算、绩效文件的勾稽审核", "\n".join(body))

    def rules(self):
        layers, all_rules, cases, bases, forms = rules.read(ROOT)
        for rule in all_rules:
            title, body, words = rules.page(rule, layers, cases, bases, forms)
            self.write(rules.link(rule), title, body)
            self.enter(quote(rules.link(rule)), f"{rule['id']}：{title}", words)
        self.write("findings.html", "查出的问题是什么意思", rules.lists(all_rules, layers))
        return len(all_rules)

    def search(self):
        found = {}
        for term, numbers in sorted(self.found.items()):
            steps = [number - before for number, before in zip(numbers, [-1, *numbers])]
            found[term] = " ".join(base36(step) for step in steps)
        text = json.dumps({"entries": self.entries, "terms": found}, ensure_ascii=False, separators=(",", ":"))
        (self.out / "index.js").write_text(f"const INDEX = {text};\n")

    def build(self):
        for name in ("style.css", "search.js"):
            shutil.copyfile(HERE / name, self.out / name)
        for source, target in sorted(self.pages.items()):
            self.gone = False
            self.markdown(source, target)
        count = self.rules()
        self.index()
        self.search()
        if self.page_of_engine:
            shutil.copyfile(self.page_of_engine, self.out / "live.html")
        return count


class Pictures:
    """Pictures of reports: a comment in a guide asks for one, `<!-- site: report FILE -->`; GitHub shows nothing there."""

    ASKED = re.compile(r"<!-- site: (report|paper) (\S+) -->\s*")

    def __init__(self, out, program):
        self.out, self.program = out, program
        self.browser = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
        self.told = False

    def copied(self, path, target):
        name = path.name
        (self.out / "pictures").mkdir(exist_ok=True)
        shutil.copyfile(path, self.out / "pictures" / name)
        return "../" * target.count("/") + f"pictures/{name}"

    def figure(self, text, target):
        asked = self.ASKED.fullmatch(text)
        if not asked:
            return text
        kind, document = asked.groups()
        name = f"{kind}-{Path(document).stem}.png"
        if not self.made(kind, document, name):
            return ""
        title = {"report": "打开的审核结果", "paper": "审核意见的第一页"}[kind]
        link = "../" * target.count("/") + f"pictures/{name}"
        return f"<figure><img src=\"{link}\" alt=\"{title}\"><figcaption>{title}：{escape(document)}</figcaption></figure>\n"

    def made(self, kind, document, name):
        if not self.program or not self.browser:
            if not self.told:
                print("GOUJI or Chromium is not given: no pictures of reports")
                self.told = True
            return False
        picture = self.out / "pictures" / name
        if picture.exists():
            return True
        picture.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "page.html"
            how = ["--format", "html", "-o", page] if kind == "report" else ["--format", "concise", "--opinion", page]
            run = [self.program, "check", document, "--date", "2026-11-28", "--fail-on", "never", *how]
            subprocess.run(list(map(str, run)), cwd=ROOT, check=True, capture_output=True)
            size = "1200,860" if kind == "report" else "900,1240"
            subprocess.run(
                [self.browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder}/profile",
                 f"--window-size={size}", f"--screenshot={picture.resolve()}", page.as_uri()],
                check=True, capture_output=True, timeout=120,
            )
        return True


class Links(HTMLParser):
    """The anchors and links of a page."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.twice, self.links, self.levels = set(), [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if attrs.get("id"):
            if attrs["id"] in self.ids:
                self.twice.append(attrs["id"])
            self.ids.add(attrs["id"])
        self.links += [attrs[name] for name in ("href", "src") if attrs.get(name)]
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))


def check(out):
    """Each link leads somewhere; each page has one title and skips no level of headings. The number of links."""
    pages = {path.resolve(): Links(path.read_text()) for path in out.rglob("*.html") if path.name != "live.html"}
    wrong, count = [], 0
    for path, page in pages.items():
        if page.levels[:1] != [1] or page.levels.count(1) != 1 or any(b > a + 1 for a, b in zip(page.levels, page.levels[1:])):
            wrong.append(f"{path.relative_to(out.resolve())}: headings {page.levels}")
        wrong += [f"{path.relative_to(out.resolve())}: #{anchor} stands twice" for anchor in page.twice]
        for link in page.links:
            if re.match(r"(https?|mailto|data):", link):
                continue
            count += 1
            name, _, anchor = unquote(link).partition("#")
            target = (path.parent / name).resolve() if name else path
            ids = pages[target].ids if target in pages else None
            if not target.exists() or (anchor and ids is not None and anchor not in ids):
                wrong.append(f"{path.relative_to(out.resolve())}: {unquote(link)}")
    if wrong:
        sys.exit("links that lead nowhere, and what is wrong else:\n" + "\n".join(wrong))
    return len(pages), count


def main():
    target = Path(sys.argv[1])
    # its place is taken: nothing but an earlier site may stand there
    if target.exists() and not ((target / "search.js").is_file() or target.is_dir() and not any(target.iterdir())):
        sys.exit(f"{target} is there and is no site: name another folder, or remove it")
    target.parent.mkdir(parents=True, exist_ok=True)
    # a site is there whole or not at all
    made = Path(tempfile.mkdtemp(dir=target.parent, prefix=".site-"))
    try:
        count = Site(made).build()
        pages, links = check(made)
        if target.exists():
            shutil.rmtree(target)
        made.chmod(0o755)
        made.rename(target)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    print(f"{target}: {pages} pages, {count} of them on rules, {links} links, {size // 1024} KiB")


if __name__ == "__main__":
    main()
