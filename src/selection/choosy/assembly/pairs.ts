/** Two numbers of an array of f32, as f64. */
export function floatsAt(place: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(place));
}

/** Adds to two numbers of an array of f64. */
export function addPair(place: usize, pair: v128): void {
  v128.store(place, f64x2.add(v128.load(place), pair));
}
