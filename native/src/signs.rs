//! Short positions, 16 bits from an origin for each axis in one word, and what the vector instructions that every x86-64
//! has tell of eight steps between them at once: where a position lies of each, and which of them a segment crosses.

use crate::edge::Edge;

/// Short positions are at most this far from their origin. So a difference fits in 16 bits, also with a point that is
/// put one farther; a sum of two products of differences fits in 32.
pub(crate) const REACH: i64 = 16_382;
pub(crate) const BEYOND: i32 = REACH as i32 + 1;
/// Steps that are tested together.
pub(crate) const BLOCK: usize = 8;

#[inline(always)]
pub(crate) fn pack(x: i64, y: i64) -> u32 {
    u32::from(x as i16 as u16) | u32::from(y as i16 as u16) << 16
}

#[inline(always)]
pub(crate) fn unpack(word: u32) -> (i32, i32) {
    (i32::from(word as i16), (word as i32) >> 16)
}

/// The edge between two short positions, from their origin.
#[inline(always)]
pub(crate) fn edge(from: u32, to: u32) -> Edge {
    let ((ax, ay), (bx, by)) = (unpack(from), unpack(to));
    Edge::new([ax, ay], [bx, by])
}

/// What a block of steps says about a position, a bit for each step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Signs {
    /// The step begins north of it.
    begins_above: u32,
    /// The step ends north of it.
    ends_above: u32,
    /// It is right of the step.
    right: u32,
    /// It is on the step's line.
    pub(crate) on_line: u32,
    /// The step ends west of the cell.
    ends_outside: u32,
}

impl Signs {
    /// The steps that are crossed by the ray to the west from the position, moved by an infinitesimal step east and by
    /// one infinitely smaller north, as in [`Edge::left`].
    #[inline(always)]
    pub(crate) fn west(&self) -> u32 {
        let spans = self.begins_above ^ self.ends_above;
        let right = self.right | self.on_line & self.ends_above;
        spans & !(right ^ self.ends_above) & 0xff
    }

    /// The steps' ends that are west of the cell and not north of the position.
    #[inline(always)]
    pub(crate) fn ends_west(&self) -> u32 {
        self.ends_outside & !self.ends_above & 0xff
    }

    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    pub(crate) fn of(block: &[u32; BLOCK + 1], x: i16, y: i16, column: i16) -> Signs {
        let (low, high) = (
            four(block[..5].try_into().expect("five words"), x, y, column),
            four(block[4..].try_into().expect("five words"), x, y, column),
        );
        Signs {
            begins_above: low.begins_above | high.begins_above << 4,
            ends_above: low.ends_above | high.ends_above << 4,
            right: low.right | high.right << 4,
            on_line: low.on_line | high.on_line << 4,
            ends_outside: low.ends_outside | high.ends_outside << 4,
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    #[inline(always)]
    pub(crate) fn of(block: &[u32; BLOCK + 1], x: i16, y: i16, column: i16) -> Signs {
        Signs::plainly(block, x, y, column)
    }

    #[cfg(any(test, not(target_arch = "x86_64")))]
    fn plainly(block: &[u32; BLOCK + 1], x: i16, y: i16, column: i16) -> Signs {
        let mut signs = Signs {
            begins_above: 0,
            ends_above: 0,
            right: 0,
            on_line: 0,
            ends_outside: 0,
        };
        for (step, pair) in block.windows(2).enumerate() {
            let edge = edge(pair[0], pair[1]);
            let bit = |holds: bool| u32::from(holds) << step;
            let turn = edge.turn(x.into(), y.into());
            signs.begins_above |= bit(edge.ay > y.into());
            signs.ends_above |= bit(edge.by > y.into());
            signs.right |= bit(turn.is_lt());
            signs.on_line |= bit(turn.is_eq());
            signs.ends_outside |= bit(edge.bx < column.into());
        }
        signs
    }
}

/// The signs of four steps, by the vector instructions that every x86-64 has.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn four(words: &[u32; 5], x: i16, y: i16, column: i16) -> Signs {
    use std::arch::x86_64::*;
    // SAFETY: SSE2 belongs to x86-64, and both loads read four of the five words. Compilers do not find the product of
    // pairs by themselves; with it a leaf's edges take a third of the time (bench/README.md).
    unsafe {
        let from = _mm_loadu_si128(words.as_ptr().cast());
        let to = _mm_loadu_si128(words.as_ptr().add(1).cast());
        let point = _mm_set1_epi32((u32::from(x as u16) | u32::from(y as u16) << 16) as i32);
        // From the step's ends to the position, longitude in the low half of each word and latitude in the high half.
        let (to_from, to_to) = (_mm_sub_epi16(point, from), _mm_sub_epi16(point, to));
        // The turn is (x - ax) (y - by) - (y - ay) (x - bx).
        let swapped =
            _mm_shufflehi_epi16::<0b10_11_00_01>(_mm_shufflelo_epi16::<0b10_11_00_01>(to_to));
        let minus = _mm_set1_epi32(-65536);
        let signed = _mm_sub_epi16(_mm_xor_si128(to_from, minus), minus);
        let turn = _mm_madd_epi16(signed, swapped);
        let outside = _mm_slli_epi32::<16>(_mm_cmpgt_epi16(_mm_set1_epi16(column), to));
        let bits = |lanes: __m128i| _mm_movemask_ps(_mm_castsi128_ps(lanes)) as u32;
        Signs {
            begins_above: bits(to_from),
            ends_above: bits(to_to),
            right: bits(turn),
            on_line: bits(_mm_cmpeq_epi32(turn, _mm_setzero_si128())),
            ends_outside: bits(outside),
        }
    }
}

/// How a segment between two short positions meets four steps, a bit for each step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Crossed {
    /// Segment and step cross in the midst of both.
    pub(crate) midst: u32,
    /// An end of one lies on the other's line, so that they may touch. If the segment is a single position: it lies on
    /// the step's line.
    pub(crate) on_line: u32,
}

impl Crossed {
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    pub(crate) fn of(words: &[u32; 5], from: u32, to: u32) -> Crossed {
        use std::arch::x86_64::*;
        // SAFETY: as in `four`. Without it each edge of a leaf costs a line a branch that is foreseen wrongly
        // (bench/README.md).
        unsafe {
            let (first, second) = (
                _mm_loadu_si128(words.as_ptr().cast()),
                _mm_loadu_si128(words.as_ptr().add(1).cast()),
            );
            let single = _mm_set1_epi32(-i32::from(from == to));
            let (from, to) = (_mm_set1_epi32(from as i32), _mm_set1_epi32(to as i32));
            let (from_first, from_second) =
                (_mm_sub_epi16(from, first), _mm_sub_epi16(from, second));
            let (to_first, to_second) = (_mm_sub_epi16(to, first), _mm_sub_epi16(to, second));
            // Each turn is the cross product of the ways from two positions to a third one.
            let minus = _mm_set1_epi32(-65536);
            let signed = |way: __m128i| _mm_sub_epi16(_mm_xor_si128(way, minus), minus);
            let swapped = |way: __m128i| {
                _mm_shufflehi_epi16::<0b10_11_00_01>(_mm_shufflelo_epi16::<0b10_11_00_01>(way))
            };
            let signed_from_first = signed(from_first);
            let swapped_to_second = swapped(to_second);
            let starts = _mm_madd_epi16(signed_from_first, swapped(from_second));
            let ends = _mm_madd_epi16(signed(to_first), swapped_to_second);
            let firsts = _mm_madd_epi16(signed_from_first, swapped(to_first));
            let seconds = _mm_madd_epi16(signed(from_second), swapped_to_second);
            let zero = _mm_setzero_si128();
            let of_step = _mm_or_si128(_mm_cmpeq_epi32(starts, zero), _mm_cmpeq_epi32(ends, zero));
            let of_segment = _mm_or_si128(
                _mm_cmpeq_epi32(firsts, zero),
                _mm_cmpeq_epi32(seconds, zero),
            );
            let on_line = _mm_or_si128(of_step, _mm_andnot_si128(single, of_segment));
            let parted = _mm_and_si128(_mm_xor_si128(starts, ends), _mm_xor_si128(firsts, seconds));
            let bits = |lanes: __m128i| _mm_movemask_ps(_mm_castsi128_ps(lanes)) as u32;
            Crossed {
                midst: bits(_mm_andnot_si128(on_line, parted)),
                on_line: bits(on_line),
            }
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    #[inline(always)]
    pub(crate) fn of(words: &[u32; 5], from: u32, to: u32) -> Crossed {
        Crossed::plainly(words, from, to)
    }

    #[cfg(any(test, not(target_arch = "x86_64")))]
    fn plainly(words: &[u32; 5], from: u32, to: u32) -> Crossed {
        let line = edge(from, to);
        let (mut midst, mut on_line) = (0, 0);
        for (step, pair) in words.windows(2).enumerate() {
            let edge = edge(pair[0], pair[1]);
            let turns = [
                edge.turn(line.ax, line.ay),
                edge.turn(line.bx, line.by),
                line.turn(edge.ax, edge.ay),
                line.turn(edge.bx, edge.by),
            ];
            let asked = if from == to { &turns[..2] } else { &turns[..] };
            let touches = asked.iter().any(|turn| turn.is_eq());
            let parted = turns[0] != turns[1] && turns[2] != turns[3];
            midst |= u32::from(parted && !touches) << step;
            on_line |= u32::from(touches) << step;
        }
        Crossed { midst, on_line }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Positions of any kind within reach, many of them on one line, and a point.
    fn any(state: &mut u64) -> ([u32; BLOCK + 1], i16, i16, i16) {
        let mut next = |most: i32| {
            *state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let most = [most, 3, 300][(*state >> 40) as usize % 3];
            ((*state >> 33) as i32 % (2 * most + 1) - most) as i16
        };
        let block = std::array::from_fn(|_| pack(next(BEYOND - 1).into(), next(BEYOND - 1).into()));
        (block, next(BEYOND), next(BEYOND), next(BEYOND))
    }

    #[test]
    fn vectors_say_what_plain_numbers_say() {
        let mut state = 1;
        for _ in 0..100_000 {
            let (block, x, y, column) = any(&mut state);
            assert_eq!(
                Signs::of(&block, x, y, column),
                Signs::plainly(&block, x, y, column)
            );
            let within = |value: i16| i64::from(value).clamp(-REACH, REACH);
            let from = pack(within(x), within(y));
            for to in [pack(within(column), within(x)), block[3], from] {
                let words = block.first_chunk().expect("nine words");
                assert_eq!(
                    Crossed::of(words, from, to),
                    Crossed::plainly(words, from, to)
                );
            }
        }
    }
}
