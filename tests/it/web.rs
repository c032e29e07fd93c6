//! Web pages, markdown and document sets: the same checks as the text that they were made from, and
//! hostile ones.

use assert_cmd::cargo::cargo_bin_cmd;
use gouji::audit::{Check, DocumentAudit, Verdict};
use gouji::document::{Document, Span};
use gouji::engine::{Engine, Request};
use gouji::error::ReadError;
use gouji::inside::{Limits, read};
use gouji::report::{Format, Options};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::new(gouji::embedded_lean().unwrap(), Request::default()).unwrap());

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
    read(name, bytes, &ENGINE.rulebook().vocabulary(), &Limits::default())
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
    let error =
        read("a.html", cells.as_bytes(), &ENGINE.rulebook().vocabulary(), &limits).unwrap_err();
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

#[test]
fn an_archive_is_one_document() {
    let (first, second) = halves();
    let gbk = encoding_rs::GBK.encode("附表/乙.txt").0.into_owned();
    let set = zip(&[
        (&gbk, second.as_bytes()),
        ("正文.txt".as_bytes(), first.as_bytes()),
        (b"__MACOSX/._x.txt", b"junk"),
        (b"folder/", b""),
    ]);
    let whole = audit("document.txt", &story("archive-planted"));
    let together = audit("a.zip", &set);
    assert_eq!(said(&together.checks), said(&whole.checks));
    assert_eq!(together.document.format, "zip");
    let names: Vec<&str> = together.document.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["正文.txt", "附表/乙.txt"]);
    // a figure of the second file: its own line, and its file
    let lines_before = first.lines().count() as u32;
    let across = whole
        .checks
        .iter()
        .zip(&together.checks)
        .filter(|(w, t)| w.key() == t.key())
        .flat_map(|(w, t)| w.figures().zip(t.figures()));
    let mut seen = 0;
    for (alone, joined) in across {
        let line = |audit: &DocumentAudit, figure: gouji::audit::CheckFigure<'_>| {
            audit.document.locator.position(&audit.document.text, figure.span().start)
        };
        let (own, set) = (line(&whole, alone), line(&together, joined));
        let file = together.document.file(joined.span()).unwrap();
        let expected = if file.name == "正文.txt" { own.line } else { own.line - lines_before };
        assert_eq!((set.line, set.column), (expected, own.column), "{}", joined.label());
        seen += usize::from(file.name != "正文.txt");
    }
    assert!(seen > 50);
    let json = Format::JSON.render(
        &gouji::audit::Audit { documents: vec![Ok(together)], ruleset_digest: String::new() },
        &Options::default(),
    );
    let value: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let figures = value["documents"][0]["checks"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|check| check["figures"].as_array().unwrap());
    let files: std::collections::BTreeSet<&str> =
        figures.map(|figure| figure["file"].as_str().unwrap()).collect();
    assert_eq!(files.into_iter().collect::<Vec<_>>(), ["正文.txt", "附表/乙.txt"]);
}

#[test]
fn what_cannot_be_read_in_an_archive_is_a_notice() {
    let inner = zip(&[(b"x.txt", b"x")]);
    let text = story("archive-planted");
    let set = zip(&[
        (b"a.txt", &text),
        (b"b.png", b"\x89PNG\r\n\x1A\nxxxx"),
        (b"c.zip", &inner),
        (b"d.txt", b""),
    ]);
    let audited = audit("a.zip", &set);
    assert_eq!(said(&audited.checks), said(&audit("a.txt", &text).checks));
    for (name, word) in [("b.png", "PNG"), ("c.zip", "压缩包"), ("d.txt", "空")] {
        assert!(
            audited.notices.iter().any(|n| n.message.contains(name) && n.message.contains(word)),
            "{:?}",
            audited.notices
        );
    }
    assert!(document("a.zip", &zip(&[(b"b.png", b"\x89PNG\r\n\x1A\nxxxx")])).is_err());
    assert!(document("a.zip", &zip(&[(b"__MACOSX/x", b"")])).is_err());
}

#[test]
fn archives_that_unpack_without_end_are_refused() {
    let bomb = zip(&[(b"a.txt", &vec![b'1'; 3 << 20]), (b"b.txt", &vec![b'1'; 3 << 20])]);
    assert!(bomb.len() < 1 << 20);
    let limits = Limits { unpacked: 8 << 20, ..Limits::default() };
    let error = read("a.zip", &bomb, &ENGINE.rulebook().vocabulary(), &limits).unwrap_err();
    assert!(
        matches!(&error, ReadError::Limit { .. }) && error.to_string().contains("解开"),
        "{error}"
    );
    let many: Vec<(Vec<u8>, &[u8])> =
        (0..600).map(|i| (format!("{i:0>5}.txt").into_bytes(), b"x".as_slice())).collect();
    let many: Vec<(&[u8], &[u8])> =
        many.iter().map(|(name, content)| (name.as_slice(), *content)).collect();
    assert!(matches!(document("a.zip", &zip(&many)), Err(ReadError::Limit { .. })));
    let whole = zip(&[(b"a.txt", &story("archive-planted"))]);
    for cut in [10, whole.len() / 2, whole.len() - 4] {
        assert!(document("a.zip", &whole[..cut]).is_err());
    }
}

fn gouji(args: &[&str], folder: &Path) -> (i32, String) {
    let output = cargo_bin_cmd!("gouji").current_dir(folder).args(args).output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap(),
    )
}

#[test]
fn paths_together_are_one_document_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = halves();
    std::fs::write(folder.path().join("正文.txt"), first).unwrap();
    std::fs::write(folder.path().join("附表.txt"), second).unwrap();
    for args in [
        ["check", "--together", "正文.txt", "附表.txt"],
        ["check", "正文.txt", "附表.txt", "--together"],
    ] {
        let (status, said) = gouji(&args, folder.path());
        assert_eq!(status, 1, "{said}");
        assert!(
            said.starts_with("正文.txt + 附表.txt")
                && said.contains("─[正文.txt:")
                && said.contains("─[附表.txt:"),
            "{said}"
        );
        assert!(!said.contains("共 2 份文件"), "{said}");
    }
    // a set in a set
    std::fs::write(
        folder.path().join("表.zip"),
        zip(&[("附表.txt".as_bytes(), halves().1.as_bytes())]),
    )
    .unwrap();
    let (_, said) = gouji(&["check", "--together", "正文.txt", "表.zip"], folder.path());
    assert!(said.contains("─[正文.txt:") && said.contains("─[表.zip/附表.txt:"), "{said}");
    std::fs::remove_file(folder.path().join("表.zip")).unwrap();
    let (status, said) = gouji(&["tables", "--together", "正文.txt", "附表.txt"], folder.path());
    assert!(status == 0 && said.contains("附表.txt 第 "), "{said}");
    // one that is not there is no set
    let (status, said) = gouji(&["check", "--together", "正文.txt", "没有.txt"], folder.path());
    assert!(status == 3 && said.contains("没有这个文件"), "{said}");
    assert_eq!(gouji(&["check", "--together"], folder.path()).0, 2);
    // a folder is walked all the same
    let (_, said) = gouji(&["check", "--together", "."], folder.path());
    assert!(said.contains("共 2 份文件"), "{said}");
}

#[test]
fn last_years_set_is_found() {
    let year = |year: i32, begin: &str, end: &str| {
        let forms = format!("公开01表\n单位：万元\n部门：示例市甲局\n{year}年度\n");
        let table = "收入 | | | 支出 | |\n项目 | 行次 | 金额 | 项目 | 行次 | 金额\n";
        let rows = format!(
            "本年收入合计 | 27 | 10.00 | 本年支出合计 | 58 | 10.00\n年初结转和结余 | 29 | {begin} | 年末结转和结余 | 60 | {end}\n总计 | 31 | 12.00 | 总计 | 62 | 12.00\n"
        );
        zip(&[
            ("1.txt".as_bytes(), format!("示例市甲局{year}年度部门决算\n").as_bytes()),
            ("2.txt".as_bytes(), format!("收入支出决算总表\n{forms}{table}{rows}").as_bytes()),
        ])
    };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("甲2022.zip"), year(2022, "2.00", "3.00")).unwrap();
    std::fs::write(folder.path().join("甲2023.zip"), year(2023, "2.00", "2.00")).unwrap();
    let (_, said) = gouji(&["check", ".", "--format", "json", "--all"], folder.path());
    let value: serde_json::Value = serde_json::from_str(&said).unwrap();
    let figures = value["documents"][1]["checks"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|check| check["figures"].as_array().unwrap());
    let files: Vec<&str> = figures.filter_map(|figure| figure["file"].as_str()).collect();
    assert!(
        files.iter().any(|file| file.ends_with("甲2022.zip/2.txt")) && files.contains(&"2.txt"),
        "{files:?}\n{said}"
    );
}

#[test]
fn files_together_that_are_documents_of_two_years_stand_beside_each_other() {
    let forms = |year: i32, begin: &str, end: &str| {
        format!(
            "收入支出决算总表\n公开01表\n单位：万元\n部门：示例市甲局\n{year}年度\n收入 | | | 支出 | |\n\
             项目 | 行次 | 金额 | 项目 | 行次 | 金额\n本年收入合计 | 27 | 10.00 | 本年支出合计 | 58 | 10.00\n\
             年初结转和结余 | 29 | {begin} | 年末结转和结余 | 60 | {end}\n总计 | 31 | 12.00 | 总计 | 62 | 12.00\n"
        )
    };
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    write("去年.txt", "示例市甲局2022年度部门决算\n".to_owned());
    write("去年表.txt", forms(2022, "2.00", "3.00"));
    write("今年.txt", "示例市甲局2023年度部门决算\n".to_owned());
    write("今年表.txt", forms(2023, "2.00", "2.00"));
    let files = ["今年.txt", "今年表.txt", "去年.txt", "去年表.txt"];
    let run = |more: &[&str]| {
        let args =
            [&["check", "--format", "json", "--all", "--together"][..], &files, more].concat();
        serde_json::from_str::<serde_json::Value>(&gouji(&args, folder.path()).1).unwrap()
    };
    let found = run(&[]);
    let documents = found["documents"].as_array().unwrap();
    let names: Vec<&str> = documents.iter().map(|one| one["path"].as_str().unwrap()).collect();
    assert_eq!(names, ["今年.txt + 今年表.txt", "去年.txt + 去年表.txt"]);
    let figures = documents[0]["checks"].as_array().unwrap().iter();
    let files: Vec<&str> = figures
        .flat_map(|check| check["figures"].as_array().unwrap())
        .filter_map(|figure| figure["file"].as_str())
        .collect();
    assert!(files.iter().any(|file| file.ends_with("去年表.txt")), "{files:?}");
    // who says what the files are has them as one
    assert_eq!(run(&["--kind", "部门决算"])["documents"].as_array().unwrap().len(), 1);
}

#[test]
fn files_together_that_are_of_two_agencies_are_not_made_one() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("甲.txt", "示例市甲局2023年度部门决算\n");
    write(
        "甲表.txt",
        "收入决算表\n部门：示例市甲局（本级）\n2023年度\n单位：万元\n项目 | 金额\n拨款 | 1.00\n",
    );
    write("甲馆.txt", "示例市甲局图书馆2023年度单位决算\n");
    write("乙.txt", "示例市乙局2023年度部门决算\n");
    let run = |files: &[&str]| {
        let args = [&["check", "--format", "json", "--all", "--together"][..], files].concat();
        let found: serde_json::Value =
            serde_json::from_str(&gouji(&args, folder.path()).1).unwrap();
        let documents = found["documents"].as_array().unwrap().iter();
        documents.map(|one| one["path"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(run(&["甲.txt", "甲表.txt", "乙.txt"]), ["甲.txt + 甲表.txt", "乙.txt"]);
    // a department and its unit
    assert_eq!(run(&["甲.txt", "甲表.txt", "甲馆.txt"]), ["甲.txt + 甲表.txt", "甲馆.txt"]);
    assert_eq!(run(&["甲.txt", "甲表.txt"]), ["甲.txt + 甲表.txt"]);
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
