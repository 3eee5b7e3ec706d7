//! Exact predicates on edges between integer points (1e-7 degree).
//!
//! A longitude difference may be 3.6e9 and a latitude difference 1.8e9, so one product fits in 64 bits but the
//! difference of two does not: products are compared, never subtracted.

use std::cmp::Ordering;

/// A position: longitude and latitude in 1e-7 degree.
pub type Point = [i32; 2];

/// An edge from `a` to `b`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Start, longitude.
    pub ax: i64,
    /// Start, latitude.
    pub ay: i64,
    /// End, longitude.
    pub bx: i64,
    /// End, latitude.
    pub by: i64,
}

impl Edge {
    /// The edge between two positions.
    #[inline(always)]
    pub fn new(a: Point, b: Point) -> Self {
        Edge {
            ax: a[0].into(),
            ay: a[1].into(),
            bx: b[0].into(),
            by: b[1].into(),
        }
    }

    /// Where the edge starts.
    pub fn start(&self) -> Point {
        [self.ax as i32, self.ay as i32]
    }

    /// Where the edge ends.
    pub fn end(&self) -> Point {
        [self.bx as i32, self.by as i32]
    }

    /// On which side of the edge's line a point lies: left (`Greater`), on it (`Equal`), right (`Less`).
    #[inline(always)]
    pub fn turn(&self, x: i64, y: i64) -> Ordering {
        ((self.bx - self.ax) * (y - self.ay)).cmp(&((self.by - self.ay) * (x - self.ax)))
    }

    /// True if the point lies left of the edge's line, after it was moved by an infinitesimal step east and by one
    /// infinitely smaller north. So no point ever lies on a line, and counting crossings needs no special case.
    #[inline(always)]
    pub fn left(&self, x: i64, y: i64) -> bool {
        let turn = self.turn(x, y);
        let tie = if self.by == self.ay {
            self.bx > self.ax
        } else {
            self.by < self.ay
        };
        turn.is_gt() | (turn.is_eq() & tie)
    }

    /// True if the point lies on the closed edge.
    #[inline(always)]
    pub fn holds(&self, x: i64, y: i64) -> bool {
        self.in_box(x, y) && self.turn(x, y) == Ordering::Equal
    }

    #[inline(always)]
    fn in_box(&self, x: i64, y: i64) -> bool {
        x >= self.ax.min(self.bx)
            && x <= self.ax.max(self.bx)
            && y >= self.ay.min(self.by)
            && y <= self.ay.max(self.by)
    }

    /// Whether the edge is crossed an odd number of times on the way from a corner north to the point's latitude and
    /// then east to the point; `None` if the point lies on the edge. The point lies north-east of the corner.
    #[inline(always)]
    pub fn crossed(&self, corner: (i64, i64), x: i64, y: i64) -> Option<bool> {
        let (cx, cy) = corner;
        let spans_column = (self.ax > cx) != (self.bx > cx);
        let spans_row = (self.ay > y) != (self.by > y);
        if spans_row {
            let turn = self.turn(x, y);
            if turn == Ordering::Equal {
                return None;
            }
            let start = self.left(cx, y);
            let mut odd = start != (turn == Ordering::Greater);
            if spans_column {
                odd ^= start != self.left(cx, cy);
            }
            return Some(odd);
        }
        if (self.ay == y || self.by == y) && self.holds(x, y) {
            return None;
        }
        Some(spans_column && self.left(cx, y) != self.left(cx, cy))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_shapes_do_not_overflow() {
        let edge = Edge::new([-1_800_000_000, -900_000_000], [1_800_000_000, 900_000_000]);
        assert_eq!(edge.turn(0, 0), Ordering::Equal);
        assert_eq!(edge.turn(-1_800_000_000, 900_000_000), Ordering::Greater);
        assert_eq!(edge.turn(1_800_000_000, -900_000_000), Ordering::Less);
        assert!(edge.holds(0, 0));
    }

    #[test]
    fn a_point_on_an_edge_is_told() {
        let edge = Edge::new([10, 0], [10, 100]);
        assert_eq!(edge.crossed((0, 0), 10, 50), None);
        assert_eq!(edge.crossed((0, 0), 10, 100), None);
        assert_eq!(edge.crossed((0, 0), 11, 50), Some(true));
        assert_eq!(edge.crossed((0, 0), 9, 50), Some(false));
    }
}
