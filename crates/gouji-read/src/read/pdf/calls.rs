//! How often drawn pieces of a page draw one another, counted before anything is drawn: the
//! interpreter cannot be stopped where none of them leaves a mark on the page.

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::dict::keys::{FORM, RESOURCES, SUBTYPE};
use hayro_syntax::object::{Dict, Name, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};
use std::collections::BTreeMap;
use std::rc::Rc;

/// How deep the interpreter goes.
const DEPTH: usize = 50;
/// Bytes that are unpacked or read in the time of a drawing operation.
const BYTES: usize = 256;

/// What drawing the pieces of a page costs, in drawing operations; a sum beyond `most` is not
/// counted to its end.
pub(super) fn cost(page: &Page<'_>, most: usize) -> usize {
    let resources = page.resources();
    if !resources
        .x_objects
        .keys()
        .any(|name| resources.get_x_object(&name).is_some_and(|stream| is_piece(stream.dict())))
    {
        return 0;
    }
    let mut counted = CountedCalls { known: BTreeMap::new(), costs: BTreeMap::new(), most };
    let calls = calls(page.page_stream().unwrap_or(&[]), resources);
    counted.sum(&calls, resources, 1)
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
}

fn calls<'a>(content: &[u8], resources: &Resources<'a>) -> Calls<'a> {
    let mut names: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
    let mut operations = TypedIter::new(content);
    while let Some(operation) = operations.next() {
        if let TypedInstruction::XObject(piece) = operation {
            *names.entry(piece.0.as_ref().to_vec()).or_default() += 1;
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

impl<'a> CountedCalls<'a> {
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
        let known = self.known.get(&id).cloned().unwrap_or_else(|| {
            let content = stream.decoded_data().unwrap_or_default();
            let resources = stream.dict().get(RESOURCES).map(Resources::new);
            let calls = calls(&content, resources.as_ref().unwrap_or(around));
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
