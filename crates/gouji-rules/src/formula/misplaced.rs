//! Paths whose parts stand in another order than they are read in, or that name a row by where it
//! is: a document behind its form (`三公经费表.上年.合计`), the row before (`上一行.累计支出`).

use super::names::{FormulaMistake, Owner};
use super::path::Segment;
use super::resolve::Resolver;
use super::shown::shown;
use super::syntax::{Syntax, SyntaxKind};
use gouji_values::paper::LAST_YEAR;
use std::ops::Range;

/// Words for the row above the one at hand, the one below it, and the one at hand itself.
const BEFORE: [&str; 11] = [
    "上一行",
    "前一行",
    "上行",
    "前行",
    "上一条",
    "前一条",
    "上一笔",
    "上一期",
    "上期",
    "previous",
    "prev",
];
const AFTER: [&str; 6] = ["下一行", "后一行", "下行", "下一条", "下一期", "next"];
const HERE: [&str; 7] = ["本行", "当前行", "这一行", "此行", "该行", "this", "current"];
/// What a name of the row before may begin with.
const PERIODS: [&str; 4] = ["上个月", "上月", "上季度", "上一季度"];

/// Which row a word means, seen from the one at hand.
enum Beside {
    Before,
    After,
    Here,
}

fn beside(word: &str) -> Option<Beside> {
    let word = word.strip_suffix('的').unwrap_or(word);
    let has = |words: &[&str]| words.contains(&word);
    if has(&BEFORE) {
        return Some(Beside::Before);
    }
    if has(&AFTER) {
        return Some(Beside::After);
    }
    has(&HERE).then_some(Beside::Here)
}

impl FormulaMistake {
    /// The same inside of `previous(…)`, where the column alone is to be written.
    pub(super) fn within_previous(self) -> Self {
        let help = self.help.map(|help| {
            let column = help.strip_prefix("写成 previous(").and_then(|own| own.strip_suffix(')'));
            column.map_or(help.clone(), |column| format!("写成 {column}"))
        });
        Self { help, ..self }
    }
}

impl Resolver<'_> {
    /// What is wrong with a path that cannot be read, where its parts only stand elsewhere.
    pub(super) fn misplaced(
        &self,
        syntax: &Syntax,
        base: &Syntax,
        segments: &[(Segment<'_>, Range<usize>)],
    ) -> Option<FormulaMistake> {
        let SyntaxKind::Name(first) = &base.kind else { return None };
        self.paper_behind(syntax, first, segments)
            .or_else(|| self.row_beside(syntax, first, segments))
    }

    /// The document beside the own one that a word means: 去年 is 上年.
    pub(super) fn paper_called(&self, word: &str) -> Option<&str> {
        let last = ["去年", "上一年度", "上一年", "上年度"];
        let plain = last.iter().fold(word.to_owned(), |name, word| name.replace(word, LAST_YEAR));
        let plain = ["今年", "本年度", "本年", "当年"]
            .iter()
            .fold(plain, |name, word| name.replace(word, "同年"));
        let known = std::iter::once(LAST_YEAR).chain(self.names.beside.iter().map(String::as_str));
        known.into_iter().find(|known| *known == word || *known == plain)
    }

    /// A document that stands behind its form.
    fn paper_behind(
        &self,
        syntax: &Syntax,
        first: &str,
        segments: &[(Segment<'_>, Range<usize>)],
    ) -> Option<FormulaMistake> {
        let form = self.names.forms.iter().find(|form| form.id == first);
        let own = self.own_form();
        let of = form.or(own);
        let is_part = |word: &str| {
            of.is_some_and(|form| {
                let mut columns = form.columns.iter().map(|(name, _)| name);
                columns.any(|name| name == word)
                    || form.rows.iter().chain(&form.sides).any(|name| name == word)
            })
        };
        let (at, word, paper) =
            segments.iter().enumerate().find_map(|(at, (segment, _))| match segment {
                Segment::Name(word) if !is_part(word) => {
                    Some((at, *word, self.paper_called(word)?))
                }
                _ => None,
            })?;
        let mut path = match form {
            Some(form) => format!("{paper}.{}", form.id),
            None if self.names.claims.iter().any(|claim| claim.id == first) => {
                format!("{paper}.{first}")
            }
            None if own.is_some_and(|own| own.rows.iter().any(|row| row == first)) => {
                format!("{paper}.{}.{first}", own?.id)
            }
            None => String::new(),
        };
        for (_, (segment, _)) in segments.iter().enumerate().filter(|(other, _)| *other != at) {
            match segment {
                Segment::Name(name) => path.push_str(&format!(".{name}")),
                Segment::Key(key) => path.push_str(&format!("[{}]", shown(key))),
            }
        }
        let help = match path.as_str() {
            "" => self.own_of(paper, first)?,
            path => format!("写成 {path}"),
        };
        let message = format!("{word} 说的是哪份文件，写在最前面：次序是 文件.表样.行.列");
        Some(FormulaMistake::new(syntax.span.clone(), message).help(help))
    }

    /// A column of the row before, of the next one or of the one at hand.
    fn row_beside(
        &self,
        syntax: &Syntax,
        first: &str,
        segments: &[(Segment<'_>, Range<usize>)],
    ) -> Option<FormulaMistake> {
        let [(segment, _)] = segments else { return None };
        let word = match segment {
            Segment::Name(name) => (*name).to_owned(),
            Segment::Key(Syntax {
                kind: SyntaxKind::Name(word) | SyntaxKind::Text(word), ..
            }) => word.clone(),
            Segment::Key(key) if shown(key) == "-1" => BEFORE.first()?.to_string(),
            Segment::Key(_) => return None,
        };
        let (beside, column) = match (beside(first), beside(&word)) {
            (Some(beside), None) => (beside, self.column_called(&word)?),
            (None, Some(beside)) => (beside, self.column_called(first)?),
            _ => return None,
        };
        let mistake = |message: &str| FormulaMistake::new(syntax.span.clone(), message);
        Some(match beside {
            Beside::Before => {
                mistake("上一行的数用函数 previous 取").help(format!("写成 previous({column})"))
            }
            Beside::Here => mistake("本行的数只写列名").help(format!("写成 {column}")),
            Beside::After => mistake("公式取不到下一行的数")
                .help(format!("从后一行往前比：本行的写 {column}，上一行的写 previous({column})")),
        })
    }

    /// What to write for a name that is a column of the row before: 上一行累计支出.
    pub(super) fn glued_before(&self, name: &str) -> Option<String> {
        let words = BEFORE.iter().chain(&PERIODS);
        let rest =
            words.filter_map(|word| name.strip_prefix(word)).find(|rest| !rest.is_empty())?;
        let column = self.column_called(rest.strip_prefix('的').unwrap_or(rest))?;
        Some(format!("写成 previous({column})"))
    }

    /// The column of the own form, or the capture of the own sentence, that a word means.
    fn column_called(&self, word: &str) -> Option<String> {
        if let (Owner::Claim(claim), true) = (self.owner, self.lists.is_empty()) {
            let claim = self.names.claims.get(*claim)?;
            let mut captures = claim.captures.iter().map(|(name, ..)| name);
            return captures.find(|name| *name == word).cloned();
        }
        let form = self.own_form()?;
        let headed = || {
            let mut all = form.columns.iter().zip(&form.heads);
            all.find(|(_, heads)| heads.iter().any(|head| head == word)).map(|(own, _)| own)
        };
        let named = form.columns.iter().find(|(name, _)| name == word);
        named.or_else(headed).map(|(name, _)| name.clone())
    }
}
