//! The part that a figure plays, by the words before it.

use super::Role;
use super::ends::Line;
use super::spot::is_of_names;
use crate::prose::quantity::{Kind, Quantity};
use crate::prose::token::{Sign, Tokens, What};
use crate::prose::words::Class;

pub(super) struct View {
    pub(super) role: Role,
    pub(super) of: Option<(usize, usize)>,
    pub(super) is_sum: bool,
}

pub(super) fn role(
    tokens: &Tokens,
    list: &[usize],
    (from, own, at): (usize, usize, usize),
    quantity: &Quantity,
) -> View {
    let line = Line { tokens, list };
    let what = |at: usize| line.what(at);
    let class = |at: usize| line.class(at);
    let is_percent = |figure: usize| {
        tokens.figures.get(figure).is_some_and(|figure| figure.kind == Kind::Percent)
    };
    // a bracket of words alone: 增加（减少）
    let is_bracket = |at: usize| match what(at) {
        Some(What::Sign(Sign::Open)) => what(at + 1) == Some(What::Sign(Sign::Close)),
        Some(What::Sign(Sign::Close)) => {
            at.checked_sub(1).and_then(what) == Some(What::Sign(Sign::Open))
        }
        _ => false,
    };
    // 变动率-6.00%
    let is_minus = |token: usize| {
        let own = list.get(token).and_then(|token| tokens.tokens.get(*token));
        quantity.kind == Kind::Percent
            && token + 1 == at
            && own.is_some_and(|own| own.what == What::Text && tokens.text(own.from, own.to) == "-")
    };
    let is_filler = |at: usize| {
        is_bracket(at)
            || is_minus(at)
            || matches!(
                class(at),
                Some(
                    Class::Filler
                        | Class::Of
                        | Class::About
                        | Class::Over
                        | Class::Under
                        | Class::Near
                        | Class::Each
                        | Class::This
                )
            )
    };
    // the last word that tells something
    let last_at = (own..at).rev().find(|at| !is_filler(*at));
    let last = last_at.and_then(class);
    let find = |wanted: &[Class]| {
        (own..at).rev().find(|at| class(*at).is_some_and(|class| wanted.contains(&class)))
    };
    // 共投入
    let is_verb = |at: usize| {
        let length = list
            .get(at)
            .and_then(|token| tokens.tokens.get(*token))
            .filter(|token| token.what == What::Text)
            .map_or(0, |token| token.to - token.from);
        at > own && (1..=2).contains(&length) && class(at - 1) == Some(Class::Sum)
    };
    let sum_at = (own..at).rev().find(|at| {
        !is_filler(*at)
            && !is_verb(*at)
            && !matches!(
                class(*at),
                Some(
                    Class::Income
                        | Class::Outgo
                        | Class::Done
                        | Class::Plan
                        | Class::Share
                        | Class::Deduct
                        | Class::Score
                )
            )
    });
    let is_sum =
        matches!(sum_at.and_then(class), Some(Class::Sum | Class::Total | Class::Cumulated));
    let view = |role: Role| View { role, of: None, is_sum };
    let of = |role: Role, from: usize| View { role, of: Some((from + 1, at)), is_sum };
    // 经费比年初预算数增加: what it is compared with is no part of its name
    let opens = find(&[Class::Compare])
        .filter(|from| (own..*from).all(|before| class(before) != Some(Class::With)));
    let moved = |role: Role| opens.map_or(view(role), |from| of(role, from));
    // 68.2%提升到71.5%
    let next = (at + 1..list.len()).find(|at| !is_filler(*at));
    let leads_to = matches!(next.and_then(class), Some(Class::To | Class::ToUp | Class::ToDown))
        && next.is_some_and(|next| {
            matches!(
                (next + 1..list.len()).find(|at| !is_filler(*at)).and_then(what),
                Some(What::Figure(_))
            )
        });
    if leads_to {
        return view(Role::From);
    }
    if let Some(sign) = line.end_at(at) {
        return view(Role::To(sign));
    }
    if let Some(from) = line.begins_at(at) {
        return of(Role::From, from.max(own.saturating_sub(1)));
    }
    // X的40%
    let previous = from.checked_sub(1).filter(|_| own == from).and_then(what);
    let is_of_figure = matches!(previous, Some(What::Figure(_)))
        && class(at.wrapping_sub(1)) == Some(Class::Of)
        && (own..at).all(is_filler);
    // 增加5万元（12.5%）
    if let (Some(What::Figure(_)), Kind::Percent, true) = (previous, quantity.kind, from == at)
        && let Some(before) = from.checked_sub(2).and_then(|at| list.get(at))
        && let Some(class) = last_word(tokens, *before).filter(|class| class.is_way())
    {
        return view(Role::Rate(sign(class)));
    }
    match quantity.kind {
        Kind::Points => {
            // 每低2个百分点扣0.25分: a step
            if find(&[Class::Per]).is_some() {
                return view(Role::Per);
            }
            let way = find(&[Class::Up, Class::Down]);
            // 高于目标2个百分点, but 不高于
            let is_said = |at: &usize| at.checked_sub(1).and_then(class) != Some(Class::Not);
            let beside = find(&[Class::Above, Class::Below]).filter(is_said);
            let way = way.or(beside).or_else(|| line.way_over_base(from, is_percent));
            return view(Role::Points(way.and_then(class).map_or(0, sign)));
        }
        Kind::Percent => {
            // 高出去年的86.2%5.3个百分点, 离目标的95%还差3个百分点
            // 低于全市的增幅（5%）2个百分点
            let is_told = |from: usize| {
                !last.is_some_and(Class::is_way)
                    || last_at.is_some_and(|last| from < last)
                        && matches!(
                            class(from),
                            Some(Class::Compare | Class::With | Class::Above | Class::Below)
                        )
            };
            if let Some(from) = line.opens_distance(own, at)
                && is_told(from)
                && line.points_follow(at)
            {
                return of(Role::Base, from);
            }
            if is_of_figure {
                return View { role: Role::Share, of: None, is_sum };
            }
            if find(&[Class::Average]).is_some() {
                return view(Role::Value);
            }
            // 占增加额的25%
            let is_of_change = at.checked_sub(1).and_then(class) == Some(Class::Of)
                && last.is_some_and(Class::is_way);
            if let (Some(from), true) = (find(&[Class::Share]), is_of_change) {
                return of(Role::Share, from);
            }
            if let Some(
                class @ (Class::Up
                | Class::Down
                | Class::UpOrDown
                | Class::AdjustUp
                | Class::AdjustDown),
            ) = last
            {
                // 增长-20.82%
                let turned = if at > own && is_minus(at - 1) { -1 } else { 1 };
                return moved(Role::Rate(turned * sign(class)));
            }
            // 比序时进度83.3%快
            let moves = (at + 1..list.len())
                .take_while(|at| !matches!(what(*at), Some(What::Figure(_) | What::Sign(_))))
                .any(|at| class(at).is_some_and(Class::is_way));
            if let (Some(from), true) = (find(&[Class::Compare]), moves) {
                return of(Role::Base, from);
            }
            if let Some(from) = find(&[Class::Complete]) {
                return of(Role::Complete, from);
            }
            if let Some(from) = find(&[Class::Share]) {
                return of(Role::Share, from);
            }
            // 缩减比例
            if let Some(noun) = find(&[Class::ShareNoun])
                && let before = noun.checked_sub(1).filter(|before| *before >= own)
                && let Some(class) = before.and_then(class).filter(|class| class.is_way())
            {
                return view(Role::Rate(sign(class)));
            }
            if let Some(from) = find(&[Class::ShareNoun]) {
                return View { role: Role::Share, of: Some((from, from)), is_sum };
            }
            // 为年初预算的, 是预算4,000万元的
            let is_of = class(at.wrapping_sub(1)) == Some(Class::Of);
            if let (Some(Class::PlanFirst | Class::PlanFinal | Class::Plan), true) = (last, is_of) {
                let from = last_at.unwrap_or(own);
                return View { role: Role::Complete, of: Some((from, at)), is_sum };
            }
            // 不合格率分别为
            let last_but_order = (own..at)
                .rev()
                .find(|at| !is_filler(*at) && class(*at) != Some(Class::Respectively))
                .and_then(class);
            if let Some(Class::RateNoun) = last_but_order {
                // 压减幅度
                let before = last_at.and_then(|at| at.checked_sub(1)).filter(|at| *at >= own);
                if let Some(class) = before.and_then(class).filter(|class| class.is_way()) {
                    return view(Role::Rate(sign(class)));
                }
                return view(Role::Named);
            }
        }
        Kind::Score => {
            let words_at = find(&[Class::Deduct, Class::Weight, Class::Score, Class::ScoreTotal]);
            let words = words_at.and_then(class);
            // 按10分的权重折算为9.7分: the weight of the figure before it
            let is_weight =
                |at: usize| class(at) == Some(Class::Of) && class(at + 1) == Some(Class::Weight);
            if is_weight(at + 1) {
                return view(Role::Weight);
            }
            if words_at.is_some_and(|word| word == from + 1 && own == from && is_weight(from))
                && matches!(from.checked_sub(1).and_then(what), Some(What::Figure(_)))
            {
                return view(Role::Got);
            }
            match (last, words) {
                // 提高3.20分
                (Some(class), _) if class.is_way() => {}
                (_, Some(Class::Deduct)) => return view(Role::Deduct),
                (_, Some(Class::Weight)) => return view(Role::Weight),
                (_, Some(Class::Score | Class::ScoreTotal))
                    if find(&[Class::Compare]).is_none() =>
                {
                    return view(Role::Got);
                }
                _ => {}
            }
        }
        _ => {}
    }
    // 比标准85元/株节省5元
    let compared = find(&[Class::Compare]);
    if quantity.is_per && compared.is_none_or(|from| from + 1 >= at) {
        return view(Role::Per);
    }
    if quantity.kind == Kind::Bare {
        let words =
            find(&[Class::Deduct, Class::Weight, Class::Score, Class::ScoreTotal]).and_then(class);
        match words {
            Some(Class::Deduct) => return view(Role::Deduct),
            Some(Class::Weight) => return view(Role::Weight),
            Some(Class::Score | Class::ScoreTotal) => return view(Role::Got),
            _ => {}
        }
    }
    /// A longer name before such a word is that of a fact.
    const SHORT: usize = 4;
    let length = |at: usize| {
        list.get(at)
            .and_then(|token| tokens.tokens.get(*token))
            .map_or(0, |token| token.to - token.from)
    };
    let name_length: usize = (own..at)
        .filter(|at| what(*at) == Some(What::Text) || class(*at).is_some_and(is_of_names))
        .map(length)
        .sum();
    // 因账户异常未发放3万元: what was not done is left, whatever stands before it
    let is_undone = |at: usize| {
        let token = list.get(at).and_then(|token| tokens.tokens.get(*token));
        token.is_some_and(|token| tokens.is_word("undone", &tokens.text(token.from, token.to)))
    };
    if let Some(sign) = last_at.and_then(|at| line.verb_at(at, own)) {
        return view(Role::Change(sign));
    }
    // 追加预算80万元
    let added = last_at.filter(|_| last == Some(Class::Plan));
    let added = added.and_then(|plan| plan.checked_sub(1)).filter(|before| *before >= own);
    let last = match added.and_then(class) {
        Some(word @ (Class::AdjustUp | Class::AdjustDown)) => Some(word),
        _ => last,
    };
    match last {
        Some(class) if class.is_way() => return moved(Role::Change(sign(class))),
        Some(Class::Adjust) => return view(Role::Adjust(0)),
        Some(Class::AdjustUp) => return view(Role::Adjust(1)),
        Some(Class::AdjustDown) => return view(Role::Adjust(-1)),
        Some(Class::Left)
            if (name_length <= SHORT || last_at.is_some_and(is_undone))
                && find(&[Class::Start]).is_none() =>
        {
            return view(Role::Left);
        }
        Some(Class::To) => return view(Role::To(0)),
        Some(Class::ToUp) => return view(Role::To(1)),
        Some(Class::ToDown) => return view(Role::To(-1)),
        Some(Class::Above) => return view(Role::Beside(1)),
        Some(Class::Below) => return view(Role::Beside(-1)),
        _ => {}
    }
    // 占总支出 2,562 万元的 40%
    let percent_follows = || {
        let next =
            (at + 1..list.len()).find(|at| !matches!(what(*at), Some(What::Word(_) | What::Text)));
        matches!(next.and_then(what), Some(What::Figure(figure)) if tokens.figures.get(figure).is_some_and(|next| next.kind == Kind::Percent))
    };
    if find(&[Class::Share]).is_some() && percent_follows() {
        return view(Role::WholeOf);
    }
    if find(&[Class::Complete]).is_some() && percent_follows() {
        return view(Role::PlanOf);
    }
    // 比上一轮每天320元少: what stands behind the comparison is its base
    let per = find(&[Class::Per, Class::Average]);
    if let (Some(from), Some(per)) = (compared, per)
        && from < per
        && line.moves_behind(at)
    {
        return of(Role::Base, from);
    }
    if per.is_some() {
        return view(Role::Per);
    }
    let mut compare = find(&[Class::Compare]);
    if compare.is_none()
        && let Some(with) = find(&[Class::With])
    {
        let closes = (at + 1..list.len())
            .take_while(|at| !matches!(what(*at), Some(What::Figure(_) | What::Sign(_))))
            .any(|at| {
                matches!(
                    class(at),
                    Some(Class::Against | Class::Same | Class::Compare | Class::Agrees)
                )
            });
        compare = closes.then_some(with);
    }
    // 环比11月末36.2亿元减少
    let compare = compare.or_else(|| find(&[Class::YearOnYear]));
    // 以上年预算5万元为基数
    if compare.is_none() && class(at + 1) == Some(Class::Against) {
        return View { role: Role::Base, of: Some((own, at)), is_sum };
    }
    if let Some(from) = compare {
        return of(Role::Base, from);
    }
    // 仍未恢复到2019年80万元的规模
    if let Some(from) = line.misses(own, at) {
        return of(Role::Base, from);
    }
    if let Some(from) = find(&[Class::Above, Class::Below]) {
        let role = Role::Beside(if class(from) == Some(Class::Above) { 1 } else { -1 });
        return of(role, from);
    }
    // 超年初预算5万元
    let exceeds =
        |at: &usize| class(*at) == Some(Class::Up) && tokens.is_word("exceeds", &line.text(*at));
    let over = find(&[Class::Over]).or_else(|| (own..at).rev().find(exceeds));
    if let Some(from) = over
        && class(from + 1).is_some_and(|next| next.is_plan() || next == Class::PlanAny)
    {
        return of(Role::Beside(1), from);
    }
    if let Some(from) = find(&[Class::From]) {
        let is_answered = (at + 1..list.len())
            .take_while(|at| {
                !matches!(what(*at), Some(What::Sign(Sign::Stop | Sign::Semicolon | Sign::Edge)))
            })
            .any(|at| matches!(class(at), Some(Class::To | Class::ToUp | Class::ToDown)));
        if is_answered {
            return of(Role::From, from);
        }
    }
    view(Role::Value)
}

/// The last word that tells something, back from a token; `None` where it is no word of roles.
pub(super) fn last_word(tokens: &Tokens, from: usize) -> Option<Class> {
    let own = tokens.tokens.get(..=from)?.iter().rev();
    let mut classes = own.map(|token| match token.what {
        What::Word(class) => Some(class),
        _ => None,
    });
    classes.find(|class| !matches!(class, Some(Class::Filler | Class::Of | Class::Each))).flatten()
}

fn sign(class: Class) -> i8 {
    match class {
        Class::Up | Class::ToUp | Class::Above | Class::AdjustUp => 1,
        Class::Down | Class::ToDown | Class::Below | Class::AdjustDown => -1,
        _ => 0,
    }
}
