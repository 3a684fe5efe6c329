//! Networks in a few lines of text, and what Azure does with them.

mod expectation;
mod notation;

mod effective_routes;
mod gateways;
mod hub_and_spoke;
mod unknowns;
