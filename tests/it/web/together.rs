//! Files that are audited together on the command line.

use super::{gouji, halves, zip};

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
