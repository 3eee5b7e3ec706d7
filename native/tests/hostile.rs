//! Bytes that somebody broke on purpose: they are refused or read, and whatever was read answers the same as a plain
//! count of crossings. Nothing panics, and nothing takes memory that its bytes do not pay for.

mod plain;

use clearway_native::areas::Areas;
use clearway_native::edge::Point;
use clearway_native::wkb::Shapes;
use plain::{ALWAYS, ask, pairs};

/// A seeded generator (xorshift), so that a failure comes again.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below((most - least + 1) as u64) as i64
    }
}

fn wkb(polygons: &[Vec<Vec<(i64, i64)>>], big: bool) -> Vec<u8> {
    let mut bytes = head(6, polygons.len() as u32, big);
    for rings in polygons {
        bytes.extend(head(3, rings.len() as u32, big));
        for ring in rings {
            bytes.extend(number(ring.len() as u32, big));
            for &(x, y) in ring {
                for value in [x as f64 / 1e7, y as f64 / 1e7] {
                    bytes.extend(if big {
                        value.to_be_bytes()
                    } else {
                        value.to_le_bytes()
                    });
                }
            }
        }
    }
    bytes
}

fn head(kind: u32, count: u32, big: bool) -> Vec<u8> {
    let mut bytes = vec![u8::from(!big)];
    bytes.extend(number(kind, big));
    bytes.extend(number(count, big));
    bytes
}

fn number(value: u32, big: bool) -> [u8; 4] {
    if big {
        value.to_be_bytes()
    } else {
        value.to_le_bytes()
    }
}

/// Rings of random corners, self-crossing and flat ones among them, in many sizes and places.
fn rings(chance: &mut Chance) -> Vec<Vec<(i64, i64)>> {
    let span = [3, 40, 5_000, 3_000_000, 1_500_000_000][chance.below(5) as usize];
    let middle = if span > 1_000_000_000 {
        (0, 0)
    } else {
        (
            chance.between(-1_700_000_000, 1_700_000_000),
            chance.between(-800_000_000, 800_000_000),
        )
    };
    // On such multiples edges lie on the borders of the index's cells.
    let step = [1, 1, 16, 64, 256][chance.below(5) as usize];
    (0..1 + chance.below(3))
        .map(|_| {
            let mut ring: Vec<(i64, i64)> = (0..3 + chance.below(30))
                .map(|_| {
                    let y = chance.between(-span, span).clamp(-90_000_000, 90_000_000);
                    (middle.0 + chance.between(-span, span), middle.1 + y)
                })
                .map(|(x, y)| (x / step * step, y / step * step))
                .map(|(x, y)| {
                    (
                        x.clamp(-1_800_000_000, 1_800_000_000),
                        y.clamp(-900_000_000, 900_000_000),
                    )
                })
                .collect();
            ring.push(ring[0]);
            ring
        })
        .collect()
}

fn probes(shapes: &Shapes, chance: &mut Chance) -> Vec<Point> {
    let mut points = vec![
        [0, 0],
        [1_799_999_999, 0],
        [0, 900_000_000],
        [0, -900_000_000],
    ];
    for _ in 0..60 {
        if shapes.vertices.is_empty() {
            break;
        }
        let [ax, ay] = shapes.vertices[chance.below(shapes.vertices.len() as u64) as usize];
        let [bx, by] = shapes.vertices[chance.below(shapes.vertices.len() as u64) as usize];
        let weight = chance.between(0, 8);
        let on = |a: i32, b: i32| i64::from(a) + (i64::from(b) - i64::from(a)) * weight / 8;
        let (x, y) = (
            on(ax, bx) + chance.between(-1, 1),
            on(ay, by) + chance.between(-1, 1),
        );
        points.push([
            x.clamp(-1_799_999_999, 1_799_999_999) as i32,
            y.clamp(-900_000_000, 900_000_000) as i32,
        ]);
    }
    points
}

#[test]
fn any_rings_at_all_are_answered_by_the_count_of_crossings() {
    let mut chance = Chance(0x5eed_0001);
    for _ in 0..1500 {
        let mut shapes = Shapes::new();
        let areas = 1 + chance.below(5) as u32;
        for area in 0..areas {
            let polygons: Vec<_> = (0..chance.below(3)).map(|_| rings(&mut chance)).collect();
            shapes
                .add(area, &wkb(&polygons, chance.below(2) == 0))
                .expect("closed rings on the earth");
        }
        let points = probes(&shapes, &mut chance);
        ask(&shapes, areas, &points);
    }
}

#[test]
fn broken_bytes_are_refused_or_read_and_leave_nothing_behind() {
    let mut chance = Chance(0x5eed_0002);
    let (mut refused, mut read) = (0, 0);
    for _ in 0..20_000 {
        let polygons: Vec<_> = (0..1 + chance.below(2))
            .map(|_| rings(&mut chance))
            .collect();
        let mut bytes = wkb(&polygons, chance.below(2) == 0);
        for _ in 0..1 + chance.below(4) {
            let at = chance.below(bytes.len().max(1) as u64) as usize;
            match chance.below(5) {
                0 => bytes.truncate(at),
                1 if at < bytes.len() => bytes[at] = chance.next() as u8,
                2 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
                3 => bytes.insert(at.min(bytes.len()), chance.next() as u8),
                _ => {
                    let odd = [
                        f64::NAN,
                        f64::INFINITY,
                        1e300,
                        -180.000_000_1,
                        180.0,
                        5e-324,
                    ][chance.below(6) as usize];
                    let end = (at + 8).min(bytes.len());
                    if end >= 8 {
                        bytes[end - 8..end].copy_from_slice(&odd.to_le_bytes());
                    }
                }
            }
        }
        let mut shapes = Shapes::new();
        match shapes.add(0, &bytes) {
            Ok(()) => {
                read += 1;
                if read % 20 == 0 {
                    let points = probes(&shapes, &mut chance);
                    ask(&shapes, 1, &points);
                }
            }
            Err(_) => {
                refused += 1;
                assert!(shapes.vertices.is_empty() && shapes.areas.is_empty());
                assert_eq!((shapes.polygons.len(), shapes.rings.len()), (1, 1));
            }
        }
    }
    assert!(
        refused > 1000 && read > 1000,
        "{refused} refused, {read} read"
    );
}

#[test]
fn sizes_that_lie_take_no_memory() {
    for kind in [3, 6] {
        let mut bytes = head(kind, u32::MAX, false);
        bytes.extend([0; 64]);
        assert!(Shapes::new().add(0, &bytes).is_err());
    }
    let mut bytes = head(3, 1, false);
    bytes.extend(number(u32::MAX, false));
    assert!(Shapes::new().add(0, &bytes).is_err());
    assert!(Shapes::new().add(0, &[]).is_err());
}

#[test]
fn changes_one_after_the_other_answer_as_if_made_at_once() {
    let mut chance = Chance(0x5eed_0003);
    for _ in 0..60 {
        let count = 1 + chance.below(12) as u32;
        let mut now: Vec<Vec<u8>> = (0..count)
            .map(|_| wkb(&[rings(&mut chance)], false))
            .collect();
        let all = |now: &[Vec<u8>]| {
            let mut shapes = Shapes::new();
            for (area, bytes) in now.iter().enumerate() {
                shapes.add(area as u32, bytes).expect("sound");
            }
            shapes
        };
        let mut index = Areas::build(&all(&now), vec![ALWAYS; count as usize]);
        for _ in 0..40 {
            let area = chance.below(u64::from(count)) as u32;
            now[area as usize] = wkb(&[rings(&mut chance), rings(&mut chance)], false);
            index = index
                .replace(area, &now[area as usize], ALWAYS)
                .expect("sound");
        }
        let shapes = all(&now);
        let points = probes(&shapes, &mut chance);
        let fresh = Areas::build(&shapes, vec![ALWAYS; count as usize]);
        assert_eq!(pairs(&index, &points), pairs(&fresh, &points));
        assert_eq!(index.worst(&points, 0), fresh.worst(&points, 0));
    }
}
