//! Bytes to the canonical text: which encoding it is, and what had to be mended.
//!
//! UTF-8 stays byte for byte, its mark at the start included, so that spans are byte offsets of the
//! file; only invalid bytes become U+FFFD. Other encodings are converted.

use super::sniff;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use gouji_values::document::{Notice, NoticeCode, Span};
use gouji_values::error::ReadError;
use gouji_values::lang::{bilingual, counted};
use std::borrow::Cow;

/// The canonical text and how it was got.
pub(super) struct Decoded<'a> {
    /// The canonical text: the bytes themselves where they are sound UTF-8.
    pub text: Cow<'a, str>,
    /// Name of the encoding.
    pub encoding: String,
    /// What was strange.
    pub notices: Vec<Notice>,
}

/// Bytes that are looked at where a sample is enough.
const SAMPLE: usize = 1 << 16;

/// Finds the encoding and decodes.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, ReadError> {
    decode_said(bytes, None)
}

/// The same with what the file says of its encoding; it is believed where the bytes do not say
/// otherwise.
pub(super) fn decode_said<'a>(
    bytes: &'a [u8],
    said: Option<&'static Encoding>,
) -> Result<Decoded<'a>, ReadError> {
    let mut decoded = find(bytes, said)?;
    control_characters(&mut decoded)?;
    Ok(decoded)
}

fn find<'a>(bytes: &'a [u8], said: Option<&'static Encoding>) -> Result<Decoded<'a>, ReadError> {
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return Ok(convert(rest, UTF_16LE));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return Ok(convert(rest, UTF_16BE));
    }
    let utf8 = std::str::from_utf8(bytes);
    if let Some(encoding) = utf16_without_mark(bytes, utf8.is_ok()) {
        return Ok(convert(bytes, encoding));
    }
    if let Ok(text) = utf8 {
        return Ok(Decoded {
            text: Cow::Borrowed(text),
            encoding: "UTF-8".to_owned(),
            notices: Vec::new(),
        });
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") || is_mostly_utf8(bytes) {
        return Ok(mend_utf8(bytes));
    }
    if let Some(said) =
        said.filter(|said| !said.is_single_byte() && said.is_ascii_compatible() && *said != UTF_8)
    {
        return Ok(convert(bytes, if said == GBK { GB18030 } else { said }));
    }
    if looks_like_gb(bytes) {
        return Ok(convert(bytes, GB18030));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let guess = if guess == GBK { GB18030 } else { guess };
    if guess.is_single_byte()
        && bytes.iter().filter(|b| **b < 9 || (14..32).contains(*b)).count() > bytes.len() / 50
    {
        return Err(sniff::binary());
    }
    Ok(convert(bytes, guess))
}

fn convert<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Decoded<'a> {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    let name = if encoding == GB18030 { "GB18030" } else { encoding.name() };
    let message = bilingual!(
        "文件的编码是 {name}，已转换后阅读",
        "the file has the encoding {name} and was converted"
    );
    let mut notices = vec![Notice::whole(NoticeCode::EncodingConverted, message)];
    if lossy {
        let first = text.find('\u{FFFD}').map(|at| Span::new(at, at + 3));
        let count = text.matches('\u{FFFD}').count();
        let characters = counted(count, "character");
        notices.push(Notice {
            code: NoticeCode::CharactersBroken,
            message: bilingual!(
                "有 {count} 处字符无法按 {name} 解读，以“�”代替，请核对原文",
                "{characters} not decodable as {name}, shown as “�”; please compare with the original"
            ),
            span: first,
        });
    }
    Decoded { text, encoding: name.to_owned(), notices }
}

/// Most of the bytes are UTF-8: far more whole characters than broken places.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut broken, mut whole) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole >= broken * 8
}

fn mend_utf8(bytes: &[u8]) -> Decoded<'static> {
    let mut text = String::with_capacity(bytes.len());
    let (mut first, mut count) = (None, 0_usize);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            first.get_or_insert_with(|| Span::new(text.len(), text.len() + 3));
            text.push('\u{FFFD}');
            count += 1;
        }
    }
    let places = counted(count, "place");
    let message = bilingual!(
        "文件是 UTF-8，但有 {count} 处无效字节，以“�”代替，请核对原文",
        "the file is UTF-8, but has invalid bytes at {places}, shown as “�”; please compare with the original"
    );
    let notices = vec![Notice { code: NoticeCode::CharactersBroken, message, span: first }];
    Decoded { text: Cow::Owned(text), encoding: "UTF-8".to_owned(), notices }
}

/// UTF-16 that does not say so: zero bytes on one side of each pair, or ordinary characters as
/// pairs only.
fn utf16_without_mark(bytes: &[u8], valid_utf8: bool) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(SAMPLE) & !1)?;
    if sample.len() < 4 || !bytes.len().is_multiple_of(2) || (valid_utf8 && !sample.contains(&0)) {
        return None;
    }
    let mut zeros = [0_usize; 2];
    let mut common = [0_usize; 2];
    for pair in sample.chunks_exact(2) {
        let [a, b] = *pair else { continue };
        zeros = [zeros[0] + usize::from(a == 0), zeros[1] + usize::from(b == 0)];
        common = [
            common[0] + usize::from(is_common(u16::from_le_bytes([a, b]))),
            common[1] + usize::from(is_common(u16::from_be_bytes([a, b]))),
        ];
    }
    let pairs = sample.len() / 2;
    let one_sided = |many: usize, few: usize| many * 5 >= pairs && few * 20 <= many;
    if common[0] * 10 >= pairs * 9
        && (one_sided(zeros[1], zeros[0]) || (!valid_utf8 && zeros[1] > 0))
    {
        return Some(UTF_16LE);
    }
    if common[1] * 10 >= pairs * 9
        && (one_sided(zeros[0], zeros[1]) || (!valid_utf8 && zeros[0] > 0))
    {
        return Some(UTF_16BE);
    }
    None
}

/// A UTF-16 unit that occurs in Chinese documents: printable ASCII, line ends, ideographs, their
/// punctuation.
fn is_common(unit: u16) -> bool {
    matches!(unit, 9 | 10 | 13 | 0x20..=0x7E | 0x2010..=0x203B | 0x2460..=0x249B | 0x3000..=0x3020 | 0x4E00..=0x9FFF | 0xFF00..=0xFFEF)
}

/// Nearly all pairs of high bytes are characters of GB 2312 (level 1 and 2, punctuation, full
/// width).
fn looks_like_gb(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    let mut rest = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or(bytes).iter();
    while let Some(lead) = rest.next() {
        if *lead < 0x80 {
            continue;
        }
        let trail = rest.next().copied().unwrap_or(0xA1);
        if matches!(lead, 0xA1..=0xA3 | 0xB0..=0xF7) && trail >= 0xA1 {
            good += 1;
        } else {
            bad += 1;
        }
    }
    good > 0 && good >= bad * 20
}

/// Counts control characters; many of them are no text.
fn control_characters(decoded: &mut Decoded<'_>) -> Result<(), ReadError> {
    // bytes with which control characters begin
    let begins =
        |byte: &u8| (*byte < 0x20 && !matches!(byte, 9..=13)) || matches!(byte, 0x7F | 0xC2);
    let none_begins = decoded
        .text
        .as_bytes()
        .chunks(64)
        .all(|chunk| chunk.iter().filter(|byte| begins(byte)).count() == 0);
    if none_begins && !decoded.text.contains('\u{FFFD}') {
        return Ok(());
    }
    let (mut count, mut first) = (0_usize, None);
    for (at, c) in decoded.text.char_indices() {
        if c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}') {
            count += 1;
            first.get_or_insert_with(|| Span::new(at, at + c.len_utf8()));
        }
    }
    let broken = decoded.text.matches('\u{FFFD}').count();
    let all = decoded.text.chars().count();
    if (count > 16 && count * 20 > all) || (broken > 16 && broken * 10 > all) {
        return Err(sniff::binary());
    }
    if count > 0 {
        let characters = counted(count, "control character");
        decoded.notices.push(Notice {
            code: NoticeCode::ControlCharacters,
            message: bilingual!(
                "有 {count} 个控制字符（如 NUL），阅读时略去",
                "{characters} (such as NUL) left out"
            ),
            span: first,
        });
    }
    Ok(())
}
