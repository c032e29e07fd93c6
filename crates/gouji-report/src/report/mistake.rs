//! A mistake in a rule file, for programs.

use gouji_values::code::Code;
use gouji_values::error::RuleMistake;
use serde_json::{Value, json};

/// Its code, how grave it is, what it says, and where: lines and columns count characters from 1,
/// the span bytes of the file from 0. A mistake that stands nowhere in its file has no place.
#[must_use]
pub fn mistake_json(mistake: &RuleMistake) -> Value {
    let (mut line, mut column, mut span) = (None, None, None);
    if let Some(before) =
        mistake.text.get(..mistake.span.start).filter(|_| !mistake.text.is_empty())
    {
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        line = Some(before.matches('\n').count() + 1);
        column = before.get(start..).map(|behind| behind.chars().count() + 1);
        span = Some(json!({"start": mistake.span.start, "end": mistake.span.end}));
    }
    json!({
        "id": mistake.code.id(),
        "severity": if mistake.is_warning { "warning" } else { "error" },
        "message": mistake.message,
        "file": mistake.file,
        "line": line,
        "column": column,
        "span": span,
        "label": Some(&mistake.label).filter(|label| !label.is_empty()),
        "help": mistake.help,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_values::error::MistakeCode;

    #[test]
    fn a_mistake_tells_its_code_and_place() {
        let text = "[[rule]]\nid = \"甲乙\"\n";
        let start = text.find('乙').unwrap();
        let found = mistake_json(&RuleMistake {
            text: text.into(),
            span: start..start + "乙".len(),
            help: Some("丙".into()),
            ..RuleMistake::of_file(MistakeCode::IdTwice, "规则.toml", "写了两次")
        });
        assert_eq!((&found["id"], &found["severity"]), (&json!("id-twice"), &json!("error")));
        assert_eq!((&found["line"], &found["column"]), (&json!(2), &json!(8)));
        assert_eq!(found["span"], json!({"start": start, "end": start + 3}));
    }

    #[test]
    fn a_mistake_of_a_whole_file_has_no_place() {
        let found = RuleMistake::of_file(MistakeCode::FileUnreadable, "规则", "读不出来");
        let found = mistake_json(&RuleMistake { is_warning: true, ..found });
        assert_eq!((&found["line"], &found["span"]), (&Value::Null, &Value::Null));
        assert_eq!(found["severity"], "warning");
    }
}
