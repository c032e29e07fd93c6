//! Rules for years that lie far ahead: `years = "2052.."` was most likely meant as 2025. Told without a
//! document, by the day on which it is looked at.

use super::engine::LoadedRules;
use super::rule_place::at;
use gouji_values::error::{MistakeCode, RuleMistake};

/// Rules are written some years ahead, not more.
const AHEAD: i32 = 10;

/// All of them, of the author's own layers; `today` as 2026-11-30.
pub(super) fn far_years(engine: &LoadedRules, today: &str) -> Vec<RuleMistake> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let Some(now) = today.get(..4).and_then(|year| year.parse::<i32>().ok()) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for (file, text) in ruleset.author_layers.iter().flat_map(|layer| engine.rule_texts(layer)) {
        let mut from = 0;
        for line in text.split_inclusive('\n') {
            let start = from;
            from += line.len();
            let Some((key, value)) = line.split_once('=') else { continue };
            let value = value.split('#').next().unwrap_or("").trim();
            let bare = value.trim_matches('"');
            let first = bare.split("..").next().unwrap_or("");
            let year = first.parse::<i32>().ok().filter(|_| first.len() == 4);
            let Some(year) = year.filter(|year| *year > now + AHEAD) else { continue };
            if !matches!(key.trim(), "years" | "from") {
                continue;
            }
            let rest = bare.get(first.len()..).unwrap_or("");
            let help = match meant(year, now) {
                Some(meant) => {
                    let quote = if value.starts_with('"') { "\"" } else { "" };
                    format!("是不是 {meant}：写成 {} = {quote}{meant}{rest}{quote}", key.trim())
                }
                None => "检查年份".to_owned(),
            };
            let at_value = start + line.find(value).unwrap_or(0);
            let place = (file.as_str(), text.clone(), at_value..at_value + value.len());
            let message = format!("{} = {value}：{year} 年还没有到，这一条现在用不上", key.trim());
            out.push(at(place, MistakeCode::WithoutEffect, message, help));
        }
    }
    out
}

/// The latest year up to the next one that has the same digits.
fn meant(year: i32, now: i32) -> Option<i32> {
    let digits = |year: i32| {
        let mut all: Vec<char> = year.to_string().chars().collect();
        all.sort_unstable();
        all
    };
    (now - AHEAD..=now + 1).rev().find(|own| digits(*own) == digits(year))
}
