//! A file of words as written: `vocabulary.toml`, or one of a folder `vocabulary`.

use super::add;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A file of words as written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VocabularyFile {
    /// Units by name.
    #[serde(default)]
    pub units: BTreeMap<String, UnitFile>,
    /// Marks that mean an empty cell: `-`, `——`.
    #[serde(default)]
    pub blank: Vec<String>,
    /// Words of a total row: 合计, 总计.
    #[serde(default)]
    pub total: Vec<String>,
    /// Numbering styles from the highest level down, each written as its first number: `一、`,
    /// `（一）`, `1.`.
    #[serde(default)]
    pub numbering: Vec<String>,
    /// Chinese digits from 0 to 10 in order: `〇一二三四五六七八九十`.
    #[serde(default)]
    pub numerals: Option<String>,
    /// Quotation marks, which never matter in matching.
    #[serde(default)]
    pub quotes: Option<String>,
    /// Words that head a row of column numbers: 栏次.
    #[serde(default)]
    pub column_number: Vec<String>,
    /// Words that head a contents page: 目录.
    #[serde(default)]
    pub contents: Vec<String>,
    /// Words that open a note under a table: 注, 说明.
    #[serde(default)]
    pub note: Vec<String>,
    /// Words that the title of a form ends with: 表.
    #[serde(default)]
    pub form_title: Vec<String>,
    /// Lines that belong to a table's caption and carry its unit: patterns with a capture `单位`.
    #[serde(default)]
    pub unit_label: Vec<String>,
    /// Patterns with a capture that give the number of a form as printed.
    #[serde(default)]
    pub form_number: Vec<String>,
    /// Words that follow the digits of a year, longest first.
    #[serde(default)]
    pub year_units: Vec<String>,
    /// Patterns with a capture, tried in order, that give the agency.
    #[serde(default)]
    pub agency: Vec<String>,
    /// Words that the names of units end with: what stands before the year of a title is one.
    #[serde(default)]
    pub agency_ends: Vec<String>,
    /// Words that begin the names of many units together, or of none: 各, 全, 本.
    #[serde(default)]
    pub agency_many: Vec<String>,
    /// Patterns with a year capture, tried in order, that give the year of the document.
    #[serde(default)]
    pub year: Vec<String>,
    /// Kinds of document by their ids.
    #[serde(default)]
    pub kinds: BTreeMap<String, KindFile>,
    /// Whose accounts a document shows, a department's, one unit's or those of several together, and
    /// the patterns of titles that tell it.
    #[serde(default)]
    pub reporting_levels: BTreeMap<String, Vec<String>>,
    /// Documents of the same agency that formulas name, by their names.
    #[serde(default)]
    pub papers: BTreeMap<String, BesideFile>,
    /// Patterns of the agency in a title, tried before all others.
    #[serde(default)]
    pub title_agency: Vec<String>,
    /// Patterns of the year in a title, tried before all others.
    #[serde(default)]
    pub title_year: Vec<String>,
    /// Patterns of titles that print the year before that of the document.
    #[serde(default)]
    pub title_last_year: Vec<String>,
    /// Direction words.
    #[serde(default)]
    pub directions: DirectionsFile,
    /// Words that may stand before a word of equality: 与上年.
    #[serde(default)]
    pub same_before: Vec<String>,
    /// Words with which the message of a rule says what a figure should be: 应为.
    #[serde(default)]
    pub should_be: Vec<String>,
    /// Shapes of a day, with `{y}`, `{m}` and `{d}` for the figures: `{y}年{m}月{d}日`.
    #[serde(default)]
    pub date: Vec<String>,
    /// Shapes of numbers in prose that are no figures, and what they are.
    #[serde(default)]
    pub not_figures: Vec<(String, String)>,
    /// Words that head the column of names in a list of units: 单位名称.
    #[serde(default)]
    pub unit_column: Vec<String>,
    /// Words in brackets behind the name of a unit that say which of its accounts are meant: 部门,
    /// 本级.
    #[serde(default)]
    pub unit_qualifiers: Vec<String>,
    /// Words of 审核公式.
    #[serde(default)]
    pub audit_formula: AuditFormulaWords,
    /// Words that tell the roles of figures in prose, by class.
    #[serde(default)]
    pub prose: BTreeMap<String, Vec<String>>,
    /// What the parts of relations are called in rule files and messages.
    #[serde(default)]
    pub parts: BTreeMap<String, String>,
    /// Named pieces of patterns: `{name}` stands for the piece.
    #[serde(default)]
    pub fragments: BTreeMap<String, String>,
}

/// Words of the 审核公式 of report programs, for their import.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AuditFormulaWords {
    /// Before a number: 第.
    pub nth: Vec<String>,
    /// 行.
    pub row: Vec<String>,
    /// 栏, 列.
    pub column: Vec<String>,
    /// The end of a form's name or number: 表.
    pub form: Vec<String>,
    /// Between the ends of a range: 至.
    pub to: Vec<String>,
    /// 如果.
    #[serde(rename = "if")]
    pub condition: Vec<String>,
    /// 则.
    pub then: Vec<String>,
    /// 且.
    pub and: Vec<String>,
    /// 或.
    pub or: Vec<String>,
    /// Where the figures of a sheet begin: 数据区.
    pub area: Vec<String>,
    /// Before the unit of the numbers of all formulas below: 单位.
    pub unit: Vec<String>,
    /// In the name of a kind whose formulas must hold: 基本平衡.
    pub error: Vec<String>,
    /// In the name of a kind whose violations may be explained: 核实.
    pub warning: Vec<String>,
    /// The column of formulas: 公式.
    pub formula_column: Vec<String>,
    /// The column of messages: 说明.
    pub message_column: Vec<String>,
    /// The column of kinds: 类型.
    pub kind_column: Vec<String>,
    /// The column of forms: 表号.
    pub form_column: Vec<String>,
    /// The column of severities: 级别, and what they are called there.
    pub severity_column: Vec<String>,
    /// 错误.
    pub as_error: Vec<String>,
    /// 警告.
    pub as_warning: Vec<String>,
    /// 提示.
    pub as_info: Vec<String>,
    /// The column of ids in a list of rules: 编号.
    pub id_column: Vec<String>,
    /// 名称.
    pub name_column: Vec<String>,
    /// The column of claims: 语句.
    pub claim_column: Vec<String>,
    /// The column of conditions: 条件.
    pub when_column: Vec<String>,
    /// 依据.
    pub basis_column: Vec<String>,
    /// The column of hints: 建议.
    pub hint_column: Vec<String>,
    /// The column of all other keys: 其余.
    pub rest_column: Vec<String>,
    /// The column of why a rule was changed: 理由.
    pub reason_column: Vec<String>,
}

impl AuditFormulaWords {
    pub(super) fn extend(&mut self, more: &Self) {
        for (known, more) in [
            (&mut self.nth, &more.nth),
            (&mut self.row, &more.row),
            (&mut self.column, &more.column),
            (&mut self.form, &more.form),
            (&mut self.to, &more.to),
            (&mut self.condition, &more.condition),
            (&mut self.then, &more.then),
            (&mut self.and, &more.and),
            (&mut self.or, &more.or),
            (&mut self.area, &more.area),
            (&mut self.unit, &more.unit),
            (&mut self.error, &more.error),
            (&mut self.warning, &more.warning),
            (&mut self.formula_column, &more.formula_column),
            (&mut self.message_column, &more.message_column),
            (&mut self.kind_column, &more.kind_column),
            (&mut self.form_column, &more.form_column),
            (&mut self.severity_column, &more.severity_column),
            (&mut self.as_error, &more.as_error),
            (&mut self.as_warning, &more.as_warning),
            (&mut self.as_info, &more.as_info),
            (&mut self.id_column, &more.id_column),
            (&mut self.name_column, &more.name_column),
            (&mut self.claim_column, &more.claim_column),
            (&mut self.when_column, &more.when_column),
            (&mut self.basis_column, &more.basis_column),
            (&mut self.hint_column, &more.hint_column),
            (&mut self.rest_column, &more.rest_column),
            (&mut self.reason_column, &more.reason_column),
        ] {
            add(known, more.iter().cloned());
            known.sort_by_key(|word| std::cmp::Reverse(word.len()));
        }
    }
}

/// One unit as written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitFile {
    /// The base unit.
    pub of: Option<String>,
    /// How many base units, a whole number or a string with decimals.
    pub times: Option<TimesFile>,
    /// From this many decimals on a number is exact.
    pub exact: Option<u32>,
    /// A ratio.
    #[serde(default)]
    pub ratio: bool,
    /// Money.
    #[serde(default)]
    pub money: bool,
}

/// A factor: `10000` or `"0.01"`.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum TimesFile {
    /// A whole number.
    Whole(i64),
    /// A decimal.
    Text(String),
}

/// A document of the same agency as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BesideFile {
    /// Its kind.
    pub kind: String,
    /// Its year, from that of the document.
    #[serde(default)]
    pub year: i32,
    /// Those of all units that the document lists are meant: the reporting level of each.
    #[serde(default)]
    pub level: Option<String>,
}

/// A kind of document.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct KindFile {
    /// What reports call it.
    pub name: Option<String>,
    /// Patterns that tell it wherever they stand.
    pub words: Vec<String>,
    /// Patterns that tell it in a title alone, for other documents speak of it, too.
    pub titles: Vec<String>,
}

/// Direction words as written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectionsFile {
    /// 增加, 增长, 大于 …
    #[serde(default)]
    pub up: Vec<String>,
    /// 减少, 下降, 小于 …
    #[serde(default)]
    pub down: Vec<String>,
    /// 持平, 相同 …
    #[serde(default)]
    pub same: Vec<String>,
}
