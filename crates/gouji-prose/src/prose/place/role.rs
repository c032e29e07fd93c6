//! The part that a figure plays, by the words before it.

use super::Role;
use super::spot::is_of_names;
use super::words_before::WordsBefore;
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
    let words = WordsBefore::new(tokens, list, (from, own, at), quantity);
    words
        .of_motion()
        .or_else(|| match quantity.kind {
            Kind::Points => Some(words.of_points()),
            Kind::Percent => words.of_percent(),
            Kind::Score => words.of_score(),
            _ => None,
        })
        .or_else(|| words.of_each_or_bare())
        .or_else(|| words.of_verb())
        .or_else(|| words.of_rate_behind())
        .or_else(|| words.of_comparison())
        .unwrap_or_else(|| words.view(Role::Value))
}

impl WordsBefore<'_> {
    /// What something moves from or to, and by which rate: 68.2%提升到71.5%, 增加5万元（12.5%）.
    fn of_motion(&self) -> Option<View> {
        let Self { tokens, list, from, own, at, quantity, .. } = *self;
        let what = |at: usize| self.what(at);
        let class = |at: usize| self.class(at);
        let view = |role: Role| self.view(role);
        let of = |role: Role, from: usize| self.of(role, from);
        let is_filler = |at: usize| self.is_filler(at);
        let line = &self.line;
        // 68.2%提升到71.5%
        let next = (at + 1..list.len()).find(|at| !is_filler(*at));
        let leads_to =
            matches!(next.and_then(class), Some(Class::To | Class::ToUp | Class::ToDown))
                && next.is_some_and(|next| {
                    matches!(
                        (next + 1..list.len()).find(|at| !is_filler(*at)).and_then(what),
                        Some(What::Figure(_))
                    )
                });
        if leads_to {
            return Some(view(Role::From));
        }
        if let Some(sign) = line.end_at(at) {
            return Some(view(Role::To(sign)));
        }
        if let Some(from) = line.begins_at(at) {
            return Some(of(Role::From, from.max(own.saturating_sub(1))));
        }
        // 增加5万元（12.5%）
        if let (Some(What::Figure(_)), Kind::Percent, true) =
            (self.previous(), quantity.kind, from == at)
            && let Some(before) = from.checked_sub(2).and_then(|at| list.get(at))
            && let Some(class) = last_word(tokens, *before).filter(|class| class.is_way())
        {
            return Some(view(Role::Rate(sign(class))));
        }
        None
    }

    fn is_percent(&self, figure: usize) -> bool {
        self.tokens.figures.get(figure).is_some_and(|figure| figure.kind == Kind::Percent)
    }

    /// Points: by how much a rate moved, or for each of which something is done.
    fn of_points(&self) -> View {
        let Self { from, .. } = *self;
        let class = |at: usize| self.class(at);
        let find = |wanted: &[Class]| self.find(wanted);
        let view = |role: Role| self.view(role);
        let line = &self.line;
        // 每低2个百分点扣0.25分: a step
        if find(&[Class::Per]).is_some() {
            return view(Role::Per);
        }
        let way = find(&[Class::Up, Class::Down]);
        // 高于目标2个百分点, but 不高于
        let is_said = |at: &usize| at.checked_sub(1).and_then(class) != Some(Class::Not);
        let beside = find(&[Class::Above, Class::Below]).filter(is_said);
        let way =
            way.or(beside).or_else(|| line.way_over_base(from, |figure| self.is_percent(figure)));
        view(Role::Points(way.and_then(class).map_or(0, sign)))
    }

    /// A rate: of change, of completion, a share, a base.
    fn of_percent(&self) -> Option<View> {
        let Self { own, at, last_at, last, is_sum, list, .. } = *self;
        let what = |at: usize| self.what(at);
        let class = |at: usize| self.class(at);
        let find = |wanted: &[Class]| self.find(wanted);
        let view = |role: Role| self.view(role);
        let of = |role: Role, from: usize| self.of(role, from);
        let moved = |role: Role| self.moved(role);
        let is_filler = |at: usize| self.is_filler(at);
        let is_minus = |at: usize| self.is_minus(at);
        let line = &self.line;
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
            return Some(of(Role::Base, from));
        }
        if self.is_of_figure() {
            return Some(View { role: Role::Share, of: None, is_sum });
        }
        if find(&[Class::Average]).is_some() {
            return Some(view(Role::Value));
        }
        // 占增加额的25%
        let is_of_change =
            at.checked_sub(1).and_then(class) == Some(Class::Of) && last.is_some_and(Class::is_way);
        if let (Some(from), true) = (find(&[Class::Share]), is_of_change) {
            return Some(of(Role::Share, from));
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
            return Some(moved(Role::Rate(turned * sign(class))));
        }
        // 比序时进度83.3%快
        let moves = (at + 1..list.len())
            .take_while(|at| !matches!(what(*at), Some(What::Figure(_) | What::Sign(_))))
            .any(|at| class(at).is_some_and(Class::is_way));
        if let (Some(from), true) = (find(&[Class::Compare]), moves) {
            return Some(of(Role::Base, from));
        }
        if let Some(from) = find(&[Class::Complete]) {
            return Some(of(Role::Complete, from));
        }
        if let Some(from) = find(&[Class::Share]) {
            return Some(of(Role::Share, from));
        }
        // 节约额相当于控制价的6.1%
        let is_of = class(at.wrapping_sub(1)) == Some(Class::Of);
        if let (Some(from), true) = (find(&[Class::Equals]), is_of) {
            return Some(of(Role::Share, from));
        }
        // 缩减比例
        if let Some(noun) = find(&[Class::ShareNoun])
            && let before = noun.checked_sub(1).filter(|before| *before >= own)
            && let Some(class) = before.and_then(class).filter(|class| class.is_way())
        {
            return Some(view(Role::Rate(sign(class))));
        }
        if let Some(from) = find(&[Class::ShareNoun]) {
            return Some(View { role: Role::Share, of: Some((from, from)), is_sum });
        }
        // 为年初预算的, 是预算4,000万元的
        if let (Some(Class::PlanFirst | Class::PlanFinal | Class::Plan), true) = (last, is_of) {
            let from = last_at.unwrap_or(own);
            return Some(View { role: Role::Complete, of: Some((from, at)), is_sum });
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
                return Some(view(Role::Rate(sign(class))));
            }
            return Some(view(Role::Named));
        }
        None
    }

    /// Points of a score: what was got, of how many, what was taken off.
    fn of_score(&self) -> Option<View> {
        let Self { from, own, at, last, .. } = *self;
        let what = |at: usize| self.what(at);
        let class = |at: usize| self.class(at);
        let find = |wanted: &[Class]| self.find(wanted);
        let view = |role: Role| self.view(role);
        let words_at = find(&[Class::Deduct, Class::Weight, Class::Score, Class::ScoreTotal]);
        let words = words_at.and_then(class);
        // 按10分的权重折算为9.7分: the weight of the figure before it
        let is_weight = |at: usize| {
            let at = at + usize::from(class(at) == Some(Class::Of));
            class(at) == Some(Class::Weight)
        };
        if is_weight(at + 1) {
            return Some(view(Role::Weight));
        }
        if words_at.is_some_and(|word| word == from + 1 && own == from && is_weight(from))
            && matches!(from.checked_sub(1).and_then(what), Some(What::Figure(_)))
        {
            return Some(view(Role::Got));
        }
        match (last, words) {
            // 提高3.20分
            (Some(class), _) if class.is_way() => {}
            (_, Some(Class::Deduct)) => return Some(view(Role::Deduct)),
            (_, Some(Class::Weight)) => return Some(view(Role::Weight)),
            (_, Some(Class::Score | Class::ScoreTotal)) if find(&[Class::Compare]).is_none() => {
                return Some(view(Role::Got));
            }
            _ => {}
        }
        None
    }

    /// An amount for each, and scores without their unit: 比标准85元/株节省5元.
    fn of_each_or_bare(&self) -> Option<View> {
        let Self { at, quantity, .. } = *self;
        let class = |at: usize| self.class(at);
        let find = |wanted: &[Class]| self.find(wanted);
        let view = |role: Role| self.view(role);
        // 比标准85元/株节省5元
        let compared = find(&[Class::Compare]);
        if quantity.is_per && compared.is_none_or(|from| from + 1 >= at) {
            return Some(view(Role::Per));
        }
        if quantity.kind == Kind::Bare {
            let words = find(&[Class::Deduct, Class::Weight, Class::Score, Class::ScoreTotal])
                .and_then(class);
            match words {
                Some(Class::Deduct) => return Some(view(Role::Deduct)),
                Some(Class::Weight) => return Some(view(Role::Weight)),
                Some(Class::Score | Class::ScoreTotal) => return Some(view(Role::Got)),
                _ => {}
            }
        }
        None
    }

    /// What the last word says that happened: it changed, is left, came to so much.
    fn of_verb(&self) -> Option<View> {
        let Self { tokens, list, own, at, last_at, last, .. } = *self;
        let what = |at: usize| self.what(at);
        let class = |at: usize| self.class(at);
        let find = |wanted: &[Class]| self.find(wanted);
        let view = |role: Role| self.view(role);
        let moved = |role: Role| self.moved(role);
        let line = &self.line;
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
        // 支持促消费提质提升80万元: the word belongs to the name
        let is_of_name = |at: usize| {
            let token = list.get(at).and_then(|token| tokens.tokens.get(*token));
            token.is_some_and(|own| tokens.is_word("works", &tokens.text(own.from, own.to)))
        };
        let is_amount = match self.quantity.kind {
            Kind::Money => true,
            // 800.00万
            Kind::Count => self.quantity.counter.is_empty() && self.quantity.decimals > 0,
            _ => false,
        };
        let is_work = is_amount
            && name_length > SHORT
            && last_at.is_some_and(is_of_name)
            && find(&[Class::Compare, Class::YearOnYear]).is_none();
        if is_work {
            return None;
        }
        if let Some(sign) = last_at.and_then(|at| line.verb_at(at, own)) {
            return Some(view(Role::Change(sign)));
        }
        // 追加预算80万元
        let added = last_at.filter(|_| last == Some(Class::Plan));
        let added = added.and_then(|plan| plan.checked_sub(1)).filter(|before| *before >= own);
        let last = match added.and_then(class) {
            Some(word @ (Class::AdjustUp | Class::AdjustDown)) => Some(word),
            _ => last,
        };
        let is_left_over = |at: usize| {
            let token = list.get(at).and_then(|token| tokens.tokens.get(*token));
            token.is_some_and(|own| tokens.is_word("left_over", &tokens.text(own.from, own.to)))
        };
        match last {
            Some(class) if class.is_way() => {
                // 比目标35小时快0.9小时: who is quicker takes less time
                let is_speed = |at: usize| {
                    let token = list.get(at).and_then(|token| tokens.tokens.get(*token));
                    token
                        .is_some_and(|own| tokens.is_word("speeds", &tokens.text(own.from, own.to)))
                };
                let turns = tokens.is_word("times_taken", &self.quantity.counter)
                    && last_at.is_some_and(is_speed);
                return Some(moved(Role::Change(if turns { -sign(class) } else { sign(class) })));
            }
            Some(Class::Adjust) => return Some(view(Role::Adjust(0))),
            Some(Class::AdjustUp) => return Some(view(Role::Adjust(1))),
            Some(Class::AdjustDown) => return Some(view(Role::Adjust(-1))),
            Some(Class::Left)
                if (name_length <= SHORT || last_at.is_some_and(is_undone))
                    && find(&[Class::Start]).is_none() =>
            {
                return Some(view(Role::Left));
            }
            // 已支付58万元，余22万元
            Some(Class::OrMore) if name_length == 0 && last_at.is_some_and(is_left_over) => {
                return Some(view(Role::Left));
            }
            Some(Class::To) => return Some(view(Role::To(0))),
            Some(Class::ToUp) => return Some(view(Role::To(1))),
            Some(Class::ToDown) => return Some(view(Role::To(-1))),
            Some(Class::Above) => return Some(view(Role::Beside(1))),
            Some(Class::Below) => return Some(view(Role::Beside(-1))),
            _ => {}
        }
        None
    }

    /// The whole or the plan of a rate that stands behind it: 占总支出 2,562 万元的 40%.
    fn of_rate_behind(&self) -> Option<View> {
        let Self { tokens, at, list, .. } = *self;
        let what = |at: usize| self.what(at);
        let find = |wanted: &[Class]| self.find(wanted);
        let view = |role: Role| self.view(role);
        // 占总支出 2,562 万元的 40%
        let percent_follows = || {
            let next = (at + 1..list.len())
                .find(|at| !matches!(what(*at), Some(What::Word(_) | What::Text)));
            matches!(next.and_then(what), Some(What::Figure(figure)) if tokens.figures.get(figure).is_some_and(|next| next.kind == Kind::Percent))
        };
        if find(&[Class::Share]).is_some() && percent_follows() {
            return Some(view(Role::WholeOf));
        }
        if find(&[Class::Complete]).is_some() && percent_follows() {
            return Some(view(Role::PlanOf));
        }
        None
    }

    /// What something is compared with, or lies above or below.
    fn of_comparison(&self) -> Option<View> {
        let Self { tokens, own, at, is_sum, list, .. } = *self;
        let what = |at: usize| self.what(at);
        let class = |at: usize| self.class(at);
        let find = |wanted: &[Class]| self.find(wanted);
        let view = |role: Role| self.view(role);
        let of = |role: Role, from: usize| self.of(role, from);
        let line = &self.line;
        let compared = find(&[Class::Compare]);
        // 比上一轮每天320元少: what stands behind the comparison is its base
        // 两项均接受的6,902人: those of whom all is true
        let is_all = |at: &usize| {
            let ends = self.at.checked_sub(1).filter(|end| *end > at + 1);
            class(*at) == Some(Class::Average) && ends.and_then(class) == Some(Class::Of)
        };
        let per = find(&[Class::Per, Class::Average]).filter(|at| !is_all(at));
        if let (Some(from), Some(per)) = (compared, per)
            && from < per
            && line.moves_behind(at)
        {
            return Some(of(Role::Base, from));
        }
        if per.is_some() {
            return Some(view(Role::Per));
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
        // 与预算相比，年初预算为80万元
        if compare.is_none() && self.is_time_alone() && line.compares_before(own) {
            return Some(View { role: Role::Base, of: Some((own, at)), is_sum });
        }
        // 以上年预算5万元为基数
        if compare.is_none() && class(at + 1) == Some(Class::Against) {
            return Some(View { role: Role::Base, of: Some((own, at)), is_sum });
        }
        if let Some(from) = compare {
            return Some(of(Role::Base, from));
        }
        // 仍未恢复到2019年80万元的规模
        if let Some(from) = line.misses(own, at) {
            return Some(of(Role::Base, from));
        }
        // 决算数大于预算数的主要原因是80万元: the reason, no limit
        let is_told = |from: &usize| find(&[Class::Reason]).is_none_or(|reason| reason < *from);
        // 超出预算部分在追加的50万元内列支: what exceeds it is named, and is not the amount
        let is_noun = |from: &usize| {
            let begins =
                |text: &str| tokens.words_of("excess_nouns").any(|noun| text.starts_with(noun));
            (*from..at).any(|at| begins(&line.text(at)))
        };
        let is_told = |from: &usize| is_told(from) && !is_noun(from);
        if let Some(from) = find(&[Class::Above, Class::Below]).filter(is_told) {
            let role = Role::Beside(if class(from) == Some(Class::Above) { 1 } else { -1 });
            return Some(of(role, from));
        }
        // 超年初预算5万元
        let exceeds = |at: &usize| {
            class(*at) == Some(Class::Up) && tokens.is_word("exceeds", &line.text(*at))
        };
        let over = find(&[Class::Over]).or_else(|| (own..at).rev().find(exceeds));
        if let Some(from) = over
            && class(from + 1).is_some_and(|next| next.is_plan() || next == Class::PlanAny)
            && !is_noun(&from)
        {
            return Some(of(Role::Beside(1), from));
        }
        if let Some(from) = find(&[Class::From]) {
            let is_answered = (at + 1..list.len())
                .take_while(|at| {
                    !matches!(
                        what(*at),
                        Some(What::Sign(Sign::Stop | Sign::Semicolon | Sign::Edge))
                    )
                })
                .any(|at| matches!(class(at), Some(Class::To | Class::ToUp | Class::ToDown)));
            if is_answered {
                return Some(of(Role::From, from));
            }
        }
        None
    }
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
