//! What a mistake says may be typed as it stands, where there is one way to write it.

use gouji_values::error::{MistakeCode, RuleMistake};

/// What stands at the place of a mistake is to be written so; and its line. `None` where there are
/// several ways, or none that is known.
#[must_use]
pub fn rewritten(mistake: &RuleMistake) -> Option<(String, usize)> {
    if mistake.is_warning || !matches!(mistake.code, MistakeCode::Formula | MistakeCode::Script) {
        return None;
    }
    let to = mistake.help.as_deref()?.strip_prefix("写成 ")?;
    let is_one = !to.contains(['；', '，', '：']) && !to.contains(" 或");
    let is_value = to.starts_with(|c: char| c.is_ascii_digit() || c == '"' || c == '-');
    let line = mistake.text.get(..mistake.span.start)?.matches('\n').count() + 1;
    (is_one && is_value).then(|| (to.to_owned(), line))
}
