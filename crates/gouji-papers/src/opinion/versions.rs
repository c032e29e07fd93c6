//! The paper on two versions of a document: what was mended, what came, which figures changed.

use super::{Opinion, Section, Table, file_name};
use gouji_audit::audit::DocumentAudit;
use gouji_report::report::versions::{VersionsReport, place, printed};
use gouji_report::report::{agency_words, common_folder, severity_word};
use gouji_report::versions::{ChangedFigure, VersionFigure};
use gouji_values::lang::Lang;

/// The paper on two versions.
pub(super) fn opinion(report: &VersionsReport<'_>) -> Opinion {
    let agency = report.new.agency.clone().or_else(|| report.old.agency.clone());
    let mut facts: Vec<(&'static str, String)> =
        agency.into_iter().map(|agency| ("单位", agency_words(&agency))).collect();
    facts.extend(["原稿", "新稿"].into_iter().zip(names([&report.old.path, &report.new.path])));
    facts.extend(report.imprint.facts(Lang::Chinese));
    let mut verdict = vec![format!("{}。", report.summary())];
    verdict.extend(report.lacking().into_iter().map(|words| format!("{words}。")));
    let mut sections: Vec<Section> = Vec::new();
    for list in report.lists() {
        let rows = (1..).zip(&list.entries).map(|(number, entry)| {
            let headline = entry.headline(list.document);
            vec![
                format!("{number}\n{}", severity_word(entry.severity)),
                headline.place(list.document),
                headline.text.clone(),
                entry.check.rule.to_string(),
            ]
        });
        sections.push(Section::Table(Table {
            title: list.title.to_owned(),
            columns: vec![("序号", 8), ("位置", 22), ("问题", 50), ("规则", 20)],
            rows: rows.collect(),
        }));
    }
    let (asked, unasked): (Vec<_>, Vec<_>) =
        report.versions.changed.iter().partition(|figure| figure.finding.is_some());
    sections.push(changed(report, "没有问题要求改、但改动了的数字", &unasked));
    sections.push(changed(report, "按问题改动的数字", &asked));
    sections.push(only("只有原稿有的数字", &report.versions.gone, report.old));
    sections.push(only("只有新稿有的数字", &report.versions.added, report.new));
    Opinion {
        title: "两稿对照".to_owned(),
        facts,
        verdict,
        sections,
        is_run: true,
        ..Opinion::default()
    }
}

/// What the two files are called: without their folders, unless these alone tell them apart.
pub(super) fn names(paths: [&str; 2]) -> [String; 2] {
    let folder = common_folder(paths.into_iter());
    let [old, new] = paths.map(file_name);
    let is_same = old == new;
    paths.map(|path| {
        if is_same { path.get(folder..).unwrap_or(path) } else { file_name(path) }.to_owned()
    })
}

fn changed(report: &VersionsReport<'_>, title: &str, list: &[&ChangedFigure]) -> Section {
    let rows = (1..).zip(list).map(|(number, figure)| {
        vec![
            number.to_string(),
            figure.new.name.clone(),
            printed(&figure.old).to_owned(),
            printed(&figure.new).to_owned(),
            format!(
                "原稿 {}\n新稿 {}",
                place(report.old, &figure.old),
                place(report.new, &figure.new)
            ),
        ]
    });
    Section::Table(Table {
        title: title.to_owned(),
        columns: vec![("序号", 8), ("数字", 36), ("原稿", 16), ("新稿", 16), ("位置", 24)],
        rows: rows.collect(),
    })
}

fn only(title: &str, list: &[VersionFigure], document: &DocumentAudit) -> Section {
    let rows = (1..).zip(list).map(|(number, figure)| {
        vec![
            number.to_string(),
            figure.name.clone(),
            printed(figure).to_owned(),
            place(document, figure),
        ]
    });
    Section::Table(Table {
        title: title.to_owned(),
        columns: vec![("序号", 8), ("数字", 48), ("印的是", 18), ("位置", 26)],
        rows: rows.collect(),
    })
}
