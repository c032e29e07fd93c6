//! What is wrong with a `vocabulary.toml`: values of another form than their key wants, keys that
//! there are not.

use super::classes::called;
use super::file_names;
use super::keys::{KeyKind, keys};
use super::other_words;
use super::own_values::kind_of;
use super::tree::{TreeTable, TreeValue, TreeView};
use super::walk::RuleSource;
use crate::formula::close;
use gouji_prose::prose::{CLASSES, ENTRY_FORMS};
use gouji_values::vocabulary::Vocabulary;
use std::ops::Range;

/// A slip: its place, what is wrong, what to write.
pub(super) type WordSlip = (Range<usize>, String, String);

/// Tables of the vocabulary whose values are all of one form.
const LISTS: &[&str] = &["prose", "reporting_levels", "directions", "audit_formula"];
/// The directions.
const DIRECTIONS: &[&str] = &["up", "down", "same"];
const TEXTS: &[&str] = &["parts", "fragments"];

/// Keys of the tables that the vocabulary holds by name, with what they hold.
const UNIT: &[(&str, &str)] =
    &[("of", "\"元\""), ("times", "10000"), ("exact", "2"), ("ratio", "true"), ("money", "true")];
const PAPER: &[(&str, &str)] =
    &[("kind", "\"final-accounts\""), ("year", "-1"), ("level", "\"unit\"")];
const KIND: &[(&str, &str)] =
    &[("name", "\"部门决算\""), ("words", "[\"…\"]"), ("titles", "[\"…\"]")];

/// All slips of a file that TOML itself can read.
pub(super) fn slips(source: &RuleSource, root: TreeTable<'_>) -> Vec<WordSlip> {
    let mut out = Vec::new();
    let known = || keys("vocabulary.toml").iter();
    let is_class = |name: &str| classes().any(|class| class == name);
    let is_listed = |value: TreeValue<'_>| !matches!(value.view(), TreeView::Table(_));
    let astray: Vec<(&str, Range<usize>, TreeValue<'_>)> =
        root.iter().filter(|(name, _, value)| is_class(name) && is_listed(*value)).collect();
    out.extend(without_prose(source, root, &astray));
    for (name, place, value) in root.iter() {
        let Some(key) = known().find(|key| key.name == name) else {
            if !astray.iter().any(|(known, ..)| *known == name) {
                out.push(unknown(name, place, value));
            }
            continue;
        };
        match (name, value.view()) {
            (name, TreeView::Table(table)) if LISTS.contains(&name) => {
                for (key, place, value) in table.iter() {
                    if name == "directions" && !DIRECTIONS.contains(&key) {
                        out.push(direction(source, (key, place), value));
                    }
                    list(source, key, value, &mut out);
                }
            }
            (name, TreeView::Table(table)) if TEXTS.contains(&name) => {
                for (key, _, value) in table.iter() {
                    text(source, key, value, &mut out);
                }
            }
            ("units", TreeView::Table(table)) => named(source, table, ("units", UNIT), &mut out),
            ("papers", TreeView::Table(table)) => named(source, table, ("papers", PAPER), &mut out),
            ("kinds", TreeView::Table(table)) => named(source, table, ("kinds", KIND), &mut out),
            ("not_figures", TreeView::List(items)) => {
                for item in items.items().filter(|item| !is_pair(*item)) {
                    let help = "每一项写样式和说明：[\"{:count}号令\", \"文号\"]".to_owned();
                    out.push((item.span(), "not_figures 的一项应当是两段文字".to_owned(), help));
                }
            }
            (name, view)
                if key.kind == KeyKind::Anything && !matches!(view, TreeView::Table(_)) =>
            {
                let message = format!("{name} 应当是一张表，这里写的是{}", kind_of(value));
                out.push((value.span(), message, format!("表头写 [{name}]，下面每行一个键和值")));
            }
            _ if key.kind == KeyKind::Texts => list(source, name, value, &mut out),
            _ if key.kind == KeyKind::Text => text(source, name, value, &mut out),
            _ => {}
        }
    }
    out
}

/// The lists of words below `[prose]`.
fn classes() -> impl Iterator<Item = &'static str> {
    let plain = CLASSES.iter().map(|(class, _)| *class);
    plain.chain(ENTRY_FORMS.iter().map(|(class, _)| *class)).chain(["counters"])
}

/// Classes of which each says the contrary of the others.
const CONTRARY: [&[&str]; 5] = [
    &["up", "down", "same"],
    &["adjust_up", "adjust_down"],
    &["above", "below"],
    &["or_more", "or_less"],
    &["at_least", "at_most"],
];

/// Words of a file that the words so far, or the file itself, have with the contrary sense.
pub(super) fn contrary(root: TreeTable<'_>, known: &Vocabulary) -> Vec<WordSlip> {
    let Some(TreeView::Table(prose)) = root.get("prose").map(TreeValue::view) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    let mut own: Vec<(&str, &str)> = Vec::new();
    for (class, _, value) in prose.iter() {
        let Some(group) = CONTRARY.iter().find(|group| group.contains(&class)) else { continue };
        let TreeView::List(items) = value.view() else { continue };
        let mut found: Vec<(&str, &str, Range<usize>)> = Vec::new();
        for item in items.items() {
            let Some(word) = item.text() else { continue };
            let is_in = |other: &&&str| {
                let all = known.prose.get(**other).into_iter().flatten();
                all.map(String::as_str).any(|known| known == word) || own.contains(&(**other, word))
            };
            let other = group.iter().filter(|other| **other != class).find(is_in);
            if let Some(other) = other {
                found.push((word, *other, item.span()));
            }
            own.push((class, word));
        }
        // one list is one slip
        let (Some((_, other, first)), Some((.., last))) = (found.first(), found.last()) else {
            continue;
        };
        let words: Vec<String> = found.iter().map(|(word, ..)| format!("“{word}”")).collect();
        let words = words.join("、");
        let message = format!("{words}已经在 {other} 里，意思相反，不能又写进 {class}");
        let is_wrong = |word: &str| found.iter().any(|(own, ..)| *own == word);
        let kept = items.items().filter_map(TreeValue::text).filter(|word| !is_wrong(word));
        let kept: Vec<String> = kept.map(|word| format!("\"{word}\"")).collect();
        let help = match kept.as_slice() {
            [] => format!("删去 {class} 这一行"),
            kept => format!("写成 {class} = [{}]", kept.join(", ")),
        };
        out.push((first.start..last.end, message, help));
    }
    out
}

/// A class of directions that there is not.
fn direction(
    source: &RuleSource,
    (key, place): (&str, Range<usize>),
    value: TreeValue<'_>,
) -> WordSlip {
    let written = source.text.get(value.span()).unwrap_or("[\"…\"]").trim();
    let meant = called(key).filter(|meant| DIRECTIONS.contains(meant));
    let help = match meant {
        Some(meant) => format!("写成 {meant} = {written}"),
        None => format!("增加的词写 up = {written}，减少的写 down，持平的写 same"),
    };
    (place, format!("[directions] 里只有 up（增加）、down（减少）、same（持平），没有 {key}"), help)
}

fn is_pair(value: TreeValue<'_>) -> bool {
    let TreeView::List(list) = value.view() else { return false };
    let is_text = |item: TreeValue<'_>| matches!(item.view(), TreeView::Text(_));
    list.items().count() == 2 && list.items().all(is_text)
}

/// That classes of words do not stand below their heading: one slip, however many they are.
fn without_prose(
    source: &RuleSource,
    root: TreeTable<'_>,
    astray: &[(&str, Range<usize>, TreeValue<'_>)],
) -> Option<WordSlip> {
    let (first, place, value) = astray.first()?;
    let names: Vec<&str> = astray.iter().map(|(name, ..)| *name).collect();
    let names = names.join("、");
    let line = source.text.get(..place.start)?.matches('\n').count() + 1;
    let written = source.text.get(value.span()).unwrap_or("[\"…\"]");
    let has_heading = root.iter().any(|(name, ..)| name == "prose");
    let help = match astray {
        _ if has_heading => format!("把 {names} 移到 [prose] 下面"),
        [_] => format!("写在 [prose] 下面：另起一行 [prose]，再写 {first} = {written}"),
        _ => format!("第 {line} 行的前面加一行 [prose]，{names} 都在它下面"),
    };
    Some((
        place.clone(),
        format!("vocabulary.toml 里没有 {first} 这个键，它是 [prose] 里的一列词"),
        help,
    ))
}

/// A key that the file does not have.
fn unknown(name: &str, place: Range<usize>, value: TreeValue<'_>) -> WordSlip {
    let message = format!("vocabulary.toml 里没有 {name} 这个键");
    if classes().any(|class| class == name)
        && let TreeView::Table(table) = value.view()
    {
        let texts = |value: TreeValue<'_>| match value.view() {
            TreeView::Text(text) => vec![text.to_owned()],
            TreeView::List(list) => {
                list.items().filter_map(TreeValue::text).map(str::to_owned).collect()
            }
            _ => Vec::new(),
        };
        // a key says what its words are for, unless it is a word itself
        let inner: Vec<String> = table.iter().flat_map(|(.., value)| texts(value)).collect();
        let keys = || table.iter().map(|(key, ..)| key.to_owned()).collect();
        let words: Vec<String> = if inner.is_empty() { keys() } else { inner };
        let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        let words = if words.is_empty() { "\"…\"".to_owned() } else { words.join(", ") };
        let help = format!(
            "{name} 是 [prose] 里的一列词：删去 [{name}] 和它下面的各行，在 [prose] 下面写一行 {name} = [{words}]"
        );
        return (place, message, help);
    }
    if let Some(help) = file_names::elsewhere("vocabulary.toml", "vocabulary.toml", name) {
        return (place, message, help);
    }
    let names = || keys("vocabulary.toml").iter().map(|key| key.name);
    if let (Some(help), _) = other_words::key("vocabulary.toml", name, &names().collect::<Vec<_>>())
    {
        return (place, message, help);
    }
    let inner = close(name, classes());
    let near = close(name, names());
    let help = if let (true, Some(class)) = (near.is_empty(), inner.first()) {
        format!("是不是 {class}？它写在 [prose] 下面：另起一行 [prose]，再写 {class} = [\"…\"]")
    } else if near.is_empty() {
        "规则、表样、参数写在别的 .toml 里；这里只写阅读用的词，常用的是 [prose]、[units]、[papers]、[fragments]".to_owned()
    } else {
        format!("是不是 {}？", near.join("、"))
    };
    (place, message, help)
}

/// A list of texts.
fn list(source: &RuleSource, key: &str, value: TreeValue<'_>, out: &mut Vec<WordSlip>) {
    let written = |value: TreeValue<'_>| source.text.get(value.span()).unwrap_or("").trim();
    match value.view() {
        TreeView::List(items) => {
            for item in items.items() {
                if matches!(item.view(), TreeView::Text(_)) {
                    continue;
                }
                let message = format!("{key} 里的每一项应当是文字，这里写的是{}", kind_of(item));
                out.push((item.span(), message, format!("加引号：\"{}\"", written(item))));
            }
        }
        TreeView::Text(text) => {
            let parts: Vec<String> = text
                .split(['、', '，', ',', '；', ';', ' '])
                .filter(|part| !part.is_empty())
                .map(|part| format!("\"{part}\""))
                .collect();
            let message = format!("{key} 应当是文字的列表，这里写的是一段文字");
            out.push((value.span(), message, format!("写成 {key} = [{}]", parts.join(", "))));
        }
        TreeView::Table(_) => {
            let message = format!("{key} 应当是文字的列表，这里写的是表");
            out.push((value.span(), message, format!("写成 {key} = [\"…\"]，每个词一对引号")));
        }
        _ => {
            let message = format!("{key} 应当是文字的列表，这里写的是{}", kind_of(value));
            out.push((value.span(), message, format!("写成 {key} = [\"{}\"]", written(value))));
        }
    }
}

/// One text.
fn text(source: &RuleSource, key: &str, value: TreeValue<'_>, out: &mut Vec<WordSlip>) {
    let help = match value.view() {
        TreeView::Text(_) => return,
        TreeView::List(items) => {
            let texts: Vec<&str> = items.items().filter_map(TreeValue::text).collect();
            match texts.as_slice() {
                [] => format!("写成 {} = \"…\"", quoted(key)),
                [one] => format!("不写方括号：{} = \"{one}\"", quoted(key)),
                several => {
                    format!("只写一段文字：{} = \"({})\"", quoted(key), several.join("|"))
                }
            }
        }
        _ => {
            let written = source.text.get(value.span()).unwrap_or("").trim();
            format!("加引号：{} = \"{written}\"", quoted(key))
        }
    };
    out.push((value.span(), format!("{key} 应当是一段文字，这里写的是{}", kind_of(value)), help));
}

/// A key as it can be typed.
fn quoted(key: &str) -> String {
    if key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) {
        key.to_owned()
    } else {
        format!("\"{key}\"")
    }
}

/// Tables by name: units, documents, kinds of documents.
fn named(
    source: &RuleSource,
    tables: TreeTable<'_>,
    (section, known): (&str, &[(&str, &str)]),
    out: &mut Vec<WordSlip>,
) {
    for (name, _, value) in tables.iter() {
        let TreeView::Table(table) = value.view() else {
            let written = source.text.get(value.span()).unwrap_or("").trim();
            out.push((
                value.span(),
                format!("[{section}] 里 {name} 应当是一张表，这里写的是{}", kind_of(value)),
                format!("写成 {} = {}", quoted(name), example(section, written)),
            ));
            continue;
        };
        for (key, place, value) in table.iter() {
            match known.iter().find(|(known, _)| *known == key) {
                None => {
                    let names: Vec<&str> = known.iter().map(|(known, _)| *known).collect();
                    let (help, _) = other_words::key(section, key, &names);
                    let near = close(key, names.iter().copied());
                    let help = help.unwrap_or_else(|| match near.as_slice() {
                        [] => format!("可用的键：{}", names.join("、")),
                        near => format!("是不是 {}？", near.join("、")),
                    });
                    out.push((place, format!("[{section}] 的 {name} 里没有 {key} 这个键"), help));
                }
                Some((_, example)) => field(source, (key, example), value, out),
            }
        }
        if section == "papers" && table.get("kind").is_none() {
            let help = "写上 kind：\"final-accounts\" 部门决算，\"budget\" 部门预算".to_owned();
            out.push((value.span(), format!("[papers] 的 {name} 没有写 kind"), help));
        }
    }
}

/// A table by what was written instead of it.
fn example(section: &str, written: &str) -> String {
    let is_number = written.replace('_', "").parse::<f64>().is_ok();
    match section {
        "units" if is_number => format!("{{ of = \"元\", times = {written}, money = true }}"),
        "units" => "{ of = \"元\", times = 10000, money = true }".to_owned(),
        "papers" if written.starts_with('"') => format!("{{ kind = {written}, year = -1 }}"),
        "papers" => "{ kind = \"final-accounts\", year = -1 }".to_owned(),
        _ if written.starts_with('"') => format!("{{ name = {written}, words = [{written}] }}"),
        _ => "{ name = \"…\", words = [\"…\"] }".to_owned(),
    }
}

/// A value of such a table, held against an example of it.
fn field(
    source: &RuleSource,
    (key, example): (&str, &str),
    value: TreeValue<'_>,
    out: &mut Vec<WordSlip>,
) {
    let written = source.text.get(value.span()).unwrap_or("").trim();
    let bare = written.trim_matches(['"', '\'']);
    let wrong = |what: &str, help: String| {
        (value.span(), format!("{key} 应当是{what}，这里写的是{}", kind_of(value)), help)
    };
    match (key, value.view()) {
        ("words" | "titles", _) => list(source, key, value, out),
        ("year", TreeView::Integer(_))
        | ("exact", TreeView::Integer(_))
        | ("times", TreeView::Integer(_) | TreeView::Text(_))
        | ("ratio" | "money", TreeView::Boolean(_))
        | ("of" | "name" | "kind" | "level", TreeView::Text(_)) => {}
        ("year", _) => {
            let meant = years_apart(bare);
            let help = match meant {
                Some(0) => "同年的不写 year，删去它".to_owned(),
                Some(years) => format!("写成 year = {years}"),
                None => "上一年写 year = -1，下一年写 year = 1，同年不写".to_owned(),
            };
            out.push(wrong("相差几年的整数", help));
        }
        ("times", TreeView::Float(_)) => {
            out.push(wrong("整数或者文字", format!("加引号：times = \"{written}\"")))
        }
        ("ratio" | "money", _) => out.push(wrong("true 或 false", format!("写成 {key} = true"))),
        ("exact" | "times", _) => out.push(wrong("整数", format!("写成 {key} = {example}"))),
        (_, TreeView::List(items)) => {
            let first = items.items().find_map(TreeValue::text).unwrap_or("…");
            out.push(wrong("一段文字", format!("不写方括号：{key} = \"{first}\"")));
        }
        _ => out.push(wrong("一段文字", format!("加引号：{key} = \"{written}\""))),
    }
}

/// How many years a word says that another document lies away.
fn years_apart(text: &str) -> Option<i32> {
    let bare = text.trim().trim_end_matches(['度', '年']);
    if let Ok(years) = bare.parse::<i32>() {
        return (-50..=50).contains(&years).then_some(years);
    }
    Some(match bare {
        "上" | "去" | "前一" | "上一" | "last" => -1,
        "前" | "上上" | "前两" | "前二" => -2,
        "同" | "本" | "当" | "今" => 0,
        "下" | "明" | "次" | "后一" | "下一" => 1,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_counted_from_the_own_one() {
        assert_eq!(years_apart("上年"), Some(-1));
        assert_eq!(years_apart("上一年度"), Some(-1));
        assert_eq!(years_apart("-1"), Some(-1));
        assert_eq!(years_apart("同年"), Some(0));
        assert_eq!(years_apart("2023"), None);
    }
}
