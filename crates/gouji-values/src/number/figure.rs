//! A number that remembers: value, interval, unit, and the expression over printed figures that it
//! came from.

use super::{Comparison, Interval, UnitId};
use crate::hash::QuickMap;
use crate::kind::Kind;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Index of an expression in an [`Arena`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExpressionId(pub u32);

impl ExpressionId {
    /// The id of the same expression in an arena that had so many others before
    /// ([`Arena::append`]).
    #[must_use]
    pub fn moved(self, by: u32) -> Self {
        Self(self.0.saturating_add(by))
    }
}

/// How a figure came to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A printed figure, by its index in the audit's list, times the size of its unit.
    Printed(u32),
    /// A number of a rule file.
    Constant(Decimal),
    /// Printed figures of a sum that are taken as right: what they come to, and between which ends
    /// rounding leaves that.
    Settled(Box<(Decimal, Interval)>),
    /// A factor times an expression.
    Scaled(Decimal, ExpressionId),
    /// A sum.
    Added(ExpressionId, ExpressionId),
    /// A difference.
    Subtracted(ExpressionId, ExpressionId),
    /// A quotient: what is divided, and by what.
    Ratio(ExpressionId, ExpressionId),
    /// A product of two figures.
    Product(ExpressionId, ExpressionId),
    /// Anything that is not linear; only what went into it is known.
    Opaque(Box<[ExpressionId]>),
}

/// Expressions of one audit: cheap to build, expanded only where localisation needs it.
#[derive(Clone, Debug, Default)]
pub struct Arena {
    nodes: Vec<Expression>,
    /// Scaled nodes whose factor is written as a percentage.
    percents: BTreeSet<ExpressionId>,
}

impl Arena {
    /// Adds a node.
    pub fn add(&mut self, node: Expression) -> ExpressionId {
        let id = ExpressionId(self.count());
        self.nodes.push(node);
        id
    }

    /// Adds an expression times a factor that a rule writes as a percentage.
    pub fn add_percent(&mut self, factor: Decimal, of: ExpressionId) -> ExpressionId {
        let id = self.add(Expression::Scaled(factor, of));
        self.percents.insert(id);
        id
    }

    /// Whether the factor of a scaled node is written as a percentage.
    #[must_use]
    pub fn is_percent(&self, id: ExpressionId) -> bool {
        self.percents.contains(&id)
    }

    /// Keeps the first `len` nodes and lets go of the others.
    pub fn truncate(&mut self, len: u32) {
        // most evaluations add no percentage, and to split a tree makes a new one
        while self.percents.last().is_some_and(|last| *last >= ExpressionId(len)) {
            self.percents.pop_last();
        }
        self.nodes.truncate(len as usize);
    }

    /// How many nodes there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)
    }

    /// Adds the nodes of another arena, in which printed figures had other indices: its ids are
    /// moved by the length before.
    pub fn append(&mut self, other: Self, index: impl Fn(u32) -> u32) {
        let by = self.count();
        self.percents.extend(other.percents.into_iter().map(|id| id.moved(by)));
        self.nodes.extend(other.nodes.into_iter().map(|node| match node {
            Expression::Printed(printed) => Expression::Printed(index(printed)),
            Expression::Constant(_) | Expression::Settled(_) => node,
            Expression::Scaled(factor, of) => Expression::Scaled(factor, of.moved(by)),
            Expression::Added(a, b) => Expression::Added(a.moved(by), b.moved(by)),
            Expression::Subtracted(a, b) => Expression::Subtracted(a.moved(by), b.moved(by)),
            Expression::Ratio(a, b) => Expression::Ratio(a.moved(by), b.moved(by)),
            Expression::Product(a, b) => Expression::Product(a.moved(by), b.moved(by)),
            Expression::Opaque(parts) => {
                Expression::Opaque(parts.into_iter().map(|part| part.moved(by)).collect())
            }
        }));
    }

    /// The node.
    #[must_use]
    pub fn get(&self, id: ExpressionId) -> Option<&Expression> {
        self.nodes.get(usize::try_from(id.0).ok()?)
    }

    /// The printed figures that an expression rests on, in order of first use, each once.
    #[must_use]
    pub fn printed(&self, id: ExpressionId) -> Vec<u32> {
        let mut out = Vec::new();
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            match self.get(id) {
                Some(Expression::Printed(index)) if !out.contains(index) => out.push(*index),
                Some(Expression::Scaled(_, of)) => stack.push(*of),
                Some(
                    Expression::Added(a, b)
                    | Expression::Subtracted(a, b)
                    | Expression::Ratio(a, b)
                    | Expression::Product(a, b),
                ) => stack.extend([b, a]),
                Some(Expression::Opaque(parts)) => stack.extend(parts.iter().rev()),
                _ => {}
            }
        }
        out
    }

    /// Whether an expression adds up printed figures and constants, with factors.
    #[must_use]
    pub fn is_linear(&self, id: ExpressionId) -> bool {
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            match self.get(id) {
                Some(Expression::Printed(_) | Expression::Constant(_) | Expression::Settled(_)) => {
                }
                Some(Expression::Scaled(_, of)) => stack.push(*of),
                Some(Expression::Added(a, b) | Expression::Subtracted(a, b)) => {
                    stack.extend([b, a])
                }
                Some(Expression::Ratio(..) | Expression::Product(..) | Expression::Opaque(_))
                | None => return false,
            }
        }
        true
    }

    /// The linear form over printed figures: `(constant, [(figure, factor)])`, or `None` where it
    /// is not linear.
    #[must_use]
    pub fn linear(&self, id: ExpressionId) -> Option<(Decimal, Vec<(u32, Decimal)>)> {
        let mut constant = Decimal::ZERO;
        let mut terms: Vec<(u32, Decimal)> = Vec::new();
        let mut places: QuickMap<u32, usize> = QuickMap::default();
        let mut stack = vec![(id, Decimal::ONE)];
        while let Some((id, factor)) = stack.pop() {
            match self.get(id)? {
                Expression::Printed(index) => {
                    match places.get(index).and_then(|at| terms.get_mut(*at)) {
                        Some((_, sum)) => *sum += factor,
                        None => {
                            places.insert(*index, terms.len());
                            terms.push((*index, factor));
                        }
                    }
                }
                Expression::Constant(value) => constant += super::multiply(*value, factor)?,
                Expression::Scaled(by, of) => stack.push((*of, super::multiply(factor, *by)?)),
                Expression::Added(a, b) => stack.extend([(*b, factor), (*a, factor)]),
                Expression::Subtracted(a, b) => stack.extend([(*b, -factor), (*a, factor)]),
                Expression::Ratio(..)
                | Expression::Product(..)
                | Expression::Settled(_)
                | Expression::Opaque(_) => {
                    return None;
                }
            }
        }
        terms.retain(|(_, factor)| !factor.is_zero());
        Some((constant, terms))
    }
}

/// A number in arithmetic. All values are in the base unit (元 for amounts, 1 for ratios).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The point value.
    pub value: Decimal,
    /// What the printed digits may stand for.
    pub interval: Interval,
    /// One unit of the last printed place, in base units; `None` for a constant or an exact
    /// computed value.
    pub ulp: Option<Decimal>,
    /// The unit it is printed in; `None` for a bare number, which takes the other side's.
    pub unit: Option<UnitId>,
    /// What it is: what may be done with it.
    pub kind: Kind,
    /// Where it comes from.
    pub expression: ExpressionId,
    /// The relation sign printed in front (`≥92%`), which only targets have.
    pub comparison: Option<Comparison>,
}
