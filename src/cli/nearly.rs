//! What rules ask of documents and these print in nearly the same words: the unit of a ruleset, the
//! title of a form, a key of a table of parameters. Each is told at its place in the rule file.

use super::engine::LoadedRules;
use super::other_column::other_column;
use super::rule_place::{at, behind};
use super::run::Plan;
use gouji_audit::audit::{DocumentAudit, Why};
use gouji_report::report::rule_end::{self, RuleEnd};
use gouji_rules::ruleset::bare_title;
use gouji_values::document::{NoticeCode, Span};
use gouji_values::error::{MistakeCode, RuleMistake};
use std::ops::Range;

/// Marks between several names that are written as one.
const SEVERAL: &[char] = &['、', '，', ',', '；', ';'];
/// Marks of titles that are more than words.
const PATTERN: &[char] = &['{', '(', '|', '…'];
/// Titles that are named, at most.
const MOST: usize = 6;

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

/// What goes wrong in the scripts of rules of one document that was checked, and what the user's own
/// rules ask of it and it prints in nearly the same words.
pub(super) fn told(plan: &Plan, index: usize, document: &DocumentAudit) -> Vec<RuleMistake> {
    let mut out = document.mistakes.clone();
    out.extend(super::swapped::before_figures(plan, index, document));
    let is_one = |why: &Why| matches!(why, Why::NothingOfRule | Why::ParameterLacks { .. });
    let asked_in_vain = |end: &RuleEnd<'_>| {
        let mut checks = document.checks.iter().filter(|check| check.rule == end.rule.id);
        end.rule.why.iter().any(is_one)
            || checks.any(|check| check.reason.as_deref().is_some_and(is_one))
    };
    if !rule_end::own(document).iter().any(asked_in_vain) {
        return out;
    }
    let Some(engine) = plan.engine(index) else { return out };
    let Ok(ruleset) = engine.ruleset() else { return out };
    let known = |id: &str| {
        let forms = document.understanding.iter().flat_map(|table| &table.forms);
        forms.into_iter().any(|form| form.form == id)
    };
    let own = ruleset.forms.iter().filter(|form| {
        ruleset.author_layers.iter().any(|layer| *layer == *form.origin.layer) && !known(&form.id)
    });
    out.extend(own.filter_map(|form| title(engine, &form.id, &[document], true)));
    for mistake in keys(engine, &[document]) {
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
fn own_agencies(
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

/// The title of a form that no document has, where one prints a title that is near.
/// With `is_near` nothing is told where none is.
fn title(
    engine: &LoadedRules,
    form: &str,
    documents: &[&DocumentAudit],
    is_near: bool,
) -> Option<RuleMistake> {
    let ruleset = engine.ruleset().ok()?;
    let form = ruleset.forms.iter().find(|own| own.id == form)?;
    let text = engine.rule_text(&form.origin.file)?;
    let (span, titles) = titles(&text, form.origin.span.start)?;
    if titles.iter().any(|own| own.contains(SEVERAL)) {
        return None;
    }
    let tables = || documents.iter().flat_map(|document| &document.understanding);
    let printed: Vec<&str> = tables().filter_map(|table| table.caption.as_deref()).collect();
    let place = |message: String, help: String| {
        Some(at(
            (&form.origin.file, text.clone(), span.clone()),
            MistakeCode::WithoutEffect,
            message,
            help,
        ))
    };
    // a title is printed behind a year and a unit, too
    let fits = |caption: &str| {
        let bare = without_year(caption, documents);
        let own = |own: &String| own == caption || own.trim_start_matches('…') == bare;
        titles.iter().any(own)
    };
    let lacks = |span| lacking(&form.id, span, documents);
    // the columns are those of the form: what keeps it from being taken stands before the title
    if let Some((caption, before, own)) = tables().find_map(|table| {
        let caption = table.caption.as_deref()?;
        let is_free = table.forms.iter().all(|found| found.is_own) && lacks(table.span).is_none();
        let own = titles.iter().filter(|own| is_free && own.as_str() != caption);
        let mut behind = own.filter_map(|own| Some((caption, caption.strip_suffix(own)?, own)));
        behind.find(|(_, _, own)| !own.contains(PATTERN))
    }) {
        let message = format!(
            "文件里的《{caption}》在“{own}”前面还印着“{before}”，看不出是单位和年度，没有认成 {}",
            form.id
        );
        return place(message, format!("前面印什么都算的，写成 title = [\"…{own}\"]"));
    }
    if let Some(table) = tables().find(|table| table.caption.as_deref().is_some_and(fits)) {
        let taken = table.forms.iter().find(|found| !found.is_own);
        let message = match taken {
            Some(other) => format!(
                "文件里的《{}》认成了表样 {}，没有认成 {}",
                titles.first().map_or("", String::as_str),
                other.form,
                form.id
            ),
            None => format!(
                "文件里的《{}》表题对得上，栏目对不上，没有认成 {}{}",
                table.caption.as_deref()?,
                form.id,
                lacks(table.span).unwrap_or_default()
            ),
        };
        let heads = heads(table, documents);
        let help = match heads.as_str() {
            "" => "columns 各栏的 header 写表头印的字；表里没有的栏写 optional = true".to_owned(),
            heads => format!(
                "columns 各栏的 header 写表头印的字，表里没有的栏写 optional = true；这张表的表头印的是 {heads}"
            ),
        };
        return place(message, help);
    }
    let near = printed
        .iter()
        .flat_map(|caption| titles.iter().map(move |own| (far(own, caption), *caption)))
        .filter_map(|(far, caption)| Some((far?, caption)))
        .min();
    let message = format!("没有一份文件有印“{}”的表，表样 {} 从未认出", titles.join("”“"), form.id);
    if let Some((_, caption)) = near {
        let bare = without_year(caption, documents);
        let longer = titles.iter().any(|own| own.contains(caption));
        let why = if longer || bare != caption {
            "表题只写表的名称，不写年度、单位和表号："
        } else {
            ""
        };
        return place(
            message,
            format!("文件里相近的表题是“{caption}”：{why}写成 title = [\"{bare}\"]"),
        );
    }
    if is_near {
        return None;
    }
    let (mut all, mut bare): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for caption in printed {
        let own = format!("“{caption}”");
        if !all.contains(&own) && all.len() < MOST {
            all.push(own);
            let own = format!("“{}”", without_year(caption, documents));
            if !bare.contains(&own) {
                bare.push(own);
            }
        }
    }
    match all.as_slice() {
        [] => place(message, "文件里没有读出表题：表题要印在表的上面，自成一行".to_owned()),
        all => place(
            message,
            format!(
                "文件里的表题有{}：说的是其中一张的，title 写{}；这份文件本来没有这张表的，不必改",
                all.concat(),
                bare.concat()
            ),
        ),
    }
}

/// A title that is printed without the unit, the year and the month that it begins with.
fn without_year<'a>(caption: &'a str, documents: &[&DocumentAudit]) -> &'a str {
    let units = documents.iter().filter_map(|document| document.agency.as_deref());
    let mut rest = caption;
    for _ in 0..3 {
        let unit = units.clone().find_map(|unit| rest.strip_prefix(unit));
        let own = unit.unwrap_or(rest).trim_start_matches(['（', '(']).trim_start();
        let digits = own.trim_start_matches(|c: char| c.is_numeric() || "〇○".contains(c));
        let behind = ["年度", "年", "月份", "月"].iter().find_map(|mark| digits.strip_prefix(mark));
        let next = match behind {
            Some(behind) if digits.len() < own.len() => behind.trim_start_matches(['）', ')']),
            _ if unit.is_some() => own,
            _ => break,
        };
        rest = next.trim_start();
    }
    let rest = bare_title(rest);
    if rest.chars().nth(2).is_some() { rest } else { caption }
}

/// The columns of a form that a table lacks, as the notice about it names them.
fn lacking(form: &str, span: Span, documents: &[&DocumentAudit]) -> Option<String> {
    let mut notices = documents.iter().flat_map(|document| &document.notices);
    let own = notices.find(|notice| {
        notice.code == NoticeCode::ColumnsMissing
            && notice.span == Some(span)
            && notice.message.contains(&format!("“{form}”"))
    })?;
    let said = own.message.split_once('，')?.1.trim_start_matches('但');
    Some(format!("：{}", said.split('；').next()?))
}

/// What the first row of a table prints.
fn heads(table: &gouji_audit::audit::UnderstoodTable, documents: &[&DocumentAudit]) -> String {
    let found = documents.iter().find_map(|document| {
        document.document.tables.iter().find(|own| {
            own.span == table.span && {
                document.understanding.iter().any(|own| std::ptr::eq(own, table))
            }
        })
    });
    let first = found.and_then(|own| own.rows.first());
    let texts = first.into_iter().flatten().map(|cell| cell.text.text.trim().to_owned());
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("、")
}

/// How far a title is from one that is printed; none where they have little in common.
pub(super) fn far(own: &str, printed: &str) -> Option<usize> {
    let (length, other) = (own.chars().count(), printed.chars().count());
    if length.min(other) < 3 {
        return None;
    }
    if own.contains(printed) || printed.contains(own) {
        return Some(0);
    }
    let distance = strsim::osa_distance(own, printed);
    (distance <= 1 + length.max(other) / 3).then_some(distance)
}

/// Keys that tables of parameters lack and documents print.
fn keys<'a>(
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
        let message = format!("文件里印的是“{key}”，参数表 {name} 没有这个名称，印它的行没有核对");
        let (span, help) = match near {
            Some((_, own, place)) => {
                (place.clone(), format!("表里有“{own}”：名称照文件印的写，改成 \"{key}\""))
            }
            None => (span, format!("给这张表加一项，数写自己的标准：\"{key}\" = \"…\"")),
        };
        Some(at((&file, text, span), MistakeCode::WithoutEffect, message, help))
    })
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

/// The titles of a form, and where they stand.
pub(super) fn titles(text: &str, from: usize) -> Option<(Range<usize>, Vec<String>)> {
    let span = value_of(text, from, "title")?;
    let own = text.get(span.clone())?;
    let texts: Vec<String> = own.split(['"', '\'']).skip(1).step_by(2).map(str::to_owned).collect();
    (!texts.is_empty()).then_some((span, texts))
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
