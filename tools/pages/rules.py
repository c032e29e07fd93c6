"""Pages on the built-in rules, made of the rule files: what is asked, why, on what it rests, a right and a wrong example."""

import re
import tomllib
from html import escape
from urllib.parse import quote

# kinds of what findings name as their rule, with their names
KINDS = {"rule": "规则", "relation": "句子里的关系", "claim": "语句", "measure": "同一项目", "wording": "文字"}
SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
# keys that say what is asked, with their names
ASKED = {
    "expect": "公式", "any": "有一个成立即可", "when": "在什么条件下", "each": "对每一个", "tree": "按编码层次",
    "structure": "结构", "restated": "前后一致", "script": "脚本", "text": "句式", "words": "名称", "pairs": "成对的符号",
    "mixed": "成对的符号", "printed": "写法", "stop": "句末标点", "except": "除外", "documents": "哪些文件", "years": "年度",
    "scope": "哪一部分", "of": "关系", "roles": "句中的数",
    "outline": "各部分的标题", "near": "差一个字的", "cells": "单元格",
}
# how much of a document an example shows
LINES = 40


def read(root):
    """The layers, each with its title, and the rules, each with its layer, file, place and cases."""
    layers, rules, cases, bases, forms = {}, [], {}, {}, {}
    for path in sorted((root / "rules").rglob("*.toml")):
        layer = path.relative_to(root / "rules").parts[0]
        text = path.read_text()
        data = tomllib.loads(text)
        if path.name == "ruleset.toml":
            layers[layer] = data.get("title", layer)
        for case in data.get("case", []):
            cases.setdefault((layer, case["rule"]), []).append(case)
        for form in data.get("form", []):
            forms.setdefault(form["id"], [form["id"], *plain(form.get("title", []))])
        for kind in KINDS:
            for item in data.get(kind, []):
                rules.append({"layer": layer, "kind": kind, "file": path.relative_to(root).as_posix(), **item})
    for path in (root / "rules").glob("*/cases/bases/*.txt"):
        bases[path.parts[-4], path.stem] = path.read_text()
    return layers, rules, cases, bases, forms


def plain(titles):
    """Titles of tables without what their patterns leave open."""
    titles = [titles] if isinstance(titles, str) else titles
    return [title for title in titles if re.fullmatch(r"[\u3400-\u9fff、]+", title)]


def link(rule):
    return f"rules/{rule['layer']}/{rule['id']}.html"


def shown(value):
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "；".join(shown(one) for one in value)
    if isinstance(value, dict):
        return "，".join(f"{key} = {shown(one)}" for key, one in value.items())
    return str(value)


def excerpt(text, names):
    """The tables of a document that an example speaks of: each from its title to the next blank line."""
    out = []
    for piece in re.split(r"\n\s*\n", text.strip()):
        head = piece.split("\n", 1)[0]
        if any(name in head for name in names):
            out.append(piece)
    lines = "\n\n".join(out or [text.strip()]).split("\n")
    return "\n".join(lines[:LINES] + (["…"] if len(lines) > LINES else []))


def altered(text, key, value, titles):
    """A document with the cell `表.行.栏` changed and marked; as it was where the cell cannot be told in the text."""
    *_, row, column = ["", "", *key.split(".")]
    pieces = text.split("\n\n")
    for number, piece in enumerate(pieces):
        if not any(title in piece.split("\n", 1)[0] for title in titles):
            continue
        lines = [line.split(" | ") for line in piece.split("\n")]
        bare = [[cell.strip(" |") for cell in cells] for cells in lines]
        heads = {cells.index(column) for cells in bare if cells.count(column) == 1}
        rows = [at for at, cells in enumerate(bare) if any(cell == row or cell.endswith(f"、{row}") for cell in cells)]
        if len(heads) == 1 and len(rows) == 1 and max(heads) < len(bare[rows[0]]):
            lines[rows[0]][heads.pop()] = f"\x01{value}\x02"
            pieces[number] = "\n".join(" | ".join(cells) for cells in lines)
            break
    return "\n\n".join(pieces)


def example(case, layer, bases, forms, rule):
    """A case as a reader sees it."""
    changed = case.get("set", {})
    out = []
    named = {rule.get("form", "")} | {key.split(".")[0] for key in changed}
    asked = shown([rule.get(key, "") for key in ("expect", "any", "form")])
    named |= {form for form in forms if form in asked}
    names = [name for form in named for name in forms.get(form, [form]) if name]

    def written(text):
        """The text of a base where its name is given."""
        return bases.get((layer, text)) or bases.get(("national", text), text)

    if "base" in case:
        text = excerpt(written(case["base"]), names)
        for key, value in changed.items():
            form = key.split(".")[0]
            text = altered(text, key, value, forms.get(form, [form]))
        text = escape(text).replace("\x01", "<mark>").replace("\x02", "</mark>")
        out.append(f"<pre tabindex=\"0\">{text}</pre>")
    else:
        out.append(f"<pre tabindex=\"0\">{escape(case['given'].strip())}</pre>")
    beside = [("上年的文件", case.get("last_year")), ("空白格式", case.get("template")), *case.get("papers", {}).items()]
    for name, text in beside:
        if text:
            out.append(f"<p>{escape(name)}：</p><pre tabindex=\"0\">{escape(excerpt(written(text), names))}</pre>")
    if changed:
        items = "".join(f"<li>{escape(key)} 改为 <strong>{escape(str(value))}</strong></li>" for key, value in changed.items())
        out.append(f"<p>与对的不同的：</p><ul>{items}</ul>" if case["expect"] == "violation" else f"<p>其中：</p><ul>{items}</ul>")
    if case["expect"] == "violation":
        told = [f"报在 {case['at']}" if "at" in case else "", f"相差 {case['difference']}" if "difference" in case else ""]
        told = "，".join(word for word in told if word)
        if told:
            out.append(f"<p>程序{escape(told)}。</p>")
    return "".join(out)


def page(rule, layers, cases, bases, forms):
    """Title, body and words to search of the page on a rule."""
    name = rule.get("name") or rule["id"]
    layer = rule["layer"]
    rows = [("编号", f"<code>{escape(rule['id'])}</code>"), ("种类", KINDS[rule["kind"]])]
    if rule.get("severity") in SEVERITIES:
        rows.append(("级别", SEVERITIES[rule["severity"]]))
    rows.append(("规则集", escape(layers.get(layer, layer))))
    if "form" in rule:
        rows.append(("表", escape(shown(rule["form"]))))
    if "claim" in rule:
        rows.append(("句子", escape(shown(rule["claim"]))))
    for key, word in ASKED.items():
        if key in rule:
            value = escape(shown(rule[key]))
            rows.append((word, f"<pre tabindex=\"0\">{value}</pre>" if "\n" in value else f"<code>{value}</code>"))
    for key, word in (("basis", "依据"), ("reason", "理由"), ("message", "报告里的话"), ("hint", "提醒")):
        if key in rule:
            rows.append((word, escape(shown(rule[key]).replace("#", "："))))
    rows.append(("写在", f"<code>{escape(rule['file'])}</code>"))
    table = "".join(f"<tr><th scope=\"row\">{word}</th><td>{value}</td></tr>" for word, value in rows)
    body = [f"<h1>{escape(name)}</h1>", f"<div class=\"wide\"><table><tbody>{table}</tbody></table></div>"]
    own = cases.get((layer, rule["id"])) or cases.get(("national", rule["id"]), [])
    for verdict, title, kind in (("holds", "对的例子", "right"), ("violation", "错的例子", "wrong")):
        found = [case for case in own if case["expect"] == verdict]
        # the shortest says it best
        found.sort(key=lambda case: len(case.get("given", "")) or 10_000)
        if found:
            body.append(f"<section class=\"{kind}\"><h2>{title}</h2>{example(found[0], layer, bases, forms, rule)}</section>")
    body.append(
        "<h2>报告里看到它，怎么办</h2><p>先看报告指的那一处印的是什么，再看算式两边各取了哪些数；数确实错了就改，改不了的写明原因。"
        "认为报得不对，看<a href=\"../../use/check.html\">审核一份文件</a>里怎样写豁免。</p>"
    )
    words = " ".join([rule["id"], name, shown(rule.get("basis", "")), shown(rule.get("message", "")), shown(rule.get("form", ""))])
    return name, "\n".join(body), words


def lists(rules, layers):
    """The body of the page that leads to all rules, by layer and file."""
    out = ["<h1>查出的问题是什么意思</h1>",
           "<p>报告里每个问题后面都写着规则的编号。在上面的搜索框里写编号或者问题里的几个字，就能找到说明它的一页："
           "核对什么、依据什么，对的是什么样、错的是什么样。</p>"]
    before = None
    for rule in rules:
        place = (rule["layer"], rule["file"])
        if place != before:
            if before:
                out.append("</ul>")
            if not before or before[0] != place[0]:
                out.append(f"<h2>{escape(layers.get(rule['layer'], rule['layer']))}</h2>")
            out.append(f"<h3><code>{escape(rule['file'])}</code></h3><ul>")
            before = place
        out.append(f"<li><a href=\"{quote(link(rule))}\">{escape(rule['id'])}</a> {escape(rule.get('name', ''))}</li>")
    out.append("</ul>")
    return "\n".join(out)
