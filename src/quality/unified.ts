/** Magnitude that maps to 50, and magnitudes a unit of the sigmoid's exponent, as OFIQ ships them. */
const centre = 23;
const width = 2.6;

/**
 * UnifiedQualityScore of ISO/IEC 29794-5 from the magnitude of a MagFace embedding: a whole number from 0 to 100.
 * HIGHER is better.
 *
 * round(100 / (1 + exp((23 - magnitude) / 2.6))), clamped. The constants belong to OFIQ's own model,
 * `magface_iresnet50_norm.onnx`: with another model the order of images stays, what "50" means does not.
 *
 * Source: BSI-OFIQ/OFIQ-Project at a16a990, `data/ofiq_config.jaxn` and `UnifiedQualityScore.cpp`.
 *
 * @param magnitude length of the embedding before it is normalised
 * @returns NaN for NaN
 */
export function unifiedQualityScore(magnitude: number): number {
  const score = Math.round(100 / (1 + Math.exp((centre - magnitude) / width)));
  return Math.min(Math.max(score, 0), 100);
}
