//! The layout of rule files: blanks and line breaks between the pieces of a file are set, and nothing
//! else is touched, so that a file cannot come to mean something else.
//!
//! Pieces come from `toml_parser`, the reader of every rule file. `line` holds a line and its pieces,
//! `align` keeps what an author lined up.

mod align;
mod line;

use line::{LaidLine, lines};

/// Each round moves what lines up with another; three are enough for every file that was met.
const ROUNDS: usize = 10;

/// A rule file with its layout set: one blank around `=`, behind commas and inside braces, two blanks for
/// each open bracket, no blanks at the end of lines, at most one empty line, one before each item.
/// Equals signs of an item that stand in one column stay there, as do values of neighbouring lines and
/// the blanks before remarks. `None` where the file is no TOML.
#[must_use]
pub fn laid_out(text: &str) -> Option<String> {
    if toml::de::DeTable::parse(text).is_err() {
        return None;
    }
    let mut out = once(text);
    for _ in 0..ROUNDS {
        let next = once(&out);
        if next == out {
            break;
        }
        out = next;
    }
    Some(out)
}

fn once(text: &str) -> String {
    let mut lines = lines(text);
    align::align(&mut lines);
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = String::new();
    let mut before: Option<&LaidLine<'_>> = None;
    for (at, line) in lines.iter().enumerate() {
        if line.pieces.is_empty() {
            // of several empty lines the last one stays
            let is_last = lines.get(at + 1).is_none_or(|next| next.pieces.is_empty());
            if before.is_some() && !is_last {
                out.push_str(end);
                before = Some(line);
            }
            continue;
        }
        let is_close =
            before.is_some_and(|before| !before.pieces.is_empty() && !before.is_remark());
        if is_close && begins_item(&lines, at) {
            out.push_str(end);
        }
        line.write(&mut out);
        out.push_str(if line.end.is_empty() { end } else { line.end });
        before = Some(line);
    }
    out
}

/// Whether a line is the header of an item, or a remark directly above one.
fn begins_item(lines: &[LaidLine<'_>], at: usize) -> bool {
    let mut rest = lines.iter().skip(at).skip_while(|line| line.is_remark() && line.depth == 0);
    rest.next().is_some_and(|line| line.is_header && !line.is_inner_header())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_set_and_nothing_else() {
        let text = "\n\n# 头\n[[ rule ]]   \nid=\"甲\"   # 注\n\n\n\nname =  '乙'\nwhen.x = 1.5\nlist = [ \"a\",\"b\" , \n\"c\",   # 丙\n      ]\nt={a=1,b = { } }\nday = 2024-01-01 10:00:00\n[[rule]]\nid = \"b\"\n# 说明  \n[[rule]]\ngiven = \"\"\"\n  甲   乙  \n\n\n\"\"\"\n[[rule.case]]\nx = 1";
        becomes(
            text,
            "# 头\n[[rule]]\nid = \"甲\"   # 注\n\nname = '乙'\nwhen.x = 1.5\nlist = [\"a\", \"b\",\n  \"c\",   # 丙\n]\nt = { a = 1, b = {} }\nday = 2024-01-01 10:00:00\n\n[[rule]]\nid = \"b\"\n\n# 说明\n[[rule]]\ngiven = \"\"\"\n  甲   乙  \n\n\n\"\"\"\n[[rule.case]]\nx = 1\n",
        );
    }

    #[test]
    fn what_lines_up_stays() {
        let text = "[[rule]]\nid     = \"甲\"\nexpect = [\n  { name = \"甲乙\", kind = \"label\" },\n  { name = \"丙\",   kind = \"amount\" },\n    { name = \"丁\",     kind = \"amount\" },\n]\nmessage = \"x\"\nname = \"丁\"\n";
        let out = "[[rule]]\nid     = \"甲\"\nexpect = [\n  { name = \"甲乙\", kind = \"label\" },\n  { name = \"丙\",   kind = \"amount\" },\n  { name = \"丁\", kind = \"amount\" },\n]\nmessage = \"x\"\nname   = \"丁\"\n";
        becomes(text, out);
        // nothing to line up with
        becomes("[a]\nx    = 1\nlonger = 2\n", "[a]\nx = 1\nlonger = 2\n");
    }

    #[test]
    fn line_breaks_stay_those_of_the_file_and_what_is_no_toml_is_left() {
        becomes("a=1\r\n[[b]]\r\nc=2", "a = 1\r\n\r\n[[b]]\r\nc = 2\r\n");
        assert_eq!(laid_out("a = \n"), None);
        assert_eq!(laid_out("").as_deref(), Some(""));
    }

    fn becomes(text: &str, wanted: &str) {
        let out = laid_out(text).unwrap();
        assert_eq!(out, wanted);
        assert_eq!(laid_out(&out).as_deref(), Some(wanted));
        let value = |text: &str| toml::from_str::<toml::Table>(text).unwrap();
        assert_eq!(value(text), value(&out));
    }
}
