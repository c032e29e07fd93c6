//! Whether the fonts of a file claim no more widths than a font has characters: the parser makes
//! room for each of them. And which programs of fonts text can do without.
//!
//! In: a file that is open. Out: those programs, or why it is not read on. A range of four thousand
//! million widths takes a few bytes in the file and all memory there is.

use gouji_values::error::ReadError;
use hayro_syntax::Pdf;
use hayro_syntax::object::dict::keys::{
    DESCENDANT_FONTS, FIRST_CHAR, FONT_DESC, FONT_FILE, FONT_FILE2, FONT_FILE3, LAST_CHAR,
    MM_TYPE1, OPEN_TYPE, SUBTYPE, TO_UNICODE, TRUE_TYPE, TYPE0, TYPE1, W, W2, WIDTHS,
};
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, Stream};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Widths that ranges of one font may stand for: each character a few times.
const FONT: u64 = 4 * 65_536;
/// Widths that ranges of all fonts may stand for.
const FILE: u64 = 4_000_000;
/// How deep dictionaries are looked for in one another.
const DEPTH: usize = 16;

/// Programs of fonts, by where their data begins in the file.
#[derive(Debug, Default)]
pub(super) struct Programs {
    spared: BTreeSet<usize>,
    needed: BTreeSet<usize>,
}

impl Programs {
    /// Whether all fonts that have this program can do without it, and there are such fonts.
    pub(super) fn is_spared(&self, start: usize) -> bool {
        self.spared.contains(&start) && !self.needed.contains(&start)
    }
}

/// Looks at the widths of all fonts, and at what they need their programs for.
///
/// # Errors
/// [`ReadError::Damaged`] where a font claims more than any has.
pub(super) fn check(pdf: &Pdf) -> Result<Programs, ReadError> {
    let from = pdf.data().as_ref().as_ptr() as usize;
    let mut fonts = Fonts { left: FILE, from, programs: Programs::default() };
    let sound = pdf.objects().into_iter().all(|object| fonts.is_sound(&object, 0));
    if sound { Ok(fonts.programs) } else { Err(super::damaged("字体的字宽表已损坏")) }
}

/// What is known of the fonts of a file.
struct Fonts {
    /// Widths that are left.
    left: u64,
    /// Where the file stands in memory.
    from: usize,
    programs: Programs,
}

impl Fonts {
    fn is_sound(&mut self, object: &Object<'_>, depth: usize) -> bool {
        if depth > DEPTH {
            return true;
        }
        match object {
            Object::Dict(dictionary) => self.is_sound_font(dictionary, depth),
            Object::Stream(stream) => self.is_sound_font(stream.dict(), depth),
            Object::Array(array) => array.raw_iter().all(|item| self.is_sound_part(item, depth)),
            _ => true,
        }
    }

    fn is_sound_part(&mut self, part: MaybeRef<Object<'_>>, depth: usize) -> bool {
        match part {
            MaybeRef::NotRef(object) => self.is_sound(&object, depth + 1),
            // objects of their own are looked at for themselves
            MaybeRef::Ref(_) => true,
        }
    }

    fn is_sound_font(&mut self, dictionary: &Dict<'_>, depth: usize) -> bool {
        let claimed = [(W, 1), (W2, 3)].map(|(key, values)| {
            dictionary.get::<Array<'_>>(key).map_or(0, |widths| claimed(&widths, values))
        });
        let first = dictionary.get::<u32>(FIRST_CHAR).map_or(0, u64::from);
        let claimed = claimed.iter().fold(first, |sum, more| sum.saturating_add(*more));
        match self.left.checked_sub(claimed).filter(|_| claimed <= FONT) {
            Some(rest) => self.left = rest,
            None => return false,
        }
        self.program(dictionary);
        let is_list = |key: &[u8]| [W, W2, WIDTHS].contains(&key);
        dictionary
            .entries()
            .filter(|(key, _)| !is_list(key.as_ref()))
            .all(|(_, part)| self.is_sound_part(part, depth))
    }

    /// Notes whether a font can do without its program.
    fn program(&mut self, font: &Dict<'_>) {
        let Some(kind) = font.get::<Name<'_>>(SUBTYPE) else { return };
        match kind.as_ref() {
            // characters are told by the map, widths by the font
            TYPE0 => {
                let is_told = font.get::<Stream<'_>>(TO_UNICODE).is_some();
                let fonts = font.get::<Array<'_>>(DESCENDANT_FONTS);
                let first = fonts.and_then(|fonts| fonts.iter::<Dict<'_>>().next());
                let descriptor = first.and_then(|font| font.get::<Dict<'_>>(FONT_DESC));
                self.note(descriptor, &[FONT_FILE2, FONT_FILE3, FONT_FILE], is_told);
            }
            // what the map does not tell is told by names
            TRUE_TYPE | OPEN_TYPE => {
                let is_wide = font.get::<usize>(FIRST_CHAR).is_some()
                    && font.get::<usize>(LAST_CHAR).is_some()
                    && font.get::<Array<'_>>(WIDTHS).is_some();
                self.note(font.get(FONT_DESC), &[FONT_FILE2], is_wide);
            }
            // the names of characters may stand in the program alone
            TYPE1 | MM_TYPE1 => self.note(font.get(FONT_DESC), &[FONT_FILE3, FONT_FILE], false),
            _ => {}
        }
    }

    fn note(&mut self, descriptor: Option<Dict<'_>>, keys: &[&[u8]], is_spared: bool) {
        let Some(descriptor) = descriptor else { return };
        let programs = keys.iter().filter_map(|key| descriptor.get::<Stream<'_>>(*key));
        for program in programs {
            if let Cow::Borrowed(data) = program.raw_data()
                && let Some(start) = (data.as_ptr() as usize).checked_sub(self.from)
            {
                let list = &mut self.programs;
                let list = if is_spared { &mut list.spared } else { &mut list.needed };
                list.insert(start);
            }
        }
    }
}

/// The widths that the ranges of a list stand for: `first last width …`, each with so many values.
fn claimed(widths: &Array<'_>, values: usize) -> u64 {
    let mut sum = 0_u64;
    let mut items = widths.flex_iter();
    loop {
        if items.next::<(u32, Array<'_>)>().is_some() {
            continue;
        }
        let Some((first, last)) = items.next::<(u32, u32)>() else { return sum };
        sum = sum.saturating_add((u64::from(last) + 1).saturating_sub(u64::from(first)));
        for _ in 0..values {
            if items.next::<f32>().is_none() {
                return sum;
            }
        }
    }
}
