//! `rules draft`: what holds in tables that no form knows comes out as a rule file that works.

use assert_cmd::cargo::cargo_bin_cmd;
use std::path::Path;

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = cargo_bin_cmd!("gouji").current_dir(folder).args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

const DOCUMENT: &str = "\
某市园林处2023年度专项资金公开

养护经费明细表

单位：万元

片区 | 合计 | 人工费 | 苗木费 | 水电费 | 人工占比
东片 | 60.50 | 30.25 | 20.15 | 10.10 | 50.00%
西片 | 41.30 | 20.65 | 15.45 | 5.20 | 50.00%
南片 | 30.00 | 12.00 | 10.00 | 8.00 | 40.00%
合计 | 131.80 | 62.90 | 45.60 | 23.30 | 47.72%

养护收支对照表

单位：万元

来源 | | 用途 |
项目 | 数额 | 项目 | 数额
财政补助 | 100.00 | 养护 | 131.80
自筹 | 40.00 | 设备 | 8.20
来源合计 | 140.00 | 用途合计 | 140.00

养护科目表

单位：万元

编码 | 科目 | 全年 | 上半年 | 下半年
 | 合计 | 131.80 | 60.00 | 71.80
212 | 城乡社区支出 | 131.80 | 60.00 | 71.80
21205 | 城乡社区环境卫生 | 101.80 | 50.00 | 51.80
21299 | 其他城乡社区支出 | 30.00 | 10.00 | 20.00
";

#[test]
fn what_holds_in_unknown_tables_is_proposed_with_cases() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("a.txt"), DOCUMENT).unwrap();
    std::fs::create_dir(root.join("本处")).unwrap();
    std::fs::write(root.join("本处/ruleset.toml"), "name = \"本处\"\nextends = \"national\"\n").unwrap();
    let (code, out, said) = run(root, &["rules", "draft", "a.txt", "-o", "本处/draft.toml"]);
    assert_eq!((code, out.as_str()), (Some(0), ""), "{said}");
    assert!(said.contains("没有识别的表 3 张，归纳出表样 3 个"), "{said}");
    let text = std::fs::read_to_string(root.join("本处/draft.toml")).unwrap();
    for part in [
        "\"合计 == 人工费 + 苗木费 + 水电费\"",
        "\"人工占比 == percent(人工费, 合计)\"",
        "sum(above(",
        "\"全年 == 上半年 + 下半年\"",
        "levels = [3, 5]",
        "sides   = [\"来源\", \"用途\"]",
        "养护科目表",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // it is a ruleset whose cases pass, and it finds what is wrong
    let (code, out, said) = run(root, &["rules", "test", "本处"]);
    assert_eq!(code, Some(0), "{said}\n{text}");
    assert!(out.contains("全部通过"), "{out}");
    assert_eq!(run(root, &["a.txt", "-r", "本处"]).0, Some(0));
    std::fs::write(root.join("b.txt"), DOCUMENT.replace("西片 | 41.30", "西片 | 43.10")).unwrap();
    let (code, out, _) = run(root, &["b.txt", "-r", "本处"]);
    assert!(code == Some(1) && out.contains("43.10"), "{out}");
    // nothing is overwritten, nothing proposed for what is known
    assert_eq!(run(root, &["rules", "draft", "a.txt", "-o", "本处/draft.toml"]).0, Some(2));
    assert!(run(root, &["rules", "draft", "a.txt", "-r", "本处"]).2.contains("没有识别的表 0 张"));
}
