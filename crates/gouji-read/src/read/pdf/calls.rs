//! How often drawn pieces of a page draw one another, counted before anything is drawn: the
//! interpreter cannot be stopped where none of them leaves a mark on the page. And whether outlines
//! of characters clip what is drawn.

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::dict::keys::{ANNOTS, AP, FORM, N, RESOURCES, SUBTYPE};
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};
use memchr::memmem;
use std::collections::BTreeMap;
use std::rc::Rc;

/// How deep the interpreter goes.
const DEPTH: usize = 50;
/// Bytes that are unpacked or read in the time of a drawing operation.
const BYTES: usize = 256;

/// What is known of a page before it is drawn.
pub(super) struct PageCalls {
    /// What drawing its pieces costs, in drawing operations; a sum beyond what may be is not
    /// counted to its end.
    pub cost: usize,
    /// Outlines of characters clip what is drawn.
    pub has_clips: bool,
}

/// Looks at the pieces of a page and of its annotations, which may cost so much.
pub(super) fn of(page: &Page<'_>, most: usize) -> PageCalls {
    let resources = page.resources();
    let content = page.page_stream().unwrap_or(&[]);
    let mut counted =
        CountedCalls { known: BTreeMap::new(), costs: BTreeMap::new(), most, has_clips: false };
    let has_pieces = resources
        .x_objects
        .keys()
        .any(|name| resources.get_x_object(&name).is_some_and(|stream| is_piece(stream.dict())));
    let mut cost = 0;
    if has_pieces {
        let calls = counted.calls(content, resources);
        cost = counted.sum(&calls, resources, 1);
    } else {
        counted.has_clips = may_clip(content);
    }
    for drawn in appearances(page) {
        cost = cost.saturating_add(counted.piece(&drawn, resources, 1));
    }
    PageCalls { cost, has_clips: counted.has_clips }
}

/// Ways of showing text that clip what follows.
const CLIPS: std::ops::RangeInclusive<i64> = 4..=7;

/// Whether such a way may be set in a content.
fn may_clip(content: &[u8]) -> bool {
    memmem::find_iter(content, b"Tr").any(|mark| {
        let before = content.get(..mark).unwrap_or(&[]).trim_ascii_end();
        let mut number = before.iter().rev().take_while(|byte| matches!(byte, b'0'..=b'9' | b'.'));
        number.any(|digit| (b'4'..=b'7').contains(digit))
    })
}

/// How the annotations of a page look.
fn appearances<'a>(page: &Page<'a>) -> Vec<Stream<'a>> {
    let list = page.raw().get::<Array<'a>>(ANNOTS);
    let looks = list.iter().flat_map(|list| list.iter::<Dict<'a>>()).filter_map(|annotation| {
        Some(match annotation.get::<Dict<'a>>(AP)?.get::<Object<'a>>(N)? {
            Object::Stream(stream) => vec![stream],
            Object::Dict(states) => {
                states.keys().filter_map(|name| states.get::<Stream<'a>>(name)).collect()
            }
            _ => Vec::new(),
        })
    });
    looks.flatten().collect()
}

fn is_piece(dictionary: &Dict<'_>) -> bool {
    dictionary.get::<Name<'_>>(SUBTYPE).is_some_and(|name| name.as_ref() == FORM)
}

/// What a content draws.
struct Calls<'a> {
    /// Its pieces, and how often.
    pieces: Vec<(Stream<'a>, usize)>,
    /// How often it draws anything: what cannot be drawn has to be looked up, too.
    count: usize,
}

/// A piece that was read: its size, what it draws, and its resources where it has its own.
struct Known<'a> {
    bytes: usize,
    calls: Calls<'a>,
    resources: Option<Resources<'a>>,
}

struct CountedCalls<'a> {
    known: BTreeMap<ObjectIdentifier, Rc<Known<'a>>>,
    /// What a piece costs at a depth.
    costs: BTreeMap<(ObjectIdentifier, usize), usize>,
    most: usize,
    has_clips: bool,
}

impl<'a> CountedCalls<'a> {
    fn calls(&mut self, content: &[u8], resources: &Resources<'a>) -> Calls<'a> {
        let mut names: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        let mut operations = TypedIter::new(content);
        while let Some(operation) = operations.next() {
            match operation {
                TypedInstruction::XObject(piece) => {
                    *names.entry(piece.0.as_ref().to_vec()).or_default() += 1;
                }
                TypedInstruction::TextRenderingMode(way) => {
                    self.has_clips |= CLIPS.contains(&way.0.as_i64());
                }
                _ => {}
            }
        }
        let stream = |name: &[u8]| {
            resources.x_objects.get::<Stream<'a>>(name).filter(|stream| is_piece(stream.dict()))
        };
        let count = names.values().sum();
        Calls {
            pieces: names
                .into_iter()
                .filter_map(|(name, times)| Some((stream(&name)?, times)))
                .collect(),
            count,
        }
    }

    fn sum(&mut self, calls: &Calls<'a>, around: &Resources<'a>, depth: usize) -> usize {
        let mut sum = calls.count;
        for (stream, times) in &calls.pieces {
            sum = sum.saturating_add(self.piece(stream, around, depth).saturating_mul(*times));
            if sum > self.most {
                break;
            }
        }
        sum
    }

    fn piece(&mut self, stream: &Stream<'a>, around: &Resources<'a>, depth: usize) -> usize {
        let id = stream.obj_id();
        if let Some(cost) = self.costs.get(&(id, depth)) {
            return *cost;
        }
        let known = self.known.get(&id).cloned();
        let known = known.unwrap_or_else(|| {
            let content = stream.decoded_data().unwrap_or_default();
            let resources = stream.dict().get(RESOURCES).map(Resources::new);
            let calls = self.calls(&content, resources.as_ref().unwrap_or(around));
            Rc::new(Known { bytes: content.len(), calls, resources })
        });
        self.known.insert(id, Rc::clone(&known));
        let within = if depth < DEPTH {
            self.sum(&known.calls, known.resources.as_ref().unwrap_or(around), depth + 1)
        } else {
            0
        };
        let cost = (1 + known.bytes / BYTES).saturating_add(within);
        self.costs.insert((id, depth), cost);
        cost
    }
}
