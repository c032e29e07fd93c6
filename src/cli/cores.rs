//! A core of its own for each thread.
//!
//! Linux often starts a thread on the core of the one that made it, and wakes it there again; on virtual machines, whose
//! resting cores count as busy, both may share one core for as long as a document takes. Elsewhere nothing is done.

#[cfg(target_os = "linux")]
use nix::{
    sched::{CpuSet, sched_getaffinity, sched_getcpu, sched_setaffinity},
    unistd::Pid,
};

/// The thread that asks.
#[cfg(target_os = "linux")]
const THIS: Pid = Pid::from_raw(0);

/// The cores that may be used, first the one that this thread stands on.
#[cfg(target_os = "linux")]
pub fn all() -> Vec<usize> {
    let (Ok(allowed), Ok(own)) = (sched_getaffinity(THIS), sched_getcpu()) else { return Vec::new() };
    let mut cores: Vec<usize> = (0..CpuSet::count()).filter(|core| allowed.is_set(*core) == Ok(true)).collect();
    let at = cores.iter().position(|core| *core == own).unwrap_or(0);
    cores.rotate_left(at);
    cores
}

#[cfg(not(target_os = "linux"))]
pub fn all() -> Vec<usize> {
    Vec::new()
}

/// Keeps this thread, by its number, on its core. One for which there is none, or that is not allowed to choose, stays free.
#[cfg(target_os = "linux")]
pub fn stay_on(cores: &[usize], thread: usize) {
    let mut one = CpuSet::new();
    if cores.get(thread).is_some_and(|core| one.set(*core).is_ok()) {
        let _ = sched_setaffinity(THIS, &one);
    }
}

#[cfg(not(target_os = "linux"))]
pub fn stay_on(_: &[usize], _: usize) {}
