//! Cases made of a document (`rules case`): the tables and sentences that a check rests on, as they stand, and with one
//! figure changed. In: a document, a rule, a line. Out: cases that were run, and come to what they expect.

use super::{NAME, weight, word};
use gouji_audit::audit::{Check, FigureRole, Verdict};
use gouji_checks::check::{Checked, Shared, check_rules};
use gouji_checks::settle::recognised;
use gouji_engine::engine::Engine;
use gouji_forms::form::facts;
use gouji_read::read::{Limits, read};
use gouji_rules::ruleset::{Rule, Ruleset, id_of_name};
use gouji_values::document::{Block, Document, Span, Table};
use gouji_values::number::Decimal;
use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

/// A case has no more lines.
const LINES: usize = 400;

/// What cases are asked of.
#[derive(Clone, Copy, Debug)]
pub struct CaseAsked<'a> {
    /// Name and bytes of the document.
    pub document: (&'a str, &'a [u8]),
    /// The line of a figure that is checked.
    pub line: Option<u32>,
    /// The rule.
    pub id: &'a str,
}

/// Cases as a rule file has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeCases {
    /// `[[case]]` twice, or once where no change of a figure gives the other verdict.
    pub text: String,
    /// What each expects, and what was changed for it.
    pub told: Vec<String>,
}

/// A case that was run.
struct Tried {
    given: String,
    verdict: &'static str,
    at: Option<String>,
    difference: Option<String>,
}

/// Makes cases of a document.
///
/// # Errors
/// Why there are none.
pub fn make(engine: &Engine, asked: CaseAsked<'_>) -> Result<MadeCases, String> {
    let (name, bytes) = asked.document;
    let prepared = engine.prepare(name, bytes).map_err(|error| error.message)?;
    let shared = prepared.shared();
    let (ruleset, document) = (Arc::clone(&shared.ruleset), Arc::clone(&shared.document));
    let Some(rule) = ruleset.rule(asked.id) else {
        return Err(without_rule(&ruleset, asked.id));
    };
    let checked = check_rules(&shared, std::slice::from_ref(rule));
    let check = chosen(&checked, &document, asked.line).map_err(|why| {
        if checked.checks.is_empty() {
            let why = super::lacking::nothing(&checked);
            format!("规则 {} 在 {name} 里没有核对任何数：{why}", asked.id)
        } else {
            format!("规则 {} {why}", asked.id)
        }
    })?;
    if check.places().any(|(_, other)| other.is_some()) {
        return Err(format!(
            "规则 {} 与另一份文件核对（上年、同年预算等）：用例里写 last_year 或 papers，照 rules/README.md 手写",
            asked.id
        ));
    }
    let wanted = word(check.verdict);
    let texts = ways(&document, check);
    let tried = texts.iter().map(|text| tried(&ruleset, rule, text));
    let Some(first) = tried.flatten().find(|tried| tried.verdict == wanted) else {
        return Err(format!(
            "把这一处的表和句子单独放在小文件里，得不出同样的结论（{wanted}）：这条规则还要看文件的别处，请手写用例"
        ));
    };
    let mut told = vec![format!("照原样：{}", first.verdict)];
    let mut text = written(asked.id, &first);
    match other(&ruleset, rule, &first.given, check.verdict) {
        Some((second, change)) => {
            told.push(format!("{change}：{}", second.verdict));
            text.push_str(&written(asked.id, &second));
        }
        None => told.push("改一个数得不出另一种结论，请手写另一个用例".to_owned()),
    }
    Ok(MadeCases { text, told })
}

/// Why there is no rule of an id: a claim that only takes numbers is read in the cases of others.
fn without_rule(ruleset: &Ruleset, id: &str) -> String {
    if !ruleset.claims.iter().any(|claim| *claim.id == *id) {
        let rules = ruleset.rules.iter();
        let names = rules.filter_map(|rule| Some((rule.id.as_str(), rule.name.as_deref()?)));
        let meant = id_of_name(id, names);
        let meant = meant.map_or_else(String::new, |id| format!("；这是名称，写编号：{id}"));
        return format!("没有编号为“{id}”的规则{meant}");
    }
    let names = |rule: &&Rule| {
        let mut sources = rule.demand.formulas().iter().map(|one| one.source.as_str());
        let when = rule.when.as_ref().map(|(source, _)| source.as_str());
        sources.any(|source| source.contains(id)) || when.is_some_and(|when| when.contains(id))
    };
    let users: Vec<&str> = ruleset.rules.iter().filter(names).map(|rule| &*rule.id).collect();
    let lead = format!("语句 {id} 没有写 expect，只取数，自己没有结论，没有自己的用例");
    match users.first() {
        Some(user) => format!(
            "{lead}：用它的规则的用例里有这句话就行（{}）；例如 gouji rules case 文件 {user}",
            users.join("、")
        ),
        None => format!("{lead}；也没有规则用它取的数：给它写 expect，或者写一条用它的规则"),
    }
}

/// The check that is meant: of a line those that have a figure there; the worst that tells something.
fn chosen<'c>(
    checked: &'c Checked,
    document: &Document,
    line: Option<u32>,
) -> Result<&'c Check, String> {
    let line_of = |span: Span| document.locator.position(&document.text, span.start).line;
    let lines = |check: &Check| -> BTreeSet<u32> {
        let own = check.places().filter(|(_, other)| other.is_none());
        own.map(|(span, _)| line_of(span)).collect()
    };
    let there = |check: &&Check| line.is_none_or(|line| lines(check).contains(&line));
    let rank = |check: &&Check| match check.verdict {
        Verdict::Violation => 4,
        Verdict::Holds => 3,
        Verdict::Rounding => 2,
        Verdict::Corroborated => 1,
        Verdict::Unchecked => 0,
    };
    // of those that are alike the first
    let found = checked.checks.iter().rev().filter(there).max_by_key(rank);
    found.ok_or_else(|| {
        let all: BTreeSet<u32> = checked.checks.iter().flat_map(lines).collect();
        let all: Vec<String> = all.iter().take(20).map(u32::to_string).collect();
        format!("没有核对第 {} 行的数；它核对的在第 {} 行", line.unwrap_or(0), all.join("、"))
    })
}

/// The little documents that may do, the smallest first: what the check rests on, with the title of the document, with
/// its headings, all of it.
fn ways(document: &Document, check: &Check) -> Vec<String> {
    let spans: Vec<Span> = check.places().map(|(span, _)| span).collect();
    let rests = |block: &Block| match block {
        Block::Table(at) => document
            .tables
            .get(*at)
            .is_some_and(|table| spans.iter().any(|span| table.span.covers(*span))),
        Block::Paragraph(paragraph) => {
            let own = paragraph.text.span();
            spans.iter().any(|span| own.covers(*span))
        }
    };
    let mut own: BTreeSet<usize> = BTreeSet::new();
    for (at, block) in document.blocks.iter().enumerate().filter(|(_, block)| rests(block)) {
        own.insert(at);
        if let Block::Table(_) = block {
            own.extend(above(document, at));
        }
    }
    let is_heading = |at: &usize| matches!(document.blocks.get(*at), Some(Block::Paragraph(own)) if own.heading.is_some());
    let with = |more: Vec<usize>| -> BTreeSet<usize> { own.iter().copied().chain(more).collect() };
    let last = own.last().copied().unwrap_or(0);
    let titled = with(vec![0]);
    let headed = with((0..last).filter(is_heading).chain([0]).collect());
    let whole = with((0..document.blocks.len()).collect());
    let mut out: Vec<String> = Vec::new();
    for blocks in [own.clone(), titled, headed, whole] {
        let text = text_of(document, &blocks);
        if text.lines().count() <= LINES && !out.contains(&text) {
            out.push(text);
        }
    }
    out
}

/// The lines right above a table: its title, its unit.
fn above(document: &Document, table: usize) -> Vec<usize> {
    const MOST: usize = 4;
    const LONGEST: usize = 40;
    let before = (0..table).rev().take(MOST);
    let is_short = |at: &usize| match document.blocks.get(*at) {
        Some(Block::Paragraph(own)) => {
            let text = own.text.text.trim();
            text.chars().count() <= LONGEST && !text.ends_with(['。', '；'])
        }
        _ => false,
    };
    before.take_while(is_short).collect()
}

/// Blocks as a plain text.
fn text_of(document: &Document, blocks: &BTreeSet<usize>) -> String {
    let mut out = String::new();
    let mut last_was_table = false;
    for block in blocks.iter().filter_map(|at| document.blocks.get(*at)) {
        match block {
            Block::Paragraph(paragraph) => {
                if last_was_table {
                    out.push('\n');
                }
                let text = paragraph.text.text.split_whitespace().collect::<Vec<_>>().join(" ");
                out.push_str(&text);
                out.push('\n');
                last_was_table = false;
            }
            Block::Table(at) => {
                if let Some(table) = document.tables.get(*at) {
                    rows(document, table, &mut out);
                    last_was_table = true;
                }
            }
        }
    }
    out
}

/// The rows of a table: of a text as they stand there, else cell by cell.
fn rows(document: &Document, table: &Table, out: &mut String) {
    if document.format == "text" {
        let range = table.span.range();
        let start = document.text.get(..range.start).and_then(|text| text.rfind('\n'));
        let end = document.text.get(range.end..).and_then(|text| text.find('\n'));
        let from = start.map_or(0, |at| at + 1);
        let to = end.map_or(document.text.len(), |at| range.end + at);
        out.push_str(document.text.get(from..to).unwrap_or("").trim_end());
        out.push('\n');
        return;
    }
    for row in &table.rows {
        let mut cells: Vec<String> = Vec::new();
        for cell in row {
            while (cells.len() as u32) < cell.column {
                cells.push(String::new());
            }
            let text = cell.text.text.replace("|", " ");
            cells.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        while (cells.len() as u32) < table.width() {
            cells.push(String::new());
        }
        out.push_str(cells.join(" | ").trim_end());
        out.push('\n');
    }
}

/// A little document under its rule, and what came of it.
fn checked(ruleset: &Arc<Ruleset>, rule: &Rule, text: &str) -> Option<(Arc<Document>, Checked)> {
    let words = &ruleset.vocabulary;
    let document = read(NAME, text.as_bytes(), words, &Limits::default()).ok()?;
    let recognition = recognised(&document, ruleset, facts(&document, words));
    let document = Arc::new(document);
    let shared = Shared::new(Arc::clone(ruleset), Arc::clone(&document), Arc::new(recognition));
    let found = check_rules(&Arc::new(shared), std::slice::from_ref(rule));
    Some((document, found))
}

fn tried(ruleset: &Arc<Ruleset>, rule: &Rule, text: &str) -> Option<Tried> {
    let (_, found) = checked(ruleset, rule, text)?;
    let worst = found.checks.iter().max_by_key(|check| weight(check.verdict))?;
    let is_broken = worst.verdict == Verdict::Violation;
    let label = worst.stated_figure().map(|figure| figure.label().to_string());
    let difference = worst.difference.as_ref().map(|text| text.to_string());
    Some(Tried {
        given: text.to_owned(),
        verdict: word(worst.verdict),
        at: label.filter(|label| is_broken && !label.is_empty()),
        difference: difference.filter(|text| is_broken && Decimal::from_str(text).is_ok()),
    })
}

/// The same document with one figure changed, so that it comes to the contrary, and what was changed.
fn other(
    ruleset: &Arc<Ruleset>,
    rule: &Rule,
    text: &str,
    verdict: Verdict,
) -> Option<(Tried, String)> {
    let (document, found) = checked(ruleset, rule, text)?;
    let is_broken = verdict == Verdict::Violation;
    let wanted: &[&str] = if is_broken { &["holds", "rounding"] } else { &["violation"] };
    for check in found.checks.iter().filter(|check| check.verdict == verdict) {
        let all = || check.figures().zip(check.places());
        let is_stated = |role: FigureRole| role == FigureRole::Stated;
        let stated = all().filter(|(figure, _)| is_stated(figure.role));
        let rest = all().filter(|(figure, _)| !is_stated(figure.role));
        for (figure, (span, _)) in stated.chain(rest) {
            let Some(printed) = document.text.get(span.range()) else { continue };
            let ways: Vec<String> = if is_broken {
                let computed =
                    check.computed.as_deref().filter(|_| figure.role == FigureRole::Stated);
                computed.map(|value| vec![with_number(printed, value)]).unwrap_or_default()
            } else {
                slips(printed)
            };
            for way in ways {
                let mut changed = document.text.clone();
                changed.replace_range(span.range(), &way);
                if let Some(found) = tried(ruleset, rule, &changed)
                    && wanted.contains(&found.verdict)
                {
                    let change =
                        format!("{} 的 {} 改为 {}", figure.label(), printed.trim(), way.trim());
                    return Some((found, change));
                }
            }
        }
    }
    if is_broken { mended(ruleset, rule, (&document, &found)) } else { None }
}

/// The same document with each figure that is wrong as it should be, where one alone is not enough.
fn mended(
    ruleset: &Arc<Ruleset>,
    rule: &Rule,
    (document, found): (&Document, &Checked),
) -> Option<(Tried, String)> {
    let mut places: Vec<(Span, String)> = Vec::new();
    for check in found.checks.iter().filter(|check| check.verdict == Verdict::Violation) {
        let figures = check.figures().zip(check.places());
        let stated = figures.filter(|(figure, _)| figure.role == FigureRole::Stated);
        for (_, (span, _)) in stated {
            let printed = document.text.get(span.range())?;
            let value = with_number(printed, check.computed.as_deref()?);
            if !places.iter().any(|(known, _)| *known == span) {
                places.push((span, value));
            }
        }
    }
    places.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut changed = document.text.clone();
    for (span, value) in &places {
        changed.replace_range(span.range(), value);
    }
    let found = tried(ruleset, rule, &changed)?;
    ["holds", "rounding"]
        .contains(&found.verdict)
        .then(|| (found, format!("{} 个数改为应为的数", places.len())))
}

/// Digits of a printed number.
fn is_part(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',' | '，')
}

/// A printed figure with another number in the place of its own.
fn with_number(printed: &str, value: &str) -> String {
    let from = printed.find(|c: char| c.is_ascii_digit() || c == '-').unwrap_or(0);
    let rest = printed.get(from..).unwrap_or("");
    let sign = usize::from(rest.starts_with('-'));
    let length =
        rest.get(sign..).unwrap_or("").find(|c| !is_part(c)).map_or(rest.len(), |at| at + sign);
    let (before, behind) = (printed.get(..from).unwrap_or(""), rest.get(length..).unwrap_or(""));
    format!("{before}{value}{behind}")
}

/// A printed figure with one digit changed, in some ways: the first one greater, the first one less, ten times as much.
fn slips(printed: &str) -> Vec<String> {
    let digit = |by: i64| {
        let mut done = false;
        let changed: String = printed
            .chars()
            .map(|c| match c.to_digit(10) {
                Some(own) if !done && own > 0 => {
                    done = true;
                    let new = (i64::from(own) + by).rem_euclid(10);
                    let new = if new == 0 { 9 } else { new };
                    u32::try_from(new).ok().and_then(|new| char::from_digit(new, 10)).unwrap_or(c)
                }
                _ => c,
            })
            .collect();
        Some(changed).filter(|changed| changed != printed)
    };
    let longer = printed.find(|c: char| matches!(c, '1'..='9')).map(|at| {
        let mut longer = printed.to_owned();
        longer.insert(at, '9');
        longer
    });
    [digit(1), longer, digit(-1), digit(3)].into_iter().flatten().collect()
}

/// A case as a rule file has it.
fn written(id: &str, tried: &Tried) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let (mark, text) = if tried.given.contains('\\') {
        ("\'\'\'", tried.given.replace("\'\'\'", "\'"))
    } else {
        ("\"\"\"", tried.given.replace("\"\"\"", "\""))
    };
    let mut out = format!(
        "\n[[case]]\nrule   = {}\ngiven  = {mark}\n{}\n{mark}\nexpect = {}\n",
        quoted(id),
        text.trim_end(),
        quoted(tried.verdict)
    );
    if let Some(at) = &tried.at {
        out.push_str(&format!("at     = {}\n", quoted(at)));
    }
    if let Some(difference) = &tried.difference {
        out.push_str(&format!("difference = {}\n", quoted(difference)));
    }
    out
}
