//! Cutting polygons to cells: which edges pass each cell of a small grid, and which cell corners are inside.

use crate::edge::{Edge, Point};

/// A grid of `width` by `height` cells of side `1 << shift`, from the corner `(x, y)` to north and east.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Longitude of the south-west corner.
    pub x: i64,
    /// Latitude of the south-west corner.
    pub y: i64,
    /// Binary logarithm of a cell's side.
    pub shift: u32,
    /// Cells from west to east.
    pub width: usize,
    /// Cells from south to north.
    pub height: usize,
}

/// The edges of one polygon that pass one cell: `count` numbers of `Cut::pool` from `first` on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Passing {
    /// The cell's number, row by row from the south-west.
    pub cell: u32,
    /// The polygon.
    pub polygon: u32,
    /// Whether the cell's south-west corner is inside the polygon.
    pub inside: bool,
    /// Where its edges begin in the pool.
    pub first: u32,
    /// How many edges.
    pub count: u32,
}

/// What cutting found; kept between polygons so that memory is taken once.
#[derive(Default, Debug)]
pub struct Cut {
    /// Cells that edges pass.
    pub passing: Vec<Passing>,
    /// Cells that lie wholly inside: the cell and the polygon.
    pub within: Vec<(u32, u32)>,
    /// Numbers of edges (of their first vertex).
    pub pool: Vec<u32>,
    corners: Vec<u8>,
    pairs: Vec<(u32, u32)>,
    counts: Vec<u32>,
}

const FLIPS_ROW: u8 = 1;
const FLIPS_COLUMN: u8 = 2;
/// So few corners are tried one after the other faster than a division finds the right one.
const FEW: usize = 4;

impl Cut {
    /// Forget what was found.
    pub fn clear(&mut self) {
        self.passing.clear();
        self.within.clear();
        self.pool.clear();
    }

    /// Cut the edges of one polygon to the cells of a window. `inside` tells whether the window's corner is inside.
    pub fn add(
        &mut self,
        window: &Window,
        vertices: &[Point],
        edges: impl Iterator<Item = u32>,
        polygon: u32,
        inside: bool,
    ) {
        let cells = window.width * window.height;
        self.corners.clear();
        self.corners.resize(cells, 0);
        self.pairs.clear();
        for number in edges {
            let edge = Edge::new(vertices[number as usize], vertices[number as usize + 1]);
            self.flip(window, &edge);
            self.touch(window, &edge, number);
        }
        self.spread(window, inside);
        self.gather(cells, polygon);
    }

    /// Mark where the edge parts the corners of the cells: on the rows that it spans, and on the first column.
    fn flip(&mut self, window: &Window, edge: &Edge) {
        let Window {
            x,
            y,
            shift,
            width,
            height,
        } = *window;
        let (low, high) = (edge.ay.min(edge.by), edge.ay.max(edge.by));
        let east = x + ((width as i64 - 1) << shift);
        // An edge wholly on one side of a row's corners does not part them.
        let parts_rows = edge.ax.max(edge.bx) >= x && edge.ax.min(edge.bx) <= east;
        let few = width <= FEW && height <= FEW;
        let first = ((low - y) >> shift).max(0);
        let last = ((high - y) >> shift).min(height as i64 - 1);
        for row in first..=last {
            let line = y + (row << shift);
            if !parts_rows || (edge.ay > line) == (edge.by > line) {
                continue;
            }
            let start = edge.left(x, line);
            let guess = if few {
                0
            } else {
                let at = edge.ax as f64
                    + (edge.bx - edge.ax) as f64
                        * ((line - edge.ay) as f64 / (edge.by - edge.ay) as f64);
                (((at - x as f64) / (1i64 << shift) as f64) as i64).clamp(0, width as i64)
            };
            let column = first_other(guess, width as i64, |column| {
                edge.left(x + (column << shift), line) != start
            });
            if let Some(column) = column {
                self.corners[row as usize * width + column] ^= FLIPS_ROW;
            }
        }
        if (edge.ax > x) != (edge.bx > x) {
            let start = edge.left(x, y);
            let guess = if few {
                0
            } else {
                let at = edge.ay as f64
                    + (edge.by - edge.ay) as f64
                        * ((x - edge.ax) as f64 / (edge.bx - edge.ax) as f64);
                (((at - y as f64) / (1i64 << shift) as f64) as i64).clamp(0, height as i64)
            };
            let row = first_other(guess, height as i64, |row| {
                edge.left(x, y + (row << shift)) != start
            });
            if let Some(row) = row {
                self.corners[row * width] ^= FLIPS_COLUMN;
            }
        }
    }

    /// Note every cell that the edge may pass; a cell too many does no harm, one too few would.
    fn touch(&mut self, window: &Window, edge: &Edge, number: u32) {
        let Window {
            x,
            y,
            shift,
            width,
            height,
        } = *window;
        let (west, east) = (edge.ax.min(edge.bx), edge.ax.max(edge.bx));
        let (south, north) = (edge.ay.min(edge.by), edge.ay.max(edge.by));
        // One unit more to the west and south: an edge on a cell's border belongs to both cells.
        let first_column = ((west - x - 1) >> shift).max(0);
        let last_column = ((east - x) >> shift).min(width as i64 - 1);
        let first_row = ((south - y - 1) >> shift).max(0);
        let last_row = ((north - y) >> shift).min(height as i64 - 1);
        if first_column > last_column || first_row > last_row {
            return;
        }
        // An edge along a parallel may lie on the border of two rows, and has no slope.
        if first_column == last_column || first_row == last_row || edge.ay == edge.by {
            for row in first_row..=last_row {
                for column in first_column..=last_column {
                    self.pairs
                        .push(((row * width as i64 + column) as u32, number));
                }
            }
            return;
        }
        // Doubles are off by far less than the two units that are added on either side.
        let slope = (edge.bx - edge.ax) as f64 / (edge.by - edge.ay) as f64;
        let side = (1i64 << shift) as f64;
        for row in first_row..=last_row {
            let bottom = ((y + (row << shift)) as f64).max(south as f64);
            let top = ((y + ((row + 1) << shift)) as f64).min(north as f64);
            let one = edge.ax as f64 + slope * (bottom - edge.ay as f64);
            let other = edge.ax as f64 + slope * (top - edge.ay as f64);
            let from = (((one.min(other) - 2.0 - x as f64) / side) as i64).max(first_column);
            let to = (((one.max(other) + 2.0 - x as f64) / side) as i64).min(last_column);
            for column in from..=to {
                self.pairs
                    .push(((row * width as i64 + column) as u32, number));
            }
        }
    }

    /// Turn the marks into whether each corner is inside.
    fn spread(&mut self, window: &Window, inside: bool) {
        let mut column = inside;
        for row in self.corners.chunks_exact_mut(window.width) {
            column ^= row[0] & FLIPS_COLUMN != 0;
            let mut here = column;
            for corner in row {
                here ^= *corner & FLIPS_ROW != 0;
                *corner = here.into();
            }
        }
    }

    /// Sort the edges by cell, in their order, and name the cells that are all inside.
    fn gather(&mut self, cells: usize, polygon: u32) {
        self.counts.clear();
        self.counts.resize(cells, 0);
        for &(cell, _) in &self.pairs {
            self.counts[cell as usize] += 1;
        }
        let base = self.pool.len() as u32;
        self.pool.resize(self.pool.len() + self.pairs.len(), 0);
        // Each cell is written as one that is all inside and then kept or not, which needs no branch.
        let mut within = self.within.len();
        self.within.resize(within + cells + 1, (0, 0));
        let mut place = 0;
        for (cell, &corner) in self.corners.iter().enumerate() {
            let count = std::mem::replace(&mut self.counts[cell], place);
            self.within[within] = (cell as u32, polygon);
            within += usize::from((count == 0) & (corner != 0));
            if count > 0 {
                self.passing.push(Passing {
                    cell: cell as u32,
                    polygon,
                    inside: corner != 0,
                    first: base + place,
                    count,
                });
                place += count;
            }
        }
        self.within.truncate(within);
        for &(cell, number) in &self.pairs {
            let place = &mut self.counts[cell as usize];
            self.pool[(base + *place) as usize] = number;
            *place += 1;
        }
    }
}

/// The first of `0..count` for which `other` holds, where it holds for all after the first, beginning near a guess.
fn first_other(guess: i64, count: i64, other: impl Fn(i64) -> bool) -> Option<usize> {
    let mut at = guess.min(count - 1);
    while at > 0 && other(at - 1) {
        at -= 1;
    }
    while at < count && !other(at) {
        at += 1;
    }
    (at < count).then_some(at as usize)
}
