//! Lines: which areas they touch, and how many metres run inside.
//!
//! Whether an area is touched is exact: by an edge that a segment meets, or by a position of the line that lies inside.
//! Metres are lengths on the WGS 84 ellipsoid by its local radii, good to 1e-6 of the length for segments under a
//! kilometre; a stretch walked twice counts twice, and one along an area's border lies inside.
//!
//! First the line's way through the cells is found (`trace`), then each cell that it passes is read once for all that
//! runs there; lengths are reckoned only where something counts.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::builder::Fold;
use crate::edge::Point;
use crate::index::{Index, KIND, LEAF};
use crate::leaf::{Cell, GROUP_BITS, LAST_GROUP, MANY, Short, Steps, short, skip_group};
use crate::query::Places;
use crate::scale::Scale;
use crate::segment::{Cuts, Meets, Passing, Segment};
use crate::trace::{Piece, Trace, Visit};

/// What a line found so far; kept between lines so that memory is taken once.
#[derive(Default)]
pub struct Walk {
    found: Vec<Found>,
    /// Where areas stand in `found`, once there are more than a few.
    places: HashMap<u32, usize, BuildHasherDefault<Fold>>,
    trace: Trace,
    ahead: Vec<Point>,
    warmed: Box<Places>,
    groups: Vec<Group>,
    side: Side,
    gathered: Vec<Stretch>,
}

struct Found {
    area: u32,
    metres: f64,
    touched: bool,
}

/// So few areas are sooner looked through than looked up.
const FEW: usize = 12;

/// A polygon whose area counts in the leaf that is read: where its words begin.
#[derive(Clone, Copy)]
struct Group {
    area: u32,
    at: usize,
    /// Another polygon of the same area passes the same leaf.
    shared: bool,
}

/// A stretch of one segment, of an area that several polygons may give the same stretch of.
#[derive(PartialEq, PartialOrd)]
struct Stretch {
    step: u32,
    area: u32,
    from: f64,
    to: f64,
}

/// What is worked with while a cell is read.
#[derive(Default)]
struct Side {
    scale: Scale,
    /// Metres of the segment of each piece in the cell, and of all pieces; empty if nothing asked for them yet.
    metres: Vec<f64>,
    total: f64,
    /// For each piece, which steps of a short group it crosses.
    crossed: Vec<Steps>,
    cuts: Cuts,
}

/// Of a large index, what every so many positions lie in is asked for before the line is walked, so that memory brings
/// it all at once.
const WARMED: usize = 3;

/// The 180th meridian, which is both ends of the map.
pub(crate) const MERIDIAN: i32 = 1_800_000_000;

/// The pieces of a line in one cell.
#[derive(Clone, Copy)]
struct Run<'a> {
    line: &'a [Point],
    pieces: &'a [Piece],
    /// Gather all stretches before they count, because another walk may find the same ones.
    gather: bool,
}

impl Run<'_> {
    #[inline(always)]
    fn ends(&self, piece: &Piece) -> [Point; 2] {
        let pair = &self.line[piece.step as usize..piece.step as usize + 2];
        [pair[0], pair[1]]
    }

    #[inline(always)]
    fn segment(&self, piece: &Piece) -> Segment {
        let [from, to] = self.ends(piece);
        Segment::new(from, to)
    }
}

impl Index {
    /// Walk one line and tell every area that it touches and that counts, with the metres inside, in the order met.
    ///
    /// `both_ends` says that positions on the 180th meridian lie at both ends of the map.
    pub fn line(
        &self,
        walk: &mut Walk,
        line: &[Point],
        both_ends: bool,
        severity: &impl Fn(u32) -> u8,
        mut found: impl FnMut(u32, f64),
    ) {
        walk.found.clear();
        walk.places.clear();
        if self.is_large() && line.len() > WARMED {
            walk.ahead.clear();
            walk.ahead.extend(line.iter().step_by(WARMED));
            self.warm(&walk.ahead, &mut walk.warmed);
        }
        if let [only] = line {
            self.at(*only, severity, |area| walk.count(area, 0.0, true));
        }
        let mut first = 0;
        if both_ends {
            for (step, pair) in line.windows(2).enumerate() {
                if pair[0][0].abs() == MERIDIAN && pair[0][0] == pair[1][0] {
                    self.walk(walk, &line[first..=step], false, severity);
                    walk.merge(&line[first..=step]);
                    self.along_meridian(walk, pair, severity);
                    first = step + 1;
                }
            }
        }
        self.walk(walk, &line[first..], false, severity);
        walk.merge(&line[first..]);
        if both_ends {
            for &[x, y] in line.iter().filter(|each| each[0].abs() == MERIDIAN) {
                self.at([-x, y], severity, |area| walk.count(area, 0.0, true));
            }
        }
        for each in walk.found.iter().filter(|each| each.touched) {
            found(each.area, each.metres);
        }
    }

    /// A segment on the 180th meridian lies at both ends of the map, and counts once.
    #[cold]
    fn along_meridian(&self, walk: &mut Walk, pair: &[Point], severity: &impl Fn(u32) -> u8) {
        for sign in [1, -1] {
            let ends = [
                [sign * pair[0][0], pair[0][1]],
                [sign * pair[1][0], pair[1][1]],
            ];
            self.walk(walk, &ends, true, severity);
        }
        walk.merge(pair);
    }

    fn walk(&self, walk: &mut Walk, line: &[Point], gather: bool, severity: &impl Fn(u32) -> u8) {
        let mut trace = std::mem::take(&mut walk.trace);
        self.trace(&mut trace, line);
        let (visits, pieces) = (trace.visits(), trace.pieces());
        for (number, visit) in visits.iter().enumerate() {
            let end = visits
                .get(number + 1)
                .map_or(pieces.len(), |next| next.first as usize);
            let run = Run {
                line,
                pieces: &pieces[visit.first as usize..end],
                gather,
            };
            if !run.pieces.is_empty() {
                self.visit(walk, visit, run, severity);
            }
        }
        walk.trace = trace;
    }

    /// Count what runs in one cell towards its areas.
    #[inline(always)]
    fn visit(&self, walk: &mut Walk, visit: &Visit, run: Run<'_>, severity: &impl Fn(u32) -> u8) {
        let at = (visit.descriptor >> 2) as usize;
        let is_leaf = visit.descriptor & KIND == LEAF;
        let list = if is_leaf { self.heap[at] } else { at as u32 };
        walk.side.metres.clear();
        self.each_of(list, |area| {
            if severity(area) != 0 {
                walk.count_all(area, run);
            }
        });
        if !is_leaf {
            return;
        }
        self.read_groups(&mut walk.groups, at, severity);
        for number in 0..walk.groups.len() {
            let group = walk.groups[number];
            let passing = Passing {
                words: &self.heap[group.at..],
                cell: Cell {
                    x: self.x + i64::from(visit.x),
                    y: self.y + i64::from(visit.y),
                    shift: visit.side.trailing_zeros(),
                },
            };
            walk.count_group(group, passing, run);
        }
    }

    /// Find the polygons of a leaf whose areas count, except where the area holds the whole cell anyway.
    #[inline(always)]
    fn read_groups(&self, groups: &mut Vec<Group>, leaf: usize, severity: &impl Fn(u32) -> u8) {
        groups.clear();
        let mut at = leaf + 1;
        loop {
            let words = &self.heap[at..];
            let head = words[0];
            let area = head >> GROUP_BITS;
            let mut counts = severity(area) != 0;
            let mut shared = false;
            if counts && head & MANY != 0 {
                self.each_of(self.heap[leaf], |other| counts &= other != area);
                for other in groups.iter_mut().filter(|other| other.area == area) {
                    other.shared = true;
                    shared = true;
                }
            }
            if counts {
                groups.push(Group { area, at, shared });
            }
            if head & LAST_GROUP != 0 {
                return;
            }
            at = self.heap.len() - skip_group(words).len();
        }
    }
}

impl Walk {
    fn count(&mut self, area: u32, metres: f64, touched: bool) {
        let known = if self.found.len() <= FEW {
            self.found.iter().rposition(|each| each.area == area)
        } else {
            self.places.get(&area).copied()
        };
        let place = known.unwrap_or_else(|| self.add(area));
        let found = &mut self.found[place];
        found.metres += metres;
        found.touched |= touched;
    }

    fn add(&mut self, area: u32) -> usize {
        let place = self.found.len();
        self.found.push(Found {
            area,
            metres: 0.0,
            touched: false,
        });
        if place == FEW {
            let all = self.found.iter().enumerate();
            self.places
                .extend(all.map(|(place, each)| (each.area, place)));
        } else if place > FEW {
            self.places.insert(area, place);
        }
        place
    }

    /// Count all that runs in the cell towards an area that holds it whole.
    fn count_all(&mut self, area: u32, run: Run<'_>) {
        let mut total = 0.0;
        if run.gather {
            self.gather_all(area, run);
        } else {
            self.side.measure(run);
            total = self.side.total;
        }
        self.count(area, total, true);
    }

    #[cold]
    fn gather_all(&mut self, area: u32, run: Run<'_>) {
        self.gathered.extend(run.pieces.iter().map(|piece| Stretch {
            step: piece.step,
            area,
            from: piece.from,
            to: piece.to,
        }));
    }

    /// Count what runs in a leaf towards one of its polygons.
    #[inline(always)]
    fn count_group(&mut self, group: Group, passing: Passing<'_>, run: Run<'_>) {
        let short = short(passing.words, passing.cell.shift);
        if self.side.cross_all(short.as_ref(), passing, run) {
            self.count_one_side(group, passing, run);
        } else {
            self.count_both_sides(group, passing, run, short);
        }
    }

    /// Nothing crosses the polygon's border: all that runs in the leaf is on one side.
    #[inline(always)]
    fn count_one_side(&mut self, group: Group, passing: Passing<'_>, run: Run<'_>) {
        let piece = &run.pieces[0];
        let segment = run.segment(piece);
        let Segment { edge, .. } = segment;
        let known = if piece.begins {
            passing.holds(edge.ax, edge.ay)
        } else if piece.ends {
            passing.holds(edge.bx, edge.by)
        } else {
            None
        };
        let inside =
            known.unwrap_or_else(|| passing.about(&segment, (piece.from + piece.to) / 2.0));
        if !inside {
            return;
        }
        let mut metres = 0.0;
        if group.shared || run.gather {
            self.gather_all(group.area, run);
        } else {
            self.side.measure(run);
            metres = self.side.total;
        }
        self.count(group.area, metres, known.is_some());
    }

    /// Count what runs in a leaf towards a polygon whose border is met.
    #[inline(never)]
    fn count_both_sides(
        &mut self,
        group: Group,
        passing: Passing<'_>,
        run: Run<'_>,
        short: Option<Short<'_>>,
    ) {
        self.side.measure(run);
        let (mut total, mut touched) = (0.0, false);
        let mut before = None;
        for (number, piece) in run.pieces.iter().enumerate() {
            let segment = run.segment(piece);
            let meets = match (self.side.crossed[number], &short) {
                (Steps::NONE, _) => Meets::Nothing,
                (Steps::Crossed(steps), Some(short)) => {
                    passing.cross(&segment, short, steps, &mut self.side.cuts)
                }
                _ => passing.meet(&segment, &mut self.side.cuts),
            };
            let cuts = &self.side.cuts;
            let start = match before {
                _ if !piece.begins => None,
                None => passing.holds(segment.edge.ax, segment.edge.ay),
                known => known,
            };
            let end = match (start, meets) {
                _ if !piece.ends => None,
                (Some(start), Meets::Nothing) => Some(start),
                (Some(start), Meets::Crossings) => Some(start ^ (cuts.cuts.len() % 2 == 1)),
                _ => passing.holds(segment.edge.bx, segment.edge.by),
            };
            touched |= meets != Meets::Nothing || start == Some(true) || end == Some(true);
            before = end;
            let metres = self.side.metres[number];
            let gathered = &mut self.gathered;
            let add = |from: f64, to: f64| {
                if group.shared || run.gather {
                    gathered.push(Stretch {
                        step: piece.step,
                        area: group.area,
                        from,
                        to,
                    });
                } else {
                    total += (to - from) * metres;
                }
            };
            stretches(passing, &segment, piece, (meets, start, end), cuts, add);
        }
        if touched || total > 0.0 {
            self.count(group.area, total, touched);
        }
    }

    /// Count the gathered stretches of each segment, each area's union once.
    fn merge(&mut self, line: &[Point]) {
        if !self.gathered.is_empty() {
            self.merge_all(line);
        }
    }

    #[cold]
    fn merge_all(&mut self, line: &[Point]) {
        let mut gathered = std::mem::take(&mut self.gathered);
        gathered.sort_unstable_by(|one, other| one.partial_cmp(other).unwrap_or(Ordering::Equal));
        let (mut of, mut reached, mut metres) = ((u32::MAX, u32::MAX), 0.0f64, 0.0);
        for each in gathered.drain(..) {
            let Stretch {
                step,
                area,
                from,
                to,
            } = each;
            if (step, area) != of {
                (of, reached) = ((step, area), f64::NEG_INFINITY);
                metres = self
                    .side
                    .scale
                    .metres(line[step as usize], line[step as usize + 1]);
            }
            let length = to - from.max(reached);
            reached = reached.max(to);
            if length > 0.0 {
                self.count(area, length * metres, false);
            }
        }
        self.gathered = gathered;
    }
}

impl Side {
    /// Reckon the lengths of the pieces in the cell, unless they are known.
    #[inline(always)]
    fn measure(&mut self, run: Run<'_>) {
        if !self.metres.is_empty() {
            return;
        }
        self.total = 0.0;
        for piece in run.pieces {
            let [from, to] = run.ends(piece);
            let metres = self.scale.metres(from, to);
            self.metres.push(metres);
            self.total += (piece.to - piece.from) * metres;
        }
    }

    /// Find which edges of a polygon each piece crosses; true if none meets any.
    #[inline(always)]
    fn cross_all(&mut self, short: Option<&Short<'_>>, passing: Passing<'_>, run: Run<'_>) -> bool {
        self.crossed.clear();
        let mut clear = true;
        for piece in run.pieces {
            let known = short.map_or(Steps::Unknown, |short| {
                let [from, to] = run.ends(piece).map(|end| {
                    let [x, y] = end.map(i64::from);
                    (x - passing.cell.x, y - passing.cell.y)
                });
                short.meets(from, to)
            });
            let steps = match known {
                Steps::Unknown if passing.apart(&run.segment(piece)) => Steps::NONE,
                known => known,
            };
            clear &= steps == Steps::NONE;
            self.crossed.push(steps);
        }
        clear
    }
}

/// Tell the stretches of a piece inside a polygon, by how its segment meets the border and whether its ends are inside.
#[inline(always)]
fn stretches(
    passing: Passing<'_>,
    segment: &Segment,
    piece: &Piece,
    met: (Meets, Option<bool>, Option<bool>),
    Cuts { cuts, along }: &Cuts,
    mut add: impl FnMut(f64, f64),
) {
    match met {
        (Meets::Nothing, start, end) => {
            let middle = (piece.from + piece.to) / 2.0;
            if start
                .or(end)
                .unwrap_or_else(|| passing.about(segment, middle))
            {
                add(piece.from, piece.to);
            }
        }
        (Meets::Crossings, Some(mut inside), _) => {
            let mut from = piece.from;
            for &cut in cuts.iter().take_while(|&&cut| cut < piece.to) {
                if inside && cut > from {
                    add(from, cut);
                }
                (from, inside) = (cut.max(from), !inside);
            }
            if inside && piece.to > from {
                add(from, piece.to);
            }
        }
        (Meets::Crossings, None, Some(mut inside)) => {
            let mut to = piece.to;
            for &cut in cuts.iter().rev().take_while(|&&cut| cut > piece.from) {
                if inside && cut < to {
                    add(cut, to);
                }
                (to, inside) = (cut.min(to), !inside);
            }
            if inside && piece.from < to {
                add(piece.from, to);
            }
        }
        _ => {
            let mut from = piece.from;
            let ends = along.iter().flat_map(|&(one, other)| [one, other]);
            let mut all: Vec<f64> = cuts.iter().copied().chain(ends).collect();
            all.retain(|&cut| cut > piece.from && cut < piece.to);
            all.push(piece.to);
            all.sort_unstable_by(f64::total_cmp);
            for to in all {
                let middle = (from + to) / 2.0;
                let on_border = along
                    .iter()
                    .any(|&(one, other)| one <= middle && middle <= other);
                if to > from && (on_border || passing.about(segment, middle)) {
                    add(from, to);
                }
                from = to;
            }
        }
    }
}
