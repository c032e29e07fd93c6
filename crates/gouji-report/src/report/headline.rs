//! What a finding says first, the same in every output: the figures that it is about, what they
//! print, what was probably meant, and which identities do not come out for that reason. No output
//! words a finding in its own way.
//!
//! With suspects these lead, and the broken identities follow. Where nobody can tell which figure
//! is wrong both sides stand beside each other, and nothing is said to be what it should be.

mod suspects;

use self::suspects::Slips;
use super::entry::{DIFFERENCE, FindingEntry, is_repeated, message_in, place_at_in, stated};
use gouji_audit::audit::{
    Check, CheckRelation, Confidence, DocumentAudit, Fault, Finding, Misfit, PrintedFigure, Suspect,
};
use gouji_audit::say::difference_words;
use gouji_values::document::Span;
use gouji_values::lang::{Bilingual, Lang, tell};
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

/// How many figures of one slip a headline names.
const NAMED: usize = 4;
/// What says which side of an equality is wrong; only a suspect may say it.
const ACCUSING: Bilingual = Bilingual::new("应为", "should be");

/// A figure that a finding is about.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadlineSpot {
    /// Its name, as checks give it.
    pub label: Arc<str>,
    /// What stands there.
    pub printed: Arc<PrintedFigure>,
    /// What was probably meant, in the printed unit.
    pub meant: Option<String>,
}

/// What a finding says first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Headline {
    /// The language of its words.
    pub lang: Lang,
    /// The sentence: `教育支出 写的是 880.63，应为 280.63（一位数字写错）`.
    pub text: String,
    /// The figures that it is about, the leading one first: the suspects, or what the first check
    /// states.
    pub spots: Vec<HeadlineSpot>,
    /// Whether the figures are named as wrong: they are suspects, or a rule asks something of one
    /// figure alone.
    pub is_sure: bool,
    /// Where the further checks stand, if the finding has several places and no suspect.
    pub further: Vec<(Span, Option<usize>)>,
    /// How sure the suspects are.
    pub certainty: Option<Certainty>,
    /// Which figures may be the wrong ones, where that is open.
    pub doubt: Option<String>,
    /// Where the figures of `doubt` stand.
    pub doubtful: Vec<(Span, Option<usize>)>,
    /// What is printed, as a number where it is one, in `unit`.
    pub stated: Option<String>,
    /// What was probably meant; only suspects have it.
    pub meant: Option<String>,
    /// The other side of the relation, where there is no suspect; the sign of the relation stands
    /// before it, unless that is an equality.
    pub other: Option<String>,
    /// What is printed is the very number of the other side: “0, should be more than 0” tells nobody
    /// anything.
    pub is_bare_bound: bool,
    /// Printed minus meant, or of the two sides.
    pub difference: Option<String>,
    /// Unit of these.
    pub unit: Option<String>,
    /// The sentence names the values itself.
    pub says_values: bool,
    /// The sentence has the arithmetic of the first check.
    pub says_arithmetic: bool,
}

/// How sure the suspects of a finding are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Certainty {
    /// How sure.
    pub confidence: Confidence,
    /// How many other explanations are as likely.
    pub ties: usize,
}

impl Certainty {
    /// Its name in reports.
    pub const NAME: Bilingual = Bilingual::new("把握", "confidence");

    /// How sure, in words without the name: `高，另有 2 种同样可能`.
    #[must_use]
    pub fn words(self, lang: Lang) -> String {
        let (word, ties) = (self.confidence.word(lang), self.ties);
        match ties {
            0 => word.to_owned(),
            ties => tell!(lang, "{word}，另有 {ties} 种同样可能", "{word}, {ties} more as likely"),
        }
    }
}

impl Headline {
    /// How sure the suspects are, or who else it may be: what is put behind the sentence.
    pub fn doubts(&self) -> impl Iterator<Item = String> {
        let lang = self.lang;
        let sure = self.certainty.map(|sure| {
            format!("{}{}{}", Certainty::NAME.of(lang), lang.colon(), sure.words(lang))
        });
        sure.into_iter().chain(self.doubt.clone())
    }
}

impl FindingEntry<'_> {
    /// What it says first.
    #[must_use]
    pub fn headline(&self, document: &DocumentAudit) -> Headline {
        headline(document, self.finding)
    }

    /// The same in a language.
    #[must_use]
    pub fn headline_in(&self, document: &DocumentAudit, lang: Lang) -> Headline {
        headline_in(document, self.finding, lang)
    }
}

/// The headline of a finding.
#[must_use]
pub fn headline(document: &DocumentAudit, finding: &Finding) -> Headline {
    headline_in(document, finding, Lang::Chinese)
}

/// The same in a language.
#[must_use]
pub fn headline_in(document: &DocumentAudit, finding: &Finding, lang: Lang) -> Headline {
    let mut out = without_message(document, finding, lang);
    for words in messages(document, finding, lang) {
        if !out.text.contains(&words) {
            add_words(&mut out, &[&words]);
        }
    }
    out
}

/// What the rules of the author's say in words of their own, of which a figure that is named as wrong
/// would be said otherwise: the words that say what a figure should be stand only beside that figure.
fn messages(document: &DocumentAudit, finding: &Finding, lang: Lang) -> Vec<String> {
    if finding.misfit.is_some() {
        return Vec::new();
    }
    let suspects = finding.cause.iter().flat_map(|cause| places(&cause.suspects));
    let suspects: Vec<_> = suspects.collect();
    let is_said = |check: &&Check| {
        !check.accuses() || check.lead().is_some_and(|own| suspects.contains(&own))
    };
    let checks = finding.checks.iter().filter_map(|at| document.checks.get(*at));
    let own = checks.filter(|check| check.about.speaks).filter(is_said).take(NAMED);
    own.map(|check| check.message_in(lang)).filter(|words| !words.is_empty()).collect()
}

/// The same without what the author's rules say in words of their own of a figure that is named.
fn without_message(document: &DocumentAudit, finding: &Finding, lang: Lang) -> Headline {
    let own = own_words(document, finding, lang);
    if let Some(misfit) = &finding.misfit {
        let mut out = of_misfit(misfit, finding.checks.len(), lang);
        add_words(&mut out, &own);
        return out;
    }
    match finding.cause.as_ref().filter(|cause| !cause.suspects.is_empty()) {
        Some(cause) => {
            let slips = Slips { lang, name: &|suspect| called(document, finding, suspect, lang) };
            let mut text = own.join(lang.semicolon());
            if !own.is_empty() {
                text.push_str(lang.colon());
            }
            text.push_str(&slips.words(cause));
            Headline { text, ..slips.of_suspects(cause) }
        }
        None => {
            let mut out = of_checks(document, finding, lang);
            let first = finding.checks.first().and_then(|at| document.checks.get(*at));
            let first = first.and_then(|check| check.own_in(lang));
            let others: Vec<&str> = own.into_iter().filter(|words| first != Some(*words)).collect();
            add_words(&mut out, &others);
            out
        }
    }
}

/// What a figure of a finding is called in a language: as the check calls it that cites it.
fn called(document: &DocumentAudit, finding: &Finding, suspect: &Suspect, lang: Lang) -> String {
    if lang == Lang::Chinese {
        return suspect.label.to_string();
    }
    let place = (suspect.printed.span, suspect.printed.document);
    let checks = finding.checks.iter().filter_map(|at| document.checks.get(*at));
    let mut figures = checks.flat_map(Check::figures);
    let figure = figures.find(|figure| {
        (figure.span(), figure.document()) == place && figure.said() == suspect.label
    });
    figure.map_or_else(|| suspect.label.to_string(), |figure| figure.said_in(lang).to_string())
}

/// The words that scripts gave the checks of a finding, each once: what one change cures is one
/// finding, and says all that is said of it.
fn own_words<'a>(document: &'a DocumentAudit, finding: &Finding, lang: Lang) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    let checks = finding.checks.iter().filter_map(|at| document.checks.get(*at));
    checks.filter_map(|check| check.own_in(lang)).filter(|own| seen.insert(*own)).collect()
}

fn add_words(headline: &mut Headline, words: &[&str]) {
    for own in words {
        headline.text.push_str(headline.lang.semicolon());
        headline.text.push_str(own);
    }
}

/// The checks that the headline does not speak of itself, and the words before them.
pub fn broken<'a>(
    document: &'a DocumentAudit,
    finding: &'a Finding,
) -> (Bilingual, impl Iterator<Item = &'a Check>) {
    let is_known = finding.cause.as_ref().is_some_and(|cause| !cause.suspects.is_empty());
    let (words, said) = match is_known {
        _ if finding.misfit.is_some() => (("其中", "among them"), 0),
        // the checks at the places of a slip that was repeated are no consequences of it
        _ if is_repeated(document, finding) => (("", ""), usize::MAX),
        true => (("因此不平", "so these fail"), 0),
        false => (("同一原因还影响", "also affected"), 1),
    };
    let words = Bilingual::new(words.0, words.1);
    (words, finding.checks.iter().skip(said).filter_map(|at| document.checks.get(*at)))
}

/// What a violated check says without saying which side is wrong.
#[must_use]
pub fn identity(check: &Check) -> String {
    identity_in(check, Lang::Chinese)
}

/// The same in a language.
#[must_use]
pub fn identity_in(check: &Check, lang: Lang) -> String {
    let both = check.both_in(lang);
    if both.is_empty() { message_in(check, lang) } else { both }
}

/// Whether a check compares two sides of which either may be wrong.
#[must_use]
pub fn is_equality(check: &Check) -> bool {
    check.relation == CheckRelation::Equal && check.computed.is_some()
}

/// Whether a check asks something of one figure alone. Of two that are compared either may be wrong, whether they must be equal or the one
/// no more than the other; so may the form be that is blank beside an amount.
fn asks_one(check: &Check) -> bool {
    let is_bound = matches!(
        check.relation,
        CheckRelation::AtMost
            | CheckRelation::Less
            | CheckRelation::AtLeast
            | CheckRelation::Greater
    );
    let is_beside_blank =
        check.detail.as_ref().is_some_and(|detail| detail.fault == Fault::BlankForm);
    !(is_equality(check) || is_beside_blank || is_bound && check.size() > 1)
}

/// The figures that a page underlines for a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accused {
    /// Where they stand, with the index of another document.
    pub places: Vec<(Span, Option<usize>)>,
    /// They are wrong, as far as can be told; else one of them is, and nobody can tell which.
    pub is_sure: bool,
}

/// What is to be underlined for a finding: the suspects, what a rule asks something of, or all that
/// may be wrong. Makes no words.
#[must_use]
pub fn accused(document: &DocumentAudit, finding: &Finding) -> Accused {
    if let Some(misfit) = &finding.misfit {
        return Accused { places: vec![(misfit.head.span, misfit.head.document)], is_sure: false };
    }
    let (suspects, others) = finding
        .cause
        .as_ref()
        .map_or((&[][..], &[][..]), |cause| (&cause.suspects[..], &cause.others[..]));
    if !suspects.is_empty() {
        return Accused { places: places(suspects).collect(), is_sure: true };
    }
    let checks = || finding.checks.iter().filter_map(|at| document.checks.get(*at));
    let is_open = checks().next().is_some_and(|first| !asks_one(first));
    let places = match checks().next() {
        _ if !others.is_empty() => places(others).collect(),
        Some(first) if is_open => first.places().collect(),
        _ => checks().filter_map(|check| check.places().nth(check.lead_index())).collect(),
    };
    Accused { places, is_sure: !is_open && others.is_empty() }
}

fn places(suspects: &[Suspect]) -> impl Iterator<Item = (Span, Option<usize>)> + '_ {
    suspects.iter().map(|suspect| (suspect.printed.span, suspect.printed.document))
}

impl Headline {
    /// Where the finding leads, in words.
    #[must_use]
    pub fn place(&self, document: &DocumentAudit) -> String {
        let Some(spot) = self.spots.first() else { return String::new() };
        let lang = self.lang;
        let place = place_at_in(document, spot.printed.span, spot.printed.document, lang);
        let known: BTreeSet<_> = self
            .spots
            .iter()
            .map(|spot| (spot.printed.span, spot.printed.document))
            .chain(self.further.iter().copied())
            .collect();
        match known.len() {
            0 | 1 => place,
            count => tell!(lang, "{place} 等 {count} 处", "{place} and more, {count} places"),
        }
    }

    /// The figure that leads.
    #[must_use]
    pub fn lead(&self) -> Option<&HeadlineSpot> {
        self.spots.first()
    }

    /// What the figures are, in words.
    #[must_use]
    pub fn item(&self) -> String {
        let named: Vec<&str> = self.spots.iter().take(NAMED).map(|spot| &*spot.label).collect();
        let (lang, count) = (self.lang, self.spots.len());
        let more = match count > NAMED {
            true => tell!(lang, " 等 {count} 个数", " and more, {count} figures"),
            false => String::new(),
        };
        format!("{}{more}", named.join(lang.semicolon()))
    }

    /// What is printed, what was meant or stands opposite, and the difference, each with its name;
    /// nothing where they say nothing.
    #[must_use]
    pub fn values(&self) -> Vec<(&'static str, String)> {
        let unit = self.unit.as_deref();
        let mut out = Vec::new();
        let lang = self.lang;
        let all = [
            (lang.of("列示", "stated"), &self.stated),
            (ACCUSING.of(lang), &self.meant),
            (lang.of("对照", "against"), &self.other),
        ];
        out.extend(all.into_iter().filter_map(|(name, value)| {
            Some((name, super::entry::with_unit(value.as_deref()?, unit)))
        }));
        out.extend(
            self.difference
                .as_deref()
                .map(|value| (DIFFERENCE.of(lang), difference_words(value, unit, lang))),
        );
        if out.len() > 1 && !self.is_bare_bound { out } else { Vec::new() }
    }
}

/// Of a table that does not fit as a whole the head of the table.
fn of_misfit(misfit: &Misfit, broken: usize, lang: Lang) -> Headline {
    let label = misfit.tables.join(lang.comma()).into();
    Headline {
        lang,
        text: misfit.words(broken, lang),
        spots: vec![HeadlineSpot { label, printed: Arc::clone(&misfit.head), meant: None }],
        says_values: true,
        ..Headline::default()
    }
}

/// What is printed, in one word; of a blank cell that it is blank.
#[must_use]
pub fn shown(printed: &PrintedFigure, lang: Lang) -> String {
    let text: String = printed.text.split_whitespace().collect();
    if text.is_empty() { lang.of("空白", "blank").to_owned() } else { text }
}

/// A number as the printed one is written.
#[must_use]
pub fn like(value: &str, printed: &PrintedFigure) -> String {
    printed.like(value)
}

/// Without suspects: what the first check says, and where the others stand.
fn of_checks(document: &DocumentAudit, finding: &Finding, lang: Lang) -> Headline {
    let Some(first) = finding.checks.first().and_then(|at| document.checks.get(*at)) else {
        return Headline::default();
    };
    let far = if is_repeated(document, finding) {
        super::entry::further(document, finding)
    } else {
        Vec::new()
    };
    let further =
        far.into_iter().filter_map(|check| check.places().nth(check.lead_index())).collect();
    let check = first;
    let figure = stated(check);
    let is_open = is_equality(check);
    let (text, says_values, says_arithmetic) = if is_open && check.accuses() {
        (identity_in(check, lang), check.sides_have_values(), check.sides_have_arithmetic())
    } else {
        (message_in(check, lang), check.message_has_values(), false)
    };
    let printed = figure.map(|figure| figure.printed().text.clone());
    let number = |value: &str| Decimal::from_str(value).ok();
    let is_nothing = |value: &str| number(value).is_some_and(|value| value.is_zero());
    let given = check.stated.as_ref().map(ToString::to_string).or(printed);
    let bound = check.computed.as_deref().and_then(number);
    let suspects = finding.suspects_in(lang, &|own| called(document, finding, own, lang));
    Headline {
        lang,
        text,
        is_sure: asks_one(check),
        spots: figure
            .map(|figure| {
                let printed = figure.printed();
                let label = item_of(check, figure.called_in(lang), &printed, lang);
                HeadlineSpot { label, printed, meant: None }
            })
            .into_iter()
            .collect(),
        further,
        doubt: Some(suspects.join(lang.semicolon())).filter(|words| !words.is_empty()),
        doubtful: finding.cause.iter().flat_map(|cause| places(&cause.others)).collect(),
        says_values,
        says_arithmetic,
        is_bare_bound: bound.is_some() && given.as_deref().and_then(number) == bound,
        stated: given,
        other: check.computed.as_deref().map(|value| format!("{}{value}", sign(check.relation))),
        difference: check
            .difference
            .as_deref()
            .filter(|value| {
                is_open || check.relation != CheckRelation::NotEqual && !is_nothing(value)
            })
            .map(str::to_owned),
        unit: check.unit.as_ref().map(ToString::to_string),
        ..Headline::default()
    }
}

/// What the stated side of a check is called: where it is worked out of a figure and others, their
/// arithmetic stands behind the name of that figure, which prints another number.
fn item_of(check: &Check, label: Arc<str>, printed: &PrintedFigure, lang: Lang) -> Arc<str> {
    let number = |text: Option<&str>| Decimal::from_str(text?).ok();
    let (told, own) = (number(check.stated.as_deref()), number(printed.value.as_deref()));
    let is_worked = told.zip(own).is_some_and(|(told, own)| told != own);
    let worked = is_worked.then(|| check.called_with_others(&label, lang)).flatten();
    worked.map_or(label, Arc::from)
}

/// The sign before the other side of a relation that is no equality.
fn sign(relation: CheckRelation) -> &'static str {
    match relation {
        CheckRelation::AtMost => "≤ ",
        CheckRelation::AtLeast => "≥ ",
        CheckRelation::Less => "< ",
        CheckRelation::Greater => "> ",
        CheckRelation::NotEqual => "≠ ",
        CheckRelation::Equal | CheckRelation::Meets => "",
    }
}

#[cfg(test)]
mod tests;
