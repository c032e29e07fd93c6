//! What a list is in a script: rows of a form, sentences of a claim, grades, parts.

use super::session::{Session, kind_of};
use super::value::{ScriptItem, ScriptPath};
use super::values;
use crate::check::evaluate::elements::ListElement;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::Missing;
use gouji_audit::audit::Why;
use gouji_rules::formula::{
    ClaimPath, ColumnSelector, Function, ListNode, PartReference, Reference,
};
use gouji_rules::script::{Fault, charge_for};
use rhai::{Dynamic, Map};
use std::sync::Arc;

impl Session {
    /// `rows(…)`: of a form, a claim, a scale or a list.
    pub(super) fn rows(&self, of: &Dynamic) -> Result<Vec<Dynamic>, Fault> {
        self.rows_among(of, false)
    }

    fn rows_among(&self, of: &Dynamic, with_totals: bool) -> Result<Vec<Dynamic>, Fault> {
        if let Some(list) = values::elements(of) {
            return Ok(list.to_vec());
        }
        let found = match of.read_lock::<ScriptPath>().as_deref() {
            Some(ScriptPath::Scale(scale)) => {
                let grades = self
                    .shared
                    .ruleset
                    .scales
                    .get(*scale)
                    .map(|scale| scale.grades.clone())
                    .unwrap_or_default();
                let map = |(name, from): (String, gouji_values::number::Decimal)| {
                    let mut out = Map::new();
                    out.insert("name".into(), name.into());
                    out.insert("from".into(), Dynamic::from(self.constant(from)));
                    Dynamic::from_map(out)
                };
                return Ok(grades.into_iter().map(map).collect());
            }
            _ => self.list_of(of)?,
        };
        let elements = match with_totals {
            true => self.with(found.1, |evaluator| {
                evaluator.with_totals = true;
                evaluator.elements(&found.0)
            }),
            false => self.elements(&found),
        };
        match elements {
            Ok(elements) => Ok(elements
                .into_iter()
                .map(|element| Dynamic::from(ScriptPath::Row(element.scope)))
                .collect()),
            // a sentence that does not occur has no rows; of a table that is not there nothing can
            // be said
            Err(Missing::NotApplicable(_))
                if matches!(found.0, ListNode::Claim(_) | ListNode::Part(_)) =>
            {
                Ok(Vec::new())
            }
            Err(Missing::NotApplicable(why) | Missing::NoCapture(why) | Missing::NoRow(why)) => {
                Err(Fault::NotApplicable(why))
            }
            Err(other) => Err(Fault::Unchecked(other.reason())),
        }
    }

    /// `rows(form, "all")`: with the totals; `rows(form, "totals")`: the totals alone.
    pub(super) fn rows_with_totals(
        &self,
        of: &Dynamic,
        which: &str,
    ) -> Result<Vec<Dynamic>, Fault> {
        if !matches!(which, "all" | "totals" | "leaves") {
            return Err(Fault::rule(
                format!("rows 的第二项没有 \"{which}\" 这一种"),
                "rows(表样, \"all\") 连合计、小计行，\"totals\" 只取合计、小计行，不写的没有合计、小计行",
            ));
        }
        if which == "leaves" {
            return self.rows(of);
        }
        let is_wanted = |row: &Dynamic| {
            let scope = match row.read_lock::<ScriptPath>().as_deref() {
                Some(ScriptPath::Row(scope)) => *scope,
                _ => return true,
            };
            let Scope::Form { paper, form, side, row: Some(row), .. } = scope else { return true };
            let world = self.shared.world();
            which == "all" || world.row(paper, form, side, row).is_some_and(|row| row.total)
        };
        Ok(self.rows_among(of, true)?.into_iter().filter(is_wanted).collect())
    }

    pub(super) fn elements(
        &self,
        list: &(ListNode, Option<Scope>),
    ) -> Result<Vec<ListElement>, Missing> {
        // if nothing is left the script ends with its next step
        let _ = self.charge_list(list);
        self.with(list.1, |evaluator| evaluator.elements(&list.0))
    }

    /// A row, sentence or part, by the place that names it.
    pub(super) fn named(&self, scope: Scope) -> ScriptItem {
        let _ = charge_for(1, 1);
        self.compute(None, |evaluator| Ok(evaluator.count_of(&[scope])))
    }

    /// The list that a value stands for.
    pub(super) fn list_of(&self, of: &Dynamic) -> Result<Arc<(ListNode, Option<Scope>)>, Fault> {
        let wanted = || {
            Fault::rule(
                format!("这里要一组数或行，得到的是{}", kind_of(of)),
                "写成 sum(表样.列)、rows(表样)",
            )
        };
        if let Some(item) = of.read_lock::<ScriptItem>() {
            return item.list.clone().ok_or_else(wanted);
        }
        let names = &self.shared.ruleset.names;
        match of.read_lock::<ScriptPath>().as_deref() {
            Some(ScriptPath::Form(path, scope)) => {
                Ok(Arc::new((ListNode::Form(path.clone()), *scope)))
            }
            Some(ScriptPath::Claim(path, scope)) => {
                // one row for each item where the sentence repeats something
                let repeated = names.claims.get(path.claim).and_then(|claim| {
                    claim.captures.iter().position(|(_, _, group)| group.is_some())
                });
                Ok(Arc::new((
                    ListNode::Claim(ClaimPath { capture: repeated, ..path.clone() }),
                    *scope,
                )))
            }
            Some(ScriptPath::Part(PartReference {
                part: Some((part, None)), only: None, ..
            })) => Ok(Arc::new((ListNode::Part(*part), None))),
            Some(ScriptPath::Row(Scope::Claim { paper, statement, .. })) => {
                let (paper, statement) = (*paper, *statement);
                let claim =
                    self.shared.world().statement(paper, statement).map_or(0, |found| found.claim);
                let repeated = names.claims.get(claim).and_then(|claim| {
                    claim.captures.iter().position(|(_, _, group)| group.is_some())
                });
                let capture = repeated.ok_or_else(wanted)?;
                Ok(Arc::new((
                    ListNode::Own(Reference::Capture { depth: 0, capture }),
                    Some(Scope::Claim { paper, statement, item: None }),
                )))
            }
            _ => Err(wanted()),
        }
    }

    /// `parts(id)`: each by itself.
    pub(super) fn parts(&self, of: &ScriptPath) -> Result<Vec<Dynamic>, Fault> {
        let ScriptPath::Part(at @ PartReference { part: Some(_), .. }) = of else {
            return Err(Fault::rule(
                format!("parts 里要写部分，得到的是{}", of.kind()),
                "写成 parts(部分的 id)",
            ));
        };
        match self.with(None, |evaluator| evaluator.parts_of(at)) {
            Ok(parts) => Ok(parts
                .into_iter()
                .map(|part| Dynamic::from(ScriptPath::Part(self.part_reference(part))))
                .collect()),
            Err(_) => Ok(Vec::new()),
        }
    }

    /// `above(row)` and `below(row)`
    pub(super) fn beside(&self, function: Function, of: &Dynamic) -> Result<ScriptItem, Fault> {
        let item = self.item(of)?;
        let Some((path, scope)) = item.path.as_deref().cloned() else {
            return Err(Fault::rule(
                format!("{} 里要写一行的一列", function.name()),
                "写成 above(表样.行.列)",
            ));
        };
        if !matches!(path.column, ColumnSelector::Column(_)) {
            return Err(Fault::rule(
                format!("{} 里写了表样和行，没有写列", function.name()),
                format!("写成 {}(表样.行.列)", function.name()),
            ));
        }
        let path = Box::new(path);
        let list = if function == Function::Above {
            ListNode::AbovePath(path)
        } else {
            ListNode::BelowPath(path)
        };
        let mut out = ScriptItem::missing(Missing::Unchecked(Why::ListNotSum {
            function: function.name().into(),
        }));
        out.list = Some(Arc::new((list, scope)));
        Ok(out)
    }
}
