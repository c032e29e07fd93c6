//! What rules ask of documents and these print in nearly the same words: the unit of a ruleset, the
//! title of a form, a key of a table of parameters. Each is told at its place in the rule file.

use super::engine::LoadedRules;
use super::form_titles::{far, title};
use super::other_column::other_column;
use super::rule_place::{at, behind};
use gouji_audit::audit::{DocumentAudit, Why};
use gouji_values::error::{MistakeCode, RuleMistake};
use std::ops::Range;

/// Marks between several names that are written as one.
pub(super) const SEVERAL: &[char] = &['、', '，', ',', '；', ';'];

/// All of them. `forms`: the forms that no document has.
pub(super) fn nearly(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
    forms: &[String],
) -> Vec<RuleMistake> {
    let info = engine.info(layer);
    let is_covered =
        |document: &&&DocumentAudit| info.is_none_or(|info| info.covers(document.year));
    let covered: Vec<&DocumentAudit> = documents.iter().filter(is_covered).copied().collect();
    if covered.is_empty() && !documents.is_empty() {
        return years(engine, layer, documents).into_iter().collect();
    }
    let documents = covered.as_slice();
    let told = agency(engine, layer, documents)
        .into_iter()
        .chain(own_agencies(engine, layer, documents))
        .chain(forms.iter().filter_map(|form| title(engine, form, documents, false)))
        .chain(keys(engine, documents));
    let mut out: Vec<RuleMistake> = Vec::new();
    for mistake in told {
        if !out.contains(&mistake) {
            out.push(mistake);
        }
    }
    out
}

/// The unit that a ruleset is for, where none of the documents is of it.
fn agency(engine: &LoadedRules, layer: &str, documents: &[&DocumentAudit]) -> Option<RuleMistake> {
    let info = engine.info(layer).filter(|info| !info.agency.is_empty())?;
    // several in one text are told of as such
    if info.agency.iter().any(|word| word.contains(SEVERAL)) {
        return None;
    }
    let is_for = |document: &&DocumentAudit| {
        let agency = document.agency.clone().unwrap_or_default();
        info.is_for(&[&agency, &gouji_engine::engine::heads(&document.document)])
    };
    if documents.is_empty() || documents.iter().any(is_for) {
        return None;
    }
    let mut files = engine.rule_texts(layer).into_iter();
    let (file, text) = files.find(|(file, _)| file.ends_with("ruleset.toml"))?;
    let span = value_of(&text, 0, "agency")?;
    let written = info.agency.join("”“");
    let message = format!(
        "文件里没有“{written}”：用 --rules 加上这个规则集时，这些文件不用它，它的规则一条也不核对"
    );
    let there = documents.iter().find_map(|document| document.agency.clone());
    let help = match there {
        Some(agency) => format!("文件的单位是“{agency}”：写成 agency = [\"{agency}\"]"),
        None => "agency 写文件开头印着的单位或地方的名称；哪里都用的，删去这一行".to_owned(),
    };
    Some(at((&file, text, span), MistakeCode::WithoutEffect, message, help))
}

/// The years that a ruleset is for, where the documents are of none of them.
fn years(engine: &LoadedRules, layer: &str, documents: &[&DocumentAudit]) -> Option<RuleMistake> {
    let (from, to) = engine.info(layer)?.covers?;
    let mut files = engine.rule_texts(layer).into_iter();
    let (file, text) = files.find(|(file, _)| file.ends_with("ruleset.toml"))?;
    let span = value_of(&text, 0, "years")?;
    let year = documents.iter().find_map(|document| document.year)?;
    let message =
        format!("文件是 {year} 年的，不在这个规则集的年度里：没有用它，它的规则一条也没有核对");
    let help = match (from, to) {
        (_, to) if year > to && from > 0 => format!("还适用的，写成 years = \"{from}..\""),
        (_, to) if to < i32::MAX => format!("也适用的，写成 years = \"{}..{to}\"", year.min(from)),
        _ => format!("也适用的，写成 years = \"{year}..\""),
    };
    Some(at((&file, text, span), MistakeCode::WithoutEffect, message, help))
}

/// The units that single rules are for, where that of the documents is nearly one of them.
pub(super) fn own_agencies(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
) -> Vec<RuleMistake> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let left_out = |id: &str| {
        let outcomes = documents.iter().map(|document| {
            document.rules.iter().find(|rule| rule.id == id).is_some_and(|rule| {
                rule.why
                    .iter()
                    .any(|why| matches!(why, Why::OtherAgency { .. } | Why::AgencyUnknown))
            })
        });
        !documents.is_empty() && outcomes.into_iter().all(|is_left_out| is_left_out)
    };
    let own = ruleset.rules.iter().filter(|rule| rule.origin.layer == layer && left_out(&rule.id));
    let told = own.filter_map(|rule| {
        let text = engine.rule_text(&rule.origin.file)?;
        let span = value_of(&text, rule.origin.span.start, "agency")?;
        let written = text.get(span.clone())?.to_owned();
        let names: Vec<&str> = written.split(['"', '\'']).skip(1).step_by(2).collect();
        let there = documents.iter().filter_map(|document| document.agency.as_deref());
        let near = there.into_iter().find(|agency| {
            let is_near = |name: &&str| is_shortened(name, agency) || far(name, agency).is_some();
            names.iter().any(is_near)
        })?;
        let message =
            format!("没有一份文件的单位是“{}”，规则 {} 从未核对", names.join("”“"), rule.id);
        let help = format!("文件的单位是“{near}”，就是它的，写成 agency = \"{near}\"");
        let place = (rule.origin.file.as_str(), text, span);
        Some(at(place, MistakeCode::WithoutEffect, message, help))
    });
    told.collect()
}

/// Whether a name is nearly that of a unit: short for it, or it for the name, or some characters
/// are others; 水利局 is not 教育局 of the same county.
pub(super) fn is_near_agency(name: &str, agency: &str) -> bool {
    let length = name.chars().count().max(agency.chars().count());
    let distance = strsim::osa_distance(name, agency);
    is_shortened(name, agency) || is_shortened(agency, name) || distance <= length / 5
}

/// Whether a name is another one with characters left out.
fn is_shortened(name: &str, whole: &str) -> bool {
    let mut rest = whole.chars();
    name.chars().nth(2).is_some() && name.chars().all(|c| rest.any(|own| own == c))
}

/// Keys that tables of parameters lack and documents print.
pub(super) fn keys<'a>(
    engine: &'a LoadedRules,
    documents: &'a [&DocumentAudit],
) -> impl Iterator<Item = RuleMistake> + 'a {
    let of_rules = documents
        .iter()
        .flat_map(|document| &document.rules)
        .flat_map(|rule| rule.why.iter().map(move |why| (&rule.id, why)));
    let of_checks = documents
        .iter()
        .flat_map(|document| &document.checks)
        .filter_map(|check| Some((&check.rule, check.reason.as_deref()?)));
    of_rules.chain(of_checks).filter_map(|(rule, why)| {
        let Why::ParameterLacks { name, key } = why else { return None };
        let ruleset = engine.ruleset().ok()?;
        let rule = ruleset.rules.iter().find(|own| own.id == rule.as_str())?;
        let origin = &rule.origin;
        let own = ruleset.author_layers.iter().flat_map(|layer| engine.rule_texts(layer));
        let found = own.into_iter().find_map(|(file, text)| {
            let (span, keys) = table(&text, name)?;
            Some((file, text, span, keys))
        });
        let Some((file, text, span, keys)) = found else {
            // the table stands in a layer above
            let text = engine.rule_text(&origin.file)?;
            let span = behind(&text, origin.span.start, name)?;
            let message = format!("参数表 {name} 没有“{key}”，印这个字的行没有核对");
            let help = format!("在自己的 [param] 里写上这张表，加一行 \"{key}\" = …");
            return Some(at((&origin.file, text, span), MistakeCode::WithoutEffect, message, help));
        };
        let names: Vec<&str> = keys.iter().map(|(own, _)| own.as_str()).collect();
        if let Some(told) = other_column(engine, rule, name, &names, documents) {
            return Some(told);
        }
        let near = keys
            .iter()
            .filter_map(|(own, place)| {
                let near = own.contains(key.as_str()) || key.contains(own.as_str());
                let distance = strsim::osa_distance(own, key);
                // of two characters one says which it is
                let is_slip = distance <= 1 && key.chars().count() > 3;
                let is_near =
                    near || is_slip || plain(own) == plain(key) || is_abbreviated(own, key);
                is_near.then_some((distance, own, place))
            })
            .min_by_key(|(distance, ..)| *distance);
        // of two letters the one that differs may be a slip where no document prints the key
        let near = near.or_else(|| {
            let mut unprinted = keys.iter().filter(|(own, _)| {
                one_letter_off(own, key)
                    && !documents.iter().any(|one| one.document.text.contains(&**own))
            });
            unprinted
                .next()
                .filter(|_| unprinted.next().is_none())
                .map(|(own, place)| (1, own, place))
        });
        let message = format!("文件里印的是“{key}”，参数表 {name} 没有这个名称，印它的行没有核对");
        let (span, help) = match near {
            Some((_, own, place)) => {
                (place.clone(), format!("参数表里写的是“{own}”：名称照文件印的写，改成 \"{key}\""))
            }
            None => (span, format!("给这张表加一项，数写自己的标准：\"{key}\" = \"…\"")),
        };
        Some(at((&file, text, span), MistakeCode::WithoutEffect, message, help))
    })
}

/// Whether two names are as long and differ in one letter that is not their first.
fn one_letter_off(one: &str, other: &str) -> bool {
    let differ = one.chars().zip(other.chars()).enumerate().filter(|(_, (a, b))| a != b);
    let at: Vec<usize> = differ.map(|(at, _)| at).collect();
    one.chars().count() == other.chars().count() && at.len() == 1 && at.first() != Some(&0)
}

/// A name without blanks, its digits as numerals: 2 类 is 二类.
fn plain(name: &str) -> String {
    const NUMERALS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let numeral = |c: char| {
        let digit = c.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
        digit.and_then(|digit| NUMERALS.get(digit).copied()).unwrap_or(c)
    };
    name.chars().filter(|c| !c.is_whitespace()).map(numeral).collect()
}

/// Where a table of parameters stands in a rule file, and its keys.
#[allow(clippy::type_complexity, reason = "a table of one function")]
fn table(text: &str, name: &str) -> Option<(Range<usize>, Vec<(String, Range<usize>)>)> {
    let from = text.find("[param]")?;
    let value = value_of(text, from, &format!("\"{name}\""))
        .or_else(|| value_of(text, from, name))
        .filter(|value| text.get(value.clone()).is_some_and(|own| own.starts_with(['{', '"'])))?;
    let own = text.get(value.clone())?;
    let mut keys = Vec::new();
    let pieces: Vec<(usize, &str)> = if own.starts_with("\"\"\"") {
        let mut at = 0;
        own.split_inclusive('\n')
            .map(|line| {
                at += line.len();
                (at - line.len(), line)
            })
            .collect()
    } else {
        let mut at = 0;
        own.split_inclusive([',', '{', '}'])
            .map(|piece| {
                at += piece.len();
                (at - piece.len(), piece)
            })
            .collect()
    };
    for (start, piece) in pieces {
        let ends = |c: char| matches!(c, '=' | '|' | '\t' | ',' | ' ');
        let lead = piece.len() - piece.trim_start().len();
        let word = piece.trim_start();
        let word = match word.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
            Some((inner, _)) => inner,
            None => word.find(ends).and_then(|end| word.get(..end)).unwrap_or(""),
        };
        let at = value.start + start + lead;
        let Some(inner) = text.get(at..).and_then(|rest| rest.find(word)) else { continue };
        if word.is_empty() || word == "{" {
            continue;
        }
        let at = at + inner;
        keys.push((word.to_owned(), at..at + word.len()));
    }
    Some((value, keys))
}

/// Where the value of a key stands, behind a place and before the next item.
pub(super) fn value_of(text: &str, from: usize, key: &str) -> Option<Range<usize>> {
    let rest = text.get(from..)?;
    let own = rest.strip_prefix("[[").map_or(rest, |_| rest.get(2..).unwrap_or(""));
    let end = own.find("\n[[").map_or(text.len(), |at| text.len() - own.len() + at);
    let mut at = from;
    for line in text.get(from..end)?.split_inclusive('\n') {
        if let Some((written, value)) = line.split_once('=')
            && written.trim() == key
        {
            let start = at + written.len() + 1 + value.len() - value.trim_start().len();
            let own = text.get(start..end)?;
            let length = match own.chars().next()? {
                '[' => own.find(']')? + 1,
                '{' => own.find('}')? + 1,
                '"' if own.starts_with("\"\"\"") => own.get(3..)?.find("\"\"\"")? + 6,
                _ => own.lines().next()?.trim_end().len(),
            };
            return Some(start..start + length);
        }
        at += line.len();
    }
    None
}

/// Whether one of two names is the other one with characters left out between its first and its
/// last: 越野车 and 越野汽车.
fn is_abbreviated(one: &str, other: &str) -> bool {
    let (short, long) =
        if one.chars().count() < other.chars().count() { (one, other) } else { (other, one) };
    let mut rest = long.chars();
    let ends = short.chars().next() == long.chars().next()
        && short.chars().next_back() == long.chars().next_back();
    ends && short.chars().nth(1).is_some() && short.chars().all(|c| rest.any(|own| own == c))
}
