//! The check index: which areas hold a point, which a line passes, which places an area holds. Exact, on integers of
//! 1e-7 degree; edges are straight in longitude and latitude, and an area's border belongs to it.

pub mod areas;
mod builder;
pub mod distribute;
pub mod edge;
pub mod index;
mod leaf;
pub mod lines;
pub mod places;
pub mod query;
mod scale;
mod segment;
mod signs;
mod square;
mod trace;
pub mod wkb;

#[cfg(feature = "python")]
mod python;
