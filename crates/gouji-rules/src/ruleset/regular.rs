//! Regular expressions where patterns belong: what they say, as a pattern says it.

use super::compiler::Compiler;
use super::walk::RuleText;
use crate::formula::{Syntax, SyntaxKind};
use crate::pattern::Pattern;
use gouji_values::error::MistakeCode;
use gouji_values::number::fold;

/// Signs of regular expressions that no pattern has.
const SIGNS: &[&str] = &[
    "\\d", "\\.", "\\w", "\\s", "\\(", "(?:", "(?P", "[0-9]", "[^", ".*", ".+", "(.*)", "[\\d",
    "[0-9.", "[0-9,",
];

/// Sets of characters that are digits.
const DIGITS: &[&str] = &[
    "\\d+(\\.\\d+)?",
    "\\d+\\.\\d+",
    "\\d+\\.?\\d*",
    "[0-9]+(\\.[0-9]+)?",
    "[\\d.]",
    "[\\d,.]",
    "[0-9.]",
    "[0-9,.]",
    "[0-9]",
    "\\d",
];

impl Compiler<'_> {
    /// Tells of a regular expression; whether there was one.
    pub(super) fn told_as_regular(&mut self, text: &RuleText) -> bool {
        let Some((at, sign)) = regular(&text.value) else { return false };
        let place = self.place(text, &(at..at + sign.len()));
        let message = format!("句式不是正则表达式，没有 {sign} 这种写法");
        let units: Vec<Unit<'_>> = self
            .words
            .units
            .iter()
            .filter(|(_, unit)| !unit.ratio)
            .map(|(_, unit)| (unit.name.as_str(), if unit.money { "amount" } else { "count" }))
            .collect();
        let file = self.sources.get(text.file).map_or("", |source| &source.text);
        let written = in_file(&text.value, file, text.span.start, &units)
            .filter(|own| Pattern::parse(own, self.words).is_ok());
        let help = match written {
            Some(written) => format!("写成 {written}；… 是一句里任意几个字"),
            None => HELP.to_owned(),
        };
        self.add(text.file, place, MistakeCode::Pattern, message, Some(help));
        true
    }
}

/// What patterns have in the place of regular expressions.
pub(super) const HELP: &str = "取金额写 {名字:amount}，取个数写 {名字:count}，任意几个字写 …，几种写法写 (甲|乙)，可有可无写 (甲)?";

/// A unit, and the kind of what is read with it.
pub(super) type Unit<'u> = (&'u str, &'static str);

/// Units of amounts, where those of the ruleset are not known yet.
pub(super) const UNITS: &[Unit<'static>] =
    &[("万元", "amount"), ("亿元", "amount"), ("元", "amount")];

/// A regular expression at a place of a file as a pattern, its figures by the names that the formulas
/// of its item ask for.
pub(super) fn in_file(text: &str, file: &str, at: usize, units: &[Unit<'_>]) -> Option<String> {
    let asked = asked_names(file, at, text);
    as_pattern(text, units, &asked).filter(|own| regular(own).is_none())
}

/// Names that the formulas of the item at a place name and a text does not capture.
fn asked_names(file: &str, at: usize, text: &str) -> Vec<String> {
    let rest = file.get(at..).unwrap_or("");
    let item = rest.get(..rest.find("\n[").unwrap_or(rest.len())).unwrap_or(rest);
    let formula = item.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "expect").then(|| value.trim())
    });
    let Some(formula) = formula else { return Vec::new() };
    let all: Vec<&str> = match formula.strip_prefix('[') {
        // every second piece stands between quotes
        Some(list) => list.split('"').skip(1).step_by(2).collect(),
        None => vec![formula.trim_matches(['"', '\''])],
    };
    let all: Vec<Syntax> = all.iter().filter_map(|text| crate::formula::parse(text).ok()).collect();
    let mut names: Vec<&str> = Vec::new();
    all.iter().for_each(|syntax| plain_names(syntax, &mut names));
    let is_captured = |name: &str| text.contains(&format!("{{{name}:"));
    let mut out: Vec<String> = Vec::new();
    for name in names {
        if !is_captured(name) && !out.iter().any(|own| own == name) {
            out.push(name.to_owned());
        }
    }
    out
}

/// The names of a formula that stand alone.
pub(super) fn plain_names<'s>(syntax: &'s Syntax, out: &mut Vec<&'s str>) {
    match &syntax.kind {
        SyntaxKind::Name(name) => out.push(name),
        SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
            plain_names(a, out);
            plain_names(b, out);
        }
        SyntaxKind::Not(of) | SyntaxKind::Negate(of) => plain_names(of, out),
        SyntaxKind::Call(_, _, all) => all.iter().for_each(|own| plain_names(own, out)),
        _ => {}
    }
}

/// A sign of regular expressions in a pattern, and where it stands.
pub(super) fn regular(text: &str) -> Option<(usize, &'static str)> {
    SIGNS.iter().filter_map(|sign| Some((text.find(sign)?, *sign))).min()
}

/// A regular expression as a pattern.
fn as_pattern(text: &str, units: &[Unit<'_>], asked: &[String]) -> Option<String> {
    const ANY: &[&str] = &["(.*?)", "(.*)", "(.+)", ".*?", ".+?", ".*", ".+", "\\w+", "\\w*"];
    const PLAIN: &[(&str, &str)] = &[
        ("(?:", "("),
        ("\\(", "（"),
        ("\\)", "）"),
        ("\\.", "."),
        ("\\s*", ""),
        ("\\s+", ""),
        ("\\s", ""),
        ("^", ""),
        ("$", ""),
        ("\\-", "-"),
        ("\\/", "/"),
        ("\\%", "%"),
    ];
    let text = &bare_groups(text);
    let (mut out, mut rest, mut figures) = (String::new(), text.as_str(), 0_usize);
    while !rest.is_empty() {
        if let Some(sign) = ANY.iter().find(|sign| rest.starts_with(**sign)) {
            out.push('…');
            rest = rest.get(sign.len()..)?;
        } else if let Some(behind) = digits(rest) {
            let bare = behind.trim_start();
            let kind = if bare.starts_with(['%', '％']) {
                Some("percent")
            } else {
                let fits = units.iter().filter(|(unit, _)| bare.starts_with(unit));
                fits.max_by_key(|(unit, _)| unit.len()).map(|(_, kind)| *kind)
            };
            match kind {
                // of years and days a count would not read what stands around them
                Some("count") if bare.starts_with(['年', '月', '日', '号']) => {
                    out.push('…');
                    rest = behind;
                }
                // nothing asks for how many there are
                Some("count") if asked.get(figures).is_none() => {
                    out.push_str("{:count}");
                    rest = bare.get(unit_at(bare, units)..)?;
                }
                Some(kind) => {
                    let name = match (asked.get(figures), figures) {
                        (Some(asked), _) => asked.clone(),
                        (None, 0) => "数".to_owned(),
                        (None, before) => format!("数{}", before + 1),
                    };
                    figures += 1;
                    out.push_str(&format!("{{{name}:{kind}}}"));
                    // a figure is read with its unit
                    rest = bare.get(unit_at(bare, units)..)?.trim_start_matches(['%', '％']);
                }
                None => {
                    out.push('…');
                    rest = behind;
                }
            }
        } else if let Some((sign, plain)) = PLAIN.iter().find(|(sign, _)| rest.starts_with(sign)) {
            out.push_str(plain);
            rest = rest.get(sign.len()..)?;
        } else {
            let c = rest.chars().next()?;
            out.push(c);
            rest = rest.get(c.len_utf8()..)?;
        }
    }
    while out.contains("……") {
        out = out.replace("……", "…");
    }
    let out = bare_groups(&out);
    (!out.is_empty() && out != *text).then_some(out)
}

/// How long the unit is with which a text begins.
fn unit_at(text: &str, units: &[Unit<'_>]) -> usize {
    let fits = units.iter().filter(|(unit, _)| text.starts_with(unit));
    fits.map(|(unit, _)| unit.len()).max().unwrap_or(0)
}

/// A regular expression without brackets around what is neither one of several nor repeated, and
/// without a class of one sign in both its widths: `[:：]`.
fn bare_groups(text: &str) -> String {
    let text = ['：', '，', '；'].iter().fold(text.to_owned(), |text, wide| {
        let (narrow, wide) = (fold(*wide), &wide.to_string());
        text.replace(&format!("[{narrow}{wide}]"), wide).replace(&format!("[{wide}{narrow}]"), wide)
    });
    let Some((before, rest)) = text.split_once('(') else { return text };
    let is_digits = digits(&format!("({rest}")).is_some();
    match rest.split_once(')') {
        Some((inner, behind))
            if !is_digits
                && !before.ends_with('\\')
                && !inner.contains(['|', '(', '\\'])
                && !behind.starts_with(['?', '+', '*', '{']) =>
        {
            format!("{before}{inner}{}", bare_groups(behind))
        }
        _ => text,
    }
}

/// What stands behind digits of a regular expression at the beginning of a text.
fn digits(text: &str) -> Option<&str> {
    let (inner, is_group) = match text.strip_prefix('(') {
        Some(inner) if DIGITS.iter().any(|set| inner.starts_with(set)) => (inner, true),
        _ => (text, false),
    };
    let set = DIGITS.iter().find(|set| inner.starts_with(**set))?;
    let mut rest = inner.get(set.len()..)?;
    rest = rest.trim_start_matches(['+', '*']);
    if let Some(count) = rest.strip_prefix('{')
        && let Some((number, behind)) = count.split_once('}')
        && number.chars().all(|c| c.is_ascii_digit() || c == ',')
    {
        rest = behind;
    }
    if is_group { rest.strip_prefix(')') } else { Some(rest) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_expressions_are_patterns() {
        let meant = |text| as_pattern(text, UNITS, &[]);
        assert_eq!(meant("20[0-9]+年年").as_deref(), Some("20…年年"));
        assert_eq!(meant("会议费(\\d+\\.?\\d*)万元").as_deref(), Some("会议费{数:amount}"));
        assert_eq!(meant("^共\\d{2}次.*完成").as_deref(), Some("共…次…完成"));
    }
}
