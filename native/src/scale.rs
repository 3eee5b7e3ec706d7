//! Lengths of short ways on the ellipsoid WGS 84.

use crate::edge::Point;

/// Metres of 1e-7 degree near a latitude. They are computed for the middle of each band of 0.013 degree and change in it
/// as a straight line does, which is off by less than 1e-8 of the length. Two bands are kept, for lines on the border of
/// two. So a length depends on nothing but the two positions.
#[derive(Default)]
pub(crate) struct Scale {
    bands: [Option<Band>; 2],
}

#[derive(Clone, Copy)]
struct Band {
    number: i64,
    middle: f64,
    east: f64,
    east_change: f64,
    north: f64,
    north_change: f64,
}

/// Binary logarithm of a band's width.
const WIDTH: u32 = 17;

impl Scale {
    /// Metres from one position to another.
    #[inline(always)]
    pub(crate) fn metres(&mut self, from: Point, to: Point) -> f64 {
        let twice = i64::from(from[1]) + i64::from(to[1]);
        let number = twice >> (WIDTH + 1);
        let slot = (number & 1) as usize;
        let band = match self.bands[slot] {
            Some(band) if band.number == number => band,
            _ => *self.bands[slot].insert(Band::new(number)),
        };
        let off = twice as f64 / 2.0 - band.middle;
        let east = band.east + band.east_change * off;
        let north = band.north + band.north_change * off;
        let dx = (f64::from(to[0]) - f64::from(from[0])) * east;
        let dy = (f64::from(to[1]) - f64::from(from[1])) * north;
        (dx * dx + dy * dy).sqrt()
    }
}

impl Band {
    #[cold]
    fn new(number: i64) -> Band {
        const RADIUS: f64 = 6_378_137.0;
        const ECCENTRICITY_2: f64 = 0.006_694_379_990_141_316;
        let unit = 1e-7f64.to_radians();
        let middle = ((number << WIDTH) + (1 << (WIDTH - 1))) as f64;
        let (sin, cos) = (middle * unit).sin_cos();
        let w = 1.0 - ECCENTRICITY_2 * sin * sin;
        // The radius of the meridian's curve.
        let meridian = RADIUS * (1.0 - ECCENTRICITY_2) / (w * w.sqrt());
        Band {
            number,
            middle,
            east: RADIUS * unit * cos / w.sqrt(),
            east_change: -meridian * unit * unit * sin,
            north: meridian * unit,
            north_change: 3.0 * meridian * unit * unit * ECCENTRICITY_2 * sin * cos / w,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_right_to_a_hundred_millionth_whatever_was_asked_before() {
        let mut scale = Scale::default();
        for number in 0..20_000i64 {
            // North and south in turn, so that bands are left and come back.
            let latitude = (number * 7_919_993 % 1_780_000_000 - 890_000_000) as i32;
            let from = [number as i32 * 50_000, latitude];
            let to = [from[0] + 9_000, latitude + (number % 5_000) as i32 - 2_500];
            let middle = (f64::from(from[1]) + f64::from(to[1])) / 2e7;
            let (sin, cos) = middle.to_radians().sin_cos();
            let (flattening, radius) = (1.0 / 298.257_223_563, 6_378_137.0);
            let w = 1.0 - flattening * (2.0 - flattening) * sin * sin;
            let unit = 1e-7f64.to_radians();
            let east = f64::from(to[0] - from[0]) * unit * radius / w.sqrt() * cos;
            let north = f64::from(to[1] - from[1]) * unit * radius * (1.0 - flattening).powi(2)
                / (w * w.sqrt());
            let right = east.hypot(north);
            let metres = scale.metres(from, to);
            assert!((metres - right).abs() <= 1e-8 * right, "{metres} {right}");
            assert_eq!(metres, Scale::default().metres(from, to));
        }
    }
}
