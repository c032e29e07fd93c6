//! Lists whose head stands in an earlier sentence: 基本支出80万元。基本支出中，人员经费70万元、公用经费10万元.

use super::{is_all_of_whole, is_item};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// A head is looked for in at most this many sentences before the list.
const FAR: usize = 3;
/// Parts that come to this many times their whole, or a whole this many times its parts, belong to something else.
const NEAR: Decimal = Decimal::from_parts(15, 0, 0, false, 1);

/// The head of the list that a figure opens, where it is named before it or the names of the list are
/// known to make up a whole.
pub(super) fn head_of(passage: &Passage<'_>, at: usize) -> Option<usize> {
    let first = passage.spots().get(at)?;
    if !is_item(first) || !passage.is_figure(first) || first.row.is_some() {
        return None;
    }
    let before: Vec<(usize, &Spot)> = passage
        .before(at)
        .take_while(|(_, other)| other.sentence + FAR >= first.sentence)
        .filter(|(_, other)| {
            other.stream == first.stream
                && matches!(other.role, Role::Value | Role::To(_))
                && other.row.is_none()
                && !other.when.is_last
                && passage.is_figure(other)
                && passage
                    .figure(other)
                    .zip(passage.figure(first))
                    .is_some_and(|(a, b)| a.is_like(b) && !a.is_spelled)
        })
        .collect();
    by_name(passage, first, &before)
        .or_else(|| by_parts(passage, at, first, &before))
        .or_else(|| by_opening(passage, first, &before))
        .or_else(|| by_division(passage, first, &before))
}

/// The figure of the sentence before that a list divides by something: 收到90万元。按投向分：甲50万元、乙40万元.
fn by_division(passage: &Passage<'_>, first: &Spot, before: &[(usize, &Spot)]) -> Option<usize> {
    let (head, _) = only_before(first, before)?;
    (opens_sentence(passage, first) && is_division(passage, first)).then_some(head)
}

/// Whether the words before the clause of a figure say by what something is divided: 按投向分：, 分单位看，.
pub(in crate::prose) fn is_division(passage: &Passage<'_>, first: &Spot) -> bool {
    /// A longer text says more than that.
    const LONGEST: usize = 12;
    let tokens = passage.tokens;
    let Some(own) = tokens.at.get(first.figure).and_then(|at| tokens.tokens.get(..*at)) else {
        return false;
    };
    // 分项目看，因公出国（境）费12万元: a bracket in a name is no mark
    let is_mark = |sign: Sign| !matches!(sign, Sign::Item | Sign::Open | Sign::Close);
    let Some(mark) = passage.last_sign(own.len(), is_mark) else { return false };
    let lead = own.get(..mark).unwrap_or(&[]);
    let from = passage.last_sign(mark, is_mark).map_or(0, |at| at + 1);
    let lead = lead.get(from..).unwrap_or(&[]);
    let is_told = matches!(own.get(mark), Some(token) if matches!(token.what, What::Sign(Sign::Comma | Sign::Colon)))
        && !lead.iter().any(|token| matches!(token.what, What::Figure(_)));
    if !is_told {
        return false;
    }
    let text = tokens.texts(lead.iter());
    text.chars().count() <= LONGEST && tokens.is_division(&text)
}

/// Whether words divide a whole by several things, and some figures stand in several of these: 按功能分类，甲65万元；按支出性质，乙57万元.
pub(in crate::prose) fn are_of_divisions(passage: &Passage<'_>, items: &[&Spot]) -> bool {
    let own = items.iter().filter(|item| is_division(passage, item));
    let mut clauses: Vec<usize> = own.map(|item| item.clause).collect();
    clauses.dedup();
    clauses.len() > 1
}

/// The figure of the sentence before where the list opens its own with a word that says so: 支出52万元，占总额60万元的
/// 87%。其中，购置20万元；运行32万元; 资金由省级50万元和县级30万元组成.
fn by_opening(passage: &Passage<'_>, first: &Spot, before: &[(usize, &Spot)]) -> Option<usize> {
    let (head, found) = only_before(first, before)?;
    let words = passage.opening_words(found, first);
    let is_made_of = words.contains(&Class::From) && passage.ends_with(first, Class::Whole);
    let opens = words.contains(&Class::OfWhich) || is_made_of;
    (opens && opens_sentence(passage, first)).then_some(head)
}

/// The only figure of the sentence before that is of the same stage.
fn only_before<'b>(first: &Spot, before: &[(usize, &'b Spot)]) -> Option<(usize, &'b Spot)> {
    let last: Vec<&(usize, &Spot)> =
        before.iter().filter(|(_, other)| other.sentence + 1 == first.sentence).collect();
    let mut same = last.iter().filter(|(_, other)| other.when.is_plan() == first.when.is_plan());
    match (last.as_slice(), same.next(), same.next()) {
        ([only], ..) => Some(**only),
        (_, Some(only), None) => Some(**only),
        _ => None,
    }
}

/// The figure whose name stands before the list: 基本支出中，人员经费…; 基本支出中人员经费….
fn by_name(passage: &Passage<'_>, first: &Spot, before: &[(usize, &Spot)]) -> Option<usize> {
    let tokens = passage.tokens;
    let named = |whole: &str| {
        let bare = |name: &str| tokens.without_total(tokens.without_stage(name)).to_owned();
        let whole = bare(whole);
        let earlier = |other: &Spot| other.sentence < first.sentence;
        let is_same = |other: &Spot| earlier(other) && bare(&other.name) == whole;
        let ends = |other: &Spot| earlier(other) && bare(&other.name).ends_with(&whole);
        let has_same = before.iter().any(|(_, other)| is_same(other));
        let mut found =
            before.iter().filter(|(_, other)| if has_same { is_same(other) } else { ends(other) });
        let (at, head) = found.next().filter(|_| whole.chars().count() > 1)?;
        let value = |spot: &Spot| passage.figure(spot).map(|figure| figure.value);
        found.all(|(_, other)| value(other) == value(head)).then_some(*at)
    };
    let mut among = tokens.words_of("among");
    // in its own words
    if let Some((whole, _)) = among.find_map(|word| first.raw.split_once(word)) {
        return named(whole).filter(|_| opens_sentence(passage, first));
    }
    // in the clause before
    let lead = lead(passage, first)?;
    let whole = tokens.words_of("among").find_map(|word| lead.strip_suffix(word))?;
    let whole =
        tokens.words_of("pointer").find_map(|word| whole.strip_prefix(word)).unwrap_or(whole);
    named(whole)
}

/// The words of the clause before a figure, where no figure stands in it.
fn lead(passage: &Passage<'_>, spot: &Spot) -> Option<String> {
    let tokens = &passage.tokens.tokens;
    let own = tokens.get(..*passage.tokens.at.get(spot.figure)?)?;
    let is_mark = |sign: Sign| !matches!(sign, Sign::Item | Sign::Open | Sign::Close);
    let mark = passage.last_sign(own.len(), is_mark)?;
    if own.get(mark)?.what != What::Sign(Sign::Comma) {
        return None;
    }
    let clause = own.get(..mark)?;
    let from = passage.last_sign(mark, is_mark).map_or(0, |at| at + 1);
    let clause = clause.get(from..)?;
    let has_figure = clause.iter().any(|token| matches!(token.what, What::Figure(_)));
    let says = clause.iter().filter(|token| {
        !matches!(token.what, What::Year(_) | What::Word(Class::This | Class::On | Class::Filler))
    });
    (!has_figure).then(|| passage.tokens.texts(says))
}

fn opens_sentence(passage: &Passage<'_>, spot: &Spot) -> bool {
    passage.in_sentence(spot).next().is_some_and(|(_, first)| first.figure == spot.figure)
}

/// The only figure of the sentence before, where the list opens its sentence and its names are known to
/// make up a whole: 共评价24个项目。优7个、良12个、中4个、差1个.
fn by_parts(
    passage: &Passage<'_>,
    at: usize,
    first: &Spot,
    before: &[(usize, &Spot)],
) -> Option<usize> {
    let names: Vec<&str> = std::iter::once((at, first))
        .chain(passage.after(at))
        .take_while(|(_, other)| other.sentence == first.sentence)
        .filter(|(_, other)| {
            is_item(other)
                && other.stream == first.stream
                && passage
                    .figure(other)
                    .zip(passage.figure(first))
                    .is_some_and(|(a, b)| a.is_like(b))
        })
        .map(|(_, other)| other.name.as_str())
        .collect();
    if !opens_sentence(passage, first) || !is_all_of_whole(passage, &names) {
        return None;
    }
    let (head, found) = only_before(first, before)?;
    let words = passage.opening_words(found, first);
    let is_plain = !words
        .iter()
        .any(|class| matches!(class, Class::Scope | Class::OfWhich | Class::Last | Class::Open));
    // other figures are other things: 接待费0.3万元。运行费13万元，购置费0万元
    let value = |spot: &Spot| passage.figure(spot).map(|figure| figure.value);
    let items = std::iter::once((at, first))
        .chain(passage.after(at))
        .take_while(|(_, other)| other.sentence == first.sentence)
        .filter(|(_, other)| {
            is_item(other)
                && passage
                    .figure(other)
                    .zip(passage.figure(first))
                    .is_some_and(|(a, b)| a.is_like(b))
        });
    let sum: Option<Decimal> = items
        .map(|(_, item)| value(item))
        .try_fold(Decimal::ZERO, |sum, item| sum.checked_add(item?));
    let is_near =
        sum.zip(value(found)).is_some_and(|(sum, whole)| sum < whole * NEAR && whole < sum * NEAR);
    (is_plain && is_near).then_some(head)
}
