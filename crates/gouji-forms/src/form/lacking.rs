//! Tables that bear the title of a form but not its columns: what is missing, and the head that may
//! be meant by it. Tables that have all columns of a form and not its title.

use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{Column, Form, Ruleset};
use gouji_values::document::{Cell, Notice, NoticeCode, Table};
use gouji_values::label::label_key;
use gouji_values::lang::{BilingualText, tell};

/// Whether a text, as a label key, is a head of a column: letter by letter, or by a pattern.
fn is_head(column: &Column, key: &str, context: &Context<'_>) -> bool {
    column.headers.plain.iter().any(|head| head == key)
        || column.headers.patterns.iter().any(|head| head.matches_whole(key, context).is_some())
}

/// The only head in the row of heads that a form does not know.
fn unknown_head(form: &Form, table: &Table, context: &Context<'_>) -> Option<String> {
    let is_known = |text: &str| {
        let key = label_key(text, context.vocabulary);
        form.columns.iter().any(|column| is_head(column, &key, context))
    };
    let known = |row: &&Vec<Cell>| row.iter().filter(|cell| is_known(&cell.text.text)).count();
    let row = table.rows.iter().take(6).max_by_key(known).filter(|row| known(row) > 1)?;
    let mut others = row
        .iter()
        .map(|cell| cell.text.text.trim())
        .filter(|text| text.chars().any(char::is_alphabetic) && !is_known(text));
    let head: String = others.next()?.split_whitespace().collect();
    // what is not a word, as pictures are misread, is no head to be added
    let is_word = head.chars().all(|c| c.is_alphanumeric() || "()（）“”、/：:".contains(c));
    (others.next().is_none() && is_word).then_some(head)
}

/// The notice that a table bears the title of a form and lacks columns of it. `is_read`: what the
/// table says by itself is checked all the same.
pub(super) fn missing_columns(
    (titled, is_read): (&[usize], bool),
    ruleset: &Ruleset,
    context: &Context<'_>,
    table: &Table,
    notices: &mut Vec<Notice>,
) {
    for form in titled.iter().filter_map(|form| ruleset.forms.get(*form)) {
        let texts: Vec<String> = table
            .rows
            .iter()
            .take(6)
            .flatten()
            .map(|cell| label_key(&cell.text.text, &ruleset.vocabulary))
            .collect();
        let missing: Vec<&str> = form
            .columns
            .iter()
            .filter(|column| {
                !column.optional && !texts.iter().any(|text| is_head(column, text, context))
            })
            .map(|column| column.name.as_str())
            .collect();
        let more = match missing.as_slice() {
            [only] => unknown_head(form, table, context).map(|head| (*only, head)),
            _ => None,
        };
        let message = BilingualText::each(|lang| {
            let (id, checked) = (&form.id, super::likely::checked_as(is_read).of(lang));
            let names = missing.join(lang.comma());
            let lacks = match missing.is_empty() {
                true => tell!(lang, "各栏合起来对不上", "its columns do not fit together"),
                false => {
                    tell!(lang, "没有找到列：{names}", "these columns were not found: {names}")
                }
            };
            let more = more.as_ref().map(|(only, head)| {
                let line = format!("[[form]] id = \"{id}\" reason = \"本地的写法\" columns = [{{ name = \"{only}\", header = [\"{head}\"] }}]");
                tell!(
                    lang,
                    "；如果“{head}”就是这一列，在本地规则集里加：{line}",
                    "; if “{head}” is that column, add to a local ruleset: {line}"
                )
            });
            let more = more.unwrap_or_default();
            tell!(
                lang,
                "表题与“{id}”相符，但{lacks}；这张表{checked}{more}",
                "the title is that of “{id}”, but {lacks}; the table was {checked}{more}"
            )
        });
        notices.push(Notice { code: NoticeCode::ColumnsMissing, message, span: Some(table.span) });
    }
}

/// The notice that a table without the title of a form has all its columns; `shown`: whether they
/// are those of a form, were it titled so. Only of forms that the user wrote: of others another form
/// may be meant.
pub(super) fn missing_title(
    ruleset: &Ruleset,
    kind: Option<&str>,
    shown: impl Fn(usize) -> bool,
    table: &Table,
    notices: &mut Vec<Notice>,
) {
    let has_title = |form: &Form| !form.titles.plain.is_empty() || !form.titles.patterns.is_empty();
    let forms = ruleset.forms.iter().enumerate();
    let forms = forms.filter(|(_, form)| {
        ruleset.is_authored(&form.origin) && form.is_of(kind) && has_title(form)
    });
    for (_, form) in forms.filter(|(at, _)| shown(*at)) {
        let id = &form.id;
        let message = BilingualText::each(|lang| {
            tell!(
                lang,
                "表样“{id}”的栏目都在，缺标题：上面没有它的 title 写的表题，没有认作这张表样；这样的表不印表题的，去掉 title",
                "all columns of form “{id}” are there, but its title is not: above the table stands nothing that its title says, and it was not taken for this form; where such tables have no title, leave out title"
            )
        });
        notices.push(Notice { code: NoticeCode::TitleMissing, message, span: Some(table.span) });
    }
}
