//! The container of old Office files: a small file system of sectors, chained by tables.

use encoding_rs::UTF_16LE;

/// First bytes of each such file.
pub(super) const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// Larger sector numbers have another meaning, the end of a chain among them.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
/// Streams below this size stand in small sectors.
const SMALL: usize = 4096;

/// An open container.
pub(super) struct Container<'s> {
    bytes: &'s [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small: Vec<u8>,
    /// Those of the topmost storage: what is embedded in the file has storages of its own.
    entries: Vec<Entry>,
}

/// A stream or a storage.
#[derive(Clone)]
struct Entry {
    name: String,
    start: u32,
    len: usize,
    /// Its two neighbours in the tree of its storage, and the tree of what it holds.
    links: [u32; 3],
}

/// The entries of a storage whose tree begins at one of them.
fn of_storage(entries: &[Entry], top: u32) -> Vec<Entry> {
    let (mut out, mut left) = (Vec::new(), vec![top]);
    let mut seen = vec![false; entries.len()];
    while let Some(at) = left.pop() {
        let (Some(entry), Some(seen)) = (entries.get(at as usize), seen.get_mut(at as usize))
        else {
            continue;
        };
        if !std::mem::replace(seen, true) {
            out.push(entry.clone());
            left.extend(entry.links.iter().take(2));
        }
    }
    out
}

/// Whether the topmost storage of a container has a stream; `None` where the container cannot be
/// opened.
pub(in crate::read) fn has_stream(bytes: &[u8], name: &str) -> Option<bool> {
    Container::open(bytes).map(|container| container.has(name))
}

/// A number of two bytes.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

/// A number of four bytes.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|four| four.try_into().ok().map(u32::from_le_bytes))
}

impl<'s> Container<'s> {
    /// Opens a container; `None` where its tables are broken.
    pub(super) fn open(bytes: &'s [u8]) -> Option<Self> {
        bytes.strip_prefix(SIGNATURE)?;
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut out = Self {
            bytes,
            sector,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        // the sectors of the table: the first 109 are named in the head, the others in a chain of
        // their own
        let mut places: Vec<u32> = numbers(bytes.get(76..512)?).collect();
        let mut next = u32_at(bytes, 68)?;
        for _ in 0..out.sectors() {
            let Some(more) = out.sector(next).filter(|_| next < LAST_SECTOR) else { break };
            places.extend(numbers(more));
            next = places.pop()?;
        }
        for place in places.into_iter().filter(|place| *place < LAST_SECTOR).take(out.sectors()) {
            let more: Vec<u32> = numbers(out.sector(place)?).collect();
            out.table.extend(more);
        }
        let folder = out.chain(u32_at(bytes, 48)?, usize::MAX)?;
        for entry in folder.chunks_exact(128) {
            let len = usize::from(u16_at(entry, 64)?).saturating_sub(2).min(62);
            let name = UTF_16LE.decode_without_bom_handling(entry.get(..len)?).0.into_owned();
            let links = [u32_at(entry, 68)?, u32_at(entry, 72)?, u32_at(entry, 76)?];
            out.entries.push(Entry {
                name,
                start: u32_at(entry, 116)?,
                len: u32_at(entry, 120)? as usize,
                links,
            });
        }
        let Entry { start, len, links: [_, _, top], .. } = out.entries.first()?.clone();
        if u32_at(bytes, 64)? > 0 {
            out.small = out.chain(start, len)?;
            out.small_table = numbers(&out.chain(u32_at(bytes, 60)?, usize::MAX)?).collect();
        }
        let topmost = of_storage(&out.entries, top);
        // a file whose tree is broken keeps what it names
        if !topmost.is_empty() {
            out.entries = topmost;
        }
        Some(out)
    }

    /// Whether there is a stream of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The bytes of a stream.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let Entry { start, len, .. } =
            self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        if *len >= SMALL {
            return self.chain(*start, *len);
        }
        let mut out = Vec::with_capacity(*len);
        let mut at = *start;
        while out.len() < *len {
            let from = (at as usize).checked_mul(64)?;
            let rest = self.small.get(from..)?;
            out.extend_from_slice(rest.get(..rest.len().min(64))?);
            if rest.is_empty() {
                return None;
            }
            at = *self.small_table.get(at as usize)?;
        }
        out.truncate(*len);
        Some(out)
    }

    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    /// A sector; the last one of a file may be shorter.
    fn sector(&self, at: u32) -> Option<&'s [u8]> {
        let from = (at as usize).checked_add(1)?.checked_mul(self.sector)?;
        let to = from.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(from..to).filter(|found| !found.is_empty())
    }

    /// The bytes of a chain of sectors, as long as the file at most.
    fn chain(&self, start: u32, len: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut at = start;
        for _ in 0..=self.sectors() {
            if at >= LAST_SECTOR || out.len() >= len {
                out.truncate(len);
                return Some(out);
            }
            out.extend_from_slice(self.sector(at)?);
            at = *self.table.get(at as usize)?;
        }
        None
    }
}
