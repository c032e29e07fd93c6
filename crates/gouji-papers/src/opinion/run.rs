//! The paper on a run, or on a unit with several documents: how each document and each expected unit
//! stands.

use super::paper::file_name;
use super::summary::{fits, fitting, room};
use super::{DocumentLine, DocumentState, Opinion, Section, Table};
use gouji_report::report::open_findings::OpenFindings;
use gouji_report::report::units::UnitList;
use gouji_report::report::{Imprint, common_folder};
use gouji_values::lang::Lang;
use std::collections::BTreeSet;

/// The paper on a run, by those on its documents.
pub(super) fn opinion(
    opinions: &[Opinion],
    units: Option<&UnitList>,
    imprint: &Imprint,
) -> Opinion {
    let lines = || opinions.iter().map(|opinion| &opinion.line);
    let names: BTreeSet<&str> =
        lines().map(|line| line.unit.as_str()).filter(|unit| !unit.is_empty()).collect();
    let mut facts =
        vec![("单位", format!("{} 个", names.len())), ("文件", format!("{} 份", opinions.len()))];
    facts.extend(of_all(imprint, opinions).facts(Lang::Chinese));
    let verdict = verdict(opinions, units);
    let (summary, mut sections) = lists(opinions, None, room(&facts, &verdict));
    if let Some(list) = units {
        sections.push(Section::Table(expected(list)));
        if !list.others.is_empty() {
            let title = "不是名单上单位的文件".to_owned();
            sections.push(Section::List { title, lines: list.others.clone() });
        }
    }
    Opinion {
        title: "审核意见（汇总）".to_owned(),
        facts,
        verdict,
        summary,
        sections,
        is_run: true,
        ..Opinion::default()
    }
}

/// The paper on the documents of a unit, by those on each.
pub(super) fn of_unit(unit: &str, opinions: &[Opinion], imprint: &Imprint) -> Opinion {
    let mut facts =
        vec![("单位", unit.to_owned()), ("文件", format!("{} 份，意见附后", opinions.len()))];
    facts.extend(of_all(imprint, opinions).facts(Lang::Chinese));
    let verdict = verdict(opinions, None);
    let (summary, sections) = lists(opinions, Some(unit), room(&facts, &verdict));
    Opinion {
        title: "审核意见".to_owned(),
        facts,
        verdict,
        summary,
        sections,
        is_run: true,
        line: DocumentLine { unit: unit.to_owned(), ..DocumentLine::default() },
        ..Opinion::default()
    }
}

/// What the paper carries: the rules of all documents.
fn of_all(imprint: &Imprint, opinions: &[Opinion]) -> Imprint {
    imprint.of_all(opinions.iter().map(|opinion| &opinion.line.judged_by))
}

/// How each document stands, on the first page if that has room for it, and behind the signatures their
/// digests.
fn lists(opinions: &[Opinion], unit: Option<&str>, room: usize) -> (Vec<Table>, Vec<Section>) {
    let mut documents = documents(opinions);
    // all are of one unit, which stands above
    if unit.is_some() {
        documents.columns.remove(1);
        if let Some(path) = documents.columns.get_mut(1) {
            path.1 = 54;
        }
        documents.rows.iter_mut().for_each(|row| drop(row.remove(1)));
    }
    let digests = Section::Table(digests(opinions));
    if fits(&documents, room) {
        (vec![documents], vec![digests])
    } else {
        let worst = worst(&documents, opinions, room);
        (worst.into_iter().collect(), vec![Section::Table(documents), digests])
    }
}

/// Those documents that a first page has room for, the worst first.
fn worst(documents: &Table, opinions: &[Opinion], room: usize) -> Option<Table> {
    let rank = |line: &DocumentLine| {
        let found = &line.found;
        // what could not be audited, and is not known to be right, stands before all
        let unknown = matches!(line.state, DocumentState::Unreadable | DocumentState::Nothing);
        (unknown, found.errors, found.warnings, found.hints)
    };
    let mut rows: Vec<(&DocumentLine, &Vec<String>)> =
        opinions.iter().map(|opinion| &opinion.line).zip(&documents.rows).collect();
    let is_told = |line: &DocumentLine| line.lacks || line.state != DocumentState::Clean;
    rows.retain(|(line, _)| is_told(line));
    rows.sort_by_key(|(line, _)| std::cmp::Reverse(rank(line)));
    let table = Table {
        title: "问题最多的文件".to_owned(),
        columns: documents.columns.clone(),
        rows: rows.into_iter().map(|(_, row)| row.clone()).collect(),
    };
    let others = |fit: usize| {
        let mut last = vec![String::new(); table.columns.len()];
        last.splice(1..2, [format!("另有 {} 份，见附后", table.rows.len() - fit)]);
        Some(last)
    };
    (!table.rows.is_empty()).then(|| fitting(table.clone(), room, others))
}

/// How many documents there are of each state, and what was found in them.
fn verdict(opinions: &[Opinion], units: Option<&UnitList>) -> Vec<String> {
    let mut found = OpenFindings::default();
    opinions.iter().for_each(|opinion| found.add(opinion.line.found));
    let states = [
        DocumentState::Unreadable,
        DocumentState::Nothing,
        DocumentState::Findings,
        DocumentState::Partly,
        DocumentState::Clean,
    ];
    let parts: Vec<String> = states
        .into_iter()
        .filter_map(|state| {
            let count = opinions.iter().filter(|opinion| opinion.line.state == state).count();
            (count > 0).then(|| format!("{} {count} 份", state.word()))
        })
        .collect();
    let mut out = vec![format!("审核文件 {} 份：{}。", opinions.len(), parts.join("，"))];
    // their findings are told, and what was not read may hold more
    let lacking = opinions.iter().filter(|opinion| opinion.line.is_lacking_with_findings()).count();
    if lacking > 0 {
        out.push(format!("有问题的文件中，{lacking} 份没有读全：本意见只对核对过的内容有效。"));
    }
    if found.sum() > 0 {
        out.push(format!(
            "共发现问题 {} 处：错误 {}，警告 {}，提示 {}。请逐项核实，更正或者书面说明。",
            found.sum(),
            found.errors,
            found.warnings,
            found.hints
        ));
    }
    out.extend(units.map(|list| format!("{}。", list.head(Lang::Chinese))));
    out
}

fn documents(opinions: &[Opinion]) -> Table {
    let folder = common_folder(opinions.iter().map(|opinion| opinion.line.path.as_str()));
    let row = |(number, opinion): (usize, &Opinion)| {
        let line = &opinion.line;
        let counts = [line.found.errors, line.found.warnings, line.found.hints];
        let is_unread = line.state == DocumentState::Unreadable;
        let state = match line.state {
            DocumentState::Unreadable => opinion.verdict.concat(),
            state if line.is_lacking_with_findings() => {
                format!("{}，{}", state.word(), DocumentState::Partly.word())
            }
            state => state.word().to_owned(),
        };
        let mut cells = vec![number.to_string(), line.unit.clone(), path(line, folder), state];
        cells.extend(counts.map(|count| if is_unread { String::new() } else { count.to_string() }));
        cells
    };
    Table {
        title: "各文件的结果".to_owned(),
        columns: vec![
            ("序号", 7),
            ("单位", 24),
            ("文件", 30),
            ("结果", 18),
            ("错误", 7),
            ("警告", 7),
            ("提示", 7),
        ],
        rows: (1..).zip(opinions).map(row).collect(),
    }
}

/// The path of a document without the folders that all lie in, and without steps out of a folder: where a
/// clerk keeps them is nothing to sign.
fn path(line: &DocumentLine, folder: usize) -> String {
    let own = line.path.get(folder..).unwrap_or(&line.path);
    let parts = own.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    let is_rooted = own.starts_with(['/', '\\']) || own.get(1..2) == Some(":");
    if is_rooted { file_name(own).to_owned() } else { parts.collect::<Vec<_>>().join("/") }
}

fn digests(opinions: &[Opinion]) -> Table {
    let row = |(number, opinion): (usize, &Opinion)| {
        let line = &opinion.line;
        vec![number.to_string(), line.rules.clone(), line.digests.join("\n")]
    };
    Table {
        title: "文件所用的规则和 SHA-256（序号同上表）".to_owned(),
        columns: vec![("序号", 7), ("规则", 33), ("SHA-256", 60)],
        rows: (1..)
            .zip(opinions)
            .filter(|(_, opinion)| !opinion.line.digests.is_empty())
            .map(row)
            .collect(),
    }
}

fn expected(list: &UnitList) -> Table {
    let units = list.units.iter().map(|unit| {
        vec![unit.name.clone(), unit.state.word().to_owned(), unit.words(), unit.paths()]
    });
    Table {
        title: "应当报送的单位".to_owned(),
        columns: vec![("单位", 28), ("情况", 13), ("说明", 32), ("文件", 27)],
        rows: units.collect(),
    }
}
