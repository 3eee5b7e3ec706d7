//! The words of a leaf: first the list of areas that hold its whole cell, then a group for each polygon whose border
//! passes, with the edges that pass.
//!
//! A group begins with its head: the area's number above the bits below. What follows depends on `SHORT`:
//!
//! * A short group is what nearly every group is. One word says which of the steps from position to position are edges
//!   (a bit each; the others only lead from one run of edges to the next), and the positions stand in one word each,
//!   as 16 bits from an origin. So four edges are tested with a few instructions, and none of them is a branch.
//! * Any other group has its edges as runs of positions that follow each other, in whole numbers.
//!
//! Short groups count crossings along the ray from the point to the west. The edges of a group are those that meet the
//! closed cell, so a run of them ends outside of it. A run that ends west of the cell, on the point's way, would make
//! the count jump at its end's latitude; so each end west of the cell is drawn out due north. Between the cell's
//! corner and a point in the cell nothing changes then but what the edges change, and `BASE` makes the count right at
//! the corner. The law in the tests asks this for points, corners and shapes of every kind.

use crate::edge::{Edge, Point};
use crate::signs::{BEYOND, BLOCK, Crossed, REACH, Signs, edge, pack, unpack};

/// The leaf's corner is inside the polygon.
pub(crate) const INSIDE: u32 = 1;
/// The area has several polygons, so one point may meet it twice.
pub(crate) const MANY: u32 = 2;
/// This is the leaf's last group.
pub(crate) const LAST_GROUP: u32 = 4;
/// The group is short.
const SHORT: u32 = 8;
/// The origin of a short group's positions is not the cell's middle: a word says how far from it.
const FAR: u32 = 16;
/// What the count of crossings west of a point in the cell must be odd from to be outside.
const BASE: u32 = 32;
/// Bits of a head below the area's number.
pub(crate) const GROUP_BITS: u32 = 6;

/// In a run's head, above the number of edges: the group's last run.
const LAST_RUN: u32 = 1 << 31;
const COUNT: u32 = LAST_RUN - 1;

/// Binary logarithm of the unit in which a far origin is counted from the cell's middle.
const FAR_UNIT: u32 = 8;
/// Steps of a short group: as many as its word has bits.
const MOST_STEPS: usize = 32;
/// Words behind the last leaf, because edges are read by the block.
pub(crate) const SPARE: usize = BLOCK + 1;

/// A leaf's cell: its south-west corner, and the binary logarithm of its side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) shift: u32,
}

/// Add a group to a leaf: the edges of one polygon that pass the cell, in their order, by the numbers of their starts.
pub(crate) fn write_group(
    heap: &mut Vec<u32>,
    cell: Cell,
    head: u32,
    vertices: &[Point],
    edges: &[u32],
) {
    let start = heap.len();
    if !write_short(heap, cell, head, vertices, edges) {
        heap.push(head);
        write_runs(heap, vertices, edges);
    }
    // The count at the cell's own corner says what it must differ from elsewhere.
    let end = heap.len();
    heap.resize(end + SPARE, 0);
    let group = &heap[start..];
    let odd = if group[0] & SHORT == 0 {
        runs_west_of(group, cell, 0, 0).0
    } else {
        Short::read(group, cell.shift).west_of(0, 0).0
    };
    heap.truncate(end);
    heap[start] |= BASE * u32::from(odd != (head & INSIDE != 0));
}

/// How many numbers from the first on follow each other.
#[inline(always)]
fn run_length(edges: &[u32]) -> usize {
    1 + edges
        .windows(2)
        .take_while(|pair| pair[1] == pair[0] + 1)
        .count()
}

fn write_short(
    heap: &mut Vec<u32>,
    cell: Cell,
    head: u32,
    vertices: &[Point],
    edges: &[u32],
) -> bool {
    if edges.len() > MOST_STEPS {
        return false;
    }
    let mut west_south = [i32::MAX; 2];
    let mut east_north = [i32::MIN; 2];
    for &number in edges {
        for &[x, y] in &vertices[number as usize..number as usize + 2] {
            west_south = [west_south[0].min(x), west_south[1].min(y)];
            east_north = [east_north[0].max(x), east_north[1].max(y)];
        }
    }
    let half = 1i64 << (cell.shift - 1);
    let middle = [cell.x + half, cell.y + half];
    let fits = |axis: usize, origin: i64| {
        i64::from(west_south[axis]) >= origin - REACH
            && i64::from(east_north[axis]) <= origin + REACH
    };
    let mut origin = middle;
    let mut far = None;
    if !(fits(0, middle[0]) && fits(1, middle[1])) {
        let mut steps = [0i16; 2];
        for axis in 0..2 {
            let centre = (i64::from(west_south[axis]) + i64::from(east_north[axis])) / 2;
            let Ok(step) = i16::try_from((centre - middle[axis]) >> FAR_UNIT) else {
                return false;
            };
            steps[axis] = step;
            origin[axis] += i64::from(step) << FAR_UNIT;
        }
        if !(fits(0, origin[0]) && fits(1, origin[1])) {
            return false;
        }
        far = Some(pack(steps[0].into(), steps[1].into()));
    }
    // Each edge's start is written and then kept or not, as the edge follows the last one or not: that needs no branch.
    let mut words = [0; 2 * MOST_STEPS];
    let (mut mask, mut count, mut follows) = (0u64, 0, u32::MAX);
    for &number in edges {
        let [from, to] = [0, 1].map(|end| {
            let [x, y] = vertices[number as usize + end].map(i64::from);
            pack(x - origin[0], y - origin[1])
        });
        words[count] = from;
        count += usize::from(number != follows);
        words[count] = to;
        mask |= 1 << (count - 1);
        count += 1;
        follows = number + 1;
    }
    if count > MOST_STEPS + 1 {
        return false;
    }
    let far_bit = if far.is_some() { SHORT | FAR } else { SHORT };
    heap.push(head | far_bit);
    heap.extend(far);
    heap.push(mask as u32);
    heap.extend_from_slice(&words[..count]);
    true
}

fn write_runs(heap: &mut Vec<u32>, vertices: &[Point], edges: &[u32]) {
    let mut rest = edges;
    while !rest.is_empty() {
        let count = run_length(rest);
        let first = rest[0] as usize;
        rest = &rest[count..];
        heap.push(count as u32 | if rest.is_empty() { LAST_RUN } else { 0 });
        for vertex in &vertices[first..=first + count] {
            heap.extend_from_slice(&[vertex[0] as u32, vertex[1] as u32]);
        }
    }
}

/// Whether a position of a cell is inside the polygon of a group, whether it is on the polygon's border, and where the
/// next group begins. The position is counted from the cell's corner.
#[inline(always)]
pub(crate) fn in_group(words: &[u32], cell: Cell, x: u32, y: u32) -> (bool, bool, &[u32]) {
    if words[0] & SHORT == 0 {
        return in_runs(words, cell, x, y);
    }
    let group = Short::read(words, cell.shift);
    let (odd, on_border) = group.west_of(x, y);
    (odd ^ (words[0] & BASE != 0), on_border, group.rest())
}

/// The same for a group that is not short.
#[inline(never)]
fn in_runs(words: &[u32], cell: Cell, x: u32, y: u32) -> (bool, bool, &[u32]) {
    let (odd, on_border, rest) = runs_west_of(words, cell, x, y);
    (odd ^ (words[0] & BASE != 0), on_border, rest)
}

/// What [`Short::west_of`] tells, of a group that is not short; and the words behind it.
fn runs_west_of(words: &[u32], cell: Cell, x: u32, y: u32) -> (bool, bool, &[u32]) {
    let (x, y) = (cell.x + i64::from(x), cell.y + i64::from(y));
    let (mut odd, mut on_border) = (false, false);
    let mut words = &words[1..];
    loop {
        let count = (words[0] & COUNT) as usize;
        let last = words[0] & LAST_RUN != 0;
        let (run, rest) = words[1..].split_at(2 * (count + 1));
        for end in [&run[..2], &run[2 * count..]] {
            odd ^= (i64::from(end[0] as i32) < cell.x) & (i64::from(end[1] as i32) <= y);
        }
        for pair in run.windows(4).step_by(2) {
            let edge = Edge::new(
                [pair[0] as i32, pair[1] as i32],
                [pair[2] as i32, pair[3] as i32],
            );
            let upward = edge.by > y;
            let turn = edge.turn(x, y);
            let right = turn.is_lt() | turn.is_eq() & upward;
            odd ^= ((edge.ay > y) != upward) & (right == upward);
            on_border |= turn.is_eq() && edge.holds(x, y);
        }
        words = rest;
        if last {
            return (odd, on_border, words);
        }
    }
}

/// Visit the edges of a group; returns the words behind it.
#[inline(always)]
pub(crate) fn each_edge(words: &[u32], cell: Cell, mut visit: impl FnMut(Edge)) -> &[u32] {
    if words[0] & SHORT != 0 {
        let group = Short::read(words, cell.shift);
        let (x, y) = (cell.x + i64::from(group.x), cell.y + i64::from(group.y));
        for (step, pair) in group.words[..=group.steps()].windows(2).enumerate() {
            if group.edges >> step & 1 != 0 {
                let Edge { ax, ay, bx, by } = edge(pair[0], pair[1]);
                visit(Edge {
                    ax: x + ax,
                    ay: y + ay,
                    bx: x + bx,
                    by: y + by,
                });
            }
        }
        return group.rest();
    }
    let mut words = &words[1..];
    loop {
        let count = (words[0] & COUNT) as usize;
        let last = words[0] & LAST_RUN != 0;
        let (run, rest) = words[1..].split_at(2 * (count + 1));
        for pair in run.windows(4).step_by(2) {
            visit(Edge::new(
                [pair[0] as i32, pair[1] as i32],
                [pair[2] as i32, pair[3] as i32],
            ));
        }
        words = rest;
        if last {
            return words;
        }
    }
}

/// The words behind a group.
#[inline(always)]
pub(crate) fn skip_group(words: &[u32]) -> &[u32] {
    if words[0] & SHORT != 0 {
        return Short::read(words, 1).rest(); // where its cell's middle is does not matter
    }
    let mut words = &words[1..];
    loop {
        let (head, rest) = (
            words[0],
            &words[1 + 2 * ((words[0] & COUNT) as usize + 1)..],
        );
        words = rest;
        if head & LAST_RUN != 0 {
            return words;
        }
    }
}

/// A short group, ready to be asked.
pub(crate) struct Short<'a> {
    /// The origin of its positions, from the cell's corner.
    x: i32,
    y: i32,
    /// Which steps are edges.
    edges: u32,
    /// Its positions, and the words behind them.
    words: &'a [u32],
}

/// The steps that a segment crosses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Steps {
    /// In their midst by its own, a bit for each; it meets no other edge.
    Crossed(u32),
    /// It may touch an edge otherwise.
    Unknown,
}

impl Steps {
    pub(crate) const NONE: Steps = Steps::Crossed(0);
}

/// A group, if it is a short one.
#[inline(always)]
pub(crate) fn short(words: &[u32], shift: u32) -> Option<Short<'_>> {
    (words[0] & SHORT != 0).then(|| Short::read(words, shift))
}

impl<'a> Short<'a> {
    #[inline(always)]
    fn read(words: &'a [u32], shift: u32) -> Self {
        let half = 1i32 << (shift - 1);
        let far = (words[0] & FAR) / FAR;
        // Read whether there is a far origin or not, and made nothing of if not: quicker than to choose.
        let (x, y) = unpack(words[1]);
        let far_unit = (far as i32) << FAR_UNIT;
        let (edges, words) = words[1 + far as usize..].split_first().expect("words");
        Short {
            x: half + x * far_unit,
            y: half + y * far_unit,
            edges: *edges,
            words,
        }
    }

    /// How many steps there are; the last one is an edge.
    #[inline(always)]
    fn steps(&self) -> usize {
        (u32::BITS - self.edges.leading_zeros()) as usize
    }

    #[inline(always)]
    fn rest(&self) -> &'a [u32] {
        &self.words[self.steps() + 1..]
    }

    /// Whether an odd number of edges and of drawn out ends lies west of a position counted from the cell's corner, and
    /// whether the position is on an edge.
    ///
    /// A position out of the edges' reach is put just beyond it: then too nothing is west of it that was not.
    #[inline(always)]
    fn west_of(&self, x: u32, y: u32) -> (bool, bool) {
        let beyond = |value: i32| value.clamp(-BEYOND, BEYOND) as i16;
        let (px, py) = (beyond(x as i32 - self.x), beyond(y as i32 - self.y));
        let column = beyond(-self.x);
        // The first position ends a run; of the others those do where edges begin or cease.
        let first = unpack(self.words[0]);
        let mut odd = u32::from((first.0 < column.into()) & (first.1 <= py.into()));
        let mut edges = self.edges;
        let mut ends = edges ^ (edges >> 1);
        let mut words = self.words;
        let mut on_border = false;
        loop {
            let block: &[u32; BLOCK + 1] = words
                .first_chunk()
                .expect("words are spared behind the last leaf");
            let signs = Signs::of(block, px, py, column);
            odd ^= signs.west() & edges ^ signs.ends_west() & ends;
            if signs.on_line & edges & 0xff != 0 {
                on_border |= on_edge(block, signs.on_line & edges, px, py);
            }
            if edges <= 0xff {
                break;
            }
            (edges, ends) = (edges >> BLOCK, ends >> BLOCK);
            words = &words[BLOCK..];
        }
        ((odd as u8).count_ones() & 1 != 0, on_border)
    }

    /// How a segment between two positions, counted from the cell's corner, meets the edges.
    #[inline(always)]
    pub(crate) fn meets(&self, from: (i64, i64), to: (i64, i64)) -> Steps {
        let origin = (i64::from(self.x), i64::from(self.y));
        let (ax, ay) = (from.0 - origin.0, from.1 - origin.1);
        let (bx, by) = (to.0 - origin.0, to.1 - origin.1);
        let within = |value: i64| (value + REACH) as u64 <= 2 * REACH as u64;
        if within(ax) & within(ay) & within(bx) & within(by) {
            return self.crossed(pack(ax, ay), pack(bx, by));
        }
        let beside = |a: i64, b: i64| (a.min(b) > REACH) | (a.max(b) < -REACH);
        if beside(ax, bx) | beside(ay, by) {
            Steps::NONE
        } else {
            Steps::Unknown
        }
    }

    /// The same of a segment within reach, which may be a single position.
    #[inline(always)]
    fn crossed(&self, from: u32, to: u32) -> Steps {
        let (mut midst, mut on_line) = (0, 0);
        let mut words = self.words;
        let mut shift = 0;
        loop {
            let four: &[u32; 5] = words
                .first_chunk()
                .expect("words are spared behind the last leaf");
            let crossed = Crossed::of(four, from, to);
            midst |= crossed.midst << shift;
            on_line |= crossed.on_line << shift;
            shift += 4;
            if u64::from(self.edges) >> shift == 0 {
                break;
            }
            words = &words[4..];
        }
        if on_line & self.edges == 0 {
            Steps::Crossed(midst & self.edges)
        } else {
            Steps::Unknown
        }
    }

    /// The edge of a step, from the cell's corner.
    #[inline(always)]
    pub(crate) fn edge(&self, step: usize) -> Edge {
        let Edge { ax, ay, bx, by } = edge(self.words[step], self.words[step + 1]);
        let (x, y) = (i64::from(self.x), i64::from(self.y));
        Edge {
            ax: x + ax,
            ay: y + ay,
            bx: x + bx,
            by: y + by,
        }
    }
}

/// Whether a position that is on the lines of some edges is on one of the edges.
#[cold]
#[inline(never)]
fn on_edge(block: &[u32; BLOCK + 1], of: u32, x: i16, y: i16) -> bool {
    block
        .windows(2)
        .enumerate()
        .any(|(step, pair)| of >> step & 1 != 0 && edge(pair[0], pair[1]).holds(x.into(), y.into()))
}
