//! Tokens of a line: what each looks like, and where it stands in its line.

use gouji_rules::pattern::Context;
use gouji_values::document::{LogicalText, Span};
use gouji_values::number::{Number, cell_number, is_digit};

/// A token of a line.
#[derive(Clone, Debug)]
pub(super) struct FigureToken {
    pub(super) text: LogicalText,
    pub(super) span: Span,
    /// It begins its line.
    pub(super) first: bool,
    /// It ends its line.
    pub(super) last: bool,
    /// A cell surely begins here.
    pub(super) edge: bool,
    pub(super) class: TokenClass,
    /// A whole number without unit, as a code or a line number is printed.
    integer: Option<u32>,
    /// Characters of its text.
    length: usize,
    /// A bracket or quotation mark is open at its end.
    pub(super) unclosed: bool,
    /// It ends with a sign of ratio.
    pub(super) ratio: bool,
    /// It holds letters.
    pub(super) lettered: bool,
}

/// What a token looks like.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenClass {
    /// A number.
    Number(Number),
    /// A mark that means an empty cell.
    Mark,
    /// Words.
    Text,
}

impl FigureToken {
    pub(super) fn new(
        text: LogicalText,
        span: Span,
        first: bool,
        last: bool,
        context: &Context<'_>,
    ) -> Self {
        let words = context.vocabulary;
        let trimmed = text.text.trim();
        let class = match cell_number(trimmed, &words.units) {
            Some(number) => TokenClass::Number(number),
            None if !trimmed.is_empty() && words.is_blank(trimmed) => TokenClass::Mark,
            None => TokenClass::Text,
        };
        let integer = match &class {
            TokenClass::Number(number)
                if number.decimals == 0 && number.unit.is_none() && number.comparison.is_none() =>
            {
                trimmed
                    .chars()
                    .all(is_digit)
                    .then(|| {
                        trimmed
                            .chars()
                            .map(gouji_values::number::fold)
                            .collect::<String>()
                            .parse()
                            .ok()
                    })
                    .flatten()
            }
            _ => None,
        };
        let length = trimmed.chars().count();
        let unclosed = class == TokenClass::Text && is_unclosed(trimmed);
        let ratio = trimmed.ends_with(['%', '\u{FF05}']);
        let lettered = trimmed.chars().any(char::is_alphabetic);
        Self {
            text,
            span,
            first,
            last,
            edge: false,
            class,
            integer,
            length,
            unclosed,
            ratio,
            lettered,
        }
    }

    /// Characters of its text.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// A whole number without unit, as a code or a line number is printed.
    pub(super) fn integer(&self) -> Option<u32> {
        self.integer
    }

    /// Whether a lower level of an account code is printed like this.
    pub(super) fn is_level(&self) -> bool {
        self.integer.is_some() && self.length == 2
    }

    /// Whether an account code is printed like this.
    pub(super) fn is_code(&self) -> bool {
        self.integer.is_some() && (3..=9).contains(&self.length)
    }
}

/// A bracket or quotation mark is open at the end of the text.
fn is_unclosed(text: &str) -> bool {
    let (mut brackets, mut quotes) = (0_i32, 0_i32);
    for c in text.chars() {
        match c {
            '(' | '\u{FF08}' => brackets += 1,
            ')' | '\u{FF09}' => brackets -= 1,
            '\u{201C}' | '\u{300A}' => quotes += 1,
            '\u{201D}' | '\u{300B}' => quotes -= 1,
            _ => {}
        }
    }
    brackets > 0 || quotes > 0
}
