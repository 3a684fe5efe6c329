//! Networks in a few lines of text, and what Azure does with them.

mod expectation;
mod notation;

mod appliances;
mod classes;
mod effective_routes;
mod filters;
mod gateways;
mod hub_and_spoke;
mod matrix;
mod order;
mod unknowns;
