//! How much a file unpacks to, counted before anything is unpacked: the parser itself knows no
//! limit.
//!
//! Streams are looked for in the raw bytes, so that what the file says of itself is not trusted.
//! Streams of an encrypted file cannot be counted so. Those that look like programs of fonts may be
//! counted later: where they are set aside (`programs`) nothing unpacks them.

use crate::read::Limits;
use flate2::read::{DeflateDecoder, ZlibDecoder};
use gouji_values::error::ReadError;
use memchr::memmem;
use rayon::prelude::*;
use std::io::Read;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes before a stream in which its dictionary is looked for.
const DICTIONARY: usize = 4096;
/// Pictures up to this size cannot unpack to more than a stream may: deflate packs a thousand to
/// one at best.
const SMALL_PICTURE: usize = 64 << 10;
/// What LZW packs to one at best, and what deflate does.
const LZW: usize = 1400;
const FLATE: usize = 1032;

/// What stands in the dictionary of a program of a font alone.
const PROGRAM: &[&str] = &["/Length1", "/CIDFontType0C", "/OpenType"];
/// What unpacks a stream in yet another way.
const FILTERED: &[&str] = &["ASCII", "RunLength", "Crypt", "/DecodeParms", "/DP", "/Type "];

/// A stream of a file that may unpack to more than it takes.
pub(super) struct Packed<'a> {
    data: &'a [u8],
    /// Where its data begins in the file.
    pub start: usize,
    /// Bytes up to the mark of its end.
    pub length: usize,
    flates: usize,
    lzw: bool,
    is_picture: bool,
    /// It looks like the program of a font.
    pub is_program: bool,
}

/// The streams of a file, and what those that were counted unpack to.
pub(super) struct Streams<'a> {
    pub packed: Vec<Packed<'a>>,
    unpacked: AtomicUsize,
}

impl Packed<'_> {
    /// What it unpacks to, up to a limit.
    fn size(&self, most: usize) -> usize {
        if self.lzw && !self.is_picture {
            self.length * LZW
        } else {
            unpacked(self.data, self.flates, most)
        }
    }
}

impl<'a> Streams<'a> {
    /// Those that are to be counted.
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        let mut packed = Vec::new();
        let mut marks = memmem::find_iter(bytes, MARK).peekable();
        while let Some(mark) = marks.next() {
            // of the mark of an end the same word stands behind
            let start = |mark: usize| if is_end(bytes, mark) { mark - END.len() } else { mark };
            if !is_end(bytes, mark) {
                let end = marks.peek().map_or(bytes.len(), |next| start(*next));
                packed.extend(Packed::behind(bytes, mark, end));
            }
        }
        // nothing can be put in the place of what is encrypted
        let has_programs = packed.iter().any(|stream| stream.is_program);
        if has_programs && memmem::find(bytes, b"/Encrypt").is_some() {
            packed.iter_mut().for_each(|stream| stream.is_program = false);
        }
        Self { packed, unpacked: AtomicUsize::new(0) }
    }

    /// Counts what some of them unpack to. Pictures are never unpacked, but anything may call
    /// itself a picture.
    pub(super) fn count(
        &self,
        limits: &Limits,
        some: impl Fn(&Packed<'_>) -> bool + Sync,
    ) -> Result<(), ReadError> {
        let some = self.packed.par_iter().filter(|stream| some(stream));
        if some.all(|stream| self.add(stream, limits)) { Ok(()) } else { Err(too_large(limits)) }
    }

    /// The same on this thread alone, which may hold something that others wait for.
    pub(super) fn count_alone(
        &self,
        limits: &Limits,
        some: impl Fn(&Packed<'_>) -> bool,
    ) -> Result<(), ReadError> {
        let mut some = self.packed.iter().filter(|stream| some(stream));
        if some.all(|stream| self.add(stream, limits)) { Ok(()) } else { Err(too_large(limits)) }
    }

    /// Adds what a stream unpacks to; whether there is still room. The sum says alone whether the
    /// file is refused, whichever thread adds to it.
    fn add(&self, stream: &Packed<'_>, limits: &Limits) -> bool {
        let most = limits.unpacked / 2;
        let size = stream.size(most);
        let counted = if stream.is_picture { 0 } else { size };
        size < most
            && self.unpacked.fetch_add(counted, Ordering::Relaxed).saturating_add(counted)
                <= limits.unpacked
    }
}

/// The error for a file that unpacks to more than may be.
pub(super) fn too_large(limits: &Limits) -> ReadError {
    ReadError::Limit {
        what: "PDF 解压后的大小".to_owned(),
        limit: format!("{} MiB", limits.unpacked >> 20),
        help: super::SAVE_AGAIN.to_owned(),
    }
}

/// What streams begin behind, and what makes it the mark of their end.
const MARK: &[u8] = b"stream";
const END: &[u8] = b"end";

fn is_end(bytes: &[u8], mark: usize) -> bool {
    bytes.get(..mark).is_some_and(|before| before.ends_with(END))
}

impl<'a> Packed<'a> {
    /// The stream behind its mark, where it is to be counted.
    fn behind(bytes: &'a [u8], mark: usize, end: usize) -> Option<Self> {
        let from = mark.saturating_sub(DICTIONARY);
        let dictionary = dictionary(bytes.get(from..mark).unwrap_or(&[]));
        let behind = mark + MARK.len();
        let count = |name: &str| dictionary.matches(name).count();
        let flates =
            count("FlateDecode") + count("/Fl ") + count("/Fl/") + count("/Fl]") + count("/Fl\n");
        let lzw = count("LZW") > 0;
        let is_picture = count("/Image") > 0;
        let length = end.saturating_sub(behind);
        if (flates == 0 && !lzw) || (is_picture && length < SMALL_PICTURE) {
            return None;
        }
        let data = bytes.get(behind..).unwrap_or(&[]);
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let is_program = flates == 1
            && !lzw
            && !is_picture
            && PROGRAM.iter().any(|mark| count(mark) > 0)
            && FILTERED.iter().all(|mark| count(mark) == 0);
        let start = bytes.len() - data.len();
        Some(Self { data, start, length, flates, lzw, is_picture, is_program })
    }

    /// What it begins with once unpacked, as far as the room goes.
    pub(super) fn beginning<'r>(&self, room: &'r mut [u8]) -> &'r [u8] {
        let mut reader = ZlibDecoder::new(self.data);
        match reader.read(room) {
            Ok(read) => room.get(..read).unwrap_or(&[]),
            Err(_) => &[],
        }
    }
}

/// The dictionary of the object whose stream begins behind these bytes.
fn dictionary(before: &[u8]) -> String {
    let text = String::from_utf8_lossy(before);
    text.rsplit_once("obj").map_or(text.as_ref(), |(_, own)| own).to_owned()
}

/// Bytes of a stream packed so many times, up to a limit.
fn unpacked(data: &[u8], times: usize, most: usize) -> usize {
    let first = || -> Box<dyn Read + '_> {
        if is_zlib(data) {
            Box::new(ZlibDecoder::new(data))
        } else {
            Box::new(DeflateDecoder::new(data))
        }
    };
    let whole = (1..times.min(4)).fold(first(), |inner, _| Box::new(ZlibDecoder::new(inner)));
    let (size, is_sound) = counted(whole, most);
    if is_sound || times < 2 {
        return size;
    }
    // readers differ in what they make of damage between two layers
    counted(first(), most).0.saturating_mul(FLATE).clamp(size, most)
}

/// How much can be read up to a limit, and whether nothing is damaged; what comes before damage
/// counts too.
fn counted(reader: impl Read, most: usize) -> (usize, bool) {
    let mut size = 0;
    let mut buffer = [0; 16 << 10];
    let mut limited = reader.take(u64::try_from(most).unwrap_or(u64::MAX));
    loop {
        match limited.read(&mut buffer) {
            Ok(0) => return (size, true),
            Ok(read) => size += read,
            Err(_) => return (size, false),
        }
    }
}

fn is_zlib(data: &[u8]) -> bool {
    matches!(data, [method, flags, ..] if method & 15 == 8 && (u16::from(*method) << 8 | u16::from(*flags)).is_multiple_of(31))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    fn packed(data: &[u8]) -> Vec<u8> {
        let mut out = ZlibEncoder::new(Vec::new(), Compression::best());
        out.write_all(data).unwrap();
        out.finish().unwrap()
    }

    fn check(bytes: &[u8], limits: &Limits) -> Result<(), ReadError> {
        Streams::of(bytes).count(limits, |_| true)
    }

    #[test]
    fn streams_are_counted_together_but_pictures() {
        let file = |dictionary: &str, streams: usize| {
            let mut out = b"%PDF-1.7\n".to_vec();
            for number in 0..streams {
                out.extend(
                    format!("{number} 0 obj\n<< /Filter /FlateDecode {dictionary} >>\nstream\n")
                        .bytes(),
                );
                out.extend(packed(&vec![b' '; 1 << 16]));
                out.extend(b"\nendstream\nendobj\n");
            }
            out
        };
        let limits = Limits { unpacked: 10 << 16, ..Limits::default() };
        for (streams, is_within) in [(0, true), (10, true), (11, false)] {
            assert_eq!(check(&file("", streams), &limits).is_ok(), is_within, "{streams}");
            assert!(check(&file("/Subtype /Image", streams), &limits).is_ok());
        }
        assert!(check(&file("", 1), &Limits { unpacked: 1 << 16, ..Limits::default() }).is_err());
    }

    #[test]
    fn damage_between_two_layers_hides_no_size() {
        let most = 64 << 20;
        let mut inner = packed(&vec![0; most]);
        assert_eq!(unpacked(&packed(&inner), 2, most), most);
        // readers that go on behind damage unpack all of it
        inner[0] ^= 0xFF;
        assert_eq!(unpacked(&packed(&inner), 2, most), most);
        // a little that is damaged stays little
        let mut small = packed(b"BT (1) Tj ET");
        small[0] ^= 0xFF;
        assert!(unpacked(&packed(&small), 2, most) < 1 << 20);
    }
}
