//! The reverse question: which of many places does a new area hold.

use std::ops::Range;

use crate::distribute::{Cut, Passing, Window};
use crate::edge::{Edge, Point};
use crate::index::bounds;
use crate::lines::MERIDIAN;
use crate::query::prefetch;
use crate::wkb::Shapes;

/// Places sorted into a flat grid, about eight to a cell where most of them stand.
#[derive(Debug, Default)]
pub struct Places {
    x: i64,
    y: i64,
    shift: u32,
    width: usize,
    height: usize,
    starts: Vec<u32>,
    points: Vec<Point>,
    numbers: Vec<u32>,
    /// Some places stand twice, because they lie on the 180th meridian, which is both ends of the map.
    twice: bool,
}

const MOST_CELLS: u64 = 1 << 22;
const IN_A_CELL: u64 = 8;

impl Places {
    /// Sort places into the grid; they keep their numbers.
    pub fn build(points: &[Point]) -> Places {
        let mut all: Vec<(Point, u32)> = points.iter().copied().zip(0..).collect();
        all.extend(
            points
                .iter()
                .zip(0..)
                .filter(|(point, _)| point[0].abs() == MERIDIAN)
                .map(|(point, number)| ([-point[0], point[1]], number)),
        );
        let Some((west, south, east, north)) = bounds(points) else {
            return Places::default();
        };
        let twice = all.len() > points.len();
        let (west, east) = if twice {
            (-i64::from(MERIDIAN), MERIDIAN.into())
        } else {
            (west, east)
        };
        let mut most = (all.len() as u64 / IN_A_CELL).clamp(64, MOST_CELLS);
        loop {
            let grid = Places::sort(&all, (west, south, east, north), most, twice);
            // Places stand together in towns: what counts is how many share a cell with one, not the mean of cells.
            let together = grid
                .starts
                .windows(2)
                .map(|ends| u64::from(ends[1] - ends[0]).pow(2));
            if together.sum::<u64>() <= 2 * IN_A_CELL * all.len() as u64
                || grid.shift == 0
                || most >= MOST_CELLS.min(8 * all.len() as u64)
            {
                return grid;
            }
            most *= 4;
        }
    }

    fn sort(
        all: &[(Point, u32)],
        (west, south, east, north): (i64, i64, i64, i64),
        most: u64,
        twice: bool,
    ) -> Places {
        let mut shift = 0;
        while (((east - west) >> shift) as u64 + 1) * (((north - south) >> shift) as u64 + 1) > most
        {
            shift += 1;
        }
        let (width, height) = (
            ((east - west) >> shift) as usize + 1,
            ((north - south) >> shift) as usize + 1,
        );
        let cell = |point: &Point| {
            let (column, row) = (
                (i64::from(point[0]) - west) >> shift,
                (i64::from(point[1]) - south) >> shift,
            );
            row as usize * width + column as usize
        };
        let mut starts = vec![0u32; width * height + 1];
        for (point, _) in all {
            starts[cell(point) + 1] += 1;
        }
        for at in 0..width * height {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut points = vec![[0, 0]; all.len()];
        let mut numbers = vec![0; all.len()];
        for (point, number) in all {
            let place = &mut next[cell(point)];
            points[*place as usize] = *point;
            numbers[*place as usize] = *number;
            *place += 1;
        }
        Places {
            x: west,
            y: south,
            shift,
            width,
            height,
            starts,
            points,
            numbers,
            twice,
        }
    }

    /// The numbers of the places that one area holds, its border included, in no order.
    pub fn inside(&self, area: &Shapes) -> Vec<u32> {
        let mut found = Vec::new();
        let mut cut = Cut::default();
        for polygon in 0..area.areas.len() {
            self.inside_polygon(area, polygon, &mut cut, &mut found);
        }
        if area.areas.len() > 1 || self.twice {
            found.sort_unstable(); // parts may touch, and a place on both borders is one place
            found.dedup();
        }
        found
    }

    /// Bytes of memory that the places take.
    pub fn bytes(&self) -> usize {
        4 * (self.starts.capacity() + self.numbers.capacity()) + 8 * self.points.capacity()
    }

    fn inside_polygon(&self, area: &Shapes, polygon: usize, cut: &mut Cut, found: &mut Vec<u32>) {
        let Some((window, first)) = self.window(area.positions(polygon)) else {
            return;
        };
        let rings = area.polygons[polygon] as usize..area.polygons[polygon + 1] as usize;
        let edges = || {
            rings
                .clone()
                .flat_map(|ring| area.rings[ring]..area.rings[ring + 1] - 1)
        };
        let edge = |number: u32| {
            let pair = &area.vertices[number as usize..number as usize + 2];
            Edge::new(pair[0], pair[1])
        };
        let mut corner_inside = false;
        for number in edges() {
            let edge = edge(number);
            if (edge.ay > window.y) != (edge.by > window.y) {
                corner_inside ^= edge.left(window.x, window.y) == (edge.by > edge.ay);
            }
        }
        cut.clear();
        cut.add(
            &window,
            &area.vertices,
            edges(),
            polygon as u32,
            corner_inside,
        );
        self.take_whole(&window, first, &cut.within, found);
        let cells = self.passed(&window, first, &cut.passing);
        let mut kept = found.len();
        let mut near = Vec::new();
        for (passing, (range, corner)) in cut.passing.iter().zip(cells) {
            let numbers = passing.first as usize..(passing.first + passing.count) as usize;
            near.clear();
            near.extend(
                cut.pool[numbers]
                    .iter()
                    .map(|&each| Near::new(edge(each), corner)),
            );
            found.resize(found.len().max(kept + range.len()), 0);
            kept = self.take_held(range, &near, passing.inside, found, kept);
        }
        found.truncate(kept);
    }

    /// The cells that a polygon's box meets, and the number of their south-western one; `None` if there are none.
    fn window(&self, positions: &[Point]) -> Option<(Window, usize)> {
        let (west, south, east, north) = bounds(positions)?;
        let from_column = ((west - self.x - 1) >> self.shift).max(0);
        let from_row = ((south - self.y - 1) >> self.shift).max(0);
        let to_column = ((east - self.x) >> self.shift).min(self.width as i64 - 1);
        let to_row = ((north - self.y) >> self.shift).min(self.height as i64 - 1);
        if self.points.is_empty() || from_column > to_column || from_row > to_row {
            return None;
        }
        let window = Window {
            x: self.x + (from_column << self.shift),
            y: self.y + (from_row << self.shift),
            shift: self.shift,
            width: (to_column - from_column + 1) as usize,
            height: (to_row - from_row + 1) as usize,
        };
        Some((
            window,
            from_row as usize * self.width + from_column as usize,
        ))
    }

    /// Where the places of each cell that edges pass stand, and the cell's corner. Memory is asked for the places of all
    /// before those of any are looked at.
    fn passed(
        &self,
        window: &Window,
        first: usize,
        passing: &[Passing],
    ) -> Vec<(Range<usize>, (i64, i64))> {
        let mut row = 0;
        let of = passing.iter().map(|passing| {
            let number = passing.cell as usize;
            row += rows_on(number, row, window.width);
            let column = number - row * window.width;
            let at = first + row * self.width + column;
            let range = self.of_cells(at..at + 1);
            prefetch(&self.points, range.start);
            prefetch(&self.numbers, range.start);
            let corner = (
                window.x + ((column as i64) << self.shift),
                window.y + ((row as i64) << self.shift),
            );
            (range, corner)
        });
        of.collect()
    }

    /// Take all places of cells of a window, told in order; those of cells that follow each other stand together.
    fn take_whole(
        &self,
        window: &Window,
        first: usize,
        cells: &[(u32, u32)],
        found: &mut Vec<u32>,
    ) {
        let (mut run, mut row) = (0..0, 0);
        for &(number, _) in cells {
            row += rows_on(number as usize, row, window.width);
            let cell = first + number as usize + row * (self.width - window.width);
            if cell != run.end {
                found.extend_from_slice(&self.numbers[self.of_cells(run.clone())]);
                run.start = cell;
            }
            run.end = cell + 1;
        }
        found.extend_from_slice(&self.numbers[self.of_cells(run)]);
    }

    /// Where the places of these cells stand.
    #[inline(always)]
    fn of_cells(&self, cells: Range<usize>) -> Range<usize> {
        self.starts[cells.start] as usize..self.starts[cells.end] as usize
    }

    /// Put those places of one cell that lie inside, given the edges that pass it, from `kept` on; gives where they
    /// end. Each is written and then kept or not, which needs no branch.
    #[inline(always)]
    fn take_held(
        &self,
        range: Range<usize>,
        near: &[Near],
        inside: bool,
        found: &mut [u32],
        mut kept: usize,
    ) -> usize {
        for (&number, &point) in self.numbers[range.clone()].iter().zip(&self.points[range]) {
            let (mut odd, mut on_border) = (inside, false);
            for edge in near {
                let (crossed, on_line) = edge.crossed(point);
                odd ^= crossed;
                on_border |= on_line && edge.edge.holds(point[0].into(), point[1].into());
            }
            found[kept] = number;
            kept += usize::from(odd | on_border);
        }
        kept
    }
}

/// How many rows after `row` a window's cell lies; cheaper than a division for cells told in order.
#[inline(always)]
fn rows_on(cell: usize, row: usize, width: usize) -> usize {
    let mut on = 0;
    while cell >= (row + on + 1) * width {
        on += 1;
    }
    on
}

/// An edge that passes a cell, with what all places of the cell have in common.
struct Near {
    edge: Edge,
    dx: i64,
    dy: i64,
    /// The turn's second product at the column of the cell's corner.
    at_column: i64,
    /// A position of that column on the edge's line lies left of it.
    tie: bool,
    spans_column: bool,
    corner_left: bool,
}

impl Near {
    #[inline(always)]
    fn new(edge: Edge, (x, y): (i64, i64)) -> Near {
        let (dx, dy) = (edge.bx - edge.ax, edge.by - edge.ay);
        Near {
            edge,
            dx,
            dy,
            at_column: dy * (x - edge.ax),
            tie: if dy == 0 { dx > 0 } else { dy < 0 },
            spans_column: (edge.ax > x) != (edge.bx > x),
            corner_left: edge.left(x, y),
        }
    }

    /// As [`Edge::crossed`], on the way from the corner north and then east; and whether the place is on the edge's
    /// line.
    #[inline(always)]
    fn crossed(&self, point: Point) -> (bool, bool) {
        let (x, y) = (i64::from(point[0]), i64::from(point[1]));
        let (one, other) = (self.dx * (y - self.edge.ay), self.dy * (x - self.edge.ax));
        let start = (one > self.at_column) | ((one == self.at_column) & self.tie);
        let spans_row = (self.edge.ay > y) != (self.edge.by > y);
        let odd = (spans_row & (start != (one > other)))
            ^ (self.spans_column & (start != self.corner_left));
        (odd, one == other)
    }
}
