//! `gouji rules waivers`: writes into the waivers of whole rules which findings they met, and the
//! values of those. Remarks and order of the file stay.

use super::engine::{self, LoadedRules};
use super::{Status, documents, output, rule_files};
use gouji_audit::audit::{DocumentAudit, Verdict};
use gouji_engine::engine::{asks, fingerprint, values};
use gouji_report::report::terminal::mistakes;
use gouji_rules::ruleset::{MetFinding, Waiver};
use std::path::{Path, PathBuf};
use toml_edit::{Array, DocumentMut, InlineTable, Table, Value};

/// Runs the command.
pub(crate) fn run(folder: &Path, on: &[PathBuf]) -> Status {
    let file = folder.join("waivers.toml");
    let text = match std::fs::read(&file).ok().and_then(|bytes| rule_files::decoded(&bytes)) {
        Some((text, _)) => text,
        None => {
            output::say(&format!(
                "{} 里没有 waivers.toml，没有可以记的；豁免的写法：gouji rules guide 豁免\n",
                folder.display()
            ));
            return Status::Usage;
        }
    };
    let engines = match engine::check_folder(folder, &[]) {
        Ok(engines) => engines,
        Err(list) => {
            output::say(&mistakes(&list, &output::error_page()));
            return Status::Usage;
        }
    };
    let Some(engine) = engines.first() else { return Status::Usage };
    let audited = documents::audit(engine, documents::find(on, None).converted(None));
    let read: Vec<&DocumentAudit> = audited.iter().flatten().collect();
    for unread in audited.iter().filter_map(|outcome| outcome.as_ref().err()) {
        output::say(&format!("{}：{}\n", unread.path, unread.message));
    }
    let shown = file.display().to_string();
    let own = engine.waivers().into_iter();
    let broad = own.filter(|waiver| waiver.rule.is_some() && !waiver.has_values());
    let broad: Vec<Waiver> = broad.filter(|waiver| is_same(&waiver.file, &shown)).collect();
    if broad.is_empty() {
        output::say(&format!(
            "{shown} 里没有按规则的豁免（写 rule 而没有写 stated 的），没有改动\n"
        ));
        return Status::Clean;
    }
    let Ok(mut document) = text.parse::<DocumentMut>() else {
        output::say(&format!("{shown} 读不出来\n"));
        return Status::Usage;
    };
    let mut out = String::new();
    for waiver in &broad {
        let met = met(engine, waiver, &read);
        let new = met.iter().filter(|met| waiver.met(&met.fingerprint) != Some(*met)).count();
        out.push_str(&format!(
            "{}：记下 {} 处，其中新的或数变了的 {new} 处\n",
            waiver.title(),
            met.len()
        ));
        if let Some(table) = table_of(&mut document, waiver) {
            write(table, waiver, met);
        }
    }
    if let Err(why) = output::write_file(&file, document.to_string().as_bytes()) {
        output::say(&format!("{why}\n"));
        return Status::Failed;
    }
    let is_whole = read.len() == audited.len();
    match output::print(out.as_bytes()) {
        Ok(()) if is_whole => Status::Clean,
        _ => Status::Failed,
    }
}

fn is_same(file: &str, other: &str) -> bool {
    file.replace('\\', "/") == other.replace('\\', "/")
}

/// The findings of documents that a waiver is for.
fn met(engine: &LoadedRules, waiver: &Waiver, read: &[&DocumentAudit]) -> Vec<MetFinding> {
    let words = engine.vocabulary();
    let mut out: Vec<MetFinding> = Vec::new();
    for document in read {
        let agency = document.agency.as_deref();
        let broken = document.checks.iter().filter(|check| check.verdict == Verdict::Violation);
        for check in broken.filter(|check| asks(waiver, check, agency, document.year, &words)) {
            let found = values(check);
            let met = MetFinding {
                fingerprint: fingerprint(agency, &check.key()),
                stated: found.stated,
                computed: found.computed,
            };
            if !out.iter().any(|known| known.fingerprint == met.fingerprint) {
                out.push(met);
            }
        }
    }
    out
}

/// The table of a waiver in its file.
fn table_of<'a>(document: &'a mut DocumentMut, waiver: &Waiver) -> Option<&'a mut Table> {
    let says = |table: &Table, key: &str, own: Option<&str>| {
        table.get(key).and_then(|value| value.as_str()).map(str::trim) == own
    };
    let year = |table: &Table| {
        let value = table.get("year")?;
        value.as_integer().map(|year| year.to_string()).or_else(|| Some(value.as_str()?.to_owned()))
    };
    let all = document.get_mut("waiver")?.as_array_of_tables_mut()?;
    all.iter_mut().find(|table| {
        says(table, "rule", waiver.rule.as_deref())
            && says(table, "agency", waiver.agency.as_deref())
            && says(table, "form", waiver.form.as_deref())
            && year(table) == waiver.year.map(|year| year.to_string())
    })
}

/// Writes findings into a waiver; those of documents that were not looked at now stay.
fn write(table: &mut Table, waiver: &Waiver, met: Vec<MetFinding>) {
    let mut all: Vec<MetFinding> = waiver.met.clone().unwrap_or_default();
    for found in met {
        match all.iter_mut().find(|known| known.fingerprint == found.fingerprint) {
            Some(known) => *known = found,
            None => all.push(found),
        }
    }
    let mut list = Array::new();
    for found in all {
        let mut item = InlineTable::new();
        item.insert("id", found.fingerprint.into());
        for (key, value) in [("stated", found.stated), ("computed", found.computed)] {
            if let Some(value) = value {
                item.insert(key, value.into());
            }
        }
        let mut value = Value::InlineTable(item);
        value.decor_mut().set_prefix("\n  ");
        list.push_formatted(value);
    }
    list.set_trailing("\n");
    list.set_trailing_comma(!list.is_empty());
    table.insert("met", Value::Array(list).into());
}
