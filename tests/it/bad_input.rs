//! Bad input: each kind ends with a clear message and the right exit status, soon; what can be
//! audited is audited.

use crate::effort::either;
use crate::engines;
use crate::tempting::tempting;
use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use gouji::LargeFrom;
use gouji::audit::Verdict;
use gouji::engine::{Engine, Request};
use gouji::inside::{Limits, SetFile, read, together};
use std::path::Path;
use std::sync::LazyLock;

/// Without optimisation smaller inputs will do.
fn scale() -> usize {
    if cfg!(debug_assertions) { either(100, 20) } else { 1 }
}

fn megabyte() -> usize {
    1_000_000 / scale()
}

static ENGINE: LazyLock<Engine> = LazyLock::new(|| engine(LargeFrom::default()));

fn engine(large_from: LargeFrom) -> Engine {
    let request = Request { ruleset: Some("shanxi".to_owned()), large_from, ..Request::default() };
    Engine::new(engines::rulebook(), request).unwrap()
}

fn gouji(args: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("gouji");
    command.env_remove("NO_COLOR").args(args);
    command
}

/// Exit status and all that was said.
fn run(args: &[&str]) -> (i32, String) {
    let output = gouji(args).output().unwrap();
    let said =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (output.status.code().unwrap(), said)
}

/// Audits bytes by the binary under a name.
fn on_bytes(name: &str, bytes: &[u8]) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    run(&[path.to_str().unwrap(), "-r", "shanxi"])
}

fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)).unwrap()
}

/// A form of expenditure with so many rows.
fn table(rows: usize) -> String {
    let mut out = "某市某局2023年度部门决算\n\n支出决算表\n\n单位：万元\n\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出\n".to_owned();
    for row in 0..rows {
        out.push_str(&format!(
            "{}\t某项支出\t{row}.00\t{row}.00\t\t\t\t\n",
            2_010_000 + row % 900_000
        ));
    }
    out
}

#[test]
fn what_cannot_be_audited_is_3_and_says_why() {
    let png = [b"\x89PNG\r\n\x1A\n".as_slice(), &[0; 200]].concat();
    let jpeg = [b"\xFF\xD8\xFF\xE0".as_slice(), &[7; 200]].concat();
    let noise: Vec<u8> =
        (0..4000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    let cases: Vec<(&str, &[u8], &str)> = vec![
        ("空.txt", b"", "空"),
        ("空白.txt", " \n\t\r\n\u{3000}\n".as_bytes(), "空"),
        ("图片.txt", &png, "PNG"),
        ("照片.txt", &jpeg, "JPEG"),
        ("程序.txt", &noise, "二进制"),
        ("零.txt", &[0; 5000], ""),
        ("文档.txt", b"PK\x03\x04 and more", "Office"),
        ("扫描.txt", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3", "PDF"),
    ];
    for (name, bytes, word) in cases {
        let (status, said) = on_bytes(name, bytes);
        assert_eq!(status, 3, "{name}\n{said}");
        assert!(said.contains(word) && said.contains(name), "{name}\n{said}");
        assert!(!said.contains("panicked") && !said.contains("Error"), "{name}\n{said}");
    }
}

#[test]
fn a_document_of_another_kind_has_nothing_to_audit() {
    let letter = "张三：\n\n来信收到。山里下了一场雨，路不好走，等天晴了再来看你。\n\n李四\n";
    for text in [letter, "fn main() {}\n", "甲\t乙\n丙\t丁\n"] {
        let (status, said) = on_bytes("信.txt", text.as_bytes());
        assert_eq!(status, 3, "{said}");
    }
}

#[test]
fn prose_without_a_table_is_audited() {
    let text = "第三部分 情况说明\n\n一、“三公”经费支出决算情况\n\n2023年度“三公”经费财政拨款支出预算为11.00万元，支出决算为8.80万元，完成预算的80.00%。\n";
    let (status, said) = on_bytes("说明.txt", text.as_bytes());
    assert!(status == 0 && said.contains("没有发现问题"), "{said}");
}

#[test]
fn a_few_invalid_bytes_are_a_notice() {
    let mut bytes = fixture("archive-clean/wan.txt");
    let at = bytes.len() / 2;
    bytes.splice(at..at, *b"\xFF\xFE\x80");
    bytes.insert(10, 0);
    let audit = ENGINE.audit("document.txt", &bytes).unwrap();
    assert!(audit.checks.len() > 300);
    assert!(
        audit.notices.iter().any(|notice| notice.message.contains("无效字节")),
        "{:?}",
        audit.notices
    );
    assert!(
        audit.notices.iter().any(|notice| notice.message.contains("控制字符")),
        "{:?}",
        audit.notices
    );
}

#[test]
fn paths_and_names_that_are_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_str().unwrap();
    let clean = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archive-clean/wan.txt");
    let clean = clean.to_str().unwrap();
    // an empty folder, a file that is not there
    assert_eq!(run(&[root]).0, 3);
    let (status, said) = run(&[&format!("{root}/没有.txt")]);
    assert!(status == 3 && said.contains("没有这个文件"), "{said}");
    // a folder with a document is its document
    std::fs::copy(clean, folder.path().join("决算.txt")).unwrap();
    assert_eq!(run(&[root, "-r", "shanxi"]).0, 0);
    // beside one that cannot be read
    std::fs::write(folder.path().join("空.txt"), "").unwrap();
    assert_eq!(run(&[root, "-r", "shanxi"]).0, 3);
    // an output that cannot be written: a file stands where its folder would be
    let (status, said) = run(&[
        clean,
        "-r",
        "shanxi",
        "-o",
        &format!("{root}/空.txt/结果.json"),
        "--format",
        "json",
    ]);
    assert!(status == 3 && !said.is_empty(), "{said}");
    // a ruleset that is not there: before anything is read
    let (status, said) = run(&[&format!("{root}/没有.txt"), "-r", "没有这套规则"]);
    assert!(status == 2 && said.contains("没有这套规则"), "{said}");
}

#[test]
fn two_hundred_megabytes_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("很大.txt");
    let file = std::fs::File::create(&path).unwrap();
    std::io::Write::write_all(&mut &file, "收入支出决算总表\n".as_bytes()).unwrap();
    file.set_len(200 << 20).unwrap();
    let (status, said) = run(&[path.to_str().unwrap(), "-r", "shanxi"]);
    assert_eq!(status, 3, "{said}");
    assert!(said.contains("超过上限") && said.contains("拆成"), "{said}");
}

#[test]
fn a_line_of_ten_megabytes_is_read() {
    let line = "2023年度收入总计100.00万元，支出总计100.00万元，".repeat(megabyte() * 10 / 64);
    let audit = ENGINE.audit("document.txt", line.as_bytes()).unwrap();
    assert!(audit.coverage.figures > 0);
}

#[test]
fn a_table_of_many_rows_is_checked_row_by_row() {
    let rows = 100_000 / scale();
    let audit = ENGINE.audit("document.txt", table(rows).as_bytes()).unwrap();
    assert!(audit.checks.iter().filter(|check| check.rule == "支出-行合计").count() >= rows - 1);
}

/// The same, with so many rows that do not add up.
fn wrong_table(rows: usize, wrong: usize) -> String {
    let text = table(rows);
    let every = rows / wrong;
    let lines = text.lines().enumerate().map(|(at, line)| match line.strip_suffix(".00\t\t\t\t") {
        Some(rest) if at % every == 0 => format!("{rest}1.00\t\t\t\t\n"),
        _ => format!("{line}\n"),
    });
    lines.collect()
}

#[test]
fn in_a_table_without_end_what_is_wrong_is_listed_without_its_cause() {
    let engine = engine(LargeFrom { no_causes: 4_000, ..LargeFrom::default() });
    let said = |rows: usize| {
        let audit = engine.audit("document.txt", wrong_table(rows, 5).as_bytes()).unwrap();
        assert!((4..=6).contains(&audit.findings.len()), "{rows}: {}", audit.findings.len());
        let notice =
            audit.notices.iter().any(|notice| notice.message.contains("没有推断是哪个数错"));
        (notice, audit.findings.iter().all(|finding| finding.cause.is_none()))
    };
    assert_eq!(said(300), (false, false));
    assert_eq!(said(1_000), (true, true));
}

/// Rows of a form of expenditure: code, and figures in hundredths. Each class has so many items, and
/// what a class comes to does not hang on how many there are.
fn classes(count: u64, items: u64) -> Vec<(String, [u64; 6])> {
    let figure = |class: u64, item: u64, column: u64| {
        (class * 7_919 + item * 104_729 + column * 1_299_709) * 48_271 % 8_999_983 + 10_000
    };
    let sum = |rows: &[[u64; 6]]| {
        let mut out = [0; 6];
        rows.iter().for_each(|row| (0..6).for_each(|column| out[column] += row[column]));
        out
    };
    let (mut out, mut totals) = (Vec::new(), Vec::new());
    for class in 0..count {
        let row = |item: u64| {
            let mut row = [0; 6];
            (1..6).for_each(|column| row[column as usize] = figure(class, item, column));
            row[0] = row[1..].iter().sum();
            row
        };
        let rows: Vec<[u64; 6]> = (0..items).map(row).collect();
        totals.push(sum(&rows));
        out.push((format!("{}", 201 + class), sum(&rows)));
        let code = |item: usize| format!("{}{:02}", 201 + class, 1 + item);
        out.extend(rows.into_iter().enumerate().map(|(item, row)| (code(item), row)));
    }
    out.insert(0, (String::new(), sum(&totals)));
    out
}

/// What is said of each wrong figure of a form: as printed, what was meant, and what happened.
fn named(engine: &Engine, rows: &[(String, [u64; 6])]) -> Vec<String> {
    let mut text = table(0);
    for (code, figures) in rows {
        let name = if code.is_empty() { "合计" } else { "某项支出" };
        let cells = figures.map(|figure| format!("{}.{:02}", figure / 100, figure % 100));
        text.push_str(&format!("{code}\t{name}\t{}\n", cells.join("\t")));
    }
    let audit = engine.audit("document.txt", text.as_bytes()).unwrap();
    let said = |finding: &gouji::audit::Finding| {
        let suspects = finding.cause.iter().flat_map(|cause| &cause.suspects);
        let suspects = suspects.map(|suspect| {
            format!("{} {:?} {:?}", suspect.printed.text, suspect.suggested, suspect.slip)
        });
        format!("{} checks: {}", finding.checks.len(), suspects.collect::<Vec<_>>().join(", "))
    };
    audit.findings.iter().map(said).collect()
}

/// Of a large table only what is around the wrong figures is looked at; a small one is looked at as
/// a whole.
#[test]
fn of_a_large_table_the_same_figures_are_named_as_of_a_small_one() {
    type Plant = fn(&mut [(String, [u64; 6])]);
    let plants: [(&str, usize, Plant); 5] = [
        ("one figure", 1, |rows| rows[9].1[2] += 300_000),
        ("two figures of one column", 1, |rows| {
            rows[9].1[2] += 300_000;
            rows[30].1[2] += 71_000;
        }),
        ("a class", 1, |rows| rows[1].1[3] += 5_000_000),
        ("a row in another unit", 1, |rows| {
            rows[12].1 = rows[12].1.map(|figure| figure / 10_000 * 100);
        }),
        ("a run one row too low", 1, |rows| {
            let old: Vec<u64> = rows.iter().map(|(_, row)| row[1]).collect();
            (20..28).for_each(|at| rows[at].1[1] = old[at - 1]);
        }),
    ];
    let engine = engine(LargeFrom { around_alone: 2_000, ..LargeFrom::default() });
    let named = |rows: &[(String, [u64; 6])]| named(&engine, rows);
    let (small, large) = (classes(3, 60), classes(9, 60));
    assert_eq!((named(&small), named(&large)), (Vec::new(), Vec::new()));
    for (name, least, plant) in plants {
        let (mut small, mut large) = (small.clone(), large.clone());
        plant(&mut small);
        plant(&mut large);
        let (of_small, of_large) = (named(&small), named(&large));
        assert!(
            of_large.len() >= least && of_large == of_small,
            "{name}: {of_large:#?} {of_small:#?}"
        );
    }
}

#[test]
fn many_wrong_rows_do_not_look_at_the_whole_table_each() {
    let wrong = 20_000 / scale();
    let audit = ENGINE.audit("document.txt", wrong_table(wrong, wrong).as_bytes()).unwrap();
    let violations = audit
        .checks
        .iter()
        .filter(|check| check.rule == "支出-行合计" && check.verdict == Verdict::Violation)
        .count();
    assert!(violations + 10 > wrong, "{violations}");
}

#[test]
fn more_doubtful_rows_than_any_form_has_are_left_unread() {
    let head = table(0).replace('\t', " ");
    let audit = ENGINE
        .audit(
            "document.txt",
            format!("{head}{}", "2010000 某项 1.00 1.00\n".repeat(2100)).as_bytes(),
        )
        .unwrap();
    assert!(
        audit.notices.iter().any(|notice| notice.message.contains("2100 行的空格丢失")),
        "{:?}",
        audit.notices
    );
    assert!(audit.findings.is_empty());
}

#[test]
fn no_input_is_without_end() {
    for (name, text) in tempting(megabyte() / either(2, 1)) {
        // that it comes back at all, with an answer or a reason; benches/tempting.rs says how soon
        if let Err(trouble) = ENGINE.audit("document.txt", text.as_bytes()) {
            assert!(!trouble.message.is_empty(), "{name}");
        }
    }
}

/// Small limits stand for the real ones: what is over is refused in words, and before it takes
/// memory.
#[test]
fn what_is_too_large_is_refused_and_says_so() {
    let vocabulary = engines::vocabulary();
    let limits = Limits { text: 400, pieces: 40, ..Limits::default() };
    let said = |name: &str, text: &str| {
        read(name, text.as_bytes(), vocabulary, &limits).err().map(|error| error.to_string())
    };
    let line = "收入合计100万元。\n";
    for name in ["a.txt", "a.md"] {
        assert_eq!(said(name, &line.repeat(10)), None);
        assert!(said(name, &line.repeat(40)).unwrap().contains("文件里的文字超过上限"));
        assert!(said(name, &"1\n".repeat(60)).unwrap().contains("段落和单元格的个数超过上限"));
        assert!(
            said(name, &"1 2 3 4 5 6 7 8\n".repeat(8))
                .unwrap()
                .contains("段落和单元格的个数超过上限")
        );
    }
    // a cell counts once, however it is set off: a table passes as text, too
    for row in ["1\t2\t3\t4\n", "1|2|3|4\n", "1 | 2 | 3 | 4\n", "1   2   3   4\n"] {
        assert_eq!(said("a.txt", &row.repeat(10)), None, "{row}");
    }
    // marks of markdown take more memory than letters
    assert_eq!(said("a.txt", &"*a_`[".repeat(70)), None);
    assert!(said("a.md", &"*a_`[".repeat(70)).unwrap().contains("文件里的文字超过上限"));
    assert!(said("a.txt", &"\t\t\t\t\n".repeat(12)).is_some_and(|error| !error.is_empty()));
    // each file may be let in, and all of them not
    let part = |name: &str| SetFile {
        name: name.to_owned(),
        document: read(name, line.repeat(10).as_bytes(), vocabulary, &limits),
    };
    assert!(together([part("a.txt")], &limits).is_ok());
    assert!(
        together([part("a.txt"), part("b.txt")], &limits)
            .unwrap_err()
            .to_string()
            .contains("文件里的文字超过上限")
    );
}

/// An old workbook made an old text document that holds the workbook: its topmost storage has a
/// stream of words, and beside it a storage with the stream of the workbook.
fn document_with_a_workbook(mut bytes: Vec<u8>) -> Vec<u8> {
    const NONE: u32 = u32::MAX;
    let folder = (u32::from_le_bytes(bytes[48..52].try_into().unwrap()) as usize + 1) * 512;
    let mut entry = |at: usize, name: Option<(&str, u8)>, links: [u32; 3]| {
        let entry = &mut bytes[folder + 128 * at..][..128];
        if let Some((name, kind)) = name {
            let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
            entry[..64].fill(0);
            entry[..name.len()].copy_from_slice(&name);
            entry[64..66].copy_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
            entry[66] = kind;
        }
        for (place, link) in entry[68..80].chunks_exact_mut(4).zip(links) {
            place.copy_from_slice(&link.to_le_bytes());
        }
    };
    entry(0, None, [NONE, NONE, 2]);
    entry(1, None, [NONE; 3]);
    entry(2, Some(("WordDocument", 2)), [NONE, 3, NONE]);
    entry(3, Some(("ObjectPool", 1)), [NONE, NONE, 1]);
    bytes
}

#[test]
fn an_old_text_document_is_not_taken_for_the_workbook_in_it() {
    let workbook = fixture("formats/archive-clean.xls");
    assert!(ENGINE.audit("file.xls", &workbook).is_ok());
    for name in ["file.doc", "file.xls", "file"] {
        let refused = ENGINE.audit(name, &document_with_a_workbook(workbook.clone())).unwrap_err();
        assert!(refused.message.contains("Word"), "{name}: {}", refused.message);
    }
}
