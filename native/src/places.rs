//! The reverse question: which of many places does a new area hold.

use crate::distribute::{Cut, Window};
use crate::edge::{Edge, Point};
use crate::index::bounds;
use crate::lines::MERIDIAN;
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
        let rings = area.polygons[polygon] as usize..area.polygons[polygon + 1] as usize;
        let (first, last) = (
            area.rings[rings.start] as usize,
            area.rings[rings.end] as usize,
        );
        let Some((west, south, east, north)) = bounds(&area.vertices[first..last]) else {
            return;
        };
        if self.points.is_empty() {
            return;
        }
        let from_column = ((west - self.x - 1) >> self.shift).max(0);
        let from_row = ((south - self.y - 1) >> self.shift).max(0);
        let to_column = ((east - self.x) >> self.shift).min(self.width as i64 - 1);
        let to_row = ((north - self.y) >> self.shift).min(self.height as i64 - 1);
        if from_column > to_column || from_row > to_row {
            return;
        }
        let window = Window {
            x: self.x + (from_column << self.shift),
            y: self.y + (from_row << self.shift),
            shift: self.shift,
            width: (to_column - from_column + 1) as usize,
            height: (to_row - from_row + 1) as usize,
        };
        let edges = || {
            rings
                .clone()
                .flat_map(|ring| area.rings[ring]..area.rings[ring + 1] - 1)
        };
        let mut corner_inside = false;
        for number in edges() {
            let edge = Edge::new(
                area.vertices[number as usize],
                area.vertices[number as usize + 1],
            );
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
        let cell = |number: u32| {
            let (column, row) = (
                number as usize % window.width,
                number as usize / window.width,
            );
            let at = (from_row as usize + row) * self.width + from_column as usize + column;
            (
                self.starts[at] as usize..self.starts[at + 1] as usize,
                column as i64,
                row as i64,
            )
        };
        for &(number, _) in &cut.within {
            found.extend_from_slice(&self.numbers[cell(number).0]);
        }
        for passing in &cut.passing {
            let (range, column, row) = cell(passing.cell);
            let corner = (
                window.x + (column << self.shift),
                window.y + (row << self.shift),
            );
            let edges = &cut.pool[passing.first as usize..(passing.first + passing.count) as usize];
            for at in range {
                let (x, y) = (i64::from(self.points[at][0]), i64::from(self.points[at][1]));
                let mut inside = passing.inside;
                for &number in edges {
                    let edge = Edge::new(
                        area.vertices[number as usize],
                        area.vertices[number as usize + 1],
                    );
                    match edge.crossed(corner, x, y) {
                        Some(odd) => inside ^= odd,
                        None => {
                            inside = true;
                            break;
                        }
                    }
                }
                if inside {
                    found.push(self.numbers[at]);
                }
            }
        }
    }
}
