//! The class of words that an author means who calls it otherwise: by what classes are called, by
//! the words that they hold, else by those that are used most.

use super::line_slips::CLASSES;
use super::tree::{TreeValue, TreeView};
use crate::formula::nearest;
use gouji_values::vocabulary::Vocabulary;

/// What people add to a word to name a class of words.
const ENDS: &[&str] = &["的词", "词语", "字样", "类别", "词", "类", "字"];
/// Classes that are named, at most.
const MOST: usize = 3;

/// What to write instead of a class that there is not.
pub(super) fn class_help(class: &str, value: TreeValue<'_>, known: &Vocabulary) -> String {
    let entries = entries(value);
    let list = match entries.as_slice() {
        [] => "[\"…\"]".to_owned(),
        entries => format!("[\"{}\"]", entries.join("\", \"")),
    };
    let stem = stem(class);
    if let Some(meant) = called(stem).filter(|meant| known.prose.contains_key(*meant)) {
        return format!(
            "“{stem}”一类是 {meant}：写成 {meant} = {list}{}",
            directions(meant, &list)
        );
    }
    let near = ranked(stem, &entries, known);
    if let Some((first, word)) = near.first() {
        let more: Vec<String> =
            near.iter().skip(1).map(|(class, word)| format!("{class}（有“{word}”）")).collect();
        let more = if more.is_empty() {
            String::new()
        } else {
            format!("；也可能是 {}", more.join("、"))
        };
        return format!(
            "“{word}”在 {first} 一类，写成 {first} = {list}{more}{}",
            directions(first, &list)
        );
    }
    if let Some(near) = nearest(class, known.prose.keys().map(String::as_str)) {
        return near;
    }
    let usual: Vec<String> = CLASSES
        .iter()
        .filter(|(_, class)| known.prose.contains_key(*class))
        .take(14)
        .filter_map(|(words, class)| Some(format!("{class} {}", words.first()?)))
        .collect();
    format!("常用的类别：{}", usual.join("，"))
}

/// The words of an entry.
fn entries(value: TreeValue<'_>) -> Vec<&str> {
    match value.view() {
        TreeView::Text(text) => vec![text],
        TreeView::List(list) => list.items().filter_map(TreeValue::text).collect(),
        _ => Vec::new(),
    }
}

/// What is left of the name of a class without what says that it is one.
fn stem(class: &str) -> &str {
    let cut = ENDS.iter().find_map(|end| class.strip_suffix(end));
    cut.filter(|rest| rest.chars().nth(1).is_some()).unwrap_or(class)
}

/// The class that is called so.
pub(super) fn called(class: &str) -> Option<&'static str> {
    let stem = stem(class);
    CLASSES.iter().find(|(words, _)| words.contains(&stem)).map(|(_, class)| *class)
}

/// The classes that hold words of these, the likeliest first, each with such a word.
fn ranked(stem: &str, entries: &[&str], known: &Vocabulary) -> Vec<(String, String)> {
    let mut all: Vec<(usize, usize, &String, &String)> = Vec::new();
    for (class, words) in &known.prose {
        let is_entry = |word: &&String| entries.contains(&word.as_str()) || *word == stem;
        let exact: Vec<&String> = words.iter().filter(is_entry).collect();
        let part = || {
            let is_part = |word: &&String| {
                word.chars().nth(1).is_some()
                    && (word.contains(stem) || stem.contains(word.as_str()))
            };
            words.iter().find(is_part).filter(|_| !stem.is_ascii())
        };
        match exact.first() {
            Some(word) => all.push((usize::MAX - exact.len(), words.len(), class, word)),
            None => all.extend(part().map(|word| (usize::MAX, words.len(), class, word))),
        }
    }
    all.sort();
    let named = all.into_iter().take(MOST);
    named.map(|(.., class, word)| (class.clone(), word.clone())).collect()
}

/// Where the words of directions are written that patterns read.
fn directions(class: &str, list: &str) -> String {
    match class {
        "up" | "down" | "same" => {
            format!(
                "；句式（text）里 {{…:change}} 也要认的，再写在 [directions] 里：{class} = {list}"
            )
        }
        _ => String::new(),
    }
}
