//! The documents of the units of a department: the department lists its units, and those of all of
//! them have to be there.

use gouji_forms::form::{Facts, ListedUnit};
use gouji_values::label::unit_name;
use gouji_values::paper::Paper;
use gouji_values::vocabulary::{NamedPaper, Vocabulary};

/// The documents of the units that one of several documents lists, by their indices, if each of them
/// has just one there; by codes first, then by names.
pub(super) fn of(
    own: usize,
    documents: &[Option<Facts>],
    beside: &NamedPaper,
    words: &Vocabulary,
) -> Option<Vec<usize>> {
    let all: Vec<Option<&Facts>> = documents.iter().map(Option::as_ref).collect();
    let department = all.get(own).copied().flatten()?;
    let units = of_units(own, department, &all, beside)?;
    if units.is_empty() {
        return None;
    }
    department.units.iter().find_map(|list| all_of(list, &units, words))
}

/// The units that a department lists and of which no document is among those of the run: of the list of which most
/// are.
pub(super) fn lacking(
    own: usize,
    documents: &[Option<&Facts>],
    beside: &NamedPaper,
    words: &Vocabulary,
) -> Option<Vec<String>> {
    let department = documents.get(own).copied().flatten()?;
    let units = of_units(own, department, documents, beside)?;
    let lacks = department.units.iter().map(|list| {
        let lost = list.iter().filter(|unit| document_of(unit, &units, words).is_none());
        (list.len(), lost.map(|unit| unit.name.clone()).collect::<Vec<_>>())
    });
    let (_, lost) = lacks.max_by_key(|(all, lost)| all - lost.len())?;
    (!lost.is_empty()).then_some(lost)
}

/// The documents of units for a year that are among those of a run; `None` where the document is no department's.
fn of_units<'f>(
    own: usize,
    department: &Facts,
    documents: &[Option<&'f Facts>],
    beside: &NamedPaper,
) -> Option<Vec<(usize, &'f Facts)>> {
    let level = beside.level.as_deref()?;
    let is_other_level = department.reporting_level.as_deref() != Some(level);
    if !is_other_level || department.kind.as_ref() != Some(&beside.kind) {
        return None;
    }
    let year = department.year? + beside.year;
    let is_of_unit = |facts: &Facts| {
        facts.reporting_level.as_deref() == Some(level)
            && facts.kind.as_ref() == Some(&beside.kind)
            && facts.year == Some(year)
    };
    let others = documents.iter().enumerate().filter_map(|(at, facts)| Some((at, (*facts)?)));
    Some(others.filter(|(at, facts)| *at != own && is_of_unit(facts)).collect())
}

/// For each unit of a list its document, if each has one of its own.
fn all_of(
    list: &[ListedUnit],
    units: &[(usize, &Facts)],
    words: &Vocabulary,
) -> Option<Vec<usize>> {
    let mut found: Vec<usize> =
        list.iter().map(|unit| document_of(unit, units, words)).collect::<Option<_>>()?;
    found.sort_unstable();
    let is_each_once = found.windows(2).all(|two| two.first() != two.last());
    (is_each_once && (1..=Paper::units().count()).contains(&found.len())).then_some(found)
}

fn document_of(unit: &ListedUnit, units: &[(usize, &Facts)], words: &Vocabulary) -> Option<usize> {
    let code = |facts: &Facts| match facts.units.first().map(Vec::as_slice) {
        Some([only]) => only.code.clone(),
        _ => None,
    };
    let name = |facts: &Facts| facts.agency.as_deref().map(|agency| unit_name(agency, words).1);
    let is_coded = |facts: &Facts| unit.code.is_some() && code(facts) == unit.code;
    // a document with another code is that of another unit
    let is_named = |facts: &Facts| {
        name(facts).as_ref() == Some(&unit.name)
            && (unit.code.is_none() || code(facts).is_none_or(|own| Some(own) == unit.code))
    };
    // the list writes behind its own name what the title puts in brackets
    let stem = words.unit_qualifiers.iter().find_map(|word| unit.name.strip_suffix(word.as_str()));
    let is_own = |facts: &Facts| {
        stem.is_some_and(|stem| !stem.is_empty() && name(facts).as_deref() == Some(stem))
            && (unit.code.is_none() || code(facts).is_none_or(|own| Some(own) == unit.code))
    };
    let only = |is: &dyn Fn(&Facts) -> bool| {
        let mut own = units.iter().filter(|(_, facts)| is(facts)).map(|(at, _)| *at);
        own.next().filter(|_| own.next().is_none())
    };
    only(&is_coded).or_else(|| only(&is_named)).or_else(|| only(&is_own))
}
