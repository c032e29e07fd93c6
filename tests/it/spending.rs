//! 支出决算表, as tests print it and as rules of tests describe it.

/// Its heads.
pub const HEADS: [&str; 8] = [
    "科目编码",
    "科目名称",
    "本年支出合计",
    "基本支出",
    "项目支出",
    "上缴上级支出",
    "经营支出",
    "对附属单位补助支出",
];

/// Rows that add up.
pub const ROWS: [[&str; 8]; 7] = [
    ["", "合计", "353.15", "274.27", "78.88", "0", "0", "0"],
    ["205", "教育支出", "300.10", "250.10", "50.00", "0", "0", "0"],
    ["20502", "普通教育", "300.10", "250.10", "50.00", "0", "0", "0"],
    ["2050201", "学前教育", "300.10", "250.10", "50.00", "0", "0", "0"],
    ["221", "住房保障支出", "53.05", "24.17", "28.88", "0", "0", "0"],
    ["22102", "住房改革支出", "53.05", "24.17", "28.88", "0", "0", "0"],
    ["2210201", "住房公积金", "53.05", "24.17", "28.88", "0", "0", "0"],
];

/// The accounts of an agency with rows of 支出决算表: a total of 12.00 for projects, and what stands
/// below it in the rows 201 and 205.
pub fn accounts(agency: &str, year: i32, [general, education]: [&str; 2]) -> String {
    let heads = HEADS.join(" | ");
    format!(
        "{agency}{year}年度部门决算\n\n支出决算表\n单位：万元\n{heads}\n\
         | 合计 | 30.00 | 18.00 | 12.00 | | |\n\
         201 | 一般公共服务支出 | 10.00 | 8.00 | {general} | | |\n\
         205 | 教育支出 | 20.00 | 10.00 | {education} | | |\n"
    )
}

/// A form of rule files: 合计 and what it consists of.
pub const FORM: &str = r#"
[[form]]
id = "支出表"
title = ["支出表"]
columns = [
  { name = "编码", kind = "code" },
  { name = "科目", kind = "label" },
  { name = "合计", kind = "amount" },
  { name = "人员", kind = "amount" },
  { name = "公用", kind = "amount" },
]
rows = [{ name = "总数", label = ["总计"], total = true }]
"#;
