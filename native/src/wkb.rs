//! Areas from WKB: Polygon and MultiPolygon, either byte order, with or without Z, M and SRID (EWKB and ISO).

use crate::edge::Point;

/// Why the bytes of an area were refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The bytes end too early, or say a size that they cannot have.
    Short,
    /// Another geometry type than Polygon or MultiPolygon.
    Type(u32),
    /// A coordinate that is not a finite longitude or latitude in degrees.
    Coordinate,
    /// A ring whose last position is not its first, or with fewer than four positions.
    Ring,
}

/// The polygons of all areas, flat: positions of all rings one after the other, each ring closed by its first position.
#[derive(Default, Debug)]
pub struct Shapes {
    /// Positions of all rings.
    pub vertices: Vec<Point>,
    /// Where each polygon's rings begin in `rings`, and one end.
    pub polygons: Vec<u32>,
    /// Where each ring's positions begin in `vertices`, and one end.
    pub rings: Vec<u32>,
    /// The area of each polygon.
    pub areas: Vec<u32>,
}

impl Shapes {
    /// An empty set of shapes.
    pub fn new() -> Self {
        Shapes {
            vertices: Vec::new(),
            polygons: vec![0],
            rings: vec![0],
            areas: Vec::new(),
        }
    }

    /// Add the polygons of one area. An empty geometry adds none. After a fault nothing of it is kept.
    pub fn add(&mut self, area: u32, wkb: &[u8]) -> Result<(), Fault> {
        let mark = (
            self.vertices.len(),
            self.polygons.len(),
            self.rings.len(),
            self.areas.len(),
        );
        let mut reader = Reader {
            bytes: wkb,
            little: true,
        };
        let outcome = self.geometry(area, &mut reader, true);
        if outcome.is_err() {
            self.vertices.truncate(mark.0);
            self.polygons.truncate(mark.1);
            self.rings.truncate(mark.2);
            self.areas.truncate(mark.3);
        }
        outcome
    }

    /// Add the polygons that another set has for an area, under another number.
    pub fn copy(&mut self, other: &Shapes, area: u32, number: u32) {
        for polygon in (0..other.areas.len()).filter(|&each| other.areas[each] == area) {
            for ring in other.polygons[polygon] as usize..other.polygons[polygon + 1] as usize {
                let positions = other.rings[ring] as usize..other.rings[ring + 1] as usize;
                self.vertices.extend_from_slice(&other.vertices[positions]);
                self.rings.push(index(self.vertices.len()));
            }
            self.polygons.push(index(self.rings.len() - 1));
            self.areas.push(number);
        }
    }

    /// The positions of all rings of a polygon.
    pub fn positions(&self, polygon: usize) -> &[Point] {
        let rings = self.polygons[polygon] as usize..self.polygons[polygon + 1] as usize;
        &self.vertices[self.rings[rings.start] as usize..self.rings[rings.end] as usize]
    }

    /// Bytes of memory that the shapes take.
    pub fn bytes(&self) -> usize {
        8 * self.vertices.capacity()
            + 4 * (self.polygons.capacity() + self.rings.capacity() + self.areas.capacity())
    }

    fn geometry(&mut self, area: u32, reader: &mut Reader, may_be_many: bool) -> Result<(), Fault> {
        reader.little = match reader.byte()? {
            0 => false,
            1 => true,
            _ => return Err(Fault::Short),
        };
        let code = reader.number()?;
        let (mut kind, mut extra) = (code & 0x0fff_ffff, 0);
        if code & 0x2000_0000 != 0 {
            reader.number()?; // the spatial reference: positions are WGS 84 whatever it says
        }
        extra += usize::from(code & 0x8000_0000 != 0) + usize::from(code & 0x4000_0000 != 0);
        if kind >= 1000 {
            extra = match kind / 1000 {
                1 | 2 => 1,
                3 => 2,
                _ => return Err(Fault::Type(code)),
            };
            kind %= 1000;
        }
        match kind {
            3 => self.polygon(area, reader, extra),
            6 if may_be_many => {
                for _ in 0..reader.number()? {
                    self.geometry(area, reader, false)?;
                }
                Ok(())
            }
            _ => Err(Fault::Type(code)),
        }
    }

    fn polygon(&mut self, area: u32, reader: &mut Reader, extra: usize) -> Result<(), Fault> {
        let rings = reader.number()?;
        for _ in 0..rings {
            self.ring(reader, extra)?;
        }
        if rings > 0 {
            self.polygons.push(index(self.rings.len() - 1));
            self.areas.push(area);
        }
        Ok(())
    }

    fn ring(&mut self, reader: &mut Reader, extra: usize) -> Result<(), Fault> {
        let count = reader.number()? as usize;
        let start = self.vertices.len();
        let size = 16 + 8 * extra;
        let bytes = reader.take(count.checked_mul(size).ok_or(Fault::Short)?)?;
        self.vertices.reserve(count);
        for position in bytes.chunks_exact(size) {
            let (x, y) = (
                reader.float(&position[0..8]),
                reader.float(&position[8..16]),
            );
            let point = to_e7(x, y).ok_or(Fault::Coordinate)?;
            if self.vertices.len() == start || self.vertices.last() != Some(&point) {
                self.vertices.push(point);
            }
        }
        // Rounding may draw a sliver together to one line or point: it still is closed ground, of no width.
        if count < 4
            || (self.vertices.len() > start + 1
                && self.vertices.last() != Some(&self.vertices[start]))
        {
            return Err(Fault::Ring);
        }
        if self.vertices.len() == start + 1 {
            let only = self.vertices[start];
            self.vertices.push(only);
        }
        self.rings.push(index(self.vertices.len()));
        Ok(())
    }
}

/// A position in degrees as integers of 1e-7 degree, to the nearest, halves to even; `None` outside the earth.
#[inline(always)]
pub fn to_e7(lon: f64, lat: f64) -> Option<Point> {
    let (x, y) = (lon * 1e7, lat * 1e7);
    if !(x.abs() <= 1.8e9 && y.abs() <= 9e8) {
        return None;
    }
    Some([nearest(x), nearest(y)])
}

/// The same for columns of positions. `Err` is the number of the first that is not on the earth.
pub fn all_to_e7(lon: &[f64], lat: &[f64], points: &mut Vec<Point>) -> Result<(), usize> {
    each_to_e7(lon.iter().copied().zip(lat.iter().copied()), points)
}

/// The same for longitudes and latitudes in turn.
pub fn pairs_to_e7(flat: &[f64], points: &mut Vec<Point>) -> Result<(), usize> {
    each_to_e7(flat.chunks_exact(2).map(|each| (each[0], each[1])), points)
}

#[inline(always)]
fn each_to_e7(
    mut positions: impl Iterator<Item = (f64, f64)> + Clone,
    points: &mut Vec<Point>,
) -> Result<(), usize> {
    points.clear();
    let mut on_earth = true;
    points.extend(positions.clone().map(|(lon, lat)| {
        let (x, y) = (lon * 1e7, lat * 1e7);
        on_earth &= (x.abs() <= 1.8e9) & (y.abs() <= 9e8);
        [nearest(x), nearest(y)]
    }));
    if on_earth {
        return Ok(());
    }
    Err(positions
        .position(|(lon, lat)| to_e7(lon, lat).is_none())
        .unwrap_or(0))
}

/// The nearest integer, halves to even, on every processor: adding 1.5 * 2^52 leaves no room for a fraction, and the
/// low bits of the sum are the integer's.
#[inline(always)]
fn nearest(value: f64) -> i32 {
    const ROOM: f64 = 6_755_399_441_055_744.0;
    (value + ROOM).to_bits() as i32
}

fn index(count: usize) -> u32 {
    u32::try_from(count).expect("fewer than 2^32 positions")
}

struct Reader<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Fault> {
        if count > self.bytes.len() {
            return Err(Fault::Short);
        }
        let (taken, rest) = self.bytes.split_at(count);
        self.bytes = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        Ok(self.take(1)?[0])
    }

    fn number(&mut self) -> Result<u32, Fault> {
        let bytes: [u8; 4] = self.take(4)?.try_into().expect("four bytes");
        Ok(if self.little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    }

    #[inline(always)]
    fn float(&self, bytes: &[u8]) -> f64 {
        let bytes: [u8; 8] = bytes.try_into().expect("eight bytes");
        if self.little {
            f64::from_le_bytes(bytes)
        } else {
            f64::from_be_bytes(bytes)
        }
    }
}
