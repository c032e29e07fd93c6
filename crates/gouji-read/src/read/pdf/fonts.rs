//! Whether the fonts of a file claim no more widths than a font has characters: the parser makes
//! room for each of them.
//!
//! In: a file that is open. Out: nothing, or why it is not read on. A range of four thousand
//! million widths takes a few bytes in the file and all memory there is.

use gouji_values::error::ReadError;
use hayro_syntax::Pdf;
use hayro_syntax::object::dict::keys::{FIRST_CHAR, W, W2, WIDTHS};
use hayro_syntax::object::{Array, Dict, MaybeRef, Object};

/// Widths that ranges of one font may stand for: each character a few times.
const FONT: u64 = 4 * 65_536;
/// Widths that ranges of all fonts may stand for.
const FILE: u64 = 4_000_000;
/// How deep dictionaries are looked for in one another.
const DEPTH: usize = 16;

/// Looks at the widths of all fonts.
///
/// # Errors
/// [`ReadError::Damaged`] where a font claims more than any has.
pub(super) fn check(pdf: &Pdf) -> Result<(), ReadError> {
    let mut left = FILE;
    let sound = pdf.objects().into_iter().all(|object| is_sound(&object, 0, &mut left));
    if sound { Ok(()) } else { Err(super::damaged("字体的字宽表已损坏")) }
}

fn is_sound(object: &Object<'_>, depth: usize, left: &mut u64) -> bool {
    if depth > DEPTH {
        return true;
    }
    match object {
        Object::Dict(dictionary) => is_sound_font(dictionary, depth, left),
        Object::Stream(stream) => is_sound_font(stream.dict(), depth, left),
        Object::Array(array) => array.raw_iter().all(|item| is_sound_part(item, depth, left)),
        _ => true,
    }
}

fn is_sound_part(part: MaybeRef<Object<'_>>, depth: usize, left: &mut u64) -> bool {
    match part {
        MaybeRef::NotRef(object) => is_sound(&object, depth + 1, left),
        // objects of their own are looked at for themselves
        MaybeRef::Ref(_) => true,
    }
}

fn is_sound_font(dictionary: &Dict<'_>, depth: usize, left: &mut u64) -> bool {
    let claimed = [(W, 1), (W2, 3)].map(|(key, values)| {
        dictionary.get::<Array<'_>>(key).map_or(0, |widths| claimed(&widths, values))
    });
    let claimed =
        claimed.iter().fold(dictionary.get::<u32>(FIRST_CHAR).map_or(0, u64::from), |sum, more| {
            sum.saturating_add(*more)
        });
    match left.checked_sub(claimed).filter(|_| claimed <= FONT) {
        Some(rest) => *left = rest,
        None => return false,
    }
    let is_list = |key: &[u8]| [W, W2, WIDTHS].contains(&key);
    dictionary
        .entries()
        .filter(|(key, _)| !is_list(key.as_ref()))
        .all(|(_, part)| is_sound_part(part, depth, left))
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
