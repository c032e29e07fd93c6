//! What a headline says of the figures that are probably wrong.

use super::{Certainty, Headline, HeadlineSpot, NAMED, like, shown};
use gouji_audit::audit::{Cause, Slip, Suspect};
use gouji_audit::say::SuspectName;
use gouji_values::lang::{Lang, tell};
use rust_decimal::Decimal;
use std::str::FromStr;
use std::sync::Arc;

/// Words of slips: their language, and what figures are called in it.
pub(super) struct Slips<'a> {
    pub(super) lang: Lang,
    pub(super) name: &'a SuspectName<'a>,
}

impl Slips<'_> {
    /// Of figures that are probably wrong what each prints and what was meant.
    pub(super) fn of_suspects(&self, cause: &Cause) -> Headline {
        let spots: Vec<HeadlineSpot> =
            cause.suspects.iter().map(|suspect| self.spot(suspect)).collect();
        let values = |of: &dyn Fn(&Suspect) -> Option<String>| {
            let all: Option<Vec<String>> = cause.suspects.iter().take(NAMED).map(of).collect();
            all.map(|all| all.join(self.lang.semicolon()))
        };
        let unit = cause.suspects.first().and_then(|suspect| suspect.printed.unit.clone());
        Headline {
            lang: self.lang,
            text: self.words(cause),
            is_sure: true,
            certainty: Some(Certainty { confidence: cause.confidence, ties: cause.ties }),
            stated: values(&|suspect| {
                Some(suspect.printed.value.clone().unwrap_or_else(|| suspect.printed.text.clone()))
            }),
            meant: values(&|suspect| suspect.suggested.clone()),
            difference: match cause.suspects.as_slice() {
                [one] => difference(one),
                _ => None,
            },
            unit: unit.filter(|unit| {
                cause.suspects.iter().all(|suspect| suspect.printed.unit.as_ref() == Some(unit))
            }),
            // a number with separators is told once more without them
            says_values: cause.suspects.iter().take(NAMED).all(is_printed_plain),
            spots,
            ..Headline::default()
        }
    }

    /// What the suspects print and what was meant.
    pub(super) fn words(&self, cause: &Cause) -> String {
        format!("{}{}", cause.doubt(self.lang), self.slips(cause))
    }

    fn spot(&self, suspect: &Suspect) -> HeadlineSpot {
        HeadlineSpot {
            label: (self.name)(suspect).into(),
            printed: Arc::clone(&suspect.printed),
            meant: suspect.suggested.clone(),
        }
    }

    /// What happened to the suspects.
    fn slips(&self, cause: &Cause) -> String {
        let lang = self.lang;
        let slip_of = |suspect: &Suspect| suspect.slip.as_ref().map(|told| told.slip.id());
        match cause.suspects.as_slice() {
            [a, b] if slip_of(a) == Some(Slip::Swapped.id()) && slip_of(b) == slip_of(a) => {
                self.exchanged(a, b)
            }
            [first, .., _]
                if cause.suspects.len() > 2
                    && slip_of(first).is_some()
                    && cause.suspects.iter().all(|one| slip_of(one) == slip_of(first)) =>
            {
                let slip = first.slip.as_ref().map_or_else(String::new, |slip| slip.words(lang));
                let named: Vec<String> =
                    cause.suspects.iter().take(NAMED).map(|own| self.wrong(own, false)).collect();
                let (count, named) = (cause.suspects.len(), named.join(lang.semicolon()));
                let more = if count > NAMED { lang.of(" 等", " and more") } else { "" };
                tell!(
                    lang,
                    "{slip}，共 {count} 个数：{named}{more}",
                    "{slip}, {count} figures: {named}{more}"
                )
            }
            all => {
                let all: Vec<String> =
                    all.iter().map(|suspect| self.wrong(suspect, true)).collect();
                all.join(lang.semicolon())
            }
        }
    }

    fn exchanged(&self, a: &Suspect, b: &Suspect) -> String {
        let lang = self.lang;
        let meant = match (&a.suggested, &b.suggested) {
            (Some(x), Some(y)) => {
                let (x, y) = (like(x, &a.printed), like(y, &b.printed));
                tell!(lang, "，应为 {x} 和 {y}", "; they should be {x} and {y}")
            }
            _ => String::new(),
        };
        let names = ((self.name)(a), (self.name)(b));
        let (first, second) = (shown(&a.printed, lang), shown(&b.printed, lang));
        let (a, b) = names;
        tell!(
            lang,
            "{a} 与 {b} 的数互换了：写的是 {first} 和 {second}{meant}",
            "the figures of {a} and {b} are exchanged: they are {first} and {second}{meant}"
        )
    }

    /// What a suspect prints, and what was meant or that it may be wrong.
    fn wrong(&self, suspect: &Suspect, tells_slip: bool) -> String {
        // a sentence prints its unit: that is what is wrong, not the digits
        let is_unit = suspect.slip.as_ref().is_some_and(|slip| slip.slip.is_of_unit())
            && suspect.printed.form.is_none()
            && suspect.printed.unit.is_some();
        let lang = self.lang;
        let meant = match &suspect.suggested {
            Some(_) if is_unit => tell!(lang, "，单位可能有误", "; the unit may be wrong"),
            Some(value) => {
                let meant = like(value, &suspect.printed);
                tell!(lang, "，应为 {meant}", "; it should be {meant}")
            }
            None => tell!(lang, "，可能有误", "; it may be wrong"),
        };
        let slip = suspect.slip.as_ref().filter(|_| tells_slip);
        let slip = slip.map_or(String::new(), |slip| lang.bracketed(&slip.words(lang)));
        let (label, printed) = ((self.name)(suspect), shown(&suspect.printed, lang));
        tell!(lang, "{label} 写的是 {printed}{meant}{slip}", "{label} is {printed}{meant}{slip}")
    }
}

/// Whether what is printed, and what was meant as it would be printed, are written like the values.
fn is_printed_plain(suspect: &Suspect) -> bool {
    let is_plain = |value: &str, printed: &str| printed.contains(value);
    suspect
        .printed
        .value
        .as_deref()
        .is_none_or(|value| is_plain(value, &shown(&suspect.printed, Lang::Chinese)))
        && suspect
            .suggested
            .as_deref()
            .is_none_or(|value| is_plain(value, &like(value, &suspect.printed)))
}

fn difference(suspect: &Suspect) -> Option<String> {
    let number = |text: &Option<String>| Decimal::from_str(text.as_deref()?).ok();
    Some(number(&suspect.printed.value)?.checked_sub(number(&suspect.suggested)?)?.to_string())
}
