//! Where a page goes: what was made of it is handed on piece by piece, since a page may be longer
//! than the document many times.

use std::fmt;
use std::io::{self, Write};

/// How many bytes are handed on at once.
const AT_ONCE: usize = 1 << 16;

/// A page that is being written.
pub(in crate::report) struct Out<'a> {
    made: String,
    to: &'a mut dyn Write,
    failed: io::Result<()>,
}

impl<'a> Out<'a> {
    pub(in crate::report) fn new(to: &'a mut dyn Write) -> Self {
        Self { made: String::with_capacity(AT_ONCE), to, failed: Ok(()) }
    }

    pub(in crate::report) fn push_str(&mut self, text: &str) {
        self.made.push_str(text);
        self.hand_on(AT_ONCE);
    }

    fn hand_on(&mut self, from: usize) {
        if self.made.len() >= from {
            if self.failed.is_ok() {
                self.failed = self.to.write_all(self.made.as_bytes());
            }
            self.made.clear();
        }
    }

    /// Hands the rest on; what failed on the way.
    pub(in crate::report) fn end(mut self) -> io::Result<()> {
        self.hand_on(1);
        self.failed
    }
}

impl std::fmt::Write for Out<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.push_str(text);
        Ok(())
    }
}

/// Text as it is: nothing of it is markup, in an attribute neither.
pub(in crate::report) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        escape_char(&mut out, c);
    }
    out
}

pub(super) fn escape_char(out: &mut impl fmt::Write, c: char) {
    let text = match c {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        c if c.is_control() && c != '\n' => " ",
        c => {
            let _ = out.write_char(c);
            return;
        }
    };
    let _ = out.write_str(text);
}

/// Writing into memory does not fail.
pub(in crate::report) fn push(out: &mut impl fmt::Write, text: fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}
