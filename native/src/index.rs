//! The index of areas: a flat grid of descriptors, below it grids of 4 by 4, down to leaves with the few edges that pass.
//!
//! A descriptor is a number with its kind in the two low bits: nothing, one list of areas that hold the whole cell, a
//! leaf, or a grid below. What a leaf holds is told in `leaf`, how the index is built in `builder`. Times and severities
//! are not in it, so any instant is answered without building again.

use crate::edge::Point;

pub(crate) const KIND: u32 = 3;
pub(crate) const EMPTY: u32 = 0;
pub(crate) const LIST: u32 = 1;
pub(crate) const LEAF: u32 = 2;
pub(crate) const GRID: u32 = 3;
pub(crate) const NO_LIST: u32 = u32::MAX;

/// Each grid below halves the side this many times; one of 4 by 4 descriptors fills a cache line.
pub(crate) const STEP: u32 = 2;
pub(crate) const CELLS: usize = 1 << (2 * STEP);

/// The descriptors below one, row by row: one line of the caches, of which any point reads one word.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Grid(pub(crate) [u32; CELLS]);

/// Areas, by number, ready to be asked.
#[derive(Debug, Default)]
pub struct Index {
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) shift: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) top: Vec<u32>,
    pub(crate) grids: Vec<Grid>,
    pub(crate) heap: Vec<u32>,
    /// List `k` with `k < areas` is the area itself; others stand in `lists`, from `offsets[k - areas]` on.
    pub(crate) areas: u32,
    pub(crate) offsets: Vec<u32>,
    pub(crate) lists: Vec<u32>,
}

impl Index {
    /// Bytes of memory that the index takes.
    pub fn bytes(&self) -> usize {
        4 * (self.top.capacity()
            + self.heap.capacity()
            + self.offsets.capacity()
            + self.lists.capacity())
            + 4 * CELLS * self.grids.capacity()
    }

    /// The areas of a list.
    #[inline(always)]
    pub(crate) fn each_of(&self, list: u32, mut visit: impl FnMut(u32)) {
        if list < self.areas {
            visit(list);
        } else if list != NO_LIST {
            let at = (list - self.areas) as usize;
            for &area in &self.lists[self.offsets[at] as usize..self.offsets[at + 1] as usize] {
                visit(area);
            }
        }
    }
}

/// West, south, east and north of all positions.
pub(crate) fn bounds(vertices: &[Point]) -> Option<(i64, i64, i64, i64)> {
    let first = vertices.first()?;
    let (mut west, mut south, mut east, mut north) = (first[0], first[1], first[0], first[1]);
    for &[x, y] in vertices {
        (west, east) = (west.min(x), east.max(x));
        (south, north) = (south.min(y), north.max(y));
    }
    Some((west.into(), south.into(), east.into(), north.into()))
}
