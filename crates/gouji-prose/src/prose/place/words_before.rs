//! The words before a figure, by which its part is told.

use super::Role;
use super::ends::Line;
use super::role::View;
use crate::prose::quantity::{Kind, Quantity};
use crate::prose::token::{Sign, Tokens, What};
use crate::prose::words::Class;

/// The words before a figure, by which its part is told.
#[derive(Clone, Copy)]
pub(super) struct WordsBefore<'t> {
    pub(super) line: Line<'t>,
    pub(super) tokens: &'t Tokens,
    pub(super) list: &'t [usize],
    /// Where the words before the figure begin, and where those that are its own do.
    pub(super) from: usize,
    pub(super) own: usize,
    /// Where the figure stands.
    pub(super) at: usize,
    pub(super) quantity: &'t Quantity,
    /// The last word that tells something.
    pub(super) last_at: Option<usize>,
    pub(super) last: Option<Class>,
    pub(super) is_sum: bool,
}

impl<'t> WordsBefore<'t> {
    pub(super) fn new(
        tokens: &'t Tokens,
        list: &'t [usize],
        (from, own, at): (usize, usize, usize),
        quantity: &'t Quantity,
    ) -> Self {
        let line = Line { tokens, list };
        let (last_at, last, is_sum) = (None, None, false);
        let mut out = Self { line, tokens, list, from, own, at, quantity, last_at, last, is_sum };
        out.last_at = (own..at).rev().find(|at| !out.is_filler(*at));
        out.last = out.last_at.and_then(|at| out.class(at));
        out.is_sum = out.tells_sum();
        out
    }

    pub(super) fn what(&self, at: usize) -> Option<What> {
        self.line.what(at)
    }

    pub(super) fn class(&self, at: usize) -> Option<Class> {
        self.line.class(at)
    }

    /// A bracket of words alone: 增加（减少）.
    pub(super) fn is_bracket(&self, at: usize) -> bool {
        match self.what(at) {
            Some(What::Sign(Sign::Open)) => self.what(at + 1) == Some(What::Sign(Sign::Close)),
            Some(What::Sign(Sign::Close)) => {
                at.checked_sub(1).and_then(|at| self.what(at)) == Some(What::Sign(Sign::Open))
            }
            _ => false,
        }
    }

    /// 变动率-6.00%
    pub(super) fn is_minus(&self, token: usize) -> bool {
        let own = self.list.get(token).and_then(|token| self.tokens.tokens.get(*token));
        self.quantity.kind == Kind::Percent
            && token + 1 == self.at
            && own.is_some_and(|own| {
                own.what == What::Text && self.tokens.text(own.from, own.to) == "-"
            })
    }

    pub(super) fn is_filler(&self, at: usize) -> bool {
        self.is_bracket(at)
            || self.is_minus(at)
            || matches!(
                self.class(at),
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
    }

    /// The last of some words.
    pub(super) fn find(&self, wanted: &[Class]) -> Option<usize> {
        let is_wanted = |at: &usize| self.class(*at).is_some_and(|class| wanted.contains(&class));
        (self.own..self.at).rev().find(is_wanted)
    }

    /// Whether the words only name the year before or a stage.
    pub(super) fn is_time_alone(&self) -> bool {
        let is_time =
            |at: usize| self.class(at).is_some_and(|class| class == Class::Last || class.is_plan());
        (self.own..self.at).any(is_time)
            && (self.own..self.at).all(|at| is_time(at) || self.is_filler(at))
    }

    /// Whether it is a sum of what is told.
    pub(super) fn tells_sum(&self) -> bool {
        let Self { tokens, list, own, at, .. } = *self;
        let class = |at: usize| self.class(at);
        let is_filler = |at: usize| self.is_filler(at);
        // 六个县小计400万元 is an item
        if super::spot::is_subtotal(tokens, list.get(own..at)) {
            return true;
        }
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
        matches!(sum_at.and_then(class), Some(Class::Sum | Class::Total | Class::Cumulated))
    }

    pub(super) fn view(&self, role: Role) -> View {
        View { role, of: None, is_sum: self.is_sum }
    }

    /// The same; the words behind a place say what it is of.
    pub(super) fn of(&self, role: Role, from: usize) -> View {
        View { role, of: Some((from + 1, self.at)), is_sum: self.is_sum }
    }

    /// 经费比年初预算数增加: what it is compared with is no part of its name.
    pub(super) fn moved(&self, role: Role) -> View {
        let opens = self
            .find(&[Class::Compare])
            .filter(|from| (self.own..*from).all(|before| self.class(before) != Some(Class::With)));
        opens.map_or(self.view(role), |from| self.of(role, from))
    }

    /// What stands directly before the words.
    pub(super) fn previous(&self) -> Option<What> {
        self.from.checked_sub(1).filter(|_| self.own == self.from).and_then(|at| self.what(at))
    }

    /// Whether the words only say that it is of the figure before it: X的40%.
    pub(super) fn is_of_figure(&self) -> bool {
        matches!(self.previous(), Some(What::Figure(_)))
            && self.class(self.at.wrapping_sub(1)) == Some(Class::Of)
            && (self.own..self.at).all(|at| self.is_filler(at))
    }
}
