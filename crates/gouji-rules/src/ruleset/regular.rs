//! Regular expressions where patterns belong: what they say, as a pattern says it.

use super::compiler::Compiler;
use super::walk::RuleText;
use crate::pattern::Pattern;
use gouji_values::error::MistakeCode;

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
        let units: Vec<&str> =
            self.words.units.iter().map(|(_, unit)| unit.name.as_str()).collect();
        let written = as_pattern(&text.value, &units)
            .filter(|own| regular(own).is_none() && Pattern::parse(own, self.words).is_ok());
        let help = match written {
            Some(written) => format!("写成 {written}；… 是一句里任意几个字"),
            None => "取金额写 {名字:amount}，取个数写 {名字:count}，任意几个字写 …，几种写法写 (甲|乙)，可有可无写 (甲)?".to_owned(),
        };
        self.add(text.file, place, MistakeCode::Pattern, message, Some(help));
        true
    }
}

/// A sign of regular expressions in a pattern, and where it stands.
fn regular(text: &str) -> Option<(usize, &'static str)> {
    SIGNS.iter().filter_map(|sign| Some((text.find(sign)?, *sign))).min()
}

/// A regular expression as a pattern.
fn as_pattern(text: &str, units: &[&str]) -> Option<String> {
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
    let (mut out, mut rest, mut figures) = (String::new(), text, 0_usize);
    while !rest.is_empty() {
        if let Some(sign) = ANY.iter().find(|sign| rest.starts_with(**sign)) {
            out.push('…');
            rest = rest.get(sign.len()..)?;
        } else if let Some(behind) = digits(rest) {
            let bare = behind.trim_start();
            let kind = if bare.starts_with(['%', '％']) {
                Some("percent")
            } else {
                units.iter().any(|unit| bare.starts_with(unit)).then_some("amount")
            };
            match kind {
                Some(kind) => {
                    figures += 1;
                    let name = if figures > 1 { format!("数{figures}") } else { "数".to_owned() };
                    out.push_str(&format!("{{{name}:{kind}}}"));
                    // a figure is read with its unit
                    let unit = units.iter().filter(|unit| bare.starts_with(**unit));
                    let unit = unit.map(|unit| unit.len()).max().unwrap_or(0);
                    rest = bare.get(unit..)?.trim_start_matches(['%', '％']);
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
    (!out.is_empty() && out != text).then_some(out)
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
        let meant = |text| as_pattern(text, &["万元", "元"]);
        assert_eq!(meant("20[0-9]+年年").as_deref(), Some("20…年年"));
        assert_eq!(meant("会议费(\\d+\\.?\\d*)万元").as_deref(), Some("会议费{数:amount}"));
        assert_eq!(meant("^共\\d{2}次.*完成").as_deref(), Some("共…次…完成"));
    }
}
