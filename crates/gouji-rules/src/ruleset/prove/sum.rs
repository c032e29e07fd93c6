//! Linear forms with exact coefficients: what a formula is once it is brought to one side.
//!
//! In: nodes of formulas. Out: [`Row`]s over numbered terms. What is not linear is one term of its own;
//! a number that grows too large for exact work ends the attempt.

use super::super::schema::ParamValue;
use super::super::whole::Ruleset;
use crate::formula::{Binary, CheckRelation, Function, Node};
use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, One, Signed, Zero};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// An exact number.
pub(super) type Exact = Ratio<i128>;

/// A decimal as it is.
pub(super) fn exact(value: Decimal) -> Option<Exact> {
    let scale = 10i128.checked_pow(value.scale())?;
    Some(Ratio::new(value.mantissa(), scale))
}

/// What formulas read from a document, each once, as it is written.
#[derive(Debug, Default)]
pub(super) struct Terms<'r> {
    pub(super) nodes: Vec<&'r Node>,
    at: BTreeMap<String, usize>,
}

impl<'r> Terms<'r> {
    /// The number of a term. What counts as 0 where it is not printed is the same figure where it is.
    fn of(&mut self, node: &'r Node) -> usize {
        let node = bare(node);
        *self.at.entry(format!("{node:?}")).or_insert_with(|| {
            self.nodes.push(node);
            self.nodes.len() - 1
        })
    }
}

/// Without the 0 that stands for it where it is not printed.
fn bare(node: &Node) -> &Node {
    match node {
        Node::Call(Function::Or, values) => match values.as_slice() {
            [own, Node::Number { value, .. }] if value.is_zero() => bare(own),
            _ => node,
        },
        _ => node,
    }
}

/// `Σ factor × term + constant`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) terms: BTreeMap<usize, Exact>,
    pub(super) constant: Exact,
}

impl Sum {
    /// A term alone, less a value.
    pub(super) fn of(term: usize, value: Exact) -> Self {
        Self { terms: BTreeMap::from([(term, Exact::one())]), constant: -value }
    }

    /// Adds another one so many times.
    pub(super) fn plus(&mut self, other: &Self, times: &Exact) -> Option<()> {
        for (term, factor) in &other.terms {
            self.add_term(*term, factor.checked_mul(times)?)?;
        }
        self.constant = self.constant.checked_add(&other.constant.checked_mul(times)?)?;
        Some(())
    }

    /// Multiplied by a number.
    pub(super) fn times(&self, times: &Exact) -> Option<Self> {
        let mut out = Self::default();
        out.plus(self, times)?;
        Some(out)
    }

    fn add_term(&mut self, term: usize, factor: Exact) -> Option<()> {
        let known = self.terms.entry(term).or_default();
        *known = known.checked_add(&factor)?;
        if known.is_zero() {
            self.terms.remove(&term);
        }
        Some(())
    }

    /// Adds a node so many times.
    fn add<'r>(
        &mut self,
        node: &'r Node,
        factor: Exact,
        (terms, ruleset): (&mut Terms<'r>, &Ruleset),
    ) -> Option<()> {
        if let Some(value) = fixed(node, ruleset) {
            self.constant = self.constant.checked_add(&value?.checked_mul(&factor)?)?;
            return Some(());
        }
        match node {
            Node::Negate(inner) => self.add(inner, -factor, (terms, ruleset)),
            Node::Binary(Binary::Add, one, other) => {
                self.add(one, factor, (terms, ruleset))?;
                self.add(other, factor, (terms, ruleset))
            }
            Node::Binary(Binary::Subtract, one, other) => {
                self.add(one, factor, (terms, ruleset))?;
                self.add(other, -factor, (terms, ruleset))
            }
            Node::Binary(Binary::Multiply, one, other) => {
                match (fixed(one, ruleset), fixed(other, ruleset)) {
                    (Some(times), None) => {
                        self.add(other, factor.checked_mul(&times?)?, (terms, ruleset))
                    }
                    (None, Some(times)) => {
                        self.add(one, factor.checked_mul(&times?)?, (terms, ruleset))
                    }
                    _ => self.add_term(terms.of(node), factor),
                }
            }
            Node::Binary(Binary::Divide, one, other) => match fixed(other, ruleset) {
                Some(by) => self.add(one, factor.checked_div(&by?)?, (terms, ruleset)),
                None => self.add_term(terms.of(node), factor),
            },
            // words, days and conditions are no sums
            Node::Text(_) | Node::Date(_) | Node::Truth(_) | Node::Not(_) | Node::Compare(..) => {
                None
            }
            _ => self.add_term(terms.of(node), factor),
        }
    }
}

/// The value of what the rule files fix; `Some(None)` where it is no exact number.
fn fixed(node: &Node, ruleset: &Ruleset) -> Option<Option<Exact>> {
    match node {
        Node::Number { value, .. } => Some(exact(*value)),
        Node::Param(at, None) => match &ruleset.params.get(*at)?.value {
            ParamValue::Number(value, _) | ParamValue::Points(value) => Some(exact(*value)),
            _ => None,
        },
        Node::Negate(inner) => fixed(inner, ruleset).map(|value| value.map(|value| -value)),
        Node::Binary(operator, one, other) => {
            let (one, other) = (fixed(one, ruleset)?, fixed(other, ruleset)?);
            let work = |(one, other): (Exact, Exact)| match operator {
                Binary::Add => one.checked_add(&other),
                Binary::Subtract => one.checked_add(&-other),
                Binary::Multiply => one.checked_mul(&other),
                Binary::Divide => one.checked_div(&other),
                Binary::And | Binary::Or => None,
            };
            Some(one.zip(other).and_then(work))
        }
        _ => None,
    }
}

/// How a sum stands to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// It is 0.
    Zero,
    /// At most 0.
    AtMost,
    /// Below 0.
    Below,
}

/// `sum = 0`, `sum <= 0`, `sum < 0`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) sum: Sum,
    pub(super) sign: Sign,
}

/// Rows of which one is enough.
pub(super) type Clause = Vec<Row>;

/// A comparison as a clause; `None` where it is no comparison of sums.
pub(super) fn compared<'r>(
    relation: CheckRelation,
    (left, right): (&'r Node, &'r Node),
    (terms, ruleset): (&mut Terms<'r>, &Ruleset),
) -> Option<Clause> {
    let mut sum = Sum::default();
    sum.add(left, Exact::one(), (terms, ruleset))?;
    sum.add(right, -Exact::one(), (terms, ruleset))?;
    let turned = sum.times(&-Exact::one())?;
    let row = |sum: &Sum, sign| Row { sum: sum.clone(), sign };
    Some(match relation {
        CheckRelation::Equal => vec![row(&sum, Sign::Zero)],
        CheckRelation::NotEqual => vec![row(&sum, Sign::Below), row(&turned, Sign::Below)],
        CheckRelation::AtMost => vec![row(&sum, Sign::AtMost)],
        CheckRelation::Less => vec![row(&sum, Sign::Below)],
        CheckRelation::AtLeast => vec![row(&turned, Sign::AtMost)],
        CheckRelation::Greater => vec![row(&turned, Sign::Below)],
        CheckRelation::Meets => return None,
    })
}

/// What is so where a clause is not: all of these.
pub(super) fn denied(clause: &Clause) -> Option<Vec<Clause>> {
    let of = |row: &Row| {
        let turned = row.sum.times(&-Exact::one())?;
        Some(match row.sign {
            Sign::Zero => vec![
                Row { sum: row.sum.clone(), sign: Sign::Below },
                Row { sum: turned, sign: Sign::Below },
            ],
            Sign::AtMost => vec![Row { sum: turned, sign: Sign::Below }],
            Sign::Below => vec![Row { sum: turned, sign: Sign::AtMost }],
        })
    };
    clause.iter().map(of).collect()
}

/// What is known of terms by what they are: an absolute value is not below 0, the greatest of some is
/// none of them less.
pub(super) fn known<'r>(terms: &mut Terms<'r>, ruleset: &Ruleset) -> Vec<Row> {
    let mut out = Vec::new();
    let mut at = 0;
    // what is known of a term may name further ones
    while let Some(node) = terms.nodes.get(at).copied() {
        let own = Sum::of(at, Exact::zero());
        match node {
            Node::Call(Function::Abs, _) | Node::Aggregate(Function::Count, ..) => {
                out.extend(own.times(&-Exact::one()).map(|sum| Row { sum, sign: Sign::AtMost }));
            }
            Node::Call(function @ (Function::Max | Function::Min), values) => {
                let sign = if *function == Function::Max { Exact::one() } else { -Exact::one() };
                for value in values {
                    let mut sum = Sum::default();
                    let is_sum = sum.add(value, sign, (terms, ruleset)).is_some();
                    if is_sum && sum.plus(&own, &-sign).is_some() {
                        out.push(Row { sum, sign: Sign::AtMost });
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
    out
}

/// A number as it is printed: a decimal, or a fraction where it is none.
pub(super) fn printed(value: &Exact) -> String {
    let decimal = |whole: i128| Decimal::try_from_i128_with_scale(whole, 0).ok();
    let (above, below) = value.into_raw();
    let quotient = decimal(above)
        .zip(decimal(below))
        .and_then(|(above, below)| gouji_values::number::divide(above, below));
    match quotient {
        Some((value, true)) => value.normalize().to_string(),
        _ => value.to_string(),
    }
}

/// Whether a row says nothing but of figures that it does not name.
pub(super) fn is_bare(row: &Row) -> bool {
    row.sum.terms.is_empty()
}

/// Whether a row without terms cannot be.
pub(super) fn is_absurd(row: &Row) -> bool {
    let constant = &row.sum.constant;
    is_bare(row)
        && match row.sign {
            Sign::Zero => !constant.is_zero(),
            Sign::AtMost => constant.is_positive(),
            Sign::Below => !constant.is_negative(),
        }
}
