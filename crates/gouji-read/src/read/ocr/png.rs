//! Grey pictures as PNG files.

use flate2::Compression;
use flate2::Crc;
use flate2::write::ZlibEncoder;
use std::io::Write;

/// A grey picture, row by row from the top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::read) struct Dots {
    pub width: usize,
    pub height: usize,
    /// 0 is black, 255 white.
    pub grey: Vec<u8>,
}

impl Dots {
    /// White all over.
    pub(in crate::read) fn white(width: usize, height: usize) -> Self {
        Self { width, height, grey: vec![u8::MAX; width * height] }
    }

    /// A row.
    pub(in crate::read) fn row(&self, at: usize) -> &[u8] {
        self.grey.get(at * self.width..(at + 1) * self.width).unwrap_or(&[])
    }
}

/// A picture as a PNG file that says how many dots make an inch.
pub(in crate::read) fn png(dots: &Dots, dpi: u32) -> std::io::Result<Vec<u8>> {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX).to_be_bytes();
    let mut out = b"\x89PNG\r\n\x1A\n".to_vec();
    // eight bits of grey
    let head = [&number(dots.width)[..], &number(dots.height), &[8, 0, 0, 0, 0]].concat();
    chunk(*b"IHDR", &head, &mut out);
    // dots per metre
    let density = (dpi * 10_000 / 254).to_be_bytes();
    chunk(*b"pHYs", &[&density[..], &density, &[1]].concat(), &mut out);
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    for row in 0..dots.height {
        packed.write_all(&[0])?;
        packed.write_all(dots.row(row))?;
    }
    chunk(*b"IDAT", &packed.finish()?, &mut out);
    chunk(*b"IEND", &[], &mut out);
    Ok(out)
}

fn chunk(name: [u8; 4], data: &[u8], out: &mut Vec<u8>) {
    let mut crc = Crc::new();
    crc.update(&name);
    crc.update(data);
    out.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend(name);
    out.extend(data);
    out.extend(crc.sum().to_be_bytes());
}
