//! Merged items to a ruleset: patterns are compiled, names resolved, everything that cannot be is
//! reported.

use super::compiler::{Compiler, Wordings};
use super::names::names;
use super::other_words;
use super::own_values;
use super::raw::{Items, RawForm, RawNumber, RawPart, RawRule};
use super::rule::{documents, rules};
use super::schema::{
    CellCapture, ClaimBody, ClaimPlace, Column, ColumnKind, Form, FormBody, LabelWords, NamedRow,
    Param, PartKind, Rounding,
};
use super::walk::{Mistakes, RuleSource, RuleText, TextPlaces};
use super::whole::Ruleset;
use crate::formula::{Owner, nearest, ready, suggest};
use crate::pattern::Pattern;
use gouji_values::error::MistakeCode;
use gouji_values::label::label_key;
use gouji_values::number::{cell_number, typed_digits};
use gouji_values::vocabulary::Vocabulary;
use rayon::prelude::*;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

pub(super) fn compile(
    items: Items,
    sources: &[RuleSource],
    scripts: &BTreeMap<String, usize>,
    words: Arc<Vocabulary>,
    wordings: &Wordings,
    mistakes: &mut Mistakes,
) -> Ruleset {
    let part_ids: Vec<String> = items.parts.iter().map(|part| part.head.id.value.clone()).collect();
    let claims: Vec<&RawRule> =
        items.rules.iter().map(AsRef::as_ref).filter(|rule| rule.is_claim).collect();
    let each = claims.len().div_ceil(PIECES).max(1);
    let pieces = claims.par_chunks(each).map(|piece| {
        let compile = |compiler: &mut Compiler<'_>| {
            piece.iter().map(|claim| compiler.claim(claim)).collect::<Vec<ClaimBody>>()
        };
        apart(sources, &words, wordings, &BTreeMap::new(), compile)
    });
    let (all_but_claims, pieces) = rayon::join(
        || {
            apart(sources, &words, wordings, &BTreeMap::new(), |compiler| {
                compiler.all_but_claims(&items)
            })
        },
        || pieces.collect::<Vec<_>>(),
    );
    let mut out = mistakes.took(all_but_claims);
    let bodies: Vec<ClaimBody> =
        pieces.into_iter().flat_map(|piece| mistakes.took(piece)).collect();
    let is_proved = are_proved(sources);
    let mut whole = Compiler { sources, words: &words, is_proved, wordings, mistakes };
    for (at, (raw, mut body)) in claims.iter().zip(bodies).enumerate() {
        whole.slots(raw, &items.roles, &mut body);
        out.claims.push(whole.front(raw, &part_ids, at, (Vec::new(), ready(body))));
    }
    if !is_proved {
        whole.unique(&items);
    }
    out.vocabulary = words;
    out.finish();
    let each = items.rules.len().div_ceil(PIECES).max(1);
    let texts = std::mem::take(&mut mistakes.texts);
    let pieces = items.rules.par_chunks(each).map(|piece| {
        apart(sources, &out.vocabulary, wordings, &texts, |compiler| {
            rules(compiler, piece, &out, scripts)
        })
    });
    let (pieces, _) = rayon::join(|| pieces.collect::<Vec<_>>(), || out.needles(ClaimPlace::Text));
    out.rules = pieces.into_iter().flat_map(|piece| mistakes.took(piece)).collect();
    peers(&mut out);
    if !is_proved {
        let words = &out.vocabulary;
        let mut compiler = Compiler { sources, words, is_proved, wordings, mistakes };
        compiler.roles_checked(&items.roles, &claims, &out);
        compiler.names_checked(&items);
    }
    out
}

impl Ruleset {
    /// What follows from forms, claims and scales before there are rules.
    pub(super) fn finish(&mut self) {
        self.names = Arc::new(names(self));
        let all = self.scales.iter().flat_map(|scale| &scale.grades);
        let mut grades: Vec<String> = all.map(|(name, _)| name.clone()).collect();
        grades.sort_by_key(|grade| (std::cmp::Reverse(grade.chars().count()), grade.clone()));
        grades.dedup();
        self.grades = grades;
    }
}

/// Parts over which one rule goes are peers; a part is one of its own kind.
pub(super) fn peers(out: &mut Ruleset) {
    for (at, part) in out.parts.iter_mut().enumerate() {
        let together = out.rules.iter().filter_map(|rule| match &rule.owner {
            Owner::Part(parts) if parts.contains(&at) => Some(parts),
            _ => None,
        });
        let all: BTreeSet<usize> = together.flatten().copied().chain([at]).collect();
        part.peers = all.into_iter().collect();
    }
}

/// The rules are cut into this many pieces, which the idle threads take one by one.
const PIECES: usize = 8;

/// Whether all files stand in the binary.
pub(super) fn are_proved(sources: &[RuleSource]) -> bool {
    sources.iter().all(|source| source.grown.is_some())
}

/// A piece of the work with mistakes of its own.
fn apart<T>(
    sources: &[RuleSource],
    words: &Arc<Vocabulary>,
    wordings: &Wordings,
    texts: &TextPlaces,
    work: impl FnOnce(&mut Compiler<'_>) -> T,
) -> (T, Mistakes) {
    let mut mistakes = Mistakes::default();
    mistakes.texts.clone_from(texts);
    let out = work(&mut Compiler {
        sources,
        words,
        is_proved: are_proved(sources),
        wordings,
        mistakes: &mut mistakes,
    });
    (out, mistakes)
}

impl Compiler<'_> {
    /// Forms, parts, scales and parameters.
    pub(super) fn all_but_claims(&mut self, items: &Items) -> Ruleset {
        Ruleset {
            forms: items
                .forms
                .iter()
                .map(|form| Form {
                    id: form.head.id.value.clone(),
                    origin: self.origin(&form.head),
                    body: ready(self.form(form)),
                })
                .collect(),
            parts: items.parts.iter().map(|part| self.part(part)).collect(),
            scales: items.scales.iter().map(|scale| self.scale(scale)).collect(),
            sources: items.sources.iter().map(|source| self.source(source)).collect(),
            roles: self.roles(&items.roles),
            params: items
                .params
                .iter()
                .filter_map(|param| {
                    let value = self.named_param(param)?;
                    let origin = self.origin_at(param.file, param.span.clone());
                    Some(Param { name: param.name.clone(), value, origin })
                })
                .collect(),
            ..Ruleset::default()
        }
    }

    /// Offers the kind that is said, as it is said, and others with which the rules may load.
    fn kinds_tried(&mut self, (column, kind): (&str, &RuleText), said: &str) {
        let own = own_values::kind_of_name(column);
        let is_said = |meant: &str| said.contains(&format!("\"{meant}\""));
        let known = COLUMN_KINDS.iter().map(|(name, _)| *name).filter(|name| is_said(name));
        for meant in known.chain([own, "amount", "count", "percent", "date", "text"]) {
            let help = match is_said(meant) {
                true => said.to_owned(),
                false => format!("写成 kind = \"{meant}\"；{USUAL}"),
            };
            self.mistakes.mended_by(kind.span.clone(), &format!("\"{meant}\""), help);
        }
    }

    fn patterns(&mut self, texts: Option<&Vec<RuleText>>) -> Vec<Pattern> {
        texts.into_iter().flatten().filter_map(|text| self.pattern(text)).collect()
    }

    /// Plain texts are compared whole, which is quick; only the others are patterns.
    fn words(&mut self, texts: Option<&Vec<RuleText>>) -> LabelWords {
        let mut out = LabelWords::default();
        for text in texts.into_iter().flatten().filter(|text| !text.value.is_empty()) {
            if text.value.contains(['{', '}', '(', ')', '|', '?', '+', '…']) {
                out.patterns.extend(if self.is_proved {
                    Some(Pattern::later(text.value.clone(), self.words))
                } else {
                    self.pattern(text)
                });
            } else {
                out.plain.push(label_key(&text.value, self.words));
            }
        }
        out
    }

    pub(super) fn form(&mut self, raw: &RawForm) -> FormBody {
        self.identifier(&raw.head.id, "表样");
        let sides: Vec<RuleText> = raw.sides.clone().unwrap_or_default();
        for side in &sides {
            self.identifier(side, "侧");
        }
        let columns: Vec<Column> =
            raw.columns.iter().flatten().filter_map(|column| self.column(column, &sides)).collect();
        if raw.columns.as_ref().is_none_or(Vec::is_empty) {
            self.at(
                &raw.head.id,
MistakeCode::FormWithoutColumns,
                format!("表样 {} 没有列", raw.head.id.value),
                Some("例如 columns = [{ name = \"项目\", kind = \"label\" }, { name = \"金额\", kind = \"amount\" }]".to_owned()),
            );
        }
        let rounding = match raw.rounding.as_ref().map(|text| text.value.as_str()) {
            None | Some("auto") => Rounding::Auto,
            Some("exact") => Rounding::Exact,
            Some("nearest") => Rounding::Nearest,
            Some("truncate") => Rounding::Truncate,
            Some(other) => {
                if let Some(text) = &raw.rounding {
                    self.at(
                        text,
                        MistakeCode::RoundingUnknown,
                        format!("rounding 没有 {other}"),
                        Some(other_words::value("rounding", other).unwrap_or_else(|| {
                            "可用 auto 自动、exact 精确、nearest 四舍五入、truncate 截断".to_owned()
                        })),
                    );
                }
                Rounding::Auto
            }
        };
        let captures = columns
            .iter()
            .enumerate()
            .flat_map(|(i, column)| {
                column.text.iter().flat_map(Pattern::captures).filter_map(move |capture| {
                    Some(CellCapture {
                        name: capture.name.clone()?,
                        column: i,
                        kind: capture.kind.clone(),
                    })
                })
            })
            .fold(Vec::new(), |mut out: Vec<CellCapture>, capture| {
                if !out.iter().any(|known| known.name == capture.name) {
                    out.push(capture);
                }
                out
            });
        FormBody {
            titles: self.words(raw.title.as_ref()),
            numbers: raw.number.iter().flatten().map(|text| text.value.clone()).collect(),
            under: raw.under.iter().flatten().map(|text| text.value.clone()).collect(),
            rows: self.rows(raw),
            sides: sides.into_iter().map(|side| side.value).collect(),
            ends: self.words(raw.end.as_ref()),
            columns,
            captures,
            unit: self.unit(raw.unit.as_ref()),
            rounding,
            documents: documents(self, raw.documents.as_deref()),
        }
    }

    fn column(&mut self, raw: &super::raw::RawColumn, sides: &[RuleText]) -> Option<Column> {
        let name = raw.name.as_ref()?;
        self.identifier(name, "列");
        let kind = match raw.kind.as_ref() {
            None => {
                self.at(
                    name,
                    MistakeCode::ColumnWithoutKind,
                    format!("列 {} 缺少 kind", name.value),
                    Some(format!(
                        "写成 {{ name = \"{0}\", kind = \"{1}\" }}；{KINDS}",
                        name.value,
                        own_values::kind_of_name(&name.value)
                    )),
                );
                // of which kind it is nobody knows: nothing follows
                ColumnKind::Target
            }
            Some(kind) => match column_kind(&kind.value) {
                Some(kind) => kind,
                None => {
                    let said = other_words::value("kind", &kind.value)
                        .map(|meant| format!("{meant}；{USUAL}"))
                        .or_else(|| {
                            nearest(&kind.value, COLUMN_KINDS.iter().map(|(name, _)| *name))
                        })
                        .or_else(|| {
                            let meant = crate::pattern::kind_by_name(&kind.value)?;
                            Some(format!("写成 kind = \"{meant}\"；{KINDS}"))
                        })
                        .unwrap_or_else(|| KINDS.to_owned());
                    let (code, message) =
                        (MistakeCode::ColumnKindUnknown, format!("没有列类型 {}", kind.value));
                    self.at(kind, code, message, Some(said.clone()));
                    self.kinds_tried((&name.value, kind), &said);
                    ColumnKind::Target
                }
            },
        };
        let side = raw.side.as_ref().and_then(|side| {
            let found = sides.iter().position(|known| known.value == side.value);
            if found.is_none() {
                self.at(
                    side,
                    MistakeCode::SideUnknown,
                    format!("没有侧 {}", side.value),
                    Some(suggest(&side.value, sides.iter().map(|side| side.value.as_str()))),
                );
            }
            found
        });
        let own = vec![name.clone()];
        let headers = raw.header.as_ref().unwrap_or(&own);
        let may_be_headless = headers.iter().any(|text| text.value.is_empty());
        Some(Column {
            name: name.value.clone(),
            kind,
            headers: self.words(Some(headers)),
            may_be_headless,
            side,
            optional: raw.optional.unwrap_or(false),
            unit: self.unit(raw.unit.as_ref()),
            text: self.patterns(raw.text.as_ref()),
        })
    }

    fn rows(&mut self, raw: &RawForm) -> Vec<NamedRow> {
        let named: Vec<&super::raw::RawRow> =
            raw.rows.iter().flatten().filter(|row| row.name.is_some()).collect();
        let mut out = Vec::new();
        for row in &named {
            let Some(name) = row.name.as_ref() else { continue };
            self.identifier(name, "行");
            let own = vec![name.clone()];
            let labels = match (&row.label, &row.code) {
                (Some(labels), _) => self.words(Some(labels)),
                (None, Some(_)) => LabelWords::default(),
                (None, None) => self.words(Some(&own)),
            };
            let after = row.after.as_ref().and_then(|after| {
                let found = named.iter().position(|other| {
                    other.name.as_ref().is_some_and(|name| name.value == after.value)
                });
                if found.is_none() {
                    let help = super::rows_above::after_help(&after.value, name, &named);
                    self.at(
                        after,
                        MistakeCode::RowUnknown,
                        format!("rows 里没有名为 {} 的行", after.value),
                        Some(help),
                    );
                }
                found
            });
            let unit = self.unit(row.unit.as_ref());
            out.push(NamedRow {
                name: name.value.clone(),
                labels,
                code: row.code.as_ref().map(|code| code.value.clone()),
                after,
                total: row.total.unwrap_or(false),
                optional: row.optional.unwrap_or(false),
                unit,
            });
        }
        out
    }

    fn part(&mut self, raw: &RawPart) -> PartKind {
        self.identifier(&raw.head.id, "部分");
        if raw.start.as_ref().is_none_or(Vec::is_empty) {
            self.at(
                &raw.head.id,
                MistakeCode::PartWithoutStart,
                format!("部分 {} 缺少 start", raw.head.id.value),
                Some("例如 start = \"项目支出绩效自评表\"".to_owned()),
            );
        }
        PartKind {
            id: raw.head.id.value.clone(),
            starts: self.patterns(raw.start.as_ref()),
            keys: self.patterns(raw.key.as_ref()),
            peers: Vec::new(),
            origin: self.origin(&raw.head),
        }
    }

    pub(super) fn decimal(
        &mut self,
        number: &RawNumber,
        file: usize,
        span: &Range<usize>,
    ) -> Option<Decimal> {
        let found = Decimal::from_str_exact(&number.text.replace('_', "")).ok();
        if found.is_none() {
            self.add(
                file,
                span.clone(),
                MistakeCode::NumberUnusable,
                format!("{} 不是可用的数", number.text),
                Some(match typed_digits(&number.text) {
                    Some(typed) if Decimal::from_str_exact(&typed.text).is_ok() => {
                        format!("{}：写成 {}", typed.words(), typed.text)
                    }
                    _ if let Some(meant) = self.with_whole_unit(&number.text) => {
                        format!("单位写完：\"{meant}\"")
                    }
                    _ if let Some(meant) = super::own_values::bound(&number.text) => {
                        format!("只写从多少起，写成 {meant}；到上一级为止")
                    }
                    _ => match cell_number(number.text.trim(), &self.words.units) {
                        Some(found) => format!("写成 {}", found.value.normalize()),
                        None => "得分写数，如 90；百分数写 \"90%\"，金额写 \"500万元\"，加引号"
                            .to_owned(),
                    },
                }),
            );
        }
        found
    }

    pub(super) fn scope(&mut self, scope: Option<&Vec<RuleText>>, parts: &[String]) -> Vec<usize> {
        let mut out = Vec::new();
        for text in scope.into_iter().flatten() {
            match parts.iter().position(|part| *part == text.value) {
                Some(part) => out.push(part),
                None => self.at(
                    text,
                    MistakeCode::PartUnknown,
                    format!("没有部分 {}", text.value),
                    Some({
                        let help = suggest(&text.value, parts.iter().map(String::as_str));
                        // 第五部分监督方式: the title of a part
                        let titled = parts.iter().filter(|part| text.value.contains(part.as_str()));
                        if let Some(part) = titled.max_by_key(|part| part.len()) {
                            format!("这里写 [[part]] 的 id，不写标题：写成 \"{part}\"")
                        } else if nearest(&text.value, parts.iter().map(String::as_str)).is_some() {
                            help
                        } else {
                            format!(
                                "自己的部分先写一段 [[part]]：id = \"{0}\"、start = [\"{0}…\"]（start 是这一部分的标题）；已有的：{1}",
                                text.value,
                                parts.join("、")
                            )
                        }
                    }),
                ),
            }
        }
        out
    }
}

/// The kinds that a column may have, for who wrote none of them.
const KINDS: &str = "可用的有：amount 金额，percent 百分数，count 个数，score 得分，label 行名，code 科目编码，group 分组，text 文字，target 指标值，grade 等级，line 行次，ordinal 序号，year 年度，date 日期";

/// Those that most columns have.
const USUAL: &str =
    "常用的有 label 名称、text 文字、amount 金额、count 个数、percent 百分数、date 日期";

pub(super) const COLUMN_KINDS: &[(&str, ColumnKind)] = &[
    ("code", ColumnKind::Code),
    ("label", ColumnKind::Label),
    ("group", ColumnKind::Group),
    ("text", ColumnKind::Text),
    ("line", ColumnKind::Line),
    ("ordinal", ColumnKind::Ordinal),
    ("amount", ColumnKind::Amount),
    ("percent", ColumnKind::Percent),
    ("count", ColumnKind::Count),
    ("score", ColumnKind::Score),
    ("target", ColumnKind::Target),
    ("grade", ColumnKind::Grade),
    ("year", ColumnKind::Year),
    ("date", ColumnKind::Date),
];

fn column_kind(name: &str) -> Option<ColumnKind> {
    COLUMN_KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}
