//! Several words in one text where each was to be looked for: `printed = "小金库、账外账"`,
//! `contains(月份, "12月、6月")`, `职级 == "县级、科级"`. One that a case prints as it stands is meant so.

use super::odd_texts::{place_of, texts};
use super::tree::TreeTable;
use super::walk::{Mistakes, RuleSource};
use crate::formula::{Binary, CheckRelation, Function, Syntax, SyntaxKind};
use gouji_values::error::MistakeCode;
use gouji_values::number::is_ideograph;
use std::ops::Range;

/// What parts words that are listed.
const BETWEEN: [char; 11] = ['、', '，', ',', ';', '；', '|', '｜', '/', '／', ' ', '\u{3000}'];

/// The words that a text lists, where it is a list of two words or more and nothing else.
pub(super) fn several(text: &str) -> Option<Vec<&str>> {
    let is_plain = !text.contains(['{', '}', '(', ')', '?', '+', '…', '。']);
    let parts: Vec<&str> = text.split(BETWEEN).map(str::trim).collect();
    // 吃、拿、卡 is a phrase; words are longer
    let is_word = |part: &&str| part.chars().nth(1).is_some() && part.chars().any(is_ideograph);
    (is_plain && parts.len() > 1 && parts.iter().all(is_word)).then_some(parts)
}

/// Whether a text stands in a file outside of the keys that look for it.
fn is_printed(source: &RuleSource, text: &str) -> bool {
    source.text.lines().any(|line| {
        let key = line.split_once('=').map_or("", |(key, _)| key.trim());
        line.contains(text) && !KEYS.contains(&key)
    })
}

/// Keys whose texts look for something.
const KEYS: [&str; 6] = ["printed", "except", "near", "when", "expect", "any"];

/// Words of wordings.
pub(super) fn joined_printed(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    for table in super::tables::tables(root, "wording") {
        one_letter(source, table, out);
        for key in ["printed", "except", "near"] {
            let Some(value) = table.get(key) else { continue };
            for (text, span) in texts(value) {
                let Some(words) = several(text).filter(|_| !is_printed(source, text)) else {
                    continue;
                };
                let help = if key == "near" {
                    let quoted: Vec<String> =
                        words.iter().map(|word| format!("\"{word}\"")).collect();
                    format!("几个都找的写成列表：{key} = [{}]", quoted.join(", "))
                } else {
                    format!("几个都找的写成 {key} = \"({})\"", words.join("|"))
                };
                let message = format!("一对引号里是一段字，照“{text}”整个找");
                out.warn(source, span, MistakeCode::WithoutEffect, message, Some(help));
            }
        }
    }
}

/// One letter that is looked for, where cases of the wording print it in brackets with others: it stands in many
/// other words, too.
fn one_letter(source: &RuleSource, table: TreeTable<'_>, out: &mut Mistakes) {
    let Some(value) = table.get("printed") else { return };
    if table.get("except").is_some() || table.get("near").is_some() {
        return;
    }
    for (text, span) in texts(value) {
        let mut letters = text.chars();
        let is_one = letters.next().is_some_and(is_ideograph) && letters.next().is_none();
        let rest = source.text.get(span.end..).unwrap_or("");
        // the cases of the wording follow it
        let own = rest.split("\n[[wording]]").next().unwrap_or(rest);
        let own = own
            .split("\n[[")
            .take_while(|item| item.starts_with("wording.case") || rest.starts_with(*item));
        let given = own.flat_map(str::lines).filter(|line| line.trim_start().starts_with("given"));
        let bracketed = given.flat_map(|line| {
            let pieces = line.split(['（', '(']).skip(1);
            pieces.filter_map(|piece| piece.split(['）', ')']).next())
        });
        let is_whole = |own: &&str| own.contains(text) && (2..9).contains(&own.chars().count());
        let mut all = bracketed.filter(is_whole);
        let Some(meant) = all.next().filter(|_| is_one) else { continue };
        let message = format!("只找“{text}”一个字：别的词里有这个字的，也算找到了");
        let help = format!("要找的字写全，用例里印的是“（{meant}）”：写成 {KEY} = \"（{meant}）\"");
        out.warn(source, span, MistakeCode::WithoutEffect, message, Some(help));
    }
}

/// The key of what is looked for.
const KEY: &str = "printed";

/// Words that formulas compare or look for.
pub(super) fn joined_values(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    for table in
        ["rule", "claim", "measure"].iter().flat_map(|kind| super::tables::tables(root, kind))
    {
        if let Some(script) = table.get("script") {
            in_script(source, script.span(), out);
        }
        for (key, value) in
            ["when", "expect", "any"].iter().filter_map(|key| Some((*key, table.get(key)?)))
        {
            let all = texts(value);
            for (text, span) in &all {
                let Some((literal, place, meant)) = found(text) else { continue };
                if is_printed(source, &literal) {
                    continue;
                }
                let (Some(before), Some(behind)) = (text.get(..place.start), text.get(place.end..))
                else {
                    continue;
                };
                let is_whole = before.trim().is_empty() && behind.trim().is_empty();
                let meant = if is_whole { meant } else { format!("({meant})") };
                let line = format!("'{before}{meant}{behind}'");
                let help = match all.len() {
                    1 => format!("写成 {key} = {line}"),
                    _ => format!("写成 {line}"),
                };
                let message = format!("“{literal}”照整个找：印的正好是这几个字才算");
                let place = place_of(source, span, &literal);
                out.warn(source, place, MistakeCode::WithoutEffect, message, Some(help));
            }
        }
    }
}

/// The same in a script.
fn in_script(source: &RuleSource, span: Range<usize>, out: &mut Mistakes) {
    let script = source.text.get(span.clone()).unwrap_or("");
    let mut quotes = script.match_indices('"').map(|(at, _)| at);
    while let (Some(open), Some(close)) = (quotes.next(), quotes.next()) {
        let before = script.get(..open).unwrap_or("").trim_end();
        let looks = ["==", "!=", "contains(", "starts_with(", "ends_with("];
        let text = script.get(open + 1..close).unwrap_or("");
        let Some(words) = several(text).filter(|_| looks.iter().any(|own| before.ends_with(own)))
        else {
            continue;
        };
        let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        let sign = if before.ends_with("!=") { "&&" } else { "||" };
        let message = format!("“{text}”照整个找：印的正好是这几个字才算");
        let help = format!("各写一个比较，中间写 {sign}，分别是 {}", quoted.join("、"));
        let place = span.start + open..span.start + close + 1;
        out.warn(source, place, MistakeCode::WithoutEffect, message, Some(help));
    }
}

/// The first text of a formula that lists several words, where it is used, and what is meant there.
fn found(text: &str) -> Option<(String, Range<usize>, String)> {
    if !text.contains(BETWEEN) || text.contains('\'') && text.contains('"') {
        return None;
    }
    let syntax = crate::formula::parse(text).ok()?;
    within(&syntax, text)
}

fn within(syntax: &Syntax, source: &str) -> Option<(String, Range<usize>, String)> {
    let inner = |own: &Syntax| within(own, source);
    let written = |own: &Syntax| source.get(own.span.clone()).map(str::trim);
    let any = |words: Vec<&str>, sign: &str, each: &dyn Fn(&str) -> String| {
        let all: Vec<String> = words.into_iter().map(each).collect();
        all.join(sign)
    };
    match &syntax.kind {
        SyntaxKind::Call(name, _, arguments) => {
            let of_words = [Function::Contains, Function::StartsWith, Function::EndsWith];
            let is_it = Function::find(name).is_some_and(|own| of_words.contains(&own));
            if let ([of, Syntax { kind: SyntaxKind::Text(literal), .. }], true) =
                (arguments.as_slice(), is_it)
                && let Some(words) = several(literal)
            {
                let of = written(of)?;
                let meant = any(words, " || ", &|word| format!("{name}({of}, \"{word}\")"));
                return Some((literal.clone(), syntax.span.clone(), meant));
            }
            arguments.iter().find_map(inner)
        }
        SyntaxKind::Compare(relation, a, b) => {
            let join = match relation {
                CheckRelation::Equal => " || ",
                CheckRelation::NotEqual => " && ",
                _ => return inner(a).or_else(|| inner(b)),
            };
            for (of, text) in [(a, b), (b, a)] {
                let SyntaxKind::Text(literal) = &text.kind else { continue };
                let is_name = matches!(of.kind, SyntaxKind::Name(_) | SyntaxKind::Member(..));
                if let Some(words) = several(literal).filter(|_| is_name) {
                    let (of, sign) = (written(of)?, relation.sign());
                    let meant = any(words, join, &|word| format!("{of} {sign} \"{word}\""));
                    return Some((literal.clone(), syntax.span.clone(), meant));
                }
            }
            inner(a).or_else(|| inner(b))
        }
        SyntaxKind::Binary(Binary::And | Binary::Or, a, b) => inner(a).or_else(|| inner(b)),
        SyntaxKind::Not(of) => inner(of),
        _ => None,
    }
}
