//! Where forms and statements stand: in which part.

use gouji_forms::form::Recognition;
use gouji_values::hash::QuickMap;

/// The filled forms of each schema and the statements of each claim, with the part that each stands
/// in.
#[derive(Clone, Debug)]
pub(in crate::check) struct Standing {
    pub(in crate::check) forms: QuickMap<usize, Vec<(usize, Option<usize>)>>,
    pub(in crate::check) statements: QuickMap<usize, Vec<(usize, Option<usize>)>>,
}

impl Standing {
    pub(in crate::check) fn of(recognition: &Recognition) -> Self {
        let mut out = Self { forms: QuickMap::default(), statements: QuickMap::default() };
        for (index, filled) in recognition.forms.iter().enumerate() {
            out.forms.entry(filled.form).or_default().push((index, filled.part));
        }
        for (index, found) in
            recognition.statements.iter().enumerate().filter(|(_, found)| !found.in_contents)
        {
            out.statements.entry(found.claim).or_default().push((index, found.part));
        }
        out
    }
}
