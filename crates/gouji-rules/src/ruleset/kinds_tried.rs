//! Columns whose kind is wrong: formulas that use them do not go together, and each of them blames what
//! stands beside it. The kind of each column that they name is tried as another one; where that mends several
//! formulas, or the name of the column says what it counts, the column is told instead of them.

use super::rulebook::Rulebook;
use gouji_values::error::{MistakeCode, RuleMistake};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// Loads that are tried, at most.
const MOST: usize = 12;

/// The kinds of columns that are mistaken for each other.
const KINDS: &[&str] = &["amount", "count", "percent", "date"];

/// A column of a form on disk with the place of its kind.
struct Column {
    file: String,
    text: Arc<str>,
    name: String,
    kind: String,
    span: Range<usize>,
    /// Where its key begins.
    key: usize,
}

impl Rulebook {
    /// The mistakes with those in their place that come of the kind of one column. `load` loads a rulebook and
    /// gives the mistakes that are left.
    pub(super) fn kinds_tried(
        &self,
        mut errors: Vec<RuleMistake>,
        load: impl Fn(&Self) -> Vec<RuleMistake>,
    ) -> Vec<RuleMistake> {
        let of_kinds = |own: &RuleMistake| {
            own.code == MistakeCode::Formula && !own.is_warning && speaks_of_kinds(&own.message)
        };
        let lines: Vec<&str> = errors.iter().filter(|own| of_kinds(own)).filter_map(line).collect();
        if lines.is_empty() {
            return errors;
        }
        let mut columns: Vec<(usize, Column)> = self
            .columns_on_disk()
            .into_iter()
            .map(|column| (lines.iter().filter(|line| names(line, &column.name)).count(), column))
            .filter(|(count, column)| *count > 0 && column.kind != "date")
            .collect();
        columns.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let same = |own: &RuleMistake| (own.file.clone(), own.message.clone());
        let mut tries = 0;
        for (count, column) in columns {
            let said = self.kind_said(&column.name);
            // one formula alone does not tell which of its columns is meant
            if count < 2 && said.is_none() {
                continue;
            }
            let kinds = KINDS.iter().filter(|kind| **kind != column.kind);
            for kind in kinds.filter(|kind| said.is_none_or(|said| said == **kind)) {
                if tries >= MOST {
                    return errors;
                }
                tries += 1;
                let quoted = format!("\"{kind}\"");
                let Some(edited) = self.edited(&column.file, &column.span, &quoted) else {
                    continue;
                };
                let left: BTreeSet<_> = load(&edited).iter().map(same).collect();
                let known: BTreeSet<_> = errors.iter().map(same).collect();
                let is_gone = |own: &RuleMistake| of_kinds(own) && !left.contains(&same(own));
                let gone = errors.iter().filter(|own| is_gone(own)).count();
                if !left.is_subset(&known) || gone < count || gone < 1 {
                    continue;
                }
                let places = errors.iter().filter(|own| is_gone(own)).map(place);
                let told = told(&column, kind, &places.collect::<Vec<_>>());
                errors.retain(|own| !is_gone(own));
                errors.insert(0, told);
                return errors;
            }
        }
        errors
    }

    /// The kind that the name of a column says: a unit that counts, and 数 behind it.
    fn kind_said(&self, name: &str) -> Option<&'static str> {
        let words = self.vocabulary();
        const ENDS: &[(&str, &str)] = &[
            ("率", "percent"),
            ("比例", "percent"),
            ("占比", "percent"),
            ("比重", "percent"),
            ("日期", "date"),
            ("单价", "amount"),
            ("金额", "amount"),
        ];
        if let Some((_, kind)) = ENDS.iter().find(|(end, _)| name.ends_with(end)) {
            return Some(kind);
        }
        let counted = name.strip_suffix('数')?;
        let mut units = words.units.iter();
        let is_unit = units
            .any(|(_, unit)| !unit.money && !unit.ratio && counted.ends_with(unit.name.as_str()));
        let mut counters = words.prose.get("counters").into_iter().flatten();
        let counts = is_unit || counters.any(|own| counted.ends_with(own.as_str()));
        counts.then_some("count")
    }

    /// The columns of all forms in folders on disk.
    fn columns_on_disk(&self) -> Vec<Column> {
        let mut out = Vec::new();
        for folder in self.folders.values().filter(|folder| folder.is_on_disk) {
            for file in folder.files.iter().filter(|file| file.text.contains("[[form")) {
                let source = folder.source(file);
                let text: Arc<str> = Arc::from(&*file.text);
                for (at, _) in file.text.match_indices("kind") {
                    out.extend(column_at(&text, at, source.name.as_str()));
                }
            }
        }
        out
    }
}

/// The column whose kind stands at a place.
fn column_at(text: &Arc<str>, at: usize, file: &str) -> Option<Column> {
    let behind = text.get(at + "kind".len()..)?;
    let value = behind.trim_start().strip_prefix('=')?.trim_start();
    let from = text.len() - value.len();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let kind = value.get(1..)?.split(quote).next()?;
    let before = text.get(..at)?;
    // its name stands before it, in the same table
    let begin = before.rfind(['{', '\u{5b}'])?;
    let own = before.get(begin..)?;
    let name = own.rsplit("name").next()?.trim_start().strip_prefix('=')?.trim_start();
    let quote = name.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let name = name.get(1..)?.split(quote).next()?;
    Some(Column {
        file: file.to_owned(),
        text: Arc::clone(text),
        name: name.to_owned(),
        kind: kind.to_owned(),
        span: from..from + kind.len() + 2,
        key: at,
    })
}

/// Whether a mistake is that two kinds do not go together.
fn speaks_of_kinds(message: &str) -> bool {
    [
        "不能相乘",
        "不能相除",
        "不能相加",
        "不能相减",
        "不能比较",
        "不能加减",
        "不能一起",
        "没有单位",
        "这里用作",
    ]
    .iter()
    .any(|words| message.contains(words))
}

/// The line in which a mistake stands.
fn line(own: &RuleMistake) -> Option<&str> {
    let from = own.text.get(..own.span.start)?.rfind('\n').map_or(0, |at| at + 1);
    own.text.get(from..)?.lines().next()
}

/// Whether a line names a column.
fn names(line: &str, name: &str) -> bool {
    super::name_in_text::stands(name, line, |before, _| super::name_in_text::is_words(before))
}

fn place(own: &RuleMistake) -> String {
    // one that was told at the column says where its formula is
    let told =
        own.help.as_deref().and_then(|help| help.split_once("（公式在 ")?.1.split_once('）'));
    if let Some((place, _)) = told {
        return place.to_owned();
    }
    let line = own.text.get(..own.span.start).map_or(0, |text| text.matches('\n').count());
    let file = own.file.rsplit('/').next().unwrap_or(&own.file);
    format!("{file} 第 {} 行", line + 1)
}

/// What is told of the column.
fn told(column: &Column, kind: &str, places: &[String]) -> RuleMistake {
    let of = |kind: &str| match kind {
        "amount" => "金额",
        "count" => "个数",
        "percent" => "百分数",
        "date" => "日期",
        "text" | "label" => "文字",
        _ => "别的种类",
    };
    let message = format!(
        "{} 的种类写的是 {}（{}），用到它的算不到一起：公式在 {}",
        column.name,
        column.kind,
        of(&column.kind),
        places.join("、")
    );
    let help = format!("写成 kind = \"{kind}\"（{}），公式不用改", of(kind));
    RuleMistake {
        text: Arc::clone(&column.text),
        span: column.key..column.span.end,
        help: Some(help),
        ..RuleMistake::of_file(MistakeCode::Formula, column.file.clone(), message)
    }
}
