//! The message of a rule: what is printed, and the places that are filled in.

use super::compiler::Compiler;
use super::schema::Message;
use super::walk::RuleText;
use crate::formula::{
    ColumnSelector, Names, Node, Owner, RowSelector, message_word, nearest, resolve_value,
};
use gouji_values::error::MistakeCode;
use gouji_values::kind::Kind;
use gouji_values::vocabulary::Vocabulary;
use std::ops::Range;

/// Signs that people write around a place to fill instead of braces: what opens, and what closes.
const OTHER_SIGNS: &[(&str, &str)] = &[
    ("｛", "｝"),
    ("【", "】"),
    ("〔", "〕"),
    ("［", "］"),
    ("[", "]"),
    ("<", ">"),
    ("＜", "＞"),
    ("%", "%"),
    ("#", "#"),
    ("｛", "}"),
    ("{", "｝"),
];

/// The places to fill and the words of a message.
pub(super) fn message(
    compiler: &mut Compiler<'_>,
    text: &RuleText,
    names: &Names,
    owner: &Owner,
) -> Vec<Message> {
    let mut out = Vec::new();
    if !compiler.is_proved && other_signs(compiler, text, (names, owner)) {
        return out;
    }
    let mut rest = text.value.as_str();
    let mut at = 0;
    while let Some(open) = rest.find('{') {
        let (before, behind) = rest.split_at(open);
        words(compiler.words, before, &mut out);
        let Some(close) = behind.find('}') else {
            let help = {
                let rest = behind.get(1..).unwrap_or("");
                let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
                let word = rest.get(..rest.find(|c| !is_part(c)).unwrap_or(rest.len()));
                format!("每个 {{ 后面都要有 }}：{{{}}}", word.unwrap_or("stated"))
            };
            let span = at + open..text.value.len();
            braces(compiler, text, &span, ("message 里的花括号没有配对", help));
            return out;
        };
        let inner = behind.get(1..close).unwrap_or("");
        let start = at + open + 1;
        match inner {
            "stated" => out.push(Message::Stated),
            "computed" => out.push(Message::Computed),
            "difference" => out.push(Message::Difference),
            path if let Some((name, format)) = with_format(path) => {
                let span = start + name.len()..start + inner.len();
                let help = format!("写成 {{{}}}：位数、单位照文件印的", name.trim());
                let message = format!("message 里只写名称，不写格式 {format}");
                braces(compiler, text, &span, (&message, help));
            }
            path => match resolve_value(path, names, owner) {
                Ok(node) => {
                    let span = start..start + inner.len();
                    whole_column(compiler, (text, &span), &node, (names, owner));
                    out.push(Message::Node(node));
                }
                Err(mut mistake) => {
                    if let Some(meant) = message_word(path) {
                        mistake.help = Some(format!("写成 {{{meant}}}"));
                    } else if mistake.is_unknown_name(path) {
                        mistake.help = Some(values_help(path, names, owner));
                    }
                    let span = start + mistake.span.start..start + mistake.span.end;
                    let own = compiler.place(text, &span);
                    compiler.formula(text.file, own, MistakeCode::Formula, mistake);
                }
            },
        }
        at += open + close + 1;
        rest = behind.get(close + 1..).unwrap_or("");
    }
    words(compiler.words, rest, &mut out);
    out
}

/// Tells of a whole column of the rule's own table in a message: it prints the cell of no row.
fn whole_column(
    compiler: &mut Compiler<'_>,
    (text, span): (&RuleText, &Range<usize>),
    node: &Node,
    (names, owner): (&Names, &Owner),
) {
    let Node::Form(path) = node else { return };
    let (RowSelector::All, ColumnSelector::Column(column)) = (&path.row, &path.column) else {
        return;
    };
    let is_own = matches!(owner, Owner::Form(own, _) if *own == path.form);
    if compiler.is_proved || !is_own || !path.at.paper.is_own() {
        return;
    }
    let form = names.forms.get(path.form);
    let Some((name, _)) = form.and_then(|form| form.columns.get(*column)) else { return };
    let place = compiler.place(text, span);
    if let Some(source) = compiler.sources.get(text.file) {
        let written = text.value.get(span.clone()).unwrap_or("");
        let message = format!("{written} 是整栏，不是这一行的，message 里印不出来");
        let help = Some(format!("写成 {name}"));
        compiler.mistakes.warn(source, place, MistakeCode::WithoutEffect, message, help);
    }
}

/// A place to fill with a format behind it, as other languages have it (`{金额:.2f}`): what is
/// before it, and the format.
fn with_format(inner: &str) -> Option<(&str, &str)> {
    let at = inner.find([':', '：'])?;
    let (name, format) = inner.split_at(at);
    let is_name = !name.trim().is_empty() && !name.contains(['(', '"', '[']);
    is_name.then_some((name, format))
}

/// What a message may print, where it names something that there is not.
fn values_help(path: &str, names: &Names, owner: &Owner) -> String {
    let own = match owner {
        Owner::Form(form, _) => names.forms.get(*form).map_or_else(Vec::new, |form| {
            form.columns.iter().map(|(name, _)| name.as_str()).collect()
        }),
        Owner::Claim(claim) => names.claims.get(*claim).map_or_else(Vec::new, |claim| {
            claim.captures.iter().map(|(name, ..)| name.as_str()).collect()
        }),
        _ => Vec::new(),
    };
    let near = nearest(path, own.iter().copied());
    let fixed = "算出来的数写 {computed}，列示的数写 {stated}，相差的数写 {difference}";
    // what is no column is worked out in its place
    let meant = near.as_deref().unwrap_or("");
    let worked_out = figures(names, owner, meant)
        .map(|(one, other)| format!("；要算的写算式，例如 {{{one} / {other}}}"));
    let worked_out = worked_out.unwrap_or_default();
    let own = own.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join("、");
    match (near, own.as_str()) {
        (Some(near), own) => {
            // it ends with a question mark
            let worked_out = worked_out.trim_start_matches('；');
            let end = if worked_out.is_empty() { "" } else { "；" };
            format!("{near}{worked_out}{end}可用的名称有：{own}")
        }
        (None, "") => fixed.to_owned(),
        (None, own) => format!("{fixed}{worked_out}；可用的名称有：{own}"),
    }
}

/// An amount and a number of things of a table, or of a sentence; that which is meant, where it is one.
fn figures<'n>(names: &'n Names, owner: &Owner, meant: &str) -> Option<(&'n str, &'n str)> {
    let own: Vec<(&str, Kind)> = match owner {
        Owner::Form(form, _) => {
            let form = names.forms.get(*form)?;
            form.columns.iter().map(|(name, kind)| (name.as_str(), *kind)).collect()
        }
        Owner::Claim(claim) => {
            let claim = names.claims.get(*claim)?;
            claim.captures.iter().map(|(name, kind, _)| (name.as_str(), *kind)).collect()
        }
        _ => return None,
    };
    let of = |kind: Kind| own.iter().rev().find(|(_, own)| *own == kind).map(|(name, _)| *name);
    let mut counts = own.iter().filter(|(_, kind)| *kind == Kind::Count).map(|(name, _)| *name);
    let first = counts.clone().next()?;
    Some((of(Kind::Amount)?, counts.find(|name| meant.contains(*name)).unwrap_or(first)))
}

/// Tells of places to fill in a hint: it is printed as it stands.
pub(super) fn unfilled_hint(compiler: &mut Compiler<'_>, text: &RuleText) {
    let sign = ["{stated}", "{computed}", "{difference}"];
    let Some((at, sign)) = sign.iter().find_map(|sign| Some((text.value.find(sign)?, *sign)))
    else {
        return;
    };
    let place = compiler.place(text, &(at..at + sign.len()));
    if let Some(source) = compiler.sources.get(text.file) {
        compiler.mistakes.warn(
            source,
            place,
            MistakeCode::WithoutEffect,
            format!("hint 照原样印出，{sign} 不换成数"),
            Some(format!("写在 message 里：message = \"{}\"", text.value)),
        );
    }
}

fn braces(
    compiler: &mut Compiler<'_>,
    text: &RuleText,
    span: &Range<usize>,
    (message, help): (&str, String),
) {
    let own = compiler.place(text, span);
    compiler.add(text.file, own, MistakeCode::MessageBraces, message, Some(help));
}

/// Tells of a value that stands between other signs than braces, and of signs beside braces that
/// other languages write: all of them are printed as they stand. True where the rest is not to be
/// read.
fn other_signs(
    compiler: &mut Compiler<'_>,
    text: &RuleText,
    (names, owner): (&Names, &Owner),
) -> bool {
    let value = text.value.as_str();
    let is_fixed = |word: &str| matches!(word, "stated" | "computed" | "difference");
    for (open, close) in OTHER_SIGNS {
        for (at, _) in value.match_indices(open) {
            let behind = value.get(at + open.len()..).unwrap_or("");
            let Some(inner) = behind.find(close).and_then(|end| behind.get(..end)) else {
                continue;
            };
            let word = inner.trim_matches(['{', '}', '｛', '｝']).trim();
            let is_brace = open.contains(['｛', '{']);
            let is_value = || resolve_value(word, names, owner).is_ok();
            // [金额] may be meant as it is printed, {computed} never is
            let is_name = !word.is_empty()
                && word.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.');
            if !is_name
                || !(is_fixed(word) || message_word(word).is_some() && is_brace || is_value())
            {
                continue;
            }
            let span = at..at + open.len() + inner.len() + close.len();
            let written = value.get(span.clone()).unwrap_or("");
            let word = message_word(word).filter(|_| !is_value()).unwrap_or(word);
            let meant = value.replacen(written, &format!("{{{word}}}"), 1);
            let what = if is_brace {
                "message 里的花括号是全角的，会照原样印出".to_owned()
            } else {
                format!("message 里只有半角花括号里的名称换成数，{written} 会照原样印出")
            };
            let help = format!("改成半角花括号：message = \"{}\"", narrow(&meant, (names, owner)));
            if is_brace || is_fixed(word) {
                braces(compiler, text, &span, (&what, help));
                return true;
            }
            let own = compiler.place(text, &span);
            if let Some(source) = compiler.sources.get(text.file) {
                compiler.mistakes.warn(source, own, MistakeCode::WithoutEffect, what, Some(help));
            }
            return false;
        }
    }
    let doubled = [("${", "{"), ("{{", "{"), ("#{", "{"), ("%{", "{")];
    for (sign, meant) in doubled {
        if let Some(at) = value.find(sign) {
            let span = at..at + sign.len();
            let close = if sign == "{{" { value.replace("}}", "}") } else { value.to_owned() };
            let help = format!("改成：message = \"{}\"", close.replace(sign, meant));
            let what = format!("message 里只写 {{名称}}，{sign} 多了一个符号");
            braces(compiler, text, &span, (&what, help));
            return true;
        }
    }
    false
}

/// A message with braces in place of every sign around a value.
fn narrow(message: &str, (names, owner): (&Names, &Owner)) -> String {
    let mut out = message.to_owned();
    for (open, close) in OTHER_SIGNS {
        let mut from = 0;
        while let Some(at) = out.get(from..).and_then(|rest| rest.find(open)).map(|at| from + at) {
            let behind = out.get(at + open.len()..).unwrap_or("");
            let Some(inner) = behind.find(close).and_then(|end| behind.get(..end)) else { break };
            let is_value = matches!(inner, "stated" | "computed" | "difference")
                || resolve_value(inner, names, owner).is_ok();
            let whole = at..at + open.len() + inner.len() + close.len();
            from = whole.end;
            if is_value {
                let meant = format!("{{{inner}}}");
                from = at + meant.len();
                out.replace_range(whole, &meant);
            }
        }
    }
    out
}

/// Words of a message; among them those that say what a figure should be.
fn words(vocabulary: &Vocabulary, text: &str, out: &mut Vec<Message>) {
    let mut rest = text;
    let next = |rest: &str| {
        let found = |word: &String| Some((rest.find(word.as_str())?, word.len()));
        vocabulary.should_be.iter().filter_map(found).min_by_key(|(at, _)| *at)
    };
    while let Some((at, len)) = next(rest) {
        let (before, behind) = rest.split_at(at);
        let (word, after) = behind.split_at(len);
        if !before.is_empty() {
            out.push(Message::Text(before.to_owned()));
        }
        out.push(Message::ShouldBe(word.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        out.push(Message::Text(rest.to_owned()));
    }
}
