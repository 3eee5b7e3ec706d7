//! The way of a line through the cells of the index: which it passes, in order, and with which part of which segment.
//!
//! Nothing is looked up here but cells, so that what is known of the present one stays in the processor's registers, and
//! memory is asked for what leaves hold long before it is read.

use crate::edge::Point;
use crate::index::{EMPTY, Index, KIND, LEAF};
use crate::query::prefetch;

/// The part of a segment in one cell, by its parameter, and whether it begins and ends with the segment in it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Piece {
    pub(crate) from: f64,
    pub(crate) to: f64,
    /// The number of the position that the segment starts at.
    pub(crate) step: u32,
    pub(crate) begins: bool,
    pub(crate) ends: bool,
}

impl Piece {
    #[inline(always)]
    fn new(step: u32, (from, begins): (f64, bool), (to, ends): (f64, bool)) -> Piece {
        Piece {
            from,
            to,
            step,
            begins,
            ends,
        }
    }
}

/// One cell that holds anything, from when a line enters it until it leaves.
#[derive(Clone, Copy, Default)]
pub(crate) struct Visit {
    pub(crate) descriptor: u32,
    /// The cell's corner, counted from the grid's, and its side.
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) side: u32,
    /// Its first piece; they end where those of the next begin. There may be none.
    pub(crate) first: u32,
}

/// What a line passes; kept between lines so that memory is taken once.
///
/// What is found is written behind the rest and then counted or not, as the cell holds anything or not, which needs no
/// branch.
#[derive(Default)]
pub(crate) struct Trace {
    visits: Vec<Visit>,
    pieces: Vec<Piece>,
    visited: usize,
    passed: usize,
    stays: Vec<Stay>,
}

impl Trace {
    pub(crate) fn visits(&self) -> &[Visit] {
        &self.visits[..self.visited]
    }

    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces[..self.passed]
    }

    #[inline(always)]
    fn pass(&mut self, here: &Here, piece: Piece) {
        if self.passed == self.pieces.len() {
            grow(&mut self.pieces);
        }
        self.pieces[self.passed] = piece;
        self.passed += usize::from(here.descriptor != EMPTY);
    }

    #[inline(always)]
    fn visit(&mut self, here: &Here) {
        if self.visited == self.visits.len() {
            grow(&mut self.visits);
        }
        self.visits[self.visited] = Visit {
            descriptor: here.descriptor,
            x: here.x,
            y: here.y,
            side: here.side,
            first: self.passed as u32,
        };
        self.visited += usize::from(here.descriptor != EMPTY);
    }
}

#[cold]
#[inline(never)]
fn grow<T: Copy + Default>(items: &mut Vec<T>) {
    items.resize(2 * items.len().max(64), T::default());
}

/// Positions of a line that follow each other in one cell.
#[derive(Clone, Copy, Default)]
struct Stay {
    here: Here,
    /// The number of the first; they end where those of the next stay begin.
    first: u32,
}

/// A cell, its corner counted from the grid's.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Here {
    x: u32,
    y: u32,
    /// 0 for a position outside of the grid.
    side: u32,
    descriptor: u32,
}

impl Here {
    #[inline(always)]
    fn holds(&self, (x, y): (i64, i64)) -> bool {
        // A negative difference becomes greater than any side.
        let side = u64::from(self.side);
        (((x - i64::from(self.x)) as u64) < side) & (((y - i64::from(self.y)) as u64) < side)
    }
}

impl Index {
    /// Find the cells that a line passes, those that hold nothing left out.
    ///
    /// First the cells of its positions are looked up; then each segment from one cell to another is walked, most of
    /// them over one border, so that nothing need be looked up again and no segment waits for the one before.
    pub(crate) fn trace(&self, trace: &mut Trace, line: &[Point]) {
        (trace.visited, trace.passed) = (0, 0);
        if self.top.is_empty() || line.len() < 2 {
            return;
        }
        let mut stays = std::mem::take(&mut trace.stays);
        self.stays(&mut stays, line);
        trace.visit(&stays[0].here);
        for pair in stays.windows(2) {
            let (here, next) = (&pair[0].here, &pair[1].here);
            let last = pair[1].first - 1;
            if here.descriptor != EMPTY {
                for step in pair[0].first..last {
                    trace.pass(here, Piece::new(step, (0.0, true), (1.0, true)));
                }
            }
            if let [from, to, ..] = line[last as usize..] {
                let way = Way::new(self.counted(from), self.counted(to));
                self.cross(trace, last, &way, [here, next]);
            }
        }
        trace.stays = stays;
    }

    /// Find the cells of all positions, and an end behind them.
    #[inline(always)]
    fn stays(&self, stays: &mut Vec<Stay>, line: &[Point]) {
        stays.clear();
        let mut here = Here::default();
        for (number, &point) in line.iter().enumerate() {
            let at = self.counted(point);
            if !here.holds(at) {
                here = self.here(at);
                let first = number as u32;
                stays.push(Stay { here, first });
            }
        }
        stays.push(Stay {
            here: Here::default(),
            first: line.len() as u32,
        });
    }

    /// Walk from the cell of a segment's start to that of its end, which more often than not is the next one.
    #[inline(always)]
    fn cross(&self, trace: &mut Trace, step: u32, way: &Way, [here, next]: [&Here; 2]) {
        let (exit, at) = way.leave(here);
        if (here.side != 0) & next.holds(at) & (exit <= 1.0) {
            let exit = if exit > 0.0 { exit } else { 0.0 };
            trace.pass(here, Piece::new(step, (0.0, true), (exit, false)));
            trace.visit(next);
            trace.pass(next, Piece::new(step, (exit, false), (1.0, true)));
        } else {
            self.cross_far(trace, step, way, [here, next]);
        }
    }

    /// The same over any cells, and into the grid and out of it.
    #[inline(never)]
    fn cross_far(&self, trace: &mut Trace, step: u32, way: &Way, [here, next]: [&Here; 2]) {
        let (mut here, mut begins) = (*here, here.side != 0);
        let (mut t, mut last, mut to) = (0.0, 1.0, way.end);
        if (here.side == 0) | (next.side == 0) {
            let (wide, high) = (
                i64::from(self.width) << self.shift,
                i64::from(self.height) << self.shift,
            );
            let Some(part) = way.clipped(wide, high) else {
                return trace.visit(next);
            };
            (t, last) = part;
            to = way.at(last, (0, wide), (0, high));
            if !begins {
                here = self.here(way.at(t, (0, wide), (0, high)));
                trace.visit(&here);
            }
        }
        loop {
            let (first, at) = way.leave(&here);
            let exit = if first < last { first } else { last };
            let exit = if exit > t { exit } else { t };
            let ends = here.holds(way.end);
            let end = (if ends { 1.0 } else { exit }, ends);
            trace.pass(&here, Piece::new(step, (t, begins), end));
            if here.holds(to) || first > last || !self.in_grid(at) {
                break;
            }
            here = self.here(at);
            trace.visit(&here);
            (t, begins) = (exit, false);
        }
        if here != *next {
            trace.visit(next);
        }
    }

    /// A position counted from the grid's corner.
    #[inline(always)]
    fn counted(&self, point: Point) -> (i64, i64) {
        (i64::from(point[0]) - self.x, i64::from(point[1]) - self.y)
    }

    #[inline(always)]
    fn in_grid(&self, (x, y): (i64, i64)) -> bool {
        // A negative difference becomes greater than any grid is wide.
        ((x as u64) >> self.shift < self.width.into())
            & ((y as u64) >> self.shift < self.height.into())
    }

    /// The cell over a position that is counted from the grid's corner.
    #[inline(always)]
    fn here(&self, at: (i64, i64)) -> Here {
        if !self.in_grid(at) {
            return Here::default();
        }
        let (x, y) = (at.0 as u32, at.1 as u32);
        let (descriptor, shift) = self.cell_at(x, y);
        if descriptor & KIND == LEAF {
            prefetch(&self.heap, (descriptor >> 2) as usize);
        }
        let side = 1u32 << shift;
        Here {
            x: x & side.wrapping_neg(),
            y: y & side.wrapping_neg(),
            side,
            descriptor,
        }
    }
}

/// A segment's way, counted from the grid's corner.
struct Way {
    start: (i64, i64),
    end: (i64, i64),
    x: f64,
    y: f64,
    dx: f64,
    dy: f64,
    along_x: f64,
    along_y: f64,
}

impl Way {
    #[inline(always)]
    fn new(start: (i64, i64), end: (i64, i64)) -> Way {
        let (dx, dy) = ((end.0 - start.0) as f64, (end.1 - start.1) as f64);
        Way {
            start,
            end,
            x: start.0 as f64,
            y: start.1 as f64,
            dx,
            dy,
            along_x: 1.0 / dx,
            along_y: 1.0 / dy,
        }
    }

    /// The parameter at which the way leaves a cell, and a position just behind its border.
    #[inline(always)]
    fn leave(&self, here: &Here) -> (f64, (i64, i64)) {
        let exit_x = leaves(here.x, here.side, self.x, self.dx, self.along_x);
        let exit_y = leaves(here.y, here.side, self.y, self.dy, self.along_y);
        let first = if exit_x < exit_y { exit_x } else { exit_y };
        let (side, x, y) = (here.side.into(), here.x.into(), here.y.into());
        // Which border is met first is not asked by a branch.
        let beside = self.at(first, (x, side), (y, side));
        let across = (
            x + if self.dx > 0.0 { side } else { -1 },
            y + if self.dy > 0.0 { side } else { -1 },
        );
        let at = (
            if exit_x <= exit_y { across.0 } else { beside.0 },
            if exit_y <= exit_x { across.1 } else { beside.1 },
        );
        (first, at)
    }

    /// The position at a parameter, kept within a corner and a side for each axis.
    #[inline(always)]
    fn at(&self, t: f64, x: (i64, i64), y: (i64, i64)) -> (i64, i64) {
        // Cut off, not rounded down: nothing below the corner is left anyway.
        let within = |value: f64, (corner, side): (i64, i64)| {
            (value as i64).max(corner).min(corner + side - 1)
        };
        (
            within(self.x + t * self.dx, x),
            within(self.y + t * self.dy, y),
        )
    }

    /// The part of the way, by its parameter from 0 to 1, inside the grid's box; `None` if there is none.
    fn clipped(&self, wide: i64, high: i64) -> Option<(f64, f64)> {
        let (mut first, mut last) = (0.0f64, 1.0f64);
        let axes = [
            (self.start.0, self.end.0, self.dx, wide),
            (self.start.1, self.end.1, self.dy, high),
        ];
        for (from, to, step, side) in axes {
            if (from < 0 && to < 0) || (from >= side && to >= side) {
                return None;
            }
            let (zero, far) = (-from as f64 / step, (side as f64 - from as f64) / step);
            if from < 0 || to < 0 {
                if step > 0.0 {
                    first = first.max(zero)
                } else {
                    last = last.min(zero)
                }
            }
            if from >= side || to >= side {
                if step > 0.0 {
                    last = last.min(far)
                } else {
                    first = first.max(far)
                }
            }
        }
        (first <= last).then_some((first, last))
    }
}

/// The parameter at which a segment leaves a cell along one axis; never, if it does not move along it.
#[inline(always)]
fn leaves(corner: u32, side: u32, from: f64, step: f64, along: f64) -> f64 {
    if step == 0.0 {
        return f64::INFINITY;
    }
    let border = i64::from(corner) + if step > 0.0 { side.into() } else { 0 };
    (border as f64 - from) * along
}
