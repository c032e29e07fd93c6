//! What the figures of a rank are called: their own names, or those of the row, list or group before them.

use super::view::View;
use crate::prose::place::Spot;
use crate::prose::token::What;
use gouji_values::number::Decimal;

/// A shorter name is that of many things.
const SHORT: usize = 2;

/// The name of a figure of a row: in a row of names, or of what the figures before the row are told of.
pub(super) fn name_of_row(view: &View<'_, '_>, at: usize) -> Option<String> {
    name_in_row(view, at)
        .or_else(|| name_in_range(view, at))
        .or_else(|| name_in_groups(view, at))
        .or_else(|| name_before_number(view, at))
}

/// The name in a list that ends with its number, in the clause before a row: 抽取东河、柳林、石桥三个站点，得分依次为96分、88分、91分. What
/// stands before the first name is told by the length of the others.
fn name_before_number(view: &View<'_, '_>, at: usize) -> Option<String> {
    let spot = view.spot(at)?;
    let (_, nth, length) = spot.row?;
    let (number, own) = view.before(at.checked_sub(nth)?).next()?;
    let counted = view.figure(number).filter(|figure| figure.is_spelled)?;
    let lead = view.lead(number);
    let names: Vec<&str> = lead.split('\u{3001}').collect();
    let (first, others) = names.split_first()?;
    let size = others.first()?.chars().count();
    let is_one_size = others.iter().all(|name| name.chars().count() == size);
    let is_told = own.sentence == spot.sentence
        && own.clause + 1 == spot.clause
        && names.len() == length
        && counted.value == Decimal::from(length)
        && is_one_size
        && size >= SHORT;
    let skipped = first.chars().count().checked_sub(size)?;
    let begin = first.char_indices().nth(skipped).map(|(from, _)| from)?;
    let name = if nth == 0 { first.get(begin..)? } else { names.get(nth)? };
    is_told.then(|| name.to_owned())
}

/// The name that the figures of a clause before a row have in common with one of the row:
/// 甲区计划25个、完工23个，乙区计划32个、完工31个，完工率分别为92%、96.88%.
fn name_in_groups(view: &View<'_, '_>, at: usize) -> Option<String> {
    let spot = view.spot(at)?;
    let (_, nth, length) = spot.row?;
    let first = at.checked_sub(nth)?;
    let before = view.before(first).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut named: Vec<&Spot> =
        before.map(|(_, other)| other).filter(|other| !other.name.is_empty()).collect();
    named.reverse();
    let own = named.get(nth).filter(|_| named.len() == length)?;
    let tokens = view.passage.tokens;
    let stream = view.passage.layout.streams.get(own.stream)?;
    let words = stream.tokens.get(own.pre.clone())?.iter();
    let words = words.filter_map(|word| tokens.tokens.get(*word));
    let text: String = words
        .take_while(|word| word.what == What::Text)
        .map(|word| tokens.text(word.from, word.to))
        .collect();
    (text.chars().count() >= SHORT).then_some(text)
}

/// The name that a figure of a row has in a range of names: 一至四季度分别为….
pub(super) fn name_in_range(view: &View<'_, '_>, at: usize) -> Option<String> {
    let (_, nth, length) = view.spot(at)?.row?;
    let names = names_of_range(view, at.checked_sub(nth)?)?;
    names.get(nth).filter(|_| names.len() == length).map(|name| (*name).to_owned())
}

/// The names of a range that stand before a figure: 一季度, 二季度 and 三季度 of 一至三季度.
pub(super) fn names_of_range<'a>(view: &View<'_, 'a>, first: usize) -> Option<Vec<&'a str>> {
    let lead = view.lead(first);
    let mut ranges = view.passage.tokens.words_of("name_ranges");
    let names = ranges.find_map(|own| {
        let (range, names) = own.split_once('=')?;
        lead.contains(range).then_some(names)
    })?;
    Some(names.split('+').collect())
}

/// The name that a figure of a row has in the row of names before it: 甲市、乙市、丙市执行率分别为96%、91%和88%.
fn name_in_row(view: &View<'_, '_>, at: usize) -> Option<String> {
    let (_, nth, length) = view.spot(at)?.row?;
    let lead = view.lead(at.checked_sub(nth)?);
    let mut names: Vec<&str> = lead.split('\u{3001}').collect();
    // 甲市、乙市、丙市执行率分别为: what the names end with ends the last of them, too
    let end = names.first()?.chars().next_back()?;
    let (last, others) = names.split_last_mut()?;
    let is_end = others.iter().all(|name| name.ends_with(end));
    let cut = last.rfind(end).filter(|_| is_end).map(|at| at + end.len_utf8());
    *last = cut.and_then(|cut| last.get(..cut)).unwrap_or(*last);
    (names.len() == length).then(|| names.get(nth).map(|name| (*name).to_owned()))?
}

/// The name of the first fact of a group of clauses.
pub(super) fn name_of_group(view: &View<'_, '_>, at: usize) -> Option<String> {
    let spot = view.spot(at)?;
    let near = view.before(at).take_while(|(_, other)| other.segment == spot.segment);
    let (_, first) = near.filter(|(_, other)| !other.name.is_empty()).last()?;
    Some(first.name.clone())
}

/// The name of a figure, or of the fact that it tells more of: 甲50万元，增长5%.
pub(super) fn name(view: &View<'_, '_>, at: usize) -> Option<String> {
    let spot = view.spot(at)?;
    if spot.row.is_some() {
        return name_of_row(view, at);
    }
    if !spot.name.is_empty() {
        return Some(spot.name.clone());
    }
    let mut before = view.before(at).take_while(|(_, other)| other.segment == spot.segment);
    before.find(|(_, other)| !other.name.is_empty()).map(|(_, other)| other.name.clone())
}
