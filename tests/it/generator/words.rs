//! Words of the rule files: titles, column headers and row labels of the forms.

use super::random::Random;
use std::collections::BTreeMap;
use std::path::Path;

/// Forms by id.
pub struct Words(BTreeMap<String, toml::Value>);

impl Words {
    /// Reads the forms of a ruleset folder.
    pub fn read(ruleset: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("rules")
            .join(ruleset)
            .join("forms/final-accounts.toml");
        let file: toml::Value = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let forms = file["form"].as_array().unwrap().iter();
        Self(forms.map(|form| (form["id"].as_str().unwrap().to_owned(), form.clone())).collect())
    }

    pub fn title(&self, form: &str, random: &Random) -> String {
        let titles = texts(&self.0[form]["title"]);
        let chosen = random.usually(&titles);
        let filler =
            if chosen.contains("决算…表") && random.chance(50) { "明细" } else { "" };
        chosen.replace('…', filler)
    }

    pub fn header(&self, form: &str, column: &str, random: &Random) -> String {
        self.entry(form, "columns", column, "header", random)
    }

    pub fn label(&self, form: &str, row: &str, random: &Random) -> String {
        self.entry(form, "rows", row, "label", random)
    }

    fn entry(&self, form: &str, kind: &str, name: &str, key: &str, random: &Random) -> String {
        let list = self.0[form][kind].as_array().unwrap();
        let entry = list.iter().find(|entry| entry["name"].as_str() == Some(name)).unwrap();
        // headers of two levels are built where they are needed; 类 is one of three columns
        let words: Vec<String> = entry.get(key).map(texts).unwrap_or_else(|| vec![name.to_owned()]);
        let words: Vec<String> =
            words.into_iter().filter(|word| !word.contains(' ') && word != "类").collect();
        random.usually(&words).replace('…', "")
    }
}

fn texts(value: &toml::Value) -> Vec<String> {
    match value {
        toml::Value::String(text) => vec![text.clone()],
        other => {
            other.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
        }
    }
}
