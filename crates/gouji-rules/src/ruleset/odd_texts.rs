//! Texts of rule files that are read as they stand, and hardly meant so: patterns as other programs
//! write them, several agencies in one text.

use super::literal_marks::stands_for_itself;
use super::tree::{TreeTable, TreeValue, TreeView};
use super::walk::{Mistakes, RuleSource};
use gouji_values::error::MistakeCode;
use rust_decimal::Decimal;
use std::ops::Range;

/// Signs of regular expressions, and what a pattern of a rule file has instead.
const SIGNS: &[(&str, &str)] = &[
    (".*", "…（一句里任意多个字，也可以没有）"),
    (".+", "…（一句里任意多个字，也可以没有）"),
    ("\\d", "{数:amount}、{数:count} 这样的取值"),
    ("\\s", "空格不用写：有没有都认"),
    ("\\w", "{:text}"),
    ("[0-9]", "{数:amount}、{数:count} 这样的取值"),
    ("%s", "…（一句里任意多个字）"),
    ("***", "…（一句里任意多个字）"),
    ("*", "…（一句里任意多个字，也可以没有）"),
    ("...", "…（一个省略号字）"),
    ("。。。", "…（一个省略号字）"),
    ("％s", "…（一句里任意多个字）"),
];

/// Signs that group and part where they are half as wide.
const WIDE: &[(char, &str)] = &[('｜', "|"), ('？', "?"), ('［', "("), ('＋', "+"), ('＊', "…")];

/// Tables whose patterns are read without regular expressions, and the keys that hold them.
const PATTERNS: &[(&str, &[&str])] = &[
    ("claim", &["text", "not_after"]),
    ("measure", &["words", "not_after"]),
    ("wording", &["printed"]),
];

/// What parts the names of several agencies in one text.
const BETWEEN: &[char] = &['、', '，', ',', ';', '；', '|'];

/// What parts names that are listed.
const LISTED: &[char] = &['、', '，', ',', ';', '；'];

/// Patterns of claims, measures and wordings that hold signs of regular expressions.
pub(super) fn foreign_patterns(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    for (kind, keys) in PATTERNS {
        for table in super::tables::tables(root, kind) {
            for value in keys.iter().filter_map(|key| table.get(key)) {
                for (text, span) in texts(value) {
                    let is_literal = *kind == "wording" && stands_for_itself(text);
                    if let Some((place, message, help)) =
                        wide(source, text, &span).filter(|_| !is_literal)
                    {
                        out.warn(source, place, MistakeCode::WithoutEffect, message, Some(help));
                        continue;
                    }
                    if let Some((class, meant)) = character_class(text) {
                        out.warn(
                            source,
                            place_of(source, &span, class),
                            MistakeCode::WithoutEffect,
                            format!("句式不是正则表达式，{class} 照字面找方括号"),
                            Some(format!(
                                "其中一个字的写成 {meant}：\"{}\"",
                                text.replace(class, &meant)
                            )),
                        );
                        continue;
                    }
                    let Some((sign, meant)) = SIGNS.iter().find(|(sign, _)| text.contains(sign))
                    else {
                        continue;
                    };
                    out.warn(
                        source,
                        place_of(source, &span, sign),
                        MistakeCode::WithoutEffect,
                        if sign.chars().all(|c| matches!(c, '*' | '.' | '。')) && *sign != ".*" {
                            format!("句式里 {sign} 就是这个符号，照字面找，多半找不到")
                        } else {
                            format!("句式不是正则表达式，{sign} 照字面找，不会找到")
                        },
                        Some(match meant.strip_prefix('…') {
                            Some(_) => format!("改用 {meant}：\"{}\"", text.replace(sign, "…")),
                            None => format!("改用 {meant}"),
                        }),
                    );
                }
            }
        }
    }
}

/// Exceptions of wordings that never stand where something is found: a plain text that has nothing
/// of any of the plain texts that are looked for.
pub(super) fn idle_exceptions(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    let is_plain = |text: &str| !text.contains(['{', '(', '|', '?', '+', '…']);
    for table in super::tables::tables(root, "wording") {
        let of = |key: &str| table.get(key).map(texts).unwrap_or_default();
        let printed = of("printed");
        let is_joined = |text: &str| super::joined_texts::several(text).is_some();
        if printed.is_empty()
            || !printed.iter().all(|(text, _)| is_plain(text))
            || printed.iter().any(|(text, _)| is_joined(text))
        {
            continue;
        }
        for (except, span) in of("except") {
            if !is_plain(except) || printed.iter().any(|(text, _)| may_overlap(text, except)) {
                continue;
            }
            let found = printed.first().map_or("", |(text, _)| text);
            out.warn(
                source,
                span,
                MistakeCode::WithoutEffect,
                format!("“{except}”里没有要找的字，找到“{found}”的地方不会是它，不起作用"),
                Some(format!(
                    "写连着要找的字的说法，例如 except = [\"{found}表\"]；不用的，删去 except"
                )),
            );
        }
    }
}

/// Whether two texts can share letters of a place: one holds the other, or ends as it begins.
fn may_overlap(one: &str, other: &str) -> bool {
    let ends = |a: &str, b: &str| {
        a.char_indices().skip(1).any(|(at, _)| a.get(at..).is_some_and(|rest| b.starts_with(rest)))
    };
    one.contains(other) || other.contains(one) || ends(one, other) || ends(other, one)
}

/// Letters between square brackets, of which one was to be found, and the same as a group.
fn character_class(text: &str) -> Option<(&str, String)> {
    let open = text.find('[')?;
    let inner = text.get(open + 1..)?;
    let inner = inner.get(..inner.find(']')?)?;
    let letters: Vec<String> = inner.chars().map(String::from).collect();
    let is_class =
        (2..=6).contains(&letters.len()) && inner.chars().all(gouji_values::number::is_ideograph);
    is_class.then(|| {
        let class = text.get(open..open + inner.len() + 2).unwrap_or("");
        (class, format!("({})", letters.join("|")))
    })
}

/// A bar, a bracket or another sign of patterns that is typed full-width, and so stands for itself.
fn wide(
    source: &RuleSource,
    text: &str,
    span: &Range<usize>,
) -> Option<(Range<usize>, String, String)> {
    let (sign, _) = WIDE.iter().find(|(sign, _)| text.contains(*sign))?;
    let mut meant = text.to_owned();
    for (sign, plain) in WIDE {
        meant = meant.replace(*sign, plain);
    }
    meant = meant.replace('］', ")");
    if *sign == '｜' {
        // the brackets around are those of the group
        meant = meant.replace('（', "(").replace('）', ")");
    }
    if meant.contains('|') && !meant.contains('(') {
        meant = format!("({meant})");
    }
    let shown = sign.to_string();
    let (what, how) = match sign {
        '｜' => ("或", "半角的 | 和括号"),
        '？' => ("可有可无", "半角的 ?"),
        '＋' => ("一次或几次", "半角的 +"),
        '＊' => ("任意几个字", "…"),
        _ => ("几种写法", "半角的 ( )"),
    };
    Some((
        place_of(source, span, &shown),
        format!("全角的 {sign} 照字面找，不表示“{what}”"),
        format!("表示“{what}”的写{how}：\"{meant}\""),
    ))
}

/// Titles of forms that are several in one text: no table has such a title.
pub(super) fn joined_titles(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    for table in super::tables::tables(root, "form") {
        let Some(value) = table.get("title") else { continue };
        for (text, span) in texts(value) {
            let names: Vec<&str> = text.split(BETWEEN).map(str::trim).collect();
            let (Some(last), true) = (text.trim().chars().next_back(), names.len() > 1) else {
                continue;
            };
            // what each title ends with (表); a list within one title does not end so
            if !names.iter().all(|name| name.ends_with(last) && name.chars().nth(1).is_some()) {
                continue;
            }
            let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
            out.warn(
                source,
                span,
                MistakeCode::WithoutEffect,
                format!("一对引号里是一个表题，没有表叫“{text}”，这张表认不出"),
                Some(format!("几个表题写成列表：title = [{}]", quoted.join(", "))),
            );
        }
    }
}

/// The names that a text lists, with what parts them left out.
#[must_use]
pub fn joined(text: &str) -> Vec<&str> {
    let or = |c: char| BETWEEN.contains(&c) || matches!(c, '/' | '／' | '或');
    text.split(or).map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// Whether a column holds figures: one of these has one name.
fn is_figure(column: TreeTable<'_>) -> bool {
    let kind = column.get("kind").and_then(TreeValue::text);
    kind.is_some_and(|kind| ["amount", "count", "percent", "score"].contains(&kind))
}

/// Whether names are as long as each other and begin with the same word: 合同金额、合同价款.
fn begin_alike(names: &[&str]) -> bool {
    let word = |name: &&str| name.chars().take(2).collect::<String>();
    let Some((first, rest)) = names.split_first() else { return false };
    first.chars().nth(2).is_some()
        && rest
            .iter()
            .all(|own| own.chars().count() == first.chars().count() && word(own) == word(first))
}

/// Labels of rows and heads of columns that are several in one text: nothing is printed so.
pub(super) fn joined_words(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    for form in super::tables::tables(root, "form") {
        for (list, key) in [("rows", "label"), ("columns", "header")] {
            for table in super::tables::tables(form, list) {
                let Some(value) = table.get(key) else { continue };
                let own = table.get("name").and_then(TreeValue::text);
                for (text, span) in texts(value) {
                    let names = joined(text);
                    // a row may print two things at once (水费、电费), but not two totals, nor its
                    // own name beside another one
                    let is_list = names.iter().all(|name| name.ends_with('计'))
                        || names.iter().any(|name| Some(*name) == own)
                        || one_in_another(&names)
                        || (key == "header" && is_figure(table) && begin_alike(&names));
                    // (合计|小计): the alternatives of a pattern are several already
                    let is_whole =
                        |name: &&str| name.matches('(').count() == name.matches(')').count();
                    if names.len() < 2 || !is_list || !names.iter().all(is_whole) {
                        continue;
                    }
                    let quoted: Vec<String> =
                        names.iter().map(|name| format!("\"{name}\"")).collect();
                    out.warn(
                        source,
                        span,
                        MistakeCode::WithoutEffect,
                        format!("一对引号里是一个说法，照“{text}”整个找"),
                        Some(format!("几个说法写成列表：{key} = [{}]", quoted.join(", "))),
                    );
                }
            }
        }
    }
}

/// Whether of two names one begins with the other: 会期（天） and 会期 are one head in two ways.
fn one_in_another(names: &[&str]) -> bool {
    let is_begin = |one: &&str, other: &&str| {
        one.chars().nth(1).is_some() && one != other && other.starts_with(*one)
    };
    names.iter().any(|one| names.iter().any(|other| is_begin(one, other)))
}

/// Names of measures that are several in one text: no sentence has them all.
pub(super) fn joined_measures(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    for table in super::tables::tables(root, "measure") {
        let Some(value) = table.get("words") else { continue };
        for (text, span) in texts(value) {
            let names: Vec<&str> =
                text.split(LISTED).map(str::trim).filter(|name| !name.is_empty()).collect();
            let is_whole = |name: &&str| {
                name.chars().nth(2).is_some()
                    && name.matches('(').count() == name.matches(')').count()
            };
            if names.len() < 2 || !names.iter().all(is_whole) {
                continue;
            }
            let message = format!("一对引号里是一个叫法，照“{text}”整个找");
            let help = format!("几种叫法用 | 隔开：words = \"{}\"", names.join("|"));
            out.warn(source, span, MistakeCode::WithoutEffect, message, Some(help));
        }
    }
}

/// Tables of cases whose cells commas part: a document is text, where a comma parts no cells.
pub(super) fn comma_tables(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    let items = ["rule", "claim", "measure", "wording", "relation"];
    let cases = items.iter().flat_map(|kind| super::tables::tables(root, kind));
    let beside = cases.flat_map(|table| super::tables::tables(table, "case"));
    for case in beside.chain(super::tables::tables(root, "case")) {
        let Some(value) = case.get("given") else { continue };
        let TreeView::Text(text) = value.view() else { continue };
        let Some(line) = parted_by_commas(text) else { continue };
        let cells: Vec<&str> = line.split(COMMAS).map(str::trim).collect();
        out.warn(
            source,
            place_of(source, &value.span(), line),
            MistakeCode::WithoutEffect,
            "小文件里逗号不分格，这张表认不出",
            Some(format!("各格用 | 隔开：{}", cells.join(" | "))),
        );
    }
}

const COMMAS: [char; 2] = [',', '，'];

/// The first of two lines or more that commas part into as many cells, where the second has
/// numbers and neither is a sentence.
fn parted_by_commas(text: &str) -> Option<&str> {
    let commas = |line: &str| line.matches(COMMAS).count();
    let is_table = |line: &&str| commas(line) >= 2 && !line.contains(['|', '。', '\t']);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.windows(2).find_map(|pair| {
        let [head, row] = pair else { return None };
        let numbers = row.split(COMMAS).filter(|cell| cell.trim().parse::<Decimal>().is_ok());
        let is_it = is_table(head) && is_table(row) && commas(head) == commas(row);
        (is_it && numbers.count() >= 2).then_some(*head)
    })
}

/// The place of a sign in a text of a file; that of the text where it is written otherwise.
pub(super) fn place_of(source: &RuleSource, span: &Range<usize>, sign: &str) -> Range<usize> {
    let written = source.text.get(span.clone()).unwrap_or_default();
    match written.find(sign) {
        Some(at) => span.start + at..span.start + at + sign.len(),
        None => span.clone(),
    }
}

/// Agencies of items and waivers that are several names in one text: no document has such a name.
pub(super) fn joined_agencies(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    for kind in ["rule", "claim", "measure", "wording", "relation", "waiver"] {
        for table in super::tables::tables(root, kind) {
            joined_agency(source, table, kind, out);
        }
    }
}

/// The agency of one table.
pub(super) fn joined_agency(
    source: &RuleSource,
    table: TreeTable<'_>,
    kind: &str,
    out: &mut Mistakes,
) {
    let Some(value) = table.get("agency") else { return };
    for (text, span) in texts(value) {
        let names: Vec<&str> =
            text.split(BETWEEN).map(str::trim).filter(|name| !name.is_empty()).collect();
        if names.len() < 2 {
            continue;
        }
        let help = if kind == "waiver" {
            "每个单位各写一条 [[waiver]]".to_owned()
        } else {
            let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
            format!("几个单位写成列表：agency = [{}]", quoted.join(", "))
        };
        let message = format!("没有单位叫“{text}”，不会用在任何文件上");
        out.warn(source, span, MistakeCode::WithoutEffect, message, Some(help));
    }
}

/// A text, or the texts of a list, each with its place.
pub(super) fn texts(value: TreeValue<'_>) -> Vec<(&str, Range<usize>)> {
    match value.view() {
        TreeView::Text(text) => vec![(text, value.span())],
        TreeView::List(list) => list
            .items()
            .filter_map(|item| match item.view() {
                TreeView::Text(text) => Some((text, item.span())),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}
