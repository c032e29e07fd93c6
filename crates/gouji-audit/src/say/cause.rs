//! What is probably wrong of a finding, in sentences.

use crate::audit::{Cause, Finding, PrintedFigure, Suspect};

/// Figures that are named where one of several may be wrong; the others are only counted.
const NAMED: usize = 4;

impl Finding {
    /// What is probably wrong, one sentence for each figure; empty where nothing can be said.
    #[must_use]
    pub fn suspects(&self) -> Vec<String> {
        self.cause.as_ref().map(sentences).unwrap_or_default()
    }
}

fn sentences(cause: &Cause) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    if let Some(row) = &cause.row {
        return vec![format!(
            "这几个数都是“{row}”一行的：这句话看来只说了这一行，或者名称写错了，数不一定错"
        )];
    }
    let doubt = if cause.is_reading { "可能是识读问题，而非数字错误：" } else { "" };
    if let Some(words) = block(cause) {
        return vec![format!("{doubt}{words}")];
    }
    for suspect in &cause.suspects {
        let (label, old) = (&suspect.label, shown(&suspect.printed));
        let mut words = match &suspect.suggested {
            Some(value) => format!("{label} {old}，应为 {}", suspect.printed.like(value)),
            None => format!("{label} {old} 可能有误"),
        };
        if let Some(slip) = &suspect.slip {
            words.push_str(&format!("（{slip}）"));
        }
        out.push(words);
    }
    if let Some(first) = out.first_mut() {
        *first = format!("{doubt}{first}");
    }
    if let Some(last) = out.last_mut() {
        last.push_str(&format!("；把握：{}", cause.confidence.word()));
        if cause.ties > 0 {
            last.push_str(&format!("，另有 {} 种同样可能", cause.ties));
        }
        return out;
    }
    if cause.others.is_empty() {
        return vec![format!(
            "{doubt}不平的核对互相牵连，没有找到只改少数几个数就都能平的办法，不能断定是哪个数错了"
        )];
    }
    let named: Vec<String> = cause
        .others
        .iter()
        .take(NAMED)
        .map(|suspect| format!("{} {}", suspect.label, shown(&suspect.printed)))
        .collect();
    let more = if cause.others.len() > NAMED { " 等" } else { "" };
    let count = cause.others.len();
    if let [only] = named.as_slice() {
        return vec![format!("{doubt}最可能有误的是{only}，把握不大")];
    }
    vec![format!("{doubt}不能断定是哪个数错了，{count} 个数都有可能：{}{more}", named.join("、"))]
}

/// Many figures with one slip are told together.
fn block(cause: &Cause) -> Option<String> {
    let first = cause.suspects.first()?;
    let slip = first.slip.as_ref()?;
    let is_block = cause.suspects.len() > 2
        && cause.suspects.iter().all(|suspect| {
            suspect.slip.as_ref().is_some_and(|other| other.slip.id() == slip.slip.id())
        });
    if !is_block {
        return None;
    }
    let one = |suspect: &Suspect| {
        let meant = suspect
            .suggested
            .as_ref()
            .map_or(String::new(), |value| format!("（应为 {}）", suspect.printed.like(value)));
        format!("{} {}{meant}", suspect.label, shown(&suspect.printed))
    };
    let named: Vec<String> = cause.suspects.iter().take(NAMED).map(one).collect();
    let more = if cause.suspects.len() > NAMED { " 等" } else { "" };
    Some(format!(
        "{slip}，共 {} 个数：{}{more}；把握：{}",
        cause.suspects.len(),
        named.join("、"),
        cause.confidence.word()
    ))
}

fn shown(printed: &PrintedFigure) -> String {
    printed.text.split_whitespace().collect()
}
