//! Checks whose figures and words are given, not recognised: for examples and tests of reports.

use super::{
    About, Check, CheckDetail, CheckRelation, CheckedAt, Cite, Fault, FigureRole, FigureSpot,
    MessagePiece, Nature, PrintedFigure, Seen, Severity, Verdict,
};
use ecow::EcoString;
use gouji_values::lang::Lang;
use std::sync::Arc;

/// Figures with their words.
#[derive(Clone, Debug, Default)]
pub struct Given(Vec<(Arc<str>, Arc<PrintedFigure>)>);

impl Given {
    fn at(&self, at: FigureSpot) -> Option<&(Arc<str>, Arc<PrintedFigure>)> {
        let [index, ..] = at.0;
        self.0.get(index as usize)
    }
}

impl Seen for Given {
    fn label(&self, at: FigureSpot, _: Lang) -> Arc<str> {
        self.at(at).map_or_else(|| Arc::from(""), |(label, _)| Arc::clone(label))
    }

    fn printed(&self, at: FigureSpot) -> Arc<PrintedFigure> {
        self.at(at).map(|(_, printed)| Arc::clone(printed)).unwrap_or_default()
    }

    fn key(&self, check: &Check) -> String {
        match &check.at {
            CheckedAt::Key(key) => key.to_string(),
            _ => check.rule.to_string(),
        }
    }
}

impl Check {
    /// A check of an equality of given figures, with a key.
    #[must_use]
    pub fn given(
        rule: &str,
        key: &str,
        verdict: Verdict,
        figures: Vec<(FigureRole, String, PrintedFigure)>,
    ) -> Self {
        let mut out = Self {
            rule: rule.into(),
            also: Vec::new(),
            severity: Severity::Error,
            verdict,
            relation: CheckRelation::Equal,
            nature: Nature::Formula,
            sides: None,
            reason: None,
            number: 0,
            at: CheckedAt::Key(key.into()),
            expression: EcoString::new(),
            stated: None,
            computed: None,
            difference: None,
            unit: None,
            cites: Box::default(),
            about: Arc::default(),
            detail: None,
        };
        out.give(figures);
        out
    }

    /// Gives it other figures.
    pub fn give(&mut self, figures: Vec<(FigureRole, String, PrintedFigure)>) {
        let spot = |at: usize| FigureSpot([u32::try_from(at).unwrap_or(u32::MAX), 0, 0, 0]);
        let cite = |(at, (role, _, printed)): (usize, &(FigureRole, String, PrintedFigure))| {
            Cite::new(*role, (printed.span, printed.document), spot(at))
        };
        self.cites = figures.iter().enumerate().map(cite).collect();
        let words =
            figures.into_iter().map(|(_, label, printed)| (label.into(), Arc::new(printed)));
        let seen: Arc<dyn Seen> = Arc::new(Given(words.collect()));
        self.about = Arc::new(About { seen: Some(seen), ..About::clone(&self.about) });
    }

    /// Gives it the message of a rule. What stands in braces says what a figure should be.
    pub fn say(&mut self, message: &str) {
        let mut words = Vec::new();
        for (at, part) in message.split(['{', '}']).enumerate() {
            match at % 2 {
                0 => self.with_values(part, &mut words),
                _ => words.push(MessagePiece::ShouldBe(part.into())),
            }
        }
        let words = Some(words.into());
        let detail = self.detail.take().unwrap_or_else(|| Box::new(CheckDetail::of(Fault::Apart)));
        self.detail = Some(Box::new(CheckDetail { words, ..*detail }));
    }

    /// Words in which its values are values.
    fn with_values(&self, text: &str, words: &mut Vec<MessagePiece>) {
        let mut rest = text;
        let values: Vec<EcoString> = self.stated.iter().chain(&self.computed).cloned().collect();
        let next = |rest: &str| {
            let found = values.iter().filter_map(|value| Some((rest.find(value.as_str())?, value)));
            found.min().map(|(at, value)| (at, value.clone()))
        };
        while let Some((at, value)) = next(rest).filter(|(_, value)| !value.is_empty()) {
            words.push(MessagePiece::Text(rest.get(..at).unwrap_or_default().into()));
            rest = rest.get(at + value.len()..).unwrap_or_default();
            words.push(MessagePiece::Printed(value));
        }
        words.push(MessagePiece::Text(rest.into()));
    }
}
