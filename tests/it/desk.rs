//! What the desk of rules asks is answered from the rules and documents that come with the question.

use gouji::desk::{DeskBooks, UsualRule, answer};
use serde_json::{Value, json};
use std::path::Path;

const BOOKS: DeskBooks = DeskBooks { lean: gouji::embedded_lean, full: gouji::embedded };

const TABLE: &str = "某县气象局2024年度部门决算\n\n气象站维护费明细表\n单位：元\n\
    站点 | 职级 | 人数 | 天数 | 维护费 | 补助费 | 合计\n\
    北山站 | 县级 | 1 | 3 | 1440.00 | 60.00 | 1500.00\n\
    南山站 | 科级 | 2 | 2 | 1700.00 | 80.00 | 1780.00\n\
    合计 | | 3 | 5 | 3140.00 | 140.00 | 3280.00\n";

/// Asks about documents.
fn ask(question: &Value, files: &[(&str, &str)]) -> Value {
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    answer(BOOKS, &question.to_string(), &files).unwrap()
}

/// A folder of rules with one file.
fn rules(text: &str) -> Value {
    let head = "name = \"本县\"\ntitle = \"本县\"\nextends = \"national\"\n";
    json!({"folders": [{"name": "本县", "files": [["ruleset.toml", head], ["a.toml", text]]}]})
}

/// The form that is proposed for the table, as it stands in a rule file.
fn form() -> String {
    let names = ask(&json!({"ask": "names", "rules": {}, "table": 0}), &[("a.txt", TABLE)]);
    let form = ask(&json!({"ask": "form", "sketch": names}), &[]);
    form["text"].as_str().unwrap().to_owned()
}

#[test]
fn a_table_is_named_and_its_form_is_recognised() {
    let files = [("a.txt", TABLE)];
    let mut names = ask(&json!({"ask": "names", "rules": {}, "table": 0}), &files);
    assert_eq!(names["id"], "气象站维护费明细表");
    // three persons in three rows are no numbers of lines
    assert_eq!(names["columns"][2]["kind"], "count", "{names}");
    assert_eq!(names["columns"][4]["kind"], "amount", "{names}");
    names["columns"][4]["name"] = json!("维护");
    names["rows"][0]["wanted"] = json!(true);
    let form = ask(&json!({"ask": "form", "sketch": names}), &[]);
    let text = form["text"].as_str().unwrap();
    assert!(
        text.contains("{ name = \"维护\", kind = \"amount\", header = [\"维护费\"] }"),
        "{text}"
    );
    assert!(text.contains("{ name = \"北山站\", label = [\"北山站\"] }"), "{text}");
    assert!(text.contains("total = true"), "{text}");
    let look = ask(&json!({"ask": "look", "rules": rules(text)}), &files);
    let table = &look["tables"][0];
    assert_eq!(table["forms"], json!(["气象站维护费明细表"]), "{look}");
    assert_eq!((&table["names"]["4"], &table["unit"]), (&json!("维护"), &json!("元")));
    assert_eq!(look["forms"][0]["own"], true);
    assert_eq!(
        look["forms"][0]["columns"][4],
        json!({"name": "维护", "kind": "金额", "header": ["维护费"]})
    );
    // what formulas cannot write is told, with what they can
    for (name, told) in
        [("维护 费", "可以写 维护_费"), ("sum", "函数"), ("补助费", "起了两次"), ("", "没有起名")]
    {
        names["columns"][4]["name"] = json!(name);
        let refused = ask(&json!({"ask": "form", "sketch": names}), &[]);
        assert!(refused["refused"].as_str().unwrap().contains(told), "{refused}");
    }
    let gone = ask(&json!({"ask": "names", "rules": {}, "table": 9}), &files);
    assert!(gone["refused"].is_string(), "{gone}");
}

#[test]
fn a_share_without_its_sign_is_proposed_as_one() {
    let table = "某县气象局2024年度部门决算\n\n项目执行情况表\n单位：万元\n\
        项目 | 预算 | 支出 | 执行率\n观测站 | 12.50 | 8.00 | 64.00\n雷达 | 31.40 | 27.10 | 86.31\n";
    let names = ask(&json!({"ask": "names", "rules": {}, "table": 0}), &[("a.txt", table)]);
    let kinds = [1, 2, 3].map(|at| names["columns"][at]["kind"].as_str().unwrap().to_owned());
    assert_eq!(kinds, ["amount", "amount", "percent"], "{names}");
}

#[test]
fn rules_of_several_papers_are_told_of_each() {
    let all = usual();
    let (_, text) = all.iter().find(|(name, _)| name == "03-papers.toml").unwrap();
    let rules = rules(&UsualRule::read(text).unwrap().tried().unwrap());
    let paper = |title: &str, sum: &str| {
        format!("某县水利局{title}\n\n专项资金安排表\n单位：万元\n项目 | 金额\n合计 | {sum}\n")
    };
    let (spent, planned) = (paper("2024年度部门决算", "112.00"), paper("2024年部门预算", "100.00"));
    let files = [("预算.txt", planned.as_str()), ("决算.txt", spent.as_str())];
    let effect = ask(&json!({"ask": "effect", "before": {}, "after": rules}), &files);
    let came = [0, 1].map(|at| effect["documents"][at]["came"].as_array().unwrap().len());
    assert_eq!(came, [0, 1], "{effect}");
    let look = |files: &[(&str, &str)]| {
        ask(&json!({"ask": "look", "rules": rules}), files)["rules"][0]["counts"]["violation"]
            .clone()
    };
    assert_eq!((look(&[files[1], files[0]]), look(&files[1..])), (json!(1), json!(0)));
}

#[test]
fn each_rule_tells_how_often_it_ended_how_and_where() {
    let text = format!(
        "{}\n[[rule]]\nid = \"行\"\nname = \"每行\"\nform = \"气象站维护费明细表\"\nexpect = \"合计2 == 维护费 + 补助费\"\n\
         [[rule]]\nid = \"少\"\nform = \"气象站维护费明细表\"\nrows = \"leaves\"\nexpect = \"补助费 <= 70元\"\n\
         [[rule]]\nid = \"没有\"\nexpect = \"支出决算表.合计.项目支出 <= 1元\"\n",
        form()
    );
    let text = text.replace("合计2 ==", "合计 ==");
    let look = ask(&json!({"ask": "look", "rules": rules(&text)}), &[("a.txt", TABLE)]);
    let of = |id: &str| {
        look["rules"].as_array().unwrap().iter().find(|rule| rule["id"] == id).unwrap().clone()
    };
    let counts = |id: &str| {
        let counts = &of(id)["counts"];
        ["holds", "violation", "corroborated", "unchecked"]
            .map(|name| counts[name].as_u64().unwrap())
    };
    assert_eq!(counts("行"), [3, 0, 0, 0], "{look}");
    assert_eq!(counts("少"), [1, 1, 0, 0]);
    assert_eq!((counts("没有"), &of("没有")["applies"]), ([0; 4], &json!(false)));
    let few = of("少");
    let first = &few["checks"][0];
    assert_eq!(
        (&first["verdict"], &first["stated"]),
        (&json!("violation"), &json!("80.00")),
        "{few}"
    );
    let [start, end] = [0, 1].map(|at| first["places"][0][at].as_u64().unwrap() as usize);
    assert_eq!(&TABLE[start..end], "80.00");
    assert_eq!((&few["file"], &few["severity"]), (&json!("本县/a.toml"), &json!("error")));
    let line = few["line"].as_u64().unwrap() as usize;
    assert!(text.lines().skip(line - 1).take(2).any(|line| line.contains("少")), "{line}");
    assert_eq!(look["findings"].as_array().unwrap().len(), 1);
    assert_eq!(
        look["blocks"].as_array().unwrap().iter().filter(|own| own["table"] == 0).count(),
        1
    );
}

#[test]
fn a_formula_tells_its_pieces_and_what_is_wrong_with_it() {
    // a name of the author's for a column that is printed otherwise
    let rules = rules(&form().replace("name = \"补助费\"", "name = \"补助\""));
    let told = |form: Option<&str>, text: &str| {
        let question = json!({"ask": "formula", "rules": rules, "form": form, "text": text, "condition": false});
        ask(&question, &[("a.txt", TABLE)])
    };
    let own = Some("气象站维护费明细表");
    let right = told(own, "维护费 <= 人数 * 天数 * 480元");
    assert_eq!((&right["mistake"], &right["runs"]), (&Value::Null, &json!("每行核对一次")));
    let last = right["parts"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["kind"], &last["value"], &last["start"]),
        (&json!("金额"), &json!("元"), &json!(17))
    );
    let bare = told(own, "维护费 <= 人数 * 天数 * 480");
    assert_eq!(bare["parts"][3]["bare"], true, "{bare}");
    assert!(bare["mistake"]["help"].as_str().unwrap().contains("480元"), "{bare}");
    // printed names
    let meant = told(own, "合计=维护费+补助费");
    assert_eq!(meant["mistake"]["meant"], "合计 == 维护费 + 补助", "{meant}");
    // but no unit that nobody wrote
    assert_eq!(told(own, "补助费=480")["mistake"]["meant"], Value::Null);
    let whole = told(None, "气象站维护费明细表.合计2.合计 >= 100元");
    assert_eq!((&whole["mistake"], &whole["runs"]), (&Value::Null, &json!("核对一次")));
}

#[test]
fn a_case_is_made_and_the_change_of_rules_is_told() {
    let rule = |most: &str| {
        let text = format!(
            "{}\n[[rule]]\nid = \"多\"\nform = \"气象站维护费明细表\"\nrows = \"leaves\"\nexpect = \"补助费 <= {most}\"\nseverity = \"warning\"\n",
            form()
        );
        rules(&text)
    };
    let files = [("a.txt", TABLE)];
    let made =
        ask(&json!({"ask": "case", "rules": rule("70元"), "id": "多", "line": null}), &files);
    let text = made["text"].as_str().unwrap();
    assert!(
        text.contains("expect = \"violation\"") && text.contains("expect = \"holds\""),
        "{text}"
    );
    let refused =
        ask(&json!({"ask": "case", "rules": rule("70元"), "id": "少", "line": null}), &files);
    assert!(refused["refused"].as_str().unwrap().contains("没有编号"), "{refused}");
    let effect = |before: Value, after: Value| {
        ask(&json!({"ask": "effect", "before": before, "after": after}), &files)["documents"][0]
            .clone()
    };
    let came = effect(rule("90元"), rule("50元"));
    assert_eq!((&came["before"], &came["after"]), (&json!(0), &json!(2)), "{came}");
    assert_eq!(came["came"].as_array().unwrap().len(), 2);
    let went = effect(rule("50元"), rule("70元"));
    let headline = went["went"][0]["headline"].as_str().unwrap();
    assert!(headline.contains("60"), "{went}");
    assert_eq!(
        (went["went"].as_array().unwrap().len(), went["came"].as_array().unwrap().len()),
        (1, 0)
    );
    let mut lighter = rule("70元");
    let file = lighter["folders"][0]["files"][1][1].as_str().unwrap().replace("warning", "info");
    lighter["folders"][0]["files"][1][1] = json!(file);
    assert_eq!(effect(rule("70元"), lighter)["changed"][0]["severity"], "info");
    // of several documents the first so many are told
    let two = [files[0], ("b.txt", TABLE)];
    let question = json!({"ask": "effect", "before": {}, "after": rule("50元"), "first": 1});
    assert_eq!(ask(&question, &two)["documents"].as_array().unwrap().len(), 1);
    // rules that are wrong tell their mistakes
    let wrong = ask(&json!({"ask": "effect", "before": {}, "after": rule("70人")}), &files);
    assert!(wrong["mistakes"][0]["message"].is_string(), "{wrong}");
    let cases = ask(
        &json!({"ask": "rules", "rules": rules(&format!("{}\n{text}", rule_file(&rule("70元")))), "cases": true}),
        &[],
    );
    let cases = cases["cases"].as_array().unwrap();
    assert!(cases.len() == 2 && cases.iter().all(|case| case["mistake"].is_null()), "{cases:?}");
}

fn rule_file(rules: &Value) -> String {
    rules["folders"][0]["files"][1][1].as_str().unwrap().to_owned()
}

#[test]
fn what_is_no_question_is_refused() {
    assert!(answer(BOOKS, "{\"ask\": \"what\"}", &[]).is_err());
    let nothing = ask(&json!({"ask": "look", "rules": {}}), &[]);
    assert!(nothing["refused"].is_string(), "{nothing}");
    // rulesets that stand on each other are told
    let ring = [("甲", "乙"), ("乙", "甲")].map(|(own, parent)| {
        let head = format!("name = \"{own}\"\ntitle = \"{own}\"\nextends = \"{parent}\"\n");
        json!({"name": own, "files": [["ruleset.toml", head]]})
    });
    let rules = json!({"ruleset": "甲", "folders": ring});
    let told = ask(&json!({"ask": "look", "rules": rules}), &[("a.txt", TABLE)]);
    assert!(told["mistakes"][0]["message"].as_str().unwrap().contains("圈"), "{told}");
}

/// The usual rules that the page offers.
fn usual() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/usual");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn usual_rules_load_with_their_samples_hold_and_are_violated() {
    let all = usual();
    assert!(all.len() >= 7);
    for (name, text) in all {
        let usual = UsualRule::read(&text).unwrap_or_else(|why| panic!("{name}: {why}"));
        let tried = usual.tried().unwrap_or_else(|why| panic!("{name}: {why}"));
        let mut folder = rules(&tried);
        if let Some(file) = &usual.file {
            folder["folders"][0]["files"][1][0] = json!(file);
        }
        let done = ask(&json!({"ask": "rules", "rules": folder, "cases": true}), &[]);
        assert_eq!(done["mistakes"], json!([]), "{name}\n{tried}");
        let cases = done["cases"].as_array().unwrap();
        assert!(cases.iter().all(|case| case["mistake"].is_null()), "{name}: {cases:#?}");
        let expects = |wanted: &[&str]| {
            cases.iter().any(|case| wanted.contains(&case["expect"].as_str().unwrap()))
        };
        let has_both = expects(&["violation"]) && expects(&["holds", "none"]);
        assert!(has_both || usual.file.is_some(), "{name}: {cases:#?}");
    }
}

#[test]
fn usual_rules_go_into_one_file_one_behind_the_other() {
    let all = usual();
    let (_, text) = all.iter().find(|(name, _)| name == "01-limit.toml").unwrap();
    let limit = UsualRule::read(text).unwrap();
    let meals = "{ name = \"伙食费\", kind = \"amount\", optional = true },\n  { name = \"住宿费\"";
    let first = limit.tried().unwrap().replace("{ name = \"住宿费\"", meals);
    let mut values = json!(limit.samples());
    values["id"] = json!("伙食限额");
    values["amount"] = json!("伙食费");
    let second = ask(&json!({"ask": "filled", "file": text, "values": values}), &[]);
    let both = rules(&format!("{first}\n{}", second["text"].as_str().unwrap()));
    let done = ask(&json!({"ask": "rules", "rules": both, "cases": true}), &[]);
    assert_eq!(
        (&done["mistakes"], done["cases"].as_array().unwrap().len()),
        (&json!([]), 2),
        "{both}"
    );
}

#[test]
fn a_slot_says_what_it_takes() {
    let all = usual();
    let (_, text) = all.iter().find(|(name, _)| name == "01-limit.toml").unwrap();
    let limit = UsualRule::read(text).unwrap();
    let filled = |name: &str, value: Value| {
        let mut values = json!(limit.samples());
        values[name] = value;
        ask(&json!({"ask": "filled", "file": text, "values": values}), &[])
    };
    let without = filled("others", json!(""));
    let written = without["text"].as_str().unwrap();
    let line = "人数 * 天数 * lookup(差旅费明细表_住宿费标准, 职级)\"\n";
    assert!(written.contains(line) && !written.contains("or(lookup"), "{written}");
    let plain = filled("times", json!([["", ""]]));
    assert!(plain["text"].as_str().unwrap().contains("住宿费 <= or(lookup("), "{plain}");
    let quoted = filled("basis", json!("“办法”\"第5条\\"));
    assert!(quoted["text"].as_str().unwrap().contains("“办法”\\\"第5条\\\\"), "{quoted}");
    // what only a rule file can tell is told by it
    let twice = filled("limits", json!([["县级", "480元"], ["县级", "380元"]]));
    let tried = ask(
        &json!({"ask": "rules", "rules": rules(twice["text"].as_str().unwrap()), "cases": false}),
        &[],
    );
    assert!(tried["mistakes"][0]["message"].as_str().unwrap().contains("两次"), "{tried}");
    // what stands in a cell is no place for another one
    let braces = filled("limits", json!([["{2}", "480元"]]));
    assert!(braces["text"].as_str().unwrap().contains("\n\"{2}\" = \"480元\"\n"), "{braces}");
    for (name, value, told) in [
        ("id", json!("人均-限额"), "可以写 人均_限额"),
        ("amount", json!("住宿 费"), "可以写成 住宿_费"),
        ("form", json!(""), "还没有填“哪张表”"),
        ("limits", json!([["县级", "四百八"]]), "第 1 行的标准要填数和单位"),
        ("limits", json!([["县级", ""]]), "第 1 行的标准没有填"),
        ("severity", json!("严重"), "要从列出的里面选"),
        ("times", json!("人数"), "要逐行填"),
    ] {
        let refused = filled(name, value);
        assert!(refused["refused"].as_str().unwrap().contains(told), "{name}: {refused}");
    }
}

#[test]
fn a_day_is_written_as_rule_files_have_it() {
    let all = usual();
    let (_, text) = all.iter().find(|(name, _)| name == "07-waiver.toml").unwrap();
    let mut values = json!(UsualRule::read(text).unwrap().samples());
    for (day, told) in [("2027年1月5日", Some("until  = 2027-01-05\n")), ("年底", None)] {
        values["until"] = json!(day);
        let filled = ask(&json!({"ask": "filled", "file": text, "values": values}), &[]);
        match told {
            Some(told) => assert!(filled["text"].as_str().unwrap().contains(told), "{filled}"),
            None => assert!(filled["refused"].as_str().unwrap().contains("要填日期"), "{filled}"),
        }
    }
}
