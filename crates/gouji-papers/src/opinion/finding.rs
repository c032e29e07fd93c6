//! A finding: where, what is printed, what it should be, the arithmetic, why, on what it rests. The
//! paper shows it as lines, a template of the user's as cells of a row.

#[cfg(feature = "formats")]
use super::Table;
use super::file_name;
use super::section::Headings;
use gouji_audit::audit::{Check, CheckRelation, DocumentAudit};
use gouji_report::report::entry::{FindingEntry, elsewhere, is_here, relation_words, with_unit};
use gouji_report::report::headline::{Headline, broken, identity, like, shown};
use gouji_report::report::part_names::{PartNames, named_part, part_at};
use gouji_report::report::{agency_words, severity_word, without_commands};
use gouji_values::lang::Lang;
use gouji_values::number::Decimal;

/// The heading of the findings.
pub(super) const TITLE: &str = "发现的问题";
/// What the difference of two sides is called.
const DIFFERENCE: &str = "相差";
/// How many figures of one slip a row shows.
const MOST: usize = 4;
/// How many identities that break for the same reason a row shows.
const BROKEN: usize = 3;

/// How many further places of one slip a row names.
const PLACES_OF_ONE: usize = 60;

/// A finding, in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct FindingRow {
    /// The part of the document that it stands in, and the heading of its sentence there.
    pub part: String,
    pub heading: String,
    /// That part is a report on a project, or a unit: its figures are called as those of others are.
    pub is_own_part: bool,
    /// Where it stands in the text.
    pub at: u32,
    /// What should stand there is known: it is to be corrected, else looked into.
    pub is_known: bool,
    /// What is to be done: to correct what, or to look into what.
    pub advice: String,
    /// Where else the same slip stands.
    pub elsewhere: String,
    pub number: String,
    pub severity: String,
    /// What was checked, in words.
    pub kind: String,
    pub place: String,
    pub item: String,
    pub printed: String,
    pub meant: String,
    pub arithmetic: String,
    pub why: String,
    pub basis: String,
}

impl FindingRow {
    pub(super) fn of(
        document: &DocumentAudit,
        (headings, names): (&Headings, &PartNames),
        entry: &FindingEntry<'_>,
    ) -> Self {
        let headline = entry.headline(document);
        let check = entry.check;
        let lead = headline.lead();
        let is_here = lead.is_none_or(|spot| is_here(document, spot.printed.document));
        // what stands in another document belongs to no part of this one, and is told before all parts
        let at = lead.filter(|_| is_here).map(|spot| spot.printed.span).unwrap_or_default();
        let [part, heading] = if is_here { headings.at(document, at) } else { <_>::default() };
        // a report on a project, or a unit of several, is a part of its own
        let own = lead.and_then(|spot| {
            // what is said of a table as a whole names it alone
            let at = || part_at(document, spot.printed.span).filter(|_| is_here);
            named_part(&spot.label).or_else(at)
        });
        let tidy = |text: String| tidied(document, &names.words(own, &text));
        Self {
            part: own.map_or(part, str::to_owned),
            is_own_part: own.is_some(),
            heading,
            at: at.start,
            is_known: is_known(&headline),
            advice: tidy(advice(document, entry, &headline)),
            elsewhere: elsewhere(document, entry.finding, PLACES_OF_ONE, Lang::Chinese)
                .map(tidy)
                .unwrap_or_default(),
            number: entry.number.to_string(),
            severity: severity_word(entry.severity).to_owned(),
            kind: check.name().or_else(|| check.basis()).unwrap_or(&check.rule).to_owned(),
            place: tidy(headline.place(document)),
            item: tidy(headline.item()),
            printed: printed(&headline, check),
            meant: meant(&headline, check),
            arithmetic: tidy(arithmetic(document, entry, &headline)),
            why: tidy(why(&headline)),
            basis: basis(check),
        }
    }

    /// Where it stands for a template, which has no heading for its part; the same slip elsewhere, too: who
    /// signs for a problem has to find it.
    fn places(&self) -> String {
        let part = if self.is_own_part { format!("{}：", self.part) } else { String::new() };
        let place = part + self.place.as_str();
        let all = [place.as_str(), &self.elsewhere].into_iter().filter(|place| !place.is_empty());
        all.collect::<Vec<_>>().join("\n")
    }

    /// Where it stands, and what it is about: the line that it begins with.
    pub(super) fn head(&self) -> String {
        format!("{}. 【{}】{}", self.number, self.severity, self.whereabouts("\u{3000}"))
    }

    /// Where it stands and what it is about, with the heading that its sentence stands under.
    pub(super) fn whereabouts(&self, between: &str) -> String {
        let heading = Some(&self.heading).filter(|heading| **heading != self.part);
        let all = std::iter::once(&self.place).chain(heading).chain([&self.item]);
        let all: Vec<&str> = all.map(String::as_str).filter(|words| !words.is_empty()).collect();
        all.join(between)
    }

    /// What follows that line, each with its name.
    pub(super) fn lines(&self) -> Vec<(&'static str, String)> {
        // how far two sides are apart is told by the sentence, or follows what was worked out
        let is_difference = |line: &&str| line.starts_with(DIFFERENCE);
        let worked = self.arithmetic.lines().skip_while(is_difference);
        // what the sentence works out itself
        let worked = worked.filter(|line| !says(&self.advice, line));
        let arithmetic = worked.fold(String::new(), |mut out, line| {
            // what the words before a colon say follows it at once
            if !out.is_empty() && !out.ends_with('：') {
                out.push('；');
            }
            out.push_str(line);
            out
        });
        let todo = if self.is_known { "更正" } else { "核实" };
        let basis = match self.basis.split_once('\n') {
            Some((basis, rule)) => format!("{basis}（{rule}）"),
            None => self.basis.clone(),
        };
        let all = [
            (todo, self.advice.clone()),
            ("算式", arithmetic),
            ("另见", self.elsewhere.clone()),
            ("依据", basis),
        ];
        all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
    }

    /// The cells that a template may ask for, by name.
    #[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "templates ask for them"))]
    pub(super) fn cells(&self) -> [(&'static str, String); 10] {
        [
            ("序号", self.number.clone()),
            ("级别", self.severity.clone()),
            ("部分", self.part.clone()),
            ("位置", self.places()),
            ("项目", self.item.clone()),
            ("列示", self.printed.clone()),
            ("应为", self.meant.clone()),
            ("算式", self.arithmetic.clone()),
            ("问题", self.why.clone()),
            ("依据", self.basis.clone()),
        ]
    }
}

/// A text without the folders of files, and without what only a user of the program can do.
fn tidied(document: &DocumentAudit, text: &str) -> String {
    let mut out = without_commands(text);
    let beside = document.beside.iter().map(|beside| beside.path.as_str());
    for path in beside.chain([document.path.as_str()]).filter(|path| file_name(path) != *path) {
        out = out.replace(path, file_name(path));
    }
    match document.agency.as_deref() {
        Some(agency) if !agency.is_empty() => out.replace(agency, &agency_words(agency)),
        _ => out,
    }
}

/// Whether a sentence has what was worked out, too: its figures do not go on.
fn says(sentence: &str, worked: &str) -> bool {
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    sentence.match_indices(worked).any(|(at, _)| {
        let behind = sentence.get(at + worked.len()..).unwrap_or_default();
        !goes_on(behind)
    })
}

/// Whether what should stand there is known, of each figure.
fn is_known(headline: &Headline) -> bool {
    !headline.spots.is_empty() && headline.spots.iter().all(|spot| spot.meant.is_some())
}

/// What is to be done.
fn advice(document: &DocumentAudit, entry: &FindingEntry<'_>, headline: &Headline) -> String {
    let check = entry.check;
    // of several figures the sentence says of each what it is and should be
    if !is_known(headline) || headline.spots.len() > 1 {
        let text = std::iter::once(headline.text.clone());
        return text.chain(headline.doubts()).collect::<Vec<_>>().join("。");
    }
    let mut text =
        format!("写的是 {}，应改为 {}", printed(headline, check), meant(headline, check));
    let cause = entry.finding.cause.as_ref();
    let suspects = cause.map_or(&[][..], |cause| &cause.suspects[..]);
    let slip = suspects.first().and_then(|suspect| suspect.slip.as_ref());
    let slip = slip.map(ToString::to_string);
    let reading = cause.filter(|cause| cause.is_reading).map(|_| "可能是识读问题".to_owned());
    let about: Vec<String> = reading.into_iter().chain(slip).chain(headline.doubts()).collect();
    if !about.is_empty() {
        text = format!("{text}（{}）", about.join("；"));
    }
    // what scripts say of it themselves
    let mut own: Vec<&str> = Vec::new();
    for words in entry.finding.checks.iter().filter_map(|at| document.checks.get(*at)?.own()) {
        if !own.contains(&words.as_str()) {
            own.push(words);
        }
    }
    if own.is_empty() { text } else { format!("{}：{text}", own.join("；")) }
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
    let all =
        spots.map(|spot| whole(shown(&spot.printed, Lang::Chinese), spot.printed.unit.as_deref()));
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
        _ => format!("{} {value}", relation_words(check).of(Lang::Chinese)),
    }
}

/// What was worked out: the identities that break for the same reason, else the arithmetic and by
/// how much the two sides differ.
fn arithmetic(document: &DocumentAudit, entry: &FindingEntry<'_>, headline: &Headline) -> String {
    let (words, others) = broken(document, entry.finding);
    let words = words.of(Lang::Chinese);
    let others: Vec<String> = others.map(identity).collect();
    let mut lines = Vec::new();
    if headline.certainty.is_none() {
        lines.extend(entry.check.arithmetic().map(|text| text.to_string()));
        let difference = headline.values().into_iter().find(|(name, _)| *name == DIFFERENCE);
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

/// The findings in a numbered table, for a template that asks for it.
#[cfg(feature = "formats")]
pub(super) fn table(rows: &[FindingRow]) -> Table {
    let columns = vec![("序号", 8), ("位置", 22), ("列示", 14), ("应为", 14), ("问题和依据", 42)];
    let two = |first: &str, second: &str| {
        let all = [first, second].into_iter().filter(|text| !text.is_empty());
        all.collect::<Vec<_>>().join("\n")
    };
    let row = |row: &FindingRow| {
        vec![
            two(&row.number, &row.severity),
            two(&row.places(), &row.item),
            row.printed.clone(),
            row.meant.clone(),
            two(&two(&row.why, &row.arithmetic), &row.basis),
        ]
    };
    Table { title: TITLE.to_owned(), columns, rows: rows.iter().map(row).collect() }
}

/// The findings of a part of the document, the heaviest first.
pub(super) struct PartFindings<'a> {
    pub title: &'a str,
    pub rows: Vec<&'a FindingRow>,
}

/// The findings by parts of the document, in the order in which these stand in it.
pub(super) fn parts(rows: &[FindingRow]) -> Vec<PartFindings<'_>> {
    let mut in_order: Vec<&FindingRow> = rows.iter().collect();
    in_order.sort_by_key(|row| row.at);
    let mut out: Vec<PartFindings<'_>> = Vec::new();
    for row in &in_order {
        if !out.iter().any(|part| part.title == row.part) {
            let own = rows.iter().filter(|other| other.part == row.part);
            out.push(PartFindings { title: &row.part, rows: own.collect() });
        }
    }
    out
}
