//! A passage cut into figures, words of roles, signs and other text.

use super::lists::Lists;
use super::quantity::{Kind, Quantity};
use super::words::{Char, Class};
use gouji_values::label::holds;
use std::ops::Range;
use std::sync::Arc;

/// A sign that parts clauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Between the items of a list.
    Item,
    /// Between clauses.
    Comma,
    /// Between groups of clauses.
    Semicolon,
    /// A list or an explanation follows.
    Colon,
    /// The end of a sentence.
    Stop,
    /// A bracket opens.
    Open,
    /// A bracket closes.
    Close,
    /// The edge of a paragraph.
    Edge,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A figure, by its number.
    Figure(usize),
    /// A word of a role.
    Word(Class),
    /// A sign.
    Sign(Sign),
    /// A year.
    Year(i32),
    /// A month.
    Month(u32),
    /// A day of a month.
    Day(u32),
    /// Anything else.
    Text,
}

/// A token and its characters.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// What it is.
    pub what: What,
    /// First character.
    pub from: usize,
    /// Behind its last character.
    pub to: usize,
}

/// A passage in tokens.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// The characters that count.
    pub chars: Vec<Char>,
    /// In order.
    pub tokens: Vec<Token>,
    /// The figures.
    pub figures: Vec<Quantity>,
    /// The token of each figure.
    pub at: Vec<usize>,
    /// Lists that readings ask for.
    pub lists: Arc<Lists>,
}

impl Tokens {
    /// Whether a year or month is named.
    #[must_use]
    pub fn has_dates(&self) -> bool {
        self.tokens.iter().any(|token| matches!(token.what, What::Year(_) | What::Month(_)))
    }

    /// The words of a list of the vocabulary.
    pub fn words_of(&self, list: &str) -> impl Iterator<Item = &str> {
        self.lists.words_of(list)
    }

    /// Whether a word of a list stands in a text.
    #[must_use]
    pub fn has_word(&self, list: &str, text: &str) -> bool {
        self.words_of(list).any(|word| holds(text, word))
    }

    /// Whether a text is a word of a list.
    #[must_use]
    pub fn is_word(&self, list: &str, text: &str) -> bool {
        self.words_of(list).any(|word| word == text)
    }

    /// Whether a word says that what came is what went. Some words say it only at the end of a sentence: 收支相抵后结余20万元.
    #[must_use]
    pub fn says_balanced(&self, at: usize) -> bool {
        let Some(own) = self.tokens.get(at) else { return false };
        let is_end = || {
            let next = self.tokens.get(at + 1).map(|next| next.what);
            matches!(next, None | Some(What::Sign(Sign::Stop | Sign::Edge)))
        };
        own.what == What::Word(Class::Balanced)
            && (!self.is_word("balanced_ends", &self.text(own.from, own.to)) || is_end())
    }

    /// Whether a clause says by what something is divided: 按投向分.
    #[must_use]
    pub fn is_division(&self, clause: &str) -> bool {
        self.words_of("divides").any(|word| clause.starts_with(word))
            && self.words_of("divided").any(|word| clause.ends_with(word))
    }

    /// The names that a text tells by the first and the last of them, or by their number: 一至四季度, 四个季度.
    pub(super) fn numbered_names(&self, text: &str) -> Option<Vec<String>> {
        let numerals = || self.words_of("numerals");
        let value = |c: char| -> Option<u32> {
            numerals().find_map(|entry| entry.strip_prefix(c)?.parse().ok())
        };
        let spelled = |number: u32| {
            let mut own = numerals().filter(|entry| entry.ends_with(&number.to_string()));
            own.find_map(|entry| entry.chars().next())
        };
        let names = |joint: &str, is_count: bool| {
            let (before, behind) = text.split_once(joint)?;
            let mut nouns = self.words_of("numbered_by");
            let rest =
                if is_count { behind } else { behind.get(behind.chars().next()?.len_utf8()..)? };
            let noun = nouns.find(|noun| rest.starts_with(*noun))?;
            let before = before.strip_suffix(noun).unwrap_or(before);
            let end = value(before.chars().next_back()?)?;
            let range = if is_count { 1..=end } else { end..=value(behind.chars().next()?)? };
            let names: Option<Vec<String>> =
                range.map(|number| Some(format!("{}{noun}", spelled(number)?))).collect();
            names.filter(|names| names.len() > 1)
        };
        let mut joints = self.words_of("band_between");
        joints
            .find_map(|joint| names(joint, false))
            .or_else(|| self.words_of("counters").find_map(|counter| names(counter, true)))
    }

    /// A name without the word of a total at its end.
    #[must_use]
    pub fn without_total<'n>(&self, name: &'n str) -> &'n str {
        self.words_of("total").find_map(|word| name.strip_suffix(word)).unwrap_or(name)
    }

    /// A name without the words of stages at its end: 接待费支出决算数 is 接待费支出.
    #[must_use]
    pub fn without_stage<'n>(&self, name: &'n str) -> &'n str {
        let cut =
            |name: &'n str| self.words_of("stage_ends").find_map(|word| name.strip_suffix(word));
        cut(name).filter(|name| !name.is_empty()).unwrap_or(name)
    }

    /// Whether a number without a unit stands last.
    pub(super) fn ends_with_bare_figure(&self) -> bool {
        let last = self.tokens.last().map(|last| last.what);
        matches!(last, Some(What::Figure(figure))
            if self.figures.get(figure).is_some_and(|figure| figure.kind == Kind::Bare))
    }

    /// Whether a sentence begins behind the last token.
    pub(super) fn is_at_start(&self) -> bool {
        begins(self.tokens.last())
    }

    /// Whether the number of an item may stand behind the last token.
    pub(super) fn may_begin_item(&self) -> bool {
        let last = self.tokens.last().map(|last| last.what);
        self.is_at_start() || matches!(last, Some(What::Sign(Sign::Colon | Sign::Semicolon)))
    }

    /// Whether a name tells nothing but a stage, or nothing at all.
    #[must_use]
    pub fn is_stage(&self, name: &str) -> bool {
        self.without_stages(name).is_empty()
    }

    /// A name without all words of stages at its end: nothing is left of one that tells no more.
    #[must_use]
    pub fn without_stages<'n>(&self, name: &'n str) -> &'n str {
        let mut rest = name;
        while let Some(cut) = self.words_of("stage_ends").find_map(|word| rest.strip_suffix(word)) {
            rest = cut;
        }
        rest
    }

    /// The code in brackets that the name of a figure ends with: 行政运行（2010101）80万元.
    #[must_use]
    pub fn code_of(&self, figure: usize) -> Option<String> {
        let before = self.tokens.get(..*self.at.get(figure)?)?;
        let close = before.iter().rposition(|token| !matches!(token.what, What::Word(_)))?;
        let is_close = before.get(close).is_some_and(|token| token.what == What::Sign(Sign::Close));
        self.code(close.checked_sub(1).filter(|_| is_close)?)
    }

    /// The code that a token is, alone in its brackets.
    pub(super) fn code(&self, at: usize) -> Option<String> {
        let what = |at: usize| self.tokens.get(at).map(|token| token.what);
        let is_alone = at.checked_sub(1).and_then(what) == Some(What::Sign(Sign::Open))
            && what(at + 1) == Some(What::Sign(Sign::Close));
        let token = self.tokens.get(at).filter(|token| is_alone && token.what == What::Text)?;
        let text = self.text(token.from, token.to);
        text.chars().all(|c| c.is_ascii_digit()).then_some(text)
    }

    /// The characters of a stretch as a text.
    #[must_use]
    pub fn text(&self, from: usize, to: usize) -> String {
        let own = self.chars.get(from..to).unwrap_or(&[]);
        // most take three bytes: the text need not grow
        let mut out = String::with_capacity(own.len() * 3);
        out.extend(own.iter().map(|c| c.c));
        out
    }

    /// What some tokens say, one behind the other.
    #[must_use]
    pub fn texts<'t>(&self, tokens: impl Iterator<Item = &'t Token> + Clone) -> String {
        let chars = |token: &Token| self.chars.get(token.from..token.to).unwrap_or(&[]);
        let room = tokens.clone().map(|token| chars(token).len() * 3).sum();
        let mut out = String::with_capacity(room);
        tokens.for_each(|token| out.extend(chars(token).iter().map(|c| c.c)));
        out
    }

    /// The bytes of the passage that some characters stand in.
    #[must_use]
    pub fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        let own = self.chars.get(from..to).unwrap_or(&[]);
        own.first().zip(own.last()).map_or(0..0, |(first, last)| first.start()..last.end())
    }
}

/// Whether the items of a list bear the codes of one level of a classification, as the parts of a whole by it do:
/// 工资福利支出（301）50万元，…；商品和服务支出（302）30万元，…；资本性支出（310）8万元.
pub fn are_of_one_level(codes: impl Iterator<Item = Option<String>>) -> bool {
    /// Fewer may be those that are worth a word.
    const ENOUGH: usize = 3;
    let Some(codes) = codes.collect::<Option<Vec<String>>>() else { return false };
    let is_next = |two: &[String]| matches!(two, [a, b] if a.len() == b.len() && a < b);
    codes.len() >= ENOUGH && codes.windows(2).all(is_next)
}

/// Whether a sentence begins behind a token.
fn begins(last: Option<&Token>) -> bool {
    last.is_none_or(|last| matches!(last.what, What::Sign(Sign::Edge | Sign::Stop)))
}
