//! What is wrong where a bracket of a formula is not closed.

use super::foreign;
use super::names::FormulaMistake;
use super::parse::{BRACKETS, Parser};
use super::token::{FormulaToken, Spanned};
use std::ops::Range;

impl Parser<'_> {
    /// A bracket opens.
    pub(super) fn open(&mut self, place: &Range<usize>) -> Result<(), FormulaMistake> {
        self.brackets += 1;
        if self.brackets > BRACKETS { Err(too_deep(place.clone())) } else { Ok(()) }
    }

    /// What is wrong where a closing bracket was to stand.
    pub(super) fn unclosed(&self, sign: &str, open: &Range<usize>) -> FormulaMistake {
        if let Some(Spanned { token: FormulaToken::Name(word), span }) = self.peek()
            && let Some(sign) = foreign::operator(word)
        {
            return FormulaMistake::new(span.clone(), format!("“{word}”不是运算符"))
                .help(format!("“{word}”写成 {sign}"));
        }
        if let Some((first, second, span)) = self.two_operands().filter(|_| sign == ")") {
            if let Some(help) = foreign::modifier(&first, &second) {
                return FormulaMistake::new(span, format!("公式里没有 {first}，那是数据库的写法"))
                    .help(help);
            }
            return FormulaMistake::new(span, "两项之间少一个逗号或运算符")
                .help(format!("是两个参数的，写成 {first}, {second}"));
        }
        if let Some((span, name)) = self.name_with_brackets(open).filter(|_| sign == "]") {
            return FormulaMistake::new(span, format!("名称 {name} 里有括号，要加引号"))
                .help(format!("写成 [\"{name}\"]"));
        }
        let whole = format!("{}{sign}", self.source.trim_end());
        let told = FormulaMistake::new(self.missing(open), format!("括号没有配对，缺少 {sign}"));
        // where nothing but the last bracket is missing
        if self.peek().is_none() && super::parse::parse(&whole).is_ok() {
            return told.help(format!("写成 {whole}"));
        }
        told.help(format!("每个 {} 后面都要有一个 {sign}", if sign == ")" { "(" } else { "[" }))
    }

    /// The name between square brackets that holds round ones, with the brackets, and where it stands.
    fn name_with_brackets(&self, open: &Range<usize>) -> Option<(Range<usize>, &str)> {
        let inner = self.source.get(open.end..)?;
        let end = inner.find(']')?;
        let name = inner.get(..end)?.trim();
        let has_brackets = name.contains(['(', '（']);
        let is_name = has_brackets
            && !name.contains(['"', '\'', '[', '=', '<', '>', '&', '|'])
            && name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '(' | '（'));
        is_name.then_some((open.start..open.end + end + 1, name))
    }

    /// The place to point at where a closing bracket is missing: the opening one.
    fn missing(&self, open: &Range<usize>) -> Range<usize> {
        self.peek().map_or(open.clone(), |found| found.span.clone())
    }

    /// Two names or numbers side by side, the second at the cursor, and where it stands.
    fn two_operands(&self) -> Option<(String, String, Range<usize>)> {
        let written = |token: &FormulaToken| match token {
            FormulaToken::Name(name) => Some(name.clone()),
            FormulaToken::Number { value, unit } => Some(format!("{value}{unit}")),
            _ => None,
        };
        let next = self.peek()?;
        let last = self.tokens.get(self.at.checked_sub(1)?)?;
        Some((written(&last.token)?, written(&next.token)?, last.span.start..next.span.end))
    }
}

/// What is wrong with more brackets within brackets than a formula may have.
pub(super) fn too_deep(place: Range<usize>) -> FormulaMistake {
    FormulaMistake::new(place, format!("公式的括号套得太深：最多 {BRACKETS} 层"))
        .help("请拆成几条公式，或写成脚本 script")
}
