//! Units that are expected, and how they are named.

use super::{accounts, edit};
use crate::command::{json, run};
use calamine::{Reader, Xlsx, open_workbook};
use serde_json::Value;

#[test]
fn units_without_a_name_do_not_share_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let text = accounts("云岭市档案馆", 2023, "3.00");
    let (_, table) = text.split_once("\n\n").unwrap();
    std::fs::write(root.join("甲.txt"), table).unwrap();
    std::fs::write(root.join("乙.txt"), table).unwrap();
    run(root, &["check", "甲.txt", "--ledger", "a.xlsx"]);
    edit(&root.join("a.xlsx"), |row| {
        row.status = "已说明".to_owned();
        row.note = "甲的原因".to_owned();
    });
    assert_eq!(run(root, &["check", "甲.txt", "--ledger", "a.xlsx"]).0, Some(0));
    assert_eq!(run(root, &["check", "乙.txt", "--ledger", "a.xlsx"]).0, Some(1));
}

#[test]
fn expected_units_are_accounted_for() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir(root.join("报送")).unwrap();
    std::fs::write(root.join("报送/1.txt"), accounts("云岭市档案馆", 2023, "3.00")).unwrap();
    std::fs::write(root.join("报送/2.txt"), accounts("青川市图书馆", 2023, "2.00")).unwrap();
    std::fs::write(root.join("报送/白石县水文站.txt"), "").unwrap();
    std::fs::write(root.join("报送/4.txt"), accounts("外县粮库", 2023, "2.00")).unwrap();
    let list = "序号,单位名称,联系电话\n1,云岭市档案馆,101\n2,青川市图书馆,102\n3,白石县水文站,103\n4,\"红山县气象台\",104\n";
    let (gb, _, _) = encoding_rs::GB18030.encode(list);
    for (name, bytes) in [("a.csv", list.as_bytes()), ("b.csv", &*gb)] {
        std::fs::write(root.join(name), bytes).unwrap();
        let (code, out, said) = run(root, &["check", "报送", "--expected", name]);
        assert_eq!(code, Some(3), "{said}");
        let (_, account) = out
            .split_once("名单上的 4 个单位：没有文件 1，未能审核 1，有问题 1，没有问题 1")
            .unwrap();
        let order = [
            "红山县气象台  4，104",
            "白石县水文站  报送/白石县水文站.txt：文件是空的",
            "云岭市档案馆",
            "不是名单上单位的文件 1 份：报送/4.txt",
        ];
        let places: Vec<usize> = order
            .iter()
            .map(|part| account.find(part).unwrap_or_else(|| panic!("{part}\n{account}")))
            .collect();
        assert!(places.is_sorted(), "{account}");
    }
    // names alone; the account of a program's report goes to standard error
    std::fs::write(root.join("c.csv"), "\u{FEFF}云岭市档案馆\r\n青川市图书馆\r\n").unwrap();
    let (code, out, said) = run(
        root,
        &[
            "check",
            "报送/1.txt",
            "报送/2.txt",
            "--expected",
            "c.csv",
            "--format",
            "json",
            "--ledger",
            "t.xlsx",
        ],
    );
    assert_eq!(code, Some(1));
    assert!(
        serde_json::from_str::<Value>(&out).is_ok()
            && said.contains("没有文件 0，未能审核 0，有问题 1，没有问题 1"),
        "{said}"
    );
    let mut book: Xlsx<_> = open_workbook(root.join("t.xlsx")).unwrap();
    let cells = book.worksheet_range("单位情况").unwrap();
    let shown: Vec<String> = cells.rows().map(|row| format!("{} {}", row[0], row[1])).collect();
    assert_eq!(shown, ["单位 情况", "云岭市档案馆 有问题", "青川市图书馆 没有问题"]);
    // a unit that is missing fails the run even where all else is clean
    std::fs::write(root.join("c.csv"), "青川市图书馆\n红山县气象台\n").unwrap();
    assert_eq!(run(root, &["check", "报送/2.txt", "--expected", "c.csv"]).0, Some(3));
    std::fs::write(root.join("c.csv"), "\n").unwrap();
    assert_eq!(run(root, &["check", "报送/2.txt", "--expected", "c.csv"]).0, Some(2));
    assert_eq!(run(root, &["check", "报送/2.txt", "--expected", "没有.csv"]).0, Some(2));
}

#[test]
fn expected_units_stand_in_every_report() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir(root.join("报送")).unwrap();
    std::fs::write(root.join("报送/1.txt"), accounts("云岭市档案馆", 2023, "3.00")).unwrap();
    std::fs::write(root.join("报送/2.txt"), accounts("青川市图书馆", 2023, "2.00")).unwrap();
    std::fs::write(root.join("报送/4.txt"), accounts("外县粮库", 2023, "2.00")).unwrap();
    std::fs::write(root.join("名单.csv"), "云岭市档案馆\n青川市图书馆\n红山县气象台\n").unwrap();
    let report = |format: &str| {
        run(root, &["check", "报送", "--expected", "名单.csv", "--format", format]).1
    };
    let value: Value = serde_json::from_str(&report("json")).unwrap();
    let states = |value: &Value| -> Vec<String> {
        let units = value["units"].as_array().unwrap().iter();
        units
            .map(|unit| {
                format!("{} {}", unit["name"].as_str().unwrap(), unit["state"].as_str().unwrap())
            })
            .collect()
    };
    let wanted = ["云岭市档案馆 findings", "青川市图书馆 clean", "红山县气象台 missing"];
    assert_eq!(states(&value["expected"]), wanted);
    assert_eq!(value["expected"]["others"], serde_json::json!(["报送/4.txt"]));
    let lines = report("jsonl");
    assert_eq!(
        states(&serde_json::from_str::<Value>(lines.lines().last().unwrap()).unwrap()["expected"]),
        wanted
    );
    let sarif: Value = serde_json::from_str(&report("sarif")).unwrap();
    assert_eq!(
        states(&sarif["runs"].as_array().unwrap().last().unwrap()["properties"]["expected"]),
        wanted
    );
    let csv = report("csv");
    assert!(
        csv.contains(",红山县气象台,,没有文件,,单位名单,")
            && csv.contains("报送/2.txt,青川市图书馆,,没有问题,,单位名单,"),
        "{csv}"
    );
    let summary = report("markdown");
    assert!(
        summary.contains("| 红山县气象台 | 没有文件 |")
            && summary.contains("| | 不在名单 | | 报送/4.txt |"),
        "{summary}"
    );
    let page = report("html");
    assert!(
        page.contains(
            "<td class=\"name\">红山县气象台</td><td class=\"word unread\">没有文件</td>"
        ),
        "{page}"
    );
    // in a folder the overview has it, in each format
    for format in gouji::Format::ALL.iter().map(|format| format.name()) {
        let (_, _, said) = run(
            root,
            &["check", "报送", "--expected", "名单.csv", "--format", format, "-o", format],
        );
        let index =
            std::fs::read_dir(root.join(format)).unwrap().map(|entry| entry.unwrap().path());
        let index = index
            .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("index.gouji."))
            .collect::<Vec<_>>();
        assert!(
            index.len() == 1
                && std::fs::read_to_string(&index[0]).unwrap().contains("红山县气象台"),
            "{format}\n{said}"
        );
        assert!(said.contains("没有文件 1") && said.contains("总览 "), "{format}\n{said}");
    }
}

#[test]
fn brackets_in_the_name_of_a_unit_do_not_matter() {
    let state = |list: &str, agency: &str, file: &str| {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::write(root.join(file), accounts(agency, 2023, "2.00")).unwrap();
        std::fs::write(root.join("名单.csv"), list).unwrap();
        let value = json(root, &["check", file, "--expected", "名单.csv"]);
        let units = value["expected"]["units"].as_array().unwrap();
        units.iter().map(|unit| unit["state"] == "clean").collect::<Vec<_>>()
    };
    for agency in [
        "清溪市水利局[部门]",
        "清溪市水利局（本级）",
        "清溪市水利局【汇总】",
        "清溪市水利局〔部门〕",
        "清溪市水利局",
    ] {
        assert_eq!(
            state("清溪市水利局\n清溪市农业局\n", agency, "1.txt"),
            [true, false],
            "{agency}"
        );
        assert_eq!(
            state("清溪市水利局（部门）\n清溪市农业局\n", agency, "1.txt"),
            [true, false],
            "{agency}"
        );
    }
    // what else stands in brackets tells units apart; the brackets themselves do not
    assert_eq!(
        state(
            "清溪市第一中学（东校区）\n清溪市第一中学（西校区）\n",
            "清溪市第一中学[西校区]",
            "1.txt"
        ),
        [false, true]
    );
    // a list that has both accounts of a unit
    let both = "清溪市水利局\n清溪市水利局（本级）\n";
    assert_eq!(state(both, "清溪市水利局[本级]", "1.txt"), [false, true]);
    assert_eq!(state(both, "清溪市水利局[部门]", "1.txt"), [true, false]);
}
