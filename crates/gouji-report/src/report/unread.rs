//! What was not read, in words, for all formats: what is not read is not fine.

use super::entry::percent;
use super::own_unused::own_unused;
use super::rule_end;
use super::width::{cut, one_line};
use super::words::place_words_in;
use gouji_audit::audit::{DocumentAudit, Nature, NotRead, RuleStatus, Unread, Verdict};
use gouji_rules::formula::Function;
use gouji_values::document::{Notice, NoticeCode};
use gouji_values::lang::{Bilingual, Lang, tell};
use std::collections::{BTreeMap, BTreeSet};

/// The words for a document in which no figure was checked and none agrees with another.
pub const NOTHING: Bilingual = Bilingual::new(
    "没有可以核对的内容：一个数字也没有核对",
    "nothing could be checked: not one figure was",
);
/// The words for a document in which nothing would have told a wrong figure, whether or not the figures agree.
pub const CORROBORATED: Bilingual = Bilingual::new(
    "只有印证，没有核对：即使印错了，也不一定看得出来",
    "corroborated only, not checked: a misprint might not show",
);
/// What is put behind the problems of a document in which not one figure was checked.
const BESIDE: Bilingual = Bilingual::new("没有核对数字", "no figure checked");

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
                // days and words that must be the same, numbers by which rows are counted; others are
                // counted as figures
                Nature::Series => {
                    let is_word = |side: &str| side.parse::<rust_decimal::Decimal>().is_err();
                    check.expression.starts_with(Function::Consecutive.name())
                        || check.stated.as_deref().is_some_and(is_word)
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
pub fn share(document: &DocumentAudit, lang: Lang) -> String {
    let coverage = &document.coverage;
    let share = percent(coverage.checked, coverage.figures);
    match uncounted(document, lang) {
        Some(words) => tell!(
            lang,
            "读出的 {share}；{words}里的数没有算在内",
            "{share} of those read; without those of {words}"
        ),
        None => share,
    }
}

/// Pages, pictures and margins whose figures were not counted, in short: `没有读出的 12 页`.
#[must_use]
pub fn uncounted(document: &DocumentAudit, lang: Lang) -> Option<String> {
    let pages = document.coverage.unread_pages();
    let whole = (pages > 0)
        .then(|| tell!(lang, "没有读出的 {pages} 页", "{pages} pages that were not read"));
    let is_lost = |notice: &&Notice| {
        matches!(notice.code, NoticeCode::PicturesUnread | NoticeCode::ObjectsUnread)
    };
    let pictures = document.notices.iter().find(is_lost).map(|notice| match notice.code {
        NoticeCode::PicturesUnread => lang.of("没有读取的图片", "pictures that were not read"),
        _ => lang.of("没有读取的嵌入对象", "embedded objects that were not read"),
    });
    let is_margin = |notice: &Notice| notice.code == NoticeCode::MarginsUnread;
    let margins = lang.of("页眉、页脚", "page heads and feet");
    let margins = document.notices.iter().any(is_margin).then_some(margins);
    let others = pictures.into_iter().chain(margins).map(str::to_owned);
    let all: Vec<String> = whole.into_iter().chain(others).collect();
    (!all.is_empty()).then(|| all.join(lang.comma()))
}

/// What to say of a document of which not one figure was checked; `None` of all others.
#[must_use]
pub fn unjudged(document: &DocumentAudit) -> Option<Bilingual> {
    let words = if is_corroborated(document) { CORROBORATED } else { NOTHING };
    (!is_judged(document)).then_some(words)
}

/// The same in short; `is_corroborated`: whether figures agree at least.
#[must_use]
pub fn shortly(is_corroborated: bool) -> Bilingual {
    match is_corroborated {
        true => Bilingual::new("只有印证，没有核对", "corroborated only, not checked"),
        false => Bilingual::new("没有可以核对的内容", "nothing to check"),
    }
}

/// The same beside problems that were found without figures.
#[must_use]
pub fn beside(is_corroborated: bool) -> Bilingual {
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
pub fn first(document: &DocumentAudit, lang: Lang) -> Option<String> {
    let all: Vec<String> = broken(document, lang)
        .chain(failed(document, lang))
        .chain(own_open(document, lang))
        .chain(rule_end::dropped(document, lang))
        .chain(much(document, lang))
        .collect();
    (!all.is_empty()).then(|| all.join(lang.semicolon()))
}

/// Whether a document without findings is no good one for that: rules did not run, rules of the
/// user's own left checks open, or much was not read.
#[must_use]
pub fn is_lacking(document: &DocumentAudit) -> bool {
    let coverage = &document.coverage;
    coverage.lacks_much()
        || document.failed().next().is_some()
        || own_open(document, Lang::Chinese).is_some()
        || rule_end::dropped(document, Lang::Chinese).is_some()
        || rule_end::none_checked(document, Lang::Chinese).is_some()
}

/// The rules of the user's own that could not decide all that they looked at: what the author wrote
/// them for may stand there.
fn own_open(document: &DocumentAudit, lang: Lang) -> Option<String> {
    let all = rule_end::own(document);
    // of which not one check came about
    let none: BTreeSet<&str> = document.undecided_own().map(|rule| rule.id.as_str()).collect();
    let words = |end: &rule_end::RuleEnd<'_>| {
        let id = &end.rule.id;
        match end.open() {
            0 if none.contains(id.as_str()) => {
                Some(tell!(lang, "{id}（没有核对成）", "{id} (decided nothing)"))
            }
            0 => None,
            open => Some(tell!(lang, "{id}（未能核对 {open} 项）", "{id} (not checked {open})")),
        }
    };
    let open: Vec<String> =
        all.iter().filter(|end| end.rule.status != RuleStatus::Failed).filter_map(words).collect();
    let named = open.iter().take(NAMED).cloned().collect::<Vec<_>>().join(lang.comma());
    let (count, more) = (open.len(), and_more(open.len(), lang));
    (!open.is_empty()).then(|| {
        tell!(
            lang,
            "自己的规则有 {count} 条没有核对全：{named}{more}",
            "{count} of your own rules left checks open: {named}{more}"
        )
    })
}

/// The layers of rules that have mistakes and were left out.
fn broken(document: &DocumentAudit, lang: Lang) -> impl Iterator<Item = String> + '_ {
    let of = |notice: &&Notice| notice.code == NoticeCode::LayerBroken;
    document.notices.iter().filter(of).map(move |notice| notice.message.of(lang).to_owned())
}

/// The rules that did not run to their end.
fn failed(document: &DocumentAudit, lang: Lang) -> Option<String> {
    let rules: Vec<&str> = document.failed().map(|rule| rule.id.as_str()).collect();
    let (count, names) = (rules.len(), rules.join(lang.comma()));
    (!rules.is_empty()).then(|| {
        tell!(
            lang,
            "有 {count} 条规则没有运行完，它们要核对的没有核对：{names}",
            "{count} rules did not finish and what they are for was not checked: {names}"
        )
    })
}

/// What was not read where that is much.
fn much(document: &DocumentAudit, lang: Lang) -> Option<String> {
    let coverage = &document.coverage;
    if !coverage.lacks_much() {
        return None;
    }
    let mut parts: Vec<String> = pages(document, lang).into_iter().collect();
    let (tables, recognised) = coverage.with_figures;
    if recognised < tables {
        let head = match (tables, recognised) {
            (1, _) => tell!(lang, "有一张表没有认出", "a table was not recognised"),
            (_, 0) => {
                tell!(lang, "{tables} 张表一张也没有认出", "none of {tables} tables was recognised")
            }
            _ => tell!(
                lang,
                "{tables} 张表只认出 {recognised} 张",
                "of {tables} tables only {recognised} were recognised"
            ),
        };
        let named = named_tables(document, tables - recognised, lang);
        parts.push(tell!(lang, "{head}：{named}没有核对", "{head}; not checked: {named}"));
    }
    if parts.is_empty() {
        let lost: usize = coverage
            .unread
            .iter()
            .filter(|unread| unread.why != NotRead::CellText)
            .map(|unread| unread.count)
            .sum();
        let (all, reasons) = (coverage.figures, reasons(document, lang).join(lang.semicolon()));
        parts.push(tell!(
            lang,
            "{all} 个数里有 {lost} 个没有读，也没有核对：{reasons}",
            "of {all} figures {lost} were neither read nor checked: {reasons}"
        ));
    }
    Some(parts.join(lang.semicolon()))
}

/// What else was not read, in short: tables, pages, columns, rows. `None` where at most words of
/// cells were not read.
#[must_use]
pub fn rest(document: &DocumentAudit, lang: Lang) -> Option<String> {
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
        (document.coverage.unread_pages(), "页", "pages"),
        (tables.saturating_sub(recognised), "张表", "tables"),
        (count(NotRead::Column), "栏", "columns"),
        (numbers(&[NotRead::Row, NotRead::Line]), "个不成行的数", "figures in no row"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, chinese, english)| format!("{count} {}", lang.of(chinese, english)))
        .collect();
    let named = parts.join(lang.comma());
    let unread = (!parts.is_empty())
        .then(|| tell!(lang, "{named}没有读出，也没有核对", "neither read nor checked: {named}"));
    let rules = document.failed().count();
    let layers = broken(document, lang).count();
    let layers = (layers > 0).then(|| {
        tell!(
            lang,
            "{layers} 层规则有错，没有用上",
            "{layers} layers of rules have mistakes and were not used"
        )
    });
    let unrun = (rules > 0)
        .then(|| tell!(lang, "{rules} 条规则没有运行完", "{rules} rules did not finish"));
    let left_out = document.left_out;
    let left_out = (left_out > 0).then(|| {
        tell!(
            lang,
            "按代码没有列出 {left_out} 处问题",
            "{left_out} findings were left out by their codes"
        )
    });
    let own = match rule_end::none_checked(document, lang) {
        Some(none) => vec![none],
        None => own_open(document, lang)
            .into_iter()
            .chain(own_unused(document, lang))
            .chain(rule_end::dropped(document, lang))
            .collect(),
    };
    let all: Vec<String> =
        layers.into_iter().chain(unrun).chain(own).chain(unread).chain(left_out).collect();
    (!all.is_empty()).then(|| all.join(lang.semicolon()))
}

/// Why checks could not be decided, the reasons of most of them first.
#[must_use]
pub fn left_open(document: &DocumentAudit, lang: Lang) -> Vec<String> {
    /// At most this many reasons are shown.
    const REASONS: usize = 3;
    let mut by_reason: BTreeMap<String, usize> = BTreeMap::new();
    for check in document.checks.iter().filter(|check| check.verdict == Verdict::Unchecked) {
        *by_reason.entry(check.message_in(lang)).or_default() += 1;
    }
    let mut all: Vec<(String, usize)> = by_reason.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let rest: usize = all.iter().skip(REASONS).map(|(_, count)| count).sum();
    let told = all
        .into_iter()
        .take(REASONS)
        .map(|(why, count)| tell!(lang, "{why}（{count} 项）", "{why} ({count})"));
    told.chain((rest > 0).then(|| tell!(lang, "其他（{rest} 项）", "other reasons ({rest})")))
        .collect()
}

/// The pages that were not read.
fn pages(document: &DocumentAudit, lang: Lang) -> Option<String> {
    let unread: Vec<&Unread> =
        document.coverage.unread.iter().filter(|unread| unread.why.is_page()).collect();
    if unread.is_empty() {
        return None;
    }
    let which = unread.iter().map(|unread| {
        let file = unread.name.as_ref().map_or(String::new(), |file| format!("{file} "));
        format!("{file}{}", of_pages(unread, lang))
    });
    let which = which.collect::<Vec<String>>().join(lang.semicolon());
    let (all, lost) = (document.coverage.pages, document.coverage.unread_pages());
    Some(tell!(
        lang,
        "{all} 页里有 {lost} 页没有读出（{which}），没有核对",
        "of {all} pages {lost} were neither read nor checked ({which})"
    ))
}

/// Pages, and why they were not read.
fn of_pages(unread: &Unread, lang: Lang) -> String {
    let (pages, why) = (stretches(&unread.pages, lang), unread.why.words(lang));
    tell!(lang, "第 {pages} {why}", "{pages}: {why}")
}

/// That there are more than are named.
fn and_more(count: usize, lang: Lang) -> &'static str {
    if count > NAMED { lang.of(" 等", " and more") } else { "" }
}

/// Pages in order: `3–9、12`.
fn stretches(pages: &[usize], lang: Lang) -> String {
    const SHOWN: usize = 8;
    let runs: Vec<&[usize]> = pages.chunk_by(|a, b| a + 1 == *b).collect();
    let words = runs.iter().take(SHOWN).filter_map(|run| match run {
        [] => None,
        [page] => Some(page.to_string()),
        [first, .., last] => Some(format!("{first}–{last}")),
    });
    let more = if runs.len() > SHOWN { lang.of(" 等", " and more") } else { "" };
    format!("{}{more}", words.collect::<Vec<_>>().join(lang.comma()))
}

/// The tables that were not recognised, those with most numbers, in the order of the document.
fn named_tables(document: &DocumentAudit, missing: usize, lang: Lang) -> String {
    let mut tables: Vec<&Unread> =
        document.coverage.unread.iter().filter(|unread| unread.why == NotRead::Table).collect();
    tables.sort_by_key(|unread| std::cmp::Reverse(unread.count));
    tables.truncate(missing.min(NAMED));
    tables.sort_by_key(|unread| unread.span.map(|span| span.start));
    let names: Vec<String> =
        tables.iter().map(|unread| table_words(document, unread, lang)).collect();
    let more = match missing > names.len() {
        true => tell!(lang, " 等 {missing} 张", " and more, {missing} in all"),
        false => String::new(),
    };
    format!("{}{more}", names.join(lang.comma()))
}

fn table_words(document: &DocumentAudit, unread: &Unread, lang: Lang) -> String {
    let caption = unread
        .name
        .as_ref()
        .map_or(String::new(), |name| format!("《{}》", cut(&one_line(name), CAPTION)));
    let blank = if caption.is_empty() { "" } else { lang.of("", " ") };
    format!("{}{blank}{caption}", at(document, unread, lang))
}

/// Where numbers begin that were not read: the page alone where there are pages.
#[must_use]
pub fn at(document: &DocumentAudit, unread: &Unread, lang: Lang) -> String {
    let words = |span| place_words_in(&document.document, span, lang);
    let place = unread.span.map_or(String::new(), words);
    place.split(lang.of("（", " (")).next().unwrap_or_default().to_owned()
}

/// What a group is, in words: `有一栏没有认出：场租`.
#[must_use]
pub fn words(unread: &Unread, lang: Lang) -> String {
    let (why, colon) = (unread.why.words(lang), lang.colon());
    let name = unread.name.as_deref().map(|name| cut(&one_line(name), CAPTION));
    match (unread.why, name) {
        (NotRead::Table, Some(name)) => format!("{why}{colon}《{name}》"),
        (NotRead::Column, Some(name)) => format!("{why}{colon}{name}"),
        (code, Some(file)) if code.is_page() => format!("{file} {}", of_pages(unread, lang)),
        (code, None) if code.is_page() => of_pages(unread, lang),
        _ => why.to_owned(),
    }
}

/// The reasons with their counts, those of one kind together.
#[must_use]
pub fn reasons(document: &DocumentAudit, lang: Lang) -> Vec<String> {
    const ORDER: [NotRead; 5] =
        [NotRead::Table, NotRead::Column, NotRead::Row, NotRead::Line, NotRead::CellText];
    let all = &document.coverage.unread;
    let pages = all.iter().filter(|unread| unread.why.is_page());
    let mut out: Vec<String> = pages.map(|unread| words(unread, lang)).collect();
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
                    let (at, name) = (at(document, unread, lang), cut(&one_line(name), CAPTION));
                    tell!(lang, "{at}“{name}”", "{at} “{name}”")
                }
                _ => table_words(document, unread, lang),
            })
            .collect();
        let places = own.len();
        let more = match places > NAMED {
            true => tell!(lang, " 等 {places} 处", " and more, {places} places"),
            false => String::new(),
        };
        let (why, names) = (why.words(lang), names.join(lang.comma()));
        out.push(tell!(
            lang,
            "{why} {count} 个数（{names}{more}）",
            "{why}: {count} figures ({names}{more})"
        ));
    }
    out
}

#[cfg(test)]
mod tests;
