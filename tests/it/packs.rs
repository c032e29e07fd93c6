//! Packs of rules: made, installed, used beside each other, carried into a new year.

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;
use std::path::Path;

/// A run in a folder whose installed packs are its own.
fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let mut command = cargo_bin_cmd!("gouji");
    command.env("GOUJI_RULES_HOME", folder.join("own"));
    command.env("GOUJI_RULES_SYSTEM", folder.join("all"));
    let output = command.current_dir(folder).args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn good(folder: &Path, args: &[&str]) -> String {
    let (status, out, said) = run(folder, args);
    assert_eq!(status, Some(0), "{args:?}\n{out}\n{said}");
    out
}

/// A layer of a province with one rule, whose limit is its own.
fn layer(folder: &Path, name: &str, agency: &str, years: &str, limit: &str) {
    let own = folder.join(name);
    std::fs::create_dir_all(own.join("cases")).unwrap();
    let settings = format!(
        "# 省里定的\nname = \"{name}\"\ntitle = \"{name}\"\nextends = \"national\"\nagency = \"{agency}\"\nyears = \"{years}\" # 适用\nlanguage = 2\n"
    );
    std::fs::write(own.join("ruleset.toml"), settings).unwrap();
    let rules = format!(
        "[param]\n\"餐费标准\" = \"{limit}\"\n\n[[form]]\nid = \"餐费表\"\ntitle = \"工作餐费表\"\ncolumns = [\n  {{ name = \"部门\", kind = \"label\" }},\n  {{ name = \"人次\", kind = \"count\" }},\n  {{ name = \"餐费\", kind = \"amount\" }},\n]\n\n[[rule]]\nid = \"餐费-标准\"\nform = \"餐费表\"\nexpect = \"餐费 <= 人次 * param.餐费标准\"\nbasis = \"省办法〔2024〕9号\"\n"
    );
    std::fs::write(own.join("rules.toml"), rules).unwrap();
    let case = |cost: &str, expect: &str| {
        format!(
            "[[case]]\nrule = \"餐费-标准\"\ngiven = \"\"\"\n工作餐费表\n单位：元\n部门 | 人次 | 餐费\n办公室 | 10 | {cost}\n\"\"\"\nexpect = \"{expect}\"\n"
        )
    };
    let cases = format!("{}\n{}", case("10", "holds"), case("99999", "violation"));
    std::fs::write(own.join("cases/cases.toml"), cases).unwrap();
}

fn document(folder: &Path, name: &str, agency: &str, year: &str) {
    let text = format!(
        "{agency}{year}年度部门决算\n\n工作餐费表\n单位：元\n部门 | 人次 | 餐费\n办公室 | 10 | 450\n财务科 | 5 | 150\n"
    );
    std::fs::create_dir_all(folder.join("决算")).unwrap();
    std::fs::write(folder.join("决算").join(name), text).unwrap();
}

fn pack(folder: &Path, name: &str, version: &str) -> String {
    let said = ["--version", version, "--owner", "省财政厅", "--approved-by", "预算处"];
    let args: Vec<&str> =
        ["rules", "pack", name, "--date", "2026-05-01"].into_iter().chain(said).collect();
    good(folder, &args);
    format!("{name}-{version}.gouji.zip")
}

#[test]
fn documents_of_two_provinces_get_the_pack_of_each_and_every_paper_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    layer(folder, "甲省", "甲省", "2020..", "40元");
    layer(folder, "乙省", "乙省", "2020..", "50元");
    for name in ["甲省", "乙省"] {
        let file = pack(folder, name, "1.2");
        let said = good(folder, &["rules", "install", &file]);
        assert!(
            said.contains(&format!("{name} 1.2（省财政厅，预算处 2026-05-01 批准）")),
            "{said}"
        );
        assert!(said.contains(&format!("用于有“{name}”的文件")), "{said}");
        std::fs::remove_dir_all(folder.join(name)).unwrap();
    }
    document(folder, "a.txt", "甲省某县水利局", "2024");
    document(folder, "b.txt", "乙省某县水利局", "2024");
    document(folder, "c.txt", "丙省某县水利局", "2024");
    let report = run(folder, &["check", "决算", "--format", "json"]).1;
    let report: Value = serde_json::from_str(&report).unwrap();
    let layers = |at: usize| report["documents"][at]["layers"].to_string();
    let found = |at: usize| report["documents"][at]["findings"].as_array().unwrap().len();
    assert_eq!((layers(0), found(0)), (r#"["national","甲省 1.2"]"#.to_owned(), 1));
    assert_eq!((layers(1), found(1)), (r#"["national","乙省 1.2"]"#.to_owned(), 0));
    assert_eq!((layers(2), found(2)), (r#"["national"]"#.to_owned(), 0));
    let text = run(folder, &["check", "决算"]).1;
    assert!(
        text.contains("national → 甲省 1.2 1 份；national → 乙省 1.2 1 份；national 1 份"),
        "{text}"
    );
    let args =
        ["--ledger", "台账.xlsx", "--annotate", "批注", "--opinion", "意见.html", "-o", "结果"];
    let all: Vec<&str> = ["check", "决算", "--format", "html"].into_iter().chain(args).collect();
    run(folder, &all);
    let read = |path: &str| std::fs::read_to_string(folder.join(path)).unwrap();
    let index = read("结果/index.gouji.html");
    assert!(index.contains("<td class=\"name\">national → 乙省 1.2</td>"), "{index}");
    let named = "甲省 1.2（省财政厅，预算处 2026-05-01 批准）";
    for path in ["结果/index.gouji.html", "结果/a.gouji.html", "意见.html"] {
        assert!(read(path).contains(named), "{path}");
    }
    let ledger = std::fs::read(folder.join("台账.xlsx")).unwrap();
    assert!(cells(&ledger).contains(named));
    let copies: Vec<_> = std::fs::read_dir(folder.join("批注")).unwrap().flatten().collect();
    let copy = std::fs::read_to_string(copies[0].path()).unwrap();
    assert!(copy.contains("省 1.2（省财政厅"), "{copy}");
}

/// The texts of all cells of a workbook.
fn cells(bytes: &[u8]) -> String {
    use calamine::{Data, Reader, Xlsx};
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let sheets = book.worksheets();
    let texts =
        sheets.iter().flat_map(|(_, range)| range.cells()).filter_map(|(.., cell)| match cell {
            Data::String(text) => Some(text.clone()),
            _ => None,
        });
    texts.collect::<Vec<_>>().join("\n")
}

#[test]
fn an_older_pack_a_changed_one_and_one_with_failing_cases_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    layer(folder, "甲省", "甲省", "2020..", "40元");
    let old = pack(folder, "甲省", "1.9");
    let new = pack(folder, "甲省", "1.10");
    good(folder, &["rules", "install", &new]);
    let (status, _, said) = run(folder, &["rules", "install", &old]);
    assert!(status == Some(2) && said.contains("已经装有 甲省 1.10"), "{said}");
    let said = good(folder, &["rules", "install", &old, "--force"]);
    assert!(said.contains("换下了 甲省 1.10"), "{said}");
    assert!(good(folder, &["rules", "installed"]).contains("甲省 1.9"));
    // for everybody; the user's own wins
    good(folder, &["rules", "install", &new, "--system"]);
    assert!(folder.join("all/甲省/pack.toml").is_file());
    let (status, _, said) =
        run(folder, &["rules", "pack", "甲省", "--version", "1.9", "--owner", "厅"]);
    assert!(status == Some(2) && said.contains("已经存在"), "{said}");
    let mut bytes = std::fs::read(folder.join(&new)).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle] ^= 1;
    std::fs::write(folder.join("坏.zip"), bytes).unwrap();
    let (status, _, said) = run(folder, &["rules", "install", "坏.zip"]);
    assert!(status == Some(2) && !said.is_empty(), "{said}");
    good(folder, &["rules", "installed", "--remove", "甲省"]);
    good(folder, &["rules", "installed", "--remove", "甲省", "--system"]);
    assert!(good(folder, &["rules", "installed"]).contains("没有装规则包"));
    let cases = folder.join("甲省/cases/cases.toml");
    let text = std::fs::read_to_string(&cases).unwrap();
    std::fs::write(&cases, text.replace("\"holds\"", "\"violation\"")).unwrap();
    let (status, _, said) =
        run(folder, &["rules", "pack", "甲省", "--version", "2", "--owner", "厅"]);
    assert!(status == Some(2) && said.contains("用例没有全部通过，没有打包"), "{said}");
    assert!(!folder.join("甲省-2.gouji.zip").exists());
}

#[cfg(feature = "formats")]
#[test]
fn a_signed_pack_is_held_against_the_key_of_its_owner() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    layer(folder, "甲省", "甲省", "2020..", "40元");
    let keys = |name: &str| {
        let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
        let secret = pair.sk.to_box(None).unwrap().to_string();
        std::fs::write(folder.join(format!("{name}.key")), secret).unwrap();
        std::fs::write(folder.join(format!("{name}.pub")), pair.pk.to_box().unwrap().to_string())
            .unwrap();
        pair.pk.to_base64()
    };
    let (own, _) = (keys("厅"), keys("别人"));
    let args = ["rules", "pack", "甲省", "--version", "1", "--owner", "厅", "--key", "厅.key"];
    assert!(good(folder, &args).contains("签名 甲省-1.gouji.zip.minisig"));
    let install = |key: &str| run(folder, &["rules", "install", "甲省-1.gouji.zip", "--key", key]);
    for key in ["厅.pub", own.as_str()] {
        let (status, out, said) = install(key);
        assert!(status == Some(0) && out.contains("签名相符"), "{out}{said}");
    }
    let (status, _, said) = install("别人.pub");
    assert!(status == Some(2) && said.contains("签名与公钥不合"), "{said}");
    let (status, _, said) = install("不是公钥");
    assert!(status == Some(2) && said.contains("不是公钥"), "{said}");
}

#[test]
fn a_layer_is_carried_into_a_new_year_and_documents_get_the_one_of_their_year() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    layer(folder, "甲省2026", "甲省", "2020..", "40元");
    let waiver = "[[waiver]]\nrule = \"餐费-标准\"\nstated = \"1\"\nreason = \"2025年说明过\"\n";
    std::fs::write(folder.join("甲省2026/waivers.toml"), waiver).unwrap();
    let said = good(folder, &["rules", "new", "甲省2027", "--from", "甲省2026", "--year", "2027"]);
    let settings = std::fs::read_to_string(folder.join("甲省2027/ruleset.toml")).unwrap();
    assert!(
        settings.starts_with("# 省里定的\nname = \"甲省2027\"\ntitle = \"甲省2027\""),
        "{settings}"
    );
    assert!(settings.contains("years = \"2027..\" # 适用"), "{settings}");
    for what in [
        "years = \"2020..2026\"",
        "rules.toml:2  \"餐费标准\" = \"40元\"",
        "rules.toml:17  basis",
        "waivers.toml:2  rule",
    ] {
        assert!(said.contains(what), "{what}\n{said}");
    }
    let old = folder.join("甲省2026/ruleset.toml");
    let text = std::fs::read_to_string(&old).unwrap();
    std::fs::write(&old, text.replace("2020..", "2020..2026")).unwrap();
    for name in ["甲省2026", "甲省2027"] {
        let file = pack(folder, name, "1");
        good(folder, &["rules", "install", &file]);
    }
    document(folder, "a.txt", "甲省某县水利局", "2026");
    document(folder, "b.txt", "甲省某县水利局", "2027");
    let report = run(folder, &["check", "决算", "--format", "json"]).1;
    let report: Value = serde_json::from_str(&report).unwrap();
    let layers = |at: usize| report["documents"][at]["layers"].to_string();
    assert_eq!(layers(0), r#"["national","甲省2026 1"]"#);
    assert_eq!(layers(1), r#"["national","甲省2027 1"]"#);
}

/// What stands behind a word in a line of a report.
fn after<'t>(text: &'t str, word: &str) -> &'t str {
    let at = text.find(word).unwrap_or_else(|| panic!("{word}\n{text}"));
    let rest = &text[at + word.len()..];
    let end = rest.find(|c: char| c == '，' || c == '<' || c.is_whitespace());
    &rest[..end.unwrap_or(rest.len())]
}

#[test]
fn papers_name_the_rules_of_their_document_whatever_else_is_installed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    document(folder, "c.txt", "丙省某县水利局", "2024");
    let digest = |name: &str| {
        let path = format!("决算/{name}");
        let text = run(folder, &["check", &path, "--format", "markdown"]).1;
        after(&text, "规则摘要：").to_owned()
    };
    let before = digest("c.txt");
    assert_eq!(before.len(), 64);
    for name in ["甲省", "乙省"] {
        layer(folder, name, name, "2020..", "40元");
        let file = pack(folder, name, "1.2");
        good(folder, &["rules", "install", &file]);
        assert_eq!(digest("c.txt"), before, "{name} changes nothing for others");
    }
    document(folder, "a.txt", "甲省某县水利局", "2024");
    document(folder, "b.txt", "乙省某县水利局", "2024");
    assert_ne!(digest("a.txt"), before);
    let args = ["--annotate", "批注", "--opinion", "意见", "--opinion-format", "html"];
    let all = ["check", "决算", "--format", "html", "-o", "结果"].into_iter().chain(args);
    run(folder, &all.collect::<Vec<_>>());
    let read = |path: &str| std::fs::read_to_string(folder.join(path)).unwrap();
    for (path, own, other) in [
        ("结果/a.gouji.html", "甲省 1.2（省财政厅", "乙省 1.2（省财政厅"),
        ("结果/b.gouji.html", "乙省 1.2（省财政厅", "甲省 1.2（省财政厅"),
        ("意见/a-审核意见.gouji.html", "甲省 1.2（省财政厅", "乙省 1.2（省财政厅"),
        ("批注/a.txt.gouji.html", "甲省 1.2（省财政厅", "乙省 1.2（省财政厅"),
    ] {
        let text = read(path);
        assert!(text.contains(own) && !text.contains(other), "{path}");
    }
    assert!(!read("结果/c.gouji.html").contains("规则包"));
    let run_paper = read("意见/汇总-审核意见.gouji.html");
    for words in ["甲省 1.2（省财政厅", "乙省 1.2（省财政厅", "national → 甲省 1.2"]
    {
        assert!(run_paper.contains(words), "{words}");
    }
    let text = run(folder, &["check", "决算/c.txt"]).1;
    assert!(!text.contains("规则包"), "{text}");
}

#[test]
fn a_pack_is_chosen_by_the_agency_and_titles_and_of_two_the_other_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for name in ["甲市", "乙市"] {
        layer(folder, name, name, "2020..", "40元");
        let file = pack(folder, name, "1");
        good(folder, &["rules", "install", &file]);
    }
    let told = |text: &str| {
        std::fs::write(folder.join("a.txt"), text).unwrap();
        let report = run(folder, &["check", "a.txt", "--format", "json"]).1;
        let report: Value = serde_json::from_str(&report).unwrap();
        let document = &report["documents"][0];
        (document["layers"].to_string(), document["notices"].to_string())
    };
    let table = "工作餐费表\n单位：元\n部门 | 人次 | 餐费\n办公室 | 10 | 450\n";
    // a sentence names where one went
    let visit = "一、情况\n2024年本部门到甲市、乙市学习考察，安排经费3.00万元。\n";
    let (layers, notices) = told(&format!("青石县商务局2024年度部门决算\n\n{visit}\n{table}"));
    assert_eq!(layers, r#"["national"]"#);
    assert!(!notices.contains("甲市"), "{notices}");
    // a unit without its town in its name: the cover says it
    let (layers, _) = told(&format!("甲市\n商务局2024年度部门决算\n\n{visit}\n{table}"));
    assert_eq!(layers, r#"["national","甲市 1"]"#);
    // two in one name
    let (layers, notices) = told(&format!("甲市驻乙市办事处2024年度部门决算\n\n{visit}\n{table}"));
    let (own, other) =
        if layers.contains("甲市") { ("甲市", "乙市") } else { ("乙市", "甲市") };
    assert!(
        notices.contains(&format!("规则集 {other} 的“{other}”也印在文件开头，只用了 {own}")),
        "{layers} {notices}"
    );
}

#[test]
fn rules_of_a_pack_that_find_no_sentence_are_no_doubt_and_proposals_are_told_before_packing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    layer(folder, "甲省", "甲省", "2020..", "90元");
    let claim = "[[claim]]\nid = \"餐费说明\"\ntext = \"工作餐费共{餐费:amount}\"\nexpect = \"餐费 == sum(餐费表.餐费)\"\nproposed = true\n";
    std::fs::write(folder.join("甲省/claims.toml"), claim).unwrap();
    document(folder, "a.txt", "甲省某县水利局", "2024");
    let own = run(folder, &["check", "决算/a.txt", "-r", "甲省"]).1;
    assert!(own.contains("自己的规则有 1 条没有用上"), "{own}");
    let args = ["rules", "pack", "甲省", "--version", "1", "--owner", "厅"];
    let (status, _, said) = run(folder, &args);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("1 条建议还没有认可（餐费说明）"), "{said}");
    assert!(said.contains("2 个用例也在包里"), "{said}");
    let accepted = good(folder, &["rules", "accept", "甲省", "餐费说明"]);
    assert!(accepted.contains("没有写是谁认可的"), "{accepted}");
    good(folder, &["rules", "install", "甲省-1.gouji.zip"]);
    let text = run(folder, &["check", "决算/a.txt"]).1;
    assert!(!text.contains("没有用上") && text.contains("甲省 1"), "{text}");
}
