//! Texts of old workbooks: in two bytes a character or one, in one piece or over several records.

use super::xls_container::{u16_at, u32_at};
use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8, UTF_16LE, WINDOWS_1252};

/// How a workbook writes its texts.
#[derive(Clone, Copy)]
pub(super) struct Writing {
    /// Excel 97 and later; before, texts are in the code page.
    pub is_wide: bool,
    pub page: &'static Encoding,
}

/// The encoding of a code page.
pub(super) fn code_page(number: u16) -> &'static Encoding {
    match number {
        936 | 10008 => GB18030,
        950 | 10002 => BIG5,
        932 | 10001 => SHIFT_JIS,
        949 | 10003 => EUC_KR,
        65001 => UTF_8,
        1200 => UTF_16LE,
        other => Encoding::for_label(format!("windows-{other}").as_bytes()).unwrap_or(WINDOWS_1252),
    }
}

impl Writing {
    /// A text behind its length; the length takes one byte or two.
    pub(super) fn text(self, data: &[u8], short: bool) -> Option<String> {
        let (len, at) = if short {
            (usize::from(*data.first()?), 1)
        } else {
            (usize::from(u16_at(data, 0)?), 2)
        };
        if !self.is_wide {
            let bytes = data.get(at..)?;
            return Some(
                self.page
                    .decode_without_bom_handling(bytes.get(..len.min(bytes.len()))?)
                    .0
                    .into_owned(),
            );
        }
        if len == 0 {
            return Some(String::new());
        }
        let is_double = data.get(at)? & 1 == 1;
        let bytes = data.get(at + 1..)?;
        Some(characters(
            bytes.get(..bytes.len().min(if is_double { 2 * len } else { len }))?,
            is_double,
        ))
    }
}

fn characters(bytes: &[u8], is_double: bool) -> String {
    if is_double {
        UTF_16LE.decode_without_bom_handling(bytes).0.into_owned()
    } else {
        bytes.iter().map(|byte| char::from(*byte)).collect()
    }
}

/// The texts that all cells share, from the records that they are written over.
pub(super) fn shared(records: &[&[u8]]) -> Vec<String> {
    let mut reading = Pieces { records, record: 0, at: 0 };
    let count = reading.take(8).and_then(|head| u32_at(&head, 4)).unwrap_or(0);
    let mut out = Vec::new();
    for _ in 0..count {
        let Some(text) = reading.text() else { break };
        out.push(text);
    }
    out
}

struct Pieces<'a> {
    records: &'a [&'a [u8]],
    record: usize,
    at: usize,
}

impl Pieces<'_> {
    /// The bytes of the record at hand, or of the next one where it is read up.
    fn rest(&mut self) -> Option<&[u8]> {
        while self.records.get(self.record)?.len() <= self.at {
            self.record += 1;
            self.at = 0;
        }
        self.records.get(self.record)?.get(self.at..)
    }

    fn take(&mut self, count: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        while out.len() < count {
            let missing = count - out.len();
            let rest = self.rest()?;
            let taken = rest.len().min(missing);
            out.extend_from_slice(rest.get(..taken)?);
            self.at += taken;
        }
        Some(out)
    }

    fn text(&mut self) -> Option<String> {
        let head = self.take(3)?;
        let (mut left, flags) = (usize::from(u16_at(&head, 0)?), *head.get(2)?);
        let runs = if flags & 8 != 0 { usize::from(u16_at(&self.take(2)?, 0)?) } else { 0 };
        let extra = if flags & 4 != 0 { u32_at(&self.take(4)?, 0)? as usize } else { 0 };
        let mut is_double = flags & 1 == 1;
        let mut out = String::new();
        while left > 0 {
            if self.records.get(self.record)?.len() <= self.at {
                // a text that goes on in the next record says anew how it is written
                is_double = self.take(1)?.first()? & 1 == 1;
            }
            let width = if is_double { 2 } else { 1 };
            let here = self.rest()?.len() / width;
            let taken = here.min(left);
            if taken == 0 {
                return None;
            }
            out.push_str(&characters(&self.take(taken * width)?, is_double));
            left -= taken;
        }
        self.take((4 * runs).checked_add(extra)?)?;
        Some(out)
    }
}
