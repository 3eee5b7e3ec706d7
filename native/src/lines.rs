//! Lines: which areas they touch, and how many metres run inside.
//!
//! Whether an area is touched is exact: by an edge that a segment meets, or by a position of the line that lies inside.
//! Metres are lengths on the WGS 84 ellipsoid by its local radii, good to 1e-6 of the length for segments under a
//! kilometre; a stretch walked twice counts twice, and one along an area's border lies inside.

use std::cmp::Ordering;

use crate::edge::{Edge, Point};
use crate::index::{EMPTY, Index, KIND, LEAF, NO_LIST};
use crate::leaf::{self, GROUP_BITS, INSIDE, LAST_GROUP, MANY, each_edge, skip_group};
use crate::scale::Scale;
use crate::segment::{ALL, Box, Meets, Part, Passing, Segment, across, inside, leaves};

/// What a line found so far; kept between lines so that memory is taken once.
#[derive(Default)]
pub struct Walk {
    /// The line that last touched each area, plus one.
    stamp: Vec<u32>,
    slot: Vec<u32>,
    found: Vec<Found>,
    scale: Scale,
    cell: Cell,
    leaf: Leaf,
    ahead: Vec<Point>,
    cuts: Vec<f64>,
    along: Vec<(f64, f64)>,
    /// Stretches of one segment, of areas that several polygons may give the same stretch of.
    gathered: Vec<(u32, f64, f64)>,
}

struct Found {
    area: u32,
    metres: f64,
    touched: bool,
}

/// The cell in which the last position lies, and the metres walked in it since it was entered.
struct Cell {
    /// Corner counted from the grid's; a side of 0 holds nothing, so that the next segment looks for its cell.
    x: i64,
    y: i64,
    side: i64,
    kind: u32,
    list: u32,
    metres: f64,
}

impl Default for Cell {
    fn default() -> Self {
        Cell {
            x: 0,
            y: 0,
            side: 0,
            kind: EMPTY,
            list: NO_LIST,
            metres: 0.0,
        }
    }
}

impl Cell {
    #[inline(always)]
    fn holds(&self, x: i64, y: i64) -> bool {
        // A negative difference becomes greater than any side.
        ((x - self.x) as u64) < self.side as u64 && ((y - self.y) as u64) < self.side as u64
    }
}

/// The cell's polygons whose areas count, with the edges that pass.
#[derive(Default)]
struct Leaf {
    corner: (i64, i64),
    groups: Vec<Group>,
    edges: Vec<Edge>,
    boxes: Vec<Box>,
}

/// A polygon in a leaf.
struct Group {
    area: u32,
    first: usize,
    end: usize,
    corner_inside: bool,
    /// Another polygon of the same area passes the same leaf.
    shared: bool,
    touched: bool,
    metres: f64,
    /// Whether the last position lies inside; unknown on the border and before the first in the cell.
    inside: Option<bool>,
    around: Box,
}

/// Of a large index, what every so many positions lie in is asked for before the line is walked, so that memory brings
/// it all at once.
const WARMED: usize = 3;

/// Metres of a segment that nothing asked for yet.
const UNKNOWN: f64 = f64::NAN;

/// The 180th meridian, which is both ends of the map.
pub(crate) const MERIDIAN: i32 = 1_800_000_000;

impl Index {
    /// Walk one line and tell every area that it touches and that counts, with the metres inside, in the order met.
    ///
    /// `both_ends` says that positions on the 180th meridian lie at both ends of the map.
    pub fn line(
        &self,
        walk: &mut Walk,
        number: u32,
        line: &[Point],
        both_ends: bool,
        severity: &impl Fn(u32) -> u8,
        mut found: impl FnMut(u32, f64),
    ) {
        walk.stamp.resize(self.areas as usize, 0);
        walk.slot.resize(self.areas as usize, 0);
        walk.found.clear();
        if self.is_large() && line.len() > WARMED {
            walk.ahead.clear();
            walk.ahead.extend(line.iter().step_by(WARMED));
            self.warm(&walk.ahead);
        }
        if let [only] = line {
            self.at(*only, severity, |area| walk.count(number, area, 0.0, true));
        }
        for pair in line.windows(2) {
            self.step(walk, number, pair[0], pair[1], both_ends, severity);
        }
        self.leave(walk, number, severity);
        if both_ends {
            for &[x, y] in line.iter().filter(|each| each[0].abs() == MERIDIAN) {
                self.at([-x, y], severity, |area| {
                    walk.count(number, area, 0.0, true)
                });
            }
        }
        for each in walk.found.iter().filter(|each| each.touched) {
            found(each.area, each.metres);
        }
    }

    #[inline(always)]
    fn step(
        &self,
        walk: &mut Walk,
        line: u32,
        from: Point,
        to: Point,
        both_ends: bool,
        severity: &impl Fn(u32) -> u8,
    ) {
        if both_ends && from[0].abs() == MERIDIAN && from[0] == to[0] {
            return self.along_meridian(walk, line, from, to, severity);
        }
        let (x, y) = (i64::from(to[0]) - self.x, i64::from(to[1]) - self.y);
        if walk.cell.holds(x, y) {
            if walk.cell.kind == EMPTY {
                return;
            }
            let metres = walk.scale.metres(from, to);
            walk.cell.metres += metres;
            if walk.cell.kind == LEAF && !walk.leaf.groups.is_empty() {
                walk.in_leaf(&Segment::new(from, to, metres), ALL);
                if !walk.gathered.is_empty() {
                    walk.merge(line, metres);
                }
            }
            return;
        }
        self.segment(walk, line, Segment::new(from, to, UNKNOWN), severity);
    }

    /// A segment on the 180th meridian lies at both ends of the map, and counts once.
    #[cold]
    fn along_meridian(
        &self,
        walk: &mut Walk,
        line: u32,
        from: Point,
        to: Point,
        severity: &impl Fn(u32) -> u8,
    ) {
        let metres = walk.scale.metres(from, to);
        for sign in [1, -1] {
            self.leave(walk, line, severity);
            let ends = ([sign * from[0], from[1]], [sign * to[0], to[1]]);
            let segment = Segment {
                gather: true,
                ..Segment::new(ends.0, ends.1, metres)
            };
            self.segment(walk, line, segment, severity);
        }
        self.leave(walk, line, severity);
        walk.merge(line, metres);
    }

    /// Walk the cells that a segment passes, each once, from its start to its end.
    fn segment(
        &self,
        walk: &mut Walk,
        line: u32,
        mut segment: Segment,
        severity: &impl Fn(u32) -> u8,
    ) {
        let Segment { edge, dx, dy, .. } = segment;
        let (ax, ay) = (edge.ax - self.x, edge.ay - self.y);
        let (bx, by) = (edge.bx - self.x, edge.by - self.y);
        let (wide, high) = (
            i64::from(self.width) << self.shift,
            i64::from(self.height) << self.shift,
        );
        let in_grid = |x: i64, y: i64| (x as u64) < wide as u64 && (y as u64) < high as u64;
        let (x, y) = (ax as f64, ay as f64);
        let (mut t, mut last) = (0.0, 1.0);
        let (mut at, mut end) = ((ax, ay), (bx, by));
        if !(in_grid(ax, ay) && in_grid(bx, by)) {
            let Some(part) = self.clipped(&segment) else {
                return self.leave(walk, line, severity);
            };
            (t, last) = part;
            at = (inside(x + t * dx, 0, wide), inside(y + t * dy, 0, high));
            end = (
                inside(x + last * dx, 0, wide),
                inside(y + last * dy, 0, high),
            );
        }
        let (along_x, along_y) = (1.0 / dx, 1.0 / dy);
        loop {
            if !walk.cell.holds(at.0, at.1) {
                self.enter(walk, line, at, severity);
            }
            let (corner, side) = ((walk.cell.x, walk.cell.y), walk.cell.side);
            let exit_x = leaves(corner.0, side, x, dx, along_x);
            let exit_y = leaves(corner.1, side, y, dy, along_y);
            let exit = exit_x.min(exit_y).min(last).max(t);
            if walk.cell.kind != EMPTY {
                if segment.metres.is_nan() {
                    segment.metres = walk.scale.metres(edge.start(), edge.end());
                }
                let ends = walk.cell.holds(bx, by);
                let part = Part {
                    from: t,
                    to: if ends { 1.0 } else { exit },
                    begins: walk.cell.holds(ax, ay),
                    ends,
                };
                walk.pass(&segment, part);
                if segment.gather && walk.cell.list != NO_LIST {
                    self.each_of(walk.cell.list, |area| {
                        if severity(area) != 0 {
                            walk.gathered.push((area, part.from, part.to));
                        }
                    });
                }
            }
            if walk.cell.holds(end.0, end.1) || exit_x.min(exit_y) > last {
                break;
            }
            let before = at;
            if exit_x <= exit_y {
                at.0 = across(corner.0, side, dx);
                at.1 = if exit_x == exit_y {
                    across(corner.1, side, dy)
                } else {
                    inside(y + exit_x * dy, corner.1, side)
                };
            } else {
                at.1 = across(corner.1, side, dy);
                at.0 = inside(x + exit_y * dx, corner.0, side);
            }
            if !in_grid(at.0, at.1) || at == before {
                break;
            }
            t = exit;
        }
        if !walk.cell.holds(bx, by) {
            self.leave(walk, line, severity);
        }
        if !segment.gather && !walk.gathered.is_empty() {
            walk.merge(line, segment.metres);
        }
    }

    /// Begin with the cell over a position that is counted from the grid's corner.
    fn enter(&self, walk: &mut Walk, line: u32, at: (i64, i64), severity: &impl Fn(u32) -> u8) {
        self.leave(walk, line, severity);
        let (descriptor, shift) = self.cell_at(at.0 as u32, at.1 as u32);
        let kind = descriptor & KIND;
        walk.cell = Cell {
            x: at.0 >> shift << shift,
            y: at.1 >> shift << shift,
            side: 1 << shift,
            kind,
            list: NO_LIST,
            metres: 0.0,
        };
        if kind == LEAF {
            walk.cell.list = self.heap[(descriptor >> 2) as usize];
            self.read_leaf(walk, (descriptor >> 2) as usize, severity);
        } else if kind != EMPTY {
            walk.cell.list = descriptor >> 2;
        }
    }

    /// Count what was walked in the cell, and forget the cell.
    fn leave(&self, walk: &mut Walk, line: u32, severity: &impl Fn(u32) -> u8) {
        let Cell {
            kind, list, metres, ..
        } = walk.cell;
        walk.cell.side = 0;
        if kind == EMPTY {
            return;
        }
        walk.cell.kind = EMPTY;
        if list != NO_LIST {
            self.each_of(list, |area| {
                if severity(area) != 0 {
                    walk.count(line, area, metres, true);
                }
            });
        }
        if kind == LEAF {
            for number in 0..walk.leaf.groups.len() {
                let Group {
                    area,
                    metres,
                    touched,
                    ..
                } = walk.leaf.groups[number];
                if touched || metres > 0.0 {
                    walk.count(line, area, metres, touched);
                }
            }
        }
    }

    /// Read the polygons of a leaf whose areas count, except where the area holds the whole cell anyway.
    fn read_leaf(&self, walk: &mut Walk, at: usize, severity: &impl Fn(u32) -> u8) {
        let (x, y, list) = (self.x + walk.cell.x, self.y + walk.cell.y, walk.cell.list);
        let leaf = &mut walk.leaf;
        leaf.corner = (x, y);
        let cell = leaf::Cell {
            x,
            y,
            shift: walk.cell.side.trailing_zeros(),
        };
        leaf.groups.clear();
        leaf.edges.clear();
        leaf.boxes.clear();
        let mut words = &self.heap[at + 1..];
        loop {
            let head = words[0];
            let area = head >> GROUP_BITS;
            let mut counts = severity(area) != 0;
            let mut shared = false;
            if counts && head & MANY != 0 {
                self.each_of(list, |other| counts &= other != area);
                for other in leaf.groups.iter_mut().filter(|other| other.area == area) {
                    other.shared = true;
                    shared = true;
                }
            }
            if counts {
                let first = leaf.edges.len();
                let mut around = Box::NOTHING;
                words = each_edge(words, cell, |edge| {
                    let of = Box::of(&edge);
                    around = around.join(&of);
                    leaf.edges.push(edge);
                    leaf.boxes.push(of);
                });
                leaf.groups.push(Group {
                    area,
                    first,
                    end: leaf.edges.len(),
                    corner_inside: head & INSIDE != 0,
                    shared,
                    touched: false,
                    metres: 0.0,
                    inside: None,
                    around,
                });
            } else {
                words = skip_group(words);
            }
            if head & LAST_GROUP != 0 {
                return;
            }
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
}

impl Walk {
    #[inline(always)]
    fn count(&mut self, line: u32, area: u32, metres: f64, touched: bool) {
        if self.stamp[area as usize] != line + 1 {
            self.stamp[area as usize] = line + 1;
            self.slot[area as usize] = self.found.len() as u32;
            self.found.push(Found {
                area,
                metres: 0.0,
                touched: false,
            });
        }
        let found = &mut self.found[self.slot[area as usize] as usize];
        found.metres += metres;
        found.touched |= touched;
    }

    /// Count the part of a segment that lies in the present cell.
    fn pass(&mut self, segment: &Segment, part: Part) {
        if !segment.gather {
            self.cell.metres += (part.to - part.from) * segment.metres;
        }
        if self.cell.kind == LEAF {
            self.in_leaf(segment, part);
        }
    }

    /// Count the part of a segment that lies in the present leaf towards its polygons.
    fn in_leaf(&mut self, segment: &Segment, part: Part) {
        let Walk {
            leaf,
            cuts,
            along,
            gathered,
            ..
        } = self;
        let Leaf {
            corner,
            groups,
            edges,
            boxes,
        } = leaf;
        for group in groups {
            let range = group.first..group.end;
            let of = Passing {
                corner: *corner,
                corner_inside: group.corner_inside,
                edges: &edges[range.clone()],
            };
            let meets = if segment.around.meets(&group.around) {
                of.meet(segment, &boxes[range], cuts, along)
            } else {
                Meets::Nothing
            };
            let (shared, metres) = (group.shared || segment.gather, segment.metres);
            let area = group.area;
            let total = &mut group.metres;
            let mut add = |from: f64, to: f64| {
                if shared {
                    gathered.push((area, from, to));
                } else {
                    *total += (to - from) * metres;
                }
            };
            if meets != Meets::Nothing {
                group.touched = true;
            }
            let at_start = match group.inside {
                Some(known) if part.begins => Some(known),
                _ if part.begins => of.holds(segment.edge.ax, segment.edge.ay),
                _ => None,
            };
            let at_end = |start: Option<bool>| {
                if !part.ends {
                    return None;
                }
                match start {
                    Some(start) if meets == Meets::Nothing => Some(start),
                    Some(start) if meets == Meets::Crossings => Some(start ^ (cuts.len() % 2 == 1)),
                    _ => of.holds(segment.edge.bx, segment.edge.by),
                }
            };
            let end = at_end(at_start);
            group.touched |= at_start == Some(true) || end == Some(true);
            group.inside = end;
            match (meets, at_start, end) {
                (Meets::Nothing, start, end) => {
                    let middle = (part.from + part.to) / 2.0;
                    if start.or(end).unwrap_or_else(|| of.about(segment, middle)) {
                        add(part.from, part.to);
                    }
                }
                (Meets::Crossings, Some(mut inside), _) => {
                    let mut from = part.from;
                    for &cut in cuts.iter().take_while(|&&cut| cut < part.to) {
                        if inside && cut > from {
                            add(from, cut);
                        }
                        (from, inside) = (cut.max(from), !inside);
                    }
                    if inside && part.to > from {
                        add(from, part.to);
                    }
                }
                (Meets::Crossings, None, Some(mut inside)) => {
                    let mut to = part.to;
                    for &cut in cuts.iter().rev().take_while(|&&cut| cut > part.from) {
                        if inside && cut < to {
                            add(cut, to);
                        }
                        (to, inside) = (cut.min(to), !inside);
                    }
                    if inside && part.from < to {
                        add(part.from, to);
                    }
                }
                _ => {
                    let mut from = part.from;
                    let ends = along.iter().flat_map(|&(one, other)| [one, other]);
                    let mut all: Vec<f64> = cuts.iter().copied().chain(ends).collect();
                    all.retain(|&cut| cut > part.from && cut < part.to);
                    all.push(part.to);
                    all.sort_unstable_by(f64::total_cmp);
                    for to in all {
                        let middle = (from + to) / 2.0;
                        let on_border = along
                            .iter()
                            .any(|&(one, other)| one <= middle && middle <= other);
                        if to > from && (on_border || of.about(segment, middle)) {
                            add(from, to);
                        }
                        from = to;
                    }
                }
            }
        }
    }

    /// Count the gathered stretches of a segment, each area's union once.
    #[cold]
    fn merge(&mut self, line: u32, metres: f64) {
        let mut gathered = std::mem::take(&mut self.gathered);
        gathered.sort_unstable_by(|one, other| {
            (one.0, one.1, one.2)
                .partial_cmp(&(other.0, other.1, other.2))
                .unwrap_or(Ordering::Equal)
        });
        let (mut of, mut reached) = (u32::MAX, 0.0f64);
        for (area, from, to) in gathered.drain(..) {
            if area != of {
                (of, reached) = (area, f64::NEG_INFINITY);
            }
            let length = to - from.max(reached);
            reached = reached.max(to);
            if length > 0.0 {
                self.count(line, area, length * metres, false);
            }
        }
        self.gathered = gathered;
    }
}
