//! What was meant where words, days and tables stand in a formula in a way that it does not have:
//! words without quotes, words that are more or less than others, a year beside a day, a table of
//! the page in the place of one of parameters.

use super::advice::of_year;
use super::beside_form::in_full;
use super::calendar::day_of_numbers;
use super::foreign;
use super::names::{FormNames, FormulaMistake, Owner, nearest};
use super::node::{DocField, Node, Reference};
use super::own_columns::of_other_form;
use super::rebuilt::is_price;
use super::resolve::Resolver;
use super::shown::{meant_column, shown};
use super::syntax::{Syntax, SyntaxKind};
use gouji_audit::audit::CheckRelation;
use gouji_values::kind::{Kind, Operation, Refusal};
use rust_decimal::prelude::ToPrimitive;
use std::ops::Range;

/// A side of a comparison and what it is.
type Side<'s> = (&'s Syntax, &'s Result<(Node, Kind), FormulaMistake>);

impl Resolver<'_> {
    /// An unknown name beside a column of words: words stand between quotes.
    pub(super) fn unquoted(&self, left: Side<'_>, right: Side<'_>) -> Option<FormulaMistake> {
        [(left, right), (right, left)].into_iter().find_map(|(one, other)| {
            let (SyntaxKind::Name(name), Err(mistake)) = (&one.0.kind, one.1) else { return None };
            // two texts between quotes say nothing of a document
            let is_word = matches!(other.1, Ok((node, Kind::Text | Kind::Code))
                if !matches!(node, Node::Text(_)));
            // what the form prints is told as such
            if !is_word || !mistake.is_unknown_name(name) || self.printed(name).is_some() {
                return None;
            }
            let beside = shown(other.0);
            let own = self.own_names();
            let near = nearest(name, own.into_iter().filter(|own| *own != beside));
            let or = near.map_or_else(String::new, |near| format!("；是列名的，{near}"));
            let help = format!("文字加引号：写成 \"{name}\"{or}");
            Some(FormulaMistake { help: Some(help), ..mistake.clone() })
        })
    }

    /// A name between quotes beside something else than words: it is read as a text.
    pub(super) fn quoted_name(&self, (left, right): (&Syntax, &Syntax)) -> Option<FormulaMistake> {
        let known = self.own_names();
        let bare = |side: &Syntax| match &side.kind {
            SyntaxKind::Text(text) if known.iter().any(|name| name == text) => Some(text.clone()),
            _ => None,
        };
        let (a, b) = (bare(left), bare(right));
        let (place, name) = match (&a, &b) {
            (Some(name), None) => (left.span.clone(), name),
            (None, Some(name)) => (right.span.clone(), name),
            (Some(name), Some(_)) => (left.span.start..right.span.end, name),
            (None, None) => return None,
        };
        let (a, b) = (a.clone().unwrap_or(shown(left)), b.clone().unwrap_or(shown(right)));
        let sign = self.relation.sign();
        Some(
            FormulaMistake::new(place, format!("“{name}”加了引号就是文字：名称不加引号"))
                .help(format!("写成 {a} {sign} {b}")),
        )
    }

    /// A capture that reads another kind of number than stands beside it.
    pub(super) fn captured_apart(
        &self,
        refusal: &Refusal,
        left: (&Syntax, &Node, Kind),
        right: (&Syntax, &Node, Kind),
    ) -> Option<FormulaMistake> {
        let is_capture = |node: &Node| matches!(node, Node::Read(Reference::Capture { .. }));
        let word = |kind: Kind| match kind {
            Kind::Amount => Some("amount"),
            Kind::Percent => Some("percent"),
            Kind::Count => Some("count"),
            Kind::Date => Some("date"),
            _ => None,
        };
        // of two captures either may be the one
        let is_sum = refusal.operation == Operation::Add;
        if !is_sum && !refusal.operation.compares() {
            return None;
        }
        // a price and a number are multiplied
        if is_sum && (is_price(&shown(left.0)) || is_price(&shown(right.0))) {
            return None;
        }
        let (one, other) = match (is_capture(left.1), is_capture(right.1)) {
            (true, false) => (left, right),
            (false, true) => (right, left),
            // what is added up is money, where one of them is
            (true, true) if is_sum && left.2 == Kind::Amount => (right, left),
            (true, true) if is_sum && right.2 == Kind::Amount => (left, right),
            _ => return None,
        };
        let SyntaxKind::Name(name) = &one.0.kind else { return None };
        word(one.2)?;
        let meant = word(other.2)?;
        let message = format!(
            "{name} 在 text 里取的是{}，这里要{}：{}",
            one.2.name(),
            other.2.name(),
            refusal.message()
        );
        let help = format!("印的是{}的，text 里写成 {{{name}:{meant}}}", other.2.name());
        Some(FormulaMistake::new(one.0.span.clone(), message).help(help))
    }

    /// A column or capture that is to be a text without words: what is blank is no text at all. `is_expected`: that it is
    /// not is what a formula as a whole asks for.
    pub(super) fn with_blank(
        &self,
        relation: CheckRelation,
        left: (&Syntax, &Node),
        right: (&Syntax, &Node),
        is_expected: bool,
    ) -> Option<FormulaMistake> {
        if relation != CheckRelation::Equal && !is_expected {
            return None;
        }
        [(left, right), (right, left)].into_iter().find_map(|(one, other)| {
            let is_read = matches!(other.1, Node::Read(_) | Node::Form(_) | Node::Claim(_));
            let SyntaxKind::Text(text) = &one.0.kind else { return None };
            if !is_read || !text.trim().is_empty() {
                return None;
            }
            let name = shown(other.0);
            let (message, help) = match is_expected {
                true => (
                    format!("空着的格子不能与 \"{text}\" 比：空白不是文字，空着的那一格只会列为未能核对，不报错"),
                    format!("要求填写的，写成 present({name})"),
                ),
                false => (
                    format!("空着的格子不等于 \"{text}\"：空白不是文字，不能这样比"),
                    format!("空着的写 !present({name})，填了的写 present({name})"),
                ),
            };
            Some(FormulaMistake::new(one.0.span.clone(), message).help(help))
        })
    }

    /// Words that are to be more or less than others, and a year beside a day.
    pub(super) fn without_order(
        &self,
        refusal: &Refusal,
        left: (&Syntax, &Node, Kind),
        right: (&Syntax, &Node, Kind),
    ) -> Option<FormulaMistake> {
        let relations = [self.relation, self.relation.mirrored()];
        let sides = [(left, right), (right, left)];
        let whole = left.0.span.start..right.0.span.end;
        let compares = refusal.operation.compares();
        sides.into_iter().zip(relations).find_map(|((one, other), relation)| {
            if let Some(mistake) =
                day_of_numbers(other.0).filter(|_| one.2 == Kind::Date && compares)
            {
                return Some(mistake);
            }
            let name = self.written(one.0)?;
            let help = match (one.2, &other.0.kind, other.1) {
                (Kind::Text, SyntaxKind::Text(word), _)
                    if refusal.operation == Operation::Order =>
                {
                    self.graded_words(relation, &name, word)
                }
                (Kind::Date, SyntaxKind::Number { value, unit }, _)
                    if compares && unit.is_empty() =>
                {
                    let year = value.to_i32().filter(|year| (1900..2100).contains(year))?;
                    format!("日期与日期比：写成 {}", of_year(relation, &name, year))
                }
                (Kind::Date, _, Node::Doc(DocField::Year)) if compares => format!(
                    "doc.year 是年度，不是日期；日期与日期比：写成 {}，2024 换成文件的年度",
                    of_year(relation, &name, 2024)
                ),
                _ => return None,
            };
            Some(FormulaMistake::new(whole.clone(), refusal.message()).help(help))
        })
    }

    /// The grades of a scale that are as high as one, or as low; of other words that they are the
    /// same or not.
    fn graded_words(&self, relation: CheckRelation, name: &str, word: &str) -> String {
        let has = |grades: &&Vec<String>| grades.iter().any(|grade| grade == word);
        let same = |word: &str| format!("{name} == \"{word}\"");
        let Some(grades) = self.names.grades.iter().rev().find(has) else {
            return format!(
                "文字只比是不是：写成 {}；几个都行的写 {} || {name} == \"…\"",
                same(word),
                same(word)
            );
        };
        let at = grades.iter().position(|grade| grade == word).unwrap_or(0);
        let meant = match relation {
            CheckRelation::AtLeast => grades.get(..=at),
            CheckRelation::Greater => grades.get(..at),
            CheckRelation::Less => grades.get(at + 1..),
            _ => grades.get(at..),
        };
        let all: Vec<String> = meant.unwrap_or(&[]).iter().map(|grade| same(grade)).collect();
        match all.as_slice() {
            [] => format!("没有比它更高、更低的等级；文字只比是不是，如 {}", same(word)),
            all => format!("文字只比是不是，等级一个一个写：写成 {}", all.join(" || ")),
        }
    }

    /// What is wrong with a function that there is not; of one that looks up a table what to write
    /// for the table that is named.
    pub(super) fn no_function(
        &self,
        name: &str,
        places: (&Range<usize>, &Range<usize>),
        arguments: &[Syntax],
    ) -> FormulaMistake {
        if let Some(mistake) = self.remark_behind(name, places, arguments) {
            return mistake;
        }
        let full = in_full(arguments, self.names, self.owner);
        let mistake = foreign::no_function(name, places, &full);
        let looks_up = foreign::is_lookup(name);
        let [key, Syntax { kind: SyntaxKind::Name(table), .. }, rest @ ..] = arguments else {
            return mistake;
        };
        let is_param = self.names.params.iter().any(|(known, ..)| known == table);
        if !looks_up || is_param {
            return mistake;
        }
        let Some(form) = self.names.forms.iter().find(|form| form.id == *table) else {
            let tables = self.names.params.iter().filter(|(_, keys, _)| keys.is_some());
            let tables: Vec<&str> = tables.map(|(name, ..)| name.as_str()).collect();
            let help = if tables.is_empty() {
                format!(
                    "没有表 {table}：先在 [param] 里写一张参数表，再写 lookup(参数表, {})",
                    shown(key)
                )
            } else {
                format!(
                    "没有参数表 {table}；参数表有：{}，写成 lookup({}, {})",
                    tables.join("、"),
                    tables.last().unwrap_or(&""),
                    shown(key)
                )
            };
            return FormulaMistake { help: Some(help), ..mistake };
        };
        let number = rest.iter().find_map(|own| match &own.kind {
            SyntaxKind::Number { value, .. } => value.to_usize()?.checked_sub(1),
            _ => None,
        });
        let counted = number.and_then(|at| form.columns.get(at)).map(|(name, _)| name.as_str());
        let column = counted.or_else(|| meant_column(form, Kind::is_numeric)).unwrap_or("列名");
        let help = format!("{table} 是表样：写成 {table}[{}].{column}", shown(key));
        FormulaMistake { help: Some(help), ..mistake }
    }

    /// Where a name stands that no form, sentence or scale at the place of the rule has: another form
    /// has it, or the sentence names no value at all.
    pub(super) fn elsewhere(&self, name: &str) -> Option<String> {
        if let Owner::Claim(claim) = self.owner {
            let claim = self.names.claims.get(*claim)?;
            if claim.captures.is_empty() {
                let kind = crate::pattern::kind_by_name(name).unwrap_or("amount");
                return Some(format!(
                    "这条语句的 text 里没有取值：数的地方写成 {{{name}:{kind}}}（前后的字照旧）"
                ));
            }
        }
        let own = self.own_forms().next().map(|form| form.id.as_str());
        let mut others = self.names.forms.iter().rev().filter(|form| own != Some(form.id.as_str()));
        let is_row = |form: &FormNames| form.rows.iter().any(|row| row == name);
        let form = others
            .find(|form| form.columns.iter().any(|(column, _)| column == name) || is_row(form))?;
        let id = &form.id;
        let what = if is_row(form) { "行" } else { "列" };
        let own = own.and_then(|_| self.own_forms().next());
        Some(match (self.owner, own) {
            (Owner::Form(..), Some(own)) if what == "列" => of_other_form(own, form, name),
            (Owner::Document, _) => format!(
                "{name} 是表样 {id} 的{what}：在 [[rule]] 里加 form = \"{id}\"，或写全 {id}.{name}"
            ),
            _ => format!("{name} 是表样 {id} 的{what}，写成 {id}.{name}"),
        })
    }
}
