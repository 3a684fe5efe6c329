//! One file a command: from arguments to what is printed and the exit code.

#[cfg(test)]
mod any_input;
pub(crate) mod check;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod graph;
pub(crate) mod reach;
pub(crate) mod resources;
pub(crate) mod routes;
mod selection;
pub(crate) mod shell;
pub(crate) mod trace;
