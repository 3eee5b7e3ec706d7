//! A segment of a line, and how it meets the edges of the polygons that pass a leaf.

use std::cmp::Ordering;

use crate::edge::{Edge, Point};
use crate::leaf::{Cell, INSIDE, Short, each_edge, in_group};

#[derive(Clone, Copy)]
struct Box {
    west: i64,
    south: i64,
    east: i64,
    north: i64,
}

impl Box {
    #[inline(always)]
    fn of(edge: &Edge) -> Box {
        Box {
            west: edge.ax.min(edge.bx),
            south: edge.ay.min(edge.by),
            east: edge.ax.max(edge.bx),
            north: edge.ay.max(edge.by),
        }
    }

    #[inline(always)]
    fn meets(&self, other: &Box) -> bool {
        (self.west <= other.east)
            & (other.west <= self.east)
            & (self.south <= other.north)
            & (other.south <= self.north)
    }
}

/// One segment of a line.
pub(crate) struct Segment {
    pub(crate) edge: Edge,
    around: Box,
    dx: f64,
    dy: f64,
}

impl Segment {
    #[inline(always)]
    pub(crate) fn new(from: Point, to: Point) -> Segment {
        let edge = Edge::new(from, to);
        Segment {
            edge,
            around: Box::of(&edge),
            dx: (edge.bx - edge.ax) as f64,
            dy: (edge.by - edge.ay) as f64,
        }
    }

    /// The parameter of a position on the segment's line.
    fn at(&self, x: i64, y: i64) -> f64 {
        if self.dx.abs() >= self.dy.abs() {
            (x - self.edge.ax) as f64 / self.dx
        } else {
            (y - self.edge.ay) as f64 / self.dy
        }
    }

    /// The parameter at which the segment crosses an edge's line.
    #[inline(always)]
    fn cut(&self, edge: &Edge) -> f64 {
        let (ex, ey) = ((edge.bx - edge.ax) as f64, (edge.by - edge.ay) as f64);
        let (sx, sy) = (
            (self.edge.ax - edge.ax) as f64,
            (self.edge.ay - edge.ay) as f64,
        );
        (ey * sx - ex * sy) / (ex * self.dy - ey * self.dx)
    }
}

/// How a segment meets the border of a polygon in a leaf.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meets {
    Nothing,
    /// Only edges crossed in their midst by its own, so that each changes the side.
    Crossings,
    /// Corners too, or edges along it.
    Corners,
}

/// Where a segment meets the border: the sorted parameters of its cuts, and the stretches along edges.
#[derive(Default)]
pub(crate) struct Cuts {
    pub(crate) cuts: Vec<f64>,
    pub(crate) along: Vec<(f64, f64)>,
}

/// The edges of one polygon that pass a leaf.
#[derive(Clone, Copy)]
pub(crate) struct Passing<'a> {
    pub(crate) words: &'a [u32],
    pub(crate) cell: Cell,
}

impl Passing<'_> {
    /// True if a segment lies beside the box of each edge, so that it meets none.
    #[inline(never)]
    pub(crate) fn apart(&self, segment: &Segment) -> bool {
        let mut meets = false;
        each_edge(self.words, self.cell, |edge| {
            meets |= segment.around.meets(&Box::of(&edge));
        });
        !meets
    }

    /// How a segment meets the edges, found one by one.
    #[inline(never)]
    pub(crate) fn meet(&self, segment: &Segment, found: &mut Cuts) -> Meets {
        let Cuts { cuts, along } = found;
        cuts.clear();
        along.clear();
        let mut meets = Meets::Nothing;
        let line = &segment.edge;
        each_edge(self.words, self.cell, |edge| {
            if !segment.around.meets(&Box::of(&edge)) {
                return;
            }
            let (start, end) = (edge.turn(line.ax, line.ay), edge.turn(line.bx, line.by));
            if start == end && start != Ordering::Equal {
                return;
            }
            let (one, other) = (line.turn(edge.ax, edge.ay), line.turn(edge.bx, edge.by));
            if one == other && one != Ordering::Equal {
                return;
            }
            if start == Ordering::Equal && end == Ordering::Equal {
                // On one line, or one of the two is a point on the other's line; the boxes meet.
                meets = Meets::Corners;
                let ends = (segment.at(edge.ax, edge.ay), segment.at(edge.bx, edge.by));
                along.push((ends.0.min(ends.1), ends.0.max(ends.1)));
                return;
            }
            if [start, end, one, other].contains(&Ordering::Equal) {
                meets = Meets::Corners;
            } else if meets == Meets::Nothing {
                meets = Meets::Crossings;
            }
            cuts.push(segment.cut(&edge));
        });
        cuts.sort_unstable_by(f64::total_cmp);
        meets
    }

    /// The same where it is known which steps of a short group the segment crosses.
    #[inline(always)]
    pub(crate) fn cross(
        &self,
        segment: &Segment,
        group: &Short<'_>,
        mut steps: u32,
        found: &mut Cuts,
    ) -> Meets {
        let Cell { x, y, .. } = self.cell;
        found.cuts.clear();
        found.along.clear();
        while steps != 0 {
            let Edge { ax, ay, bx, by } = group.edge(steps.trailing_zeros() as usize);
            found.cuts.push(segment.cut(&Edge {
                ax: x + ax,
                ay: y + ay,
                bx: x + bx,
                by: y + by,
            }));
            steps &= steps - 1;
        }
        if found.cuts.len() > 1 {
            found.cuts.sort_unstable_by(f64::total_cmp);
        }
        Meets::Crossings
    }

    /// Whether a position in the leaf lies inside; `None` on the border. Exact.
    #[inline(always)]
    pub(crate) fn holds(&self, x: i64, y: i64) -> Option<bool> {
        let Cell { x: cx, y: cy, .. } = self.cell;
        let (inside, on_border, _) =
            in_group(self.words, self.cell, (x - cx) as u32, (y - cy) as u32);
        (!on_border).then_some(inside)
    }

    /// Whether the point of a segment at a parameter is inside, in doubles. Only metres depend on it. As
    /// `Edge::crossed`: north from the leaf's corner, then east to the point.
    #[inline(never)]
    pub(crate) fn about(&self, segment: &Segment, t: f64) -> bool {
        let Cell { x: cx, y: cy, .. } = self.cell;
        let x = (segment.edge.ax - cx) as f64 + t * segment.dx;
        let y = (segment.edge.ay - cy) as f64 + t * segment.dy;
        let mut inside = self.words[0] & INSIDE != 0;
        each_edge(self.words, self.cell, |edge| {
            let (ax, ay) = ((edge.ax - cx) as f64, (edge.ay - cy) as f64);
            let (bx, by) = ((edge.bx - cx) as f64, (edge.by - cy) as f64);
            // All of it is reckoned for each edge, which needs no branch.
            let tie = if by == ay { bx > ax } else { by < ay };
            let one = (bx - ax) * (y - ay);
            let left = |other: f64| (one > other) | ((one == other) & tie);
            let start = left((by - ay) * (0.0 - ax));
            let spans_column = (edge.ax > cx) != (edge.bx > cx);
            let spans_row = (ay > y) != (by > y);
            inside ^= spans_column & (start != edge.left(cx, cy));
            inside ^= spans_row & (start != left((by - ay) * (x - ax)));
        });
        inside
    }
}
