//! Web pages, markdown and document sets: the same checks as the text that they were made from, and
//! hostile ones.

mod archives;
mod together;

use crate::engines;
use assert_cmd::cargo::cargo_bin_cmd;
use gouji::audit::{Check, DocumentAudit, Verdict};
use gouji::document::{Document, Span};
use gouji::engine::Engine;
use gouji::error::ReadError;
use gouji::inside::{Limits, read};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static ENGINE: LazyLock<&Engine> = LazyLock::new(|| engines::engine(""));

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(fixtures().join(path)).unwrap()
}

fn story(name: &str) -> Vec<u8> {
    fixture(&format!("{name}/document.txt"))
}

fn audit(name: &str, bytes: &[u8]) -> DocumentAudit {
    ENGINE.audit(name, bytes).unwrap_or_else(|unreadable| panic!("{name}: {}", unreadable.message))
}

fn document(name: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    read(name, bytes, engines::vocabulary(), &Limits::default())
}

/// What a check says, without places.
fn said(checks: &[Check]) -> Vec<(String, Verdict, Option<String>, Option<String>)> {
    let mut out: Vec<_> = checks
        .iter()
        .map(|c| {
            (
                c.rule.to_string(),
                c.verdict,
                c.stated.as_ref().map(|v| v.to_string()),
                c.computed.as_ref().map(|v| v.to_string()),
            )
        })
        .collect();
    out.sort();
    out
}

fn same_checks(name: &str, bytes: &[u8], text: &[u8]) {
    let (page, text) = (audit(name, bytes), audit("document.txt", text));
    assert!(text.checks.len() > 20, "{name}");
    let (own, expected) = (said(&page.checks), said(&text.checks));
    let lost: Vec<_> = expected.iter().filter(|check| !own.contains(check)).collect();
    let more: Vec<_> = own.iter().filter(|check| !expected.contains(check)).collect();
    assert!(own == expected, "{name}\nlost {lost:#?}\nmore {more:#?}");
    assert_eq!((page.agency, page.year, page.kind), (text.agency, text.year, text.kind), "{name}");
}

#[test]
fn pages_give_the_checks_of_their_text() {
    let mut count = 0;
    for entry in std::fs::read_dir(fixtures().join("web")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let (of, _) = name.rsplit_once('-').unwrap();
        same_checks(&name, &fixture(&format!("web/{name}")), &story(of));
        count += 1;
    }
    assert!(count >= 9);
}

#[test]
fn figures_of_a_page_name_their_cell() {
    let audit = audit("a.html", &fixture("web/archive-planted-government.html"));
    let place = |text: &str| {
        let figures = audit.checks.iter().flat_map(|check| check.figures());
        let figure = figures.into_iter().find(|figure| figure.printed().text == text).unwrap();
        audit.document.locator.place(figure.span()).unwrap().to_owned()
    };
    assert_eq!(place("661.82"), "表2 第4行第4列");
    let prose =
        document("a.html", "<p>甲</p><p>2023年度收入总计100.00万元</p>".as_bytes()).unwrap();
    let span = prose.paragraphs().last().unwrap().1.text.span();
    assert_eq!(prose.locator.place(span), Some("第2段"));
}

#[test]
fn what_is_hidden_or_of_the_page_is_no_content() {
    let text = document("a.html", &fixture("web/archive-planted-government.html")).unwrap().text;
    for word in ["隐藏的话", "旧表", "9.99", "友情链接", "请打开脚本", "font-size"] {
        assert!(!text.contains(word), "{word}");
    }
    assert!(text.contains("政务公开"));
}

#[test]
fn encodings_of_pages() {
    let page = |charset: &str| {
        format!(
            "<html><meta charset={charset}><table><tr><td>项目<td>金额<tr><td>收入合计<td>１.００</table>"
        )
    };
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(page("x").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let gbk = encoding_rs::GBK.encode(&page("gb2312")).0.into_owned();
    let big5 = encoding_rs::BIG5
        .encode(&page("big5").replace("项", "項").replace("额", "額").replace("计", "計"))
        .0
        .into_owned();
    for (bytes, word) in [
        (page("gb2312").into_bytes(), "收入合计"),
        (utf16, "收入合计"),
        (gbk, "收入合计"),
        (big5, "收入合計"),
    ] {
        let found = document("无名", &bytes).unwrap();
        assert_eq!(found.format, "html");
        assert_eq!(found.tables.len(), 1);
        assert!(found.text.contains(word), "{}", found.text);
    }
}

#[test]
fn preformatted_pages_are_read_as_their_text() {
    let text = String::from_utf8(story("archive-planted")).unwrap();
    let page = format!(
        "<html><body><pre>{}</pre></body></html>",
        text.replace('&', "&amp;").replace('<', "&lt;")
    );
    same_checks("a.html", page.as_bytes(), text.as_bytes());
}

#[test]
fn pages_with_nothing_to_read_say_why() {
    for (page, word) in [
        ("<html><frameset><frame src=\"sheet001.htm\"></frameset></html>", "sheet001.htm"),
        ("<html><body><div id=app></div><script>load()</script></body></html>", "脚本"),
        ("<html><body><p>&nbsp;</body></html>", "没有文字"),
        (
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/png\n\n--x--",
            "mht",
        ),
    ] {
        let message = document("a.html", page.as_bytes()).unwrap_err().to_string();
        assert!(message.contains(word), "{page}\n{message}");
    }
    let cut = document("a.html", "<html><p>2023年度收入<table><tr><td>甲<td".as_bytes()).unwrap();
    assert!(cut.notices.iter().any(|notice| notice.message.contains("中断")), "{:?}", cut.notices);
}

#[test]
fn hostile_pages_come_to_an_end() {
    let many = 300_000;
    let cells = format!("<table>{}</table>", "<tr><td>1<td>2".repeat(many));
    for page in [
        "<table><tr><td>甲".repeat(many / 10),
        "<b><i><p>甲".repeat(many / 10),
        format!("<table>{}", "<tr><td rowspan=65534 colspan=1000>甲<td>乙".repeat(many / 10)),
        format!("<div {}>甲", "a=1 ".repeat(many)),
        format!("<p>甲{}", "&#x".repeat(many)),
        format!("<p>甲{}", "<!--".repeat(many)),
        format!("<p>甲{}", "<script>".repeat(many)),
        "<span style='display:none'><p>甲".repeat(many / 10),
        "<ol><li>甲".repeat(many / 10),
    ] {
        // that it comes back is all that is asked
        let _ = document("a.html", format!("<html>{page}").as_bytes());
    }
    let limits = Limits { pieces: 1000, ..Limits::default() };
    let error = read("a.html", cells.as_bytes(), engines::vocabulary(), &limits).unwrap_err();
    assert!(matches!(error, ReadError::Limit { .. }), "{error}");
}

#[test]
fn plain_text_named_markdown_is_read_as_text() {
    for name in ["archive-planted", "prose-library", "self-evaluation-planted"] {
        same_checks("a.md", &story(name), &story(name));
    }
    same_checks("a.md", &fixture("generality/unit-2020.txt"), &fixture("generality/unit-2020.txt"));
}

#[test]
fn markdown_gives_the_checks_of_its_text() {
    // headings and emphasis around prose
    let prose = String::from_utf8(story("prose-library")).unwrap();
    let marked: String = prose
        .lines()
        .map(|line| {
            if line.starts_with(['一', '二', '三', '四', '五']) {
                format!("## {line}\n")
            } else {
                format!("{}\n", line.replace("万元", "**万元**"))
            }
        })
        .collect();
    assert!(marked.contains("## ") && marked.contains("**万元**"));
    same_checks("a.md", marked.as_bytes(), prose.as_bytes());
    // tables with bars, and tables in HTML
    let text = String::from_utf8(story("archive-planted")).unwrap();
    let (mut bars, mut html, mut open) = (String::new(), String::new(), false);
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let is_row = cells.len() > 1;
        if open != is_row {
            html.push_str(if is_row { "<table>\n" } else { "</table>\n" });
            if is_row {
                bars.push_str(&format!(
                    "| {} |\n|{}\n",
                    cells.join(" | "),
                    "---|".repeat(cells.len())
                ));
            }
        } else if is_row {
            bars.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
        if is_row {
            html.push_str(&format!("<tr><td>{}</td></tr>\n", cells.join("</td><td>")));
        } else {
            bars.push_str(&format!("{line}\n"));
            html.push_str(&format!("{line}\n"));
        }
        open = is_row;
    }
    same_checks("bars.md", bars.as_bytes(), text.as_bytes());
    same_checks("html.md", html.as_bytes(), text.as_bytes());
}

#[test]
fn prose_beside_tables_in_html_is_found_at_its_line() {
    let text = "# 说明\n<table>\n<tr>\n<td>项目</td>\n<td>金额</td>\n</tr>\n<tr><td>甲</td><td>2.50</td></tr></table>\n\n\
                甲**支出**2.50万元。\n<table><tr><td>乙</td><td>1</td></tr>\n</table>结余3.00万元。\n";
    let read = document("a.md", text.as_bytes()).unwrap();
    for (word, place) in [
        ("说明", "第1行"),
        ("甲支出", "第9行"),
        ("结余", "第11行"),
        ("2.50", "表1 第2行第2列"),
        ("乙", "表2 第1行第1列"),
    ] {
        let at = read.text.find(word).unwrap();
        assert_eq!(read.locator.place(Span::new(at, at + word.len())), Some(place), "{word}");
    }
}

fn zip(files: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    for (index, (name, content)) in files.iter().enumerate() {
        // names in another encoding are bytes all the same: written as ASCII of the same length,
        // put in afterwards
        writer.start_file(placeholder(index, name), options).unwrap();
        writer.write_all(content).unwrap();
    }
    let mut bytes = writer.finish().unwrap().into_inner();
    for (index, (name, _)) in files.iter().enumerate() {
        let ascii = placeholder(index, name).into_bytes();
        let places: Vec<usize> = bytes
            .windows(ascii.len())
            .enumerate()
            .filter(|(_, w)| *w == ascii)
            .map(|(at, _)| at)
            .collect();
        for at in places {
            bytes[at..at + ascii.len()].copy_from_slice(name);
        }
    }
    bytes
}

fn placeholder(index: usize, name: &[u8]) -> String {
    format!("{index:q<0$}", name.len())
}

/// The planted story cut in two: captions and forms up to the sixth, and the rest.
fn halves() -> (String, String) {
    let text = String::from_utf8(story("archive-planted")).unwrap();
    let at = text.find("\n一般公共预算财政拨款支出决算表\n").unwrap();
    let (first, second) = text.split_at(at + 1);
    (first.to_owned(), second.to_owned())
}

fn gouji(args: &[&str], folder: &Path) -> (i32, String) {
    let output = cargo_bin_cmd!("gouji").current_dir(folder).args(args).output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap(),
    )
}

#[test]
fn the_corpus_of_pages_is_read_or_refused_with_a_reason() {
    let Some(corpus) = crate::effort::beside("corpora/docling") else { return };
    let entries = std::fs::read_dir(corpus).unwrap();
    let mut read = 0;
    for path in entries.map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".html") || name.ends_with(".md") {
            match document(&name, &std::fs::read(&path).unwrap()) {
                Ok(found) => {
                    assert!(!found.blocks.is_empty(), "{name}");
                    read += 1;
                }
                Err(error) => {
                    assert!(!matches!(error, ReadError::Damaged { .. }), "{name}: {error}")
                }
            }
        }
    }
    assert!(read > 20, "{read}");
}

#[test]
fn tables_are_drawn_as_a_page() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("决算.html"), fixture("web/archive-planted-excel.htm"))
        .unwrap();
    let (status, page) = gouji(&["tables", "决算.html", "--format", "html"], folder.path());
    assert!(
        status == 0 && page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"),
        "{page}"
    );
    assert!(
        page.contains("title=\"支出决算表 · 合计 · 本年支出合计\">682.45</td>")
            && page.contains("rowspan=\"2\""),
        "{page}"
    );
}
