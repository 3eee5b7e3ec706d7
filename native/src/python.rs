//! The Python module: numpy arrays in and out, Python's lock let go of while the work is done.

use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::create_exception;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;

use crate::areas::{Areas, Term};
use crate::edge::Point;
use crate::places::Places;
use crate::query::Pairs;
use crate::wkb::{self, Shapes, all_to_e7, pairs_to_e7, to_e7};

create_exception!(
    clearway_native,
    Fault,
    PyValueError,
    "What cannot be taken: a word, and the number of the area or position."
);

type Numbers<'py> = Bound<'py, PyArray1<u32>>;
type Columns<'py> = (Numbers<'py>, Numbers<'py>);
type Members<'py> = (Numbers<'py>, Numbers<'py>, Bound<'py, PyArray1<bool>>);
type Stretches<'py> = (Numbers<'py>, Numbers<'py>, Bound<'py, PyArray1<f64>>);

/// Areas with severities and times, asked at any instant.
#[pyclass(frozen, module = "clearway_native")]
struct CheckIndex {
    areas: Areas,
}

#[pymethods]
impl CheckIndex {
    #[staticmethod]
    fn from_areas(
        py: Python<'_>,
        wkb: Vec<PyBackedBytes>,
        severity: PyReadonlyArray1<'_, u8>,
        valid_from: PyReadonlyArray1<'_, i64>,
        valid_until: PyReadonlyArray1<'_, i64>,
    ) -> PyResult<Self> {
        let (severity, from, until) = (
            severity.as_slice()?,
            valid_from.as_slice()?,
            valid_until.as_slice()?,
        );
        if [severity.len(), from.len(), until.len()] != [wkb.len(); 3] {
            return Err(fault("columns", 0));
        }
        let terms = severity.iter().zip(from).zip(until);
        let terms: Vec<Term> = terms
            .map(|((&severity, &from), &until)| Term {
                severity,
                from,
                until,
            })
            .collect();
        py.detach(|| {
            let mut shapes = Shapes::new();
            for (number, bytes) in wkb.iter().enumerate() {
                shapes
                    .add(number as u32, bytes)
                    .map_err(|of| refusal(&of, number))?;
            }
            Ok(CheckIndex {
                areas: Areas::build(&shapes, terms),
            })
        })
    }

    fn pairs<'py>(
        &self,
        py: Python<'py>,
        lon: PyReadonlyArray1<'py, f64>,
        lat: PyReadonlyArray1<'py, f64>,
        at: i64,
    ) -> PyResult<Columns<'py>> {
        let (lon, lat) = columns(&lon, &lat)?;
        let (points, areas) = py.detach(|| {
            let pairs = self.all_pairs(lon, lat, at)?;
            PyResult::Ok((pairs.points(), pairs.areas()))
        })?;
        Ok((points.into_pyarray(py), areas.into_pyarray(py)))
    }

    fn members<'py>(
        &self,
        py: Python<'py>,
        lon: PyReadonlyArray1<'py, f64>,
        lat: PyReadonlyArray1<'py, f64>,
        at: i64,
    ) -> PyResult<Members<'py>> {
        let (lon, lat) = columns(&lon, &lat)?;
        let (points, areas, borders) = py.detach(|| {
            let pairs = self.all_pairs(lon, lat, at)?;
            PyResult::Ok((pairs.points(), pairs.areas(), pairs.borders()))
        })?;
        Ok((
            points.into_pyarray(py),
            areas.into_pyarray(py),
            borders.into_pyarray(py),
        ))
    }

    fn worst<'py>(
        &self,
        py: Python<'py>,
        lon: PyReadonlyArray1<'py, f64>,
        lat: PyReadonlyArray1<'py, f64>,
        at: i64,
    ) -> PyResult<Numbers<'py>> {
        let (lon, lat) = columns(&lon, &lat)?;
        let worst = py.detach(|| {
            let mut worst = Vec::with_capacity(lon.len());
            each_chunk(lon, lat, self.areas.best_together(), |_, points| {
                worst.extend(self.areas.worst(points, at))
            })?;
            PyResult::Ok(worst)
        })?;
        Ok(worst.into_pyarray(py))
    }

    fn one(&self, lon: f64, lat: f64, at: i64) -> PyResult<Vec<u32>> {
        let mut found = Vec::new();
        self.areas
            .one(position(lon, lat, 0)?, at, |area| found.push(area));
        Ok(found)
    }

    fn lines<'py>(
        &self,
        py: Python<'py>,
        coords: PyReadonlyArray2<'py, f64>,
        offsets: PyReadonlyArray1<'py, i64>,
        at: i64,
    ) -> PyResult<Stretches<'py>> {
        let (flat, offsets) = (coords.as_slice()?, offsets.as_slice()?);
        let count = flat.len() / 2;
        let starts: Option<Vec<usize>> = offsets
            .iter()
            .map(|&each| usize::try_from(each).ok())
            .collect();
        let starts = starts
            .filter(|starts| starts.is_sorted() && starts.last().is_none_or(|&last| last <= count))
            .ok_or_else(|| fault("offsets", 0))?;
        let (lines, areas, metres) = py.detach(|| {
            let mut points = Vec::new();
            pairs_to_e7(flat, &mut points).map_err(|wrong| fault("position", wrong))?;
            let (mut lines, mut areas, mut metres) = (Vec::new(), Vec::new(), Vec::new());
            self.areas
                .lines(&points, &starts, at, |line, area, length| {
                    lines.push(line);
                    areas.push(area);
                    metres.push(length);
                });
            PyResult::Ok((lines, areas, metres))
        })?;
        Ok((
            lines.into_pyarray(py),
            areas.into_pyarray(py),
            metres.into_pyarray(py),
        ))
    }

    fn replace(
        &self,
        py: Python<'_>,
        area: u32,
        wkb: PyBackedBytes,
        severity: u8,
        from: i64,
        until: i64,
    ) -> PyResult<Self> {
        if area as usize >= self.areas.len() {
            return Err(fault("area", area as usize));
        }
        py.detach(|| {
            let areas = self.areas.replace(
                area,
                &wkb,
                Term {
                    severity,
                    from,
                    until,
                },
            );
            Ok(CheckIndex {
                areas: areas.map_err(|of| refusal(&of, area as usize))?,
            })
        })
    }

    #[getter]
    fn nbytes(&self) -> usize {
        self.areas.bytes()
    }

    fn __len__(&self) -> usize {
        self.areas.len()
    }
}

impl CheckIndex {
    fn all_pairs(&self, lon: &[f64], lat: &[f64], at: i64) -> PyResult<Pairs> {
        let mut pairs = Pairs::with_room(lon.len() / 2);
        each_chunk(lon, lat, self.areas.best_together(), |first, points| {
            self.areas.pairs(points, first, at, &mut pairs)
        })?;
        Ok(pairs)
    }
}

/// Many places, asked which of them a new area holds.
#[pyclass(frozen, module = "clearway_native")]
struct PlaceIndex {
    places: Places,
}

#[pymethods]
impl PlaceIndex {
    #[new]
    fn new(
        py: Python<'_>,
        lon: PyReadonlyArray1<'_, f64>,
        lat: PyReadonlyArray1<'_, f64>,
    ) -> PyResult<Self> {
        let (lon, lat) = columns(&lon, &lat)?;
        py.detach(|| {
            let mut points = Vec::new();
            all_to_e7(lon, lat, &mut points).map_err(|wrong| fault("position", wrong))?;
            Ok(PlaceIndex {
                places: Places::build(&points),
            })
        })
    }

    fn inside<'py>(&self, py: Python<'py>, wkb: PyBackedBytes) -> PyResult<Numbers<'py>> {
        let found = py.detach(|| {
            let mut shapes = Shapes::new();
            shapes.add(0, &wkb).map_err(|of| refusal(&of, 0))?;
            PyResult::Ok(self.places.inside(&shapes))
        })?;
        Ok(found.into_pyarray(py))
    }

    #[getter]
    fn nbytes(&self) -> usize {
        self.places.bytes()
    }
}

/// Turn points to integers and give them on, `together` at a time, with the number of the first.
fn each_chunk(
    lon: &[f64],
    lat: &[f64],
    together: usize,
    mut work: impl FnMut(u32, &[Point]),
) -> PyResult<()> {
    let mut points = Vec::new();
    for (number, (xs, ys)) in lon.chunks(together).zip(lat.chunks(together)).enumerate() {
        let first = number * together;
        all_to_e7(xs, ys, &mut points).map_err(|wrong| fault("position", first + wrong))?;
        work(first as u32, &points);
    }
    Ok(())
}

fn columns<'a>(
    lon: &'a PyReadonlyArray1<'_, f64>,
    lat: &'a PyReadonlyArray1<'_, f64>,
) -> PyResult<(&'a [f64], &'a [f64])> {
    let (lon, lat) = (lon.as_slice()?, lat.as_slice()?);
    if lon.len() != lat.len() || u32::try_from(lon.len()).is_err() {
        return Err(fault("columns", 0));
    }
    Ok((lon, lat))
}

#[inline(always)]
fn position(lon: f64, lat: f64, number: usize) -> PyResult<Point> {
    to_e7(lon, lat).ok_or_else(|| fault("position", number))
}

fn refusal(of: &wkb::Fault, number: usize) -> PyErr {
    let what = match of {
        wkb::Fault::Short => "short",
        wkb::Fault::Type(_) => "type",
        wkb::Fault::Coordinate => "coordinate",
        wkb::Fault::Ring => "ring",
    };
    fault(what, number)
}

#[cold]
fn fault(what: &'static str, number: usize) -> PyErr {
    Fault::new_err((what, number))
}

/// The check index of Clearway.
#[pymodule]
fn clearway_native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("Fault", module.py().get_type::<Fault>())?;
    module.add_class::<CheckIndex>()?;
    module.add_class::<PlaceIndex>()
}
