//! Which names may have been meant where one is not known.

use super::names::{FormNames, FormulaMistake, Owner, nearest, suggest};
use super::number_words::whole;
use super::path::Segment;
use super::resolve::Resolver;
use super::syntax::{Syntax, SyntaxKind};
use gouji_values::kind::Kind;
use std::ops::Range;

impl Resolver<'_> {
    /// Of a name that the own form prints the name that formulas use.
    pub(super) fn printed(&self, name: &str) -> Option<String> {
        let (mut known, mut rows) = (Vec::new(), Vec::new());
        for form in self.own_forms() {
            let is_it = |heads: &Vec<String>| heads.iter().any(|head| head == name);
            let columns = form.columns.iter().zip(&form.heads);
            known.extend(columns.filter(|(_, heads)| is_it(heads)).map(|((own, _), _)| own));
            let labels = form.rows.iter().zip(&form.labels);
            rows.extend(
                labels.filter(|(own, labels)| is_it(labels) && *own != name).map(|(own, _)| own),
            );
        }
        match (known.as_slice(), rows.as_slice()) {
            ([], []) => None,
            ([column, ..], [row, ..]) => Some(format!(
                "“{name}”是栏目印的字，列名是 {column}；也是行首印的字，行名是 {row}，与文字比的加引号：\"{name}\""
            )),
            ([column, ..], []) => Some(format!("“{name}”是栏目印的字，列名是 {column}")),
            ([], [row, ..]) => Some(format!("“{name}”是行首印的字，行名是 {row}")),
        }
    }

    /// What to write where a named row is asked for: a text in quotes may be its name, or what is
    /// printed in front of it.
    pub(super) fn row_help(&self, function: &str, written: &Syntax) -> String {
        if let SyntaxKind::Text(text) = &written.kind {
            for form in self.own_forms() {
                let mut named = form.rows.iter().zip(&form.labels);
                let is_it =
                    |(own, labels): &(&String, &Vec<String>)| *own == text || labels.contains(text);
                if let Some((own, _)) = named.find(is_it) {
                    return format!("行名不加引号：{function}({own})");
                }
            }
        }
        // a column where its row belongs: the row, with what both sides are then
        if let SyntaxKind::Name(column) = &written.kind
            && let Some(form) = self.own_forms().find(|form| {
                form.columns.iter().any(|(own, _)| own == column) && !form.rows.is_empty()
            })
        {
            let row = form.rows.last().map_or("", String::as_str);
            let cell = format!("{}.{row}.{column}", form.id);
            return format!(
                "{column} 是列名，{function} 里写行名：这一列写成 {cell} == sum({function}({cell}))；每个数的列各核对一次的，整条写成 {row} == sum({function}({row}))"
            );
        }
        let names: Vec<&str> =
            self.own_forms().flat_map(|form| &form.rows).map(String::as_str).take(12).collect();
        if names.is_empty() {
            return "行在表样的 rows 里命名".to_owned();
        }
        format!("行在表样的 rows 里命名；这张表的有：{}", names.join("、"))
    }

    /// Of a path with a row and a column behind a name that nothing bears the forms that have these.
    pub(super) fn form_of_path(
        &self,
        name: &str,
        segments: &[(Segment<'_>, Range<usize>)],
    ) -> Option<String> {
        let parts: Vec<&str> = segments
            .iter()
            .filter_map(|(segment, _)| match segment {
                Segment::Name(part) => Some(*part),
                _ => None,
            })
            .collect();
        let [.., row, column] = parts.as_slice() else { return None };
        let forms = self.names.forms.iter().map(|form| form.id.as_str());
        if name.starts_with("上年") {
            return None;
        }
        if let Some(near) = nearest(name, forms) {
            return Some(near);
        }
        let has = |form: &&super::names::FormNames| {
            let columns = || form.columns.iter().map(|(name, _)| name.as_str());
            let rows = || form.rows.iter().map(String::as_str);
            (columns().any(|own| own == *column) && rows().any(|own| own == *row))
                || (columns().any(|own| own == *row) && rows().any(|own| own == *column))
        };
        let forms: Vec<&str> =
            self.names.forms.iter().filter(has).map(|form| form.id.as_str()).take(4).collect();
        if forms.is_empty() {
            return None;
        }
        let each: Vec<String> =
            forms.iter().map(|form| format!("{form}.{}", parts.join("."))).collect();
        Some(format!("最前面写表样的 id，有这一行和这一列的是：{}", each.join("、")))
    }

    /// The names that may have been meant: those of the rule's own form or sentence first.
    pub(super) fn candidates(&self, name: &str) -> String {
        if let Some(last) = ["去年", "上一年", "上年度"].iter().find(|word| *word == &name)
        {
            return format!("“{last}”写成 上年：上年.表样.行.列");
        }
        let of_document = match name {
            "本年" | "年度" | "当年" | "今年" | "本年度" | "year" => {
                Some(("年度", "year"))
            }
            "单位" | "单位名称" | "部门" | "部门名称" | "agency" => {
                Some(("单位", "agency"))
            }
            "文件种类" | "文件类型" | "kind" => Some(("种类", "kind")),
            _ => None,
        };
        if let Some((word, field)) = of_document {
            return format!("文件的{word}写成 doc.{field}");
        }
        if let Some(meant) = self.glued_before(name) {
            return meant;
        }
        let known = self.known();
        if let Some(own) = name.strip_prefix("上年").filter(|own| known.contains(own)) {
            return format!("上年的表要加一点：上年.{own}");
        }
        if self.names.params.iter().any(|(known, ..)| known == name) {
            return format!("“{name}”是参数，写成 param.{name}");
        }
        if let Some(meant) = in_words(name) {
            return meant;
        }
        let own = self.own_names();
        if let Some(near) = nearest(name, own.iter().copied()) {
            return near;
        }
        if let Some(meant) = self.elsewhere(name) {
            return meant;
        }
        if let Some(near) = nearest(name, known) {
            return near;
        }
        if own.is_empty() {
            return format!("检查名称是否写对；文字要加引号：\"{name}\"");
        }
        format!("可用的名称有：{}；若是文字，加引号：\"{name}\"", own.join("、"))
    }

    /// Behind another document: a path that can stand there.
    pub(super) fn behind_paper(&self, paper: &str) -> String {
        let form = self.own_form().or_else(|| self.names.forms.last());
        let place = form.and_then(|form| {
            let mut columns = form.columns.iter().rev();
            let (column, _) = columns.find(|(_, kind)| kind.is_numeric())?;
            Some(format!("{}.{}.{column}", form.id, form.rows.last()?))
        });
        format!("写成 {paper}.{}", place.unwrap_or_else(|| "表样.行.列".to_owned()))
    }

    /// What to write where an unknown name stands before a form: only a document does.
    pub(super) fn meant_paper(&self, name: &str, form: &str) -> Option<String> {
        if !self.names.forms.iter().any(|known| known.id == form) {
            return None;
        }
        let mut known = vec![gouji_values::paper::LAST_YEAR];
        known.extend(self.names.beside.iter().map(String::as_str));
        if let Some(exact) = self.paper_called(name) {
            return Some(format!("写成 {exact}.{form}"));
        }
        let all = format!("{form} 前面的是文件的名称，可用 {}", known.join("、"));
        // another year is no slip of the hand
        if let Some(years) = super::number_words::years_before(name) {
            return Some(format!(
                "{all}；要用别的年度的，先在 vocabulary.toml 里写 [papers]，下面一行 \"{name}\" = {{ kind = \"final-accounts\", year = {years} }}"
            ));
        }
        let near = nearest(name, known.iter().copied());
        Some(near.map_or(all.clone(), |near| format!("{}；{all}", near.trim_end_matches('；'))))
    }

    /// What to write where a relation names a role that it does not list.
    pub(super) fn unlisted_role(&self, name: &str) -> Option<String> {
        let Owner::Claim(claim) = self.owner else { return None };
        let claim = self.names.claims.get(*claim)?;
        let is_role = |name: &String| self.names.roles.contains(name);
        let captures = || claim.captures.iter().map(|(own, ..)| own);
        if !self.names.roles.iter().any(|role| role == name) || !captures().all(is_role) {
            return None;
        }
        let mut all: Vec<String> = captures().map(|own| format!("\"{own}\"")).collect();
        all.push(format!("\"{name}\""));
        Some(format!("这条关系的 roles 里没有 {name}，加上：roles = [{}]", all.join(", ")))
    }

    /// What is wrong where a row stands in brackets without quotes: `表样[合计].金额`.
    pub(super) fn row_in_brackets(
        &self,
        form: &FormNames,
        key: &Syntax,
        rest: &[(Segment<'_>, Range<usize>)],
    ) -> Option<FormulaMistake> {
        let SyntaxKind::Name(name) = &key.kind else { return None };
        let is_column = |form: &FormNames| form.columns.iter().any(|(own, _)| own == name);
        let in_scope =
            self.own_form().is_some_and(is_column) || self.own_names().contains(&name.as_str());
        let mut rows = form.rows.iter().zip(&form.labels);
        let (row, _) = rows.find(|(own, labels)| *own == name || labels.contains(name))?;
        if in_scope && !form.rows.contains(name) {
            return None;
        }
        let behind = match rest.first() {
            Some((Segment::Name(next), _)) => format!(".{next}"),
            _ => String::new(),
        };
        let id = &form.id;
        Some(
            FormulaMistake::new(key.span.clone(), "方括号里写的是行首印的字，要加引号")
                .help(format!("写成 {id}.{row}{behind}，或 {id}[\"{name}\"]{behind}")),
        )
    }

    /// Behind another document a name of the own form stands alone: the whole path, as it can be
    /// written.
    pub(super) fn own_of(&self, paper: &str, name: &str) -> Option<String> {
        if self.names.forms.iter().any(|form| form.id == name) {
            return None;
        }
        let form = self.own_form()?;
        let id = &form.id;
        if form.columns.iter().any(|(column, _)| column == name) {
            let row = form.rows.first().map_or("行名", String::as_str);
            return Some(format!("写成 {paper}.{id}.{row}.{name}"));
        }
        form.rows.iter().any(|row| row == name).then(|| format!("写成 {paper}.{id}.{name}.列名"))
    }

    /// An error where a code stands in brackets as a number that does not print as it was written:
    /// 0301 is no code of three digits.
    pub(super) fn words_in_brackets(&self, key: &Syntax) -> Result<(), FormulaMistake> {
        let SyntaxKind::Number { value, .. } = &key.kind else { return Ok(()) };
        let (number, written) = (value.to_string(), key.span.len());
        if number.len() == written {
            return Ok(());
        }
        let code = format!("{number:0>written$}");
        Err(FormulaMistake::new(
            key.span.clone(),
            format!("编码不加引号就是数：{number}，前面的 0 没有了"),
        )
        .help(format!("加引号：[\"{code}\"]，公式外面的引号改成 '…'")))
    }

    /// A list as it can be written elsewhere: a name of the own form, or a path.
    pub(super) fn written(&self, syntax: &Syntax) -> Option<String> {
        match &syntax.kind {
            SyntaxKind::Name(name) => Some(name.clone()),
            SyntaxKind::Member(base, name, _) => Some(format!("{}.{name}", self.written(base)?)),
            _ => None,
        }
    }

    /// The names of the place where the rule runs.
    pub(super) fn own_names(&self) -> Vec<&str> {
        let mut own: Vec<&str> = Vec::new();
        for owner in self.lists.iter().rev().chain([self.owner]) {
            match owner {
                Owner::Form(form, _) => {
                    if let Some(names) = self.names.forms.get(*form) {
                        own.extend(names.columns.iter().map(|(name, _)| name.as_str()));
                        own.extend(names.rows.iter().map(String::as_str));
                        own.extend(names.captures.iter().map(|(name, ..)| name.as_str()));
                    }
                }
                Owner::Claim(claim) => {
                    if let Some(names) = self.names.claims.get(*claim) {
                        own.extend(names.captures.iter().map(|(name, ..)| name.as_str()));
                    }
                }
                _ => {}
            }
        }
        own
    }

    /// Every name that could have been meant.
    pub(super) fn known(&self) -> Vec<&str> {
        let mut known = self.own_names();
        known.extend(self.names.forms.iter().map(|f| f.id.as_str()));
        known.extend(self.names.claims.iter().map(|c| c.id.as_str()));
        known.extend(self.names.parts.iter().map(|(id, _)| id.as_str()));
        known.extend(self.names.scales.iter().map(String::as_str));
        known
    }
}

/// A number in words before a unit: names do not begin so.
fn in_words(name: &str) -> Option<String> {
    let is_numeral = |c: char| "一二三四五六七八九十百千万亿两〇零".contains(c);
    let rest = name.trim_start_matches(is_numeral);
    let written = name.len() - rest.len();
    (written > 3 && ["元", "人", "个", "%"].contains(&rest)).then(|| {
        let number = in_digits(name.get(..written).unwrap_or(""));
        match number {
            Some(number) => format!("数用阿拉伯数字写：{number}{rest}"),
            None => format!("数用阿拉伯数字写，如 550{rest}"),
        }
    })
}

/// A number in words in digits; what is written before 万 or 亿 keeps it.
fn in_digits(words: &str) -> Option<String> {
    if let Some((at, big)) = words.char_indices().rfind(|(_, c)| matches!(c, '万' | '亿')) {
        let behind = words.get(at + big.len_utf8()..)?;
        let before = in_digits(words.get(..at)?)?;
        return behind.is_empty().then(|| format!("{before}{big}"));
    }
    whole(words).map(|number| number.to_string())
}

/// What is wrong where a form has no such row: a column may stand before its row, or what is
/// printed in front of a row for its name.
pub(super) fn no_row(
    form: &FormNames,
    side: Option<usize>,
    (name, span): (&str, &Range<usize>),
    rest: &[(Segment<'_>, Range<usize>)],
) -> FormulaMistake {
    let column = |name: &str| {
        let of = |((own, _), heads): (&(String, Kind), &Vec<String>)| {
            (own == name || heads.iter().any(|head| head == name)).then(|| own.clone())
        };
        form.columns.iter().zip(&form.heads).find_map(of)
    };
    let row = |name: &str| {
        let of = |(own, labels): (&String, &Vec<String>)| {
            (own == name || labels.iter().any(|label| label == name)).then(|| own.clone())
        };
        form.rows.iter().zip(&form.labels).find_map(of)
    };
    let side = side.and_then(|side| form.sides.get(side)).map(|side| format!(".{side}"));
    let path = |row: &str, column: &str| {
        format!("写成 {}{}.{row}.{column}", form.id, side.as_deref().unwrap_or(""))
    };
    let next = match rest.first() {
        Some((Segment::Name(next), _)) => Some(*next),
        _ => None,
    };
    let mistake = |message: String| FormulaMistake::new(span.clone(), message);
    // a word that a head and a label print is the label where a column stands behind it
    let labelled = row(name).filter(|own| own != name);
    if let (Some(own), Some(column)) = (labelled, next.and_then(column)) {
        return mistake(format!("“{name}”是行首印的字，不是行名；这一行的行名是 {own}"))
            .help(path(&own, &column));
    }
    if let (Some(own), Some(next)) = (column(name), next) {
        let message = format!("{name} 是列，写在行的后面：次序是 表样.行.列");
        return mistake(message).help(match row(next) {
            Some(row) => path(&row, &own),
            None if form.rows.is_empty() => format!(
                "先在表样 {} 的 rows 里给这一行起名；一列之和写 sum({}.{own})",
                form.id, form.id
            ),
            None => {
                let first = form.rows.first().map_or("行名", String::as_str);
                format!("行有：{}；{}", form.rows.join("、"), path(first, &own))
            }
        });
    }
    let message = format!("表样 {} 没有命名的行 {name}", form.id);
    if let (Some(number), None) = (numbered(name), row(name)) {
        return mistake(message).help(format!(
            "各行不按次序起名：每一行都核对的只写列名；按次序找一行写 {0}[line({number})]，一行要点名的，在 rows 里写 {{ name = \"{name}\", label = [\"行首印的字\"] }}",
            form.id
        ));
    }
    match row(name) {
        Some(own) => mistake(message).help(match next.and_then(column) {
            Some(column) => format!("“{name}”是行首印的字，行名是 {own}：{}", path(&own, &column)),
            None => format!("“{name}”是行首印的字，行名是 {own}"),
        }),
        None => mistake(message)
            .help(suggest(name, form.rows.iter().chain(&form.sides).map(String::as_str))),
    }
}

/// The number of a row that is called by it: 第1行, 3行.
fn numbered(name: &str) -> Option<u32> {
    let inner = name.strip_suffix('行')?;
    inner.strip_prefix('第').unwrap_or(inner).parse().ok()
}

/// A column or capture is the last part of a path.
pub(super) fn nothing_behind(what: &str, name: &str, span: &Range<usize>) -> FormulaMistake {
    FormulaMistake::new(span.clone(), format!("{what} {name} 后面不能再写点或方括号"))
        .help(format!("只写 {name}；文件的年度写 doc.year，别的行写 表样.行名.{name}"))
}
