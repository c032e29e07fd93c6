//! What the documents of several units come to together.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::value::{Evaluated, Missing, Value};
use gouji_audit::audit::Why;
use gouji_rules::formula::{Binary, FormPath, PartReference};
use gouji_values::paper::Paper;

impl Evaluator<'_> {
    /// The sum of a figure over the documents of all units, where a path leads to these; a unit that
    /// does not print it leaves the sum unknown.
    pub(in crate::check) fn over_units(&mut self, path: &FormPath) -> Option<Evaluated> {
        let beside = self.world.ruleset.vocabulary.paper(path.at.paper)?;
        beside.level.as_ref()?;
        let units: Vec<Paper> = Paper::units().filter(|unit| self.world.has(*unit)).collect();
        if units.is_empty() {
            return None;
        }
        Some(self.added_over(path, &units))
    }

    fn added_over(&mut self, path: &FormPath, units: &[Paper]) -> Evaluated {
        let mut sum = Value::Blank(None);
        for unit in units {
            let at = PartReference { paper: *unit, ..path.at.clone() };
            let known = self.absent.len();
            let value = self.form_path(&FormPath { at, ..path.clone() })?;
            if self.absent.len() > known {
                let form = self.world.ruleset.forms.get(path.form);
                let form = form.map(|form| self.world.form_there(*unit, form)).unwrap_or_default();
                return Err(Missing::NotApplicable(Why::FormAbsentBeside { form }));
            }
            sum = self.binary(Binary::Add, sum, value)?;
        }
        Ok(sum)
    }
}
