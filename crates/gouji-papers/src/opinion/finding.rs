//! A finding as a row: where, what is printed, what it should be, the arithmetic, why, on what it
//! rests.

use super::Table;
use gouji_audit::audit::{Check, CheckRelation, DocumentAudit};
use gouji_report::report::entry::{FindingEntry, elsewhere, relation_words, with_unit};
use gouji_report::report::headline::{Headline, broken, identity, like, shown};
use gouji_report::report::severity_word;
use gouji_values::number::Decimal;

/// How many figures of one slip a row shows.
const MOST: usize = 4;
/// How many identities that break for the same reason a row shows.
const BROKEN: usize = 3;

/// How many further places of one slip a row names.
const PLACES_OF_ONE: usize = 60;

/// A finding as a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct FindingRow {
    pub number: String,
    pub severity: String,
    pub place: String,
    pub item: String,
    pub printed: String,
    pub meant: String,
    pub arithmetic: String,
    pub why: String,
    pub basis: String,
}

impl FindingRow {
    pub(super) fn of(document: &DocumentAudit, entry: &FindingEntry<'_>) -> Self {
        let headline = entry.headline(document);
        let check = entry.check;
        Self {
            number: entry.number.to_string(),
            severity: severity_word(entry.severity).to_owned(),
            place: place(document, entry, &headline),
            item: headline.item(),
            printed: printed(&headline, check),
            meant: meant(&headline, check),
            arithmetic: arithmetic(document, entry, &headline),
            why: why(&headline),
            basis: basis(check),
        }
    }

    /// The cells that a template may ask for, by name.
    #[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "templates ask for them"))]
    pub(super) fn cells(&self) -> [(&'static str, &str); 9] {
        [
            ("序号", &self.number),
            ("级别", &self.severity),
            ("位置", &self.place),
            ("项目", &self.item),
            ("列示", &self.printed),
            ("应为", &self.meant),
            ("算式", &self.arithmetic),
            ("问题", &self.why),
            ("依据", &self.basis),
        ]
    }
}

/// Where it leads, and where else the same slip stands: who signs for a problem has to find it.
fn place(document: &DocumentAudit, entry: &FindingEntry<'_>, headline: &Headline) -> String {
    let others = elsewhere(document, entry.finding, PLACES_OF_ONE);
    std::iter::once(headline.place(document)).chain(others).collect::<Vec<_>>().join("\n")
}

/// A number with its unit, where that is not printed with it.
fn whole(text: String, unit: Option<&str>) -> String {
    match unit {
        Some(unit) if text.ends_with(gouji_values::number::is_digit) => text + unit,
        _ => text,
    }
}

/// What is printed; of a side that is worked out of several figures what it comes to.
fn printed(headline: &Headline, check: &Check) -> String {
    let number = |text: &str| text.parse::<Decimal>().ok();
    if let ([spot], Some(stated)) = (headline.spots.as_slice(), check.stated.as_deref())
        && headline.certainty.is_none()
        && check.left_worked().is_some()
        && let Some((told, own)) =
            number(stated).zip(spot.printed.value.as_deref().and_then(number))
        && told != own
    {
        return format!("{}\n（几个数算得）", with_unit(stated, check.unit.as_deref()));
    }
    let spots = headline.spots.iter().take(MOST);
    let all = spots.map(|spot| whole(shown(&spot.printed), spot.printed.unit.as_deref()));
    all.collect::<Vec<_>>().join("\n")
}

/// What it should be: of suspects alone. Where either side may be wrong, what it was compared with.
fn meant(headline: &Headline, check: &Check) -> String {
    let spots = headline.spots.iter().take(MOST);
    let meant: Vec<String> = spots
        .filter_map(|spot| {
            let meant = like(spot.meant.as_deref()?, &spot.printed);
            Some(whole(meant, spot.printed.unit.as_deref()))
        })
        .collect();
    if !meant.is_empty() {
        return meant.join("\n");
    }
    let other = check.computed.as_deref().filter(|_| headline.other.is_some());
    let Some(other) = other else { return "待核实".to_owned() };
    let value = with_unit(other, check.unit.as_deref());
    match check.relation {
        CheckRelation::Equal | CheckRelation::Meets => format!("待核实，对照\n{value}"),
        _ => format!("{} {value}", relation_words(check)),
    }
}

/// What was worked out: the identities that break for the same reason, else the arithmetic and by
/// how much the two sides differ.
fn arithmetic(document: &DocumentAudit, entry: &FindingEntry<'_>, headline: &Headline) -> String {
    let (words, others) = broken(document, entry.finding);
    let others: Vec<String> = others.map(identity).collect();
    let mut lines = Vec::new();
    if headline.certainty.is_none() {
        lines.extend(entry.check.arithmetic().map(|text| text.to_string()));
        let difference = headline.values().into_iter().find(|(name, _)| *name == "相差");
        lines.extend(difference.map(|(name, value)| format!("{name} {value}")));
    }
    if !others.is_empty() && !words.is_empty() {
        lines.push(format!("{words}："));
    }
    lines.extend(others.iter().take(BROKEN).cloned());
    if others.len() > BROKEN {
        lines.push(format!("另有 {} 项", others.len() - BROKEN));
    }
    lines.join("\n")
}

/// What is wrong, and how sure that is.
fn why(headline: &Headline) -> String {
    let text = std::iter::once(headline.text.clone());
    text.chain(headline.doubts()).collect::<Vec<_>>().join("\n")
}

/// What the rule rests on, else what it says of itself.
fn basis(check: &Check) -> String {
    let name = check.basis().or_else(|| check.name());
    let name = name.map(|name| format!("{name}\n")).unwrap_or_default();
    format!("{name}规则 {}", check.rule)
}

/// The findings in a numbered table.
pub(super) fn table(rows: &[FindingRow]) -> Table {
    let columns = vec![
        ("序号", 6),
        ("位置", 15),
        ("列示", 12),
        ("应为", 12),
        ("算式", 25),
        ("问题", 19),
        ("依据", 11),
    ];
    let row = |row: &FindingRow| {
        vec![
            format!("{}\n{}", row.number, row.severity),
            if row.item.is_empty() {
                row.place.clone()
            } else {
                format!("{}\n{}", row.place, row.item)
            },
            row.printed.clone(),
            row.meant.clone(),
            row.arithmetic.clone(),
            row.why.clone(),
            row.basis.clone(),
        ]
    };
    Table { title: "发现的问题".to_owned(), columns, rows: rows.iter().map(row).collect() }
}
