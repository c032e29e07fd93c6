//! Maps and sets with a quick hash, seeded anew in each process; nothing depends on their order.

use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet};

/// A map with the quick hash.
pub type QuickMap<K, V> = HashMap<K, V, RandomState>;

/// A set with the quick hash.
pub type QuickSet<K> = HashSet<K, RandomState>;

/// Makes the quick hash of a value.
pub type QuickState = RandomState;
