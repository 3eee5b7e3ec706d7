//! The index of areas: a flat grid of descriptors, below it grids of 8 by 8, down to leaves with the few edges that pass.
//!
//! A descriptor is a number with its kind in the two low bits: nothing, one list of areas that hold the whole cell, a
//! leaf, or a grid below. A leaf holds, for each polygon whose border passes, whether the leaf's south-west corner is
//! inside and the passing edges as runs of positions, most of them as steps of 16 bits. Times and severities are not in
//! it, so any instant is answered without building again.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::distribute::{Cut, Passing, Window};
use crate::edge::{Edge, Point};
use crate::leaf::{Cell, GROUP_BITS, INSIDE, LAST_GROUP, MANY, SPARE, write_group};
use crate::wkb::Shapes;

pub(crate) const KIND: u32 = 3;
pub(crate) const EMPTY: u32 = 0;
pub(crate) const LIST: u32 = 1;
pub(crate) const LEAF: u32 = 2;
pub(crate) const GRID: u32 = 3;
pub(crate) const NO_LIST: u32 = u32::MAX;

/// How fine the index is cut: the most edges of a leaf, and the most top cells for each polygon.
///
/// A large index is limited by memory, so it is cut coarser; a small one stays in the caches, and finer is faster.
struct Fineness {
    edges: u64,
    cells: u64,
}

impl Fineness {
    fn of(vertices: usize) -> Self {
        const LARGE: usize = 500_000;
        if vertices > LARGE {
            Fineness {
                edges: 16,
                cells: 8,
            }
        } else {
            Fineness {
                edges: 8,
                cells: 16,
            }
        }
    }
}

/// Cells of this binary side or less are leaves, however many edges pass.
const SMALLEST: u32 = 4;
const MOST_CELLS: u64 = 1 << 20;
/// How many times an edge may stand in leaves, on the average of those in one top cell. Many areas with one border, or
/// edges along each other, would otherwise be cut without end and without use.
const COPIES: u64 = 32;
/// The same for top cells: how many of them an edge may pass, and how many a polygon's box may meet for each edge.
const MOST_PASSES: u64 = 4;
const MOST_MEETINGS: u64 = 16;
/// Each grid below halves the side this many times; one of 4 by 4 descriptors fills a cache line.
pub(crate) const STEP: u32 = 2;
pub(crate) const CELLS: usize = 1 << (2 * STEP);

/// The descriptors below one, row by row: one line of the caches, of which any point reads one word.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Grid(pub(crate) [u32; CELLS]);

/// Areas, by number, ready to be asked.
#[derive(Debug, Default)]
pub struct Index {
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) shift: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) top: Vec<u32>,
    pub(crate) grids: Vec<Grid>,
    pub(crate) heap: Vec<u32>,
    /// List `k` with `k < areas` is the area itself; others stand in `lists`, from `offsets[k - areas]` on.
    pub(crate) areas: u32,
    pub(crate) offsets: Vec<u32>,
    pub(crate) lists: Vec<u32>,
}

impl Index {
    /// Build the index of `areas` areas whose polygons are given.
    pub fn build(shapes: &Shapes, areas: u32) -> Index {
        let Some((west, south, east, north)) = bounds(&shapes.vertices) else {
            return Index {
                areas,
                offsets: vec![0],
                ..Index::default()
            };
        };
        let fineness = Fineness::of(shapes.vertices.len());
        let wanted = shapes.areas.len() as u64 * fineness.cells;
        let shift = coarse_enough(shapes, top_shift(west, south, east, north, wanted));
        let width = ((east - west) >> shift) + 1;
        let height = ((north - south) >> shift) + 1;
        let index = Index {
            x: west,
            y: south,
            shift,
            width: width as u32,
            height: height as u32,
            areas,
            offsets: vec![0],
            top: vec![0; (width * height) as usize],
            ..Index::default()
        };
        let mut builder = Builder {
            index,
            shapes,
            many: many(shapes, areas),
            known: HashMap::default(),
            works: Vec::new(),
            fineness,
        };
        builder.run();
        let mut index = builder.index;
        index.heap.resize(index.heap.len() + SPARE, 0);
        index.grids.shrink_to_fit();
        index.heap.shrink_to_fit();
        index.lists.shrink_to_fit();
        index
    }

    /// Bytes of memory that the index takes.
    pub fn bytes(&self) -> usize {
        4 * (self.top.capacity()
            + self.heap.capacity()
            + self.offsets.capacity()
            + self.lists.capacity())
            + 4 * CELLS * self.grids.capacity()
    }

    /// The areas of a list.
    #[inline(always)]
    pub(crate) fn each_of(&self, list: u32, mut visit: impl FnMut(u32)) {
        if list < self.areas {
            visit(list);
        } else if list != NO_LIST {
            let at = (list - self.areas) as usize;
            for &area in &self.lists[self.offsets[at] as usize..self.offsets[at + 1] as usize] {
                visit(area);
            }
        }
    }
}

/// West, south, east and north of all positions.
pub(crate) fn bounds(vertices: &[Point]) -> Option<(i64, i64, i64, i64)> {
    let first = vertices.first()?;
    let (mut west, mut south, mut east, mut north) = (first[0], first[1], first[0], first[1]);
    for &[x, y] in vertices {
        (west, east) = (west.min(x), east.max(x));
        (south, north) = (south.min(y), north.max(y));
    }
    Some((west.into(), south.into(), east.into(), north.into()))
}

/// The binary side of the top cells, so that there are at most as many as wanted.
fn top_shift(west: i64, south: i64, east: i64, north: i64, wanted: u64) -> u32 {
    let most = wanted.clamp(64, MOST_CELLS);
    let mut shift = SMALLEST + STEP;
    while (((east - west) >> shift) as u64 + 1) * (((north - south) >> shift) as u64 + 1) > most {
        shift += 1;
    }
    shift
}

/// The side raised until cutting to the top cells costs no more than a few cells an edge.
fn coarse_enough(shapes: &Shapes, mut shift: u32) -> u32 {
    let edges = shapes.vertices.len() as u64;
    let length: u64 = shapes
        .vertices
        .windows(2)
        .map(|pair| {
            u64::from(pair[0][0].abs_diff(pair[1][0])) + u64::from(pair[0][1].abs_diff(pair[1][1]))
        })
        .sum();
    let boxes: Vec<(u64, u64)> = (0..shapes.areas.len())
        .filter_map(|polygon| bounds(shapes.positions(polygon)))
        .map(|(west, south, east, north)| ((east - west) as u64, (north - south) as u64))
        .collect();
    let meetings = |shift: u32| -> u64 {
        boxes
            .iter()
            .map(|(wide, high)| ((wide >> shift) + 2) * ((high >> shift) + 2))
            .sum()
    };
    while shift < 31
        && (length >> shift > MOST_PASSES * edges + 4096
            || meetings(shift) > MOST_MEETINGS * edges + 65536)
    {
        shift += 1;
    }
    shift
}

/// Which areas have several polygons.
fn many(shapes: &Shapes, areas: u32) -> Vec<bool> {
    let mut counts = vec![0u8; areas as usize];
    for &area in &shapes.areas {
        counts[area as usize] = counts[area as usize].saturating_add(1);
    }
    counts.into_iter().map(|count| count > 1).collect()
}

/// Where the recursion is: its depth, the cell, and how many edges may stand in its leaves.
struct At {
    depth: usize,
    shift: u32,
    corner: (i64, i64),
    budget: u64,
}

fn count_edges(passing: &[Passing]) -> u64 {
    passing.iter().map(|each| u64::from(each.count)).sum()
}

struct Builder<'a> {
    index: Index,
    shapes: &'a Shapes,
    many: Vec<bool>,
    known: HashMap<Vec<u32>, u32, BuildHasherDefault<Fold>>,
    works: Vec<Work>,
    fineness: Fineness,
}

/// What one depth of the recursion needs, kept between cells.
#[derive(Default)]
struct Work {
    cut: Cut,
    passing: Vec<Passing>,
    within: Vec<u32>,
    full: Vec<u32>,
}

impl Builder<'_> {
    fn run(&mut self) {
        let mut cut = Cut::default();
        for polygon in 0..self.shapes.areas.len() {
            self.cut_polygon(&mut cut, polygon);
        }
        let cells = self.index.top.len();
        let passing = sorted(cells, &cut.passing, |each| each.cell, |each| *each);
        let within = sorted(
            cells,
            &cut.within,
            |each| each.0,
            |each| self.shapes.areas[each.1 as usize],
        );
        for cell in 0..cells {
            let crossed = &passing.0[passing.1[cell] as usize..passing.1[cell + 1] as usize];
            let full = &within.0[within.1[cell] as usize..within.1[cell + 1] as usize];
            if crossed.is_empty() && full.is_empty() {
                continue;
            }
            let (column, row) = (
                cell as i64 % self.index.width as i64,
                cell as i64 / self.index.width as i64,
            );
            let shift = self.index.shift;
            let corner = (
                self.index.x + (column << shift),
                self.index.y + (row << shift),
            );
            let mut full = full.to_vec();
            let budget = COPIES * count_edges(crossed);
            let at = At {
                depth: 0,
                shift,
                corner,
                budget,
            };
            self.index.top[cell] = self.descend(at, crossed, &cut.pool, &mut full);
        }
    }

    /// Cut a polygon to the top cells that its box meets, numbered as in the whole grid.
    fn cut_polygon(&self, cut: &mut Cut, polygon: usize) {
        let shapes = self.shapes;
        let rings = shapes.polygons[polygon] as usize..shapes.polygons[polygon + 1] as usize;
        let Some((west, south, east, north)) = bounds(shapes.positions(polygon)) else {
            return;
        };
        let Index {
            x, y, shift, width, ..
        } = self.index;
        // The window begins one unit before the box, so its corner lies outside the polygon.
        let (column, row) = (
            ((west - x - 1) >> shift).max(0),
            ((south - y - 1) >> shift).max(0),
        );
        let corner = (x + (column << shift), y + (row << shift));
        let window = Window {
            x: corner.0,
            y: corner.1,
            shift,
            width: (((east - x) >> shift) - column + 1) as usize,
            height: (((north - y) >> shift) - row + 1) as usize,
        };
        let edges = rings.flat_map(|ring| shapes.rings[ring]..shapes.rings[ring + 1] - 1);
        let inside = corner.0 >= west && corner.1 >= south && self.corner_inside(polygon, corner);
        let (before, within) = (cut.passing.len(), cut.within.len());
        cut.add(&window, &shapes.vertices, edges, polygon as u32, inside);
        let whole = |cell: u32| {
            let (c, r) = (
                i64::from(cell) % window.width as i64,
                i64::from(cell) / window.width as i64,
            );
            ((row + r) * i64::from(width) + column + c) as u32
        };
        cut.passing[before..]
            .iter_mut()
            .for_each(|each| each.cell = whole(each.cell));
        cut.within[within..]
            .iter_mut()
            .for_each(|each| each.0 = whole(each.0));
    }

    /// Whether a corner is inside a polygon, as only the whole grid's own south-west corner can be.
    fn corner_inside(&self, polygon: usize, corner: (i64, i64)) -> bool {
        let shapes = self.shapes;
        let mut inside = false;
        for ring in shapes.polygons[polygon] as usize..shapes.polygons[polygon + 1] as usize {
            for pair in shapes.vertices
                [shapes.rings[ring] as usize..shapes.rings[ring + 1] as usize]
                .windows(2)
            {
                let edge = Edge::new(pair[0], pair[1]);
                if (edge.ay > corner.1) != (edge.by > corner.1) {
                    // Upward edges have the corner on their left exactly if it lies west of them.
                    inside ^= edge.left(corner.0, corner.1) == (edge.by > edge.ay);
                }
            }
        }
        inside
    }

    fn descend(&mut self, at: At, passing: &[Passing], pool: &[u32], full: &mut Vec<u32>) -> u32 {
        let At {
            depth,
            shift,
            corner,
            budget,
        } = at;
        if passing.is_empty() {
            return if full.is_empty() {
                EMPTY
            } else {
                self.intern(full) << 2 | LIST
            };
        }
        if count_edges(passing) <= self.fineness.edges || shift < SMALLEST + STEP {
            return self.leaf((corner, shift), passing, pool, full) << 2 | LEAF;
        }
        if self.works.len() <= depth {
            self.works.push(Work::default());
        }
        let mut work = std::mem::take(&mut self.works[depth]);
        let below = shift - STEP;
        let side = 1usize << STEP;
        let window = Window {
            x: corner.0,
            y: corner.1,
            shift: below,
            width: side,
            height: side,
        };
        work.cut.clear();
        for each in passing {
            let edges = pool[each.first as usize..(each.first + each.count) as usize]
                .iter()
                .copied();
            work.cut.add(
                &window,
                &self.shapes.vertices,
                edges,
                each.polygon,
                each.inside,
            );
        }
        let below_edges = count_edges(&work.cut.passing);
        if below_edges > budget {
            self.works[depth] = work;
            return self.leaf((corner, shift), passing, pool, full) << 2 | LEAF;
        }
        let cells = side * side;
        let (sorted_passing, starts) =
            sorted(cells, &work.cut.passing, |each| each.cell, |each| *each);
        let (sorted_within, begins) = sorted(
            cells,
            &work.cut.within,
            |each| each.0,
            |each| self.shapes.areas[each.1 as usize],
        );
        work.passing = sorted_passing;
        work.within = sorted_within;
        let grid = self.index.grids.len();
        self.index.grids.push(Grid([EMPTY; CELLS]));
        for cell in 0..cells {
            work.full.clear();
            work.full.extend_from_slice(full);
            work.full
                .extend_from_slice(&work.within[begins[cell] as usize..begins[cell + 1] as usize]);
            let (column, row) = ((cell % side) as i64, (cell / side) as i64);
            let at = (corner.0 + (column << below), corner.1 + (row << below));
            let crossed = &work.passing[starts[cell] as usize..starts[cell + 1] as usize];
            let at = At {
                depth: depth + 1,
                shift: below,
                corner: at,
                budget: budget * count_edges(crossed) / below_edges.max(1),
            };
            let found = self.descend(at, crossed, &work.cut.pool, &mut work.full);
            self.index.grids[grid].0[(row as usize) << STEP | column as usize] = found;
        }
        self.works[depth] = work;
        (grid as u32) << 2 | GRID
    }

    fn leaf(
        &mut self,
        (corner, shift): ((i64, i64), u32),
        passing: &[Passing],
        pool: &[u32],
        full: &mut Vec<u32>,
    ) -> u32 {
        let list = if full.is_empty() {
            NO_LIST
        } else {
            self.intern(full)
        };
        let heap = &mut self.index.heap;
        let at = heap.len() as u32;
        heap.push(list);
        let (x, y) = corner;
        for (number, each) in passing.iter().enumerate() {
            let area = self.shapes.areas[each.polygon as usize];
            let mut head = area << GROUP_BITS | if each.inside { INSIDE } else { 0 };
            head |= if self.many[area as usize] { MANY } else { 0 };
            if number + 1 == passing.len() {
                head |= LAST_GROUP;
            }
            let edges = &pool[each.first as usize..(each.first + each.count) as usize];
            write_group(
                heap,
                Cell { x, y, shift },
                head,
                &self.shapes.vertices,
                edges,
            );
        }
        at
    }

    /// The number of the list with exactly these areas.
    fn intern(&mut self, full: &mut Vec<u32>) -> u32 {
        full.sort_unstable();
        full.dedup();
        if let [only] = full[..] {
            return only;
        }
        if let Some(&known) = self.known.get(full.as_slice()) {
            return known;
        }
        let number = self.index.areas + self.index.offsets.len() as u32 - 1;
        self.index.lists.extend_from_slice(full);
        self.index.offsets.push(self.index.lists.len() as u32);
        self.known.insert(full.clone(), number);
        number
    }
}

/// Items sorted by cell, in their order, and where each cell's begin.
fn sorted<T, U: Copy + Default>(
    cells: usize,
    items: &[T],
    cell: impl Fn(&T) -> u32,
    take: impl Fn(&T) -> U,
) -> (Vec<U>, Vec<u32>) {
    let mut starts = vec![0u32; cells + 1];
    for each in items {
        starts[cell(each) as usize + 1] += 1;
    }
    for at in 0..cells {
        starts[at + 1] += starts[at];
    }
    let mut places = starts.clone();
    let mut found = vec![U::default(); items.len()];
    for each in items {
        let place = &mut places[cell(each) as usize];
        found[*place as usize] = take(each);
        *place += 1;
    }
    (found, starts)
}

/// A quick hash of lists of numbers; their keys are our own, so nobody can choose collisions to slow it down much.
#[derive(Default)]
pub(crate) struct Fold(u64);

impl Hasher for Fold {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word))
                .wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }
}
