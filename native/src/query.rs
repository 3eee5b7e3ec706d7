//! Points: which areas hold them, and which of those is worst.
//!
//! Points are looked up by the batch, one step for all of them before the next step for any. No step has a branch that
//! depends on where a point lies: what is done with a point next is written to the end of a list, and the list is a
//! point longer or not. So the processor never guesses wrong, and waits for memory for many points at once.

use crate::edge::Point;
use crate::index::{CELLS, EMPTY, GRID, Index, KIND, LEAF, LIST, NO_LIST, STEP};
use crate::leaf::{Cell, GROUP_BITS, LAST_GROUP, MANY, in_group};

/// Points that are looked up together; what is noted of them stays in the first cache.
const BATCH: usize = 1024;
/// An index of more words than this does not stay in the caches.
const LARGE: usize = 1 << 20;
/// How many leaves ahead memory is asked for what a leaf needs.
const AHEAD: u32 = 12;

/// Pairs of a point and an area that holds it.
#[derive(Debug, Default)]
pub struct Pairs {
    /// The point's number; above it the area's, and whether the point is on its border.
    found: Vec<u64>,
    count: usize,
}

const ON_BORDER: u32 = 63;

impl Pairs {
    /// No pairs yet, and room for some.
    pub fn with_room(room: usize) -> Self {
        Pairs {
            found: vec![0; room],
            count: 0,
        }
    }

    /// Note a pair if `holds`. It is written in any case and then counted or not, which needs no branch.
    #[inline(always)]
    pub fn offer(&mut self, point: u32, area: u32, on_border: bool, holds: bool) {
        let pair = u64::from(point) | u64::from(area) << 32 | u64::from(on_border) << ON_BORDER;
        match self.found.get_mut(self.count) {
            Some(place) => *place = pair,
            None => self.grow(pair),
        }
        self.count += usize::from(holds);
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, pair: u64) {
        self.found.push(pair);
        self.found.resize(2 * self.found.len().max(512), 0);
    }

    /// The points' numbers.
    pub fn points(&self) -> Vec<u32> {
        self.found[..self.count]
            .iter()
            .map(|&pair| pair as u32)
            .collect()
    }

    /// The areas' numbers.
    pub fn areas(&self) -> Vec<u32> {
        const AREA: u32 = u32::MAX >> 1;
        self.found[..self.count]
            .iter()
            .map(|&pair| (pair >> 32) as u32 & AREA)
            .collect()
    }

    /// Whether each point is on the area's border.
    pub fn borders(&self) -> Vec<bool> {
        self.found[..self.count]
            .iter()
            .map(|&pair| pair >> ON_BORDER != 0)
            .collect()
    }
}

/// Where the points of a batch are: each in the list of the kind of the descriptor over it.
///
/// A place is the point's number in the batch, the binary side of its cell, and the descriptor.
pub(crate) struct Places {
    lists: [[u64; BATCH]; 4],
    counts: [u32; 4],
}

impl Default for Places {
    fn default() -> Self {
        Places {
            lists: [[0; BATCH]; 4],
            counts: [0; 4],
        }
    }
}

impl Places {
    /// Add to one list. Which one is no branch, but where it is written.
    #[inline(always)]
    fn add(&mut self, number: usize, descriptor: u32, shift: u32) {
        let place = u64::from(descriptor) << 32 | u64::from(shift) << 16 | number as u64;
        let kind = (descriptor & KIND) as usize;
        self.lists[kind][self.counts[kind] as usize % BATCH] = place;
        self.counts[kind] += 1;
    }

    /// The places in a list. Beyond their end stand those of earlier batches.
    #[inline(always)]
    fn at(&self, kind: u32, turn: u32) -> u64 {
        self.lists[kind as usize][turn as usize % BATCH]
    }
}

impl Index {
    /// Offer every pair of a point and an area near it: `offer(point, area, severity, on_border, holds)`, in no order.
    ///
    /// Only if `holds` does the area hold the point and count, that is: `severity(area)` is not 0. The point's number
    /// is its place among `points`. No pair that holds is offered twice.
    pub fn pairs(
        &self,
        points: &[Point],
        severity: &impl Fn(u32) -> u8,
        mut offer: impl FnMut(u32, u32, u8, bool, bool),
    ) {
        let mut seen = Vec::new();
        self.locate(
            points,
            &mut Places::default(),
            |number, descriptor, shift| {
                let offer =
                    |area, grade, on_border, holds| offer(number, area, grade, on_border, holds);
                self.areas_at(
                    points[number as usize],
                    descriptor,
                    shift,
                    severity,
                    &mut seen,
                    offer,
                );
            },
        );
    }

    /// True if the index does not stay in the caches.
    pub(crate) fn is_large(&self) -> bool {
        self.heap.len() > LARGE
    }

    /// The points and their numbers, those of near cells together: then what one needs of a large index is in the
    /// caches for the next.
    pub(crate) fn sorted(&self, points: &[Point]) -> (Vec<Point>, Vec<u32>) {
        const PARTS: usize = 1024;
        let unit = (self.top.len() / (PARTS - 1) + 1)
            .next_power_of_two()
            .trailing_zeros();
        let mut starts = [0u32; PARTS];
        let part = |point| (self.top_cell(point).unwrap_or(0) >> unit) % PARTS;
        let parts: Vec<u16> = points
            .iter()
            .map(|&point| {
                let part = part(point);
                starts[part] += 1;
                part as u16
            })
            .collect();
        let mut next = 0;
        for start in &mut starts {
            next += std::mem::replace(start, next);
        }
        let (mut sorted, mut numbers) = (vec![[0, 0]; points.len()], vec![0; points.len()]);
        for (number, (&point, &part)) in points.iter().zip(&parts).enumerate() {
            let place = &mut starts[usize::from(part) % PARTS];
            (sorted[*place as usize], numbers[*place as usize]) = (point, number as u32);
            *place += 1;
        }
        (sorted, numbers)
    }

    /// The number of the cell over a point in the flat grid; `None` outside of it.
    #[inline(always)]
    fn top_cell(&self, point: Point) -> Option<usize> {
        // Negative differences become greater than any grid is wide.
        let x = (i64::from(point[0]) - self.x) as u64;
        let y = (i64::from(point[1]) - self.y) as u64;
        let (column, row) = (x >> self.shift, y >> self.shift);
        let in_grid = (column < self.width.into()) & (row < self.height.into());
        in_grid.then_some(row as usize * self.width as usize + column as usize)
    }

    /// The areas that hold one point.
    #[inline(always)]
    pub fn at(&self, point: Point, severity: &impl Fn(u32) -> u8, mut found: impl FnMut(u32)) {
        let Some((x, y)) = self.offset(point) else {
            return;
        };
        let (descriptor, shift) = self.cell_at(x, y);
        if descriptor & KIND != 0 {
            self.areas_at(
                point,
                descriptor,
                shift,
                severity,
                &mut Vec::new(),
                |area, _, _, holds| {
                    if holds {
                        found(area);
                    }
                },
            );
        }
    }

    /// A point counted from the grid's corner; `None` outside the grid.
    #[inline(always)]
    fn offset(&self, point: Point) -> Option<(u32, u32)> {
        let (x, y) = (i64::from(point[0]) - self.x, i64::from(point[1]) - self.y);
        let in_grid = x >= 0
            && y >= 0
            && x >> self.shift < self.width.into()
            && y >> self.shift < self.height.into();
        in_grid.then_some((x as u32, y as u32))
    }

    /// The lowest descriptor over a position in the grid, and its cell's binary side.
    #[inline(always)]
    pub(crate) fn cell_at(&self, x: u32, y: u32) -> (u32, u32) {
        let mut shift = self.shift;
        let top = (y >> shift) as usize * self.width as usize + (x >> shift) as usize;
        let mut descriptor = self.top[top];
        while descriptor & KIND == GRID {
            shift -= STEP;
            descriptor = self.grids[(descriptor >> 2) as usize].0[child(x, y, shift)];
        }
        (descriptor, shift)
    }

    /// Go down for all points, in batches, and visit those that end at a list or a leaf, with its cell's binary side.
    #[inline(always)]
    fn locate(&self, points: &[Point], places: &mut Places, mut visit: impl FnMut(u32, u32, u32)) {
        if self.top.is_empty() {
            return;
        }
        for (number, batch) in points.chunks(BATCH).enumerate() {
            let first = (number * BATCH) as u32;
            places.counts = [0; 4];
            self.top_of(batch, places);
            let mut shift = self.shift;
            while places.counts[GRID as usize] > 0 {
                shift -= STEP;
                self.one_down(batch, shift, places);
            }
            for turn in 0..places.counts[LIST as usize] {
                let soon = (places.at(LIST, turn + AHEAD) >> 34) as usize;
                prefetch(&self.offsets, soon.saturating_sub(self.areas as usize));
                let each = places.at(LIST, turn);
                visit(
                    first + (each & 0xffff) as u32,
                    (each >> 32) as u32,
                    self.shift,
                );
            }
            for turn in 0..places.counts[LEAF as usize] {
                let soon = (places.at(LEAF, turn + AHEAD) >> 34) as usize;
                prefetch(&self.heap, soon);
                prefetch(&self.heap, soon + 16);
                let each = places.at(LEAF, turn);
                visit(
                    first + (each & 0xffff) as u32,
                    (each >> 32) as u32,
                    (each >> 16) as u32 & 0xff,
                );
            }
        }
    }

    /// Look up a batch in the flat grid.
    #[inline(always)]
    fn top_of(&self, batch: &[Point], places: &mut Places) {
        for (number, &point) in batch.iter().enumerate() {
            let cell = self.top_cell(point);
            let descriptor = self.top[cell.unwrap_or(0)];
            let descriptor = if cell.is_some() { descriptor } else { EMPTY };
            self.prefetch_grid(descriptor);
            places.add(number, descriptor, self.shift);
        }
    }

    /// Take the points that have grids below one step down.
    #[inline(always)]
    fn one_down(&self, batch: &[Point], shift: u32, places: &mut Places) {
        let (west, south) = (self.x as i32, self.y as i32);
        let count = std::mem::take(&mut places.counts[GRID as usize]);
        for turn in 0..count {
            let each = places.at(GRID, turn);
            let number = (each & 0xffff) as usize;
            let point = batch[number];
            let (x, y) = (
                point[0].wrapping_sub(west) as u32,
                point[1].wrapping_sub(south) as u32,
            );
            let descriptor = self.grids[(each >> 34) as usize].0[child(x, y, shift)];
            self.prefetch_grid(descriptor);
            places.add(number, descriptor, shift);
        }
    }

    #[inline(always)]
    fn prefetch_grid(&self, descriptor: u32) {
        let is_grid = descriptor & KIND == GRID;
        prefetch(
            &self.grids,
            if is_grid { descriptor as usize >> 2 } else { 0 },
        );
    }

    /// Bring what is known near these points into the caches, all at once.
    pub(crate) fn warm(&self, points: &[Point], places: &mut Places) {
        self.locate(points, places, |_, _, _| {});
    }

    /// Offer the areas that may hold a point, given the list or leaf that it lies in.
    #[inline(always)]
    fn areas_at(
        &self,
        point: Point,
        descriptor: u32,
        shift: u32,
        severity: &impl Fn(u32) -> u8,
        seen: &mut Vec<u32>,
        mut offer: impl FnMut(u32, u8, bool, bool),
    ) {
        let at = descriptor >> 2;
        let list = if descriptor & KIND == LEAF {
            self.heap[at as usize]
        } else {
            at
        };
        // Most lists are one area, or none; which of the two is not asked by a branch.
        let one = list < self.areas;
        let area = if one { list } else { 0 };
        let grade = severity(area);
        offer(area, grade, false, one & (grade != 0));
        if !one && list != NO_LIST {
            self.each_of(list, |area| {
                let grade = severity(area);
                offer(area, grade, false, grade != 0);
            });
        }
        if descriptor & KIND != LEAF {
            return;
        }
        let (x, y) = (
            (i64::from(point[0]) - self.x) as u32,
            (i64::from(point[1]) - self.y) as u32,
        );
        let side = 1u32 << shift;
        let (in_x, in_y) = (x & (side - 1), y & (side - 1));
        let cell = Cell {
            x: i64::from(point[0]) - i64::from(in_x),
            y: i64::from(point[1]) - i64::from(in_y),
            shift,
        };
        seen.clear();
        let mut words = &self.heap[at as usize + 1..];
        loop {
            let head = words[0];
            let area = head >> GROUP_BITS;
            let grade = severity(area);
            let (inside, on_border, rest) = in_group(words, cell, in_x, in_y);
            let mut holds = (inside | on_border) & (grade != 0);
            if head & MANY != 0 {
                holds = holds && !self.met(area, list, seen);
            }
            offer(area, grade, on_border, holds);
            if head & LAST_GROUP != 0 {
                return;
            }
            words = rest;
        }
    }

    /// Whether an area of several polygons was visited for this point already; remembers that it is now.
    #[cold]
    #[inline(never)]
    fn met(&self, area: u32, list: u32, seen: &mut Vec<u32>) -> bool {
        let mut met = seen.contains(&area);
        self.each_of(list, |other| met |= other == area);
        seen.push(area);
        met
    }
}

/// The number of a child cell in its grid.
#[inline(always)]
pub(crate) fn child(x: u32, y: u32, shift: u32) -> usize {
    const MASK: u32 = (1 << STEP) - 1;
    let child = ((y >> shift & MASK) << STEP | (x >> shift & MASK)) as usize;
    child & (CELLS - 1)
}

/// Ask the processor to bring what will be read soon. It reads nothing itself and changes nothing.
#[inline(always)]
pub(crate) fn prefetch<T>(items: &[T], at: usize) {
    #[cfg(target_arch = "x86_64")]
    if at < items.len() {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: the address lies inside `items`, and a prefetch never faults. Without it every point of a large
        // index waits for memory several times over (measured in bench/README.md).
        unsafe { _mm_prefetch::<_MM_HINT_T0>(items.as_ptr().add(at).cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (items, at);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wkb::Shapes;

    #[test]
    fn sorted_points_are_the_same_points_and_near_ones_stand_together() {
        let mut shapes = Shapes::new();
        shapes.vertices = vec![[0, 0], [90_000_000, 0], [0, 90_000_000], [0, 0]];
        shapes.rings.push(4);
        shapes.polygons.push(1);
        shapes.areas.push(0);
        let index = Index::build(&shapes, 1);
        let points: Vec<Point> = (0..20_000)
            .map(|n| {
                [
                    (n * 7919 % 20_000 - 5_000) * 10_000,
                    n * 104_729 % 9_000 * 10_000,
                ]
            })
            .collect();
        let (sorted, numbers) = index.sorted(&points);
        assert!(
            sorted
                .iter()
                .zip(&numbers)
                .all(|(point, &number)| *point == points[number as usize])
        );
        let cells: Vec<usize> = sorted
            .iter()
            .filter_map(|&point| index.top_cell(point))
            .collect();
        let before: Vec<usize> = points
            .iter()
            .filter_map(|&point| index.top_cell(point))
            .collect();
        let jumps = |cells: &[usize]| cells.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert!(jumps(&cells) * 2 < jumps(&before));
        let mut all = numbers;
        all.sort_unstable();
        assert!(all.into_iter().eq(0..20_000));
    }
}
