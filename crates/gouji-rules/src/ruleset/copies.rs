//! An id that a layer has twice: two files of which one is a copy of the other, or two items that
//! bear one name.

use super::walk::RuleSource;

/// Marks of copies and of files that were put aside, as editors and people write them.
const MARKS: &[&str] = &[
    "副本", "复制", "备份", "拷贝", "旧", "copy", "Copy", "bak", "old", "(1)", "(2)", "（1）",
    "（2）",
];

/// What is wrong with an id of a file that another place has already, and what to do. `line`: where
/// the other one stands.
pub(super) fn id_twice(
    id: &str,
    own: &RuleSource,
    other: &RuleSource,
    line: usize,
) -> (String, String) {
    let place = format!("{} 第 {line} 行", other.name);
    let message = format!("id {id} 写了两次，另一处在 {place}");
    if let Some(help) = copy_help(own, other) {
        return (message, help);
    }
    let help = format!(
        "同一条写了两遍的，删去一处；不是同一条的，换一个 id，例如 id = \"{id}二\"；各管几年的，两处各写 years，例如 years = \"..2022\" 和 years = \"2023..\""
    );
    (message, help)
}

/// What to do with one of two files of which one is a copy of the other.
pub(super) fn copy_help(own: &RuleSource, other: &RuleSource) -> Option<String> {
    (own.name != other.name && is_copy(own, other)).then(|| {
        let marked = |source: &RuleSource| MARKS.iter().any(|mark| name(source).contains(mark));
        let (copy, first) = match (marked(own), marked(other)) {
            (true, false) => (own, other),
            (false, true) => (other, own),
            _ if own.name.len() > other.name.len() => (own, other),
            _ => (other, own),
        };
        format!(
            "“{}”像是“{}”的副本，规则文件夹里的 .toml 都会读：删去它，或者移到规则文件夹外面",
            name(copy),
            name(first)
        )
    })
}

/// The name of a file without its folders.
fn name(source: &RuleSource) -> &str {
    source.name.rsplit(['/', '\\']).next().unwrap_or(&source.name)
}

/// Whether one of two files is a copy of the other: by its name, or as most of its lines are those of the other.
fn is_copy(one: &RuleSource, other: &RuleSource) -> bool {
    let stem = |source: &RuleSource| {
        let mut own = name(source).trim_end_matches(".toml").to_owned();
        for mark in MARKS {
            own = own.replace(mark, "");
        }
        own.trim_matches([' ', '-', '_', '.']).to_owned()
    };
    if stem(one) == stem(other) && name(one) != name(other) {
        return true;
    }
    let lines = |source: &RuleSource| -> Vec<String> {
        let all = source.text.lines().map(str::trim);
        all.filter(|line| !line.is_empty()).map(str::to_owned).collect()
    };
    let (one, other) = (lines(one), lines(other));
    let same = one.iter().filter(|line| other.contains(line)).count();
    // nine of ten lines
    same * 10 >= one.len().max(other.len()) * 9
}
