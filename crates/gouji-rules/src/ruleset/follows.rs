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
