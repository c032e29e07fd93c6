//! A formula as folded characters with a place to read from: blanks, signs, words, numbers.

use super::syntax::ImportFault;
use gouji_values::number::fold;

/// Reads a text from left to right.
pub(super) struct Scan {
    chars: Vec<char>,
    pub(super) at: usize,
}

impl Scan {
    pub(super) fn new(text: &str) -> Self {
        Self { chars: text.chars().map(sign).collect(), at: 0 }
    }

    pub(super) fn peek(&mut self) -> Option<char> {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
        self.chars.get(self.at).copied()
    }

    /// Whether a blank stands here.
    pub(super) fn is_at_blank(&self) -> bool {
        self.chars.get(self.at).is_some_and(|c| c.is_whitespace())
    }

    /// What stands behind the next character, blanks left out.
    pub(super) fn starts_with(&mut self, text: &str) -> bool {
        self.peek();
        text.chars().enumerate().all(|(i, c)| {
            self.chars.get(self.at + i).is_some_and(|own| own.eq_ignore_ascii_case(&c))
        })
    }

    pub(super) fn take(&mut self, text: &str) -> bool {
        let found = self.starts_with(text);
        if found {
            self.at += text.chars().count();
        }
        found
    }

    /// An ASCII word that ends where it ends: `SUM` of `SUM(`, not of `SUMMARY`.
    pub(super) fn take_name(&mut self, name: &str) -> bool {
        let is_whole = self.starts_with(name)
            && !self.chars.get(self.at + name.len()).is_some_and(char::is_ascii_alphanumeric);
        is_whole && self.take(name)
    }

    pub(super) fn take_any(&mut self, words: &[String]) -> bool {
        words.iter().any(|word| self.take(word))
    }

    pub(super) fn expect(&mut self, text: &str) -> Result<(), ImportFault> {
        if self.take(text) {
            Ok(())
        } else {
            Err(ImportFault::new(self.at, format!("这里应当是“{text}”")))
        }
    }

    /// Digits, not fractions.
    pub(super) fn whole(&mut self) -> Result<Option<u32>, ImportFault> {
        let start = self.at;
        let digits = self.while_(|c| c.is_ascii_digit());
        if digits.is_empty() {
            self.at = start;
            return Ok(None);
        }
        digits.parse().map(Some).map_err(|_| ImportFault::new(start, "这个数太大"))
    }

    /// The characters from here on that are of a kind, blanks before them left out.
    pub(super) fn while_(&mut self, of_kind: impl Fn(char) -> bool) -> String {
        self.peek();
        let text: String =
            self.chars.get(self.at..).unwrap_or(&[]).iter().take_while(|c| of_kind(**c)).collect();
        self.at += text.chars().count();
        text
    }

    /// Tries to read; where that gives nothing the place stays.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let start = self.at;
        let out = read(self);
        if out.is_none() {
            self.at = start;
        }
        out
    }

    /// From here up to a place, as written but folded.
    pub(super) fn text(&self, range: std::ops::Range<usize>) -> String {
        let end = range.end.min(self.chars.len());
        self.chars.get(range.start..end).unwrap_or(&[]).iter().collect()
    }

    /// What is left, for messages.
    pub(super) fn rest(&self) -> String {
        self.text(self.at..(self.at + 12).min(self.chars.len()))
    }
}

/// The ASCII twin of a sign, of full width or of mathematics.
fn sign(c: char) -> char {
    match fold(c) {
        '×' => '*',
        '÷' => '/',
        '—' | '–' | '―' => '-',
        '‹' => '<',
        '›' => '>',
        '≦' => '≤',
        '≧' => '≥',
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        '∶' => ':',
        other => other,
    }
}
