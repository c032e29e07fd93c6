//! Rates by the words that they are named and explained with: 消化比例, （节约额÷采购预算）, 在到位资金中.

use super::is_amount;
use crate::prose::compare::two_rows_before;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::token::{Sign, Token, What};
use crate::prose::words::Class;

/// A part and its whole.
type Pair = (usize, usize);

/// Whether an amount is called by words: all of them that tell something stand before it.
fn is_called(passage: &Passage<'_>, words: &str, spot: &Spot) -> bool {
    let bare = bare(passage, words);
    // 采购预算 of 采购预算12万元
    let plan = passage.tokens.words_of("plan").find_map(|word| bare.strip_suffix(word));
    let is_plan = spot.when.stage == Some(Class::Plan);
    let bare = plan.filter(|_| is_plan).unwrap_or(bare);
    // 应到位 is not what came
    let is_other_stage = is_plan && plan.is_none() && is_any(passage, "arrived", bare);
    bare.chars().count() > 1 && spot.raw.contains(bare) && !is_other_stage
}

fn is_any(passage: &Passage<'_>, list: &str, text: &str) -> bool {
    passage.tokens.is_word(list, text)
}

/// Words without those at their end that any amount may bear.
fn bare<'w>(passage: &Passage<'_>, words: &'w str) -> &'w str {
    let mut bare = words;
    while let Some(rest) = passage
        .tokens
        .words_of("neutral")
        .find_map(|word| bare.strip_suffix(word).filter(|rest| rest.chars().count() > 1))
    {
        bare = rest;
    }
    bare
}

/// The whole that a share names, by the words that tell something, or by another word for the same: 收到80万元，支出
/// 60万元，占到位资金的75%.
pub(super) fn whole_called(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<usize> {
    let part = passage.before(at).find(|(_, other)| is_amount(passage, other)).map(|(at, _)| at);
    if let Some(found) = called(passage, at, &spot.of, part) {
        return Some(found);
    }
    let bare = bare(passage, &spot.of);
    let words: Vec<&str> = passage.tokens.words_of("arrived").collect();
    if !words.contains(&bare) {
        return None;
    }
    let found: Vec<(usize, &Spot)> = passage
        .before(at)
        .filter(|(other, fact)| {
            fact.sentence == spot.sentence
                && Some(*other) != part
                && is_fact(passage, fact)
                && !fact.when.is_plan()
                && words.iter().any(|word| fact.raw.contains(word))
        })
        .collect();
    // of several the one that is called by the first of these words
    let first: Vec<&(usize, &Spot)> = found
        .iter()
        .filter(|(_, fact)| words.first().is_some_and(|word| fact.raw.contains(word)))
        .collect();
    match (found.as_slice(), first.as_slice()) {
        ([one], _) => Some(one.0),
        (_, [one]) => Some(one.0),
        _ => None,
    }
}

/// What stands before 其中 where no list hangs on it: 安排10亿元，比上年增长6%，其中税收7亿元、非税3亿元.
pub(super) fn head(passage: &Passage<'_>, part: usize) -> Option<usize> {
    let spots = passage.spots();
    let own = spots.get(part)?;
    let mut first = part;
    while spots.get(first).is_some_and(|spot| spot.goes_on && spot.clause == own.clause) {
        first = first.checked_sub(1)?;
    }
    let opens = spots.get(first).filter(|spot| {
        spot.clause == own.clause
            && spot.words.first() == Some(&Class::OfWhich)
            && !spot.words.iter().skip(1).any(|class| *class == Class::OfWhich)
    })?;
    let mut before = passage.before(first).take_while(|(_, other)| {
        other.sentence == opens.sentence && other.segment == opens.segment
    });
    let (head, found) = before.find(|(_, other)| {
        matches!(other.role, Role::Value | Role::To(_)) && is_amount(passage, other)
    })?;
    let is_free = !passage.between(found, opens).any(|class| class == Class::Scope)
        && found.row.is_none()
        && !found.when.is_last
        && passage.list_of(head).is_none();
    (is_free && passage.figure(found)?.is_like(passage.figure(own)?)).then_some(head)
}

/// The same of the part that a share names: 其中税收7亿元、非税3亿元，税收占比70%.
pub(super) fn head_of_part(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<usize> {
    if spot.name.chars().count() < 2 || !spot.of.is_empty() {
        return None;
    }
    let mut named = passage.before(at).filter(|(_, other)| {
        other.sentence == spot.sentence
            && other.stream == spot.stream
            && other.name.starts_with(&spot.name)
            && is_amount(passage, other)
    });
    let (part, _) = named.next()?;
    if named.next().is_some() {
        return None;
    }
    head(passage, part).or_else(|| sum_behind(passage, at, part))
}

/// The only total between a part and what is said of it: 甲6万元，乙4万元，合计10万元，甲占60%.
pub(super) fn sum_behind(passage: &Passage<'_>, at: usize, part: usize) -> Option<usize> {
    let spots = passage.spots();
    let (own, to) = (spots.get(part)?, spots.get(at)?);
    let mut sums = passage.before(at).filter(|(other, sum)| {
        *other > part
            && sum.is_sum
            && sum.role == Role::Value
            && sum.row.is_none()
            && sum.sentence == own.sentence
            && to.sentence == own.sentence
            && sum.stream == own.stream
            && is_amount(passage, sum)
            && passage.figure(sum).zip(passage.figure(own)).is_some_and(|(a, b)| a.is_like(b))
    });
    let (sum, _) = sums.next()?;
    sums.next().is_none().then_some(sum)
}

fn is_fact(passage: &Passage<'_>, spot: &Spot) -> bool {
    matches!(spot.role, Role::Value | Role::To(_) | Role::Left | Role::Change(_) | Role::Base)
        && spot.row.is_none()
        && !spot.when.is_last
        && is_amount(passage, spot)
}

/// The only amount before a place, in its sentence or the one before, that is called by words.
fn called(passage: &Passage<'_>, at: usize, words: &str, but: Option<usize>) -> Option<usize> {
    let spot = passage.spots().get(at)?;
    let mut found = passage.before(at).filter(|(other, fact)| {
        fact.sentence + 1 >= spot.sentence
            && Some(*other) != but
            && is_fact(passage, fact)
            && is_called(passage, words, fact)
    });
    let (first, _) = found.next()?;
    found.next().is_none().then_some(first)
}

/// Part and whole as a bracket behind a rate defines them: 节约率5.97%（节约额÷采购预算）.
pub(in crate::prose) fn defined(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Pair> {
    let tokens = passage.tokens;
    let behind = tokens.tokens.get(tokens.at.get(spot.figure)? + 1..)?;
    let (open, rest) = behind.split_first()?;
    if open.what != What::Sign(Sign::Open) {
        return None;
    }
    let inner: Vec<&Token> =
        rest.iter().take_while(|token| token.what != What::Sign(Sign::Close)).collect();
    if inner.iter().any(|token| matches!(token.what, What::Figure(_) | What::Sign(_))) {
        return None;
    }
    let text = tokens.text(inner.first()?.from, inner.last()?.to);
    let (part, whole) = text.split_once(['\u{F7}', '/'])?;
    let part_at = called(passage, at, part, None)?;
    Some((part_at, called(passage, at, whole, Some(part_at))?))
}

/// The whole in which a part is counted: 在有效问卷中，满意190份; 到位资金中已支出60万元.
pub(in crate::prose) fn among(passage: &Passage<'_>, part: usize) -> Option<usize> {
    let spots = passage.spots();
    let spot = spots.get(part)?;
    let tokens = passage.tokens;
    let end = *tokens.at.get(spot.figure)?;
    let own = tokens.tokens.get(..end)?;
    if let Some(whole) = counted_in(passage, part, spot) {
        return Some(whole);
    }
    let from = own.iter().rposition(|token| {
        matches!(
            token.what,
            What::Figure(_) | What::Sign(Sign::Stop | Sign::Edge | Sign::Semicolon)
        )
    });
    let own = own.get(from.map_or(0, |at| at + 1)..)?;
    let clauses: Vec<&[Token]> =
        own.split(|token| matches!(token.what, What::Sign(Sign::Comma | Sign::Colon))).collect();
    let text = |clause: &[Token]| {
        clause.first().zip(clause.last()).map(|(a, b)| tokens.text(a.from, b.to))
    };
    let bare = |name: &str| -> String {
        let opens = ["on", "from"];
        let cut = opens
            .iter()
            .find_map(|list| tokens.words_of(list).find_map(|word| name.strip_prefix(word)));
        cut.unwrap_or(name).to_owned()
    };
    let is_of_which =
        |clause: &[Token]| clause.iter().any(|token| token.what == What::Word(Class::OfWhich));
    let mut behind = clauses.iter().rev();
    let own_clause = behind.next()?;
    // 到位资金中已支出60万元
    let inside = || {
        let text = text(own_clause)?;
        let word = tokens.words_of("among_which").find(|word| text.contains(*word))?;
        Some(bare(text.split_once(word)?.0))
    };
    // 在有效问卷中，满意190份
    let before = || {
        let clause = behind.next().filter(|clause| !is_of_which(clause))?;
        let text = text(clause)?;
        let name = tokens.words_of("among").find_map(|word| text.strip_suffix(word))?;
        Some(bare(name))
    };
    let name = inside().filter(|_| !is_of_which(own_clause)).or_else(before)?;
    called(passage, part, &name, Some(part))
}

/// What stands directly before a part, in words that say so: 12个标段中有9个通过.
fn counted_in(passage: &Passage<'_>, part: usize, spot: &Spot) -> Option<usize> {
    let (whole, found) = passage.before(part).next()?;
    let text = passage.text_from(found, spot);
    let own = passage.figure(found)?;
    let text = text.chars().skip(own.chars.len()).collect::<String>();
    let is_one = found.clause == spot.clause
        && found.stream == spot.stream
        && found.row.is_none()
        && spot.row.is_none()
        && found.role == Role::Value
        && !spot.goes_on;
    let says = passage
        .tokens
        .words_of("among")
        .any(|word| text.split_once(word).is_some_and(|(a, b)| !a.is_empty() && !b.is_empty()));
    let own_part = passage.figure(spot)?;
    (is_one && says && own.is_like(own_part) && own.value >= own_part.value && own.is_figure())
        .then_some(whole)
}

/// What a rate is of by its name: 节约 of 资金节约率.
fn stem(passage: &Passage<'_>, spot: &Spot) -> Option<String> {
    let without = |raw: &'_ str, ends: &[&str]| {
        let words = ends.iter().flat_map(|list| passage.tokens.words_of(list));
        words.filter_map(|word| raw.strip_suffix(word)).map(str::len).min()
    };
    let cut = |raw: &'_ str, ends: &[&str]| {
        let mut end = raw.len();
        while let Some(rest) = raw.get(..end).and_then(|raw| without(raw, ends)) {
            end = rest;
        }
        end
    };
    // 满意率超过90%
    let rate = spot.raw.get(..cut(&spot.raw, &["above", "below", "over", "under", "not"]))?;
    let end = cut(rate, &["rate_noun", "share_noun", "filler", "rate_ends"]);
    // 占预算的0.1% names no rate
    rate.get(..end).filter(|_| end < rate.len()).map(str::to_owned)
}

/// What a rate is named after, directly before it, and all that this may be a part of:
/// 年初余额8万元，清理消化2万元，消化比例25%.
pub(in crate::prose) fn by_stem(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
) -> Option<(usize, Vec<usize>)> {
    const VERB: usize = 2;
    let stem: Vec<char> = stem(passage, spot)?.chars().collect();
    let verb: String = stem.get(stem.len().checked_sub(VERB)?..)?.iter().collect();
    // 支出进度78%（按分配数计算）: of what the bracket says
    let is_qualified = passage.tokens.at.get(spot.figure).is_some_and(|at| {
        passage.tokens.tokens.get(at + 1).is_some_and(|next| next.what == What::Sign(Sign::Open))
    });
    if spot.row.is_some() || is_qualified || spot.words.contains(&Class::Share) {
        return None;
    }
    let (part, own) =
        passage
            .before(at)
            .take_while(|(_, other)| other.sentence == spot.sentence)
            .find(|(_, other)| other.stream == spot.stream && is_amount(passage, other))?;
    // 按期办结90件，逾期办结5件，按期办结率95%: the one that bears most of the name
    let stem: String = stem.into_iter().collect();
    let bears = |other: &Spot| crate::prose::same::common(&stem, &other.raw);
    let is_best = passage
        .before(part)
        .filter(|(_, other)| other.sentence == spot.sentence && is_amount(passage, other))
        .all(|(_, other)| bears(other) <= bears(own));
    let is_part = is_fact(passage, own)
        && own.raw.contains(&verb)
        && is_best
        && !own.words.contains(&Class::Not)
        && !own.when.is_plan()
        && !own.goes_on
        && spot.clause == own.clause + 1
        && !matches!(own.role, Role::Base);
    if !is_part || passage.between(own, spot).any(|class| class == Class::Scope) {
        return None;
    }
    let value = |spot: &Spot| passage.figure(spot).map(|figure| figure.value);
    let figure = passage.figure(own)?;
    let is_whole = |other: &Spot| {
        is_fact(passage, other)
            && other.stream == own.stream
            && passage.figure(other).is_some_and(|other| other.is_like(figure))
            && value(other) >= value(own)
    };
    let of = |sentence: usize| -> Vec<(usize, &Spot)> {
        passage
            .before(part)
            .filter(|(_, other)| other.sentence == sentence && is_whole(other))
            .collect()
    };
    let mut wholes = of(spot.sentence);
    if wholes.is_empty() {
        wholes = of(spot.sentence.checked_sub(1)?);
    }
    // the base of a rate need not be printed: 罚没收入5万元，收缴3万元，收缴率90%
    let is_told = wholes.iter().any(|(_, other)| {
        other.when.is_plan()
            || other.when.edge == Some(Class::Start)
            || passage.tokens.has_word("wholes_of_rates", &other.raw)
    });
    // 节约率 is of what was planned
    if own.role == Role::Left && wholes.iter().any(|(_, other)| other.when.is_plan()) {
        wholes.retain(|(_, other)| other.when.is_plan());
    }
    let wholes: Vec<usize> = wholes.into_iter().map(|(at, _)| at).collect();
    (is_told && wholes.len() < 4).then_some((part, wholes))
}

/// The amounts of the same place in the two rows before a row of rates, either way round.
pub(in crate::prose) fn of_rows(passage: &Passage<'_>, at: usize, spot: &Spot) -> Vec<Pair> {
    spot.row
        .and_then(|_| two_rows_before(passage, at, spot, &|other| is_amount(passage, other)))
        .filter(|(a, b)| {
            let figure = |at: usize| passage.spots().get(at).and_then(|one| passage.figure(one));
            figure(*a).zip(figure(*b)).is_some_and(|(a, b)| a.is_like(b))
        })
        .map_or_else(Vec::new, |(a, b)| vec![(b, a), (a, b)])
}

/// The two amounts with which the clause behind a rate explains it: 比例为93%，即50万元资金中已有46.5万元落实.
pub(in crate::prose) fn explained(passage: &Passage<'_>, at: usize, spot: &Spot) -> Vec<Pair> {
    let mut behind = passage
        .after(at)
        .take_while(|(_, other)| {
            other.sentence == spot.sentence
                && other.stream == spot.stream
                && other.clause == spot.clause + 1
        })
        .filter(|(_, other)| is_amount(passage, other));
    let (Some((a, first)), Some((b, second)), None) = (behind.next(), behind.next(), behind.next())
    else {
        return Vec::new();
    };
    let opens = first.words.first() == Some(&Class::Namely)
        || passage.tokens.has_word("explains", &passage.text_from(spot, first));
    let alike =
        passage.figure(first).zip(passage.figure(second)).is_some_and(|(a, b)| a.is_like(b));
    let between = passage.text_from(first, second);
    let is_one = |list: &str| passage.tokens.has_word(list, &between);
    if !opens || !alike || spot.row.is_some() {
        return Vec::new();
    }
    if is_one("among_which") {
        return vec![(b, a)];
    }
    // 即完成数80万元与预算数90万元的比率
    let is_ratio = passage.between(first, second).any(|class| class == Class::With)
        && passage.is_followed_by(second, Class::Of);
    if is_ratio { vec![(a, b)] } else { Vec::new() }
}

/// The amount that follows a share whose name stands before it: 医疗收入占87%，计80万元.
pub(super) fn part_behind(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<usize> {
    let (next, found) = passage.after(at).next()?;
    let is_bare = |class: &Class| {
        matches!(class, Class::Filler | Class::Namely | Class::Equals | Class::Cumulated)
    };
    (spot.role == Role::Share
        && spot.name.chars().count() > 1
        && spot.row.is_none()
        && found.row.is_none()
        && found.role == Role::Value
        && found.sentence == spot.sentence
        && found.stream == spot.stream
        && found.segment == spot.segment
        && found.clause == spot.clause + 1
        && found.name.is_empty()
        && !found.words.is_empty()
        && found.words.iter().all(is_bare)
        && is_amount(passage, found))
    .then_some(next)
}
