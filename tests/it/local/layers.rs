//! Layers of rules: which one counts, and what they show.

use super::two_layers;
use crate::command::run;

const TABLE: &str =
    "会议费支出明细表\n单位：元\n会议名称 | 住宿费 | 伙食费 | 合计\n年会 | 30 | 16 | 49\n";

#[test]
fn gouji_toml_is_found_upwards_and_the_command_line_wins() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    assert_eq!(run(root, &["rules", "new", "规则/本局"]).0, Some(0));
    std::fs::create_dir_all(root.join("文件/2023")).unwrap();
    std::fs::create_dir_all(root.join("别处")).unwrap();
    for place in ["文件/2023/a.txt", "别处/a.txt"] {
        std::fs::write(root.join(place), TABLE).unwrap();
    }
    let config = "ruleset = \"henan\"\nrules = [\"../规则/本局\"]\nyear = 2021\nfail-on = \"never\"\nformat = \"json\"\n";
    std::fs::write(root.join("文件/gouji.toml"), config).unwrap();
    let (code, out, said) = run(root, &["文件/2023/a.txt"]);
    assert_eq!(code, Some(0), "{said}");
    for part in ["\"year\": 2021", "会议费-每行", "\"henan\""] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    let line = [
        "文件/2023/a.txt",
        "--format",
        "text",
        "--fail-on",
        "error",
        "-r",
        "hunan",
        "--year",
        "2022",
    ];
    let (code, out, said) = run(root, &line);
    assert_eq!(code, Some(1), "{said}");
    assert!(out.contains("2022 年") && out.contains("national → hunan → 本局"), "{out}");
    // each document has the rules of its own folder
    let (_, out, _) = run(root, &["文件", "别处", "--format", "json"]);
    assert!(out.contains("\"documents\": 2") && out.matches("会议费-每行").count() >= 1, "{out}");
    let (_, out, _) = run(root, &["tables", "文件"]);
    assert!(out.contains("会议费明细表"), "{out}");
    let (_, out, _) = run(root, &["tables", "别处"]);
    assert!(!out.contains("会议费明细表"), "{out}");
    // commands without documents look from the current folder
    let (_, out, _) = run(&root.join("文件/2023"), &["rules", "list"]);
    assert!(out.contains("会议费-每行"), "{out}");

    std::fs::write(root.join("文件/gouji.toml"), "output = \"结果\"\n").unwrap();
    assert_eq!(run(root, &["文件/2023/a.txt"]).1, "");
    assert!(root.join("文件/结果/a.gouji.txt").is_file());

    std::fs::write(root.join("文件/gouji.toml"), "ruleset = \"河南\"\nrules = [\"没有\"]\n")
        .unwrap();
    let (code, out, said) = run(root, &["文件/2023/a.txt"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    for part in ["gouji.toml:1:11", "没有规则集或规则文件夹 河南", "没有规则文件夹 没有"]
    {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn show_merges_the_layers_and_names_the_file_of_each_line() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    two_layers(root);
    let mut all = String::new();
    for id in ["会议表", "上限", "会议-上限"] {
        let (code, out, said) = run(root, &["rules", "show", id, "-r", "乡"]);
        assert_eq!(code, Some(0), "{said}");
        all.push_str(&out.replace('\\', "/"));
    }
    insta::assert_snapshot!(all, @r#"
    # 表样 会议表
    # 乡 修改（乡/rules.toml:2）：本市另有标题
    [[form]]
    id      = "会议表"                                              # 县/rules.toml:2
    title   = [
      "会议费用表",                                                 # 乡/rules.toml:3
      "会议表",                                                     # 县/rules.toml:3
    ]
    columns = [
      { name = "名称", kind = "label" },                            # 县/rules.toml:5
      { name = "合计", kind = "amount" },                           # 县/rules.toml:6
      { name = "住宿", kind = "amount", optional = true, header = ["住宿费", "住宿"] },  # 县/rules.toml:7、乡/rules.toml:5
    ]
    # 参数 上限
    [param]
    "上限" = "450元"                                                # 乡/rules.toml:7
    # 上级写的是 "500元"（县/rules.toml:10）
    # 规则 会议-上限
    # 乡 修改（乡/rules.toml:9）：只作提醒
    [[rule]]
    id       = "会议-上限"                                          # 县/rules.toml:12
    form     = "会议表"                                             # 县/rules.toml:13
    severity = "warning"                                            # 乡/rules.toml:11
    any      = ["合计 <= param.上限", "合计 <= 住宿"]               # 乡/rules.toml:12
    "#);
    // an item of other years
    assert_eq!(run(root, &["rules", "show", "会议-旧", "-r", "乡"]).0, Some(2));
    assert_eq!(run(root, &["rules", "show", "会议-旧", "-r", "乡", "--year", "2018"]).0, Some(0));
    // every id of the built-in rules can be shown
    let (_, list, _) = run(root, &["rules", "show", "支出决算表"]);
    assert!(list.contains("national/forms/final-accounts.toml:"), "{list}");
}

#[test]
fn a_year_that_no_ruleset_covers_takes_the_newest_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    two_layers(root);
    std::fs::write(
        root.join("a.txt"),
        "某局2024年度部门决算\n会议表\n单位：元\n名称 | 合计 | 住宿费\n年会 | 90 | 70\n",
    )
    .unwrap();
    let (_, out, said) = run(root, &["a.txt", "-r", "乡", "--all"]);
    assert!(
        out.contains("适用于 2018..2023 年度")
            && out.contains("会议-每行")
            && out.contains("会议-旧")
            && out.contains("这条规则只用于"),
        "{out}{said}"
    );
    let (_, out, _) = run(root, &["a.txt", "-r", "乡", "--all", "--year", "2019"]);
    assert!(!out.contains("适用于") && out.contains("会议-旧"), "{out}");
}

/// Reports count the lines of a set from the start of each file, and so does `explain`.
#[cfg(feature = "formats")]
#[test]
fn lines_of_a_set_are_those_of_its_files() {
    use std::io::Write;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let mut set = zip::ZipWriter::new(std::fs::File::create(root.join("甲.zip")).unwrap());
    let prose =
        "某某局2023年度部门决算\n\n一、概况\n\n本部门没有下属单位。\n\n人员编制情况见附表。\n";
    let table = "支出决算表\n单位：万元\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t\
                 对附属单位补助支出\n2010000\t某项支出\t353.15\t100.00\t254.16\t\t\t\n";
    for (name, text) in [("1正文.txt", prose), ("2附表.txt", table)] {
        set.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        set.write_all(text.as_bytes()).unwrap();
    }
    set.finish().unwrap();
    let (code, out, said) = run(root, &["explain", "甲.zip:4:14", "-r", "national"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        out.contains("353.15")
            && out.contains("（2附表.txt 第 4 行第 14 列）")
            && out.contains("不符"),
        "{out}"
    );
    assert!(!out.contains("1正文.txt"), "{out}");
    assert!(run(root, &["explain", "甲.zip:2"]).1.contains("没有读到数字"));
    assert!(run(root, &["explain", "甲.zip:9"]).1.contains("只有 7 行"));
}
