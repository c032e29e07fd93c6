//! `gouji rules accept`: proposals that somebody takes over; remarks and order of the files stay.

use super::{Status, day, engine, output, rule_files};
use gouji_report::report::terminal::mistakes;
use std::path::Path;
use toml_edit::{DocumentMut, Table, value};

/// The kinds of item that may be proposed.
const KINDS: [&str; 4] = ["rule", "claim", "measure", "relation"];

/// Takes the mark away from the proposals of some ids; without ids lists those that there are.
pub(crate) fn run(folder: &Path, ids: &[String], who: Option<&str>, date: Option<&str>) -> Status {
    let files = match rule_files::read_folder(folder) {
        Ok(files) => files,
        Err(list) => {
            output::say(&mistakes(&list, &output::error_page()));
            return Status::Usage;
        }
    };
    let day = date.map_or_else(day::today, str::to_owned);
    let by = who.map_or_else(|| day.clone(), |who| format!("{who} {day}"));
    let (mut proposed, mut accepted, mut written): (Vec<(String, String)>, Vec<String>, Vec<_>) =
        (Vec::new(), Vec::new(), Vec::new());
    for (path, text) in &files {
        let is_rules = path.ends_with(".toml") && !path.starts_with("cases/");
        let Some(mut document) = Some(text).filter(|_| is_rules).and_then(|text| read(text)) else {
            continue;
        };
        let before = accepted.len();
        for table in proposals(&mut document) {
            let id = table.get("id").and_then(|id| id.as_str()).unwrap_or("").to_owned();
            let name = table.get("name").and_then(|name| name.as_str()).unwrap_or("").to_owned();
            if ids.contains(&id) {
                table.remove("proposed");
                table.insert("accepted", value(by.clone()));
                accepted.push(id);
            } else {
                proposed.push((id, name));
            }
        }
        if accepted.len() > before {
            written.push((folder.join(path), document.to_string()));
        }
    }
    let unknown: Vec<&String> = ids.iter().filter(|id| !accepted.contains(id)).collect();
    if !unknown.is_empty() {
        let known = proposed.iter().map(|(id, _)| id.as_str());
        for id in unknown {
            let near = gouji_rules::formula::nearest(id, known.clone());
            let near = near.map_or(String::new(), |near| format!("；{near}"));
            output::say(&format!(
                "{} 里没有编号为“{id}”的建议，没有改动{near}\n",
                folder.display()
            ));
        }
        return Status::Usage;
    }
    for (path, text) in written {
        if let Err(why) = output::write_file(&path, text.as_bytes()) {
            output::say(&format!("{why}\n"));
            return Status::Failed;
        }
    }
    let mut out = String::new();
    for id in &accepted {
        out.push_str(&format!("认可 {id}（{by}）\n"));
    }
    if ids.is_empty() {
        out.extend(proposed.iter().map(|(id, name)| format!("{id}  {name}\n")));
    }
    if !accepted.is_empty() && who.is_none() {
        out.push_str("提醒 没有写是谁认可的：--who 姓名或处室，和日期一起写在 accepted 里\n");
    }
    out.push_str(&format!("还没有认可的建议 {} 条，只作提示\n", proposed.len()));
    if let Err(list) = engine::check_folder(folder, &[]) {
        output::say(&mistakes(&list, &output::error_page()));
        return Status::Usage;
    }
    output::print(out.as_bytes()).map_or(Status::Failed, |()| Status::Clean)
}

/// The ids of the proposals in a folder that nobody accepted yet.
pub(super) fn proposed(folder: &Path) -> Vec<String> {
    let files = rule_files::read_folder(folder).unwrap_or_default();
    let texts = files.iter().filter(|(path, _)| path.ends_with(".toml"));
    let mut out = Vec::new();
    for mut document in texts.filter_map(|(_, text)| read(text)) {
        let ids = proposals(&mut document).into_iter();
        let id = |table: &mut Table| table.get("id")?.as_str().map(str::to_owned);
        out.extend(ids.filter_map(id));
    }
    out
}

fn read(text: &str) -> Option<DocumentMut> {
    text.parse().ok()
}

/// The items of a file that nobody accepted yet.
fn proposals(document: &mut DocumentMut) -> Vec<&mut Table> {
    let is_proposed =
        |table: &Table| table.get("proposed").and_then(|value| value.as_bool()) == Some(true);
    document
        .iter_mut()
        .filter(|(key, _)| KINDS.contains(&key.get()))
        .filter_map(|(_, item)| item.as_array_of_tables_mut())
        .flat_map(|tables| tables.iter_mut())
        .filter(|table| is_proposed(table))
        .collect()
}
