//! What was not read, in words, for all formats: what is not read is not fine.

use super::entry::percent;
use super::rule_end;
use super::width::{cut, one_line};
use super::words::place_words;
use gouji_audit::audit::{DocumentAudit, Nature, NotRead, RuleStatus, Unread, Verdict, Why};
use gouji_values::document::{Notice, NoticeCode};
use std::collections::{BTreeMap, BTreeSet};

/// The words for a document in which no figure was checked and none agrees with another.
pub const NOTHING: &str = "没有可以核对的内容：一个数字也没有核对";
/// The words for a document in which nothing would have told a wrong figure, whether or not the figures agree.
pub const CORROBORATED: &str = "只有印证，没有核对：即使印错了，也不一定看得出来";
/// What is put behind the problems of a document in which not one figure was checked.
const BESIDE: &str = "没有核对数字";

/// How many tables, columns or pages are named; the others are counted.
const NAMED: usize = 4;
/// Characters of a caption.
const CAPTION: usize = 40;

/// Whether anything was audited: a figure of a table or of a claim, by a rule on figures.
#[must_use]
pub fn is_judged(document: &DocumentAudit) -> bool {
    document.coverage.is_judged() && document.checks.iter().any(|check| check.verdict.is_decided())
        || own_words(document)
}

/// Whether a rule of the user's own compared days or words, which are no figures: one that is wrong
/// is told.
fn own_words(document: &DocumentAudit) -> bool {
    let own: BTreeSet<&str> =
        document.rules.iter().filter(|rule| rule.is_own).map(|rule| rule.id.as_str()).collect();
    document.checks.iter().any(|check| {
        check.verdict.is_decided()
            && match check.nature {
                Nature::Formula | Nature::Expected => {
                    check.stated.is_some() && check.computed.is_some()
                }
                // days and words that must be the same; numbers are counted as figures
                Nature::Series => {
                    let is_word = |side: &str| side.parse::<rust_decimal::Decimal>().is_err();
                    check.stated.as_deref().is_some_and(is_word)
                }
                // what it reports it has looked at: a number that stands twice
                Nature::Reported => true,
                _ => false,
            }
            && own.contains(check.rule.as_str())
    })
}

/// How much of the figures was checked, and that there are others where nobody could count them.
#[must_use]
pub fn share(document: &DocumentAudit) -> String {
    let coverage = &document.coverage;
    let share = percent(coverage.checked, coverage.figures);
    match uncounted(document) {
        Some(words) => format!("读出的 {share}；{words}里的数没有算在内"),
        None => share,
    }
}

/// Pages, pictures and margins whose figures were not counted, in short: `没有读出的 12 页`.
#[must_use]
pub fn uncounted(document: &DocumentAudit) -> Option<String> {
    let pages = document.coverage.unread_pages();
    let whole = (pages > 0).then(|| format!("没有读出的 {pages} 页"));
    let is_lost = |notice: &&Notice| {
        matches!(notice.code, NoticeCode::PicturesUnread | NoticeCode::ObjectsUnread)
    };
    let pictures = document.notices.iter().find(is_lost).map(|notice| match notice.code {
        NoticeCode::PicturesUnread => "没有读取的图片".to_owned(),
        _ => "没有读取的嵌入对象".to_owned(),
    });
    let is_margin = |notice: &Notice| notice.code == NoticeCode::MarginsUnread;
    let margins = document.notices.iter().any(is_margin).then(|| "页眉、页脚".to_owned());
    let all: Vec<String> = whole.into_iter().chain(pictures).chain(margins).collect();
    (!all.is_empty()).then(|| all.join("、"))
}

/// What to say of a document of which not one figure was checked; `None` of all others.
#[must_use]
pub fn unjudged(document: &DocumentAudit) -> Option<&'static str> {
    let words = if is_corroborated(document) { CORROBORATED } else { NOTHING };
    (!is_judged(document)).then_some(words)
}

/// The same in short; `is_corroborated`: whether figures agree at least.
#[must_use]
pub fn shortly(is_corroborated: bool) -> &'static str {
    if is_corroborated { "只有印证，没有核对" } else { "没有可以核对的内容" }
}

/// The same beside problems that were found without figures.
#[must_use]
pub fn beside(is_corroborated: bool) -> &'static str {
    if is_corroborated { shortly(true) } else { BESIDE }
}

/// Whether figures agree in checks that prove nothing.
#[must_use]
pub fn is_corroborated(document: &DocumentAudit) -> bool {
    document.coverage.corroborated > 0
}

/// What stands first in a report: rules did not run, or much of the document was not read. `None`
/// where all was done.
#[must_use]
pub fn first(document: &DocumentAudit) -> Option<String> {
    let all: Vec<String> = broken(document)
        .chain(failed(document))
        .chain(own_open(document))
        .chain(much(document))
        .collect();
    (!all.is_empty()).then(|| all.join("；"))
}

/// Whether a document without findings is no good one for that: rules did not run, rules of the
/// user's own left checks open, or much was not read.
#[must_use]
pub fn is_lacking(document: &DocumentAudit) -> bool {
    let coverage = &document.coverage;
    coverage.lacks_much() || document.failed().next().is_some() || own_open(document).is_some()
}

/// The rules of the user's own that could not decide all that they looked at: what the author wrote
/// them for may stand there.
fn own_open(document: &DocumentAudit) -> Option<String> {
    let all = rule_end::own(document);
    // of which not one check came about
    let none: BTreeSet<&str> = document.undecided_own().map(|rule| rule.id.as_str()).collect();
    let words = |end: &rule_end::RuleEnd<'_>| match end.open() {
        0 if none.contains(end.rule.id.as_str()) => Some(format!("{}（没有核对成）", end.rule.id)),
        0 => None,
        open => Some(format!("{}（未能核对 {open} 项）", end.rule.id)),
    };
    let open: Vec<String> =
        all.iter().filter(|end| end.rule.status != RuleStatus::Failed).filter_map(words).collect();
    let named = open.iter().take(NAMED).cloned().collect::<Vec<_>>().join("、");
    let more = if open.len() > NAMED { " 等" } else { "" };
    (!open.is_empty()).then(|| format!("自己的规则有 {} 条没有核对全：{named}{more}", open.len()))
}

/// The rules of the user's own for which there was no sentence or no such row, where others of them
/// were used: what they are for may stand there in other words. A pack is for many units: of its
/// rules some are for others.
fn own_unused(document: &DocumentAudit) -> Option<String> {
    let all = rule_end::own(document);
    let has_checked = all.iter().any(|end| end.has_checked());
    // the table of the rule is there, its row is not
    let is_lacking = |why: &Why| {
        has_checked && matches!(why, Why::ClaimAbsent { .. } | Why::NotWritten { .. })
            || matches!(
                why,
                Why::TableLacksRow { .. }
                    | Why::NoCode { .. }
                    | Why::NoRowPrinted { .. }
                    | Why::NoRowAfter { .. }
                    | Why::NoSingleRow
            )
    };
    let unused: Vec<&str> = all
        .iter()
        .filter(|end| end.rule.status == RuleStatus::NotApplicable && !end.rule.is_packed)
        .filter(|end| end.rule.why.iter().any(is_lacking))
        .map(|end| end.rule.id.as_str())
        .collect();
    if unused.is_empty() {
        return None;
    }
    let named = unused.iter().take(NAMED).copied().collect::<Vec<_>>().join("、");
    let more = if unused.len() > NAMED { " 等" } else { "" };
    let count = unused.len();
    // the line on all own rules counts these, too
    let idle = all.iter().filter(|end| end.is_idle()).count();
    let others = match idle.saturating_sub(count) {
        0 => String::new(),
        some => format!("；另有 {some} 条因别的原因没有核对"),
    };
    Some(format!(
        "自己的规则有 {count} 条没有用上（没有那样写的话或那一行）：{named}{more}{others}"
    ))
}

/// The layers of rules that have mistakes and were left out.
fn broken(document: &DocumentAudit) -> impl Iterator<Item = String> + '_ {
    let of = |notice: &&Notice| notice.code == NoticeCode::LayerBroken;
    document.notices.iter().filter(of).map(|notice| notice.message.clone())
}

/// The rules that did not run to their end.
fn failed(document: &DocumentAudit) -> Option<String> {
    let rules: Vec<&str> = document.failed().map(|rule| rule.id.as_str()).collect();
    (!rules.is_empty()).then(|| {
        format!("有 {} 条规则没有运行完，它们要核对的没有核对：{}", rules.len(), rules.join("、"))
    })
}

/// What was not read where that is much.
fn much(document: &DocumentAudit) -> Option<String> {
    let coverage = &document.coverage;
    if !coverage.lacks_much() {
        return None;
    }
    let mut parts: Vec<String> = pages(document).into_iter().collect();
    let (tables, recognised) = coverage.with_figures;
    if recognised < tables {
        let head = match (tables, recognised) {
            (1, _) => "有一张表没有认出".to_owned(),
            (_, 0) => format!("{tables} 张表一张也没有认出"),
            _ => format!("{tables} 张表只认出 {recognised} 张"),
        };
        parts.push(format!("{head}：{}没有核对", named_tables(document, tables - recognised)));
    }
    if parts.is_empty() {
        let lost: usize = coverage
            .unread
            .iter()
            .filter(|unread| unread.why != NotRead::CellText)
            .map(|unread| unread.count)
            .sum();
        parts.push(format!(
            "{} 个数里有 {lost} 个没有读，也没有核对：{}",
            coverage.figures,
            reasons(document).join("；")
        ));
    }
    Some(parts.join("；"))
}

/// What else was not read, in short: tables, pages, columns, rows. `None` where at most words of
/// cells were not read.
#[must_use]
pub fn rest(document: &DocumentAudit) -> Option<String> {
    let count = |wanted: NotRead| {
        document.coverage.unread.iter().filter(|unread| unread.why == wanted).count()
    };
    let (tables, recognised) = document.coverage.with_figures;
    let numbers = |wanted: &[NotRead]| -> usize {
        document
            .coverage
            .unread
            .iter()
            .filter(|unread| wanted.contains(&unread.why))
            .map(|unread| unread.count)
            .sum()
    };
    let parts = [
        (document.coverage.unread_pages(), "页"),
        (tables.saturating_sub(recognised), "张表"),
        (count(NotRead::Column), "栏"),
        (numbers(&[NotRead::Row, NotRead::Line]), "个不成行的数"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let unread = (!parts.is_empty()).then(|| format!("{}没有读出，也没有核对", parts.join("、")));
    let rules = document.failed().count();
    let layers = broken(document).count();
    let layers = (layers > 0).then(|| format!("{layers} 层规则有错，没有用上"));
    let unrun = (rules > 0).then(|| format!("{rules} 条规则没有运行完"));
    let left_out = document.left_out;
    let left_out = (left_out > 0).then(|| format!("按代码没有列出 {left_out} 处问题"));
    let own = own_open(document).into_iter().chain(own_unused(document));
    let all: Vec<String> =
        layers.into_iter().chain(unrun).chain(own).chain(unread).chain(left_out).collect();
    (!all.is_empty()).then(|| all.join("；"))
}

/// Why checks could not be decided, the reasons of most of them first.
#[must_use]
pub fn left_open(document: &DocumentAudit) -> Vec<String> {
    /// At most this many reasons are shown.
    const REASONS: usize = 3;
    let mut by_reason: BTreeMap<String, usize> = BTreeMap::new();
    for check in document.checks.iter().filter(|check| check.verdict == Verdict::Unchecked) {
        *by_reason.entry(check.message()).or_default() += 1;
    }
    let mut all: Vec<(String, usize)> = by_reason.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let rest: usize = all.iter().skip(REASONS).map(|(_, count)| count).sum();
    let told = all.into_iter().take(REASONS).map(|(why, count)| format!("{why}（{count} 项）"));
    told.chain((rest > 0).then(|| format!("其他（{rest} 项）"))).collect()
}

/// The pages that were not read.
fn pages(document: &DocumentAudit) -> Option<String> {
    let unread: Vec<&Unread> =
        document.coverage.unread.iter().filter(|unread| unread.why.is_page()).collect();
    if unread.is_empty() {
        return None;
    }
    let which = unread.iter().map(|unread| {
        let file = unread.name.as_ref().map_or(String::new(), |file| format!("{file} "));
        format!("{file}第 {}{}", stretches(&unread.pages), unread.why.words())
    });
    let which: Vec<String> = which.collect();
    Some(format!(
        "{} 页里有 {} 页没有读出（{}），没有核对",
        document.coverage.pages,
        document.coverage.unread_pages(),
        which.join("；")
    ))
}

/// Pages in order: `3–9、12 `, with the word that follows told apart by a blank.
fn stretches(pages: &[usize]) -> String {
    const SHOWN: usize = 8;
    let runs: Vec<&[usize]> = pages.chunk_by(|a, b| a + 1 == *b).collect();
    let words = runs.iter().take(SHOWN).filter_map(|run| match run {
        [] => None,
        [page] => Some(page.to_string()),
        [first, .., last] => Some(format!("{first}–{last}")),
    });
    let more = if runs.len() > SHOWN { " 等" } else { "" };
    format!("{}{more} ", words.collect::<Vec<_>>().join("、"))
}

/// The tables that were not recognised, those with most numbers, in the order of the document.
fn named_tables(document: &DocumentAudit, missing: usize) -> String {
    let mut tables: Vec<&Unread> =
        document.coverage.unread.iter().filter(|unread| unread.why == NotRead::Table).collect();
    tables.sort_by_key(|unread| std::cmp::Reverse(unread.count));
    tables.truncate(missing.min(NAMED));
    tables.sort_by_key(|unread| unread.span.map(|span| span.start));
    let names: Vec<String> = tables.iter().map(|unread| table_words(document, unread)).collect();
    let more = if missing > names.len() { format!(" 等 {missing} 张") } else { String::new() };
    format!("{}{more}", names.join("、"))
}

fn table_words(document: &DocumentAudit, unread: &Unread) -> String {
    let caption = unread
        .name
        .as_ref()
        .map_or(String::new(), |name| format!("《{}》", cut(&one_line(name), CAPTION)));
    format!("{}{caption}", at(document, unread))
}

/// Where numbers begin that were not read: the page alone where there are pages.
#[must_use]
pub fn at(document: &DocumentAudit, unread: &Unread) -> String {
    let place = unread.span.map_or(String::new(), |span| place_words(&document.document, span));
    place.split('（').next().unwrap_or_default().to_owned()
}

/// What a group is, in words: `有一栏没有认出：场租`.
#[must_use]
pub fn words(unread: &Unread) -> String {
    let name = unread.name.as_deref().map(|name| cut(&one_line(name), CAPTION));
    match (unread.why, name) {
        (NotRead::Table, Some(name)) => format!("{}：《{name}》", unread.why.words()),
        (NotRead::Column, Some(name)) => format!("{}：{name}", unread.why.words()),
        (why, Some(file)) if why.is_page() => {
            format!("{file} 第 {}{}", stretches(&unread.pages), why.words())
        }
        (why, None) if why.is_page() => format!("第 {}{}", stretches(&unread.pages), why.words()),
        (why, _) => why.words().to_owned(),
    }
}

/// The reasons with their counts, those of one kind together.
#[must_use]
pub fn reasons(document: &DocumentAudit) -> Vec<String> {
    const ORDER: [NotRead; 5] =
        [NotRead::Table, NotRead::Column, NotRead::Row, NotRead::Line, NotRead::CellText];
    let all = &document.coverage.unread;
    let mut out: Vec<String> =
        all.iter().filter(|unread| unread.why.is_page()).map(words).collect();
    for why in ORDER {
        let own: Vec<&Unread> = all.iter().filter(|unread| unread.why == why).collect();
        if own.is_empty() {
            continue;
        }
        let count: usize = own.iter().map(|unread| unread.count).sum();
        let names: Vec<String> = own
            .iter()
            .take(NAMED)
            .map(|unread| match (&unread.name, why) {
                (Some(name), NotRead::Column) => {
                    format!("{}“{}”", at(document, unread), cut(&one_line(name), CAPTION))
                }
                _ => table_words(document, unread),
            })
            .collect();
        let more =
            if own.len() > NAMED { format!(" 等 {} 处", own.len()) } else { String::new() };
        out.push(format!("{} {count} 个数（{}{more}）", why.words(), names.join("、")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_sample as sample;
    use gouji_values::document::Span;

    fn unread(why: NotRead, count: usize, name: Option<&str>, pages: &[usize]) -> Unread {
        let span = (!why.is_page()).then_some(Span { start: 0, end: 1 });
        Unread { why, count, span, table: None, name: name.map(Into::into), pages: pages.to_vec() }
    }

    #[test]
    fn nothing_is_said_where_all_was_read() {
        let document = sample::document();
        assert_eq!((first(&document), rest(&document)), (None, None));
        assert!(is_judged(&document));
    }

    #[test]
    fn what_was_not_read_is_named_and_the_rest_counted() {
        let mut document = sample::document();
        document.coverage.with_figures = (12, 2);
        document.coverage.unread =
            (1..=10).map(|at| unread(NotRead::Table, at, Some("收入表"), &[])).collect();
        let line = first(&document).unwrap();
        assert!(
            line.starts_with("12 张表只认出 2 张：第 1 行《收入表》、")
                && line.ends_with(" 等 10 张没有核对"),
            "{line}"
        );
        document.coverage.with_figures = (0, 0);
        document.coverage.unread = vec![unread(NotRead::Picture, 0, None, &[3, 4, 5, 9])];
        document.coverage.pages = 12;
        assert_eq!(
            first(&document).unwrap(),
            "12 页里有 4 页没有读出（第 3–5、9 页是扫描件或图片），没有核对"
        );
        assert_eq!(rest(&document).unwrap(), "4 页没有读出，也没有核对");
        document.coverage.unread = vec![unread(NotRead::Column, 3, Some("场租"), &[])];
        assert_eq!(first(&document), None);
        assert_eq!(reasons(&document), ["有一栏没有认出 3 个数（第 1 行“场租”）"]);
    }
}
