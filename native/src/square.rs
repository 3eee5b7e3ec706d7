//! Cutting edges to a square of 4 by 4 cells, with a bit for each cell: which cells an edge passes, and which corners it
//! parts. The same as [`crate::distribute`] does for any window, for the one that the index is built of.

use crate::edge::{Edge, Point};
use crate::index::STEP;

/// Cells of the square, from west to east and from south to north.
const SIDE: i64 = 1 << STEP;
/// Bit 4 r + c is the cell in row r and column c, or its south-west corner.
pub(crate) type Bits = u16;

const ROW: Bits = 0b1111;
const FIRST_COLUMN: Bits = 0x1111;
const ALL: Bits = Bits::MAX;

/// The square: its south-west corner, and the binary logarithm of a cell's side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Square {
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) shift: u32,
}

impl Square {
    /// The cells that an edge may pass (a cell too many does no harm, one too few would), and the corners that lie on
    /// the other side of it than the square's corner does, as counted along the way north and then east.
    #[inline(always)]
    pub(crate) fn cut(&self, from: Point, to: Point) -> (Bits, Bits) {
        let edge = Edge {
            ax: i64::from(from[0]) - self.x,
            ay: i64::from(from[1]) - self.y,
            bx: i64::from(to[0]) - self.x,
            by: i64::from(to[1]) - self.y,
        };
        let (west, east) = (edge.ax.min(edge.bx), edge.ax.max(edge.bx));
        let (south, north) = (edge.ay.min(edge.by), edge.ay.max(edge.by));
        // One unit more to the west and south: an edge on a cell's border belongs to both cells.
        let (column, row) = ((west - 1) >> self.shift, (south - 1) >> self.shift);
        let last = (east >> self.shift, north >> self.shift);
        if (column, row) == last {
            // Most edges lie within one cell, and part no corners.
            let within = (column as u64) < SIDE as u64 && (row as u64) < SIDE as u64;
            let cell = 1 << ((row & (SIDE - 1)) * SIDE + (column & (SIDE - 1)));
            return (if within { cell } else { 0 }, 0);
        }
        let columns = (column.max(0), last.0.min(SIDE - 1));
        let rows = (row.max(0), last.1.min(SIDE - 1));
        let cells = if columns.0 > columns.1 || rows.0 > rows.1 {
            0
        } else if columns.0 == columns.1 || rows.0 == rows.1 || edge.ay == edge.by {
            // An edge along a parallel may lie on the border of two rows, and has no slope.
            bits(columns, rows)
        } else {
            self.aslant(&edge, columns, rows)
        };
        (cells, self.parted(&edge, (west, east), (south, north)))
    }

    /// The cells that an edge may pass that spans several rows and columns.
    fn aslant(&self, edge: &Edge, columns: (i64, i64), rows: (i64, i64)) -> Bits {
        let (south, north) = (edge.ay.min(edge.by) as f64, edge.ay.max(edge.by) as f64);
        // Doubles are off by far less than the two units that are added on either side.
        let slope = (edge.bx - edge.ax) as f64 / (edge.by - edge.ay) as f64;
        let at = |y: f64| edge.ax as f64 + slope * (y - edge.ay as f64);
        let mut found = 0;
        for row in rows.0..=rows.1 {
            let one = at(((row << self.shift) as f64).max(south));
            let other = at((((row + 1) << self.shift) as f64).min(north));
            let from = ((one.min(other) - 2.0) as i64 >> self.shift).max(columns.0);
            let to = ((one.max(other) + 2.0) as i64 >> self.shift).min(columns.1);
            if from <= to {
                found |= bits((from, to), (row, row));
            }
        }
        found
    }

    /// The corners that lie on the other side of an edge.
    #[inline(always)]
    fn parted(&self, edge: &Edge, (west, east): (i64, i64), (south, north): (i64, i64)) -> Bits {
        let shift = self.shift;
        let before_last = (1i64 << shift) - 1;
        let mut found = 0;
        // An edge wholly on one side of a row's corners does not part them.
        if east >= 0 && west <= (SIDE - 1) << shift {
            let first = ((south + before_last) >> shift).max(0);
            let last = ((north - 1) >> shift).min(SIDE - 1);
            let side = Sides::of(edge);
            for row in first..=last {
                let one = side.dx * ((row << shift) - edge.ay);
                let start = side.left(one, 0);
                // On one side of the edge until it is met, and on the other from there on.
                let other =
                    |column: i64| Bits::from(side.left(one, column << shift) != start) << column;
                found ^= (other(1) | other(2) | other(3)) << (row * SIDE);
            }
        }
        if (edge.ax > 0) != (edge.bx > 0) {
            let side = Sides::of(edge);
            let start = edge.left(0, 0);
            let other = |row: i64| {
                let one = side.dx * ((row << shift) - edge.ay);
                Bits::from(side.left(one, 0) != start) * (ROW << (row * SIDE))
            };
            found ^= other(1) | other(2) | other(3);
        }
        found
    }
}

/// On which side of an edge corners lie, as [`Edge::left`] tells, for many corners. Those of a square in the grid lie at
/// most 2.1e9 north and 4.1e9 east of any position, so the products fit in 64 bits.
struct Sides {
    dx: i64,
    dy: i64,
    ax: i64,
    tie: bool,
}

impl Sides {
    #[inline(always)]
    fn of(edge: &Edge) -> Sides {
        let (dx, dy) = (edge.bx - edge.ax, edge.by - edge.ay);
        Sides {
            dx,
            dy,
            ax: edge.ax,
            tie: if dy == 0 { dx > 0 } else { dy < 0 },
        }
    }

    /// Whether a corner lies left, given the turn's first product.
    #[inline(always)]
    fn left(&self, one: i64, x: i64) -> bool {
        let other = self.dy * (x - self.ax);
        (one > other) | ((one == other) & self.tie)
    }
}

/// The cells in these columns and rows, both ends included.
#[inline(always)]
fn bits(columns: (i64, i64), rows: (i64, i64)) -> Bits {
    let in_row = (ROW << columns.0) & (ROW >> (SIDE - 1 - columns.1));
    let of_rows = (ALL << (rows.0 * SIDE)) & (ALL >> ((SIDE - 1 - rows.1) * SIDE)) & FIRST_COLUMN;
    in_row * of_rows
}

/// Visit the numbers of the bits that are set.
#[inline(always)]
pub(crate) fn each_bit(mut bits: Bits, mut visit: impl FnMut(usize)) {
    while bits != 0 {
        visit(bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribute::{Cut, Window};

    #[test]
    fn a_square_is_cut_as_any_window_is() {
        let mut state = 7u64;
        let mut next = |most: i64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) as i64 % most
        };
        for _ in 0..200_000 {
            let shift = 2 + next(4) as u32;
            let span = 6 << shift;
            let (x, y) = (next(1000) - 500, next(1000) - 500);
            let mut position = || {
                let on = if next(2) == 0 { 0 } else { shift };
                let at = |along: i64| (along >> on << on) as i32;
                [
                    x as i32 - (1 << shift) + at(next(span)),
                    y as i32 - (1 << shift) + at(next(span)),
                ]
            };
            let vertices = [position(), position()];
            let square = Square { x, y, shift };
            let (cells, parted) = square.cut(vertices[0], vertices[1]);
            let window = Window {
                x,
                y,
                shift,
                width: 4,
                height: 4,
            };
            let mut cut = Cut::default();
            cut.add(&window, &vertices, 0..1, 0, false);
            let passed = cut.passing.iter().fold(0, |all, each| all | 1 << each.cell);
            let mut inside = cut
                .within
                .iter()
                .fold(0, |all: Bits, each| all | 1 << each.0);
            inside |= cut
                .passing
                .iter()
                .filter(|each| each.inside)
                .fold(0, |all, each| all | 1 << each.cell);
            assert_eq!(
                (cells & !passed, parted),
                (0, inside),
                "{vertices:?} {square:?}"
            );
        }
    }
}
