//! The two ends of a from–to, whatever verb leads from one to the other: 由年初的18人压缩到年末12人.

use crate::prose::quantity::Kind;
use crate::prose::token::{Sign, Tokens, What};
use crate::prose::words::Class;

/// The figures and words of one bracket, or of all outside of brackets.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) tokens: &'a Tokens,
    pub(super) list: &'a [usize],
}

impl Line<'_> {
    pub(super) fn what(&self, at: usize) -> Option<What> {
        self.list.get(at).and_then(|token| self.tokens.tokens.get(*token)).map(|token| token.what)
    }

    pub(super) fn class(&self, at: usize) -> Option<Class> {
        match self.what(at) {
            Some(What::Word(class)) => Some(class),
            _ => None,
        }
    }

    pub(super) fn text(&self, at: usize) -> String {
        let token = self.list.get(at).and_then(|token| self.tokens.tokens.get(*token));
        token.map(|token| self.tokens.text(token.from, token.to)).unwrap_or_default()
    }

    /// The direction of the from–to that ends with the figure at a place, 0 where no word says it;
    /// `None` where none ends there.
    pub(super) fn end_at(&self, at: usize) -> Option<i8> {
        let before = (0..at)
            .rev()
            .take_while(|at| !self.is_end(*at))
            .find(|at| matches!(self.what(*at), Some(What::Figure(_))))?;
        self.opens(before)?;
        self.leads(before, at)
    }

    /// Whether the clause before a place only says what something before it is compared with: 与预算相比，年初预算为….
    pub(super) fn compares_before(&self, from: usize) -> bool {
        let comma = from.checked_sub(1);
        let Some(comma) = comma.filter(|at| self.what(*at) == Some(What::Sign(Sign::Comma))) else {
            return false;
        };
        let is_cut = |at: &usize| matches!(self.what(*at), Some(What::Figure(_) | What::Sign(_)));
        let clause = || (0..comma).rev().take_while(|at| !is_cut(at));
        let says = |class: Class| clause().any(|at| self.class(at) == Some(class));
        let is_figure = |at: usize| matches!(self.what(at), Some(What::Figure(_)));
        (says(Class::Compare) || says(Class::With) && says(Class::Against))
            && (0..comma).any(is_figure)
    }

    /// The word that opens the from–to that begins with the figure at a place.
    pub(super) fn begins_at(&self, at: usize) -> Option<usize> {
        let opens = self.opens(at)?;
        let next = (at + 1..self.list.len())
            .take_while(|at| !self.is_end(*at))
            .find(|at| matches!(self.what(*at), Some(What::Figure(_))))?;
        self.leads(at, next).map(|_| opens)
    }

    /// The direction of a verb that ends with the one character at a place: 多跑4次.
    pub(super) fn verb_at(&self, at: usize, from: usize) -> Option<i8> {
        let before = at.checked_sub(1).filter(|before| *before >= from)?;
        let is_char = self.what(at) == Some(What::Text) && self.text(at).chars().count() == 1;
        let is_word = self.class(before).is_some_and(Class::is_way);
        let word: Vec<char> = self.text(before).chars().collect();
        let verb = self.tokens.lists.verbs.iter().find(|(verb, _)| *verb == word);
        verb.filter(|_| is_char && is_word).map(|(_, sign)| *sign)
    }

    /// The word of more or less before a ratio that percentage points stand directly behind:
    /// 低于时间进度（50%）3.2个百分点.
    pub(super) fn way_over_base(
        &self,
        from: usize,
        is_percent: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let base = from.checked_sub(1)?;
        let What::Figure(figure) = self.what(base)? else { return None };
        let own = (0..base)
            .rev()
            .take_while(|at| !matches!(self.what(*at), Some(What::Figure(_) | What::Sign(_))));
        // 低于全市增幅（5%）2个百分点: what it is compared with may speak of growth, too
        let is_one_of = |at: &usize, ways: [Class; 2]| {
            self.class(*at).is_some_and(|class| ways.contains(&class))
        };
        let beside = own.clone().find(|at| is_one_of(at, [Class::Above, Class::Below]));
        let way = beside.or_else(|| own.clone().find(|at| is_one_of(at, [Class::Up, Class::Down])));
        let way = way.filter(|_| is_percent(figure))?;
        (way.checked_sub(1).and_then(|at| self.class(at)) != Some(Class::Not)).then_some(way)
    }

    /// The word behind which a distance to a figure is told: 比…, 高于…, 离….
    pub(super) fn opens_distance(&self, own: usize, at: usize) -> Option<usize> {
        let opens = [
            Class::Compare,
            Class::With,
            Class::Above,
            Class::Below,
            Class::Up,
            Class::Down,
            Class::Apart,
        ];
        let word = |at: &usize| self.class(*at).is_some_and(|class| opens.contains(&class));
        let beside = |at: &usize| {
            matches!(self.class(*at), Some(Class::Above | Class::Below | Class::Compare))
        };
        let is_far = self.what(own) == Some(What::Text)
            && self.tokens.words_of("distance").any(|word| self.text(own).starts_with(word));
        let found = (own..at).rev().find(beside).or_else(|| (own..at).rev().find(word));
        found.or_else(|| is_far.then_some(own))
    }

    /// The words before a figure that say that it was not reached, with the figure before something of which it is:
    /// 未恢复到80万元的规模.
    pub(super) fn misses(&self, own: usize, at: usize) -> Option<usize> {
        let not = (own..at).find(|at| self.class(*at) == Some(Class::Not))?;
        let text: String = (not..at).map(|at| self.text(at)).collect();
        let says = self.tokens.words_of("missed").any(|word| text.contains(word));
        (says && self.class(at + 1) == Some(Class::Of)).then_some(not)
    }

    /// Whether percentage points follow a figure in its clause.
    pub(super) fn points_follow(&self, at: usize) -> bool {
        let next = (at + 1..self.list.len())
            .find(|at| matches!(self.what(*at), Some(What::Figure(_) | What::Sign(_)) | None));
        matches!(next.and_then(|at| self.what(at)), Some(What::Figure(figure))
            if self.tokens.figures.get(figure).is_some_and(|next| next.kind == Kind::Points))
    }

    /// Whether a word that something grows, falls or is left follows a figure in its clause.
    pub(super) fn moves_behind(&self, at: usize) -> bool {
        (at + 1..self.list.len())
            .take_while(|at| !matches!(self.what(*at), Some(What::Figure(_) | What::Sign(_))))
            .any(|at| self.class(at).is_some_and(|class| class.is_way() || class == Class::Left))
    }

    fn is_end(&self, at: usize) -> bool {
        matches!(self.what(at), Some(What::Sign(Sign::Stop | Sign::Semicolon | Sign::Edge)))
    }

    /// The word that opens a from–to, before a figure in its clause.
    fn opens(&self, figure: usize) -> Option<usize> {
        (0..figure)
            .rev()
            .take_while(|at| !matches!(self.what(*at), Some(What::Figure(_) | What::Sign(_))))
            .find(|at| self.class(*at) == Some(Class::From))
    }

    /// The direction in which the words between two figures lead to the second.
    fn leads(&self, from: usize, to: usize) -> Option<i8> {
        let mut at = to;
        let mut becomes = false;
        let mut is_timed = false;
        while at > from + 1 {
            let class = self.class(at - 1);
            match class {
                Some(Class::Filler) => {
                    becomes |= self.tokens.is_word("becomes", &self.text(at - 1))
                }
                Some(Class::Of | Class::This | Class::Over | Class::About | Class::Each) => {}
                // 到每月12次
                Some(Class::Per) => is_timed = false,
                // 到年末的12人, 到6月末的12人
                Some(Class::Start | Class::End | Class::PlanFinal | Class::Done | Class::Plan) => {
                    is_timed = true;
                }
                None if matches!(self.what(at - 1), Some(What::Year(_) | What::Month(_))) => {
                    is_timed = true;
                }
                // 到实施后的12人, 到6月末12人
                None if !becomes
                    && !is_timed
                    && self.what(at - 1) == Some(What::Text)
                    && self.text(at - 1).chars().count() <= LONGEST =>
                {
                    is_timed = true;
                }
                _ => break,
            }
            at -= 1;
        }
        let sign = |class: Option<Class>| match class {
            Some(Class::To) => Some(0),
            Some(Class::ToUp) => Some(1),
            Some(Class::ToDown) => Some(-1),
            _ => None,
        };
        let last = at.checked_sub(1).filter(|at| *at > from)?;
        if let Some(sign) = sign(self.class(last)) {
            return Some(sign);
        }
        // 由13个归并为4个
        match self.class(last) {
            Some(Class::Up | Class::AdjustUp) if becomes => Some(1),
            Some(Class::Down | Class::AdjustDown) if becomes => Some(-1),
            None if becomes && self.what(last) == Some(What::Text) => Some(0),
            _ => None,
        }
    }
}

/// A longer text between a verb and its figure is a name.
const LONGEST: usize = 4;
