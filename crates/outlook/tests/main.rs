//! Tests of the outlook as others use it.

mod forecast;
mod gate;
mod needs;
mod scenario;
