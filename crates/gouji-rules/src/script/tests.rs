//! What the language side promises: places, names, forbidden words.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on is to fail")]

use super::*;
use crate::formula::{FormLists, FormNames};
use gouji_values::kind::Kind;

fn names() -> Names {
    let form = FormNames::new(
        "支出表".to_owned(),
        FormLists {
            columns: vec![("合计".to_owned(), Kind::Amount)],
            rows: vec!["总数".to_owned()],
            ..FormLists::default()
        },
    );
    Names { forms: vec![form], scales: vec!["四级".to_owned()], ..Names::default() }
}

/// The first mistake: what is underlined, and the message.
fn check(source: &str) -> Option<(String, String)> {
    let mistake = compile(source, &names()).err()?.into_iter().next()?;
    Some((source[mistake.span.clone()].to_owned(), mistake.message))
}

fn underlined(source: &str, wanted: &str) {
    let (found, message) = check(source).unwrap();
    assert_eq!(found, wanted, "{source}: {message}");
}

#[test]
fn places_are_those_of_the_words() {
    underlined("let x = 支出标.合计;", "支出标");
    underlined("// 说明\r\nlet 数 = 支出表.总数.合记;\r\n", "合记");
    underlined("let 数 = 1;\nlet 二 = 数 + 没有(数);", "没有");
    underlined("for r in rows(支出表) {\n    r.合计x;\n}", "合计x");
    underlined("if 支出表.总数.合计 > 90% {}", "%");
    underlined("let x = (1，2);", "，");
    underlined("expect(支出表.总数.合计);", "expect");
    // at the end there is nothing to underline but the end
    underlined("let x = [1, 2", "2");
}

#[test]
fn own_names_are_known() {
    for source in [
        "fn 及格(r) { r.合计 > \"1万元\" } for r in rows(支出表) { if 及格(r) { skip(\"x\"); } }",
        "let m = #{ 个数: 1 }; m.个数 = 2; if m.个数 == 2 { skip(\"x\"); }",
        "let f = |支出表| 支出表 + 1; f.call(2);",
        "expect(支出表.总数.合计 == \"1万元\")",
        "expect(支出表.总数.合计 == \"1万元\", \"说明\");",
        "expect(支出表[\"总数\"].合计 * (1 + 2) > 0, `第${1}次`);",
        "if meets(支出表.总数.合计, 3) { expect(meets(支出表.总数.合计, 3)); }",
    ] {
        assert_eq!(check(source), None, "{source}");
    }
}

#[test]
fn forbidden_words_are_refused_wherever_they_stand() {
    for (word, _) in grammar::FORBIDDEN {
        for source in [
            format!("{word};"),
            format!("let x = {word}(1);"),
            format!("if true {{ {word} \"x\"; }}"),
        ] {
            assert!(check(&source).is_some(), "{source}");
        }
    }
    assert_eq!(check("let 文 = \"eval import\";"), None);
}

#[test]
fn no_script_makes_the_compiler_panic() {
    let signs = [
        "支出表",
        ".",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "expect",
        ",",
        "\"",
        "`",
        "'",
        "|",
        "==",
        "=",
        ";",
        "％",
        "1",
        "let",
        "if",
        "\n",
        "#{",
        "${",
    ];
    let mut seed = 7_usize;
    for _ in 0..3000 {
        let mut source = String::new();
        for _ in 0..(seed % 9 + 1) {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            source.push_str(signs[(seed >> 33) % signs.len()]);
        }
        if let Err(mistakes) = compile(&source, &names()) {
            assert!(
                mistakes.iter().all(|mistake| source.get(mistake.span.clone()).is_some()),
                "{source}"
            );
        }
    }
}
