//! Numbers of words: where they stand, and what those are that are no figures (dates, numbering,
//! file numbers).
//!
//! In: a text and the vocabulary's shapes of numbers that are no figures. Out: each number once, in
//! reading order, in one pass over the text.

use ecow::EcoString;
use gouji_rules::pattern::{Context, NeedWords, Pattern, PatternPassage};
use gouji_values::document::{LogicalText, Span};
use gouji_values::number::{fold, is_digit, scan_number};
use std::cell::OnceCell;
use std::ops::Range;

/// A number of words.
pub(super) struct ProseNumber<'c> {
    /// Where its digits begin, and where its unit ends.
    pub(super) span: Span,
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    /// It has a unit of money or a ratio.
    pub(super) weighs: bool,
    classes: TextClasses<'c>,
}

/// What the numbers of a text are that are no figures: looked for where somebody asks, for most numbers are known as figures.
#[derive(Clone, Copy)]
struct TextClasses<'c> {
    shapes: &'c NumberShapes<'c>,
    text: &'c LogicalText,
    known: &'c OnceCell<KnownClasses<'c>>,
}

/// Where numbers stand in a text that are no figures, shape by shape: one that comes first tells what a number is.
struct KnownClasses<'c> {
    passage: PatternPassage,
    /// The shapes whose words the text has.
    shapes: Vec<(&'c Pattern, &'c EcoString)>,
    /// Those that were looked for, with what was found: in reading order, none over another.
    found: Vec<OnceCell<Vec<Range<usize>>>>,
    /// The numbering of paragraphs, sentences and items, which comes before all shapes.
    numbering: Vec<Range<usize>>,
}

impl<'c> ProseNumber<'c> {
    /// What it is if it is no figure.
    pub(super) fn class(&self) -> Option<&'c str> {
        let TextClasses { shapes, text, known } = self.classes;
        let holds = |ranges: &[Range<usize>]| {
            let before = ranges.partition_point(|known| known.start <= self.range.start);
            let nearest = before.checked_sub(1).and_then(|at| ranges.get(at));
            nearest.is_some_and(|known| self.range.start < known.end)
        };
        let known = known.get_or_init(|| shapes.classes(text));
        if holds(&known.numbering) {
            return Some(&shapes.numbering);
        }
        let mut each = known.shapes.iter().zip(&known.found);
        let found = |(pattern, _): &(&Pattern, &EcoString)| {
            let mut ranges = Vec::new();
            pattern.find_each(&known.passage, &shapes.context, |found| ranges.push(found.range));
            ranges
        };
        let class = each.find(|(shape, known)| holds(known.get_or_init(|| found(shape))));
        class.map(|((_, class), _)| class.as_str())
    }
}

/// What is known of numbers that are no figures.
pub(super) struct NumberShapes<'a> {
    patterns: &'a [(Pattern, String)],
    names: Vec<EcoString>,
    /// The words that they need, and of which lists of them each needs one.
    words: NeedWords,
    needs: Vec<Vec<Vec<usize>>>,
    numbering: EcoString,
    context: Context<'a>,
}

impl<'a> NumberShapes<'a> {
    pub(super) fn new(patterns: &'a [(Pattern, String)], context: Context<'a>) -> Self {
        let names = patterns.iter().map(|(_, class)| class.as_str().into()).collect();
        let mut words = NeedWords::default();
        let needs =
            patterns.iter().map(|(pattern, _)| words.of(pattern, context.vocabulary)).collect();
        Self { patterns, names, words, needs, numbering: EcoString::from("编号"), context }
    }

    /// Hands on all numbers of a text.
    pub(super) fn each_number(&self, text: &LogicalText, mut found: impl FnMut(ProseNumber<'_>)) {
        let words = &text.text;
        if !has_digit(words) {
            return;
        }
        let known = OnceCell::new();
        let mut at = 0;
        while let Some((range, end, weighs)) = next_number(words, at, &self.context) {
            let classes = TextClasses { shapes: self, text, known: &known };
            found(ProseNumber { span: text.span_of(range.clone()), range, weighs, classes });
            at = end;
        }
    }

    /// What is looked for in a text.
    fn classes(&self, text: &LogicalText) -> KnownClasses<'_> {
        let passage = PatternPassage::new(text.clone(), self.context.vocabulary);
        let mut there = vec![false; self.words.count()];
        self.words.find(passage.chars(), |word| {
            there.get_mut(word).into_iter().for_each(|there| *there = true)
        });
        let is_there =
            |words: &Vec<usize>| words.iter().any(|word| there.get(*word) == Some(&true));
        let all = self.patterns.iter().zip(&self.names).zip(&self.needs);
        let shapes = all.filter(|(_, needs)| needs.iter().all(is_there));
        let shapes: Vec<_> = shapes.map(|(((pattern, _), class), _)| (pattern, class)).collect();
        let found = shapes.iter().map(|_| OnceCell::new()).collect();
        let numbering = ordinals(&text.text, &self.context);
        KnownClasses { passage, shapes, found, numbering }
    }
}

/// Whether a text holds a digit, half or full width.
pub(super) fn has_digit(text: &str) -> bool {
    // a digit of full width begins with this byte
    const WIDE: u8 = 0xEF;
    text.bytes().any(|byte| byte.is_ascii_digit())
        || (text.as_bytes().contains(&WIDE) && text.chars().any(is_digit))
}

/// The digits that codes have: classes, groups, items.
const CODE_DIGITS: [usize; 3] = [3, 5, 7];

/// Whether a number is the code of a row: 工资福利支出（301）, 2040201-行政运行. `is_known`: codes
/// that tables hold.
pub(super) fn is_code(text: &str, range: &Range<usize>, is_known: impl Fn(&str) -> bool) -> bool {
    let digits = part(text, range.clone()).trim();
    let is_known = || is_known(&digits.chars().map(fold).collect::<String>());
    let before = part(text, 0..range.start).trim_end().chars().next_back().map(fold);
    let mut behind = part(text, range.end..text.len()).trim_start().chars().map(fold);
    match (before, behind.next()) {
        (Some('('), Some(')')) => is_known() || is_like_code(text, range),
        // 2040201-行政运行12万元
        (_, Some('-' | '\u{2014}' | '\u{2013}')) => {
            let count = digits.chars().count();
            let is_plain = CODE_DIGITS.contains(&count) && digits.chars().all(is_digit);
            is_plain
                && (is_known() || Some(&count) == CODE_DIGITS.last())
                && behind.next().is_some_and(|next| next.is_alphabetic() && !next.is_ascii())
        }
        _ => false,
    }
}

fn part(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or("")
}

/// Whether a number in brackets has the digits of a code, behind a name and before an amount:
/// 工资福利支出（501）12万元, 资本性支出（一）（503）5万元.
fn is_like_code(text: &str, range: &Range<usize>) -> bool {
    /// How far behind them the amount stands.
    const BEHIND: usize = 4;
    let digits = part(text, range.clone()).trim();
    let named = part(text, 0..range.start).trim_end().chars().rev().nth(1);
    let behind = part(text, range.end..text.len()).trim_start().chars().skip(1);
    CODE_DIGITS.contains(&digits.chars().count())
        && digits.chars().all(is_digit)
        && named.is_some_and(|c| c.is_alphabetic() || fold(c) == ')')
        && behind.filter(|c| !c.is_whitespace()).take(BEHIND).any(is_digit)
}

/// Whether a number without a unit is a part of a name: W060701, X-07, “1166”工程, “3+5”模式.
pub(super) fn is_in_name(text: &str, range: &Range<usize>, quotes: &[char]) -> bool {
    /// Fewer digits in quotation marks may be a number of things: “3”条主线.
    const CALLED: usize = 3;
    let digits = part(text, range.clone());
    if digits.is_empty() || !digits.chars().all(|c| is_digit(c) || c == '.') {
        return false;
    }
    let is_quote = |c: char| quotes.contains(&c);
    let is_letter = |c: char| c.is_ascii_alphabetic();
    let is_dash = |c: char| matches!(c, '-' | '\u{2014}' | '\u{2013}');
    let before = part(text, 0..range.start);
    let behind = part(text, range.end..text.len());
    let bare = before.strip_suffix(is_dash).unwrap_or(before);
    if bare.ends_with(is_letter) {
        return true;
    }
    if before.ends_with(is_quote) && behind.starts_with(is_quote) && digits.len() >= CALLED {
        return true;
    }
    let is_joint = |c: char| fold(c) == '+';
    let of_name = |c: char| is_digit(c) || is_letter(c);
    let left = before.trim_end_matches(is_quote).strip_suffix(is_joint);
    let right = behind.trim_start_matches(is_quote).strip_prefix(is_joint);
    let goes_on = left.is_some_and(|left| left.trim_end_matches(is_quote).ends_with(of_name))
        || right.is_some_and(|right| right.trim_start_matches(is_quote).starts_with(of_name));
    goes_on && !text.contains(|c| fold(c) == '=')
}

/// A number as printed, in one line.
pub(super) fn printed(text: &str, range: Range<usize>) -> EcoString {
    text.get(range).unwrap_or("").chars().filter(|c| !c.is_control()).collect()
}

/// The next number from a position: its bytes with the unit, where to look on, and whether it is
/// money or a ratio.
fn next_number(
    text: &str,
    from: usize,
    context: &Context<'_>,
) -> Option<(Range<usize>, usize, bool)> {
    let units = &context.vocabulary.units;
    let start = from + text.get(from..)?.find(is_digit)?;
    let rest = text.get(start..)?;
    match scan_number(rest, units) {
        Some(found) => {
            let weighs = found
                .number
                .unit
                .is_some_and(|unit| units.get(unit).money || units.get(unit).ratio);
            Some((start..start + found.len, start + found.digits_len, weighs))
        }
        None => {
            let len = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
            Some((start..start + len, start + len, false))
        }
    }
}

/// The numbering at the start of a paragraph, a sentence or an item.
fn ordinals(text: &str, context: &Context<'_>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut boundary = true;
    for (at, c) in text.char_indices() {
        if context.vocabulary.ignorable(c) {
            continue;
        }
        if boundary
            && let Some(found) = context.vocabulary.ordinal(text.get(at..).unwrap_or(""))
            && found.len > 0
        {
            out.push(at..at + found.len);
        }
        boundary = matches!(fold(c), ',' | ';' | ':' | '\u{3002}' | '\u{3001}' | '.' | '\u{1E}');
    }
    out
}
