//! Functions of words: `contains`, `starts_with`, `ends_with`, `len`.

use super::function::Function;
use super::kind_named::column_of;
use super::kinds::Typed;
use super::names::FormulaMistake;
use super::shown::shown;
use super::syntax::{Syntax, SyntaxKind};
use gouji_values::error::MistakeSubject;
use gouji_values::kind::Kind;

/// That words are given to a function of words.
pub(super) fn of_words(function: Function, all: &[Typed<'_>]) -> Result<(), FormulaMistake> {
    let (name, usage) = function.signature();
    let is_words = |kind: Kind| matches!(kind, Kind::Text | Kind::Code | Kind::Any);
    let mistake =
        |syntax: &Syntax, message: String| FormulaMistake::new(syntax.span.clone(), message);
    if let Some((syntax, node, kind)) = all.iter().find(|(.., kind)| !is_words(*kind)) {
        let message = format!("{name} 里要文字，这里是{}", kind.name());
        if let Some(column) = column_of((syntax, node, *kind)) {
            return Err(mistake(
                syntax,
                format!("{message}：{column} 在表样里写的是{}", kind.name()),
            )
            .help(format!(
                "{column} 印的是编号、名称的，在表样里改成 kind = \"text\"；写法：{usage}"
            ))
            .about(MistakeSubject::ColumnKind(column.to_owned())));
        }
        // a number that is looked for is written without its quotes
        let is_part = all.get(1).is_some_and(|(part, ..)| part.span == syntax.span);
        let help = match (&syntax.kind, all.first()) {
            (SyntaxKind::Number { .. }, Some((text, ..))) if is_part => {
                format!("要找的字加引号：写成 {name}({}, \"{}\")", shown(text), shown(syntax))
            }
            _ => format!("写法：{usage}；列里是编号、名称的，表样里写 kind = \"text\""),
        };
        return Err(mistake(syntax, message).help(help));
    }
    match all {
        [(text, ..), ..] if matches!(text.kind, SyntaxKind::Text(_)) => {
            Err(mistake(text, format!("{name} 的第一个是列名，不加引号"))
                .help(format!("写法：{usage}")))
        }
        [(text, ..), (part, ..)] if matches!(&part.kind, SyntaxKind::Text(words) if words.trim().is_empty()) =>
        {
            let of = shown(text);
            Err(mistake(part, format!("{name} 要找的字是空的，处处都算有"))
                .help(format!("写要找的字：{name}({of}, \"字\")；填了就行的写 present({of})")))
        }
        _ => Ok(()),
    }
}
