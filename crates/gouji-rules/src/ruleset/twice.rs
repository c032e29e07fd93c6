//! A key that stands twice in one item: both as a list where the key takes several, else which one
//! is too many.

use super::keys::{KeyKind, RuleKey, keys};
use super::kind;
use super::syntax_words::{SyntaxSlip, line_at};
use std::ops::Range;

/// What is wrong where a key stands that its item has already.
pub(super) fn twice(text: &str, span: &Range<usize>) -> Option<SyntaxSlip> {
    let key = text.get(span.clone())?.trim();
    let line = line_at(text, span.start);
    let (written, value) = text.get(line.clone())?.split_once('=')?;
    if written.trim() != key {
        return None;
    }
    let before = text.get(..line.start)?;
    let from = before.match_indices('\n').map(|(at, _)| at + 1).chain([0]);
    let head_at = from.filter(|at| before.get(*at..).is_some_and(|own| own.starts_with('['))).max();
    let head = head_at.and_then(|at| before.get(at..)?.lines().next()).unwrap_or("").trim();
    let mut at = head_at.unwrap_or(0);
    let mut earlier: Option<(usize, &str)> = None;
    for own in before.get(at..)?.split_inclusive('\n') {
        if let Some((other, value)) = own.split_once('=')
            && other.trim() == key
            && earlier.is_none()
        {
            earlier = Some((at, value.trim()));
        }
        at += own.len();
    }
    let (start, first) = earlier?;
    let number = text.get(..start)?.matches('\n').count() + 1;
    let second = value.trim();
    let message = format!("{key} 写了两次，第 {number} 行已经写了");
    let told = |help: String| Some(SyntaxSlip::new(span.clone(), &message, help));
    if first == second {
        return told("两行一样，删去这一行".to_owned());
    }
    let name = head.trim_matches(['[', ']']);
    if matches!(name, "param" | "units" | "fragments") {
        return told(format!(
            "留下一行，删去另一行；是另一个数的，换一个名称：\"{}二\" = {second}",
            key.trim_matches('"')
        ));
    }
    let is_single = head.starts_with("[[");
    let known = key_of(head, name, key);
    let is_several = name == "prose"
        || known.is_some_and(|known| known.kind == KeyKind::Texts) && takes_several(name, key);
    let texts = [first, second].map(items);
    if is_several && let [Some(one), Some(other)] = &texts {
        return told(format!("合成一个列表，删去这一行：{key} = [{one}, {other}]"));
    }
    if key == "when"
        && let (Some(one), Some(other)) = (inner(first), inner(second))
    {
        let both = format!("{one} && {other}");
        let quote = if both.contains('"') { '\'' } else { '"' };
        return told(format!(
            "两个条件都要成立的合成一行：when = {quote}{both}{quote}；有一个成立就行的，&& 换成 ||"
        ));
    }
    let about = known.map(|known| format!("{key} 是{}，", short(known.about))).unwrap_or_default();
    let another = match name {
        _ if !is_single => String::new(),
        name => format!("；是另一条的，另写一段 [[{name}]]，有自己的 id 和其余各键"),
    };
    told(format!("{about}只能有一个：留下一行，删去另一行{another}"))
}

/// What is known of a key of the item with this head.
fn key_of(head: &str, name: &str, key: &str) -> Option<&'static RuleKey> {
    let table = match (name.rsplit_once('.'), head) {
        (Some((_, "case")), _) => "case".to_owned(),
        (_, "") => "ruleset.toml".to_owned(),
        _ => format!("[[{name}]]"),
    };
    let own = keys(&table).iter().find(|known| known.name == key);
    own.or_else(|| kind::keys(&table).find(|known| known.name == key))
}

/// Whether a rule may have several of a key: those that are texts in a list or one alone.
fn takes_several(name: &str, key: &str) -> bool {
    !(name == "case" || name.ends_with(".case")) || key != "expect"
}

/// The first part of what is said of a key.
pub(super) fn short(about: &str) -> &str {
    about.split(['：', '，', '；', '。']).next().unwrap_or(about)
}

/// The items of a text or a list of texts on one line, as they stand in a list.
fn items(value: &str) -> Option<&str> {
    if let Some(list) = value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
        return Some(list.trim().trim_end_matches(',').trim_end()).filter(|list| !list.is_empty());
    }
    inner(value).map(|_| value)
}

/// What stands between the quotes of a text on one line.
fn inner(value: &str) -> Option<&str> {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let own = value.strip_prefix(quote)?.strip_suffix(quote)?;
    (!own.contains(quote) && !own.contains('\\')).then_some(own)
}
