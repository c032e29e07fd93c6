//! What an amount is for: 支出80万元，主要用于公安机关信息网络建设和运行维护. Its words say nothing of figures.

use super::quantity::{Kind, Quantity};
use super::token::{Sign, Tokens, What};
use super::words::Class;

/// Makes the words of each purpose text: of a clause that opens with a word of use, up to the end of its sentence or group
/// of clauses, or to a clause that compares, where neither an amount nor a rate stands in between.
pub(super) fn pass_over(tokens: &mut Tokens) {
    others_of_names(tokens);
    days_of_names(tokens);
    let mut from = 0;
    while let Some(opens) = next(tokens, from) {
        let end = end(tokens, opens + 1);
        let is_telling = |at: usize| {
            let figure = |figure: &Quantity| matches!(figure.kind, Kind::Money | Kind::Percent);
            match tokens.tokens.get(at).map(|token| token.what) {
                Some(What::Figure(at)) => tokens.figures.get(at).is_some_and(figure),
                _ => false,
            }
        };
        if !(opens..end).any(is_telling) {
            for token in tokens.tokens.get_mut(opens + 1..end).into_iter().flatten() {
                match token.what {
                    What::Word(_) => token.what = What::Text,
                    What::Figure(at) => {
                        if let Some(figure) = tokens.figures.get_mut(at) {
                            figure.is_range = true;
                        }
                    }
                    _ => {}
                }
            }
        }
        from = opens + 1;
    }
}

/// Makes the numbers of a day text that something is named after: “6·9”国际档案日.
fn days_of_names(tokens: &mut Tokens) {
    const POINT: char = '\u{B7}';
    for at in 1..tokens.tokens.len().saturating_sub(1) {
        let what = |at: usize| tokens.tokens.get(at).map(|token| token.what);
        let is_number = |at: usize| matches!(what(at), Some(What::Figure(_)));
        let is_point = |token: &super::token::Token| {
            token.to == token.from + 1 && tokens.text(token.from, token.to).chars().eq([POINT])
        };
        let is_day = what(at) == Some(What::Text)
            && is_number(at - 1)
            && is_number(at + 1)
            && tokens.tokens.get(at).is_some_and(is_point);
        if is_day {
            let day = tokens.tokens.get_mut(at - 1..=at + 1);
            day.into_iter().flatten().for_each(|token| token.what = What::Text);
        }
    }
}

/// Makes 等 text where it stands inside of the name of a figure: 举办预算管理、政府采购等业务培训18期.
fn others_of_names(tokens: &mut Tokens) {
    let what = |tokens: &Tokens, at: usize| tokens.tokens.get(at).map(|token| token.what);
    let is_noun = |what: Option<What>| {
        let is_name = |class: Class| matches!(class, Class::Name | Class::Outgo | Class::Income);
        matches!(what, Some(What::Text))
            || matches!(what, Some(What::Word(class)) if is_name(class))
    };
    let is_end = |what: &Option<What>| {
        let ends = |sign: Sign| {
            matches!(sign, Sign::Comma | Sign::Colon | Sign::Semicolon | Sign::Stop | Sign::Edge)
        };
        matches!(what, Some(What::Sign(sign)) if ends(*sign))
    };
    for at in 1..tokens.tokens.len() {
        let is_others = |token: &super::token::Token| {
            token.what == What::Word(Class::Open)
                && tokens.is_word("and_others", &tokens.text(token.from, token.to))
        };
        if !tokens.tokens.get(at).is_some_and(is_others) {
            continue;
        }
        let mut before = (0..at).rev().map(|at| what(tokens, at)).take_while(|what| !is_end(what));
        let is_named = is_noun(what(tokens, at - 1)) && is_noun(what(tokens, at + 1));
        let is_first = before.all(|what| !matches!(what, Some(What::Figure(_))));
        let mut behind = (at + 2..tokens.tokens.len()).map(|at| what(tokens, at));
        let next = behind.find(|what| !is_noun(*what)).flatten();
        if is_named
            && is_first
            && matches!(next, Some(What::Figure(_)))
            && let Some(token) = tokens.tokens.get_mut(at)
        {
            token.what = What::Text;
        }
    }
}

/// The next word of use that opens a clause behind an amount.
fn next(tokens: &Tokens, from: usize) -> Option<usize> {
    let what = |at: usize| tokens.tokens.get(at).map(|token| token.what);
    let is_use = |at: usize| {
        let text = |token: &super::token::Token| tokens.text(token.from, token.to);
        let own = tokens.tokens.get(at).map(text).unwrap_or_default();
        match what(at) {
            Some(What::Word(Class::Spent)) => true,
            Some(What::Word(Class::Open)) => {
                tokens.words_of("uses").any(|word| own.ends_with(word))
            }
            _ => false,
        }
    };
    let is_behind_amount = |at: usize| {
        at > 1
            && what(at - 1) == Some(What::Sign(Sign::Comma))
            && matches!(what(at - 2), Some(What::Figure(_) | What::Sign(Sign::Close)))
    };
    (from..tokens.tokens.len()).find(|at| is_behind_amount(*at) && is_use(*at))
}

/// Where the purpose ends.
fn end(tokens: &Tokens, from: usize) -> usize {
    let what = |at: usize| tokens.tokens.get(at).map(|token| token.what);
    let compares = |at: usize| {
        matches!(
            what(at),
            Some(What::Word(
                Class::Compare
                    | Class::With
                    | Class::YearOnYear
                    | Class::Up
                    | Class::Down
                    | Class::Share
                    | Class::Complete
                    | Class::Reason
                    | Class::OfWhich
            ))
        )
    };
    let mut inside = 0_usize;
    let is_end = |at: &usize| match what(*at) {
        Some(What::Sign(Sign::Open)) => {
            inside += 1;
            false
        }
        Some(What::Sign(Sign::Close)) => {
            let is_end = inside == 0;
            inside = inside.saturating_sub(1);
            is_end
        }
        Some(What::Sign(Sign::Semicolon | Sign::Stop | Sign::Edge)) => inside == 0,
        Some(What::Sign(Sign::Comma)) => inside == 0 && compares(at + 1),
        _ => false,
    };
    (from..tokens.tokens.len()).find(is_end).unwrap_or(tokens.tokens.len())
}
