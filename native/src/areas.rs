//! Areas with their severities and times, asked at any instant; a changed area is ready at once.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use crate::edge::Point;
use crate::index::Index;
use crate::lines::{MERIDIAN, Walk};
use crate::query::Pairs;
use crate::wkb::{Fault, Shapes};

/// When an area counts, and how much: from `from` on, before `until` (seconds since 1970); severity 0 never counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The greater, the worse.
    pub severity: u8,
    /// The first second that counts.
    pub from: i64,
    /// The first second that counts no more; `i64::MAX` for an open end.
    pub until: i64,
}

impl Term {
    #[inline(always)]
    fn at(&self, at: i64) -> u8 {
        if self.from <= at && at < self.until {
            self.severity
        } else {
            0
        }
    }
}

/// Changed areas together, built anew when a change joins them.
#[derive(Debug)]
struct Layer {
    shapes: Shapes,
    index: Index,
    areas: Vec<u32>,
    terms: Vec<Term>,
}

/// So few points are not worth to be sorted.
const FEW: usize = 4096;
/// Layers of fewer positions are put together: to build them costs nothing.
const SMALL_LAYER: usize = 64;

/// The severities at one instant.
#[derive(Debug)]
struct View {
    at: i64,
    main: Vec<u8>,
    layers: Vec<Vec<u8>>,
}

/// All areas. Nothing changes in it; [`Areas::replace`] gives another that shares what stayed.
#[derive(Debug)]
pub struct Areas {
    main: Arc<Index>,
    terms: Arc<Vec<Term>>,
    layers: Vec<Arc<Layer>>,
    /// Where a changed area stands now: its layer and its number there.
    changed: HashMap<u32, (u32, u32)>,
    /// Some area reaches the 180th meridian, which is both ends of the map.
    both_ends: bool,
    view: Mutex<Option<Arc<View>>>,
}

impl Areas {
    /// Build from shapes and one term for each area.
    pub fn build(shapes: &Shapes, terms: Vec<Term>) -> Areas {
        let main = Index::build(shapes, terms.len() as u32);
        Areas {
            main: Arc::new(main),
            terms: Arc::new(terms),
            layers: Vec::new(),
            changed: HashMap::new(),
            both_ends: reaches_an_end(shapes),
            view: Mutex::default(),
        }
    }

    /// How many areas there are.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The same areas with one changed; an area's number stays. Fails if the bytes are no area.
    pub fn replace(&self, area: u32, wkb: &[u8], term: Term) -> Result<Areas, Fault> {
        let mut shapes = Shapes::new();
        shapes.add(0, wkb)?;
        let (mut areas, mut terms) = (vec![area], vec![term]);
        let mut layers = self.layers.clone();
        // Each layer is larger than the next, so that there are few, and a change is built anew only a few times.
        while let Some(last) = layers.last().cloned() {
            if last.shapes.vertices.len() > 2 * shapes.vertices.len().max(SMALL_LAYER) {
                break;
            }
            layers.pop();
            let place = layers.len() as u32;
            for (local, &other) in last.areas.iter().enumerate() {
                if other != area && self.changed.get(&other) == Some(&(place, local as u32)) {
                    shapes.copy(&last.shapes, local as u32, areas.len() as u32);
                    areas.push(other);
                    terms.push(last.terms[local]);
                }
            }
        }
        let place = layers.len() as u32;
        let mut changed = self.changed.clone();
        for (local, &each) in areas.iter().enumerate() {
            changed.insert(each, (place, local as u32));
        }
        let both_ends = self.both_ends || reaches_an_end(&shapes);
        let index = Index::build(&shapes, areas.len() as u32);
        layers.push(Arc::new(Layer {
            shapes,
            index,
            areas,
            terms,
        }));
        let replaced = Areas {
            main: self.main.clone(),
            terms: self.terms.clone(),
            layers,
            changed,
            both_ends,
            view: Mutex::default(),
        };
        if let Some(view) = self.known_view() {
            let mut main = view.main.clone();
            main[area as usize] = 0;
            *replaced.view.lock().expect("no panic while locked") =
                Some(Arc::new(replaced.with_main(view.at, main)));
        }
        Ok(replaced)
    }

    /// Points that are best asked about together.
    pub fn best_together(&self) -> usize {
        if self.main.is_large() {
            1 << 20
        } else {
            1 << 14
        }
    }

    /// The points in the order in which the index answers quickest, and the number of each.
    fn in_order<'a>(&self, points: &'a [Point]) -> (Cow<'a, [Point]>, Option<Vec<u32>>) {
        if !self.main.is_large() || points.len() <= FEW {
            return (Cow::Borrowed(points), None);
        }
        let (sorted, numbers) = self.main.sorted(points);
        (Cow::Owned(sorted), Some(numbers))
    }

    /// Add every pair of a point and an area that holds it at an instant; points are numbered from `first` on.
    pub fn pairs(&self, points: &[Point], first: u32, at: i64, pairs: &mut Pairs) {
        match self.in_order(points) {
            (points, None) => self.offer_all(&points, at, |point, area, _, on_border, holds| {
                pairs.offer(first + point, area, on_border, holds);
            }),
            (points, Some(numbers)) => {
                self.offer_all(&points, at, |point, area, _, on_border, holds| {
                    pairs.offer(first + numbers[point as usize], area, on_border, holds);
                })
            }
        }
    }

    /// As [`Index::pairs`], of the areas as they stand at an instant.
    #[inline(always)]
    fn offer_all(
        &self,
        points: &[Point],
        at: i64,
        mut offer: impl FnMut(u32, u32, u8, bool, bool),
    ) {
        let view = self.view(at);
        self.main
            .pairs(points, &|area| view.main[area as usize], &mut offer);
        for (layer, severity) in self.layers.iter().zip(&view.layers) {
            layer.index.pairs(
                points,
                &|area| severity[area as usize],
                |point, local, grade, on_border, holds| {
                    offer(point, layer.areas[local as usize], grade, on_border, holds);
                },
            );
        }
        self.at_other_end(points, at, |point, area| {
            offer(point, area, self.term(area).severity, true, true);
        });
    }

    /// For points on the 180th meridian, the areas at the other end of the map that do not hold them at this one.
    fn at_other_end(&self, points: &[Point], at: i64, mut found: impl FnMut(u32, u32)) {
        if !self.both_ends {
            return;
        }
        for (number, &point) in points.iter().enumerate() {
            if point[0].abs() == MERIDIAN {
                let mut here = Vec::new();
                self.at_this_end(point, at, |area| here.push(area));
                self.at_this_end([-point[0], point[1]], at, |area| {
                    if !here.contains(&area) {
                        found(number as u32, area);
                    }
                });
            }
        }
    }

    /// For each point the worst area that holds it (greatest severity, then least number), or `u32::MAX`.
    pub fn worst(&self, points: &[Point], at: i64) -> Vec<u32> {
        let (points, numbers) = self.in_order(points);
        // Severity above, the complement of the number below: the greater the worse, and 0 is nothing.
        let mut ranks = vec![0u64; points.len()];
        self.offer_all(&points, at, |point, area, grade, _, holds| {
            let rank = u64::from(grade) << 32 | u64::from(!area);
            let known = &mut ranks[point as usize];
            *known = (*known).max(if holds { rank } else { 0 });
        });
        let of = |rank: u64| if rank == 0 { u32::MAX } else { !(rank as u32) };
        let Some(numbers) = numbers else {
            return ranks.into_iter().map(of).collect();
        };
        let mut worst = vec![0; ranks.len()];
        for (rank, number) in ranks.into_iter().zip(numbers) {
            worst[number as usize] = of(rank);
        }
        worst
    }

    /// The areas that hold one point at an instant.
    pub fn one(&self, point: Point, at: i64, mut found: impl FnMut(u32)) {
        self.at_this_end(point, at, &mut found);
        if self.both_ends && point[0].abs() == MERIDIAN {
            self.at_other_end(&[point], at, |_, area| found(area));
        }
    }

    #[inline(always)]
    fn at_this_end(&self, point: Point, at: i64, mut found: impl FnMut(u32)) {
        if self.changed.is_empty() {
            return self
                .main
                .at(point, &|area| self.terms[area as usize].at(at), found);
        }
        let main = |area| {
            if self.changed.contains_key(&area) {
                0
            } else {
                self.terms[area as usize].at(at)
            }
        };
        self.main.at(point, &main, &mut found);
        for (place, layer) in self.layers.iter().enumerate() {
            let stands = |local: u32| {
                self.changed.get(&layer.areas[local as usize]) == Some(&(place as u32, local))
            };
            let severity = |local: u32| {
                if stands(local) {
                    layer.terms[local as usize].at(at)
                } else {
                    0
                }
            };
            layer
                .index
                .at(point, &severity, |local| found(layer.areas[local as usize]));
        }
    }

    /// For each line, the areas that it touches at an instant, with the metres inside.
    pub fn lines(
        &self,
        points: &[Point],
        starts: &[usize],
        at: i64,
        mut found: impl FnMut(u32, u32, f64),
    ) {
        let view = self.view(at);
        let mut walk = Walk::default();
        let mut walks: Vec<Walk> = self.layers.iter().map(|_| Walk::default()).collect();
        for (number, ends) in starts.windows(2).enumerate() {
            let (number, line) = (number as u32, &points[ends[0]..ends[1]]);
            self.main.line(
                &mut walk,
                line,
                self.both_ends,
                &|area| view.main[area as usize],
                |area, metres| {
                    found(number, area, metres);
                },
            );
            for ((layer, severity), walk) in self.layers.iter().zip(&view.layers).zip(&mut walks) {
                layer.index.line(
                    walk,
                    line,
                    self.both_ends,
                    &|area| severity[area as usize],
                    |local, metres| {
                        found(number, layer.areas[local as usize], metres);
                    },
                );
            }
        }
    }

    /// Bytes of memory that the index takes, times and changes included.
    pub fn bytes(&self) -> usize {
        let terms = self.terms.capacity() * size_of::<Term>();
        let layers = self
            .layers
            .iter()
            .map(|each| each.index.bytes() + each.shapes.bytes())
            .sum::<usize>();
        self.main.bytes() + terms + layers
    }

    fn term(&self, area: u32) -> Term {
        match self.changed.get(&area) {
            Some(&(layer, local)) => self.layers[layer as usize].terms[local as usize],
            None => self.terms[area as usize],
        }
    }

    fn known_view(&self) -> Option<Arc<View>> {
        self.view.lock().expect("no panic while locked").clone()
    }

    fn view(&self, at: i64) -> Arc<View> {
        if let Some(view) = self.known_view().filter(|view| view.at == at) {
            return view;
        }
        let mut main: Vec<u8> = self.terms.iter().map(|term| term.at(at)).collect();
        for &area in self.changed.keys() {
            main[area as usize] = 0;
        }
        let view = Arc::new(self.with_main(at, main));
        *self.view.lock().expect("no panic while locked") = Some(view.clone());
        view
    }

    fn with_main(&self, at: i64, main: Vec<u8>) -> View {
        let layers = self.layers.iter().enumerate().map(|(place, layer)| {
            let each = layer.terms.iter().enumerate().map(|(local, term)| {
                let stands =
                    self.changed.get(&layer.areas[local]) == Some(&(place as u32, local as u32));
                if stands { term.at(at) } else { 0 }
            });
            each.collect()
        });
        View {
            at,
            main,
            layers: layers.collect(),
        }
    }
}

fn reaches_an_end(shapes: &Shapes) -> bool {
    shapes
        .vertices
        .iter()
        .any(|vertex| vertex[0].abs() == MERIDIAN)
}
