//! Which way round a limit is by the words of a rule: 不超过, 不低于 and their like. What stands before
//! such a word is bounded, what stands behind it is the bound.

use crate::formula::{CheckRelation, Syntax, SyntaxKind};

pub(super) const MOST: &[&str] = &[
    "不超过",
    "不得超过",
    "不能超过",
    "不应超过",
    "不可超过",
    "不许超过",
    "不要超过",
    "不得超出",
    "不突破",
    "不得突破",
    "不高于",
    "不得高于",
    "不应高于",
    "不大于",
    "不得大于",
    "不应大于",
    "不多于",
    "不得多于",
    "不应多于",
    "不晚于",
    "不得晚于",
    "不应晚于",
    "不迟于",
    "不得迟于",
    "应小于",
    "须小于",
    "应低于",
    "须低于",
    "应少于",
    "须少于",
    "应早于",
    "须早于",
    "至多",
    "最多",
];

pub(super) const LEAST: &[&str] = &[
    "不低于",
    "不得低于",
    "不应低于",
    "不能低于",
    "不少于",
    "不得少于",
    "不应少于",
    "不能少于",
    "不小于",
    "不得小于",
    "不应小于",
    "不能小于",
    "不早于",
    "不得早于",
    "不应早于",
    "应大于",
    "须大于",
    "应高于",
    "须高于",
    "应多于",
    "须多于",
    "应晚于",
    "须晚于",
    "至少",
    "最少",
];

/// Words of what is left over.
const LEFT: &[&str] = &["留", "保留", "预留", "剩", "余", "扣", "减", "少"];

/// Letters that must tell the sides apart where none of them is a limit that the rule gives.
const TELLING: i32 = 2;

/// Where one of the words stands in a text, which, and whether it bounds from above.
pub(super) fn words(text: &str) -> Vec<(usize, &'static str, bool)> {
    let of = |words: &'static [&'static str], is_most: bool| {
        words.iter().flat_map(move |word| {
            text.match_indices(*word).map(move |(at, _)| (at, *word, is_most))
        })
    };
    let mut out: Vec<(usize, &'static str, bool)> =
        of(MOST, true).chain(of(LEAST, false)).collect();
    // 不应小于 holds 应小于
    let all = out.clone();
    out.retain(|(at, word, _)| {
        !all.iter().any(|(other, longer, _)| {
            longer.len() > word.len() && other <= at && at + word.len() <= other + longer.len()
        })
    });
    // a denial right before it turns the word round, and it is no longer known what is meant
    out.retain(|(at, _, _)| !text.get(..*at).unwrap_or("").ends_with(['不', '非', '未']));
    // 至少留5%: of what is left, not of what the formula bounds
    out.retain(|(at, word, _)| {
        let behind = text.get(at + word.len()..).unwrap_or("");
        !LEFT.iter().any(|own| behind.starts_with(own))
    });
    out.sort_by_key(|(at, ..)| *at);
    out
}

/// A word by which a text says which way round two sides are.
#[derive(Clone, Copy, Debug)]
pub(super) struct BoundSaid {
    /// Where it stands.
    pub(super) at: usize,
    pub(super) word: &'static str,
    /// The sign between the sides as it says it.
    pub(super) relation: CheckRelation,
}

/// The words by which a text says which way round two sides are, the plainest first. Of several words those count behind
/// which most of a side is named: what they bound stands in front of all of them.
pub(super) fn bounds_said(text: &str, (left, right): (&Syntax, &Syntax)) -> Vec<BoundSaid> {
    let all = words(text);
    let relation = |is_most: bool| match is_most {
        true => CheckRelation::AtMost,
        false => CheckRelation::AtLeast,
    };
    // a limit stands on one side: what is printed on the other is what the text speaks of
    let limits = (has_limit(left), has_limit(right));
    let (one, other) = (letters(left), letters(right));
    let shared = |own: &[char], others: &[char], text: &str| {
        let mut alone: Vec<&char> = own.iter().filter(|c| !others.contains(c)).collect();
        alone.sort_unstable();
        alone.dedup();
        i32::try_from(alone.into_iter().filter(|c| text.contains(**c)).count()).unwrap_or(0)
    };
    let score = |before: &str, behind: &str| {
        shared(&one, &other, before) + shared(&other, &one, behind)
            - shared(&other, &one, before)
            - shared(&one, &other, behind)
    };
    if limits.0 != limits.1 {
        let [(at, word, is_most)] = all.as_slice() else { return Vec::new() };
        let said = relation(*is_most);
        let behind = text.get(at + word.len()..).unwrap_or("");
        let score = score(text.get(..*at).unwrap_or(""), behind);
        // the words have it on the other side than the limit: nobody knows
        if (limits.0 && score > 0) || (limits.1 && score < 0) {
            return Vec::new();
        }
        let relation = if limits.0 { said.mirrored() } else { said };
        return vec![BoundSaid { at: *at, word, relation }];
    }
    let mut found: Vec<(i32, i32, BoundSaid)> = Vec::new();
    for (nth, (at, word, is_most)) in all.iter().enumerate() {
        let begin = nth.checked_sub(1).and_then(|nth| all.get(nth));
        let begin = begin.map_or(0, |(at, word, _)| at + word.len());
        let end = all.get(nth + 1).map_or(text.len(), |(at, ..)| *at);
        let before = text.get(begin..*at).unwrap_or("");
        let behind = text.get(at + word.len()..end).unwrap_or("");
        let score = score(before, behind);
        let said = if score < 0 { relation(*is_most).mirrored() } else { relation(*is_most) };
        let named = shared(&one, &other, behind).max(shared(&other, &one, behind));
        if score.abs() >= TELLING {
            found.push((named, score.abs(), BoundSaid { at: *at, word, relation: said }));
        }
    }
    let most = found.iter().map(|(named, ..)| *named).max();
    found.retain(|(named, ..)| Some(*named) == most);
    found.sort_by_key(|(_, score, own)| (std::cmp::Reverse(*score), own.at));
    found.into_iter().map(|(.., own)| own).collect()
}

/// Whether two signs of comparison point the same way.
pub(super) fn is_same_way(one: CheckRelation, other: CheckRelation) -> Option<bool> {
    let is_most = |own: CheckRelation| match own {
        CheckRelation::AtMost | CheckRelation::Less => Some(true),
        CheckRelation::AtLeast | CheckRelation::Greater => Some(false),
        _ => None,
    };
    Some(is_most(one)? == is_most(other)?)
}

/// Whether a side of a formula has a number that the rule gives: one that is written, a parameter, one of
/// a table.
pub(super) fn has_limit(side: &Syntax) -> bool {
    match &side.kind {
        SyntaxKind::Number { .. } | SyntaxKind::Date(_) => true,
        SyntaxKind::Text(text) => text.starts_with(|c: char| c.is_ascii_digit()),
        SyntaxKind::Member(base, ..) => {
            matches!(&base.kind, SyntaxKind::Name(name) if name == "param") || has_limit(base)
        }
        SyntaxKind::Call(name, _, arguments) => {
            // what counts where nothing is printed is no limit
            let values = if name == "or" { arguments.get(..1).unwrap_or(&[]) } else { arguments };
            matches!(name.as_str(), "lookup" | "steps") || values.iter().any(has_limit)
        }
        SyntaxKind::Binary(_, a, b) => has_limit(a) || has_limit(b),
        SyntaxKind::Negate(inner) => has_limit(inner),
        _ => false,
    }
}

/// The letters of all names in a side of a formula.
fn letters(side: &Syntax) -> Vec<char> {
    let mut out = Vec::new();
    names(side, &mut |name| out.extend(name.chars()));
    out
}

/// All names in a formula, the parts of paths one by one.
pub(super) fn names<'s>(syntax: &'s Syntax, work: &mut dyn FnMut(&'s str)) {
    match &syntax.kind {
        SyntaxKind::Name(name) | SyntaxKind::Text(name) => work(name),
        SyntaxKind::Member(base, name, _) => {
            names(base, work);
            work(name);
        }
        SyntaxKind::Index(base, key) => {
            names(base, work);
            names(key, work);
        }
        SyntaxKind::Call(_, _, arguments) => arguments.iter().for_each(|own| names(own, work)),
        SyntaxKind::Negate(inner) | SyntaxKind::Not(inner) => names(inner, work),
        SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
            names(a, work);
            names(b, work);
        }
        SyntaxKind::Number { .. } | SyntaxKind::Date(_) => {}
    }
}
