//! Lengths of short ways on the ellipsoid WGS 84.

use crate::edge::Point;

/// Metres of 1e-7 degree near a latitude, computed anew when a line has moved on by a hundredth of a degree.
#[derive(Default)]
pub(crate) struct Scale {
    known: Option<i32>,
    east: f64,
    east_change: f64,
    north: f64,
}

impl Scale {
    /// Metres from one position to another.
    #[inline(always)]
    pub(crate) fn metres(&mut self, from: Point, to: Point) -> f64 {
        const NEAR: i32 = 100_000;
        let middle = (f64::from(from[1]) + f64::from(to[1])) / 2.0;
        if self
            .known
            .is_none_or(|known| (f64::from(known) - middle).abs() > f64::from(NEAR))
        {
            self.set(middle);
        }
        let east =
            self.east + self.east_change * (middle - f64::from(self.known.unwrap_or_default()));
        let dx = (f64::from(to[0]) - f64::from(from[0])) * east;
        let dy = (f64::from(to[1]) - f64::from(from[1])) * self.north;
        (dx * dx + dy * dy).sqrt()
    }

    #[cold]
    fn set(&mut self, latitude: f64) {
        const RADIUS: f64 = 6_378_137.0;
        const ECCENTRICITY_2: f64 = 0.006_694_379_990_141_316;
        let unit = 1e-7f64.to_radians();
        let known = latitude.round();
        let (sin, cos) = (known * unit).sin_cos();
        let w = 1.0 - ECCENTRICITY_2 * sin * sin;
        self.known = Some(known as i32);
        self.east = RADIUS * unit * cos / w.sqrt();
        self.east_change = -RADIUS * (1.0 - ECCENTRICITY_2) * unit * unit * sin / (w * w.sqrt());
        self.north = RADIUS * (1.0 - ECCENTRICITY_2) * unit / (w * w.sqrt());
    }
}
