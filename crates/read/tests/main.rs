//! Everything that reading promises, in one program: linking costs more than running.
//! A new file of tests is named here; `.ci/run` refuses one that is not.

mod bulletins;
mod doubts;
mod events;
mod formats;
mod generated;
mod kit;
mod language;
mod languages;
mod mistaken;
mod offices;
mod published;
mod scopes;
mod seed;
mod stances;
mod stated;
mod tables;
mod texts;
