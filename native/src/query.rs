//! Points: which areas hold them, and which of those is worst.

use crate::edge::{Edge, Point};
use crate::index::{
    COUNT, GRID, GROUP_BITS, INSIDE, Index, KIND, LAST_GROUP, LAST_RUN, LEAF, LIST, MANY, NEAR,
    NO_LIST, STEP, WIDE,
};

/// Points that are looked up together: while memory brings what one needs, others are worked on.
const BATCH: usize = 128;

impl Index {
    /// Every pair of a point and an area that holds it and counts: `severity(area)` is not 0. Pairs come in no order.
    ///
    /// `found(point, area, on_border)` gets the point's number among `points`.
    pub fn pairs(
        &self,
        points: &[Point],
        severity: &impl Fn(u32) -> u8,
        mut found: impl FnMut(u32, u32, bool),
    ) {
        let mut seen = Vec::new();
        self.locate(points, |number, descriptor, shift| {
            seen.clear();
            self.areas_at(
                points[number as usize],
                descriptor,
                shift,
                severity,
                0,
                &mut seen,
                |area, _, on_border| {
                    found(number, area, on_border);
                    0
                },
            );
        });
    }

    /// For each point the worst area that holds it (the greatest severity, then the least number), or `u32::MAX`.
    pub fn worst(&self, points: &[Point], severity: &impl Fn(u32) -> u8, worst: &mut [u32]) {
        let mut seen = Vec::new();
        self.locate(points, |number, descriptor, shift| {
            let point = points[number as usize];
            let (mut best, mut of) = (0, u32::MAX);
            if worst[number as usize] != u32::MAX {
                of = worst[number as usize];
                best = severity(of);
            }
            seen.clear();
            self.areas_at(
                point,
                descriptor,
                shift,
                severity,
                best,
                &mut seen,
                |area, grade, _| {
                    if grade > best || (grade == best && area < of) {
                        (best, of) = (grade, area);
                    }
                    best
                },
            );
            worst[number as usize] = of;
        });
    }

    /// The areas that hold one point.
    pub fn at(&self, point: Point, severity: &impl Fn(u32) -> u8, mut found: impl FnMut(u32)) {
        let Some((mut descriptor, mut shift)) = self.top_of(point) else {
            return;
        };
        let (x, y) = self.offset(point);
        while descriptor & KIND == GRID {
            shift -= STEP;
            descriptor = self.grids[(descriptor >> 2) as usize][child(x, y, shift)];
        }
        if descriptor & KIND != 0 {
            self.areas_at(
                point,
                descriptor,
                shift,
                severity,
                0,
                &mut Vec::new(),
                |area, _, _| {
                    found(area);
                    0
                },
            );
        }
    }

    #[inline(always)]
    fn offset(&self, point: Point) -> (u32, u32) {
        (
            (i64::from(point[0]) - self.x) as u32,
            (i64::from(point[1]) - self.y) as u32,
        )
    }

    /// The top descriptor over a point and the side of its cell; `None` outside the grid.
    #[inline(always)]
    pub(crate) fn top_of(&self, point: Point) -> Option<(u32, u32)> {
        let (x, y) = (i64::from(point[0]) - self.x, i64::from(point[1]) - self.y);
        if x < 0 || y < 0 {
            return None;
        }
        let (column, row) = ((x >> self.shift) as usize, (y >> self.shift) as usize);
        if column >= self.width as usize || row >= self.height as usize {
            return None;
        }
        Some((self.top[row * self.width as usize + column], self.shift))
    }

    /// Go down for all points, in batches, and visit those that end at a list or a leaf.
    #[inline(always)]
    fn locate(&self, points: &[Point], mut visit: impl FnMut(u32, u32, u32)) {
        let mut descriptors = [0u32; BATCH];
        let mut shifts = [0u32; BATCH];
        let mut waiting = [0u8; BATCH];
        let mut ready = [0u8; BATCH];
        for (number, batch) in points.chunks(BATCH).enumerate() {
            for &point in batch {
                self.prefetch_top(point);
            }
            let (mut waits, mut readies) = (0, 0);
            for (at, &point) in batch.iter().enumerate() {
                let (descriptor, shift) = self.top_of(point).unwrap_or((0, 0));
                (descriptors[at], shifts[at]) = (descriptor, shift);
                self.prefetch(descriptor, point, shift);
                match descriptor & KIND {
                    0 => {}
                    GRID => {
                        waiting[waits] = at as u8;
                        waits += 1;
                    }
                    _ => {
                        ready[readies] = at as u8;
                        readies += 1;
                    }
                }
            }
            while waits > 0 {
                let mut again = 0;
                for turn in 0..waits {
                    let at = waiting[turn] as usize;
                    let point = batch[at];
                    let (x, y) = self.offset(point);
                    shifts[at] -= STEP;
                    let descriptor =
                        self.grids[(descriptors[at] >> 2) as usize][child(x, y, shifts[at])];
                    descriptors[at] = descriptor;
                    self.prefetch(descriptor, point, shifts[at]);
                    match descriptor & KIND {
                        0 => {}
                        GRID => {
                            waiting[again] = at as u8;
                            again += 1;
                        }
                        _ => {
                            ready[readies] = at as u8;
                            readies += 1;
                        }
                    }
                }
                waits = again;
            }
            for &at in &ready[..readies] {
                let at = at as usize;
                visit((number * BATCH + at) as u32, descriptors[at], shifts[at]);
            }
        }
    }

    /// Bring what is known near these points into the caches, all at once.
    pub(crate) fn warm(&self, points: &[Point]) {
        self.locate(points, |_, _, _| {});
    }

    #[inline(always)]
    fn prefetch_top(&self, point: Point) {
        let (x, y) = (i64::from(point[0]) - self.x, i64::from(point[1]) - self.y);
        let at = (y >> self.shift)
            .wrapping_mul(self.width.into())
            .wrapping_add(x >> self.shift);
        prefetch(&self.top, at as usize);
    }

    #[inline(always)]
    fn prefetch(&self, descriptor: u32, point: Point, shift: u32) {
        let at = (descriptor >> 2) as usize;
        match descriptor & KIND {
            GRID => {
                let (x, y) = self.offset(point);
                if let Some(grid) = self.grids.get(at) {
                    prefetch(grid, child(x, y, shift - STEP));
                }
            }
            LEAF => {
                prefetch(&self.heap, at);
                prefetch(&self.heap, at + 16);
                prefetch(&self.heap, at + 32);
            }
            LIST if at >= self.areas as usize => prefetch(&self.offsets, at - self.areas as usize),
            _ => {}
        }
    }

    /// Visit the areas that hold a point, given the list or leaf that it lies in. `visit` returns the severity below
    /// which nothing matters any more.
    #[inline(always)]
    #[expect(clippy::too_many_arguments, reason = "what a leaf is asked, once")]
    fn areas_at(
        &self,
        point: Point,
        descriptor: u32,
        shift: u32,
        severity: &impl Fn(u32) -> u8,
        least: u8,
        seen: &mut Vec<u32>,
        mut visit: impl FnMut(u32, u8, bool) -> u8,
    ) {
        let mut least = least;
        let at = descriptor >> 2;
        let list = if descriptor & KIND == LEAF {
            self.heap[at as usize]
        } else {
            at
        };
        if list != NO_LIST {
            self.each_of(list, |area| {
                let grade = severity(area);
                if grade != 0 {
                    least = visit(area, grade, false);
                }
            });
        }
        if descriptor & KIND != LEAF {
            return;
        }
        let (x, y) = self.offset(point);
        let corner = (
            self.x + i64::from(x >> shift << shift),
            self.y + i64::from(y >> shift << shift),
        );
        let mut words = &self.heap[at as usize + 1..];
        loop {
            let head = words[0];
            let area = head >> GROUP_BITS;
            let grade = severity(area);
            if grade != 0 && grade >= least {
                let (inside, on_border, rest) = in_group(words, corner, point);
                words = rest;
                let holds = inside || on_border;
                if holds && !(head & MANY != 0 && self.met(area, list, seen)) {
                    least = visit(area, grade, on_border);
                }
            } else {
                words = skip_group(words);
            }
            if head & LAST_GROUP != 0 {
                return;
            }
        }
    }

    /// Whether an area of several polygons was visited for this point already; remembers that it is now.
    #[cold]
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
    ((y >> shift & ((1 << STEP) - 1)) << STEP | (x >> shift & ((1 << STEP) - 1))) as usize
}

/// Whether a point is inside a leaf's polygon, whether it is on its border, and the words behind the group.
#[inline(always)]
fn in_group(words: &[u32], corner: (i64, i64), point: Point) -> (bool, bool, &[u32]) {
    let (x, y) = (i64::from(point[0]), i64::from(point[1]));
    let mut inside = words[0] & INSIDE != 0;
    let mut on_border = false;
    let rest = each_edge(words, corner, |edge| match edge.crossed(corner, x, y) {
        Some(odd) => inside ^= odd,
        None => on_border = true,
    });
    (inside, on_border, rest)
}

/// Visit the edges of a group in the leaf with this corner; returns the words behind it.
#[inline(always)]
pub(crate) fn each_edge(words: &[u32], corner: (i64, i64), mut visit: impl FnMut(Edge)) -> &[u32] {
    let mut words = &words[1..];
    loop {
        let head = words[0];
        let count = (head & COUNT) as usize;
        let mut from;
        if head & NEAR != 0 {
            from = stepped([corner.0 as i32, corner.1 as i32], words[1]);
            words = &words[2..];
        } else {
            from = [words[1] as i32, words[2] as i32];
            words = &words[3..];
        }
        if head & WIDE == 0 {
            let (steps, rest) = words.split_at(count);
            for &step in steps {
                let to = stepped(from, step);
                visit(Edge::new(from, to));
                from = to;
            }
            words = rest;
        } else {
            let (positions, rest) = words.split_at(2 * count);
            for position in positions.chunks_exact(2) {
                let to = [position[0] as i32, position[1] as i32];
                visit(Edge::new(from, to));
                from = to;
            }
            words = rest;
        }
        if head & LAST_RUN != 0 {
            return words;
        }
    }
}

/// The position one step on: two differences of 16 bits in a word.
#[inline(always)]
fn stepped(from: Point, step: u32) -> Point {
    [
        from[0].wrapping_add(i32::from(step as i16)),
        from[1].wrapping_add((step as i32) >> 16),
    ]
}

#[inline(always)]
pub(crate) fn skip_group(words: &[u32]) -> &[u32] {
    let mut words = &words[1..];
    loop {
        let head = words[0];
        let count = (head & COUNT) as usize;
        let first = if head & NEAR != 0 { 2 } else { 3 };
        words = &words[first + if head & WIDE == 0 { count } else { 2 * count }..];
        if head & LAST_RUN != 0 {
            return words;
        }
    }
}

/// Ask the processor to bring what will be read soon. It reads nothing itself and changes nothing.
#[inline(always)]
fn prefetch<T>(items: &[T], at: usize) {
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
