//! Points: weight, deduction and what was got.

mod each;
mod group;
mod rated;

use super::compare::said;
use super::passage::Passage;
use super::place::{Role, Spot};
use super::quantity::Kind;
use super::reading::{Filling, Reading, Relation, Said, Slot};
use super::token::{Sign, What};
use super::words::Class;
use gouji_values::number::Decimal;

/// Reads points of a passage.
pub(crate) fn scores(passage: &Passage<'_>, out: &mut Vec<Said>) {
    let spots = passage.spots();
    let mut from = 0;
    let mut last: Vec<&Spot> = Vec::new();
    while let Some(first) = spots.get(from) {
        let to = from
            + spots
                .get(from..)
                .unwrap_or(&[])
                .iter()
                .take_while(|spot| spot.sentence == first.sentence)
                .count();
        let sentence: Vec<&Spot> = spots
            .get(from..to)
            .unwrap_or(&[])
            .iter()
            .filter(|spot| is_points(passage, spot))
            .collect();
        out.extend(all_got(passage, &last, &sentence));
        out.extend(got_under(passage, &last, &sentence));
        out.extend(all_taken(passage, &last, &sentence));
        out.extend(got_after(passage, &last, &sentence));
        out.extend(above_weight(passage, &sentence));
        out.extend(group::weights(passage, &sentence));
        out.extend(group::got(passage, &sentence));
        out.extend(group::from_to(passage, &sentence));
        let all = spots.get(from..to).unwrap_or(&[]);
        out.extend(each::taken(passage, all, &sentence));
        let own = with_weight_before(passage, &last, &sentence);
        out.extend(rated::by_ratio(passage, all, &own));
        out.extend(rated::weighted_behind(passage, &last, &sentence));
        if sentence.len() > 1 {
            // each group of clauses tells of points of its own
            let groups: Vec<Said> = sentence
                .chunk_by(|a, b| {
                    a.segment == b.segment || only_takes(passage, &sentence, b.segment)
                })
                .filter(|group| group.len() > 2 && group.len() < sentence.len())
                .filter(|group| !sums_up(passage, group, &sentence))
                .filter_map(|group| deduction(passage, group))
                .filter(|said| said.sure > 0)
                .collect();
            if groups.is_empty() {
                let own = with_weight_before(passage, &last, &sentence);
                out.extend(deduction(passage, &own));
            }
            out.extend(groups);
            out.extend(rated::rate(passage, all, &sentence));
            out.extend(rated::weighted(passage, all, &sentence));
        }
        last = sentence;
        from = to.max(from + 1);
    }
}

fn is_points(passage: &Passage<'_>, spot: &Spot) -> bool {
    let role = matches!(spot.role, Role::Weight | Role::Deduct | Role::Got);
    passage.figure(spot).is_some_and(|figure| {
        figure.is_figure() && (figure.kind == Kind::Score || figure.kind == Kind::Bare && role)
    })
}

/// Whether the points of a group of clauses are all taken off: 得22分，扣分原因：一是…，扣2分；二是…，扣1分. They belong to those before them.
fn only_takes(passage: &Passage<'_>, sentence: &[&Spot], segment: usize) -> bool {
    let mut own = sentence.iter().filter(|spot| spot.segment == segment);
    own.all(|spot| role_of(passage, spot) == Role::Deduct)
}

/// Whether what was got in a group of clauses is that of several: 甲10分，扣1分；乙10分，扣2分，两项共得17分.
fn sums_up(passage: &Passage<'_>, group: &[&Spot], sentence: &[&Spot]) -> bool {
    let is_sum = |spot: &&Spot| spot.is_sum && role_of(passage, spot) == Role::Got;
    let segment = group.first().map(|first| first.segment);
    group.iter().any(is_sum)
        && sentence.iter().any(|spot| Some(spot.segment) != segment && spot.stream == 0)
}

/// The points of a sentence, with what can be had in the bracket of the title before it where the
/// sentence names none: 完好率（10分）。得9.5分，扣0.5分.
fn with_weight_before<'b>(
    passage: &Passage<'_>,
    last: &[&'b Spot],
    sentence: &[&'b Spot],
) -> Vec<&'b Spot> {
    let is_told = |spot: &&Spot| matches!(role_of(passage, spot), Role::Weight | Role::Value);
    match (last, sentence.first()) {
        ([weight], Some(first))
            if !sentence.iter().any(is_told)
                && is_told(weight)
                && (weight.stream != first.stream || weight.role == Role::Weight)
                && !passage.has_sign_between(weight, first, Sign::Edge)
                && weight.row.is_none() =>
        {
            std::iter::once(*weight).chain(sentence.iter().copied()).collect()
        }
        _ => sentence.to_vec(),
    }
}

/// Points that were got of 100 in the end are more than so many.
const MOST: u32 = 60;

/// What is taken in all where it is told beside its parts: 扣1分、扣2分，累计扣3分.
fn taken_once(deducts: Vec<&Spot>) -> Vec<&Spot> {
    match (deducts.split_last(), deducts.split_first()) {
        (Some((last, items)), _) if last.is_sum && items.len() > 1 => vec![*last],
        // 共扣9分：甲扣4分，乙扣5分
        (_, Some((first, rest @ [next, _, ..])))
            if next.opened == Some(Sign::Colon)
                && (first.is_sum || rest.iter().all(|item| item.segment == next.segment)) =>
        {
            vec![*first]
        }
        _ => deducts,
    }
}

/// weight − deducted = got
fn deduction(passage: &Passage<'_>, sentence: &[&Spot]) -> Option<Said> {
    let of = |role: Role| -> Vec<&Spot> {
        sentence.iter().copied().filter(|spot| role_of(passage, spot) == role).collect()
    };
    let (weights, got) = (of(Role::Weight), of(Role::Got));
    let deducts = taken(passage, sentence);
    let is_detailed = deducts.len() > 1;
    let deducts = taken_once(deducts);
    let got = if got.is_empty() {
        group::left(passage, sentence, &deducts).into_iter().collect()
    } else {
        got
    };
    let last = *got.last()?;
    let reading = |weight: &Spot, taken: &[&Spot], got: &Spot| -> Reading {
        let items: Vec<(usize, i8)> = std::iter::once((weight.figure, 1))
            .chain(taken.iter().map(|spot| (spot.figure, -1)))
            .collect();
        Reading::of([(Slot::Total, got.figure, 1)]).with_items(&items)
    };
    let mut sure = Vec::new();
    let mut possible = Vec::new();
    let weights: Vec<&Spot> = if weights.is_empty() {
        sentence
            .iter()
            .copied()
            .filter(|spot| role_of(passage, spot) == Role::Value && spot.figure < last.figure)
            .collect()
    } else {
        weights
    };
    let whole = group::whole(passage, sentence, (&deducts, &got));
    let weights = whole.map_or(weights, |whole| vec![whole]);
    // 总分100分，扣9分，得91分: one of them is what can be had
    let (weights, got) = match got.as_slice() {
        [full, rest] | [rest, full] if weights.is_empty() && is_full(passage, full) => {
            (vec![*full], vec![*rest])
        }
        _ => (weights, got),
    };
    let is_plain = |spot: &&Spot| spot.words.contains(&Class::Each) || spot.is_sum;
    let is_parted = deducts.iter().any(|spot| spot.row.is_some())
        || sentence.iter().copied().any(|spot| {
            let is_before = whole.is_some_and(|whole| spot.figure <= whole.figure);
            is_plain(&spot) && !is_all(passage, spot) && !is_before
        });
    for weight in &weights {
        for got in &got {
            for n in 1..=deducts.len() {
                for run in deducts.windows(n) {
                    possible.push((Relation::Balance, reading(weight, run, got)));
                }
            }
        }
    }
    if let ([weight], [got], false, false) =
        (weights.as_slice(), got.as_slice(), deducts.is_empty(), is_parted)
    {
        sure.push((Relation::Balance, reading(weight, &deducts, got)));
        // all of them are of it, unless they tell of others
        if deducts.iter().all(|spot| spot.figure > weight.figure && spot.figure < got.figure) {
            possible.clear();
        }
    }
    // without a weight full marks are 100
    let is_final = passage.tokens.has_word("final_scores", &last.raw)
        && deducts.first().is_some_and(|all| all.is_sum && all.figure < last.figure)
        && passage.figure(last).is_some_and(|figure| figure.value > Decimal::from(MOST));
    // 除甲扣1分、乙扣0.5分外，其余均得满分，自评得分98.5分
    let is_rest = || {
        let words: Vec<Class> =
            deducts.last().map_or_else(Vec::new, |deduct| passage.between(deduct, last).collect());
        words.contains(&Class::Rest) && words.contains(&Class::Weight)
    };
    let is_final = is_final
        || is_rest()
            && passage.tokens.has_word("overall_scores", &last.raw)
            && passage.figure(last).is_some_and(|figure| figure.value > Decimal::from(MOST));
    let is_total = got.len() == 1 && (last.words.contains(&Class::ScoreTotal) || is_final);
    if of(Role::Weight).is_empty()
        && is_total
        && is_detailed
        && !is_parted
        && (deducts.len() == 1 || is_final || deducts.iter().all(|spot| spot.figure > last.figure))
    {
        // 共扣7分，其中甲扣4分、乙扣3分: what all of it is made of is taken off once
        let is_all_told = matches!(deducts.as_slice(), [all, first, ..] if all.is_sum
            && (is_final || passage.between(all, first).any(|class| class == Class::OfWhich)));
        let taken = if is_all_told { deducts.get(..1)? } else { deducts.as_slice() };
        sure = vec![(Relation::Balance, hundred_less(passage, last, taken)?)];
    }
    said(last, sure, possible)
}

/// What was got of a hundred points from which others were taken off.
fn hundred_less(passage: &Passage<'_>, got: &Spot, taken: &[&Spot]) -> Option<Reading> {
    let span = passage.figure(got)?.span.clone();
    let mut full = Reading {
        parts: vec![(Slot::Total, Filling::Figure(got.figure, 1))],
        items: vec![vec![(Slot::Item, Filling::Counted(Decimal::ONE_HUNDRED, span))]],
        ..Reading::default()
    };
    full.items
        .extend(taken.iter().map(|spot| vec![(Slot::Item, Filling::Figure(spot.figure, -1))]));
    Some(full)
}

/// What was got, in a sentence of its own behind what can be had and what was taken in all:
/// 满分100分，共扣7分。得93分。
fn got_after(passage: &Passage<'_>, last: &[&Spot], sentence: &[&Spot]) -> Option<Said> {
    let [got] = sentence else { return None };
    let of = |role: Role| last.iter().copied().filter(move |spot| role_of(passage, spot) == role);
    let (mut weights, mut taken) = (of(Role::Weight), of(Role::Deduct).filter(|spot| spot.is_sum));
    let (weight, taken) = (weights.next()?, taken.next().filter(|_| taken.next().is_none())?);
    let is_own = role_of(passage, got) == Role::Got
        && got.row.is_none()
        && (got.name.is_empty() || got.words.contains(&Class::ScoreTotal))
        && weights.next().is_none()
        && of(Role::Got).next().is_none()
        && !passage.has_sign_between(weight, got, Sign::Edge);
    let items = [(weight.figure, 1), (taken.figure, -1)];
    let reading = Reading::of([(Slot::Total, got.figure, 1)]).with_items(&items);
    if is_own { said(got, vec![(Relation::Balance, reading)], Vec::new()) } else { None }
}

/// The part that points play, also by words of losing directly before them: 失2.4分.
fn role_of(passage: &Passage<'_>, spot: &Spot) -> Role {
    let before = || {
        let at = passage.tokens.at.get(spot.figure)?.checked_sub(1)?;
        let token = passage.tokens.tokens.get(at)?;
        Some(passage.tokens.text(token.from, token.to))
    };
    let is_taken = || {
        before().is_some_and(|word| passage.tokens.is_word("subtracted", &word))
            && !passage.clause_has(spot, Class::Compare)
    };
    let is_lost =
        || passage.tokens.words_of("lost").any(|word| spot.raw.ends_with(word)) || is_taken();
    if matches!(spot.role, Role::Value | Role::Change(-1)) && is_lost() {
        Role::Deduct
    } else {
        spot.role
    }
}

/// The points taken away of a sentence; so much for each is a rule, not what was taken.
fn taken<'b>(passage: &Passage<'_>, sentence: &[&'b Spot]) -> Vec<&'b Spot> {
    let is_taken = |spot: &&Spot| {
        role_of(passage, spot) == Role::Deduct && !passage.clause_has(spot, Class::Per)
    };
    sentence.iter().copied().filter(is_taken).collect()
}

/// Whether points are those of all: 共得93.5分, 共失6.5分, 总分100分.
fn is_all(passage: &Passage<'_>, spot: &Spot) -> bool {
    let is_told = spot.is_sum || spot.words.contains(&Class::ScoreTotal);
    is_told && spot.row.is_none() && matches!(role_of(passage, spot), Role::Got | Role::Deduct)
        || is_full(passage, spot)
}

/// The points of all in the sentence before, and in this one those that were got for each of several
/// whose weights come to 100: 得分92.5分。其中：投入10分，得9.5分；产出90分，得83分.
fn got_under(passage: &Passage<'_>, last: &[&Spot], sentence: &[&Spot]) -> Option<Said> {
    let [total] = last else { return None };
    let first = *sentence.first()?;
    let opens = first.opened == Some(Sign::Colon)
        || passage.opening_words(total, first).contains(&Class::OfWhich);
    let pairs: Vec<(&Spot, &Spot)> = sentence
        .chunks(2)
        .filter_map(|pair| match pair {
            [weight, got] if is_weight_of(passage, weight, got) => Some((*weight, *got)),
            _ => None,
        })
        .collect();
    let weights: Decimal =
        pairs.iter().filter_map(|(weight, _)| passage.figure(weight)).map(|one| one.value).sum();
    let is_whole = opens
        && pairs.len() > 1
        && pairs.len() * 2 == sentence.len()
        && weights == Decimal::ONE_HUNDRED
        && role_of(passage, total) == Role::Got
        && total.row.is_none()
        && total.stream == first.stream
        && total.sentence + 1 == first.sentence;
    let items: Vec<(usize, i8)> = pairs.iter().map(|(_, got)| (got.figure, 1)).collect();
    let reading = Reading::of([(Slot::Total, total.figure, 1)]).with_items(&items);
    is_whole.then(|| said(total, vec![(Relation::Sum, reading)], Vec::new()))?
}

/// Points that were got are not more than can be had: 满分5分，得6分.
fn above_weight(passage: &Passage<'_>, sentence: &[&Spot]) -> Vec<Said> {
    let mut out = Vec::new();
    for pair in sentence.windows(2) {
        let [weight, got] = pair else { continue };
        let is_pair = is_weight_of(passage, weight, got);
        let reading = Reading::of([(Slot::Value, got.figure, 1), (Slot::High, weight.figure, 1)]);
        if is_pair {
            out.extend(said(got, vec![(Relation::Threshold, reading)], Vec::new()));
        }
    }
    out
}

/// Whether points were got already, counted by a weight: 按60%权重计57分，综合得分93.8分.
fn is_got_by_weight(passage: &Passage<'_>, weight: &Spot) -> bool {
    /// The longest word that says so.
    const LONGEST: usize = 2;
    let tokens = passage.tokens;
    let own = tokens.at.get(weight.figure).and_then(|at| tokens.tokens.get(*at));
    own.is_some_and(|own| {
        let before = tokens.text(own.from.saturating_sub(LONGEST), own.from);
        tokens.words_of("weighs_as").any(|word| before.ends_with(word))
    })
}

/// Whether points are what can be had of those directly behind them: 项目决策20分，得18分.
fn is_weight_of(passage: &Passage<'_>, weight: &Spot, got: &Spot) -> bool {
    let is_weight = match role_of(passage, weight) {
        Role::Weight => !is_got_by_weight(passage, weight),
        // 自评90分，复核80分，综合得分84分: none is what can be had
        Role::Value => {
            !weight.name.is_empty()
                // 附加分5分，得分102.5分
                && !passage.tokens.has_word("bonus", &weight.name)
                && got.name.is_empty()
                && !got.words.contains(&Class::ScoreTotal)
        }
        _ => false,
    };
    is_weight
        && (got.name.is_empty() || got.name == weight.name)
        && role_of(passage, got) == Role::Got
        && weight.row.is_none()
        && got.row.is_none()
        && !weight.is_sum
        && !got.is_sum
        && weight.stream == got.stream
        && weight.segment == got.segment
        && got.clause == weight.clause + 1
        && !passage.between(weight, got).any(|class| {
            matches!(
                class,
                Class::Per | Class::Each | Class::Deduct | Class::Average | Class::Factor
            )
        })
        && !passage.clause_has(weight, Class::Per)
        && !passage.clause_has(weight, Class::Each)
}

/// Points that were got for each of several come to those of all: 满分20分，得19分；满分80分，得75分；合计得94分.
/// The weights tell that nothing is missing.
fn all_got(passage: &Passage<'_>, last: &[&Spot], sentence: &[&Spot]) -> Option<Said> {
    let is_total = |spot: &Spot| {
        role_of(passage, spot) == Role::Got
            && (spot.is_sum || spot.words.contains(&Class::ScoreTotal))
    };
    let at = sentence.iter().position(|spot| is_total(spot) && spot.row.is_none())?;
    let total = *sentence.get(at)?;
    let before = sentence.get(..at).unwrap_or(&[]);
    let own: Vec<&Spot> = if before.is_empty() { last.to_vec() } else { before.to_vec() };
    let first = own.first()?;
    let of = |role: Role| -> Vec<&Spot> {
        own.iter()
            .copied()
            .filter(|spot| role_of(passage, spot) == role && spot.stream == total.stream)
            .collect()
    };
    let (mut weights, got) = (of(Role::Weight), of(Role::Got));
    if weights.is_empty() {
        let pairs = own.windows(2).filter_map(|pair| match pair {
            [weight, got] if is_weight_of(passage, weight, got) => Some(*weight),
            _ => None,
        });
        weights = pairs.collect();
    }
    let sum = |list: &[&Spot]| -> Decimal {
        list.iter().filter_map(|spot| passage.figure(spot)).map(|figure| figure.value).sum()
    };
    // 满分40分: what can be had in all
    let full = sentence.get(at + 1..).unwrap_or(&[]).iter().chain(before).copied();
    let mut full = full.filter(|spot| {
        spot.stream != total.stream
            && (role_of(passage, spot) == Role::Weight || is_full(passage, spot))
    });
    let all = full.next().and_then(|spot| passage.figure(spot)).map(|figure| figure.value);
    let all = all.unwrap_or(Decimal::ONE_HUNDRED);
    let is_whole = weights.len() == got.len()
        && got.len() > 1
        && sum(&weights) == all
        && !passage.has_sign_between(first, total, Sign::Edge)
        && got.iter().all(|spot| !is_total(spot))
        && passage
            .between(first, total)
            .all(|class| !matches!(class, Class::OfWhich | Class::Scope | Class::Open));
    let items: Vec<(usize, i8)> = got.iter().map(|spot| (spot.figure, 1)).collect();
    let reading = Reading::of([(Slot::Total, total.figure, 1)]).with_items(&items);
    is_whole.then(|| said(total, vec![(Relation::Sum, reading)], Vec::new()))?
}

/// Whether the sentence of points goes on to say that nothing was taken off others: 效益指标未扣分.
fn ends_with_none(passage: &Passage<'_>, last: &Spot) -> bool {
    let at = passage.tokens.at.get(last.figure).map_or(usize::MAX, |at| at + 1);
    let behind = passage.tokens.tokens.get(at..).unwrap_or(&[]).iter();
    let words: Vec<Class> = behind
        .take_while(|token| !matches!(token.what, What::Sign(Sign::Stop | Sign::Edge)))
        .filter_map(|token| match token.what {
            What::Word(class) => Some(class),
            _ => None,
        })
        .collect();
    words.windows(2).any(|pair| matches!(pair, [Class::Not, Class::Deduct]))
}

/// Points taken away for each of several come to those taken in all, behind them in their sentence
/// or before them in one of their own.
fn all_taken(passage: &Passage<'_>, last: &[&Spot], sentence: &[&Spot]) -> Option<Said> {
    let own = taken(passage, sentence);
    let is_plain = |spot: &Spot| {
        passage
            .words_of_stream(spot)
            .all(|class| !matches!(class, Class::OfWhich | Class::Scope | Class::Open | Class::Per))
    };
    let (total, items) = match own.split_last() {
        Some((total, items)) if total.is_sum && items.len() > 1 => (*total, items),
        _ => {
            // 失分点有二：A失2.4分，B失1.6分
            let [total] = taken(passage, last).try_into().ok()?;
            let first = own.first()?;
            // 其中A扣1.2分，B扣2分，C未扣分: all are told
            let is_all_told = passage.opening_words(total, first).contains(&Class::OfWhich)
                && own.last().is_some_and(|last| ends_with_none(passage, last));
            let opens = own.len() == sentence.len()
                && (first.opened == Some(Sign::Colon) || is_all_told)
                && !passage.has_sign_between(total, first, Sign::Edge);
            if !opens {
                return None;
            }
            (total, own.as_slice())
        }
    };
    // 整改前扣5分，整改后扣2分，共扣2分: one instead of the other
    let value = |spot: &Spot| passage.figure(spot).map(|figure| figure.value);
    let is_whole = items.len() > 1
        && items.iter().all(|item| {
            value(item) <= value(total)
                && item.row.is_none()
                && !item.is_sum
                && item.stream == total.stream
                && !item.name.is_empty()
        })
        && is_plain(total)
        && items.first().is_some_and(|first| {
            is_plain(first) || items.last().is_some_and(|last| ends_with_none(passage, last))
        });
    let items: Vec<(usize, i8)> = items.iter().map(|spot| (spot.figure, 1)).collect();
    let reading = Reading::of([(Slot::Total, total.figure, 1)]).with_items(&items);
    is_whole.then(|| said(total, vec![(Relation::Sum, reading)], Vec::new()))?
}

/// Whether all points are named: a total of 100.
fn is_full(passage: &Passage<'_>, spot: &Spot) -> bool {
    // 自评按100分打
    let is_scale = || passage.tokens.words_of("full_marks").any(|word| spot.raw.ends_with(word));
    (spot.words.contains(&Class::ScoreTotal) || is_scale())
        && passage.figure(spot).is_some_and(|figure| figure.value == Decimal::ONE_HUNDRED)
}
