//! Advice that was tried: what a formula may have meant is written in its place and resolved again,
//! and only what then stands is offered. Where one of them does, it takes the place of advice that
//! knows less of the formula.

use super::names::{FormulaMistake, Names, Owner};
use super::parse::parse;
use super::rebuilt::rebuilt;
use super::rewritten::rewritten;
use std::ops::Range;

/// What a formula may have meant.
pub(super) struct FormulaWay {
    /// What is replaced.
    pub(super) span: Range<usize>,
    /// What to write there; several where one formula is to be made into as many.
    pub(super) texts: Vec<String>,
    /// What is wrong, where the mistake does not say it already.
    pub(super) message: Option<String>,
    /// The same as several formulas, where it does not stand as one.
    pub(super) or: Vec<String>,
    /// What to know beside it.
    pub(super) remark: Option<String>,
    /// It is offered only where the advice that there is does not stand.
    pub(super) is_guess: bool,
}

impl FormulaWay {
    pub(super) fn new(span: Range<usize>, text: impl Into<String>) -> Self {
        let texts = vec![text.into()];
        Self { span, texts, message: None, or: Vec::new(), remark: None, is_guess: false }
    }

    /// As several formulas, where it does not stand as one.
    pub(super) fn or(self, or: Vec<String>) -> Self {
        Self { or, ..self }
    }

    /// Says what is wrong.
    pub(super) fn because(self, message: impl Into<String>) -> Self {
        Self { message: Some(message.into()), ..self }
    }
}

/// A formula with another text at a place.
fn replaced(source: &str, span: &Range<usize>, text: &str) -> Option<String> {
    Some(format!("{}{text}{}", source.get(..span.start)?, source.get(span.end..)?))
}

/// The mistake with advice that stands, where there is any.
pub(super) fn tried(
    mistake: FormulaMistake,
    source: &str,
    (names, owner): (&Names, &Owner),
    resolves: &dyn Fn(&str) -> Result<(), FormulaMistake>,
) -> FormulaMistake {
    let stands = |span: &Range<usize>, text: &str| {
        let Some(whole) = replaced(source, span, text) else { return false };
        match resolves(&whole) {
            Ok(()) => true,
            // another slip behind it is told next
            Err(next) => {
                let behind = span.start + text.len();
                next.span.start >= behind && parse(&whole).is_ok()
            }
        }
    };
    let own = mistake.help.as_deref().and_then(written).map(str::to_owned);
    let own_stands = || own.as_deref().is_some_and(|text| stands(&mistake.span, text));
    let mut all = rewritten(source, &mistake, names);
    if let Ok(syntax) = parse(source) {
        all.extend(rebuilt(&syntax, &mistake, (names, owner)));
    }
    let all_stand = |span: &Range<usize>, texts: &[String]| {
        !texts.is_empty() && texts.iter().all(|text| stands(span, text))
    };
    let found = all.into_iter().find_map(|way| {
        if way.is_guess && own_stands() {
            return None;
        }
        if all_stand(&way.span, &way.texts) {
            return Some(way);
        }
        all_stand(&way.span, &way.or).then(|| FormulaWay { texts: way.or.clone(), ..way })
    });
    let Some(way) = found else {
        let own = own.clone().filter(|_| !own_stands());
        // advice may be the whole formula
        let again = own.filter(|text| resolves(text).is_err()).and_then(|text| {
            next_step(&replaced(source, &mistake.span, &text)?, (names, owner), resolves)
        });
        return match again {
            // what it says alone would be refused when it is typed in
            Some(help) => FormulaMistake { help: Some(help), span: 0..source.len(), ..mistake },
            None => mistake,
        };
    };
    let help = match way.texts.as_slice() {
        [one] => format!("写成 {one}"),
        several => {
            let quoted = several.iter().map(|text| {
                let whole = replaced(source, &way.span, text).unwrap_or_default();
                let quote = if whole.contains('"') { '\'' } else { '"' };
                format!("{quote}{whole}{quote}")
            });
            format!("写成 expect = [{}]", quoted.collect::<Vec<_>>().join(", "))
        }
    };
    let help = match way.remark {
        Some(remark) => format!("{help}；{remark}"),
        None => help,
    };
    let message = way.message.unwrap_or(mistake.message);
    FormulaMistake { span: way.span, message, help: Some(help), about: mistake.about }
}

/// The formula that stands where advice leads to one that is itself refused.
fn next_step(
    whole: &str,
    (names, owner): (&Names, &Owner),
    resolves: &dyn Fn(&str) -> Result<(), FormulaMistake>,
) -> Option<String> {
    let next = resolves(whole).err()?;
    let syntax = parse(whole).ok()?;
    let mut all = rewritten(whole, &next, names);
    all.extend(rebuilt(&syntax, &next, (names, owner)));
    all.iter().find_map(|way| {
        let [text] = way.texts.as_slice() else { return None };
        let meant = replaced(whole, &way.span, text).filter(|own| resolves(own).is_ok())?;
        Some(match &way.remark {
            Some(remark) => format!("写成 {meant}；{remark}"),
            None => format!("写成 {meant}"),
        })
    })
}

/// What advice says to write in the place of the mistake, where it says no more.
fn written(help: &str) -> Option<&str> {
    let text = help.strip_prefix("写成 ")?;
    (!text.contains('；') && !text.contains("，或") && !text.contains('…')).then_some(text)
}
