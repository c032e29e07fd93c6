//! What the words of a clause before a rank say, without what else they say.

use super::rank::text;
use super::view::View;
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

/// A shorter name is that of many things.
const SHORT: usize = 2;

/// What stands before the second rank of a clause behind the first one: 得分最高的甲县与得分最低的乙县.
pub(super) fn behind_first_rank(
    view: &View<'_, '_>,
    start: usize,
    before: String,
) -> Option<String> {
    let tokens = view.passage.tokens;
    let first = start.checked_sub(1).and_then(|at| tokens.tokens.get(at));
    if !first.is_some_and(|own| matches!(own.what, What::Word(Class::Most | Class::Least))) {
        return Some(before);
    }
    let joints = tokens.words_of("joints").filter(|joint| *joint != "\u{3001}");
    let behind = joints.filter_map(|joint| Some(before.rsplit_once(joint)?.1));
    behind.min_by_key(|text| text.len()).map(str::to_owned)
}

/// Whether words behind the last figure before a rank say that it is one by what each has: 按人均计，最高的是丙，最低的是甲.
pub(super) fn by_each(view: &View<'_, '_>, start: usize) -> bool {
    let tokens = &view.passage.tokens.tokens;
    let before = tokens.get(..start).unwrap_or(&[]);
    let is_end = |what: What| matches!(what, What::Figure(_) | What::Sign(Sign::Stop | Sign::Edge));
    let mut own = before.iter().rev().map(|token| token.what).take_while(|what| !is_end(*what));
    own.any(|what| matches!(what, What::Word(Class::Average | Class::Per)))
}

/// What is picked out, without the word that says so and how many it is picked from: 以甲最多, 三者以甲最多.
pub(super) fn without_pick<'t>(view: &View<'_, '_>, text: &'t str) -> &'t str {
    /// Characters of a number and its counter.
    const NUMBER: usize = 4;
    let mut picks = view.passage.tokens.words_of("picks");
    let behind = |word: &str| {
        let (before, behind) = text.split_once(word)?;
        (before.chars().count() <= NUMBER).then_some(behind)
    };
    picks.find_map(behind).unwrap_or(text)
}

/// What stands first among so many, without how many they are: 甲业务量居四个口岸之首.
pub(super) fn without_number(view: &View<'_, '_>, start: usize, number: usize) -> Option<String> {
    let before = text(view, start..number)?;
    let mut verbs = view.passage.tokens.words_of("stands");
    verbs.find_map(|verb| before.strip_suffix(verb)).map(str::to_owned)
}

/// Whether two names are one, without what stands in brackets behind them.
pub(super) fn is_named(view: &View<'_, '_>, name: &str, said: &str) -> bool {
    let bare = |name: &str| view.core(name.split(['(', '（']).next().unwrap_or(name));
    let (name, said) = (bare(name), bare(said));
    let is_part = |long: &str, short: &str| long.starts_with(short) || long.ends_with(short);
    name.chars().count() >= SHORT
        && said.chars().count() >= SHORT
        && (is_part(&said, &name) || is_part(&name, &said))
}
