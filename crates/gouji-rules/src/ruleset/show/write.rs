//! Writes an item that its layers made, each line with the file that it comes from.

use super::{MergedItem, ShownPiece, ShownValue};

/// The files stand behind the lines from this column on, where there is room.
const COLUMN: usize = 64;

impl MergedItem {
    /// Writes the item as a rule file would.
    pub(super) fn write(&self, out: &mut String, kind: &str, word: &str, id: &str) {
        let state = if self.off { "（已停用）" } else { "" };
        out.push_str(&format!("# {word} {id}{state}\n"));
        for history in &self.history {
            out.push_str(history);
            out.push('\n');
        }
        out.push_str(&format!("[[{kind}]]\n"));
        let wide = self
            .keys
            .iter()
            .filter(|(_, value)| !matches!(value, ShownValue::Cases(_)))
            .map(|(key, _)| key.len())
            .max()
            .unwrap_or(0);
        for (key, value) in &self.keys {
            match value {
                ShownValue::One(piece) => one(out, &format!("{key:wide$}"), piece),
                ShownValue::List(pieces) => match pieces.as_slice() {
                    [piece] => line(out, &format!("{key:wide$} = [{}]", piece.text), &piece.origin),
                    _ => {
                        out.push_str(&format!("{key:wide$} = [\n"));
                        for piece in pieces {
                            line(out, &format!("  {},", piece.text), &piece.origin);
                        }
                        out.push_str("]\n");
                    }
                },
                ShownValue::Named(items) => {
                    out.push_str(&format!("{key:wide$} = [\n"));
                    for (_, keys) in items {
                        inline(out, keys);
                    }
                    out.push_str("]\n");
                }
                ShownValue::Cases(cases) => {
                    for case in cases {
                        out.push_str(&format!("\n[[{kind}.case]]\n"));
                        for (key, piece) in case {
                            one(out, key, piece);
                        }
                    }
                }
            }
        }
        out.push('\n');
    }
}

/// A column or row on one line, with all files that speak of it.
fn inline(out: &mut String, keys: &[(String, ShownValue)]) {
    let mut origins: Vec<&str> = Vec::new();
    let mut parts = Vec::new();
    for (key, value) in keys {
        let pieces = match value {
            ShownValue::One(piece) => std::slice::from_ref(piece),
            ShownValue::List(pieces) => pieces,
            _ => &[],
        };
        for piece in pieces {
            if !origins.contains(&piece.origin.as_str()) {
                origins.push(&piece.origin);
            }
        }
        let texts: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
        parts.push(match value {
            ShownValue::List(_) => format!("{key} = [{}]", texts.join(", ")),
            _ => format!("{key} = {}", texts.join(", ")),
        });
    }
    line(out, &format!("  {{ {} }},", parts.join(", ")), &origins.join("、"));
}

/// `key = value` with its file: behind it, or above it where the value has several lines.
fn one(out: &mut String, key: &str, piece: &ShownPiece) {
    if piece.text.contains('\n') {
        out.push_str(&format!("# 以下来自 {}\n{key} = {}\n", piece.origin, piece.text));
    } else {
        line(out, &format!("{key} = {}", piece.text), &piece.origin);
    }
}

/// A line with the file that it comes from behind it.
pub(super) fn line(out: &mut String, text: &str, origin: &str) {
    let used = unicode_width::UnicodeWidthStr::width(text);
    out.push_str(text);
    out.push_str(&" ".repeat(COLUMN.saturating_sub(used).max(2)));
    out.push_str(&format!("# {origin}\n"));
}
