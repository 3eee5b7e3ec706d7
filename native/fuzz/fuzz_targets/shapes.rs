//! Any bytes at all as areas: read or refused, and what was read answers as a plain count of crossings does.
//!
//! The first byte chooses: the rest is well-known binary as it stands, or positions from which rings are drawn, so that
//! the fuzzer need not find out first what a sound area looks like.

#![no_main]

#[path = "../../tests/plain/mod.rs"]
mod plain;

use clearway_native::edge::Point;
use clearway_native::wkb::Shapes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&kind, rest)) = data.split_first() else {
        return;
    };
    let mut shapes = Shapes::new();
    let areas = if kind & 1 == 0 {
        if shapes.add(0, rest).is_err() {
            assert!(shapes.vertices.is_empty() && shapes.areas.is_empty());
        }
        1
    } else {
        let areas = drawn(kind, rest);
        for (area, wkb) in areas.iter().enumerate() {
            shapes.add(area as u32, wkb).expect("closed rings on the earth");
        }
        areas.len() as u32
    };
    if shapes.vertices.len() < 2000 {
        plain::ask(&shapes, areas, &probes(&shapes));
    }
});

/// Areas of one to three rings each: four bytes a position, times a step that the kind says, around a place that it says.
fn drawn(kind: u8, rest: &[u8]) -> Vec<Vec<u8>> {
    let step = [1, 7, 256, 27_000][usize::from(kind >> 1 & 3)];
    let (east, north) = [(0, 0), (1_799_999_000, 0), (-1_234_567_891, 712_345_678), (321_000_000, -899_990_000)]
        [usize::from(kind >> 3 & 3)];
    let positions: Vec<(i64, i64)> = rest
        .chunks_exact(4)
        .map(|each| {
            let at = |low: u8, high: u8| i64::from(i16::from_le_bytes([low, high])) * step;
            (
                (east + at(each[0], each[1])).clamp(-1_800_000_000, 1_800_000_000),
                (north + at(each[2], each[3])).clamp(-900_000_000, 900_000_000),
            )
        })
        .collect();
    let a_ring = 3 + usize::from(kind >> 5);
    let rings: Vec<&[(i64, i64)]> = positions.chunks(4 * a_ring).filter(|ring| ring.len() > 2).collect();
    rings.chunks(1 + usize::from(kind >> 6)).map(wkb).collect()
}

fn wkb(rings: &[&[(i64, i64)]]) -> Vec<u8> {
    let mut bytes = vec![1, 3, 0, 0, 0];
    bytes.extend((rings.len() as u32).to_le_bytes());
    for ring in rings {
        bytes.extend((ring.len() as u32 + 1).to_le_bytes());
        for &(x, y) in ring.iter().chain(&ring[..1]) {
            bytes.extend((x as f64 / 1e7).to_le_bytes());
            bytes.extend((y as f64 / 1e7).to_le_bytes());
        }
    }
    bytes
}

/// Corners, places beside them, and places on the way from one to the next.
fn probes(shapes: &Shapes) -> Vec<Point> {
    let mut points = vec![[0, 0]];
    for pair in shapes.vertices.windows(2).take(40) {
        let [[ax, ay], [bx, by]] = pair else { unreachable!("pairs") };
        let middle = |a: i32, b: i32| ((i64::from(a) + i64::from(b)) / 2) as i32;
        for [x, y] in [[*ax, *ay], [middle(*ax, *bx), middle(*ay, *by)], [*ax, *by]] {
            for (dx, dy) in [(0, 0), (1, 0), (0, -1)] {
                points.push([
                    x.saturating_add(dx).clamp(-1_799_999_999, 1_799_999_999),
                    y.saturating_add(dy).clamp(-900_000_000, 900_000_000),
                ]);
            }
        }
    }
    points
}
