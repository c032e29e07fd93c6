//! The words that people read in an editor.

use gouji_report::explain::ExplainedLine;
use gouji_rules::formula::FormNames;

/// What a mistake of another layer is told with.
#[must_use]
pub fn elsewhere(file: &str, message: &str) -> String {
    format!("{file}：{message}")
}

/// A mistake with its advice.
#[must_use]
pub fn advised(message: &str, help: Option<&str>) -> String {
    help.map_or_else(|| message.to_owned(), |help| format!("{message}\n{help}"))
}

/// The title of the lens of a case.
pub const RUN_CASE: &str = "▶ 运行这个用例";

/// The title of the lens of a rule.
#[must_use]
pub fn run_cases(count: usize) -> String {
    format!("▶ 运行 {count} 个用例")
}

/// What came of cases.
#[must_use]
pub fn ran(id: &str, run: usize, failed: &[String]) -> String {
    match (run, failed) {
        (0, _) => format!("{id}：没有用例"),
        (_, []) => format!("✓ {id}：用例 {run} 个，全部通过"),
        _ => format!("✗ {id}：用例 {run} 个，{} 个没有通过\n{}", failed.len(), failed.join("\n")),
    }
}

/// Cases cannot run where the rules do not load.
#[must_use]
pub fn not_loaded(first: &str) -> String {
    format!("规则文件有错，用例没有运行：{first}")
}

/// What stands beside a head that is printed otherwise than its column is called.
#[must_use]
pub fn printed_as(name: &str) -> String {
    format!("表上印的字，名称是 {name}")
}

/// A named row.
pub const ROW: &str = "行";
/// A side of a form.
pub const SIDE: &str = "侧";
/// A claim.
pub const CLAIM: &str = "语句";
/// A part.
pub const PART: &str = "部分";
/// A scale.
pub const SCALE: &str = "等级标准";
/// A parameter.
pub const PARAM: &str = "参数";
/// A role.
pub const ROLE: &str = "角色";
/// A document beside the own one.
pub const PAPER: &str = "同一单位的别的文件";
/// The document and its table.
pub const OF_DOCUMENT: [(&str, &[&str], &str); 2] = [
    ("doc", &["year", "agency", "kind"], "文件的年度、单位、种类"),
    ("table", &["title", "number", "year", "unit", "agency"], "表的标题、编号、年度、单位"),
];

/// The columns of a form as a table.
#[must_use]
pub fn columns_of(form: &FormNames) -> String {
    let mut out = format!("**表样 {}**\n\n| 列 | 种类 | 表上印的字 |\n|---|---|---|\n", form.id);
    for (at, (name, kind)) in form.columns.iter().enumerate() {
        let heads = form.heads.get(at).map_or_else(String::new, |heads| heads.join("、"));
        out.push_str(&format!("| {name} | {} | {} |\n", kind.name(), heads.replace('|', "\\|")));
    }
    if !form.rows.is_empty() {
        out.push_str(&format!("\n行：{}\n", form.rows.join("、")));
    }
    if !form.sides.is_empty() {
        out.push_str(&format!("\n侧：{}\n", form.sides.join("、")));
    }
    if let Some(unit) = &form.unit {
        out.push_str(&format!("\n金额单位：{unit}（页面上没有写的时候）\n"));
    }
    out
}

/// What a column is.
#[must_use]
pub fn column(form: &str, name: &str, kind: &str, heads: &[String]) -> String {
    let heads = if heads.is_empty() {
        String::new()
    } else {
        format!("，表上印作 {}", heads.join("、"))
    };
    format!("**{form}.{name}**：列，{kind}{heads}")
}

/// What a named row is.
#[must_use]
pub fn row(form: &str, name: &str, labels: &[String]) -> String {
    let labels = if labels.is_empty() {
        String::new()
    } else {
        format!("，表上印作 {}", labels.join("、"))
    };
    format!("**{form}.{name}**：行{labels}")
}

/// What an expression is.
#[must_use]
pub fn kind(written: &str, kind: &str, unit: Option<&str>) -> String {
    let unit = unit.map_or_else(String::new, |unit| format!("，单位 {unit}"));
    format!("`{written}`：{kind}{unit}")
}

/// What a function is called with.
#[must_use]
pub fn function(usage: &str) -> String {
    format!("函数 `{usage}`；怎么用：`gouji rules guide {}`", usage.split('(').next().unwrap_or(""))
}

/// What a parameter is.
#[must_use]
pub fn param(name: &str, value: &str) -> String {
    format!("**参数 {name}** = {value}")
}

/// An explanation for people, as Markdown.
#[must_use]
pub fn explained(lines: &[ExplainedLine]) -> String {
    let mut out = String::new();
    for line in lines {
        match line {
            ExplainedLine::Head(head) => out.push_str(&format!("**{head}**\n\n")),
            ExplainedLine::Item(word, text) => out.push_str(&format!("- {word}：{text}\n")),
            ExplainedLine::Block(text) => out.push_str(&format!("\n```\n{text}\n```\n")),
            ExplainedLine::Gap => out.push('\n'),
        }
    }
    out
}

/// The cursor is at nothing that has a name of the author's own.
pub const NOTHING_TO_RENAME: &str = "光标处不是本规则集里写的编号或参数名；内置的不能改";

/// A new name that cannot be one.
#[must_use]
pub fn no_name(name: &str) -> String {
    format!("“{name}”不能作名称：用汉字、字母、数字、- 和 _，不以数字开头")
}

/// A new name that is one already.
#[must_use]
pub fn taken(name: &str) -> String {
    format!("已经有 {name}，没有改名")
}

/// The rules would not load under the new name.
#[must_use]
pub fn would_break(first: &str) -> String {
    format!("改名以后规则文件有错，没有改名：{first}")
}
