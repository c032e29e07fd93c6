//! Checks and their figures.

use super::place::{JsonPlace, place_in};
use crate::report::words::{severity_name, verdict_name};
use gouji_audit::audit::{
    Check, CheckFigure, DocumentAudit, FigureRole, PrintedFigure, ReadingDoubt,
};
use gouji_values::code::{Code, Coded};
use gouji_values::lang::Lang;
use serde::{Serialize, Serializer};

#[derive(Serialize)]
pub(super) struct CheckJson<'a> {
    pub(super) rule: &'a str,
    pub(super) also: &'a [ecow::EcoString],
    pub(super) severity: &'static str,
    pub(super) verdict: &'static str,
    pub(super) message: &'a str,
    /// The same in English; absent where there is none.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) message_en: &'a str,
    /// What kind of check it is.
    pub(super) nature: &'static str,
    pub(super) relation: &'static str,
    /// Of a violation the code of what is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fault: Option<&'static str>,
    /// Of `unchecked` and `corroborated` the code of the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<&'static str>,
    /// What the rule says of itself in a line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<&'a str>,
    /// Of a violation what was worked out, with its figures put in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) arithmetic: Option<&'a str>,
    pub(super) expression: &'a str,
    pub(super) stated: Option<&'a str>,
    pub(super) computed: Option<&'a str>,
    pub(super) difference: Option<&'a str>,
    pub(super) unit: Option<&'a str>,
    pub(super) figures: Figures<'a>,
}

#[derive(Serialize)]
pub(super) struct FigureJson<'a> {
    pub(super) role: &'static str,
    pub(super) label: &'a str,
    pub(super) text: &'a str,
    pub(super) value: Option<&'a str>,
    pub(super) unit: Option<&'a str>,
    pub(super) start: u32,
    pub(super) end: u32,
    #[serde(flatten)]
    pub(super) at: JsonPlace<'a>,
    /// How it was read, where that leaves a doubt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reading: Option<String>,
    /// Whether anything would tell, were it another one; where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) told_if_changed: Option<&'static str>,
}

/// One of them.
pub(super) struct OneCheck<'a>(pub(super) &'a DocumentAudit, pub(super) &'a Check);

impl Serialize for OneCheck<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(given, check) = *self;
        let [message, message_en] = Lang::ALL.map(|lang| check.message_in(lang));
        let arithmetic = check.arithmetic();
        let json = CheckJson {
            rule: &check.rule,
            also: &check.also,
            severity: severity_name(check.severity),
            verdict: verdict_name(check.verdict),
            message: &message,
            message_en: &message_en,
            nature: check.nature.id(),
            relation: check.relation.sign(),
            reason: check.reason.as_deref().map(Coded::id),
            fault: check.fault(),
            name: check.name(),
            arithmetic: arithmetic.as_deref(),
            expression: &check.expression,
            stated: check.stated.as_deref(),
            computed: check.computed.as_deref(),
            difference: check.difference.as_deref(),
            unit: check.unit.as_deref(),
            figures: Figures(given, check),
        };
        json.serialize(serializer)
    }
}

/// The figures of a check.
pub(super) struct Figures<'a>(&'a DocumentAudit, &'a Check);

impl Serialize for Figures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.1.figures().map(|figure| OneFigure(self.0, figure)))
    }
}

/// A figure of a check.
pub(super) struct OneFigure<'a>(&'a DocumentAudit, CheckFigure<'a>);

impl Serialize for OneFigure<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(given, figure) = self;
        let (label, printed) = (figure.label(), figure.printed());
        let json = FigureJson {
            role: match figure.role {
                FigureRole::Stated => "stated",
                FigureRole::Operand => "operand",
            },
            label: &label,
            text: &printed.text,
            value: printed
                .value
                .as_deref()
                .or_else(|| counted_blank(figure.role, &printed).then_some("0")),
            unit: printed.unit.as_deref(),
            start: printed.span.start,
            end: printed.span.end,
            at: place_in(given, &printed, figure.cell()),
            reading: reading(&printed.reading),
            told_if_changed: told_if_changed(given, &printed),
        };
        json.serialize(serializer)
    }
}

/// Whether anything would tell, were a figure of the document another one.
fn told_if_changed(given: &DocumentAudit, printed: &PrintedFigure) -> Option<&'static str> {
    let proved = given.proved.as_ref().filter(|_| printed.document.is_none())?;
    proved.at(printed.span.start).map(|figure| figure.told.id())
}

pub(super) fn reading(reading: &ReadingDoubt) -> Option<String> {
    match reading {
        ReadingDoubt::Plain => None,
        ReadingDoubt::Joined => Some("拼接：跨行、跨页拼成".to_owned()),
        ReadingDoubt::Repaired(how) => Some(how.to_string()),
        ReadingDoubt::Aligned(rule) => Some(format!("由“{rule}”定列")),
    }
}

/// A blank, or a blank mark, that went into a computation counts as nothing.
pub(super) fn counted_blank(role: FigureRole, printed: &PrintedFigure) -> bool {
    role == FigureRole::Operand && !printed.text.chars().any(char::is_alphanumeric)
}
