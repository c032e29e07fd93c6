//! `waivers.toml` of a rule folder: findings that somebody answers for, by their fingerprints.

use super::tree::{Value, View};
use super::walk::{Mistakes, Source, Walk, parse};
use std::collections::BTreeMap;
use std::ops::Range;

/// A finding that is not to count, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The finding: `id` in the JSON report.
    pub fingerprint: String,
    /// Why the figures are right all the same.
    pub reason: String,
    /// Who says so.
    pub who: Option<String>,
    /// The last day that it counts, `2027-12-31`; without one it counts for good.
    pub until: Option<String>,
    /// File that it stands in.
    pub file: String,
}

impl Waiver {
    /// Whether it counts on a day; without a day it does.
    #[must_use]
    pub fn counts(&self, today: Option<&str>) -> bool {
        // days with all their figures compare as texts
        match (&self.until, today) {
            (Some(until), Some(today)) => today <= until.as_str(),
            _ => true,
        }
    }

    /// Reason and name for a report.
    #[must_use]
    pub fn words(&self) -> String {
        let mut more: Vec<String> = self.who.iter().cloned().collect();
        more.extend(self.until.iter().map(|until| format!("至 {until}")));
        if more.is_empty() { self.reason.clone() } else { format!("{}（{}）", self.reason, more.join("，")) }
    }
}

/// Reads a `waivers.toml`.
pub(super) fn read(source: &Source, out: &mut Vec<Waiver>, mistakes: &mut Mistakes) {
    const EXAMPLE: &str = "[[waiver]]";
    let tree = parse(source, mistakes);
    let mut walk = Walk::new(0, source, tree.root(), 0..0, "waivers.toml");
    let mut known: BTreeMap<String, Range<usize>> = BTreeMap::new();
    for (table, span) in walk.tables(mistakes, "waiver", EXAMPLE).unwrap_or_default() {
        let mut walk = Walk::new(0, source, table, span.clone(), EXAMPLE);
        let fingerprint = walk.string(mistakes, "fingerprint");
        let reason = walk.string(mistakes, "reason");
        let who = walk.string(mistakes, "who").map(|text| text.value);
        let until = walk.get("until").and_then(|value| {
            let day = day(value);
            if day.is_none() {
                let help = "例如 until = \"2027-12-31\"".to_owned();
                mistakes.add(source, value.span(), "until 应当是日期", Some(help));
            }
            day
        });
        walk.finish(mistakes);
        for (key, value) in [("fingerprint", &fingerprint), ("reason", &reason)] {
            if value.as_ref().is_none_or(|text| text.value.trim().is_empty()) {
                let place = value.as_ref().map_or_else(|| span.clone(), |text| text.span.clone());
                let help = "fingerprint 是 --format json 里 findings 的 id，reason 写明原因".to_owned();
                mistakes.add(source, place, format!("这条豁免没有写 {key}"), Some(help));
            }
        }
        let (Some(fingerprint), Some(reason)) = (fingerprint, reason) else { continue };
        let key = fingerprint.value.trim().to_owned();
        if known.insert(key.clone(), fingerprint.span.clone()).is_some() {
            mistakes.add(source, fingerprint.span, format!("{key} 写了两次"), Some("删去其中一条".to_owned()));
        }
        // a layer below says the last word
        out.retain(|waiver| waiver.fingerprint != key);
        out.push(Waiver { fingerprint: key, reason: reason.value, who, until, file: source.name.clone() });
    }
    walk.finish(mistakes);
}

/// A day as TOML writes it, or as a text.
fn day(value: Value<'_>) -> Option<String> {
    let text = match value.view() {
        View::Datetime(day) => day.to_owned(),
        View::Text(text) => text.trim().to_owned(),
        _ => return None,
    };
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let is_day = lengths == [4, 2, 2] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit());
    is_day.then_some(text)
}
