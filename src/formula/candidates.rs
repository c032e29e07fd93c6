//! Which names may have been meant where one is not known.

use super::names::{FormNames, FormulaMistake, Owner, nearest};
use super::resolve::Resolver;
use super::syntax::{Syntax, SyntaxKind};
use std::ops::Range;

impl Resolver<'_> {
    /// Of a name that the own form prints the name that formulas use.
    pub(super) fn printed(&self, name: &str) -> Option<String> {
        let owners = self.lists.iter().rev().chain([self.owner]);
        let forms = owners.filter_map(|owner| match owner {
            Owner::Form(form, _) => self.names.forms.get(*form),
            _ => None,
        });
        let (mut known, mut rows) = (Vec::new(), Vec::new());
        for form in forms {
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
        let rows = || {
            let owners = self.lists.iter().rev().chain([self.owner]);
            owners.filter_map(|owner| match owner {
                Owner::Form(form, _) => self.names.forms.get(*form),
                _ => None,
            })
        };
        if let SyntaxKind::Text(text) = &written.kind {
            for form in rows() {
                let mut named = form.rows.iter().zip(&form.labels);
                let is_it =
                    |(own, labels): &(&String, &Vec<String>)| *own == text || labels.contains(text);
                if let Some((own, _)) = named.find(is_it) {
                    return format!("行名不加引号：{function}({own})");
                }
            }
        }
        let names: Vec<&str> =
            rows().flat_map(|form| &form.rows).map(String::as_str).take(12).collect();
        if names.is_empty() {
            return "行在表样的 rows 里命名".to_owned();
        }
        format!("行在表样的 rows 里命名；这张表的有：{}", names.join("、"))
    }

    /// The names that may have been meant: those of the rule's own form or sentence first.
    pub(super) fn candidates(&self, name: &str) -> String {
        if let Some(last) =
            ["去年", "上一年", "上年度", "前年", "往年"].iter().find(|word| *word == &name)
        {
            return format!("“{last}”写成 上年，例如 上年.收支总表.支出.年末结转.金额");
        }
        if name.starts_with("百分之") {
            return "百分数写成数字加 %，例如 90%".to_owned();
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
        if matches!(self.owner, Owner::Document)
            && let Some(form) = self.form_with(name)
        {
            return format!(
                "{name} 是表样 {form} 的列：在 [[rule]] 里加 form = \"{form}\"，或写全 {form}.{name}"
            );
        }
        let own = self.own_names();
        if let Some(near) = nearest(name, own.iter().copied()) {
            return near;
        }
        if let Some(near) = nearest(name, known) {
            return near;
        }
        if own.is_empty() {
            return format!("检查名称是否写对；文字要加引号：\"{name}\"");
        }
        format!("若是文字，加引号：\"{name}\"；可用的名称有：{}", own.join("、"))
    }

    /// The form that has a column of a name: the only one, or the last of the own layer, which was
    /// read last.
    fn form_with(&self, name: &str) -> Option<&str> {
        let has = |form: &&FormNames| form.columns.iter().any(|(column, _)| column == name);
        self.names.forms.iter().rev().find(has).map(|form| form.id.as_str())
    }

    /// Behind another document a name of the own form stands alone: the whole path, as it can be
    /// written.
    pub(super) fn own_of(&self, paper: &str, name: &str) -> Option<String> {
        if self.names.forms.iter().any(|form| form.id == name) {
            return None;
        }
        let owners = self.lists.iter().rev().chain([self.owner]);
        let form = owners.into_iter().find_map(|owner| match owner {
            Owner::Form(form, _) => self.names.forms.get(*form),
            _ => None,
        })?;
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
    (written > 3 && ["元", "人", "个", "%"].contains(&rest))
        .then(|| format!("数用阿拉伯数字写，例如 100万{rest}、550{rest}"))
}

/// A column or capture is the last part of a path.
pub(super) fn nothing_behind(what: &str, name: &str, span: &Range<usize>) -> FormulaMistake {
    FormulaMistake::new(span.clone(), format!("{what} {name} 后面不能再写点或方括号"))
        .help(format!("只写 {name}；文件的年度写 doc.year，别的行写 表样.行名.{name}"))
}
