//! What the index must answer, by nothing but the definition: a plain count of crossings in 128 bits. Shared by the
//! tests of hostile shapes and the fuzzer.

use clearway_native::areas::{Areas, Term};
use clearway_native::edge::Point;
use clearway_native::places::Places;
use clearway_native::query::Pairs;
use clearway_native::wkb::Shapes;

/// Counts at any instant.
pub const ALWAYS: Term = Term {
    severity: 1,
    from: i64::MIN,
    until: i64::MAX,
};

/// Whether a polygon holds a point: on an edge, or an odd number of edges to the east of it. In 128 bits.
pub fn holds(shapes: &Shapes, polygon: usize, [x, y]: Point) -> bool {
    let (x, y) = (i128::from(x), i128::from(y));
    let mut odd = false;
    for ring in shapes.polygons[polygon] as usize..shapes.polygons[polygon + 1] as usize {
        let corners =
            &shapes.vertices[shapes.rings[ring] as usize..shapes.rings[ring + 1] as usize];
        for pair in corners.windows(2) {
            let [ax, ay] = pair[0].map(i128::from);
            let [bx, by] = pair[1].map(i128::from);
            let cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
            let in_box = x >= ax.min(bx) && x <= ax.max(bx) && y >= ay.min(by) && y <= ay.max(by);
            if cross == 0 && in_box {
                return true;
            }
            if (ay > y) != (by > y) {
                odd ^= (cross > 0) == (by > ay);
            }
        }
    }
    odd
}

/// All pairs, in order.
pub fn pairs(index: &Areas, points: &[Point]) -> Vec<(u32, u32)> {
    let mut found = Pairs::default();
    index.pairs(points, 0, 0, &mut found);
    let mut pairs: Vec<(u32, u32)> = found.points().into_iter().zip(found.areas()).collect();
    pairs.sort_unstable();
    pairs
}

/// Everything that can be asked is asked, and compared with the plain count.
pub fn ask(shapes: &Shapes, areas: u32, points: &[Point]) {
    let index = Areas::build(shapes, vec![ALWAYS; areas as usize]);
    let found = pairs(&index, points);
    let mut expected = Vec::new();
    for (number, &point) in points.iter().enumerate() {
        for polygon in 0..shapes.areas.len() {
            if holds(shapes, polygon, point) {
                expected.push((number as u32, shapes.areas[polygon]));
            }
        }
    }
    expected.sort_unstable();
    expected.dedup();
    assert_eq!(found, expected);
    let worst = index.worst(points, 0);
    for (number, &area) in worst.iter().enumerate() {
        let least = expected
            .iter()
            .find(|each| each.0 == number as u32)
            .map_or(u32::MAX, |each| each.1);
        assert_eq!(area, least);
    }
    let mut touched = Vec::new();
    let starts: Vec<usize> = (0..=points.len() / 4).map(|line| line * 4).collect();
    index.lines(points, &starts, 0, |line, area, metres| {
        assert!(metres >= 0.0 && metres.is_finite());
        touched.push((line, area));
    });
    for &(point, area) in expected
        .iter()
        .filter(|each| (each.0 as usize) < starts[starts.len() - 1])
    {
        assert!(
            touched.contains(&(point / 4, area)),
            "a position inside touches"
        );
    }
    let places = Places::build(points);
    let mut inside = places.inside(shapes);
    inside.sort_unstable();
    inside.dedup();
    let mut held: Vec<u32> = expected.iter().map(|each| each.0).collect();
    held.dedup();
    assert_eq!(inside, held);
}
