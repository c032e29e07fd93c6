//! Mistakes that follow from others: one slip is told once.

use gouji_values::error::{MistakeCode, MistakeSubject, RuleMistake};

/// Leaves out what another mistake explains.
pub(super) fn drop_consequences(list: &mut Vec<RuleMistake>) {
    let kept: Vec<bool> =
        list.iter().map(|own| !list.iter().any(|cause| follows(own, cause))).collect();
    let mut at = 0;
    list.retain(|_| {
        at += 1;
        kept.get(at - 1) == Some(&true)
    });
}

/// Whether one mistake would not be there without the other.
fn follows(own: &RuleMistake, cause: &RuleMistake) -> bool {
    let is_unknown_name = matches!(own.about, MistakeSubject::Name(_));
    // where the rulesets that this one goes on from are not known nothing of theirs is
    let is_chain = |code| matches!(code, MistakeCode::RulesetCircle | MistakeCode::RulesetUnknown);
    if is_chain(cause.code) {
        return !is_chain(own.code) && own.code != MistakeCode::Syntax;
    }
    if let Some(name) = unknown_name(own)
        && leaves_undefined(cause, name, own)
    {
        return true;
    }
    if unknown_name(own).is_some()
        && let Some(form) = half_read_form(cause)
        && item_around(own).is_some_and(|item| has_word(item, form))
    {
        return true;
    }
    if (&cause.about, &own.about) == (&MistakeSubject::FileName, &MistakeSubject::FileName) {
        return own.file == cause.file && cause.span.start < own.span.start;
    }
    match (cause.code, own.code) {
        // what a pattern does not capture formulas cannot name, nor where there is none
        (MistakeCode::Pattern | MistakeCode::ClaimWithoutText, MistakeCode::Formula) => {
            is_unknown_name && is_same_item(own, cause)
        }
        (
            MistakeCode::KeyUnknown,
            MistakeCode::DemandMissing | MistakeCode::LookMissing | MistakeCode::ClaimWithoutText,
        ) => cause.about == MistakeSubject::Demand && is_same_item(own, cause),
        // what a formula goes over is the key that was not read
        (MistakeCode::KeyUnknown, MistakeCode::Formula | MistakeCode::FormNeeded) => {
            cause.about == MistakeSubject::Owner && is_same_item(own, cause)
        }
        // without columns a form has no names
        (
            MistakeCode::KeyUnknown
            | MistakeCode::ValueKind
            | MistakeCode::ColumnWithoutName
            | MistakeCode::Syntax,
            MistakeCode::FormWithoutColumns,
        ) => is_same_form(own, cause),
        // its names are those of columns, rows and parameters that were not read
        (MistakeCode::ValueKind, MistakeCode::Formula | MistakeCode::Script) => {
            is_unknown_name
                && own.file == cause.file
                && ["columns", "rows", "sides", "param"]
                    .iter()
                    .any(|key| cause.message.starts_with(key))
        }
        (MistakeCode::FormWithoutColumns, MistakeCode::Formula | MistakeCode::Script) => {
            is_unknown_name && own.file == cause.file
        }
        (MistakeCode::ValueKind, MistakeCode::DemandMissing) => is_same_item(own, cause),
        (MistakeCode::KeyUnknown, MistakeCode::ColumnWithoutKind) => is_same_line(own, cause),
        // what a formula goes over is not known where it was not read
        (MistakeCode::Formula, MistakeCode::FormNeeded) => is_same_item(own, cause),
        // nor are roles that the relation does not have
        (MistakeCode::RoleUnknown, MistakeCode::Formula) => {
            is_unknown_name && is_same_item(own, cause)
        }
        // a stage that there is not is no name of a formula
        (MistakeCode::ValueUnknown, MistakeCode::Formula) => {
            own.file == cause.file && own.span.start == cause.span.start
        }
        // a name that cannot be one is not found where it is used
        (MistakeCode::NameUnusable, MistakeCode::Formula | MistakeCode::Script) => {
            matches!((&own.about, &cause.about), (MistakeSubject::Name(used), MistakeSubject::Name(given))
                if given.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(used.as_str()))
        }
        // the second capture of a name was to bear the one that is missing
        (MistakeCode::NameTwice, MistakeCode::Formula)
            if is_same_item(own, cause)
                && unknown_name(own)
                    .zip(cause.help.as_deref())
                    .is_some_and(|(name, help)| has_word(help, name)) =>
        {
            true
        }
        // which of two of one name a formula means is not known
        (MistakeCode::NameTwice, MistakeCode::Formula | MistakeCode::Script) => {
            matches!(cause.about, MistakeSubject::Name(_))
                && own.file == cause.file
                && own.span.start > cause.span.start
                && uses(own, cause)
        }
        // nor one that was not read
        (MistakeCode::ParameterKind, MistakeCode::Formula | MistakeCode::Script)
            if is_unknown_name =>
        {
            own.about == cause.about
        }
        // a parameter that is no number is told where it stands
        (MistakeCode::ParameterKind, MistakeCode::Formula) => {
            own.about == cause.about && own.about != MistakeSubject::Other
        }
        _ => false,
    }
}

/// Whether a mistake is that something is asked for by a name.
fn asks_for_name(code: MistakeCode) -> bool {
    matches!(
        code,
        MistakeCode::Formula
            | MistakeCode::Script
            | MistakeCode::FormUnknown
            | MistakeCode::ClaimUnknown
            | MistakeCode::PartUnknown
            | MistakeCode::RoleUnknown
            | MistakeCode::RowUnknown
            | MistakeCode::CodeColumnUnknown
    )
}

/// The name that nothing bears, of a mistake that is about one.
fn unknown_name(own: &RuleMistake) -> Option<&str> {
    if let MistakeSubject::Name(name) = &own.about {
        return asks_for_name(own.code).then_some(name);
    }
    let written = own.text.get(own.span.clone())?.trim_matches(['"', '\'']);
    let is_told = asks_for_name(own.code) && own.message.contains("没有");
    (is_told && crate::formula::is_identifier(written)).then_some(written)
}

/// Whether what was not read because of a mistake would have given a name to something.
fn leaves_undefined(cause: &RuleMistake, name: &str, own: &RuleMistake) -> bool {
    if cause.is_warning || asks_for_name(cause.code) {
        return false;
    }
    if cause.code == MistakeCode::Syntax {
        return cause.file != own.file && has_word(&cause.text, name);
    }
    let text = &*cause.text;
    let start = text.get(..cause.span.start).and_then(|own| own.rfind('\n')).map_or(0, |at| at + 1);
    let rest = text.get(start..).unwrap_or("");
    let line = rest.lines().next().unwrap_or("");
    let lost = match rest.starts_with('[') {
        // nothing below a head that there is not was read
        true => rest.get(..rest.find("\n[").unwrap_or(rest.len())).unwrap_or(rest),
        false => line,
    };
    // what stands in the formula itself gives nothing a name
    let is_same = cause.file == own.file && (start..start + lost.len()).contains(&own.span.start);
    !is_same && has_word(lost, name)
}

/// Whether a text has a name as a whole word.
fn has_word(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).is_some_and(|own| own.ends_with(is_part));
        let behind = text.get(at + name.len()..).is_some_and(|own| own.starts_with(is_part));
        !before && !behind && !name.is_empty()
    })
}

/// The form of which a list of names was not read wholly because of a mistake.
fn half_read_form(cause: &RuleMistake) -> Option<&str> {
    let is_list = match cause.code {
        MistakeCode::RowWithoutName | MistakeCode::ColumnWithoutName => true,
        MistakeCode::ValueKind => {
            ["columns", "rows", "sides"].iter().any(|key| cause.message.starts_with(key))
        }
        _ => false,
    };
    let item = item_around(cause).filter(|item| is_list && item.starts_with("[[form]]"))?;
    let id = item.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "id").then_some(value.trim())
    })?;
    let quote = id.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    id.get(1..)?.split(quote).next()
}

/// The item in which a mistake stands, with the tables that belong to it.
fn item_around(own: &RuleMistake) -> Option<&str> {
    let is_head = |at: &usize| {
        let line = own.text.get(*at..).and_then(|rest| rest.lines().next()).unwrap_or("");
        line.starts_with("[[") && !line.contains('.')
    };
    let starts = own.text.match_indices("\n[[").map(|(at, _)| at + 1);
    let heads: Vec<usize> = std::iter::once(0).chain(starts).filter(is_head).collect();
    let start = heads.iter().copied().filter(|at| *at <= own.span.start).max()?;
    let end = heads.iter().copied().find(|at| *at > start).unwrap_or(own.text.len());
    own.text.get(start..end)
}

/// Whether the place of a mistake names what another one is about.
fn uses(own: &RuleMistake, cause: &RuleMistake) -> bool {
    let MistakeSubject::Name(name) = &cause.about else { return false };
    own.text.get(own.span.clone()).is_some_and(|written| written.contains(name.as_str()))
}

fn between<'a>(one: &'a RuleMistake, other: &RuleMistake) -> Option<&'a str> {
    let (from, to) = (one.span.start.min(other.span.start), one.span.start.max(other.span.start));
    one.text.get(from..to).filter(|_| one.file == other.file)
}

fn is_same_item(one: &RuleMistake, other: &RuleMistake) -> bool {
    between(one, other).is_some_and(|text| !text.contains("\n[["))
}

/// Whether both stand in one item, of which tables of its own may be written apart
/// (`[[form.column]]`).
fn is_same_form(one: &RuleMistake, other: &RuleMistake) -> bool {
    between(one, other).is_some_and(|text| {
        let heads = text.lines().map(str::trim).filter(|line| line.starts_with("[["));
        heads.clone().all(|line| line.contains('.'))
    })
}

fn is_same_line(one: &RuleMistake, other: &RuleMistake) -> bool {
    between(one, other).is_some_and(|text| !text.contains('\n'))
}
