//! What is written in another form than its key wants, as it is to be written: made of the file's
//! own words.

use super::keys::{KeyKind, RuleKey, TABLES as ALL, keys};
use super::raw::RawNumber;
use super::tree::{TreeTable, TreeValue, TreeView};
use super::twice::short;
use super::walk::RuleSource;
use crate::pattern::kind_by_name;
use gouji_values::kind::Kind;
use rust_decimal::Decimal;

/// What is asked for where a list of tables is.
pub(super) const TABLES: &str = "表的列表";

/// What a value is called.
pub(super) fn kind_of(value: TreeValue<'_>) -> &'static str {
    match value.view() {
        TreeView::Text(_) => "文字",
        TreeView::Integer(_) => "整数",
        TreeView::Float(_) => "小数",
        TreeView::Boolean(_) => "真假值",
        TreeView::Datetime(_) => "日期",
        TreeView::List(_) => "列表",
        TreeView::Table(_) => "表",
    }
}

/// That a value is of another kind than its key wants, with what the key is for. `more`: keys that
/// its table has beside its own.
pub(super) fn of_kind(
    (what, more, key): (&str, &[&'static RuleKey], &str),
    wanted: &str,
    value: TreeValue<'_>,
) -> String {
    let mut own = keys(what).iter().chain(more.iter().copied());
    let known = own.find(|known| known.name == key);
    if let Some(RuleKey { kind: KeyKind::OneOf(words), .. }) = known
        && words.len() < 7
    {
        return format!("{key} 应当是 {} 之一，这里写的是{}", words.join("、"), kind_of(value));
    }
    let about = known.map(|known| short(known.about));
    let about = about.map_or(" ".to_owned(), |about| format!("（{about}）"));
    if let Some(inner) = turned(key, value) {
        return format!("[[{key}.{inner}]] 的次序写反了：{key}{about}是 [[{inner}]] 里的");
    }
    if let Some(table) = elsewhere(what, key, value) {
        return format!("{key} 在 {what} 里{about}是{wanted}；这样的列表是 {table} 的 {key}");
    }
    if wanted == TABLES && matches!(value.view(), TreeView::Table(_)) {
        return format!("{key}{about}可以有几项，外面要再加一层方括号");
    }
    format!("{key}{about}应当是{wanted}，这里写的是{}", kind_of(value))
}

/// The item that has a list of this key, where the heads of both stand in the other order:
/// `[[case.rule]]`.
pub(super) fn turned(key: &str, value: TreeValue<'_>) -> Option<String> {
    let TreeView::Table(table) = value.view() else { return None };
    let is_list = |known: &RuleKey| known.name == key && matches!(known.kind, KeyKind::Tables(_));
    let mut inner = table.iter().map(|(inner, ..)| inner);
    inner.find(|inner| keys(&format!("[[{inner}]]")).iter().any(is_list)).map(str::to_owned)
}

/// The other kind of item in which a key holds a list of tables, where one is written.
pub(super) fn elsewhere(what: &str, key: &str, value: TreeValue<'_>) -> Option<&'static str> {
    let TreeView::List(items) = value.view() else { return None };
    items.items().next()?.table()?;
    let is_list = |known: &RuleKey| known.name == key && matches!(known.kind, KeyKind::Tables(_));
    let others = ALL.iter().filter(|(name, _)| *name != what && name.starts_with("[["));
    others.filter(|(_, keys)| keys.iter().any(is_list)).map(|(name, _)| *name).next()
}

/// Where such a list belongs, to be typed there: `table` is the item in which it stands.
pub(super) fn moved(
    what: &str,
    key: &str,
    value: TreeValue<'_>,
    table: TreeTable<'_>,
) -> Option<String> {
    let other = elsewhere(what, key, value)?;
    let form = table.get("form").and_then(TreeValue::text).filter(|_| other == "[[form]]");
    let of = form.map_or_else(String::new, |form| format!(" id = \"{form}\" 那一段"));
    Some(format!("把这一行移到 {other}{of}里"))
}

/// What is marked of a value: of one whose heads stand in the other order the whole line.
pub(super) fn place(
    source: &RuleSource,
    key: &str,
    value: TreeValue<'_>,
) -> std::ops::Range<usize> {
    let span = value.span();
    if turned(key, value).is_none() {
        return span;
    }
    let from = source.text.get(..span.start).and_then(|own| own.rfind('\n')).map_or(0, |at| at + 1);
    let end = source.text.get(span.start..).and_then(|own| own.find('\n'));
    from..end.map_or(source.text.len(), |end| span.start + end)
}

/// A list of tables where one table, or texts, are written: `rows = { … }`, `columns = ["甲"]`.
pub(super) fn tables(source: &RuleSource, key: &str, value: TreeValue<'_>) -> Option<String> {
    let written = source.text.get(value.span())?.trim();
    let is_short = |text: &str| !text.contains('\n') && text.chars().count() < 120;
    match value.view() {
        TreeView::Table(table)
            if key == "columns"
                && let Some(all) = named_kinds(table) =>
        {
            let head = if written.starts_with('[') {
                let of =
                    written.trim_matches(['[', ']']).rsplit_once('.').map_or("form", |own| own.0);
                format!("删去 {written} 和下面各行，在 [[{of}]] 里")
            } else {
                String::new()
            };
            Some(format!("{head}写成 columns = [{}]", all.join(", ")))
        }
        TreeView::Table(table)
            if key == "rows"
                && let Some(all) = named_labels(table) =>
        {
            Some(format!("写成 rows = [{}]", all.join(", ")))
        }
        TreeView::Table(_) if let Some(inner) = turned(key, value) => {
            Some(format!("写成 [[{inner}.{key}]]"))
        }
        TreeView::Table(table) if key == "grades" => {
            let grades: Vec<String> = table
                .iter()
                .filter_map(|(name, _, value)| {
                    let from = source.text.get(value.span())?;
                    Some(format!("{{ name = \"{name}\", from = {} }}", from.trim()))
                })
                .collect();
            Some(format!("写成 grades = [{}]", grades.join(", ")))
        }
        TreeView::Table(_) if written.starts_with('{') && is_short(written) => {
            Some(format!("外面加方括号：{key} = [{written}]"))
        }
        TreeView::Table(_) if written.starts_with('[') => {
            let name = written.trim_matches(['[', ']']);
            Some(format!("方括号写两层：[[{name}]]"))
        }
        TreeView::Table(_) => Some(format!("每一项写一段，方括号两层：[[{key}]]")),
        TreeView::Text(text) if let Some(all) = lines(key, text) => {
            Some(format!("写成 {key} = [{}]", all.join(", ")))
        }
        TreeView::Text(text) => Some(format!("写成 {key} = [{}]", item(key, text)?)),
        _ => None,
    }
}

/// The items of a text of several lines, or of several names on one: pasted from a sheet.
fn lines(key: &str, text: &str) -> Option<Vec<String>> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let lines = match lines.as_slice() {
        [one] => one.split(['、', '，', ',', ';', '；', '|', '\t']).map(str::trim).collect(),
        _ => lines,
    };
    if lines.len() < 2 {
        return None;
    }
    let each = lines.iter().map(|line| {
        let mut cells = line.split(['\t', ',', '，', '|', ' ']).map(str::trim);
        let (name, kind) = (cells.next()?, cells.find(|cell| !cell.is_empty()));
        let kind = kind.and_then(|kind| {
            let is_kind = super::keys::COLUMN_KINDS.contains(&kind);
            super::other_words::meant("kind", kind).or(is_kind.then_some(kind))
        });
        match (key, kind) {
            ("columns", Some(kind)) => Some(format!("{{ name = \"{name}\", kind = \"{kind}\" }}")),
            _ => item(key, name),
        }
    });
    each.collect()
}

/// Columns that are written as a table of names with their kinds, as items of a list.
fn named_kinds(table: TreeTable<'_>) -> Option<Vec<String>> {
    let of = |(name, _, value): (&str, _, TreeValue<'_>)| {
        let written = value.text()?;
        let meant = super::other_words::meant("kind", written);
        let is_kind = meant.is_some() || super::keys::COLUMN_KINDS.contains(&written);
        let kind = meant.unwrap_or(written);
        is_kind.then(|| format!("{{ name = \"{name}\", kind = \"{kind}\" }}"))
    };
    let all = table.iter().map(of).collect::<Option<Vec<_>>>()?;
    (!all.is_empty()).then_some(all)
}

/// Rows that are written as a table of names with what is printed before them, as items of a list.
fn named_labels(table: TreeTable<'_>) -> Option<Vec<String>> {
    let of = |(name, _, value): (&str, _, TreeValue<'_>)| {
        let label = value.text()?;
        let total = if label.ends_with('计') { ", total = true" } else { "" };
        // the keys of one row are no names of rows
        let is_name = super::keys::keys("rows").iter().all(|known| known.name != name);
        is_name.then(|| format!("{{ name = \"{name}\", label = [\"{label}\"]{total} }}"))
    };
    let all = table.iter().map(of).collect::<Option<Vec<_>>>()?;
    (!all.is_empty()).then_some(all)
}

/// One table of such a list where a text is written.
pub(super) fn item(key: &str, text: &str) -> Option<String> {
    let text = text.trim();
    Some(match key {
        "columns" => format!("{{ name = \"{text}\", kind = \"{}\" }}", kind_of_name(text)),
        "rows" if text.ends_with('计') => {
            format!("{{ name = \"{text}行\", label = [\"{text}\"], total = true }}")
        }
        "rows" => format!("{{ name = \"{text}\" }}"),
        "grades" => format!("{{ name = \"{text}\", from = 90 }}"),
        _ => return None,
    })
}

/// The same of one of several: what no word tells is an amount, but for the first column, which names
/// the rows.
fn listed_item(key: &str, name: &str, is_first: bool) -> Option<String> {
    let name = name.trim();
    if key != "columns" {
        return item(key, name);
    }
    let other = if is_first { "label" } else { "amount" };
    let kind = kind_by_name(name).unwrap_or(other);
    Some(format!("{{ name = \"{name}\", kind = \"{kind}\" }}"))
}

/// What a column may be, by how it is called.
pub(super) fn kind_of_name(name: &str) -> &'static str {
    kind_by_name(name).unwrap_or("label")
}

/// A list of texts where a text holds several, or where a table or number is written.
pub(super) fn texts(source: &RuleSource, key: &str, value: TreeValue<'_>) -> Option<String> {
    let written = source.text.get(value.span())?.trim();
    match value.view() {
        TreeView::Integer(_) | TreeView::Float(_) | TreeView::Datetime(_) => {
            Some(format!("加引号：{key} = \"{written}\""))
        }
        TreeView::Table(table) => {
            let texts: Vec<String> = table
                .iter()
                .map(|(_, _, value)| match value.view() {
                    TreeView::Text(text) => Some(format!("\"{text}\"")),
                    _ => None,
                })
                .collect::<Option<_>>()?;
            (!texts.is_empty()).then(|| format!("写成 {key} = [{}]", texts.join(", ")))
        }
        _ => None,
    }
}

/// What to write where an item of a list of texts is none.
pub(super) fn text_item(source: &RuleSource, key: &str, item: TreeValue<'_>) -> String {
    match item.view() {
        TreeView::List(inner) => text(key, item)
            .filter(|_| inner.items().count() == 1)
            .unwrap_or_else(|| "里面不再写方括号".to_owned()),
        TreeView::Table(_) => format!("写成 {key} = [\"…\", \"…\"]"),
        _ => format!("加引号：\"{}\"", source.text.get(item.span()).unwrap_or("").trim()),
    }
}

/// What is wrong where an item of a list of tables is none, and what to write.
pub(super) fn no_table(
    key: &str,
    value: TreeValue<'_>,
    (list, example): (TreeValue<'_>, &str),
) -> (String, String) {
    let own = match value.view() {
        TreeView::Text(text) => item(key, text),
        _ => None,
    };
    let each = match list.view() {
        TreeView::List(items) => items.items().map(|item| item.text()).collect::<Option<Vec<_>>>(),
        _ => None,
    };
    let whole = each.filter(|texts| texts.len() > 1).and_then(|texts| {
        let names = texts.into_iter().enumerate();
        let all = names.map(|(at, name)| listed_item(key, name, at == 0));
        Some(format!("{key} = [{}]", all.collect::<Option<Vec<_>>>()?.join(", ")))
    });
    let whole = whole.filter(|whole| whole.chars().count() < 300);
    let meant = whole.or(own);
    let help = format!("每一项都写成一张表：{}", meant.as_deref().unwrap_or(example));
    (format!("{key} 的每一项应当是一张表 {{ … }}，这里写的是{}", kind_of(value)), help)
}

/// One text where a list of one is written.
pub(super) fn text(key: &str, value: TreeValue<'_>) -> Option<String> {
    // [ruleset] with a line below it
    if let TreeView::Table(table) = value.view() {
        let (_, _, first) = table.iter().find(|(_, _, value)| value.text().is_some())?;
        return Some(format!("删去 [{key}] 这一行，写成 {key} = \"{}\"", first.text()?));
    }
    let TreeView::List(items) = value.view() else { return None };
    if key == "years" {
        return years(value);
    }
    let texts: Vec<&str> = items
        .items()
        .map(|item| match item.view() {
            TreeView::Text(text) => Some(text),
            _ => None,
        })
        .collect::<Option<_>>()?;
    match texts.as_slice() {
        [one] => Some(format!("不写方括号：{key} = \"{one}\"")),
        [first, ..] if matches!(key, "form" | "claim") => {
            Some(format!("一条规则只能写一个，几张表各写一条规则：{key} = \"{first}\""))
        }
        [_, _, ..] if key == "when" => {
            let all: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
            let quote = if all.iter().any(|text| text.contains('"')) { '\'' } else { '"' };
            Some(format!("几个条件用 && 连起来：when = {quote}{}{quote}", all.join(" && ")))
        }
        [first, ..] if key == "rule" => Some(format!(
            "一条豁免只写一条规则：这里写 rule = \"{first}\"，其余的各写一个 [[waiver]]，别的键照抄"
        )),
        [first, ..] => Some(format!("只能写一个：{key} = \"{first}\"")),
        [] => None,
    }
}

/// A span of years where a list of them is written.
fn years(value: TreeValue<'_>) -> Option<String> {
    let TreeView::List(items) = value.view() else { return None };
    let each = items.items().map(|item| match item.view() {
        TreeView::Integer(Some(year)) => year.trim().parse::<i32>().ok(),
        TreeView::Text(year) => year.trim().trim_end_matches(['度', '年']).parse().ok(),
        _ => None,
    });
    let mut all = each.collect::<Option<Vec<i32>>>()?;
    all.sort_unstable();
    let (first, last) = (*all.first()?, *all.last()?);
    let is_whole = all.windows(2).all(|pair| matches!(pair, [a, b] if b - a <= 1));
    Some(match (first == last, is_whole) {
        (true, _) => format!("写成 years = \"{first}\""),
        (false, true) => format!("写成 years = \"{first}..{last}\""),
        (false, false) => format!(
            "年度要连着：写成 years = \"{first}..{last}\"（中间各年也适用），不连着的写成几条规则"
        ),
    })
}

/// A truth where a word is written.
pub(super) fn truth(key: &str, value: TreeValue<'_>) -> Option<String> {
    let meant = match value.view() {
        TreeView::Text(text) => match text.trim() {
            "是" | "对" | "有" | "yes" | "Yes" | "true" | "True" | "TRUE" | "1" => true,
            "否" | "不" | "无" | "no" | "No" | "false" | "False" | "FALSE" | "0" => false,
            _ => return None,
        },
        TreeView::Integer(Some(number)) => number.trim() != "0",
        _ => return None,
    };
    Some(format!("不加引号：{key} = {meant}"))
}

/// A number as a file writes it: with its unit between quotes.
pub(super) fn number(written: &str) -> String {
    if Decimal::from_str_exact(&written.replace('_', "")).is_ok() {
        written.to_owned()
    } else {
        format!("\"{written}\"")
    }
}

/// Where a step begins that is written with words of bounds: `90以上`, `>=90%`, `80-90`.
pub(super) fn bound(text: &str) -> Option<String> {
    const WORDS: [&str; 8] = ["及以上", "以上", "（含）", "(含)", "含", "起", "分", "至"];
    let mut own = text.trim().trim_start_matches(['≥', '>', '=', '＞', '≧', ' ']);
    if let Some((from, _)) = own.split_once(['-', '~', '～', '—', '至']) {
        own = from.trim();
    }
    while let Some(rest) = WORDS.iter().find_map(|word| own.strip_suffix(word)) {
        own = rest.trim_end();
    }
    let bare = own.trim_end_matches(['%', '％']);
    (own != text.trim() && Decimal::from_str_exact(bare).is_ok()).then(|| number(own))
}

/// What to write where the bounds of two grades are of two kinds.
pub(super) fn same_unit(from: &RawNumber, known: Kind, own: Kind) -> String {
    let bare = from.text.trim().trim_end_matches(|c: char| !c.is_ascii_digit());
    match (known, own) {
        (Kind::Percent, Kind::Number) => format!("写成 from = \"{bare}%\"；各个等级都写百分数"),
        (Kind::Amount, Kind::Number) => {
            format!("写成 from = \"{bare}万元\"，或 from = \"{bare}元\"；各个等级都写单位")
        }
        (Kind::Number, Kind::Percent) => "得分都写数：90；百分数都写百分号：\"90%\"".to_owned(),
        (Kind::Number, Kind::Amount) => "各个等级都写金额的单位，如 \"100万元\"".to_owned(),
        _ => "一个等级标准里只比一种数：各个等级写同一种单位".to_owned(),
    }
}

/// The line of a table in braces that is never closed, closed.
pub(super) fn closed(text: &str, brace: usize) -> String {
    let own = text.get(brace..).and_then(|rest| rest.lines().next()).unwrap_or("").trim();
    // "甲" ] without its opening bracket
    if let Some(close) = own.rfind(']').filter(|_| !own.contains('['))
        && let Some((before, text)) = own.get(..close).and_then(|own| own.rsplit_once('='))
        && text.trim().starts_with('"')
    {
        let rest = own.get(close..).unwrap_or("");
        return format!("少一个 [：{before}= [{}{rest}", text.trim());
    }
    let bare = own.trim_end_matches([',', ']', ' ']);
    let behind = own.get(bare.len()..).unwrap_or("").trim();
    if bare.len() < 3 || bare.contains('#') {
        return "这一项写完以后要有 }".to_owned();
    }
    format!("这一项写完以后要有 }}：{bare} }}{behind}")
}
