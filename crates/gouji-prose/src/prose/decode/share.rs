//! What share a part is of a whole, and how much of a plan was done: 支出80万元，占总支出的40%; 完成年初预算的95%.

use super::done::{
    head_named, is_done_by, is_done_of, is_what_was_due, names_another, picks_out, shares_word,
};
use super::frame::Frame;
use super::told_lists::ToldLists;
use super::untaught::Untaught;
use super::view::View;
use super::{item_shares, other, plans, portion, times, vague};
use crate::prose::compare::of_all_pairs;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::same::common;
use crate::prose::share::bound_beside;
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

pub(super) const SHARES: &[Class] =
    &[Class::Share, Class::ShareNoun, Class::Complete, Class::RateNoun];

/// Words between an item, how it has changed, and its share.
pub(super) const TOLD: &[Class] = &[
    Class::Share,
    Class::ShareNoun,
    Class::And,
    // 社会保障和就业支出
    Class::With,
    Class::Up,
    Class::Down,
    Class::Compare,
    Class::Last,
    Class::YearOnYear,
];

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for at in view.places() {
        let found = times::of_base(view, at).or_else(|| times::of_last(view, at));
        let found = found.or_else(|| times::of_named(view, at));
        let found = found.or_else(|| plans::worked_out(view, at)).or_else(|| plans::over(view, at));
        let found = found.or_else(|| plans::of_sentence_before(view, at));
        let found = found.or_else(|| plans::of_last_pair(view, at));
        let found = found.or_else(|| named(view, at));
        let found = found.or_else(|| portion::frame(view, at));
        out.extend(found.or_else(|| of_the_other(view, at)).or_else(|| vague::frame(view, at)));
        out.extend(plans::each(view, at));
        out.extend(plans::apart(view, at).or_else(|| plans::from_one_of_two(view, at)));
    }
    item_shares::frames(view, out);
    item_shares::complements(view, out);
}

/// Whether a share of the same whole as others stands right behind a figure: 收入80万元，占总收入的50%，其中…，分别占总收入的….
fn is_share_of(view: &View<'_, '_>, figure: usize, of: &str) -> bool {
    let mut behind = view.passage.spots().iter().filter(|own| own.figure > figure);
    let next = behind.next();
    next.is_some_and(|own| own.role == Role::Share && !of.is_empty() && own.of == of)
}

/// Shares in a row, as many as the items of the list before them: 其中甲50万元、乙30万元，占比依次为62.5%、37.5%.
pub(super) fn rows(view: &View<'_, '_>, out: &mut Vec<Frame>, untaught: &[Untaught]) {
    let lists = ToldLists::of(out, untaught);
    for at in view.places() {
        let Some(spot) = view.spot(at) else { continue };
        let Some((_, 0, length)) = spot.row else { continue };
        let is_before = |figure: usize| {
            figure < spot.figure
                && view.passage.spot_of(figure).is_some_and(|other| other.sentence == spot.sentence)
        };
        let mut own = lists.0.iter().filter(|list| {
            list.items.len() == length && list.items.iter().all(|item| is_before(*item))
        });
        let row: Vec<&Spot> = (at..at + length).filter_map(|at| view.spot(at)).collect();
        let only = own.next();
        let before = if only.is_none() { portion::row_of_whole(view, at, &row) } else { None };
        let (Some(list), None) = (only.or(before.as_ref()), own.next()) else { continue };
        // 分别占受益总人数的36%、64%
        let total = view.passage.spot_of(list.total).map_or("", |total| total.raw.as_str());
        let is_told = (spot.role == Role::Share
            && (spot.of.is_empty() || common(&spot.of, total) > 1)
            || portion::names_all(view, spot, (list, &row)))
            && is_before(list.total)
            && !is_share_of(view, list.total, &spot.of)
            && row.len() == length
            && row.iter().all(|share| {
                share.row.is_some()
                    && view
                        .passage
                        .figure(share)
                        .is_some_and(|figure| figure.kind == Kind::Percent && !figure.is_times)
            })
            && !view.has_scope(at);
        if !is_told {
            continue;
        }
        out.extend(list.items.iter().zip(row).map(|(part, share)| {
            let parts = [
                (Slot::Part, *part, 1),
                (Slot::Whole, list.total, 1),
                (Slot::Share, share.figure, 1),
            ];
            Frame::new(Relation::Share, Reading::of(parts), share.figure).weak()
        }));
    }
    for frame in out.iter_mut().filter(|frame| frame.relation == Relation::Share) {
        frame.others.extend(portion::of_all_listed(view, &frame.reading, &lists));
    }
}

pub(super) fn is_rate(view: &View<'_, '_>, at: usize) -> bool {
    // 占比高于上年的76.8%: what another one is compared with
    let compares =
        |class: &Class| matches!(class, Class::Above | Class::Below | Class::Compare | Class::With);
    let is_base =
        view.spot(at).is_some_and(|spot| spot.when.is_last && spot.words.iter().any(compares));
    // 占比未超过2%: a bound
    let is_bound = || {
        let own = view.spot(at).zip(view.figure(at));
        let before = at.checked_sub(1).and_then(|before| view.spot(before));
        let tokens = view.passage.tokens;
        own.is_some_and(|(spot, own)| bound_beside(tokens, spot, before, own) != own.bound)
    };
    !is_base
        && view.is_plain(at)
        && view.figure(at).is_some_and(|figure| figure.kind == Kind::Percent && !figure.is_times)
        && !view.has_scope(at)
        && !is_bound()
}

/// A share whose whole, or a ratio whose plan, is printed directly before it or named.
fn named(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let relation = match spot.role {
        Role::Share => Relation::Share,
        Role::Complete => Relation::Completion,
        _ => return None,
    };
    // 前两档合计占92%: of several figures together
    let mut before = spot.words.iter().take_while(|class| **class != Class::Share);
    let is_of_several =
        before.any(|class| matches!(class, Class::Sum | Class::Total | Class::Former));
    if !is_rate(view, at) || is_of_several {
        return None;
    }
    let before: Vec<(usize, &Spot)> =
        view.before(at).take_while(|(_, other)| other.sentence == spot.sentence).collect();
    let (near, next) = *before.first()?;
    let (part, whole) =
        if matches!(next.role, Role::WholeOf | Role::PlanOf) || view.is_whole_of(near) {
            let part = before.iter().skip(1).find(|(place, other)| {
                !view.is_whole_of(*place)
                    && !matches!(
                        other.role,
                        Role::Complete | Role::Share | Role::Rate(_) | Role::PlanOf | Role::WholeOf
                    )
            });
            (part?.0, near)
        } else {
            // 占到位资金的95%，占全年预算的90%: two shares of one part
            let is_share = |other: &Spot| matches!(other.role, Role::Complete | Role::Share);
            let part = before.iter().find(|(_, other)| !is_share(other)).map(|(part, _)| *part);
            let words = &[SHARES, &[Class::Equals, Class::Left]].concat();
            let part = part.filter(|part| view.says_only(*part, at, words))?;
            let whole = whole_named(view, at, part, relation);
            (part, whole.or_else(|| head_named(view, at, part, relation))?)
        };
    let (own, of) = view.spot(part).zip(view.spot(whole))?;
    // 政府45万元，渔户135万元，政府所占为总投入180万元的25%: the words name another part
    if names_another(view, (near.min(at), part), &before) {
        return None;
    }
    // 节约112万元，节约额相当于控制价的6.1%
    let left: &[Class] = if own.role == Role::Left { &[Class::Left] } else { &[] };
    // 占甲80万元的14%，占乙90万元的8%: one part of several wholes
    let begins = |list: &str, text: &str| {
        view.passage.tokens.words_of(list).any(|word| text.starts_with(word))
    };
    let is_share_of = |(_, other): &&(usize, &Spot)| other.role == spot.role;
    let others = before.iter().take_while(|(place, _)| *place != part).filter(is_share_of).count();
    let others = if others == 0 || begins("share", &next.raw) { others } else { 0 };
    let from = own.clause + 1 + others;
    let is_next = from >= next.clause.min(spot.clause) && own.segment == spot.segment;
    let is_done = relation == Relation::Share
        || !own.when.is_plan()
        || of.when.is_plan() && own.when.stage != of.when.stage;
    // 审减88万元，占送审金额的7%: by how much it has changed
    let is_change = matches!(own.role, Role::Adjust(1 | -1) | Role::Left)
        && relation == Relation::Share
        && view.is_plain(part)
        && spot.clause.min(next.clause) <= own.clause + 1;
    // 甲50万元、乙30万元、项目支出20万元，…，占支出总额的70%: an item is no whole
    let is_item = of.goes_on && view.passage.tokens.has_word("whole_ends", &view.own_words(spot));
    let is_told = (view.is_fact(part) || is_change)
        && !is_item
        && view.is_plain(whole)
        && part != whole
        && view.is_like(part, whole)
        && is_next
        && is_done
        && own.when.year.zip(spot.when.year).is_none_or(|(part, share)| part == share)
        && !own.goes_on
        && !own.when.is_last
        && view.says_only(part, at, &[SHARES, &[Class::Equals], left].concat());
    is_told.then(|| {
        Frame::new(
            relation,
            Reading::of([
                (Slot::Part, view.number(part), 1),
                (Slot::Whole, view.number(whole), 1),
                (Slot::Share, spot.figure, 1),
            ]),
            spot.figure,
        )
    })
}

/// Whether a rate is one of which no words say what it is of.
fn names_no_whole(view: &View<'_, '_>, spot: &Spot) -> bool {
    match spot.role {
        Role::Share => spot.of.is_empty(),
        Role::Named => spot.words.contains(&Class::RateNoun),
        // 到位率95%: no plan is named
        Role::Complete => {
            let is_rate = |class: &Class| matches!(class, Class::Complete | Class::RateNoun);
            // 资金使用率
            let is_money = view.passage.tokens.is_word("money_nouns", &spot.name);
            let is_plain = |class: &Class| is_rate(class) || is_money && *class == Class::Name;
            spot.of.is_empty() && spot.words.iter().all(is_plain)
        }
        // 满意度95%
        Role::Value => view.passage.tokens.has_word("degrees", &spot.name),
        _ => false,
    }
}

/// How much was done of the only other fact of the sentence: 清单所列64项已销号56项，销号率87.5%.
fn of_the_other(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let is_told = names_no_whole(view, spot);
    // 支出进度78%（按分配数计算）: of something else
    let behind = view.passage.tokens.tokens.get(view.token(at) + 1);
    let is_explained = behind.is_some_and(|token| token.what == What::Sign(Sign::Open));
    // 计划800人，实际960人，完成率100%: all of it, and more
    let is_all = view
        .figure(at)
        .is_some_and(|figure| figure.decimals == 0 && figure.printed == Decimal::ONE_HUNDRED);
    let is_of_pairs = of_all_pairs(view.passage, spot).is_some();
    if !is_told || !is_rate(view, at) || is_all || is_explained || is_of_pairs {
        return None;
    }
    let (part, own) = view.before(at).next()?;
    // 2022年945万元，2023年1,260万元，前两年累计安排比例为70%: of several figures together
    let is_cumulated = |spot: &Spot| spot.words.contains(&Class::Cumulated);
    if is_cumulated(spot) && !is_cumulated(own) {
        return None;
    }
    // 占比高于上年的76.8%: another time
    if spot.when.is_last && !own.when.is_last {
        return None;
    }
    if crate::prose::share::is_thought_of(view.passage.tokens, spot, own) {
        return None;
    }
    let only = other::only(view, at, part);
    let may_be_adjusted = only.is_none() && spot.role == Role::Complete;
    let adjusted = if may_be_adjusted { other::adjusted(view, part) } else { None };
    let whole = only.or_else(|| other::stage_before(view, at, part));
    let whole = whole.or(adjusted.map(|(last, _)| last))?;
    let tokens = view.passage.tokens;
    let begins = |list: &str| tokens.words_of(list).any(|word| own.raw.starts_with(word));
    let bears = |raw: &str| !spot.name.is_empty() && raw.starts_with(&spot.name);
    let is_named = bears(&own.raw)
        || bears(&own.name)
        || says_of_done(view, &own.raw, &spot.name)
        || view.spot(whole).is_some_and(|whole| picks_out(&spot.name, own, whole));
    // 已支付3万元，支付率30%: the word of the rate is that of its role; 其中甲3万元，所占比例为30%
    let is_own = spot.role == Role::Complete && is_done_by(view, &own.raw, spot)
        || spot.role == Role::Share && view.words(whole, part).first() == Some(&Class::OfWhich);
    let is_due = view.spot(whole).is_some_and(|whole| is_what_was_due(view, &whole.raw, &own.raw));
    let is_sure = begins("already")
        || is_due
        || is_own
        || is_got_of(view, part, whole)
        || is_named
        || portion::says_share(view, spot, (part, whole))
            && spot.name.is_empty()
            && is_only_share(view, at)
        || spot.role == Role::Complete && own.when.stage == Some(Class::Done);
    let is_done =
        is_sure || shares_word(&own.raw, &spot.name) && own.words.first() != Some(&Class::Not);
    let is_part = is_done
        && !view.spot(whole).is_some_and(|whole| bears(&whole.raw))
        && (view.is_fact(part) && view.is_fact(whole) || is_got_of(view, part, whole))
        && !own.when.is_last
        && own.sentence == spot.sentence
        && own.segment == spot.segment
        && spot.clause <= own.clause + 1
        && view.says_only(part, at, SHARES)
        && !view.words(whole, part).iter().any(|class| {
            matches!(
                class,
                Class::Compare | Class::Last | Class::Per | Class::Average | Class::Rest
            )
        });
    let reading = |part: usize, whole: usize| {
        let share = (Slot::Share, spot.figure, 1);
        Reading::of([(Slot::Part, part, 1), (Slot::Whole, whole, 1), share])
    };
    // 原值80万元。折旧30万元，净值50万元，净值率62.5%: what stands beside need not be the whole
    let is_other = |(place, other): (usize, &Spot)| {
        other.sentence + 1 == spot.sentence && view.is_fact(place) && view.is_like(place, part)
    };
    if only.is_some() && spot.role == Role::Named && view.before(whole).any(is_other) {
        return None;
    }
    let (part, whole) = (own.figure, view.number(whole));
    // that the part is named by one character alone does not tell which of the two it is
    let mut others = if is_sure { Vec::new() } else { vec![reading(whole, part)] };
    others.extend(adjusted.map(|(_, first)| reading(part, view.number(first))));
    let relation = match spot.role {
        Role::Complete => Relation::Completion,
        _ => Relation::Share,
    };
    // 计划12座，实际11座，完成率91.67%: words say which was planned and which was done
    let is_known = is_sure
        && relation == Relation::Completion
        && own.when.stage == Some(Class::Done)
        && view.passage.spot_of(whole).is_some_and(|whole| whole.when.is_plan());
    // 甲支出228万元，执行率95%，乙支出108万元，执行率90%: what was done is no plan of what was done
    let is_all_done = relation == Relation::Completion && are_done(view, [part, whole]);
    (is_part && !is_all_done).then(|| {
        let frame = Frame { others, ..Frame::new(relation, reading(part, whole), spot.figure) };
        if is_known || is_due { frame } else { frame.weak() }
    })
}

/// Whether all of some figures are of what was done.
fn are_done(view: &View<'_, '_>, figures: [usize; 2]) -> bool {
    let is_done = |own: &Spot| own.when.stage == Some(Class::Done);
    figures.into_iter().all(|own| view.passage.spot_of(own).is_some_and(is_done))
}

/// Whether points were got of others that could be had: 满分30分，实得22.5分.
fn is_got_of(view: &View<'_, '_>, part: usize, whole: usize) -> bool {
    let role = |at: usize| view.spot(at).map(|spot| spot.role);
    role(part) == Some(Role::Got)
        && role(whole) == Some(Role::Weight)
        && view.is_plain(part)
        && view.is_plain(whole)
}

/// Whether a share is the only one of its sentence, so that what stands before its part is no part beside it.
fn is_only_share(view: &View<'_, '_>, at: usize) -> bool {
    view.spot(at).is_some_and(|spot| {
        let mut others = view.passage.in_sentence(spot);
        others.all(|(other, one)| other == at || one.role != Role::Share)
    })
}

/// Whether a word of what was done stands in the name of a fact, not denied: 年内由财政收回统筹 of 收回比例.
fn says_of_done(view: &View<'_, '_>, raw: &str, done: &str) -> bool {
    let Some((before, _)) = raw.split_once(done).filter(|_| !done.is_empty()) else { return false };
    !view.passage.tokens.words_of("denied").any(|word| before.ends_with(word))
}

/// Whether a fact is what came of what was planned, and words name that by another word for the same step: 实际到位80万元；支出
/// 60万元，占到位资金的75%.
fn has_arrived(view: &View<'_, '_>, of: &str, fact: &Spot) -> bool {
    let tokens = view.passage.tokens;
    // the verb 占到 takes the first character of 到账资金
    let verbs = tokens.words_of("to_verbs").map(|verb| format!("{verb}{of}"));
    let names: Vec<String> = verbs.chain([of.to_owned()]).collect();
    let is_word = |word: &str, name: &str| {
        let mut ends = tokens.words_of("neutral");
        word == name || ends.any(|end| name.strip_suffix(end) == Some(word))
    };
    let mut words = tokens.words_of("arrived");
    let is_named = words.any(|word| names.iter().any(|name| is_word(word, name)));
    is_named && !fact.when.is_plan() && tokens.has_word("arrived", &view.own_words(fact))
}

/// Whether all of a name is that of a fact: 2024年度政府采购支出总额.
fn bears_all_of(fact: &Spot, name: &str) -> bool {
    [&fact.name, &fact.raw]
        .into_iter()
        .any(|own| own.strip_suffix(name).is_some_and(|before| before.chars().count() <= 1))
}

/// A name without the word that all of it is meant: 占全部结转的72%.
fn without_all<'n>(view: &View<'_, '_>, name: &'n str) -> &'n str {
    let mut firsts = view.passage.tokens.words_of("whole_first");
    firsts.find_map(|word| name.strip_prefix(word)).unwrap_or(name)
}

/// The only fact around that bears the name of the whole, or is of the stage that a ratio names.
pub(super) fn whole_named(
    view: &View<'_, '_>,
    at: usize,
    part: usize,
    relation: Relation,
) -> Option<usize> {
    /// A shorter name is that of many things.
    const SHORT: usize = 2;
    /// A name as long as this is found farther off, where all of it is printed.
    const LONG: usize = 5;
    let spot = view.spot(at)?;
    let is_long = relation == Relation::Share && spot.of.chars().count() >= LONG;
    let stage = spot.words.iter().copied().find(|class| class.is_plan());
    let name = without_all(view, view.bare(&spot.of));
    let fits = |other: &Spot| {
        if relation == Relation::Completion {
            return stage.is_some()
                && other.when.stage == stage
                && view.passage.tokens.is_stage(&spot.of);
        }
        // 不含税价 is no 含税价
        if other.words.contains(&Class::Not) && !spot.words.contains(&Class::Not) {
            return false;
        }
        let own = view.bare(&other.name);
        let raw = view.bare(&other.raw);
        // 送审80万元，…占送审金额的95%
        let mut ends = view.passage.tokens.words_of("neutral");
        let is_stem = ends.any(|end| {
            let stem = spot.of.strip_suffix(end).filter(|stem| stem.chars().count() >= SHORT);
            stem.is_some_and(|stem| other.raw.ends_with(stem))
        });
        let is_same = !spot.of.is_empty() && (other.name == spot.of || other.raw == spot.of);
        // 合计80万元；其中…，占采购总额的63%
        let is_total = spot.is_sum && other.is_sum && own.is_empty();
        is_same
            || is_total
            || is_stem
            || has_arrived(view, &spot.of, other)
            || name.chars().count() >= SHORT
                && !["neutral", "ranked_flows"]
                    .iter()
                    .any(|list| view.passage.tokens.is_word(list, name))
                && (own == name
                    || raw == name
                    || own.strip_suffix(name).is_some_and(|before| !view.ends_denied(before)))
    };
    let own = view.spot(part)?;
    // 发放问卷1200份，回收1146份，有效1089份，占回收问卷的95%
    let is_picked = |other: &Spot| {
        let mut nouns = view.before(part).filter(|(place, _)| view.is_like(*place, part));
        relation == Relation::Share && nouns.any(|(_, of)| is_done_of(&spot.of, other, of))
    };
    let mut told: Vec<(usize, &Spot)> = Vec::new();
    let mut plans = 0_usize;
    for (place, other) in view.before(part) {
        let is_near = other.sentence + 1 >= own.sentence;
        if !is_near && !is_long || view.has_sign(place, part, Sign::Edge) {
            break;
        }
        if !is_near && !bears_all_of(other, &spot.of) {
            continue;
        }
        if other.when.is_last != own.when.is_last
            || !view.is_plain(place)
            || !view.is_like(place, part)
        {
            continue;
        }
        plans += usize::from(other.when.is_plan() && other.sentence == own.sentence);
        let is_apart = relation == Relation::Completion && other.segment != own.segment;
        if matches!(other.role, Role::Value | Role::To(_)) && !is_apart {
            told.push((place, other));
        }
    }
    let those = |is_it: &dyn Fn(&Spot) -> bool| -> Vec<usize> {
        told.iter().filter(|(_, other)| is_it(other)).map(|(place, _)| *place).collect()
    };
    let mut found = those(&fits);
    if found.is_empty() {
        found = those(&is_picked);
    }
    // 年初预算90万元，调整后预算80万元，占调整后预算的75%: the one that bears all of the name
    let is_stage = stage.is_some() && view.passage.tokens.is_stage(&spot.of);
    let whole = those(&|other: &Spot| {
        is_stage && other.when.stage == stage
            || !spot.of.is_empty() && (other.name == spot.of || other.raw == spot.of)
    });
    if let ([only], Relation::Share) = (whole.as_slice(), relation) {
        return Some(*only);
    }
    let is_open = relation == Relation::Completion && stage == Some(Class::Plan) && plans > 1;
    match found.as_slice() {
        [only] if !is_open => Some(*only),
        _ => None,
    }
}
