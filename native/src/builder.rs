//! Building the index: polygons are cut to the cells of the flat grid, and each cell then to 4 by 4 cells, until few
//! edges pass.
//!
//! What a cell is cut to stands behind what the cell itself is made of, in the same three lists, and is dropped when the
//! cell is done; so nothing is allocated on the way, and all of it stays in the caches.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use crate::distribute::{Cut, Passing, Window};
use crate::edge::Edge;
use crate::index::{CELLS, EMPTY, GRID, Grid, Index, LEAF, LIST, NO_LIST, STEP, bounds};
use crate::leaf::{Cell, GROUP_BITS, INSIDE, LAST_GROUP, MANY, SPARE, write_group};
use crate::square::{Bits, Square, each_bit};
use crate::wkb::Shapes;

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
                edges: 20,
                cells: 8,
            }
        } else {
            Fineness {
                edges: 12,
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
            // About what comes out, so that little is copied while it grows; what is too much goes back.
            grids: Vec::with_capacity(shapes.vertices.len() / 16),
            heap: Vec::with_capacity(shapes.vertices.len() * 5),
            ..Index::default()
        };
        let mut builder = Builder {
            index,
            shapes,
            many: many(shapes, areas),
            known: HashMap::default(),
            stacks: Stacks::default(),
            fineness,
        };
        builder.run();
        let mut index = builder.index;
        index.heap.resize(index.heap.len() + SPARE, 0);
        assert!(
            areas >> (u32::BITS - GROUP_BITS) == 0,
            "fewer than 2^26 areas"
        );
        index.grids.shrink_to_fit();
        index.heap.shrink_to_fit();
        index.lists.shrink_to_fit();
        index
    }
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

/// The edges of one polygon that pass one cell, as a range of `Stacks::edges`.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    polygon: u32,
    first: u32,
    end: u32,
    /// The cell's south-west corner is inside the polygon.
    inside: bool,
}

/// What the cells are made of that are being cut, the innermost last.
#[derive(Default)]
struct Stacks {
    /// Numbers of edges (of their first vertex).
    edges: Vec<u32>,
    /// The polygons that pass.
    parts: Vec<Part>,
    /// Areas that hold the whole cell.
    full: Vec<u32>,
    /// For each edge of the cell that is cut last, the cells that it passes.
    passed: Vec<Bits>,
    /// For each part of it, the cells that its edges pass and the corners that are inside.
    cuts: Vec<(Bits, Bits)>,
}

struct Builder<'a> {
    index: Index,
    shapes: &'a Shapes,
    many: Vec<bool>,
    known: HashMap<Vec<u32>, u32, BuildHasherDefault<Fold>>,
    stacks: Stacks,
    fineness: Fineness,
}

/// A cell to be made: its place, how many edges may stand in its leaves, and what it is made of, in `Stacks`.
struct Make {
    cell: Cell,
    budget: u64,
    edges: usize,
    parts: Range<usize>,
    full: Range<usize>,
}

impl Builder<'_> {
    fn run(&mut self) {
        let mut cut = Cut::default();
        for polygon in 0..self.shapes.areas.len() {
            self.cut_polygon(&mut cut, polygon);
        }
        let cells = self.index.top.len();
        let (passing, starts) = sorted(cells, &cut.passing, |each| each.cell, |each| *each);
        let area = |polygon: u32| self.shapes.areas[polygon as usize];
        let (within, begins) = sorted(cells, &cut.within, |each| each.0, |each| area(each.1));
        for cell in 0..cells {
            let passing = &passing[starts[cell] as usize..starts[cell + 1] as usize];
            let within = &within[begins[cell] as usize..begins[cell + 1] as usize];
            if !(passing.is_empty() && within.is_empty()) {
                self.make_top(cell, passing, within, &cut.pool);
            }
        }
    }

    fn make_top(&mut self, cell: usize, passing: &[Passing], within: &[u32], pool: &[u32]) {
        let Stacks {
            edges, parts, full, ..
        } = &mut self.stacks;
        edges.clear();
        parts.clear();
        full.clear();
        full.extend_from_slice(within);
        for each in passing {
            let first = edges.len() as u32;
            edges.extend_from_slice(&pool[each.first as usize..(each.first + each.count) as usize]);
            parts.push(Part {
                polygon: each.polygon,
                first,
                end: edges.len() as u32,
                inside: each.inside,
            });
        }
        let (width, shift) = (self.index.width as usize, self.index.shift);
        let make = Make {
            cell: Cell {
                x: self.index.x + (((cell % width) as i64) << shift),
                y: self.index.y + (((cell / width) as i64) << shift),
                shift,
            },
            budget: COPIES * edges.len() as u64,
            edges: edges.len(),
            parts: 0..parts.len(),
            full: 0..full.len(),
        };
        self.index.top[cell] = self.make(make);
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
        if (window.width, window.height) == (1, 1) {
            let first = cut.pool.len() as u32;
            cut.pool.extend(edges);
            let count = cut.pool.len() as u32 - first;
            cut.passing.push(Passing {
                cell: 0,
                polygon: polygon as u32,
                inside,
                first,
                count,
            });
        } else {
            cut.add(&window, &shapes.vertices, edges, polygon as u32, inside);
        }
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

    /// The descriptor of a cell, with all that is below it.
    fn make(&mut self, make: Make) -> u32 {
        if make.parts.is_empty() {
            return if make.full.is_empty() {
                EMPTY
            } else {
                self.intern(make.full) << 2 | LIST
            };
        }
        if make.edges as u64 <= self.fineness.edges || make.cell.shift < SMALLEST + STEP {
            return self.leaf(&make) << 2 | LEAF;
        }
        let square = Square {
            x: make.cell.x,
            y: make.cell.y,
            shift: make.cell.shift - STEP,
        };
        let (mut edges, parts) = self.cut(&square, make.parts.clone());
        let total: u64 = edges.iter().map(|&count| u64::from(count)).sum();
        if total > make.budget {
            return self.leaf(&make) << 2 | LEAF;
        }
        let kept = (
            self.stacks.edges.len(),
            self.stacks.parts.len(),
            self.stacks.full.len(),
        );
        let first = self.spread(make.parts.clone(), &mut edges, parts);
        let held = self.held(make.parts.clone());
        let grid = self.index.grids.len();
        self.index.grids.push(Grid([EMPTY; CELLS]));
        let mut part = kept.1;
        for cell in 0..CELLS {
            let full = self.stacks.full.len();
            self.stacks.full.extend_from_within(make.full.clone());
            for &(area, cells) in &held {
                if cells >> cell & 1 != 0 {
                    self.stacks.full.push(area);
                }
            }
            let (column, row) = ((cell % (1 << STEP)) as i64, (cell >> STEP) as i64);
            let count = (edges[cell] - first[cell]) as usize;
            let below = Make {
                cell: Cell {
                    x: square.x + (column << square.shift),
                    y: square.y + (row << square.shift),
                    shift: square.shift,
                },
                budget: make.budget * count as u64 / total.max(1),
                edges: count,
                parts: part..part + parts[cell] as usize,
                full: full..self.stacks.full.len(),
            };
            part += parts[cell] as usize;
            self.index.grids[grid].0[cell] = self.make(below);
            self.stacks.full.truncate(full);
        }
        self.stacks.edges.truncate(kept.0);
        self.stacks.parts.truncate(kept.1);
        (grid as u32) << 2 | GRID
    }

    /// Find which cells of a square the edges of these parts pass; how many edges and parts pass each cell.
    fn cut(&mut self, square: &Square, parts: Range<usize>) -> ([u32; CELLS], [u32; CELLS]) {
        let Stacks {
            edges,
            parts: all,
            passed,
            cuts,
            ..
        } = &mut self.stacks;
        passed.clear();
        cuts.clear();
        let (mut of_edges, mut of_parts) = ([0u32; CELLS], [0u32; CELLS]);
        for part in &all[parts] {
            let mut inside = if part.inside { Bits::MAX } else { 0 };
            let mut any = 0;
            for &number in &edges[part.first as usize..part.end as usize] {
                let pair = &self.shapes.vertices[number as usize..number as usize + 2];
                let (cells, parted) = square.cut(pair[0], pair[1]);
                passed.push(cells);
                any |= cells;
                inside ^= parted;
                each_bit(cells, |cell| of_edges[cell & (CELLS - 1)] += 1);
            }
            each_bit(any, |cell| of_parts[cell & (CELLS - 1)] += 1);
            cuts.push((any, inside));
        }
        (of_edges, of_parts)
    }

    /// Put the edges and parts that were cut behind the others, cell by cell. Gives where each cell's edges begin, and
    /// turns how many there are into where they end.
    fn spread(
        &mut self,
        parts: Range<usize>,
        edges: &mut [u32; CELLS],
        count: [u32; CELLS],
    ) -> [u32; CELLS] {
        let Stacks {
            edges: all_edges,
            parts: all,
            passed,
            cuts,
            ..
        } = &mut self.stacks;
        let (mut next_edge, mut next_part) = (all_edges.len() as u32, all.len() as u32);
        let (mut first, mut place) = ([0; CELLS], [0; CELLS]);
        for cell in 0..CELLS {
            (first[cell], place[cell]) = (next_edge, next_part);
            next_edge += edges[cell];
            next_part += count[cell];
        }
        all_edges.resize(next_edge as usize, 0);
        all.resize(next_part as usize, Part::default());
        *edges = first;
        let mut at = 0;
        for (number, &(any, inside)) in parts.zip(cuts.iter()) {
            let part = all[number];
            let begun = *edges;
            for edge in part.first..part.end {
                let of = all_edges[edge as usize];
                each_bit(passed[at], |cell| {
                    let place = &mut edges[cell & (CELLS - 1)];
                    all_edges[*place as usize] = of;
                    *place += 1;
                });
                at += 1;
            }
            each_bit(any, |cell| {
                let cell = cell & (CELLS - 1);
                all[place[cell] as usize] = Part {
                    polygon: part.polygon,
                    first: begun[cell],
                    end: edges[cell],
                    inside: inside >> cell & 1 != 0,
                };
                place[cell] += 1;
            });
        }
        first
    }

    /// The areas of parts that hold whole cells of the square that was cut, and which.
    fn held(&self, parts: Range<usize>) -> Vec<(u32, Bits)> {
        let parts = &self.stacks.parts[parts];
        let held = self
            .stacks
            .cuts
            .iter()
            .zip(parts)
            .filter(|((any, inside), _)| inside & !any != 0);
        held.map(|((any, inside), part)| (self.shapes.areas[part.polygon as usize], inside & !any))
            .collect()
    }

    fn leaf(&mut self, make: &Make) -> u32 {
        let list = if make.full.is_empty() {
            NO_LIST
        } else {
            self.intern(make.full.clone())
        };
        let heap = &mut self.index.heap;
        let at = heap.len() as u32;
        heap.push(list);
        for number in make.parts.clone() {
            let part = self.stacks.parts[number];
            let area = self.shapes.areas[part.polygon as usize];
            let mut head = area << GROUP_BITS | if part.inside { INSIDE } else { 0 };
            head |= if self.many[area as usize] { MANY } else { 0 };
            if number + 1 == make.parts.end {
                head |= LAST_GROUP;
            }
            let edges = &self.stacks.edges[part.first as usize..part.end as usize];
            write_group(heap, make.cell, head, &self.shapes.vertices, edges);
        }
        at
    }

    /// The number of the list with exactly these areas.
    fn intern(&mut self, full: Range<usize>) -> u32 {
        if full.len() == 1 {
            return self.stacks.full[full.start];
        }
        let mut list = self.stacks.full[full].to_vec();
        list.sort_unstable();
        list.dedup();
        if let [only] = list[..] {
            return only;
        }
        if let Some(&known) = self.known.get(&list) {
            return known;
        }
        let number = self.index.areas + self.index.offsets.len() as u32 - 1;
        self.index.lists.extend_from_slice(&list);
        self.index.offsets.push(self.index.lists.len() as u32);
        self.known.insert(list, number);
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
