//! Numbers as they were typed: letters that look like digits.

use super::text::{fold, is_digit};

/// A text with digits in place of the letters that look like them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedDigits {
    /// The text that was meant.
    pub text: String,
    /// The first such letter.
    pub sign: char,
    /// The digit that it stands for.
    pub digit: char,
    /// Where the letter stands.
    pub at: usize,
}

impl TypedDigits {
    /// What the letter is, for people.
    #[must_use]
    pub fn words(&self) -> String {
        let Self { sign, digit, .. } = self;
        match sign {
            '〇' | '○' | '◯' => format!("{sign} 是汉字或圆圈，不是数字 {digit}"),
            'l' => format!("{sign} 是字母（小写的 L），不是数字 {digit}"),
            'I' => format!("{sign} 是字母（大写的 i），不是数字 {digit}"),
            _ => format!("{sign} 是字母，不是数字 {digit}"),
        }
    }
}

/// The digit that a letter looks like.
fn digit_like(c: char) -> Option<char> {
    match fold(c) {
        'O' | 'o' | '〇' | '○' | '◯' | 'О' | 'о' | 'Ο' | 'ο' => Some('0'),
        'l' | 'I' | '|' | 'Ⅰ' | 'І' => Some('1'),
        _ => None,
    }
}

/// The text with digits where letters among digits look like them; none where there is no such
/// letter. A letter alone is none: it has to stand beside a digit, a point or another such letter.
#[must_use]
pub fn typed_digits(text: &str) -> Option<TypedDigits> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let is_part = |c: char| is_digit(c) || digit_like(c).is_some() || matches!(fold(c), '.' | ',');
    let mut out = String::with_capacity(text.len());
    let mut first: Option<(usize, char, char)> = None;
    for run in chars.chunk_by(|a, b| is_part(a.1) == is_part(b.1)) {
        let has_digit = run.iter().any(|(_, c)| is_digit(*c));
        for (at, c) in run {
            match digit_like(*c).filter(|_| has_digit && is_part(*c)) {
                Some(digit) => {
                    first = first.or(Some((*at, *c, digit)));
                    out.push(digit);
                }
                None => out.push(*c),
            }
        }
    }
    let (at, sign, digit) = first?;
    Some(TypedDigits { text: out, sign, digit, at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_among_digits_are_digits() {
        let meant = |text: &str| typed_digits(text).map(|typed| typed.text);
        assert_eq!(meant("1OO万元").as_deref(), Some("100万元"));
        assert_eq!(meant("5l0元").as_deref(), Some("510元"));
        assert_eq!(meant("2〇24").as_deref(), Some("2024"));
        assert_eq!(meant("O.5%").as_deref(), Some("0.5%"));
        assert_eq!(meant("2026-O6-30").as_deref(), Some("2026-06-30"));
        assert_eq!(meant("100万元"), None);
        assert_eq!(meant("二〇二四"), None);
        assert_eq!(meant("Oo"), None);
    }
}
