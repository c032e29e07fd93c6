//! `rules learn`: what holds in nearly all of many documents comes out as rules with their support.

use crate::command::run;
use crate::engines::engine;
use gouji::draft::learn::{LearnOptions, Learner, learn};
use std::fmt::Write;
use std::path::Path;

/// A table of stocks, which no form knows; `slip` changes what one of its rows comes to.
fn stocks(number: u64, slip: bool) -> String {
    let mut out = format!(
        "第{}苗圃2024年度部门决算\n\n苗木资产变动情况表\n\n单位：万元\n\n",
        NAMES[number as usize]
    );
    out.push_str("片区 | 年初数 | 本年购置 | 本年报损 | 年末数\n");
    for row in 0..10 {
        let drawn = |salt: u64, of: u64| {
            (((number * 7_919 + row * 104_729 + salt * 1_299_709) * 2_654_435_761) >> 7) % of
        };
        let (begin, bought, lost) =
            (20_000 + drawn(1, 70_000), 1_000 + drawn(2, 9_000), 100 + drawn(3, 900));
        let end = begin + bought - lost + if slip && row == 4 { 9_000 } else { 0 };
        writeln!(
            out,
            "{}片 | {} | {} | {} | {}",
            NAMES[row as usize],
            money(begin),
            money(bought),
            money(lost),
            money(end)
        )
        .unwrap();
    }
    out
}

const NAMES: [&str; 10] = ["东", "南", "西", "北", "中", "前", "后", "左", "右", "外"];

fn money(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn write_all(folder: &Path, documents: impl IntoIterator<Item = (String, String)>) {
    std::fs::create_dir(folder).unwrap();
    for (name, text) in documents {
        std::fs::write(folder.join(name), text).unwrap();
    }
}

fn named(number: u64, text: String) -> (String, String) {
    (format!("{number}.txt"), text)
}

#[test]
fn what_nearly_always_holds_is_proposed_with_the_place_where_it_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write_all(&root.join("上年"), (0..6).map(|number| named(number, stocks(number, number == 3))));
    // a copy of a document, and a file that is none
    std::fs::write(root.join("上年/副本.txt"), stocks(2, false)).unwrap();
    std::fs::write(root.join("上年/坏.txt"), "").unwrap();
    let (code, out, said) = run(root, &["rules", "learn", "上年", "-o", "学到"]);
    assert_eq!(code, Some(3), "{out}{said}");
    assert!(said.contains("读了 6 份文件（另有 1 个是同一份文件的副本"), "{said}");
    assert!(said.contains("坏.txt"), "{said}");
    assert!(out.contains("不成立的 1 处") && out.contains("3.txt 第 12 行"), "{out}");
    let text = std::fs::read_to_string(root.join("学到/tables.toml")).unwrap();
    for part in [
        "# 5 份文件，成立 59 处，不成立 1 处",
        "expect = \"年末数 == 年初数 + 本年购置 - 本年报损\"",
        "severity = \"warning\"\nproposed = true",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // it is a ruleset, and another document is checked by it
    let (code, out, said) = run(root, &["rules", "check", "学到"]);
    assert_eq!(code, Some(0), "{out}{said}");
    std::fs::write(root.join("新.txt"), stocks(7, true)).unwrap();
    let (code, out, _) = run(root, &["check", "新.txt", "--rules", "学到"]);
    assert!(code == Some(0) && out.contains("提示 1. 每行：年末数"), "{out}");
    // nothing is overwritten, and nothing is proposed that is checked already
    assert_eq!(run(root, &["rules", "learn", "上年", "-o", "学到"]).0, Some(2));
    std::fs::remove_file(root.join("上年/坏.txt")).unwrap();
    let (code, out, said) = run(root, &["rules", "learn", "上年", "--rules", "学到"]);
    assert_eq!((code, out.as_str()), (Some(0), ""), "{said}");
    assert!(said.contains("没有归纳出新的关系"), "{said}");
}

#[test]
fn the_same_documents_give_the_same_bytes_however_many_are_read_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write_all(&root.join("甲"), (0..6).map(|number| named(number, stocks(number, false))));
    let one = run(root, &["rules", "learn", "甲", "-j", "1"]);
    let four = run(root, &["rules", "learn", "甲", "-j", "4"]);
    assert!(one.1.contains("年末数 == 年初数 + 本年购置 - 本年报损"), "{}", one.1);
    assert_eq!(one, four);
}

#[test]
fn too_few_documents_too_few_places_and_one_agency_prove_nothing() {
    let options = LearnOptions::default();
    let learnt = |documents: Vec<String>, options| {
        let given: Vec<(String, Vec<u8>)> = documents
            .into_iter()
            .enumerate()
            .map(|(at, text)| (format!("{at}.txt"), text.into_bytes()))
            .collect();
        learn(engine(""), &given, options).unwrap().counts
    };
    let all = || (0..6).map(|number| stocks(number, false)).collect::<Vec<_>>();
    assert_eq!(learnt(all(), options), [1, 0, 0]);
    assert_eq!(learnt(all().split_off(2), options), [0, 0, 0]);
    let wrong = |at: u64| (0..7).map(|number| stocks(number, number < at)).collect::<Vec<_>>();
    assert_eq!(learnt(wrong(2), options), [0, 0, 0]);
    assert_eq!(learnt(wrong(2), LearnOptions { held: 95, ..options }), [0, 0, 0]);
    assert_eq!(learnt(wrong(1), options), [1, 0, 0]);
    // one agency writes its table its own way
    let own = |number: u64| stocks(number, false).replacen(NAMES[number as usize], "东", 1);
    assert_eq!(learnt((0..6).map(own).collect(), options), [0, 0, 0]);
    // the same figures are one document
    let same = |number: u64| {
        stocks(1, false).replace("\n\n单位", &format!("{}单位", "\n".repeat(2 + number as usize)))
    };
    assert_eq!(learnt((0..6).map(same).collect(), options), [0, 0, 0]);
}

/// Two forms of a local ruleset, with a row that both have and a sentence.
const FORMS: &str = r#"
[[form]]
id      = "养护总表"
title   = ["养护经费总表"]
columns = [{ name = "项目", kind = "label" }, { name = "金额", kind = "amount" }]

[[form]]
id      = "养护明细表"
title   = ["养护经费明细表"]
columns = [
  { name = "项目", kind = "label" },
  { name = "次数", kind = "count" },
  { name = "金额", kind = "amount" },
]
"#;

fn maintenance(number: u64) -> String {
    let (water, seeds, spray) =
        (1_234_501 + number * 77_713, 2_345_617 + number * 9_811, 345_679 + number * 1_237);
    format!(
        "第{}{}苗圃2024年度部门决算\n\n养护经费总表\n\n单位：元\n\n项目 | 金额\n浇水维护 | {}\n其他杂项 | {}\n\n\
         养护经费明细表\n\n单位：元\n\n项目 | 次数 | 金额\n浇水维护 | {} | {}\n喷药除虫 | {} | {}\n",
        NAMES[(number / 10) as usize],
        NAMES[(number % 10) as usize],
        money(water),
        money(seeds),
        number + 3,
        money(water),
        number + 2,
        money(spray),
    )
}

#[test]
fn two_cells_of_one_name_are_tied_where_many_documents_have_them_equal() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir(root.join("本处")).unwrap();
    std::fs::write(root.join("本处/ruleset.toml"), "name = \"本处\"\nextends = \"national\"\n")
        .unwrap();
    std::fs::write(root.join("本处/forms.toml"), FORMS).unwrap();
    write_all(&root.join("多"), (0..32).map(|number| named(number, maintenance(number))));
    let (code, out, said) = run(root, &["rules", "learn", "多", "-r", "本处", "--held", "90"]);
    assert_eq!(code, Some(0), "{out}{said}");
    assert!(
        out.contains("养护明细表[\"浇水维护\"].金额 == 养护总表[\"浇水维护\"].金额"),
        "{out}{said}"
    );
    assert_eq!(out.matches("[[rule]]").count(), 1, "{out}");
    // so many documents say that it holds in nine of ten, not in 98 of a hundred
    assert_eq!(run(root, &["rules", "learn", "多", "-r", "本处"]).1, "");
}

#[test]
fn a_learner_counts_document_by_document() {
    let mut learner = Learner::new(engine(""), LearnOptions { documents: 3, held: 98 }).unwrap();
    for number in [0, 1, 2, 2] {
        let text = stocks(number, false);
        let seen = learner.see("a.txt", &[("a.txt", text.as_bytes())]).unwrap();
        learner.add(seen);
    }
    assert_eq!(learner.counted(), (3, 1));
    let mut trial = learner.trial().unwrap();
    assert!(!trial.is_empty());
    for number in 0..3 {
        let text = stocks(number, false);
        let tried = trial.try_on("a.txt", &[("a.txt", text.as_bytes())]).unwrap();
        trial.add(tried);
    }
    let learnt = trial.learnt();
    assert_eq!((learnt.counts, learnt.forms, learnt.broke.len()), ([1, 0, 0], 1, 0));
    assert!(learnt.head("本局").contains("name     = \"本局\""));
}
