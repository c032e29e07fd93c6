//! What a headline says of the figures that are probably wrong.

use super::{ACCUSING, Certainty, Headline, HeadlineSpot, NAMED, like, shown};
use gouji_audit::audit::{Cause, Slip, Suspect, SuspectSlip};
use rust_decimal::Decimal;
use std::str::FromStr;
use std::sync::Arc;

/// Of figures that are probably wrong what each prints and what was meant.
pub(super) fn of_suspects(cause: &Cause) -> Headline {
    let spots: Vec<HeadlineSpot> = cause.suspects.iter().map(spot).collect();
    let values = |of: &dyn Fn(&Suspect) -> Option<String>| {
        let all: Option<Vec<String>> = cause.suspects.iter().take(NAMED).map(of).collect();
        all.map(|all| all.join("；"))
    };
    let unit = cause.suspects.first().and_then(|suspect| suspect.printed.unit.clone());
    Headline {
        text: slips_words(cause),
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
pub(super) fn slips_words(cause: &Cause) -> String {
    let doubt = if cause.is_reading { "可能是识读问题，而非数字错误：" } else { "" };
    format!("{doubt}{}", slips(cause))
}

/// Whether what is printed, and what was meant as it would be printed, are written like the values.
fn is_printed_plain(suspect: &Suspect) -> bool {
    let is_plain = |value: &str, printed: &str| printed.contains(value);
    suspect.printed.value.as_deref().is_none_or(|value| is_plain(value, &shown(&suspect.printed)))
        && suspect
            .suggested
            .as_deref()
            .is_none_or(|value| is_plain(value, &like(value, &suspect.printed)))
}

fn spot(suspect: &Suspect) -> HeadlineSpot {
    HeadlineSpot {
        label: Arc::clone(&suspect.label),
        printed: Arc::clone(&suspect.printed),
        meant: suspect.suggested.clone(),
    }
}

fn difference(suspect: &Suspect) -> Option<String> {
    let number = |text: &Option<String>| Decimal::from_str(text.as_deref()?).ok();
    Some(number(&suspect.printed.value)?.checked_sub(number(&suspect.suggested)?)?.to_string())
}

/// What happened to the suspects.
fn slips(cause: &Cause) -> String {
    let slip_of = |suspect: &Suspect| suspect.slip.as_ref().map(|told| told.slip.id());
    match cause.suspects.as_slice() {
        [a, b] if slip_of(a) == Some(Slip::Swapped.id()) && slip_of(b) == slip_of(a) => {
            exchanged(a, b)
        }
        [first, .., _]
            if cause.suspects.len() > 2
                && slip_of(first).is_some()
                && cause.suspects.iter().all(|one| slip_of(one) == slip_of(first)) =>
        {
            let slip = first.slip.as_ref().map_or_else(String::new, SuspectSlip::to_string);
            let named: Vec<String> =
                cause.suspects.iter().take(NAMED).map(|suspect| wrong(suspect, false)).collect();
            let more = if cause.suspects.len() > NAMED { " 等" } else { "" };
            format!("{slip}，共 {} 个数：{}{more}", cause.suspects.len(), named.join("；"))
        }
        all => all.iter().map(|suspect| wrong(suspect, true)).collect::<Vec<_>>().join("；"),
    }
}

fn exchanged(a: &Suspect, b: &Suspect) -> String {
    let meant = match (&a.suggested, &b.suggested) {
        (Some(x), Some(y)) => {
            format!("，{ACCUSING} {} 和 {}", like(x, &a.printed), like(y, &b.printed))
        }
        _ => String::new(),
    };
    format!(
        "{} 与 {} 的数互换了：写的是 {} 和 {}{meant}",
        a.label,
        b.label,
        shown(&a.printed),
        shown(&b.printed)
    )
}

/// What a suspect prints, and what was meant or that it may be wrong.
fn wrong(suspect: &Suspect, tells_slip: bool) -> String {
    // a sentence prints its unit: that is what is wrong, not the digits
    let is_unit = suspect.slip.as_ref().is_some_and(|slip| slip.slip.is_of_unit())
        && suspect.printed.form.is_none()
        && suspect.printed.unit.is_some();
    let meant = match &suspect.suggested {
        Some(_) if is_unit => "，单位可能有误".to_owned(),
        Some(value) => format!("，{ACCUSING} {}", like(value, &suspect.printed)),
        None => "，可能有误".to_owned(),
    };
    let slip = suspect.slip.as_ref().filter(|_| tells_slip);
    let slip = slip.map_or(String::new(), |slip| format!("（{slip}）"));
    format!("{} 写的是 {}{meant}{slip}", suspect.label, shown(&suspect.printed))
}
