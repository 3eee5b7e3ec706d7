//! A segment of a line, and how it meets the edges of the polygons that pass a leaf.

use std::cmp::Ordering;

use crate::edge::{Edge, Point};

#[derive(Clone, Copy)]
pub(crate) struct Box {
    pub(crate) west: i64,
    pub(crate) south: i64,
    pub(crate) east: i64,
    pub(crate) north: i64,
}

impl Box {
    pub(crate) const NOTHING: Box = Box {
        west: i64::MAX,
        south: i64::MAX,
        east: i64::MIN,
        north: i64::MIN,
    };

    #[inline(always)]
    pub(crate) fn of(edge: &Edge) -> Box {
        Box {
            west: edge.ax.min(edge.bx),
            south: edge.ay.min(edge.by),
            east: edge.ax.max(edge.bx),
            north: edge.ay.max(edge.by),
        }
    }

    #[inline(always)]
    pub(crate) fn meets(&self, other: &Box) -> bool {
        (self.west <= other.east)
            & (other.west <= self.east)
            & (self.south <= other.north)
            & (other.south <= self.north)
    }

    #[inline(always)]
    pub(crate) fn join(&self, other: &Box) -> Box {
        Box {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }
}

/// One segment while it is walked.
pub(crate) struct Segment {
    pub(crate) edge: Edge,
    pub(crate) around: Box,
    pub(crate) dx: f64,
    pub(crate) dy: f64,
    pub(crate) metres: f64,
    /// Gather all stretches before they count, because another walk may find the same ones.
    pub(crate) gather: bool,
}

impl Segment {
    pub(crate) fn new(from: Point, to: Point, metres: f64) -> Segment {
        let edge = Edge::new(from, to);
        Segment {
            edge,
            around: Box::of(&edge),
            dx: (edge.bx - edge.ax) as f64,
            dy: (edge.by - edge.ay) as f64,
            metres,
            gather: false,
        }
    }
}

/// The part of a segment in one cell, by its parameter, and whether it begins and ends with the segment in it.
#[derive(Clone, Copy)]
pub(crate) struct Part {
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) begins: bool,
    pub(crate) ends: bool,
}

pub(crate) const ALL: Part = Part {
    from: 0.0,
    to: 1.0,
    begins: true,
    ends: true,
};

/// How a segment meets the border of a polygon in a leaf.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meets {
    Nothing,
    /// Only edges crossed in their midst by its own, so that each changes the side.
    Crossings,
    /// Corners too, or edges along it.
    Corners,
}

/// The edges of one polygon that pass a leaf.
pub(crate) struct Passing<'a> {
    pub(crate) corner: (i64, i64),
    pub(crate) corner_inside: bool,
    pub(crate) edges: &'a [Edge],
}

impl Passing<'_> {
    /// How a segment meets the edges, with the sorted parameters of its cuts and the stretches along edges.
    #[inline(always)]
    pub(crate) fn meet(
        &self,
        segment: &Segment,
        boxes: &[Box],
        cuts: &mut Vec<f64>,
        along: &mut Vec<(f64, f64)>,
    ) -> Meets {
        cuts.clear();
        along.clear();
        let mut meets = Meets::Nothing;
        let line = &segment.edge;
        for (edge, of) in self.edges.iter().zip(boxes) {
            if !segment.around.meets(of) {
                continue;
            }
            let (start, end) = (edge.turn(line.ax, line.ay), edge.turn(line.bx, line.by));
            if start == end && start != Ordering::Equal {
                continue;
            }
            let (one, other) = (line.turn(edge.ax, edge.ay), line.turn(edge.bx, edge.by));
            if one == other && one != Ordering::Equal {
                continue;
            }
            if start == Ordering::Equal && end == Ordering::Equal {
                // On one line, or one of the two is a point on the other's line; the boxes meet.
                meets = Meets::Corners;
                let ends = (segment.at(edge.ax, edge.ay), segment.at(edge.bx, edge.by));
                along.push((ends.0.min(ends.1), ends.0.max(ends.1)));
                continue;
            }
            if [start, end, one, other].contains(&Ordering::Equal) {
                meets = Meets::Corners;
            } else if meets == Meets::Nothing {
                meets = Meets::Crossings;
            }
            let (ex, ey) = ((edge.bx - edge.ax) as f64, (edge.by - edge.ay) as f64);
            let (sx, sy) = ((line.ax - edge.ax) as f64, (line.ay - edge.ay) as f64);
            cuts.push((ey * sx - ex * sy) / (ex * segment.dy - ey * segment.dx));
        }
        if cuts.len() > 1 {
            cuts.sort_unstable_by(f64::total_cmp);
        }
        meets
    }

    /// Whether a position in the leaf lies inside; `None` on the border. Exact.
    pub(crate) fn holds(&self, x: i64, y: i64) -> Option<bool> {
        let mut inside = self.corner_inside;
        for edge in self.edges {
            inside ^= edge.crossed(self.corner, x, y)?;
        }
        Some(inside)
    }

    /// Whether the point of a segment at a parameter is inside, in doubles. Only metres depend on it. As
    /// `Edge::crossed`: north from the leaf's corner, then east to the point.
    pub(crate) fn about(&self, segment: &Segment, t: f64) -> bool {
        let (cx, cy) = self.corner;
        let x = (segment.edge.ax - cx) as f64 + t * segment.dx;
        let y = (segment.edge.ay - cy) as f64 + t * segment.dy;
        let mut inside = self.corner_inside;
        for edge in self.edges {
            let (ax, ay) = ((edge.ax - cx) as f64, (edge.ay - cy) as f64);
            let (bx, by) = ((edge.bx - cx) as f64, (edge.by - cy) as f64);
            let left = |x: f64| {
                let (one, other) = ((bx - ax) * (y - ay), (by - ay) * (x - ax));
                one > other || (one == other && if by == ay { bx > ax } else { by < ay })
            };
            if (edge.ax > cx) != (edge.bx > cx) {
                inside ^= left(0.0) != edge.left(cx, cy);
            }
            if (ay > y) != (by > y) {
                inside ^= left(0.0) != left(x);
            }
        }
        inside
    }
}

impl Segment {
    /// The parameter of a position on the segment's line.
    pub(crate) fn at(&self, x: i64, y: i64) -> f64 {
        if self.dx.abs() >= self.dy.abs() {
            (x - self.edge.ax) as f64 / self.dx
        } else {
            (y - self.edge.ay) as f64 / self.dy
        }
    }
}

/// The parameter at which a segment leaves a cell along one axis; never, if it does not move along it.
#[inline(always)]
pub(crate) fn leaves(corner: i64, side: i64, from: f64, step: f64, along: f64) -> f64 {
    if step > 0.0 {
        ((corner + side) as f64 - from) * along
    } else if step < 0.0 {
        (corner as f64 - from) * along
    } else {
        f64::INFINITY
    }
}

#[inline(always)]
pub(crate) fn inside(value: f64, corner: i64, side: i64) -> i64 {
    // Cut off, not rounded down: nothing below the corner is left anyway.
    (value as i64).clamp(corner, corner + side - 1)
}

#[inline(always)]
pub(crate) fn across(corner: i64, side: i64, step: f64) -> i64 {
    if step > 0.0 {
        corner + side
    } else {
        corner - 1
    }
}
