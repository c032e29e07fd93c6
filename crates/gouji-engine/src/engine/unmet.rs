//! Why a document that formulas name is not beside another one although it may be in the run: unit, year or
//! kind of one of the two was not recognised.

use gouji_audit::audit::{DocumentAudit, Why};
use gouji_forms::form::Facts;
use gouji_values::label::unit_name;
use gouji_values::paper::LAST_YEAR;
use gouji_values::vocabulary::Vocabulary;

/// How many files are named.
const NAMED: usize = 3;

/// For each name of a document beside one that has none under it, why not, where others of the run may be it.
#[must_use]
pub fn unmet(
    own: usize,
    documents: &[(&str, Option<Facts>)],
    companions: &[Vec<(String, usize)>],
    words: &Vocabulary,
) -> Vec<(String, Why)> {
    let found = companions.get(own).map_or(&[][..], Vec::as_slice);
    let Some(facts) = documents.get(own).and_then(|(_, facts)| facts.as_ref()) else {
        return Vec::new();
    };
    let last = (LAST_YEAR, -1, facts.kind.as_deref());
    let papers = words.papers.iter().filter(|paper| paper.level.is_none());
    let papers = papers.map(|paper| (paper.name.as_str(), paper.year, Some(paper.kind.as_str())));
    let open = std::iter::once(last)
        .chain(papers)
        .filter(|(name, ..)| found.iter().all(|(known, _)| known != name));
    let all: Vec<Option<&Facts>> = documents.iter().map(|(_, facts)| facts.as_ref()).collect();
    let of_units = words.papers.iter().filter(|paper| {
        paper.level.is_some() && found.iter().all(|(known, _)| *known != paper.name)
    });
    let of_units = of_units.filter_map(|paper| {
        let lacking = super::units::lacking(own, &all, paper, words)?;
        let (name, count) = (paper.name.as_str().into(), lacking.len());
        let more = if count > NAMED { " 等" } else { "" };
        let units = lacking.into_iter().take(NAMED).collect::<Vec<_>>().join("、");
        let units = format!("{units}{more}").into();
        Some((paper.name.to_string(), Why::UnitsLacking { name, units }))
    });
    open.filter_map(|(name, shift, kind)| {
        let wanted = Wanted { name, year: facts.year.map(|year| year + shift), kind };
        Some((name.to_owned(), why(own, facts, documents, &wanted, words)?))
    })
    .chain(of_units)
    .collect()
}

/// What formulas ask for.
struct Wanted<'w> {
    name: &'w str,
    year: Option<i32>,
    kind: Option<&'w str>,
}

fn why(
    own: usize,
    facts: &Facts,
    documents: &[(&str, Option<Facts>)],
    wanted: &Wanted<'_>,
    words: &Vocabulary,
) -> Option<Why> {
    let others: Vec<(&str, &Facts)> = documents
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != own)
        .filter_map(|(_, (path, facts))| Some((*path, facts.as_ref()?)))
        .collect();
    let may_be = |other: &Facts| other.year.is_none() || other.year == wanted.year;
    let named = |is_it: &dyn Fn(&Facts) -> bool| {
        let all: Vec<&(&str, &Facts)> = others.iter().filter(|(_, other)| is_it(other)).collect();
        let of_kind = |other: &Facts| other.kind.as_deref() == wanted.kind;
        let kin: Vec<&str> =
            all.iter().filter(|(_, other)| of_kind(other)).map(|(path, _)| *path).collect();
        let all = all.into_iter().map(|(path, _)| *path).collect();
        files(if kin.is_empty() { all } else { kin })
    };
    let name = match wanted.name {
        LAST_YEAR => "上年的文件".into(),
        name => name.into(),
    };
    let Some(agency) = facts.agency.as_deref() else {
        let files = named(&|other| wanted.year.is_none() || may_be(other))?;
        return Some(Why::BesideOwnUnit { name, files: files.into() });
    };
    let is_of_unit = |other: &Facts| {
        let key = |agency: &str| unit_name(agency, words).1;
        other.agency.as_deref().is_some_and(|other| key(other) == key(agency))
    };
    if let Some(files) = named(&|other| other.agency.is_none() && may_be(other)) {
        return Some(Why::BesideOtherUnit { name, files: files.into(), unit: agency.into() });
    }
    let is_open = |other: &Facts| is_of_unit(other) && other.year.is_none();
    if let Some(files) = named(&is_open) {
        return Some(Why::BesideYear { name, files: files.into() });
    }
    let kind = |kind: Option<&str>| kind.map_or("没有认出", |kind| words.kind_name(kind)).into();
    let (path, other) = others.iter().find(|(_, other)| {
        is_of_unit(other)
            && other.year.is_some()
            && other.year == wanted.year
            && other.kind.as_deref() != wanted.kind
    })?;
    Some(Why::BesideKind {
        name,
        files: files(vec![path])?.into(),
        kind: kind(other.kind.as_deref()),
        wanted: kind(wanted.kind),
    })
}

/// Names of files, without their folders.
fn files(paths: Vec<&str>) -> Option<String> {
    let names =
        paths.iter().take(NAMED).map(|path| path.rsplit(['/', '\\']).next().unwrap_or(path));
    let more =
        if paths.len() > NAMED { format!(" 等 {} 份", paths.len()) } else { String::new() };
    (!paths.is_empty()).then(|| format!("{}{more}", names.collect::<Vec<_>>().join("、")))
}

/// Says so where rules of the author's own wanted such a document.
pub fn tell_unmet(audit: &mut DocumentAudit, unmet: &[(String, Why)]) {
    let own = audit.rules.iter_mut().filter(|rule| rule.is_own);
    for why in own.flat_map(|rule| rule.why.iter_mut().chain(&mut rule.lost)) {
        let name = match &*why {
            Why::NoLastYear => LAST_YEAR,
            Why::NotBeside { name } => name.as_str(),
            _ => continue,
        };
        if let Some((_, told)) = unmet.iter().find(|(known, _)| known == name) {
            *why = told.clone();
        }
    }
}

/// How formulas name a form of another document of the run: behind the name of that document.
#[must_use]
pub fn path_beside(own: &Facts, other: &Facts, form: &str, words: &Vocabulary) -> String {
    let shift = own.year.zip(other.year).map(|(own, other)| other - own);
    let is_it = |paper: &&gouji_values::vocabulary::NamedPaper| {
        paper.level.is_none()
            && Some(paper.kind.as_str()) == other.kind.as_deref()
            && shift.is_none_or(|shift| shift == paper.year)
    };
    match words.papers.iter().find(is_it) {
        Some(paper) => format!("{}.{form}", paper.name),
        None if shift == Some(-1) && own.kind == other.kind => format!("{LAST_YEAR}.{form}"),
        None => format!("那份文件的名称.{form}（名称写在 vocabulary.toml 的 [papers]）"),
    }
}

/// Says of forms that rules of the author's own did not find which other document of the run has them: its name, and
/// how formulas name the form there.
pub fn tell_form_beside(
    audit: &mut DocumentAudit,
    find: &dyn Fn(&str) -> Option<(String, String)>,
) {
    let own = audit.rules.iter_mut().filter(|rule| rule.is_own);
    for why in own.flat_map(|rule| rule.why.iter_mut().chain(&mut rule.lost)) {
        let Why::FormAbsent { form } = &*why else { continue };
        if let Some((file, path)) = find(form) {
            *why = Why::FormBeside { form: form.clone(), file: file.into(), path: path.into() };
        }
    }
}
