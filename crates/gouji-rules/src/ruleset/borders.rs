//! Rules of one layer on the same things whose conditions meet at a constant: a value at the border
//! that none of them is for, and values for which two of them want what no figure can be.
//!
//! In: a compiled ruleset. Out: remarks at the later of two rules. Conditions and demands are looked at
//! as ranges between constants; what else a condition asks for has to be the same in both rules.

use super::conflict::Conflict;
use super::schema::{ParamValue, Rule};
use super::whole::Ruleset;
use crate::formula::{Binary, CheckRelation, Iteration, Node, Owner, Reference};
use gouji_values::kind::Kind;
use gouji_values::number::UnitId;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// A bound and whether it belongs to what it bounds.
type Bound = Option<(Decimal, bool)>;

/// Values between two bounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Between {
    low: Bound,
    high: Bound,
}

impl Between {
    /// What a comparison with a constant leaves.
    fn of(relation: CheckRelation, at: Decimal) -> Option<Self> {
        let (low, high) = match relation {
            CheckRelation::Equal => (Some((at, true)), Some((at, true))),
            CheckRelation::Less => (None, Some((at, false))),
            CheckRelation::AtMost => (None, Some((at, true))),
            CheckRelation::Greater => (Some((at, false)), None),
            CheckRelation::AtLeast => (Some((at, true)), None),
            _ => return None,
        };
        Some(Self { low, high })
    }

    /// What lies in both.
    fn and(self, other: Self) -> Self {
        let low = match (self.low, other.low) {
            (Some(a), Some(b)) => Some(if (a.0, !a.1) > (b.0, !b.1) { a } else { b }),
            (a, b) => a.or(b),
        };
        let high = match (self.high, other.high) {
            (Some(a), Some(b)) => Some(if a < b { a } else { b }),
            (a, b) => a.or(b),
        };
        Self { low, high }
    }

    fn is_empty(self) -> bool {
        match (self.low, self.high) {
            (Some((low, low_in)), Some((high, high_in))) => {
                low > high || (low == high && !(low_in && high_in))
            }
            _ => false,
        }
    }

    fn holds(self, value: Decimal) -> bool {
        self.low.is_none_or(|(low, is_in)| value > low || (is_in && value == low))
            && self.high.is_none_or(|(high, is_in)| value < high || (is_in && value == high))
    }

    /// A value that lies in it, at a bound where one belongs to it.
    fn some(self) -> Option<Decimal> {
        let bounds = [self.low, self.high].into_iter().flatten();
        let within =
            bounds.filter(|(_, is_in)| *is_in).map(|(at, _)| at).find(|at| self.holds(*at));
        let middle = || {
            let ((low, _), (high, _)) = self.low.zip(self.high)?;
            low.checked_add(high)?.checked_div(Decimal::TWO)
        };
        let beside = || match (self.low, self.high) {
            (Some((low, _)), None) => low.checked_add(Decimal::ONE),
            (None, Some((high, _))) => high.checked_sub(Decimal::ONE),
            _ => None,
        };
        within.or_else(middle).or_else(beside)
    }
}

/// Something that a rule compares with a constant, and how its constants are written.
#[derive(Clone, Copy, Debug)]
struct Shown {
    unit: Option<UnitId>,
    /// A number of whole things.
    is_count: bool,
}

/// A rule that one formula with a constant makes.
struct Bounded<'r> {
    rule: &'r Rule,
    place: String,
    /// What its condition compares with constants.
    when: BTreeMap<String, (Between, Shown)>,
    /// What else its condition asks for.
    others: BTreeSet<String>,
    /// What it demands.
    of: String,
    demand: Between,
    source: &'r str,
}

impl Ruleset {
    /// Remarks on pairs of the author's rules.
    pub(super) fn borders(&self) -> Vec<Conflict> {
        let own = self.rules.iter().filter(|rule| self.is_of_author(rule) && rule.when.is_some());
        let all: Vec<Bounded<'_>> = own.filter_map(|rule| self.bounded(rule)).collect();
        let mut out: Vec<Conflict> = Vec::new();
        for (nth, later) in all.iter().enumerate() {
            for earlier in all.iter().take(nth) {
                let is_pair = earlier.place == later.place
                    && earlier.of == later.of
                    && earlier.rule.origin.layer == later.rule.origin.layer;
                let told = || {
                    self.contradicting(earlier, later).or_else(|| self.gap((earlier, later), &all))
                };
                out.extend(is_pair.then(told).flatten());
            }
        }
        out
    }

    /// What a rule demands of one quantity, and for which values of others.
    fn bounded<'r>(&self, rule: &'r Rule) -> Option<Bounded<'r>> {
        let [formula] = rule.demand.formulas() else { return None };
        let resolved = &formula.resolved;
        let is_plain = matches!(resolved.iteration, Iteration::Row | Iteration::Once);
        let computed = resolved.computed.as_ref().filter(|_| is_plain)?;
        let (of, demand, _) = self.compared(&resolved.stated, resolved.relation, computed)?;
        let (written, node) = rule.when.as_ref()?;
        let mut parts = Vec::new();
        conjuncts(Option::as_ref(node)?, &mut parts);
        let (mut when, mut others) = (BTreeMap::new(), BTreeSet::new());
        for part in parts {
            let compared = match part {
                Node::Compare(relation, left, right) => self.compared(left, *relation, right),
                _ => None,
            };
            match compared {
                Some((name, range, shown)) => {
                    let known: &mut (Between, Shown) =
                        when.entry(name).or_insert((Between::default(), shown));
                    known.0 = known.0.and(range);
                }
                None => {
                    others.insert(format!("{part:?}"));
                }
            }
        }
        // a condition that never holds is told as such
        let is_none = when.values().any(|(range, _): &(Between, Shown)| range.is_empty());
        (!is_none && !written.is_empty()).then(|| Bounded {
            rule,
            place: format!("{:?} {:?} {:?}", rule.owner, rule.scope, rule.agency),
            when,
            others,
            of,
            demand,
            source: &formula.source,
        })
    }

    /// A comparison of something that is read with a constant: what it is, what it leaves, how its
    /// constants are written.
    fn compared(
        &self,
        left: &Node,
        relation: CheckRelation,
        right: &Node,
    ) -> Option<(String, Between, Shown)> {
        let (node, relation, (at, unit)) = match (self.constant(left), self.constant(right)) {
            (None, Some(at)) => (left, relation, at),
            (Some(at), None) => (right, relation.mirrored(), at),
            _ => return None,
        };
        let is_read = matches!(
            node,
            Node::Read(Reference::Column { depth: 0, .. } | Reference::Capture { depth: 0, .. })
        );
        let is_count =
            unit.is_some_and(|unit| self.vocabulary.kind_of_unit(Some(unit)) == Some(Kind::Count));
        let range = Between::of(relation, at)?;
        is_read.then(|| (format!("{node:?}"), range, Shown { unit, is_count }))
    }

    /// The value of a constant in its base unit, with its unit.
    fn constant(&self, node: &Node) -> Option<(Decimal, Option<UnitId>)> {
        match node {
            Node::Number { value, unit, .. } => Some((*value, *unit)),
            Node::Param(param, None) => match &self.params.get(*param)?.value {
                ParamValue::Number(value, unit) => Some((*value, *unit)),
                _ => None,
            },
            _ => None,
        }
    }

    /// What a quantity is called.
    fn called(&self, rule: &Rule, name: &str) -> Option<&str> {
        let index = |begin: &str| -> Option<usize> {
            let rest = name.split_once(begin)?.1;
            rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
        };
        match rule.owner {
            Owner::Form(form, _) => {
                Some(self.forms.get(form)?.columns.get(index("column: ")?)?.name.as_str())
            }
            Owner::Claim(claim) => {
                let captures = &self.names.claims.get(claim)?.captures;
                captures.get(index("capture: ")?).map(|(name, ..)| name.as_str())
            }
            _ => None,
        }
    }

    /// A value as it is written.
    fn written(&self, value: Decimal, shown: Shown) -> String {
        let Some(unit) = shown.unit.map(|unit| self.vocabulary.units.get(unit)) else {
            return value.normalize().to_string();
        };
        let own = value.checked_div(unit.times).unwrap_or(value).normalize();
        format!("{own}{}", unit.name)
    }

    /// That two rules are both for some values, and want of one figure what it cannot be at once.
    fn contradicting(&self, earlier: &Bounded<'_>, later: &Bounded<'_>) -> Option<Conflict> {
        // those under the same condition are told already
        let written = |own: &Bounded<'_>| own.rule.when.as_ref().map(|(text, _)| text.clone());
        let is_within =
            earlier.others.is_subset(&later.others) || later.others.is_subset(&earlier.others);
        if written(earlier) == written(later)
            || !is_within
            || !earlier.demand.and(later.demand).is_empty()
        {
            return None;
        }
        let mut common: Vec<(String, Between, Shown)> = Vec::new();
        for (name, (range, shown)) in earlier.when.iter().chain(&later.when) {
            match common.iter_mut().find(|(known, ..)| known == name) {
                Some((_, known, _)) => *known = known.and(*range),
                None => common.push((name.clone(), *range, *shown)),
            }
        }
        // of the quantity itself the condition may keep both demands apart
        let is_open = common.iter().all(|(name, range, _)| !range.is_empty() && *name != later.of);
        let (name, range, shown) = common.first().filter(|_| is_open)?;
        let at = range.some().filter(|at| !shown.is_count || at.fract().is_zero())?;
        let called = self.called(later.rule, name)?;
        let is_one = range.low.zip(range.high).is_some_and(|(low, high)| low.0 == high.0);
        let which = match is_one {
            true => format!("{called} {}", self.written(at, *shown)),
            false => self.range_words(called, *range, *shown),
        };
        let message = format!(
            "{which}时 {} 和 {} 都适用，一条要 {}，一条要 {}：没有数能两条都相符",
            earlier.rule.id, later.rule.id, earlier.source, later.source
        );
        let help = match self.narrowed((earlier, later), (name, *range, *shown)) {
            _ if is_one => format!(
                "{which}的只归一条管：把一边的条件改成不含边界（<= 改 <，>= 改 >），或者改要求的数"
            ),
            Some((rule, when)) => {
                format!("{which}的只归一条管：{rule} 的条件写成 {when}；或者改要求的数")
            }
            None => format!("{which}的只归一条管：把一条的条件改成不含这一段，或者改要求的数"),
        };
        let (origin, other) = (later.rule.origin.clone(), Some(earlier.rule.origin.clone()));
        Some(Conflict { origin, message, help, other })
    }

    /// A range in words of a condition: 人数 >= 60 && 人数 < 80.
    fn range_words(&self, called: &str, range: Between, shown: Shown) -> String {
        let low = range.low.map(|(at, is_in)| {
            format!("{called} {} {}", if is_in { ">=" } else { ">" }, self.written(at, shown))
        });
        let high = range.high.map(|(at, is_in)| {
            format!("{called} {} {}", if is_in { "<=" } else { "<" }, self.written(at, shown))
        });
        let both: Vec<String> = low.into_iter().chain(high).collect();
        both.join(" && ")
    }

    /// The one of two rules whose condition reaches beyond what they share, and that condition without
    /// it.
    fn narrowed<'r>(
        &self,
        (earlier, later): (&Bounded<'r>, &Bounded<'r>),
        (name, shared, shown): (&str, Between, Shown),
    ) -> Option<(&'r str, String)> {
        [earlier, later].into_iter().find_map(|own| {
            let (range, _) = own.when.get(name)?;
            let (Some((at, is_in)), None, None) = (shared.low, shared.high, range.high) else {
                return None;
            };
            if range.low == shared.low {
                return None;
            }
            let left = Between { low: None, high: Some((at, !is_in)) };
            let called = self.called(own.rule, name)?;
            let (written, _) = own.rule.when.as_ref()?;
            let more = self.range_words(called, left, shown);
            Some((own.rule.id.as_str(), format!("{written} && {more}")))
        })
    }

    /// That two conditions end and begin at the same value, and neither holds there.
    fn gap(
        &self,
        (one, other): (&Bounded<'_>, &Bounded<'_>),
        all: &[Bounded<'_>],
    ) -> Option<Conflict> {
        if one.others != other.others {
            return None;
        }
        let names: BTreeSet<&String> = one.when.keys().chain(other.when.keys()).collect();
        let rest = |own: &Bounded<'_>, name: &str| -> Vec<(String, Between)> {
            let rest = own.when.iter().filter(|(known, _)| *known != name);
            rest.map(|(known, (range, _))| (known.clone(), *range)).collect()
        };
        let (name, at, shown) = names.into_iter().find_map(|name| {
            let (first, second) = (one.when.get(name)?, other.when.get(name)?);
            let at = border(first.0, second.0, first.1.is_count)
                .or_else(|| border(second.0, first.0, first.1.is_count))?;
            (rest(one, name) == rest(other, name)).then_some((name, at, first.1))
        })?;
        // a third rule may be for just this value
        let is_covered = self.rules.iter().any(|rule| {
            let is_here = rule.owner == one.rule.owner && self.is_of_author(rule);
            let known = all.iter().find(|own| std::ptr::eq(own.rule, rule));
            match known {
                Some(own) => {
                    own.of == one.of
                        && own.place == one.place
                        && own.when.get(name).is_none_or(|(range, _)| range.holds(at))
                }
                // what is not understood, or is for all values, may be for this one
                None => is_here && self.demands_of(rule, &one.of),
            }
        });
        if is_covered {
            return None;
        }
        let column = self.called(other.rule, name)?;
        let value = self.written(at, shown);
        let message = format!(
            "{column} 正好 {value} 的，{} 和 {} 两条都不管，没有核对",
            one.rule.id, other.rule.id
        );
        let (low, high) = match border(one.when.get(name)?.0, other.when.get(name)?.0, false) {
            Some(_) => (one, other),
            None if one.when.get(name)?.0.high.is_some_and(|(high, _)| high <= at) => (one, other),
            None => (other, one),
        };
        let help = format!(
            "归前一档的，{} 写 {column} <= {value}；归后一档的，{} 写 {column} >= {value}",
            low.rule.id, high.rule.id
        );
        let (origin, earlier) = (other.rule.origin.clone(), Some(one.rule.origin.clone()));
        Some(Conflict { origin, message, help, other: earlier })
    }

    /// Whether a rule demands something of a quantity.
    fn demands_of(&self, rule: &Rule, of: &str) -> bool {
        rule.demand.formulas().iter().any(|formula| {
            let resolved = &formula.resolved;
            let sides = [Some(&resolved.stated), resolved.computed.as_ref()];
            sides.into_iter().flatten().any(|node| format!("{node:?}").contains(of))
        })
    }
}

/// What `&&` joins.
fn conjuncts<'n>(node: &'n Node, out: &mut Vec<&'n Node>) {
    match node {
        Node::Binary(Binary::And, left, right) => {
            conjuncts(left, out);
            conjuncts(right, out);
        }
        other => out.push(other),
    }
}

/// The one value between the end of a range and the beginning of another that lies in neither: of
/// whole things there may be one between two that do.
fn border(first: Between, second: Between, is_count: bool) -> Option<Decimal> {
    let ((high, high_in), (low, low_in)) = first.high.zip(second.low)?;
    if high == low {
        return (!high_in && !low_in).then_some(high);
    }
    let last = if high_in { high } else { high.checked_sub(Decimal::ONE)? };
    let next = if low_in { low } else { low.checked_add(Decimal::ONE)? };
    let is_whole = last.fract().is_zero() && next.fract().is_zero();
    let is_one = is_count && is_whole && next.checked_sub(last)? == Decimal::TWO;
    if is_one { last.checked_add(Decimal::ONE) } else { None }
}
