//! Lines: which areas they touch, and how many metres run inside.
//!
//! Whether an area is touched is exact. Metres are lengths on the WGS 84 ellipsoid by its local radii, good to 1e-6 of
//! the length for segments under a kilometre; a stretch walked twice counts twice.

use std::cmp::Ordering;

use crate::edge::{Edge, Point};
use crate::index::{GRID, GROUP_BITS, INSIDE, Index, KIND, LAST_GROUP, LEAF, NO_LIST, STEP};
use crate::query::{child, each_edge};

/// What lines found so far of each area; kept between lines so that memory is taken once.
#[derive(Default)]
pub struct Walk {
    /// The line that last touched each area, plus one.
    stamp: Vec<u32>,
    slot: Vec<u32>,
    found: Vec<(u32, f64)>,
    crossings: Vec<f64>,
}

/// One segment while it is walked.
struct Segment {
    edge: Edge,
    dx: f64,
    dy: f64,
    metres: f64,
}

impl Index {
    /// Walk one line and tell every area that it touches and that counts, with the metres inside, in the order met.
    pub fn line(
        &self,
        walk: &mut Walk,
        number: u32,
        line: &[Point],
        severity: &impl Fn(u32) -> u8,
        mut found: impl FnMut(u32, f64),
    ) {
        walk.stamp.resize(self.areas as usize, 0);
        walk.slot.resize(self.areas as usize, 0);
        walk.found.clear();
        let mut scale = Scale::default();
        if let [only] = line {
            self.segment(walk, number, *only, *only, 0.0, severity);
        }
        for pair in line.windows(2) {
            let metres = scale.metres(pair[0], pair[1]);
            self.segment(walk, number, pair[0], pair[1], metres, severity);
        }
        for &(area, metres) in &walk.found {
            found(area, metres);
        }
    }

    /// Walk the cells that a segment passes, each once, from its start to its end.
    fn segment(
        &self,
        walk: &mut Walk,
        line: u32,
        from: Point,
        to: Point,
        metres: f64,
        severity: &impl Fn(u32) -> u8,
    ) {
        let edge = Edge::new(from, to);
        let (dx, dy) = ((edge.bx - edge.ax) as f64, (edge.by - edge.ay) as f64);
        let segment = Segment {
            edge,
            dx,
            dy,
            metres,
        };
        let Some((mut t, last)) = self.clipped(&segment) else {
            return;
        };
        let (x, y) = ((edge.ax - self.x) as f64, (edge.ay - self.y) as f64);
        let (wide, high) = (
            i64::from(self.width) << self.shift,
            i64::from(self.height) << self.shift,
        );
        let mut at = (
            ((x + t * dx).floor() as i64).clamp(0, wide - 1),
            ((y + t * dy).floor() as i64).clamp(0, high - 1),
        );
        let end = (
            ((x + last * dx).floor() as i64).clamp(0, wide - 1),
            ((y + last * dy).floor() as i64).clamp(0, high - 1),
        );
        loop {
            let (descriptor, shift) = self.cell_at(at);
            let side = 1i64 << shift;
            let corner = (at.0 >> shift << shift, at.1 >> shift << shift);
            let exit_x = leaves(corner.0, side, x, dx);
            let exit_y = leaves(corner.1, side, y, dy);
            let exit = exit_x.min(exit_y).min(last).max(t);
            if descriptor & KIND != 0 {
                self.visit(
                    walk,
                    line,
                    &segment,
                    descriptor,
                    corner,
                    (t, exit),
                    severity,
                );
            }
            let reached = end.0 >> shift == at.0 >> shift && end.1 >> shift == at.1 >> shift;
            if reached || exit_x.min(exit_y) > last {
                return;
            }
            let before = at;
            if exit_x <= exit_y {
                at.0 = if dx > 0.0 {
                    corner.0 + side
                } else {
                    corner.0 - 1
                };
                at.1 = if exit_x == exit_y {
                    across(corner.1, side, dy)
                } else {
                    inside(y + exit_x * dy, corner.1, side)
                };
            } else {
                at.1 = if dy > 0.0 {
                    corner.1 + side
                } else {
                    corner.1 - 1
                };
                at.0 = inside(x + exit_y * dx, corner.0, side);
            }
            if at.0 < 0 || at.1 < 0 || at.0 >= wide || at.1 >= high || at == before {
                return;
            }
            t = exit;
        }
    }

    /// The part of a segment, by its parameter from 0 to 1, inside the grid's box; `None` if there is none.
    fn clipped(&self, segment: &Segment) -> Option<(f64, f64)> {
        let (wide, high) = (
            i64::from(self.width) << self.shift,
            i64::from(self.height) << self.shift,
        );
        let (mut first, mut last) = (0.0f64, 1.0f64);
        let axes = [
            (
                segment.edge.ax - self.x,
                segment.edge.bx - self.x,
                segment.dx,
                wide,
            ),
            (
                segment.edge.ay - self.y,
                segment.edge.by - self.y,
                segment.dy,
                high,
            ),
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

    /// The lowest descriptor over a position counted from the grid's corner, and its cell's binary side.
    #[inline(always)]
    fn cell_at(&self, at: (i64, i64)) -> (u32, u32) {
        let mut shift = self.shift;
        let mut descriptor =
            self.top[(at.1 >> shift) as usize * self.width as usize + (at.0 >> shift) as usize];
        while descriptor & KIND == GRID {
            shift -= STEP;
            descriptor =
                self.grids[(descriptor >> 2) as usize][child(at.0 as u32, at.1 as u32, shift)];
        }
        (descriptor, shift)
    }

    /// Count the stretch of a segment inside one cell towards the areas there.
    #[expect(clippy::too_many_arguments, reason = "what a cell is asked, once")]
    fn visit(
        &self,
        walk: &mut Walk,
        line: u32,
        segment: &Segment,
        descriptor: u32,
        corner: (i64, i64),
        (from, to): (f64, f64),
        severity: &impl Fn(u32) -> u8,
    ) {
        let at = descriptor >> 2;
        let list = if descriptor & KIND == LEAF {
            self.heap[at as usize]
        } else {
            at
        };
        let length = (to - from) * segment.metres;
        if list != NO_LIST {
            self.each_of(list, |area| {
                if severity(area) != 0 {
                    walk.count(line, area, length);
                }
            });
        }
        if descriptor & KIND != LEAF {
            return;
        }
        let corner = (self.x + corner.0, self.y + corner.1);
        let mut words = &self.heap[at as usize + 1..];
        loop {
            let head = words[0];
            let area = head >> GROUP_BITS;
            if severity(area) == 0 {
                words = each_edge(words, corner, |_| {});
            } else {
                let (touches, inside, rest) = stretch(walk, words, corner, segment, from, to);
                words = rest;
                if touches || inside > 0.0 {
                    walk.count(line, area, inside * segment.metres);
                }
            }
            if head & LAST_GROUP != 0 {
                return;
            }
        }
    }
}

impl Walk {
    #[inline(always)]
    fn count(&mut self, line: u32, area: u32, metres: f64) {
        if self.stamp[area as usize] != line + 1 {
            self.stamp[area as usize] = line + 1;
            self.slot[area as usize] = self.found.len() as u32;
            self.found.push((area, 0.0));
        }
        self.found[self.slot[area as usize] as usize].1 += metres;
    }
}

/// Whether a segment touches a leaf's polygon, and which part of it (of its parameter, within the cell) lies inside.
fn stretch<'a>(
    walk: &mut Walk,
    words: &'a [u32],
    corner: (i64, i64),
    segment: &Segment,
    from: f64,
    to: f64,
) -> (bool, f64, &'a [u32]) {
    let line = segment.edge;
    let crossings = &mut walk.crossings;
    crossings.clear();
    let mut touches = false;
    let rest = each_edge(words, corner, |edge| {
        let (start, end) = (edge.turn(line.ax, line.ay), edge.turn(line.bx, line.by));
        if start == end && start != Ordering::Equal {
            return;
        }
        let (one, other) = (line.turn(edge.ax, edge.ay), line.turn(edge.bx, edge.by));
        if one == other && one != Ordering::Equal {
            return;
        }
        if start == Ordering::Equal && end == Ordering::Equal {
            touches |= boxes_meet(&line, &edge); // on one line, or one of the two is a point on the other's line
            return;
        }
        touches = true;
        let (ex, ey) = ((edge.bx - edge.ax) as f64, (edge.by - edge.ay) as f64);
        let (sx, sy) = ((line.ax - edge.ax) as f64, (line.ay - edge.ay) as f64);
        let denominator = ex * segment.dy - ey * segment.dx;
        let t = (ey * sx - ex * sy) / denominator;
        if t > from && t < to {
            crossings.push(t);
        }
    });
    crossings.sort_unstable_by(f64::total_cmp);
    let mut inside = 0.0;
    let mut last = from;
    for at in 0..=crossings.len() {
        let next = crossings.get(at).copied().unwrap_or(to);
        if next > last && holds(words, corner, segment, (last + next) / 2.0) {
            inside += next - last;
        }
        last = next;
    }
    (touches, inside, rest)
}

/// Whether the point of a segment at a parameter is inside the leaf's polygon. Only metres depend on it.
fn holds(words: &[u32], corner: (i64, i64), segment: &Segment, t: f64) -> bool {
    let x = (segment.edge.ax - corner.0) as f64 + t * segment.dx;
    let y = (segment.edge.ay - corner.1) as f64 + t * segment.dy;
    let mut inside = words[0] & INSIDE != 0;
    each_edge(words, corner, |edge| {
        let (ax, ay) = ((edge.ax - corner.0) as f64, (edge.ay - corner.1) as f64);
        let (bx, by) = ((edge.bx - corner.0) as f64, (edge.by - corner.1) as f64);
        // As `Edge::crossed`: north along the corner's meridian, then east to the point.
        if (edge.ax > corner.0) != (edge.bx > corner.0) {
            let at = ay - ax * (by - ay) / (bx - ax);
            // Whether it crosses north of the corner is told exactly, as everywhere.
            let north = edge.left(corner.0, corner.1) != (bx > ax);
            inside ^= north && y > at;
        }
        if (ay > y) != (by > y) {
            let at = ax + (y - ay) * (bx - ax) / (by - ay);
            inside ^= (at > 0.0) && (at < x);
        }
    });
    inside
}

fn boxes_meet(a: &Edge, b: &Edge) -> bool {
    a.ax.min(a.bx) <= b.ax.max(b.bx)
        && b.ax.min(b.bx) <= a.ax.max(a.bx)
        && a.ay.min(a.by) <= b.ay.max(b.by)
        && b.ay.min(b.by) <= a.ay.max(a.by)
}

/// The parameter at which a segment leaves a cell along one axis; never, if it does not move along it.
#[inline(always)]
fn leaves(corner: i64, side: i64, from: f64, step: f64) -> f64 {
    if step > 0.0 {
        ((corner + side) as f64 - from) / step
    } else if step < 0.0 {
        (corner as f64 - from) / step
    } else {
        f64::INFINITY
    }
}

#[inline(always)]
fn inside(value: f64, corner: i64, side: i64) -> i64 {
    (value.floor() as i64).clamp(corner, corner + side - 1)
}

#[inline(always)]
fn across(corner: i64, side: i64, step: f64) -> i64 {
    if step > 0.0 {
        corner + side
    } else {
        corner - 1
    }
}

/// Metres of 1e-7 degree near a latitude, computed anew when a line has moved on by a hundredth of a degree.
#[derive(Default)]
struct Scale {
    known: Option<i32>,
    east: f64,
    east_change: f64,
    north: f64,
}

impl Scale {
    fn metres(&mut self, from: Point, to: Point) -> f64 {
        const NEAR: i32 = 100_000;
        let middle = (f64::from(from[1]) + f64::from(to[1])) / 2.0;
        if self
            .known
            .is_none_or(|known| (f64::from(known) - middle).abs() > f64::from(NEAR))
        {
            self.set(middle);
        }
        let east =
            self.east + self.east_change * (middle - f64::from(self.known.unwrap_or_default()));
        let dx = (f64::from(to[0]) - f64::from(from[0])) * east;
        let dy = (f64::from(to[1]) - f64::from(from[1])) * self.north;
        dx.hypot(dy)
    }

    fn set(&mut self, latitude: f64) {
        const RADIUS: f64 = 6_378_137.0;
        const ECCENTRICITY_2: f64 = 0.006_694_379_990_141_316;
        let unit = 1e-7f64.to_radians();
        let known = latitude.round();
        let (sin, cos) = (known * unit).sin_cos();
        let w = 1.0 - ECCENTRICITY_2 * sin * sin;
        self.known = Some(known as i32);
        self.east = RADIUS * unit * cos / w.sqrt();
        self.east_change = -RADIUS * (1.0 - ECCENTRICITY_2) * unit * unit * sin / (w * w.sqrt());
        self.north = RADIUS * (1.0 - ECCENTRICITY_2) * unit / (w * w.sqrt());
    }
}
