//! Each feature as an editor asks for it, over a connection.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on is to fail")]

mod editor;

use editor::Editor;
use serde_json::{Value, json};

const RULE: &str =
    "[[rule]]\nid = \"本局-一\"\nform = \"支出表\"\nexpect = \"2 * 合计 >= 基本支出 + 项目支出\"\n";

#[test]
fn mistakes_are_told_as_they_are_typed() {
    let mut editor = Editor::new(&[("a.toml", RULE)]);
    editor.open("a.toml", RULE);
    assert_eq!(editor.mistakes("a.toml", RULE), []);
    // not saved, and at its place behind Chinese characters
    let wrong = RULE.replace("+ 项目支出", "+ 项目支岀");
    editor.change("a.toml", &wrong);
    let found = editor.mistakes("a.toml", &wrong);
    assert_eq!(found[0].1, "项目支岀", "{found:?}");
    assert!(found[0].0.contains("项目支出"), "{found:?}");
    // one that is being written
    let torn = RULE.replace("项目支出\"", "");
    editor.change("a.toml", &torn);
    assert!(!editor.mistakes("a.toml", &torn).is_empty());
    editor.change("a.toml", RULE);
    assert_eq!(editor.mistakes("a.toml", RULE), []);
}

#[test]
fn a_mistake_of_another_file_is_told_there() {
    let other = "[[rule]]\nid = \"乙\"\nform = \"我的表\"\nexpect = \"数 >= 0\"\n";
    let form = "[[form]]\nid = \"我的表\"\ntitle = \"我的表\"\ncolumns = [{ name = \"名\", kind = \"label\" }, { name = \"数\", kind = \"amount\" }]\n";
    let mut editor = Editor::new(&[("a.toml", form), ("b.toml", other)]);
    editor.open("a.toml", form);
    assert_eq!(editor.mistakes("a.toml", form), []);
    let renamed = form.replace("\"数\"", "\"金额\"");
    editor.change("a.toml", &renamed);
    assert_eq!(editor.mistakes("b.toml", other)[0].1, "数");
}

#[test]
fn cases_that_fail_are_told_when_a_file_is_opened() {
    let text = format!(
        "{RULE}\n[[rule.case]]\ngiven = \"\"\"\n支出决算表\n单位：万元\n科目名称 | 本年支出合计 | 基本支出 | 项目支出\n甲 | 3 | 1 | 2\n\"\"\"\nexpect = \"violation\"\n"
    );
    let mut editor = Editor::new(&[("a.toml", &text)]);
    editor.open("a.toml", &text);
    let found = editor.mistakes("a.toml", &text);
    assert_eq!((found.len(), found[0].1.as_str()), (1, "\"violation\""), "{found:?}");
}

#[test]
fn a_change_reads_the_one_file_anew() {
    let other = RULE.replace("本局-一", "本局-二").replace("2 *", "3 *");
    let mut editor = Editor::new(&[("a.toml", RULE), ("b.toml", &other)]);
    editor.open("a.toml", RULE);
    editor.mistakes("a.toml", RULE);
    let read =
        |editor: &mut Editor| editor.request("gouji/filesRead", Value::Null).as_u64().unwrap();
    let before = read(&mut editor);
    for n in 1..=5 {
        editor.change("a.toml", &RULE.replace("本局-一", &format!("甲局-{n}")));
        editor.mistakes("a.toml", RULE);
    }
    // neither those of the program nor the other one of the author
    assert_eq!(read(&mut editor) - before, 5);
}

#[test]
fn completion_knows_what_stands_where() {
    let mut editor = Editor::new(&[("a.toml", RULE)]);
    let has = |offers: &[(String, String)], label: &str, text: &str| {
        assert!(
            offers.contains(&(label.to_owned(), text.to_owned())),
            "{label} {text}: {offers:?}"
        );
    };
    let lacks = |offers: &[(String, String)], label: &str| {
        assert!(!offers.iter().any(|(own, _)| own == label), "{label}: {offers:?}");
    };
    // forms
    has(&editor.offers("[[rule]]\nid = \"x\"\nform = \"¦\"\n"), "支出表", "支出表");
    has(&editor.offers("[[rule]]\nid = \"x\"\nform = ¦\n"), "支出表", "\"支出表\"");
    // columns by their name and by what is printed, rows, functions, in a formula without its end
    let found = editor.offers("[[rule]]\nid = \"x\"\nform = \"支出表\"\nexpect = \"合计 == 本¦\n");
    has(&found, "项目支出", "项目支出");
    has(&found, "本年支出合计", "合计");
    has(&found, "总计行", "总计行");
    has(&found, "sum", "sum(");
    has(&found, "说合计", "说合计");
    // behind a form, a row, the parameters
    let found = editor.offers("[[rule]]\nid = \"x\"\nexpect = \"支出表.¦\"\n");
    has(&found, "总计行", "总计行");
    lacks(&found, "sum");
    let found = editor.offers("[[rule]]\nid = \"x\"\nexpect = \"上年.支出表.总计行.¦ == 1\"\n");
    has(&found, "合计", "合计");
    lacks(&found, "总计行");
    has(&editor.offers("[[rule]]\nid = \"x\"\nexpect = \"param.¦\"\n"), "差额", "差额");
    // captures of a sentence, kinds, keys, headers, verdicts of a case
    has(&editor.offers("[[rule]]\nid = \"x\"\nclaim = \"说合计\"\nexpect = \"¦\"\n"), "数", "数");
    has(
        &editor.offers("[[form]]\nid = \"x\"\ncolumns = [{ name = \"a\", kind = \"¦\" }]\n"),
        "amount",
        "amount",
    );
    let found = editor.offers("[[rule]]\nid = \"x\"\n¦\n");
    has(&found, "severity", "severity = ");
    lacks(&found, "id");
    has(&editor.offers("[[¦"), "rule", "rule]]");
    has(&editor.offers("[[rule]]\nid = \"x\"\n[[rule.¦]]"), "case", "case");
    has(&editor.offers("[[rule.case]]\nexpect = \"¦\"\n"), "violation", "violation");
    let found = editor.offers("[[case]]\nrule = \"¦\"\n");
    has(&found, "支出-合计", "支出-合计");
    assert_eq!(found.iter().filter(|(label, _)| label == "说合计").count(), 1, "{found:?}");
    has(&editor.offers("[[rule.case]]\nset = { \"支出表.总计行.¦\" = \"1\" }\n"), "合计", "合计");
    has(
        &editor.offers("[[rule]]\nform = \"支出表\"\nmessage = \"是 {¦} 元\"\n"),
        "stated",
        "stated",
    );
}

#[test]
fn a_form_that_was_just_written_is_offered_though_a_rule_has_mistakes() {
    let mut editor = Editor::new(&[("a.toml", RULE)]);
    let text = "[[form]]\nid = \"新表\"\ntitle = \"新表\"\ncolumns = [{ name = \"名\", kind = \"label\" }, { name = \"新数\", kind = \"amount\" }]\n\n[[rule]]\nid = \"x\"\nform = \"新表\"\nexpect = \"¦\n";
    let found = editor.offers(text);
    assert!(found.iter().any(|(label, _)| label == "新数"), "{found:?}");
}

#[test]
fn what_is_under_the_cursor_is_told_in_words() {
    let mut editor = Editor::new(&[("a.toml", RULE)]);
    let rule =
        |expect: &str| format!("[[rule]]\nid = \"x\"\nform = \"支出表\"\nexpect = \"{expect}\"\n");
    let form = editor.hover("[[rule]]\nid = \"x\"\nform = \"支¦出表\"\n");
    assert!(form.contains("| 合计 | 金额 | 本年支出合计 |") && form.contains("总计行"), "{form}");
    let words = editor.hover("[[case]]\nrule = \"支出¦-合计\"\n");
    assert!(words.contains("每行相加") && words.contains("合计"), "{words}");
    let column = editor.hover(&rule("合¦计 == 基本支出"));
    assert!(column.contains("支出表.合计") && column.contains("`合计`：金额"), "{column}");
    let ratio = editor.hover(&rule("基本支出 ¦/ 合计 <= 50%"));
    assert!(ratio.contains("`基本支出 / 合计`：比值"), "{ratio}");
    let number = editor.hover(&rule("合计 <= 5¦00万元"));
    assert!(number.contains("金额，单位 万元"), "{number}");
    let function = editor.hover(&rule("合计 <= ma¦x(基本支出, 项目支出)"));
    assert!(function.contains("max(甲, 乙)"), "{function}");
    let param = editor.hover(&rule("合计 <= param.差¦额"));
    assert!(param.contains("**参数 差额** = 1万元"), "{param}");
    let key = editor.hover("[[rule]]\nsev¦erity = \"info\"\n");
    assert!(key.starts_with("**severity**：error"), "{key}");
    assert!(editor.hover("[[ru¦le]]\n").contains("规则"));
}

/// The texts at the places of an answer.
fn places(found: &Value) -> Vec<(String, String)> {
    let read = |own: &Value| {
        let uri: lsp_types::Uri = serde_json::from_value(own["uri"].clone()).unwrap();
        let path = gouji_lsp::lines::path_of(&uri).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let at = |end: &str| {
            gouji_lsp::lines::offset(
                &text,
                serde_json::from_value(own["range"][end].clone()).unwrap(),
            )
        };
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, text[at("start")..at("end")].to_owned())
    };
    found.as_array().unwrap().iter().map(read).collect()
}

#[test]
fn definitions_lead_to_the_own_files_and_to_those_of_the_program() {
    let amended = "[[form]]\nid = \"支出表\"\nreason = \"本局多一栏\"\ncolumns = [{ name = \"其他支出\", kind = \"amount\", optional = true }]\n";
    let mut editor = Editor::new(&[("a.toml", RULE), ("form.toml", amended)]);
    let mut find = |text: &str| {
        let place = editor.at("a.toml", text);
        places(&editor.request("textDocument/definition", place))
    };
    let pair = |file: &str, text: &str| (file.to_owned(), text.to_owned());
    let both = [pair("form.toml", "支出表"), pair("forms.toml", "支出表")];
    assert_eq!(find("[[rule]]\nid = \"x\"\nform = \"支¦出表\"\n"), both);
    let rule =
        |expect: &str| format!("[[rule]]\nid = \"x\"\nform = \"支出表\"\nexpect = \"{expect}\"\n");
    assert_eq!(find(&rule("合计 == 其他¦支出")), [pair("form.toml", "其他支出")]);
    assert_eq!(find(&rule("合¦计 == 1万元")), [pair("forms.toml", "合计")]);
    assert_eq!(find(&rule("合计 == 支出表.总¦计行.合计")), [pair("forms.toml", "总计行")]);
    assert_eq!(find(&rule("合计 == param.差¦额")), [pair("forms.toml", "\"差额\"")]);
    assert_eq!(find("[[case]]\nrule = \"支出-¦合计\"\n"), [pair("rules.toml", "支出-合计")]);
}

#[test]
fn a_new_name_stands_in_all_files_of_the_folder() {
    let form = "[[form]]\nid = \"会议表\"\ntitle = \"会议表\"\ncolumns = [{ name = \"名称\", kind = \"label\" }, { name = \"费用\", kind = \"amount\" }]\nrows = [{ name = \"合计行\", label = [\"合计\"], total = true }]\n";
    let rules = "[[rule]]\nid = \"甲\"\nform = \"会议表\"\nexpect = \"费用 <= 会议表.合计行.费用\"\nmessage = \"会议表的 {会议表.合计行.费用}\"\n\n[[rule]]\nid = \"乙\"\nexpect = \"会议表.合计行.费用 <= param.上限\"\n\n[[claim]]\nid = \"说费用\"\ntext = \"费用{数:amount}\"\n";
    let params = "[param]\n\"上限\" = \"5万元\"\n";
    let mut editor = Editor::new(&[("form.toml", form), ("rules.toml", rules), ("p.toml", params)]);
    let mut rename = |name: &str, text: &str, new: &str| {
        let mut place = editor.at(name, text);
        let may = editor.request("textDocument/prepareRename", place.clone());
        place["newName"] = json!(new);
        let done = editor.ask("textDocument/rename", place);
        let counts = done.map(|edit| {
            let all = edit["documentChanges"].as_array().unwrap().clone();
            let one = |own: &Value| {
                let uri = own["textDocument"]["uri"]
                    .as_str()
                    .unwrap()
                    .rsplit('/')
                    .next()
                    .unwrap()
                    .to_owned();
                (uri, own["edits"].as_array().unwrap().len())
            };
            all.iter().map(one).collect::<Vec<_>>()
        });
        (may.is_null(), counts)
    };
    let (_, done) = rename("form.toml", &form.replace("id = \"会议", "id = \"会¦议"), "会议明细");
    // title and words of the message stay
    let wanted = [("form.toml".to_owned(), 1), ("rules.toml".to_owned(), 4)];
    assert_eq!(done.unwrap(), wanted);
    let (_, done) = rename("rules.toml", &rules.replace("param.上", "param.上¦"), "上限额");
    assert_eq!(done.unwrap(), [("p.toml".to_owned(), 1), ("rules.toml".to_owned(), 1)]);
    let refused = |(_, done): (bool, Result<Vec<(String, usize)>, String>)| done.unwrap_err();
    let at_form = form.replace("id = \"会议", "id = \"会¦议");
    assert!(refused(rename("form.toml", &at_form, "会 议")).contains("不能作名称"));
    assert!(refused(rename("form.toml", &at_form, "支出表")).contains("已经有"));
    // a sentence that nothing is asked of has an id, too
    let at_rule = rules.replace("id = \"甲", "id = \"甲¦");
    assert!(refused(rename("rules.toml", &at_rule, "说费用")).contains("已经有"));
    // one of the program stays what it is
    let national = "[[rule]]\nid = \"丙\"\nform = \"支¦出表\"\nexpect = \"合计 >= 0\"\n";
    assert!(refused(rename("c.toml", national, "新表")).contains("内置"));
    // and where there is no name there is nothing to change
    assert!(rename("p.toml", "[param]\n\"上限\" = \"5¦万元\"\n", "x").0);
}

#[test]
fn a_lens_runs_a_case() {
    let case = |total: &str, expect: &str| {
        format!(
            "\n[[rule.case]]\ngiven = \"\"\"\n支出决算表\n单位：万元\n科目名称 | 本年支出合计 | 基本支出 | 项目支出\n甲 | {total} | 1 | 2\n\"\"\"\nexpect = \"{expect}\"\n"
        )
    };
    let text = format!("{RULE}{}{}", case("3", "holds"), case("3", "violation"));
    let mut editor = Editor::new(&[("a.toml", &text)]);
    editor.open("a.toml", &text);
    let document = json!({ "textDocument": { "uri": editor.uri("a.toml") } });
    let lenses = editor.request("textDocument/codeLens", document);
    let lenses = lenses.as_array().unwrap();
    let line = |at: usize| lenses[at]["range"]["start"]["line"].as_u64().unwrap();
    assert_eq!((lenses.len(), line(0), line(1), line(2)), (3, 1, 5, 14));
    let mut run = |at: usize| {
        let command = &lenses[at]["command"];
        let asked = json!({ "command": command["command"], "arguments": command["arguments"] });
        let ran = editor.request("workspace/executeCommand", asked);
        (ran["run"].as_u64().unwrap(), ran["failed"].as_u64().unwrap())
    };
    assert_eq!([run(0), run(1), run(2)], [(2, 1), (1, 0), (1, 1)]);
    // what was shown came before this answer
    editor.request("gouji/filesRead", Value::Null);
    assert!(
        editor.shown.iter().any(|words| words.starts_with("✓ 本局-一：用例 1 个")),
        "{:?}",
        editor.shown
    );
}

#[test]
fn a_file_gets_its_layout() {
    let mut editor = Editor::new(&[("a.toml", RULE)]);
    let text = "[[rule]]\nid=\"甲\"   \nform = \"支出表\"\nexpect = \"合计 >= 0\"";
    editor.open("a.toml", text);
    let document = json!({ "textDocument": { "uri": editor.uri("a.toml") }, "options": { "tabSize": 2, "insertSpaces": true } });
    let edits = editor.request("textDocument/formatting", document.clone());
    assert_eq!(
        edits[0]["newText"],
        "[[rule]]\nid = \"甲\"\nform = \"支出表\"\nexpect = \"合计 >= 0\"\n"
    );
    editor.open("a.toml", RULE);
    assert_eq!(editor.request("textDocument/formatting", document), json!([]));
}
